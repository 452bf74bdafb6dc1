"""The first mandate, and how the movement begins again when nobody is left."""

from datetime import timedelta

import pytest

from millepieds.circles.actions.founding import (
    FoundingWords,
    call_for_founding,
    found,
    support_founding,
)
from millepieds.circles.models import Circle, Mandate, Reopening
from millepieds.circles.queries.authority import grounds, last_assigner_ends_on
from millepieds.circles.queries.mandates import open_reopening
from millepieds.circles.rules.powers import ASSIGN, FOUND, OPEN
from millepieds.circles.tests.makers import (
    accept,
    agora,
    charter_text,
    make_circle,
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.letters.models import Letter
from millepieds.people.models import Person

DAY = timedelta(days=1)
WORDS = FoundingWords("Agora", "Décider.", "Fondation", "Ouvrir.", ("Confier",))


@pytest.fixture
def five(odile: Person) -> list[Person]:
    return [make_member(f"Membre{n}", welcomed_by=odile) for n in range(1, 6)]


def test_founding_makes_the_agora_and_one_mandate_of_ninety_days(odile: Person) -> None:
    [mandate] = Mandate.objects.all()
    assert mandate.ends_on - mandate.starts_on == 90 * DAY
    assert [circle.key for circle in Circle.objects.all()] == ["agora"]
    for days, may in [(0, True), (89, True), (90, False), (400, False)]:
        with pretend(now() + days * DAY):
            assert bool(grounds(odile.pk, FOUND, circle_id=agora().pk, on=today())) is may
    assert not grounds(odile.pk, ASSIGN, circle_id=agora().pk, on=today())
    assert verify().holds


def test_the_founding_mandate_too_waits_to_be_accepted(db: None) -> None:
    person = make_person("Odile")
    mandate = found(
        person, WORDS, charter_text(), by=actors.JOB, founder_acts=actors.person(person)
    )
    assert not grounds(person.pk, FOUND, circle_id=agora().pk, on=today())
    accept(mandate)
    assert grounds(person.pk, FOUND, circle_id=agora().pk, on=today())


def test_a_movement_is_founded_once(odile: Person) -> None:
    with pytest.raises(Refused, match=r"self-management\.renewal"):
        found(make_person("Zoé"), WORDS, charter_text(2), by=actors.JOB, founder_acts=actors.JOB)
    assert Circle.objects.count() == 1


def test_the_founding_gives_each_role_its_first_mandate_only(odile, bruno, amina) -> None:
    role = make_role(by=odile)
    make_mandate(role, bruno, by=odile, days=10)
    with pytest.raises(Refused, match="first mandate only") as no:
        make_proposal(role, amina, by=odile)
    assert no.value.refusal.article == "self-management.assign"
    with pytest.raises(Refused, match=r"self-management\.assign"):
        make_proposal(make_role("Autre", by=odile), odile, by=odile)


def test_the_founding_ends_by_itself(odile: Person, bruno: Person) -> None:
    role = make_role(by=odile)
    with pretend(now() + 90 * DAY):
        for deed in (
            lambda: make_circle(by=odile),
            lambda: make_proposal(role, bruno, by=odile),
        ):
            with pytest.raises(Refused, match=r"self-management\.mandates"):
                deed()


def test_five_members_reopen_a_founding_mandate_of_thirty_days(odile, five) -> None:
    """The founding is over, nobody was ever given the power to hand out mandates."""
    with pretend(now() + 91 * DAY):
        assert last_assigner_ends_on(on=today()) is None
        caller, *others = five
        call = call_for_founding(caller, by=actors.person(caller))
        told = Letter.objects.filter(key__startswith=f"reopening:{call.pk}:")
        assert told.count() == 6  # everyone, Odile too
        for n, other in enumerate(others, start=2):
            assert open_reopening() == call
            assert call.supports.count() == n - 1
            support_founding(call, other, by=actors.person(other))
        call.refresh_from_db()
        mandate = call.mandate
        assert mandate
        assert open_reopening() is None
        assert (mandate.person, mandate.ends_on - today()) == (caller, 30 * DAY)
        assert not grounds(caller.pk, ASSIGN, circle_id=agora().pk, on=today())
        accept(mandate)
        assert grounds(caller.pk, ASSIGN, circle_id=agora().pk, on=today())
        assert not grounds(odile.pk, ASSIGN, circle_id=agora().pk, on=today())
        role = make_role("Porte", by=caller, powers=(ASSIGN, OPEN))
        make_mandate(role, others[0], by=caller)
        deeds = set(Entry.objects.values_list("deed", flat=True))
        assert {"circles.reopening_called", "circles.reopening_supported"} <= deeds
    with pretend(now() + 122 * DAY):
        assert not grounds(caller.pk, ASSIGN, circle_id=agora().pk, on=today())
        assert grounds(others[0].pk, ASSIGN, circle_id=agora().pk, on=today())


def test_a_sixth_support_at_the_same_moment_proposes_nothing_more(odile, five) -> None:
    with pretend(now() + 91 * DAY):
        caller, *others = five
        call = call_for_founding(caller, by=actors.person(caller))
        page_read_before = Reopening.objects.get(pk=call.pk)
        for other in others:
            support_founding(call, other, by=actors.person(other))
        support_founding(page_read_before, odile, by=actors.person(odile))
        assert Mandate.objects.filter(accepted_at=None).count() == 1


@pytest.mark.parametrize("case", ["not a member", "twice", "someone assigns", "founding in force"])
def test_who_is_refused_to_reopen(odile: Person, five: list[Person], case: str) -> None:
    person = five[0]
    if case == "someone assigns":
        role = make_role(by=odile, powers=(ASSIGN,))
        make_mandate(role, five[1], by=odile, days=300)
    with pretend(now() + (0 if case == "founding in force" else 91) * DAY):
        if case == "not a member":
            person = make_person("Nour")
        if case == "twice":
            call = call_for_founding(person, by=actors.person(person))
            with pytest.raises(Refused, match=r"self-management\.renewal"):
                support_founding(call, person, by=actors.person(person))
        before = Reopening.objects.count()
        with pytest.raises(Refused, match=r"self-management\.renewal"):
            call_for_founding(person, by=actors.person(person))
        assert Reopening.objects.count() == before
