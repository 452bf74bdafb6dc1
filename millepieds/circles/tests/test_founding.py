"""The first mandate, and how the movement begins again when nobody is left."""

from datetime import timedelta

import pytest

from millepieds.circles.actions.founding import (
    FoundingWords,
    call_for_founding,
    found,
    support_founding,
    take_back_call,
)
from millepieds.circles.actions.notices import announce_last_assigner, close_lapsed_calls
from millepieds.circles.actions.structure import close_role
from millepieds.circles.models import Circle, Mandate, Reopening, Role
from millepieds.circles.queries.authority import grounds, last_assigner_ends_on
from millepieds.circles.queries.reopening import open_call
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
from millepieds.members.actions import leave
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
            found = open_call(on=today())
            assert found
            assert (found.reopening, len(found.supporters), found.needed) == (call, n - 1, 5)
            support_founding(call, other, by=actors.person(other))
        call.refresh_from_db()
        mandate = call.mandate
        assert mandate
        assert open_call(on=today()) is None
        assert (mandate.person, mandate.ends_on - today()) == (caller, 30 * DAY)
        assert Letter.objects.get(key=f"proposed:{mandate.pk}").person == caller
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
        with pytest.raises(Refused, match="no longer open"):
            support_founding(page_read_before, odile, by=actors.person(odile))
        assert Mandate.objects.filter(accepted_at=None).count() == 1


def test_a_second_caller_is_told_to_stand_behind_the_first(odile, five) -> None:
    with pretend(now() + 91 * DAY):
        first, second, *_others = five
        call = call_for_founding(first, by=actors.person(first))
        with pytest.raises(Refused, match="already open") as no:
            call_for_founding(second, by=actors.person(second))
        assert "Stand behind it" in no.value.refusal.instead
        support_founding(call, second, by=actors.person(second))
        with pytest.raises(Refused, match="already support"):
            support_founding(call, second, by=actors.person(second))


def test_a_call_goes_with_its_caller_and_support_with_whoever_gave_it(odile, five) -> None:
    with pretend(now() + 91 * DAY):
        first, second, third, *others = five
        call = call_for_founding(first, by=actors.person(first))
        support_founding(call, second, by=actors.person(second))
        leave(first, by=actors.person(first))
        assert open_call(on=today()) is None
        with pytest.raises(Refused, match="no longer open"):
            support_founding(call, third, by=actors.person(third))
        again = call_for_founding(second, by=actors.person(second))
        for person in (third, *others):
            support_founding(again, person, by=actors.person(person))
            if person == third:
                leave(third, by=actors.person(third))
        found = open_call(on=today())  # three stay, of the four who are left
        assert found
        assert third not in found.supporters
        assert (len(found.supporters), found.needed) == (3, 4)
        support_founding(again, odile, by=actors.person(odile))
        again.refresh_from_db()
        assert again.mandate
        assert again.mandate.person == second


def test_the_caller_takes_back_their_call_and_another_calls(as_, odile, five) -> None:
    with pretend(now() + 91 * DAY):
        first, second, *_others = five
        call = call_for_founding(first, by=actors.person(first))
        with pytest.raises(Refused, match="Only its caller"):
            take_back_call(call, by=actors.person(second))
        assert "/reprendre/" not in as_(second).get("/refondation/").content.decode()
        page = as_(first).get("/refondation/").content.decode()
        assert f"/refondation/{call.pk}/reprendre/" in page
        assert "/soutenir/" not in page
        take_back_call(call, by=actors.person(first))
        assert open_call(on=today()) is None
        with pytest.raises(Refused, match="Only its caller"):
            take_back_call(call, by=actors.person(first))
        assert call_for_founding(second, by=actors.person(second)).pk != call.pk


def test_a_call_from_an_old_crisis_never_opens_again(odile, five) -> None:
    caller, assigner, *_others = five
    role = make_role("Relais", by=odile, powers=(ASSIGN,))
    start = today() + 95 * DAY
    accept(make_proposal(role, assigner, by=odile, starts_on=start, days=10))
    with pretend(now() + 91 * DAY):
        call = call_for_founding(caller, by=actors.person(caller))
    with pretend(now() + 96 * DAY):
        assert open_call(on=today()) is None
        assert [close_lapsed_calls(by=actors.JOB) for _ in range(2)] == [1, 0]
    with pretend(now() + 106 * DAY):
        assert not grounds(assigner.pk, ASSIGN, circle_id=agora().pk, on=today())
        assert open_call(on=today()) is None
        assert call_for_founding(assigner, by=actors.person(assigner)).pk != call.pk


def test_a_founding_role_that_was_closed_keeps_its_past_and_another_opens(odile, five) -> None:
    first = Role.objects.get(key="founding")
    make_mandate(make_role("Bâtir", by=odile, powers=(OPEN,)), five[0], by=odile, days=300)
    with pretend(now() + 50 * DAY):
        close_role(first, by=actors.person(five[0]))
    with pretend(now() + 91 * DAY):
        call = call_for_founding(five[0], by=actors.person(five[0]))
        for other in five[1:]:
            support_founding(call, other, by=actors.person(other))
        call.refresh_from_db()
        assert call.mandate
        again = call.mandate.role
        assert (again.opened_on, again.circle, again.pk == first.pk) == (today(), agora(), False)
        accept(call.mandate)
        assert grounds(five[0].pk, ASSIGN, circle_id=agora().pk, on=today())
    assert Role.objects.get(pk=first.pk).closed_on == today() + 50 * DAY


def test_a_renewal_already_accepted_leaves_no_gap(odile: Person, five: list[Person]) -> None:
    role = make_role("Relais", by=odile, powers=(ASSIGN,))
    mandate = make_mandate(role, five[0], by=odile, days=100)
    assert last_assigner_ends_on(on=today()) == mandate.ends_on
    with pretend(now() + 80 * DAY):
        other = make_role("Autre relais", by=odile, powers=(ASSIGN,))
        renewal = make_proposal(other, five[1], by=odile, starts_on=mandate.ends_on, days=50)
        assert last_assigner_ends_on(on=today()) == mandate.ends_on  # nothing accepted yet
        accept(renewal)
        assert last_assigner_ends_on(on=today()) == renewal.ends_on
        assert not announce_last_assigner(by=actors.JOB)
        leave(five[1], by=actors.person(five[1]))
        assert last_assigner_ends_on(on=today()) == mandate.ends_on
        assert announce_last_assigner(by=actors.JOB)


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
