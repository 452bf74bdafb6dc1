"""Whoever acts: a person, an outsider (no account yet), or a job of the house.

`typed_by` is the welcomer who types in a sheet that someone else filled on paper.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from millepieds.core.words import _


class ActorKind(StrEnum):
    PERSON = "person"
    OUTSIDER = "outsider"
    JOB = "job"


ACTOR_KINDS: dict[ActorKind, str] = {
    ActorKind.PERSON: _("a person"),
    ActorKind.OUTSIDER: _("someone from outside"),
    ActorKind.JOB: _("the house itself"),
}


class HasKey(Protocol):
    @property
    def pk(self) -> int: ...


@dataclass(frozen=True)
class Actor:
    kind: ActorKind
    person_id: int | None = None
    typed_by_id: int | None = None

    def typed_in_by(self, welcomer: HasKey) -> "Actor":
        return replace(self, typed_by_id=welcomer.pk)


def person(someone: HasKey) -> Actor:
    return Actor(ActorKind.PERSON, person_id=someone.pk)


OUTSIDER = Actor(ActorKind.OUTSIDER)
JOB = Actor(ActorKind.JOB)
