"""The example movement: loaded by its own actions, so that its journal is real."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from operator import attrgetter

import pytest

from demo.load import is_loaded, load
from demo.story import read
from millepieds.charter.queries import rule, version_in_force
from millepieds.circles.models import Circle, Mandate, Offer
from millepieds.circles.queries.authority import assigners, grounds, holders
from millepieds.circles.queries.mandates import free_roles, held_now, in_force, proposed_to
from millepieds.circles.queries.own import own_rules
from millepieds.circles.queries.structure import powers_on, structure
from millepieds.circles.rules.commitments import powers_given
from millepieds.circles.rules.powers import ASSIGN
from millepieds.circles.rules.structure import Kind
from millepieds.circles.rules.terms import FUNCTIONING_MEETING
from millepieds.core.clock import day_of, now, pretend, today
from millepieds.decisions.models import Decision, Proposal, Solicitation
from millepieds.decisions.queries.moving import moves_of
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.queries.register import found, taken_in_the_open
from millepieds.decisions.rules.terms import Followed, State
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.letters.models import Letter
from millepieds.meetings.models import Meeting, Wording
from millepieds.meetings.queries.minutes import stage_of
from millepieds.meetings.queries.rhythm import functioning
from millepieds.meetings.rules.minutes import Answer, Stage
from millepieds.meetings.rules.rhythm import months_later
from millepieds.meetings.rules.room import ALTERNATES
from millepieds.meetings.rules.terms import Kind as MeetingKind
from millepieds.meetings.rules.terms import Openness
from millepieds.members.models import District, Membership
from millepieds.members.queries import at_the_door, count_members, is_member, members_on
from millepieds.members.rules import WELCOME
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of, person_behind
from millepieds.tensions.models import Tension
from millepieds.website.models import Milestone

MEETINGS = ("first-meetings", "meetings")


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def movement(django_db_setup, django_db_blocker):
    """Loaded once for these tests, and taken back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load(lambda *_: None)
        yield
        transaction.set_rollback(True)


def cast(name: str) -> Person:
    person = person_behind(f"{name}@exemple.test")
    assert person
    return person


def test_the_story_is_told_whole(movement) -> None:
    kinds = [circle.kind for circle in structure(today()).circles.values()]
    assert is_loaded()
    assert (kinds.count(Kind.AGORA), kinds.count(Kind.COORDINATION), kinds.count(Kind.POLE)) == (
        1,
        1,
        4,
    )
    assert kinds.count(Kind.COMMITTEE) == 5
    assert District.objects.count() == 7
    assert Milestone.objects.count() == len(read("history")) == 35
    assert len(structure(today()).roles) >= 25
    assert Person.objects.count() == 63
    assert Mandate.objects.filter(accepted_at__isnull=False).count() == len(read("mandates"))


def test_nobody_hands_anything_to_the_journal_but_the_deeds(movement) -> None:
    verdict = verify()
    assert verdict.holds
    assert verdict.entries == Entry.objects.count() > 700
    first = Entry.objects.order_by("number").first()
    assert first
    assert first.was_replayed
    assert first.happened_at.date() == date(2018, 11, 25)


def test_the_cast_is_who_they_say(movement) -> None:
    amina, bruno, leila, on = cast("amina"), cast("bruno"), cast("leila"), today()
    assert grounds(amina.pk, WELCOME, on=on)
    assert grounds(leila.pk, ASSIGN, circle_id=Circle.objects.get(key="agora").pk, on=on)
    assert is_member(bruno.pk, on=on)
    assert not Mandate.objects.filter(person=bruno, accepted_at__isnull=False).exists()


def test_mandates_are_past_in_force_ending_soon_and_free(movement) -> None:
    on = today()
    soon = in_force(on).filter(ends_on__lte=on + timedelta(days=30))
    assert in_force(on).count() >= 19
    assert 2 <= soon.count() <= 6
    assert len(free_roles(on)) >= 4
    assert Mandate.objects.filter(ended_how="withdrawn").exclude(end_reason="").exists()


def test_two_people_wait_at_the_door(movement) -> None:
    waiting = Membership.objects.filter(welcomed_at=None, left_at=None, refused_at=None)
    assert waiting.count() == 2


def test_each_desk_of_the_cast_has_something_on_it(movement) -> None:
    on = today()
    assert [mandate.person for mandate in proposed_to(cast("bruno").pk, on=on)] == [cast("bruno")]
    assert {"oksana.hrytsenko@exemple.test"} == {
        row.email
        for offer in Offer.objects.filter(closed_at=None)
        for row in addresses_of(offer.person)
    }
    door = at_the_door(now=now())
    assert (len(door.waiting), len(door.appeals)) == (2, 1)
    assert [knock.days for knock in door.waiting] == [10, 4]


