from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to, grounds
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.people.models import Person
from millepieds.website import deeds
from millepieds.website.models import Link, Milestone, Post, Voice
from millepieds.website.rules import (
    PUBLISH,
    SPEAK,
    Kind,
    Precision,
    refusal_to_publish,
    refusal_to_show_oneself,
)


@transaction.atomic
def tell_milestone(
    on: date, title: str, *, precision: Precision, place: str = "", text: str = "", by: Actor
) -> Milestone:
    """Add a moment to the history the town reads."""
    at = the_moment()
    ground = ground_to(PUBLISH, by=by, on=day_of(at))
    milestone = Milestone.objects.create(
        on=on, title=title, precision=precision.value, place=place, text=text
    )
    record(deeds.MILESTONE_TOLD, milestone, by=by, at=at, ground=ground)
    return milestone


@transaction.atomic
def tell_milestone_again(
    milestone: Milestone, on: date, title: str, *, precision: Precision, place: str, text: str,
    by: Actor,
) -> None:  # fmt: skip
    at = the_moment()
    ground = ground_to(PUBLISH, by=by, on=day_of(at))
    milestone.on, milestone.title, milestone.precision = on, title, precision.value
    milestone.place, milestone.text = place, text
    milestone.save()
    record(deeds.MILESTONE_CHANGED, milestone, by=by, at=at, ground=ground)


@transaction.atomic
def write_post(kind: Kind, title: str, text: str, *, by: Actor) -> Post:
    """A draft: nobody reads it but whoever may publish."""
    at = the_moment()
    ground = ground_to(PUBLISH, by=by, on=day_of(at))
    post = Post.objects.create(
        kind=kind.value,
        slug=_free_slug(title),
        title=title,
        text=text,
        written_at=at,
        changed_at=at,
    )
    record(deeds.POST_WRITTEN, post, by=by, at=at, ground=ground, kind=kind)
    return post


@transaction.atomic
def change_post(post: Post, title: str, text: str, *, by: Actor) -> None:
    """Its address stays, so that links to it still work."""
    at = the_moment()
    ground = ground_to(PUBLISH, by=by, on=day_of(at))
    post.title, post.text, post.changed_at = title, text, at
    post.save(update_fields=["title", "text", "changed_at"])
    record(deeds.POST_CHANGED, post, by=by, at=at, ground=ground)


@transaction.atomic
def publish_post(post: Post, *, when: datetime | None = None, by: Actor) -> None:
    """Now, or at a moment to come."""
    at = the_moment()
    ground = ground_to(PUBLISH, by=by, on=day_of(at))
    post = Post.objects.get(pk=post.pk)
    refuse_if(refusal_to_publish(published_at=post.published_at, withdrawn_at=post.withdrawn_at))
    post.published_at, post.withdrawn_at = when or at, None
    post.save(update_fields=["published_at", "withdrawn_at"])
    record(deeds.POST_PUBLISHED, post, by=by, at=at, ground=ground, kind=Kind(post.kind))


@transaction.atomic
def withdraw_post(post: Post, *, by: Actor) -> None:
    at = the_moment()
    ground = ground_to(PUBLISH, by=by, on=day_of(at))
    post.withdrawn_at = at
    post.save(update_fields=["withdrawn_at"])
    record(deeds.POST_WITHDRAWN, post, by=by, at=at, ground=ground)


@transaction.atomic
def choose_links(links: Sequence[tuple[str, str]], *, by: Actor) -> None:
    """All the links, in their order."""
    at = the_moment()
    ground = ground_to(PUBLISH, by=by, on=day_of(at))
    Link.objects.all().delete()
    Link.objects.bulk_create(
        Link(label=label, url=url, rank=rank) for rank, (label, url) in enumerate(links)
    )
    record(deeds.LINKS_CHOSEN, None, by=by, at=at, ground=ground)


@transaction.atomic
def show_voice(person: Person, words: str, picture: bytes | None, *, by: Actor) -> Voice:
    """Show one's own words, and a picture if one wants. No picture given keeps the one there is."""
    at = the_moment()
    held = grounds(by, SPEAK, on=day_of(at))
    refuse_if(refusal_to_show_oneself(speaks=bool(held) and by.person_id == person.pk))
    voice, _ = Voice.objects.update_or_create(
        person=person,
        defaults={"words": words, "shown_at": at, **({"picture": picture} if picture else {})},
    )
    record(deeds.VOICE_SHOWN, voice, by=by, at=at, about=person.pk, ground=held[0])
    return voice


@transaction.atomic
def take_voice_back(person: Person, *, by: Actor) -> None:
    """In one click, words and picture are gone."""
    at = the_moment()
    voice = Voice.objects.filter(person=person).first()
    if voice and by.person_id == person.pk:
        record(deeds.VOICE_TAKEN_BACK, voice, by=by, at=at, about=person.pk)
        voice.delete()


def _free_slug(title: str) -> str:
    stem = slugify(title)[:70] or "texte"
    taken = set(Post.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug
        for n in range(1, len(taken) + 2)
        if (slug := stem if n == 1 else f"{stem}-{n}") not in taken
    )
