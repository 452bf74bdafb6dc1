"""A large movement, written in bulk: the same rows that deeds would have made, some thousands at a time.

Nothing is switched off: constraints and triggers see every row, and each line of the journal has its own
random key. `pages.py` then asks the invariant checker of the house whether every promise holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from secrets import token_hex
from typing import Any

YEARS, A_TIME = 3, 5000
READER = "Bruno Bonnet"
ROLES_A_CIRCLE, FREE, KNOCKS, AGREE, SEALED = 15, 5, 200, 10, 200  # one in so many
FIRST = [
    "Amina", "Bruno", "Chloé", "Driss", "Elena", "Farid", "Gaëlle", "Hugo", "Inès", "Jamal", "Katia", "Léo",
    "Maya", "Nadir", "Olga",
]  # fmt: skip
LAST = [
    "Marin", "Benali", "Costa", "Durand", "Évrard", "Fabre", "Garcia", "Haddad", "Imbert", "Joly", "Klein",
    "Lopez", "Moreau",
]  # fmt: skip


@dataclass(frozen=True)
class Size:
    members: int
    roles: int
    entries: int


def fill(size: Size) -> None:
    """Found a movement three years ago by the ordinary deeds, then let it grow at once."""
    from django.core.management import call_command

    from millepieds.core.clock import now, pretend

    began = now() - timedelta(days=365 * YEARS)
    with pretend(began):
        call_command(
            "found", "--name=Odile", "--mail=odile@exemple.test", "--yes", stdout=_Silence()
        )
    people = _people(size.members, began)
    circles = _circles(max(1, size.roles // ROLES_A_CIRCLE), began.date())
    _roles(size.roles, circles, people, began.date())
    _town(began)
    _journal(size.entries, circles, began)


class _Silence:
    def write(self, _text: str) -> None: ...


def keep(rows: Iterator[Any]) -> None:
    from django.db import transaction

    while some := list(islice(rows, A_TIME)):
        with transaction.atomic():
            type(some[0]).objects.bulk_create(some)


def _people(members: int, began: datetime) -> list[int]:
    """Members, and in front of the door one more for each two hundred. Gives back memberships by person."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.hashers import make_password

    from millepieds.charter.models import CharterVersion, Signature
    from millepieds.members.models import Membership
    from millepieds.people.models import Consent, Person
    from millepieds.people.rules import NAME_IN_TOWN, PURPOSES, Channel

    first = Person.objects.count() + 1
    ours = range(first, first + members)
    town = range(ours.stop, ours.stop + max(1, members // KNOCKS))
    day, nobody = timedelta(days=1), make_password(None)
    met = {pk: began + day * (1 + pk % (365 * YEARS - 30)) for pk in ours}
    late = dict.fromkeys(town, began + day * (365 * YEARS - 20))
    keep(
        Person(pk=pk, name=_name(pk - first), password=nobody, met_at=at, visited_before_at=at)
        for pk, at in (met | late).items()
    )
    reader = Person.objects.get(name=READER)
    Authenticator.objects.create(user=reader, type="webauthn", data={"name": "clé"})
    charter = CharterVersion.objects.get().pk
    keep(
        Membership(
            person_id=pk,
            asked_at=at,
            welcomed_at=at + day,
            welcomed_by_id=1,
            signed_at=at + 2 * day,
        )
        for pk, at in met.items()
    )
    keep(Membership(person_id=pk, asked_at=at) for pk, at in late.items())
    keep(
        Signature(person_id=pk, version_id=charter, signed_at=at + 2 * day)
        for pk, at in met.items()
    )
    agreed = PURPOSES[NAME_IN_TOWN].version
    keep(
        Consent(
            person_id=pk, purpose=NAME_IN_TOWN, version=agreed, given_at=met[pk],
            given_by=Channel.WEB.value,
        )
        for pk in ours[::AGREE]
    )  # fmt: skip
    return list(ours)


def _name(number: int) -> str:
    if number == 0:
        return READER
    turn, which = divmod(number, len(FIRST) * len(LAST))
    return f"{FIRST[which % len(FIRST)]} {LAST[which // len(FIRST)]} {turn or ''}".strip()


def _circles(many: int, on: date) -> list[int]:
    """A tree, each circle with seven inside it."""
    from millepieds.circles.models import Circle, CircleVersion
    from millepieds.circles.rules.structure import Kind

    agora = Circle.objects.get().pk
    ours = [agora, *range(agora + 1, agora + 1 + many)]
    keep(Circle(pk=pk, key=f"cercle-{pk}", opened_on=on) for pk in ours[1:])
    keep(
        CircleVersion(
            circle_id=pk, from_on=on, name=f"Cercle {place}", purpose="Prendre soin d'une rue.",
            kind=(Kind.POLE if place <= 7 else Kind.GROUP).value, parent_id=ours[(place - 1) // 7],
        )
        for place, pk in enumerate(ours[1:], start=1)
    )  # fmt: skip
    return ours


def _roles(many: int, circles: list[int], people: list[int], on: date) -> None:
    """In each circle one role hands out mandates; four roles in five are held, the others were."""
    from millepieds.charter.queries import opened_under
    from millepieds.circles.models import Mandate, Role, RoleVersion
    from millepieds.circles.rules.mandates import Process
    from millepieds.circles.rules.powers import ASSIGN, OPEN, WITHDRAW
    from millepieds.circles.rules.terms import A_PROPOSAL_KEEPS
    from millepieds.core.clock import now, today
    from millepieds.members.models import Membership
    from millepieds.members.rules import ANSWER_APPEALS, WELCOME
    from millepieds.website.rules import PUBLISH, SPEAK

    first, first_version = Role.objects.count() + 1, RoleVersion.objects.count() + 1
    inside = [OPEN, ASSIGN, WITHDRAW]
    movement = {0: [WELCOME, ANSWER_APPEALS], 1: [PUBLISH], 2: [SPEAK]}
    chosen = Random(4).choices(people, k=many)  # noqa: S311 (who holds what, not a secret)
    chosen[0] = people[0]

    def powers(place: int) -> list[str]:
        return movement.get(place, []) + (inside if place < len(circles) else [])

    keep(
        Role(
            pk=first + place,
            key=f"role-{place}",
            circle_id=circles[place % len(circles)],
            opened_on=on,
        )
        for place in range(many)
    )
    keep(
        RoleVersion(
            pk=first_version + place, role_id=first + place, from_on=on, name=f"Rôle {place}",
            purpose="Que chaque voisin trouve à qui parler.", accountabilities=["Tenir la porte"],
            powers=powers(place), assigned_by=Process.APPOINTED.value,
        )
        for place in range(many)
    )  # fmt: skip
    joined = dict(Membership.objects.filter(person__in=set(chosen)).values_list("person_id", "pk"))
    signed: dict[int, Any] = dict(
        Membership.objects.filter(pk__in=joined.values()).values_list("person_id", "signed_at")
    )
    kept, day, here = opened_under(*A_PROPOSAL_KEEPS, on=today()), timedelta(days=1), today()

    def mandate(place: int) -> Mandate:
        person, over = chosen[place], place and place % FREE == 0
        starts = max(signed[person].date() + day, here - day * (30 + place % 200))
        ends = starts + day * 365
        at = now() - (here - starts) * 1 - day / 2
        return Mandate(
            role_id=first + place, person_id=person, membership_id=joined[person], seat=1,
            process=Process.APPOINTED.value, proposed_by_id=people[1], proposed_at=at,
            accepted_at=at, starts_on=starts, ends_on=ends, commitment="Tenir la porte", opened_under=kept,
            committed_to_id=first_version + place, ended_on=here if over else None,
            ended_how="resigned" if over else "",
        )  # fmt: skip

    keep(mandate(place) for place in range(many))


def _town(began: datetime) -> None:
    from millepieds.website.models import Milestone, Post

    day = timedelta(days=1)
    keep(
        Post(
            slug=f"nouvelle-{n}", title=f"Nouvelle {n}", text="Une rue de plus.", kind="news",
            written_at=began, published_at=began + day * n, changed_at=began + day * n,
        )
        for n in range(1, 101)
    )  # fmt: skip
    keep(
        Milestone(on=(began + day * 10 * n).date(), title=f"Moment {n}", text="Un pas.")
        for n in range(1, 41)
    )


def _journal(many: int, circles: list[int], began: datetime) -> None:
    """As many lines as wanted after those of the founding, each bound under its own key."""
    from django.db import transaction

    from millepieds.circles import deeds as circles_deeds
    from millepieds.core.actors import ActorKind
    from millepieds.core.deeds import written
    from millepieds.journal.models import Entry, Particulars
    from millepieds.journal.queries import committed
    from millepieds.journal.rules import commitment
    from millepieds.people.deeds import PERSON_ERASED
    from millepieds.people.models import Person

    people, lines = Person.objects.count(), Entry.objects.count()
    pace = timedelta(days=365 * YEARS - 1) / max(1, many)
    day = began.date()
    said: list[tuple[str, dict[str, object]]] = [
        (circles_deeds.MANDATE_ACCEPTED, {"starts_on": day, "ends_on": day, "seat": 1}),
        (circles_deeds.MANDATE_RECOMMITTED, {}), (circles_deeds.OFFER_MADE, {}),
        (circles_deeds.NOTICE_GIVEN, {"days": 30}), (circles_deeds.HANDOVER_LEFT, {}),
        (circles_deeds.MANDATE_DECLINED, {}), (circles_deeds.CIRCLE_CHANGED, {"from_on": day}),
        (circles_deeds.OFFER_TAKEN_BACK, {}), (circles_deeds.OFFER_DECLINED, {}),
        (PERSON_ERASED, {"entries_forgotten": 3}),
    ]  # fmt: skip
    dice = Random(7)  # noqa: S311 (who did what, not a secret)
    told = [(key, written(key, facts)) for key, facts in said]

    def line(number: int) -> tuple[Entry, Particulars]:
        deed, facts = told[dice.randrange(len(told) - 1)] if number % SEALED else told[-1]
        one = Particulars(
            entry_id=number, actor_kind=ActorKind.PERSON.value, actor_id=dice.randint(1, people),
            about_id=dice.randint(1, people) if number % 2 else None, circle_id=dice.choice(circles),
            facts=facts, key=token_hex(32),
        )  # fmt: skip
        at = began + pace * (number - lines)
        proof = commitment(
            number=number, deed=deed, happened_at=at, key=one.key, particulars=committed(one)
        )
        return Entry(number=number, deed=deed, happened_at=at, commitment=proof), one

    rows = map(line, range(lines + 1, lines + 1 + many))
    while some := list(islice(rows, A_TIME)):
        with transaction.atomic():
            Entry.objects.bulk_create([entry for entry, _ in some])
            Particulars.objects.bulk_create([one for _, one in some])
