"""A report, made by its own actions so that it always obeys the rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from millepieds.care.actions.deciding import agree, propose_sanction
from millepieds.care.actions.hearing import Call, invite, open_invitation
from millepieds.care.actions.procedure import note, open_sanction
from millepieds.care.actions.reporting import entrust, open_report, report
from millepieds.care.models import Keeper, Opening, Reading, Report, Sanction, Stage
from millepieds.care.rules.terms import RECEIVE, Category, Sort, Taken
from millepieds.circles.models import Mandate
from millepieds.circles.tests.makers import make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, today
from millepieds.people.models import Person

WORDS = "Il m’a bloqué la porte après la réunion."


def make_keepers(*names: str, by: Person) -> list[Person]:
    """People who receive reports, under a mandate."""
    people = [make_member(name, welcomed_by=by) for name in names]
    for person in people:
        make_keeper(person, by=by)
    return people


def make_keeper(person: Person, *, by: Person) -> Mandate:
    return make_mandate(make_role(f"Soin {person.pk}", by=by, powers=(RECEIVE,)), person, by=by)


def make_report(
    by: Person, *, named: Sequence[Person] = (), words: str = WORDS,
    category: Category = Category.HARASSMENT,
) -> Report:  # fmt: skip
    return report(category, words, named, by=actors.person(by))


def make_entrusted(row: Report, *people: Person) -> list[Keeper]:
    return entrust(row, people, by=actors.person(row.author))


def make_opened(row: Report, person: Person) -> Reading:
    return open_report(row, by=actors.person(person))


def make_matter(author: Person, named: Person, keepers: Sequence[Person]) -> Report:
    """Reported, in the hands of the first two, read by the first."""
    row = make_report(author, named=[named])
    make_entrusted(row, *keepers[:2])
    make_opened(row, keepers[0])
    return row


def make_heard(row: Report, person: Person, *, by: Person) -> None:
    """Both, the same day."""
    me = actors.person(by)
    note(row, Taken.HEARD_AUTHOR, "Il confirme.", day=today(), by=me)
    note(row, Taken.HEARD_NAMED, "Elle nie.", day=today(), about=person, by=me)


def make_proposed(
    row: Report, person: Person, *, by: Person, days: int = 30,
    reason: str = "Des menaces répétées.",
) -> Stage:  # fmt: skip
    return propose_sanction(
        row, person, Sort.SUSPENSION, ends_on=today() + timedelta(days=days), reason=reason,
        by=actors.person(by),
    )  # fmt: skip


def make_decided(
    row: Report,
    person: Person,
    *,
    by: Person,
    days: int = 30,
    reason: str = "Des menaces répétées.",
    second: Person | None = None,
) -> Sanction:
    """One proposes, another who has it opens it and agrees."""
    proposed = make_proposed(row, person, by=by, days=days, reason=reason)
    other = second or next(one.person for one in row.keepers.exclude(person=by))
    make_opened(row, other)
    return agree(proposed, "Les faits sont là.", by=actors.person(other))


def make_opened_sanction(sanction: Sanction, person: Person) -> Opening:
    return open_sanction(sanction, by=actors.person(person))


def make_invited(
    row: Report, person: Person, *, by: Person, days: int = 7, at: datetime | None = None,
    words: str = "Nous aimerions t’entendre.", place: str = "12 rue du Four",
) -> Stage:  # fmt: skip
    call = Call(at or now() + timedelta(days=days), place, words)
    return invite(row, person, call, by=actors.person(by))


def make_invitation_opened(invitation: Stage, person: Person) -> Stage:
    return open_invitation(invitation.pk, by=actors.person(person))