def test_a_tension_led_to_the_decision_that_opens_the_room_on_saturdays(movement) -> None:
    tension = Tension.objects.get(title="Les nouveaux trouvent porte close")
    assert tension.author == cast("amina")
    assert tension.trusts.filter(person=cast("leila"), opened_at__isnull=False).exists()
    led_to = Decision.objects.get(tension=tension)
    assert led_to.title == "Le local ouvre le samedi matin"
    assert Tension.objects.count() == len(read("tensions")) + len(read("first-tensions"))


def test_the_first_two_years_are_told_as_they_were_decided(movement) -> None:
    """Some decisions were replaced, revoked, over or dropped; one went up to the Agora with its thread."""
    taken = Decision.objects.filter(taken_at__date__lt=date(2021, 1, 1))
    inside = reader_of(cast("amina"), on=today())
    ended = {
        one: found(inside, {"state": one}, now=now(), on=today()).count()
        for one in (State.REPLACED, State.LAPSED, State.REVOKED, State.DROPPED)
    }
    assert taken.count() >= 30
    assert min(ended[State.REPLACED], ended[State.LAPSED]) >= 4
    assert (ended[State.REVOKED], ended[State.DROPPED]) == (1, 1)
    assert Proposal.objects.filter(over_at__date__lt=date(2021, 1, 1)).count() >= 6
    own = own_rules(on=today()).values()
    assert [(one.rule, one.value) for one in own] == [(ALTERNATES, 1)]
    followed = Solicitation.objects.exclude(followed="").values_list("followed", flat=True)
    assert set(followed) == {one.value for one in Followed}
    march = Decision.objects.get(title="Le 5 décembre, nous marchons sans notre nom")
    names = [(one.from_name, one.to_name) for one in moves_of(march)]
    assert [to for _, to in names] == ["Animation de la Coordination", "Animation des agoras"]
    assert march.asked.filter(asked_at__date__gte=date(2019, 11, 18)).count() == 3
    assert taken_in_the_open().filter(pk=march.pk).exists()
    closed = Tension.objects.filter(raised_at__date__lt=date(2021, 1, 1))
    assert not closed.filter(closed_at=None).exists()
    assert Decision.objects.filter(tension__in=closed).count() >= 6


def test_past_meetings_have_minutes_that_those_present_approved(movement) -> None:
    held = Meeting.objects.filter(ends_at__lte=now(), cancelled_at=None)
    told = [one for name in MEETINGS for one in read(name) if "minutes" in one]
    kinds = [one.kind for one in held]
    assert held.count() == len(told) == 18
    assert [kinds.count(kind) for kind in (MeetingKind.AGORA, MeetingKind.GOVERNANCE)] == [6, 9]
    assert [kinds.count(kind) for kind in (MeetingKind.SEMINAR, MeetingKind.TRAINING)] == [2, 1]
    for meeting in held:
        there = meeting.minutes.attendances.filter(present=True)
        assert stage_of(meeting.minutes, now=now()) is Stage.APPROVED, meeting
        assert set(there.values_list("answer", flat=True)) == {Answer.APPROVES.value}
        proposed = meeting.minutes.proposed_at
        assert proposed
        assert proposed > meeting.ends_at
        assert 2 <= meeting.points.count() <= 4
    [amendment] = Wording.objects.filter(amends=True)
    assert amendment.why
    assert amendment.minutes.meeting.title == "Agora sous la pluie"


def test_duties_turn_and_are_carried_by_whoever_came(movement) -> None:
    for name in MEETINGS:
        told = [one for one in read(name) if "minutes" in one]
        hands = [duty["person"] for one in told for duty in one["duties"]]
        assert max(Counter(hands).values()) <= 4
        for one in told:
            here = {duty["person"] for duty in one["duties"]}
            assert here <= set(one["minutes"]["present"]), one["key"]
            assert not here & set(one["minutes"]["excused"])


def test_the_last_year_held_its_functioning_meetings_in_time(movement) -> None:
    rows = Meeting.objects.filter(kind=MeetingKind.GOVERNANCE, starts_at__lte=now())
    days = sorted(day_of(one.starts_at) for one in rows)
    days = [today() - timedelta(days=365), *(day for day in days if day > today() - timedelta(365))]
    months = rule(FUNCTIONING_MEETING, on=today())
    assert len(days) == 7
    assert all(then <= months_later(day, months) for day, then in pairwise(days))
    found = functioning(on=today(), now=now())
    assert found
    assert not found.is_late(today())


