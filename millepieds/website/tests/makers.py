"""A site with someone who publishes and someone who speaks."""

from datetime import datetime

from millepieds.circles.models import Mandate
from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.core import actors
from millepieds.people.actions import give_consent
from millepieds.people.models import Person
from millepieds.people.rules import NAME_IN_TOWN, Channel
from millepieds.website.actions import publish_post, write_post
from millepieds.website.models import Post
from millepieds.website.rules import PUBLISH, SPEAK, Kind


def make_publisher(person: Person, *, by: Person) -> Mandate:
    return make_mandate(make_role("Publication", by=by, powers=(PUBLISH,)), person, by=by)


def make_speaker(person: Person, *, by: Person, shown: bool = True) -> Mandate:
    if shown:
        give_consent(person, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(person))
    return make_mandate(make_role("Porte-parole", by=by, powers=(SPEAK,)), person, by=by)


def make_draft(
    title: str = "Agora samedi", *, by: Person, text: str = "Venez.", kind: Kind = Kind.NEWS
) -> Post:
    return write_post(kind, title, text, by=actors.person(by))


def make_news(
    title: str = "Agora samedi", *, by: Person, text: str = "Venez.", when: datetime | None = None
) -> Post:
    post = make_draft(title, by=by, text=text)
    publish_post(post, when=when, by=actors.person(by))
    post.refresh_from_db()
    return post
