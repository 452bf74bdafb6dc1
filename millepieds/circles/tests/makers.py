"""A small movement, made by its own actions so that it always obeys the rules."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from millepieds.charter.models import CharterVersion
from millepieds.charter.queries import version_in_force
from millepieds.circles.actions.founding import FoundingWords, found
from millepieds.circles.actions.mandates import accept_mandate, propose_mandate
from millepieds.circles.actions.own import set_own_rule
from millepieds.circles.actions.structure import CircleWords, RoleWords, open_circle, open_role
from millepieds.circles.models import Circle, Mandate, OwnRule, Role
from millepieds.circles.queries.structure import open_role_on
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import FOUND, OPEN
from millepieds.circles.rules.structure import Kind
from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.authority import grounds
from millepieds.core.clock import today
from millepieds.core.powers import Ground
from millepieds.members.actions import knock, sign, welcome
from millepieds.people.actions import meet
from millepieds.people.models import Person

TEXTS = Path(__file__).parents[2] / "charter" / "texts"


def charter_text(number: int = 1) -> dict[str, Any]:
    text: dict[str, Any] = json.loads((TEXTS / f"charter-{number}.json").read_text("utf-8"))
    return text


def make_person(name: str = "Nour") -> Person:
    """Someone with an address, and nothing more."""
    return meet(name, f"{name.lower()}@exemple.test", by=actors.OUTSIDER)


def make_founder(name: str = "Odile") -> Person:
    """A movement founded today, by one person who accepted its founding mandate."""
    founder = make_person(name)
    words = FoundingWords(
        "Agora", "Décider ensemble.", "Fondation", "Ouvrir la maison.", ("Confier les rôles",)
    )
    mandate = found(
        founder, words, charter_text(), by=actors.JOB, founder_acts=actors.person(founder)
    )
    accept(mandate)
    return founder


def make_member(name: str, *, welcomed_by: Person) -> Person:
    """Someone who knocked, was welcomed, and signed the charter in force."""
    person = make_person(name)
    membership = knock(
        person, district=None, languages="", wishes="", needs=(), by=actors.person(person)
    )
    welcome(membership, by=actors.person(welcomed_by))
    sign_all(person)
    return person


def sign_all(person: Person, version: CharterVersion | None = None) -> None:
    version = version or version_in_force(on=today())
    assert version
    keys = version.articles.values_list("key", flat=True)
    sign(person, version, list(keys), by=actors.person(person))


def agora() -> Circle:
    return Circle.objects.get(key="agora")


def make_circle(
    name: str = "Vie interne", *, by: Person, parent: Circle | None = None, kind: Kind = Kind.POLE
) -> Circle:
    words = CircleWords(kind, name, f"{name} : ce à quoi sert ce cercle.")
    return open_circle(parent or agora(), words, by=actors.person(by))


def make_role(
    name: str = "Mémoire", *, by: Person, circle: Circle | None = None, powers: tuple[str, ...] = (),
    seats: int = 1, term_days: int = 365, accountabilities: tuple[str, ...] = ("Tenir parole",),
    domain: str = "", consults: str = "", report_days: int | None = None,
) -> Role:  # fmt: skip
    words = RoleWords(
        name=name, purpose=f"{name} : à quoi sert ce rôle.", domain=domain, seats=seats,
        accountabilities=accountabilities, powers=powers, term_days=term_days,
        assigned_by=Process.APPOINTED, consults=consults, report_days=report_days,
    )  # fmt: skip
    return open_role(circle or agora(), words, by=actors.person(by))


def make_proposal(
    role: Role, person: Person, *, by: Person, days: int = 90, starts_on: date | None = None
) -> Mandate:
    start = starts_on or today()
    return propose_mandate(
        role, person, starts_on=start, ends_on=start + timedelta(days=days), by=actors.person(by)
    )


def accept(
    mandate: Mandate, ticked: Collection[int] | None = None, *, by: Person | None = None
) -> Mandate:
    """Accept what the page shows today: everything, by its person, unless said otherwise."""
    then = open_role_on(mandate.role, today())
    return accept_mandate(
        mandate, range(len(then.accountabilities)) if ticked is None else ticked,
        read=then.version_id, by=actors.person(by or mandate.person),
    )  # fmt: skip


def make_mandate(role: Role, person: Person, *, by: Person, days: int = 90) -> Mandate:
    """Proposed, and accepted in so many words."""
    return accept(make_proposal(role, person, by=by, days=days))


@dataclass(frozen=True)
class Keys:
    """For an area that knows no round of consent: whoever holds the keys of a circle speaks for it."""

    def settles(
        self, circle_id: int, key: str, value: int | None, *, by: Actor, on: date
    ) -> Ground | None:
        return next(iter(grounds(by, OPEN, FOUND, circle_id=circle_id, on=on)), None)


def make_own_rule(
    circle: Circle, key: str, value: int | None, *, by: Person, days: int = 0
) -> OwnRule:
    day = today() + timedelta(days=days)
    hand = actors.person(by)
    return set_own_rule(circle, key, value, effective_on=day, proof=Keys(), by=hand)
