"""What the house does by itself, each night; twice the same night changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.circles.actions.mandates import resign
from millepieds.circles.actions.notices import (
    announce_ends,
    announce_last_assigner,
    announce_nobody_assigns,
    note_assigners_back,
    note_balance,
)
from millepieds.circles.actions.structure import close_role
from millepieds.circles.models import Mandate, MonthOfBalance, Notice
from millepieds.circles.queries.organigram import spread_of_power
from millepieds.circles.rules.powers import ASSIGN, OPEN
from millepieds.circles.rules.terms import NOTICE
from millepieds.circles.tests.makers import (
    accept,
    make_circle,
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.members.actions import leave
from millepieds.people.models import Person
from tests.pages import Page

DAY = timedelta(days=1)


def told(person: Person) -> int:
    return Letter.objects.filter(person=person, key__startswith="ends:").count()


def test_the_end_is_announced_thirty_and_seven_days_before_and_once(odile, bruno, amina) -> None:
    pole = make_circle(by=odile)
    mandate = make_mandate(make_role("Mémoire", by=odile, circle=pole), bruno, by=odile, days=60)
    make_mandate(make_role("Fête", by=odile, circle=pole), amina, by=odile, days=200)
    start, seen = now(), []
    for day in range(61):
        with pretend(start + day * DAY):
            for _ in range(2):
                announce_ends(by=actors.JOB)
            seen.append(Notice.objects.filter(mandate=mandate).count())
    assert [seen.index(1), seen.index(2), seen[-1]] == [30, 53, 2]
    letters = Letter.objects.filter(key__startswith=f"ends:{mandate.pk}:")
    people = sorted(letters.values_list("person__name", flat=True))
    assert people == ["Amina", "Amina", "Bruno", "Bruno"]  # the holder, and the circle
    notices = Entry.objects.filter(deed="circles.notice_given", particulars__about=bruno)
    assert sorted(e.particulars.facts["days"] for e in notices) == [7, 30]


def test_whoever_may_renew_is_told_wherever_they_hold_it(odile, leila, bruno, amina) -> None:
    """Leïla assigns from the Agora; once a pole assigns for itself, its own person is told."""
    pole, other = make_circle(by=odile), make_circle("Campagne", by=odile)
    make_mandate(make_role("Relais", by=odile, circle=other, powers=(ASSIGN,)), amina, by=odile)
    roles = [make_role("Mémoire", by=odile, circle=circle) for circle in (pole, other)]
    mandates = [make_mandate(role, bruno, by=odile, days=40) for role in roles]
    with pretend(now() + 10 * DAY):
        announce_ends(by=actors.JOB)
    told = [
        set(
            Letter.objects.filter(key__startswith=f"ends:{one.pk}:").values_list(
                "person", flat=True
            )
        )
        for one in mandates
    ]
    assert told == [{bruno.pk, leila.pk}, {bruno.pk, amina.pk}]


def test_a_night_missed_is_caught_up_with_one_notice(odile: Person, bruno: Person) -> None:
    make_mandate(make_role(by=odile), bruno, by=odile, days=60)
    with pretend(now() + 55 * DAY):
        announce_ends(by=actors.JOB)
    assert told(bruno) == 1


def test_a_mandate_already_over_is_not_announced(odile: Person, bruno: Person) -> None:
    mandate = make_mandate(make_role(by=odile), bruno, by=odile, days=60)
    resign(mandate, by=actors.person(bruno))
    with pretend(now() + 40 * DAY):
        announce_ends(by=actors.JOB)
    assert told(bruno) == 0


def test_the_notice_is_the_rule_s(odile: Person, bruno: Person) -> None:
    change_rule(NOTICE, 50, effective_on=today(), proof=FoundingProof(), by=actors.person(odile))
    make_mandate(make_role(by=odile), bruno, by=odile, days=60)
    for day, notices in [(9, 0), (10, 1)]:
        with pretend(now() + day * DAY):
            announce_ends(by=actors.JOB)
        assert told(bruno) == notices


def test_everyone_is_told_once_that_soon_nobody_can_propose(odile, leila, bruno: Person) -> None:
    start = now()  # Leïla hands out mandates for 300 days
    for day, news in [(0, False), (269, False), (270, True), (271, False), (290, False)]:
        with pretend(start + day * DAY):
            assert announce_last_assigner(by=actors.JOB) is news, day
    for person in (odile, leila, bruno):
        assert Letter.objects.filter(person=person, key__startswith="last-assigner:").count() == 1
    assert Entry.objects.filter(deed="circles.last_assigner_announced").count() == 1


def test_a_second_assigner_puts_the_announcement_off(odile, leila, bruno: Person) -> None:
    role = make_role("Deuxième", by=odile, powers=(ASSIGN,))
    make_mandate(role, bruno, by=odile, days=350)
    with pretend(now() + 280 * DAY):
        assert not announce_last_assigner(by=actors.JOB)
    with pretend(now() + 325 * DAY):
        assert announce_last_assigner(by=actors.JOB)


LOST: dict[str, Callable[[Mandate, Person], object]] = {
    "resigned": lambda mandate, odile: resign(mandate, by=actors.person(mandate.person)),
    "left": lambda mandate, odile: leave(mandate.person, by=actors.person(mandate.person)),
    "role closed": lambda mandate, odile: close_role(mandate.role, by=actors.person(odile)),
    "term": lambda mandate, odile: None,
}


def told_of_nobody(person: Person) -> int:
    return Letter.objects.filter(person=person, key__startswith="nobody-assigns:").count()


@pytest.mark.parametrize("how", LOST)
def test_everyone_is_told_once_when_nobody_can_propose_any_more(odile, leila, bruno, how) -> None:
    """Without any notice when the last assigner goes at once."""
    make_mandate(make_role("Bâtir", by=odile, powers=(OPEN,)), bruno, by=odile, days=330)
    mandate, start = Mandate.objects.get(person=leila), now()
    with pretend(start + 91 * DAY):  # the founding is over
        assert not announce_nobody_assigns(by=actors.JOB)
    last = 300 if how == "term" else 120
    with pretend(start + last * DAY):
        LOST[how](mandate, bruno)
        assert [announce_nobody_assigns(by=actors.JOB) for _ in range(2)] == [True, False]
    with pretend(start + (last + 1) * DAY):
        assert not announce_nobody_assigns(by=actors.JOB)
        assert not note_assigners_back(by=actors.JOB)
    people = [odile, bruno] if how == "left" else [odile, leila, bruno]
    assert [told_of_nobody(person) for person in people] == [1] * len(people)


def test_the_next_time_nobody_can_propose_everyone_is_told_anew(odile, leila, bruno) -> None:
    role, start = make_role("Relais", by=odile, powers=(ASSIGN,)), now()
    accept(make_proposal(role, bruno, by=odile, starts_on=today() + 310 * DAY, days=20))
    seen = []
    for day in (299, 300, 305, 310, 329, 330, 331):
        with pretend(start + day * DAY):
            seen.append(
                (note_assigners_back(by=actors.JOB), announce_nobody_assigns(by=actors.JOB))
            )
    no, back, lost = (False, False), (True, False), (False, True)
    assert seen == [no, lost, no, back, no, lost, no]
    assert told_of_nobody(bruno) == 2


def test_before_the_founding_there_is_nothing_to_announce(db: None) -> None:
    assert announce_ends(by=actors.JOB) == 0
    assert not announce_last_assigner(by=actors.JOB)
    assert not announce_nobody_assigns(by=actors.JOB)


@pytest.mark.parametrize(("declared", "shown"), [(10, None), (11, (55, 45, 0))])
def test_the_balance_is_noted_only_for_eleven_persons_or_more(odile, declared, shown) -> None:
    for n in range(declared):
        person = make_member(f"Membre{n}", welcomed_by=odile)
        gender = "woman" if n % 2 == 0 else "man"
        Person.objects.filter(pk=person.pk).update(gender=gender)
        if n == 0:
            make_mandate(make_role("Autre", by=odile), person, by=odile)
            continue
        with_seat(person, odile)
    row = note_balance(by=actors.JOB)
    assert row
    figures = (row.women, row.men, row.others)
    assert figures == (shown or (None, None, None))
    assert note_balance(by=actors.JOB) is None
    assert MonthOfBalance.objects.count() == 1
    assert row.month == (today().replace(day=1) - DAY).replace(day=1)
    assert Entry.objects.filter(deed="circles.balance_noted").count() == 1


def with_seat(person: Person, odile: Person) -> None:
    """The founding gives a role its first mandates: each person has their own role here."""
    make_mandate(make_role(f"Rôle de {person.name}", by=odile), person, by=odile)


def test_one_answer_more_never_moves_the_figure(odile: Person) -> None:
    people = [make_member(f"Membre{n}", welcomed_by=odile) for n in range(14)]
    for n, person in enumerate(people):
        gender = "unsaid" if n > 10 else "woman" if n % 2 == 0 else "man"
        Person.objects.filter(pk=person.pk).update(gender=gender)
        make_mandate(make_role(f"Rôle {n}", by=odile), person, by=odile, days=300)
    months, start = [], now()
    for n in range(4):
        with pretend(start + n * 31 * DAY):
            if n:
                Person.objects.filter(pk=people[10 + n].pk).update(gender="man")
            row = note_balance(by=actors.JOB)
            assert row
            months.append((row.women, row.men, row.others))
    assert months == [(55, 45, 0)] * 3 + [(45, 55, 0)]
    kept = MonthOfBalance.objects.exclude(counted=None)
    assert [row.counted for row in kept] == [[6, 8, 0]]


def test_the_balance_is_shown_to_members_only(as_, odile: Person, bruno: Person) -> None:
    MonthOfBalance.objects.create(month=date(2026, 10, 1), women=55, men=45, others=0)
    shown = Page(as_(bruno).get("/repartition/").content.decode()).texts
    assert any("55" in text for text in shown)  # in the words, not in the keys of forms
    for who in (None, make_person("Nour")):
        page = as_(who).get("/repartition/")
        assert page.context["month"] is None
        assert not any("55" in text for text in Page(page.content.decode()).texts)


@pytest.mark.parametrize(
    ("day", "month"), [(date(2027, 1, 1), date(2026, 12, 1)), (date(2027, 3, 31), date(2027, 2, 1))]
)
def test_the_month_noted_is_the_one_that_ended(odile: Person, day: date, month: date) -> None:
    with pretend(now().replace(year=day.year, month=day.month, day=day.day, hour=12)):
        row = note_balance(by=actors.JOB)
    assert row
    assert row.month == month


def test_the_spread_of_power_in_figures(odile: Person, bruno: Person, amina: Person) -> None:
    for n in range(4):
        make_mandate(make_role(f"Rôle {n}", by=odile), bruno, by=odile, days=61 - n)
    make_role("Libre", by=odile, seats=2)
    found = spread_of_power(today())
    figures = found.figures
    assert (figures.mandates, figures.holders) == (
        6,
        3,
    )  # with Odile's founding and Amina's welcome
    assert (figures.share_of_most_loaded_tenth, figures.above_the_warning) == (None, 1)
    assert found.ending == 3
    assert found.free == 3  # Libre twice, and the second seat of the welcome