def test_the_first_agoras_are_those_of_the_history(movement) -> None:
    """A date of the history and the meeting of that day say the same thing."""
    told = set(Milestone.objects.values_list("on", flat=True))
    kinds = (MeetingKind.AGORA, MeetingKind.SEMINAR)
    first = Meeting.objects.filter(kind__in=kinds, starts_at__year__lte=2020)
    assert {day_of(one.starts_at) for one in first} <= told
    assert first.count() == 7


def test_minutes_name_nobody_but_whoever_does_something_next(movement) -> None:
    """Tasks name the cast only; before the town, those who agreed that the town reads their name."""
    cast_of = {one["name"].split()[0]: one["shows_name_to_town"] for one in read("people")}
    shown = {name for name, shows in cast_of.items() if shows}
    names = re.compile(rf"\b({'|'.join(map(re.escape, cast_of))})\b")
    for row in Wording.objects.select_related("minutes__meeting"):
        meeting = row.minutes.meeting
        words = f"{row.text}\n{row.decided}\n{row.next_time}\n{row.why}\n{meeting.purpose}"
        assert not names.search(words), (meeting, names.search(words))
        assert "·" not in words
        doers = {re.split(r"\s: ", line)[0] for line in row.tasks.splitlines()}
        assert doers <= (shown if meeting.openness == Openness.TOWN else set(cast_of)), meeting


@pytest.mark.timeout(300)
@pytest.mark.soak
@pytest.mark.parametrize("day", ["2027-03-28", "2027-12-31"])
def test_the_story_can_be_told_on_another_day(db: None, day: str) -> None:
    """Its last weeks are counted from the day it is loaded."""
    with pretend(datetime.fromisoformat(f"{day}T12:00+01:00")):
        load(lambda *_: None)
        assert len(at_the_door(now=now()).waiting) == 2
        assert is_member(cast("bruno").pk, on=today())
        assert grounds(cast("amina").pk, WELCOME, on=today())
        assert free_roles(today())


def test_every_date_of_the_history_is_told(movement) -> None:
    """The facts of 2018-2020 are those of the movement's own timeline, one line each."""
    told = set(Milestone.objects.values_list("on", "title"))
    assert told == {(date.fromisoformat(one["date"]), one["title"]) for one in read("history")}
    assert (date(2018, 9, 20), date(2020, 9, 12)) == (
        sorted(on for on, _ in told)[1],
        max(on for on, _ in told),
    )


def test_at_past_dates_the_movement_is_as_it_was(movement) -> None:
    in_2019 = structure(date(2019, 9, 1))
    names = {circle.key: circle.name for circle in in_2019.circles.values()}
    assert "campaign" in names
    assert "campaign" not in {circle.key for circle in structure(today()).circles.values()}
    assert in_force(date(2019, 9, 1)).exists()
    assert count_members(on=date(2018, 11, 1)) == 0
    assert rule("circles.longest_mandate", on=date(2019, 9, 1)) == 365
    assert version_in_force(on=date(2019, 9, 1)).number == 1  # type: ignore[union-attr]
    assert version_in_force(on=today()).number == 2  # type: ignore[union-attr]


def test_someone_could_always_propose_mandates(movement) -> None:
    """From the founding to today, the chain was never broken."""
    day = date(2018, 12, 20)
    while day < today():
        assert assigners(on=day), day
        day += timedelta(days=15)


def test_no_old_letter_is_sent(movement) -> None:
    assert not Letter.objects.exists()


def test_questions_put_into_sql_once_answer_like_those_written_anew(movement) -> None:
    """Who is a member and what each holds, told by the two ways of asking, on days of the eight years."""
    held = members = 0
    people = list(Person.objects.values_list("pk", flat=True))
    for day in (date(2018, 11, 25) + timedelta(days=199 * turn) for turn in range(15)):
        inside = set(members_on(day).values_list("person_id", flat=True))
        assert inside == {pk for pk in people if is_member(pk, on=day)}
        rows = in_force(day).annotate(powers_now=powers_on(day, "role")).order_by("pk")
        say = attrgetter("pk", "person_id", "role.circle_id", "powers_now")
        plain = [say(one) for one in rows]
        assert plain == sorted(say(one) for pk in people for one in held_now(pk, on=day))
        for power in (ASSIGN, WELCOME):
            lent = {
                one.pk for one in rows if power in powers_given(one.committed_to, one.powers_now)
            }
            assert lent == {ground.mandate_id for ground in holders(power, on=day)}
        held, members = held + len(plain), members + len(inside)
    assert held > 120
    assert members > 300
