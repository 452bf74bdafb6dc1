import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import nh3
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from millepieds.circles.models import Mandate
from millepieds.circles.queries.authority import holders
from millepieds.circles.queries.organigram import Names
from millepieds.circles.queries.standing import standing
from millepieds.circles.queries.structure import structure
from millepieds.core.privacy import REGISTRY, Declared
from millepieds.members.queries import count_members
from millepieds.website.models import Link, Milestone, Post, Voice
from millepieds.website.rules import SPEAK, Kind

PRINCIPLES = Path(__file__).parent / "texts"
ON_THE_DOORSTEP = 4
IN_THE_FEED = 20
TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote", "code", "br", "hr"}


@cache
def principles(language: str = "") -> Any:
    """The movement's principles in that language, or as the movement wrote them, in French."""
    told = PRINCIPLES / f"principles.{language}.json"
    chosen = told if told.exists() else PRINCIPLES / "principles.json"
    return {"told": chosen == told, **json.loads(chosen.read_text(encoding="utf-8"))}


def history() -> list[Milestone]:
    return list(Milestone.objects.all())


@dataclass(frozen=True)
class Doorstep:
    """What the home page says of the movement today, in figures about the group."""

    members: int
    circles: int
    mandates: int
    moments: list[Milestone]
    news: list[Post]


def doorstep(*, on: date, now: datetime) -> Doorstep:
    told = Milestone.objects.order_by("-on")[:ON_THE_DOORSTEP]
    return Doorstep(
        count_members(on=on), len(structure(on).circles), len(standing(on)), list(told)[::-1],
        list(news(now=now)[:3]),
    )  # fmt: skip


def public_posts(*, now: datetime) -> QuerySet[Post]:
    return Post.objects.filter(published_at__lte=now, withdrawn_at=None)


def news(*, now: datetime) -> QuerySet[Post]:
    return public_posts(now=now).filter(kind=Kind.NEWS.value).order_by("-published_at")


def pages(*, now: datetime) -> QuerySet[Post]:
    return public_posts(now=now).filter(kind=Kind.PAGE.value).order_by("title")


def drafts(*, now: datetime) -> QuerySet[Post]:
    """What is not public: never published, to come, or withdrawn."""
    return Post.objects.exclude(pk__in=public_posts(now=now)).order_by("-changed_at")


def in_html(text: str) -> SafeString:
    """Markdown, then only the tags a text needs: what someone writes never acts."""
    raw = MarkdownIt("commonmark", {"html": False}).render(text)
    lower = raw.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        lower, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}
    )
    return mark_safe(clean)  # noqa: S308 (nh3 has just cleaned it)


def links() -> list[Link]:
    return list(Link.objects.all())


@dataclass(frozen=True)
class Speaker:
    """Someone who speaks for the movement today, with what they chose to show."""

    mandate: Mandate
    name: str
    words: str
    has_picture: bool


def speakers(*, on: date, names: Names) -> Sequence[Speaker]:
    """A projection of mandates: whoever's mandate ends is no longer here."""
    held = {ground.mandate_id for ground in holders(SPEAK, on=on)}
    mandates = (
        Mandate.objects.filter(pk__in=held).select_related("person", "role").order_by("ends_on")
    )
    shown = [mandate for mandate in mandates if names.shows(mandate.person)]
    voices = {
        voice.person_id: voice
        for voice in Voice.objects.filter(person__in=[mandate.person_id for mandate in shown])
    }
    return [_speaker(mandate, voices.get(mandate.person_id)) for mandate in shown]


def _speaker(mandate: Mandate, voice: Voice | None) -> Speaker:
    return Speaker(
        mandate, str(mandate.person), voice.words if voice else "", bool(voice and voice.picture)
    )


def picture_of(mandate_id: int, *, on: date, names: Names) -> bytes | None:
    """The picture of someone who speaks today and agreed to be shown, else nothing."""
    shown = [one for one in speakers(on=on, names=names) if one.mandate.pk == mandate_id]
    if not shown or not shown[0].has_picture:
        return None
    return bytes(Voice.objects.get(person=shown[0].mandate.person_id).picture or b"")


def what_we_know() -> list[Declared]:
    """The privacy registry, for the page that anyone may read."""
    return [declared for declared in REGISTRY.values() if declared.whose]
