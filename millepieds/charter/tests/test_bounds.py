"""Each rule that is applied, at both its bounds: what happens on the last day, and the day after."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.test import Client

from millepieds.care.rules.terms import HEARING_NOTICE, LONGEST_EXCLUSION
from millepieds.care.tests.makers import (
    make_decided,
    make_entrusted,
    make_heard,
    make_invited,
    make_keepers,
    make_opened,
    make_report,
)
from millepieds.charter.queries import rule
from millepieds.charter.rules import (
    NOTICE_OF_A_CHANGE,
    REMINDER_TO_SIGN,
    RULES,
    TIME_TO_SIGN_AGAIN,
    value_kept,
)
from millepieds.charter.tests.makers import change, make_room_for
from millepieds.circles.actions.founding import call_for_founding, support_founding
from millepieds.circles.actions.notices import announce_ends
from millepieds.circles.models import Notice, Reopening
from millepieds.circles.queries.mandates import proposed_to
from millepieds.circles.rules.proofs import SECOND_PROOF, TIME_FOR_A_SECOND_PROOF
from millepieds.circles.rules.terms import (
    ADVICE_TIME,
    FUNCTIONING_MEETING,
    LAST_NOTICE,
    LONGEST_MANDATE,
    MOST_MANDATES,
    NOTICE,
    PROPOSAL_KEPT,
    REOPENED_BY,
)
from millepieds.circles.tests.makers import (
    charter_text,
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import noon_of, now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.models import Proposal
from millepieds.decisions.rules.advice import refusal_of_dates
from millepieds.decisions.rules.rounds import (
    CONSENT_TIME,
    LISTENING_TIME,
    QUORUM,
    SILENCE_CONSENTS,
)
from millepieds.decisions.rules.terms import REVIEWED_WITHIN
from millepieds.decisions.tests.makers import (
    make_advice,
    make_asked,
    make_places,
    make_question,
)
from millepieds.decisions.tests.rounds import (
    make_adopted,
    make_coordination,
    make_round,
    make_stance,
    once_closed,
    once_listened,
)
from millepieds.home.rules.news import NEWS_EVERY, QUIET_FROM, QUIET_UNTIL, days_between, is_due
from millepieds.journal.models import Entry
from millepieds.letters.rules import is_quiet
from millepieds.meetings.actions.guests import forget_guests
from millepieds.meetings.actions.room import open_room
from millepieds.meetings.models import Guest
from millepieds.meetings.queries.minutes import stage_of
from millepieds.meetings.queries.preparing import offered
from millepieds.meetings.queries.reporting import late_reports, to_report
from millepieds.meetings.queries.rhythm import functioning
from millepieds.meetings.queries.room import room_of
from millepieds.meetings.rules.agenda import AGENDA_HORIZON
from millepieds.meetings.rules.minutes import MINUTES_SILENCE, Stage
from millepieds.meetings.rules.needs import GUESTS_KEPT
from millepieds.meetings.rules.reporting import REPORT_EVERY, REPORT_GRACE
from millepieds.meetings.rules.rhythm import months_later
from millepieds.meetings.rules.room import ALTERNATES
from millepieds.meetings.tests.makers import (
    make_agora,
    make_guest,
    make_meeting,
    make_meeting_circle,
    make_proposed_minutes,
)
from millepieds.members.actions import knock
from millepieds.members.actions.charter import publish_charter, remind_to_sign
from millepieds.members.queries import is_behind, is_member, may_welcome
from millepieds.members.rules import LONGEST_WAIT, WELCOME
from millepieds.people.models import Person
from millepieds.people.rules import Rhythm
from millepieds.tensions.actions.following import remind_entrusted
from millepieds.tensions.rules.terms import REMINDER
from millepieds.tensions.tests.makers import make_tension, make_trust

DAY = timedelta(days=1)


@contextmanager
def days_later(days: int) -> Iterator[None]:
    with pretend(now() + days * DAY):
        yield


def longest_wait(value: int, odile: Person) -> None:
    nour = make_person("Nour")
    asked = knock(nour, district=None, languages="", wishes="", needs=(), by=actors.person(nour))
    late = [is_behind(asked, on=today() + days * DAY) for days in (value, value + 1)]
    assert late == [False, True]


def longest_mandate(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    role = make_role(by=odile, term_days=value)
    make_proposal(role, bruno, by=odile, days=value)
    with pytest.raises(Refused):
        make_proposal(role, bruno, by=odile, days=value + 1)


def notice(value: int, odile: Person) -> None:
    _announced(value, odile, before=0)


def last_notice(value: int, odile: Person) -> None:
    """The first one, 90 days before, has been given already."""
    _announced(value, odile, before=1)


def _announced(value: int, odile: Person, *, before: int) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    mandate = make_mandate(make_role(by=odile), bruno, by=odile, days=120)
    for left, given in [(value + 1, before), (value, before + 1)]:
        with days_later(120 - left):
            announce_ends(by=actors.JOB)
        assert Notice.objects.filter(mandate=mandate).count() == given


def most_mandates(value: int, odile: Person) -> None:
    bruno, role = make_member("Bruno", welcomed_by=odile), make_role("Encore", by=odile)
    client = Client()
    client.force_login(odile)
    for count in range(1, value + 1):
        page = client.get(f"/roles/{role.pk}/confier/")
        assert bruno not in dict(page.context["loaded"])
        make_mandate(make_role(f"Rôle {count}", by=odile), bruno, by=odile)
    page = client.get(f"/roles/{role.pk}/confier/")
    assert dict(page.context["loaded"])[bruno] == value


def proposal_kept(value: int, odile: Person) -> None:
    role, bruno = make_role(by=odile), make_member("Bruno", welcomed_by=odile)
    proposal = make_proposal(role, bruno, by=odile, days=90)
    waits = [proposal in proposed_to(bruno.pk, on=today() + n * DAY) for n in (value - 1, value)]
    assert waits == [True, False]


def reopened_by(value: int, odile: Person) -> None:
    people = [make_member(f"Membre{n}", welcomed_by=odile) for n in range(value)]
    with days_later(91):
        call = call_for_founding(people[0], by=actors.person(people[0]))
        assert call.needed == value
        for person in people[1:]:
            assert Reopening.objects.get().mandate is None
            support_founding(call, person, by=actors.person(person))
        assert Reopening.objects.get().mandate


def time_to_sign_again(value: int, odile: Person) -> None:
    publish_charter(charter_text(2), by=actors.person(odile))
    member = [is_member(odile.pk, on=today() + days * DAY) for days in (value - 1, value)]
    assert member == [True, False]


def longest_exclusion(value: int, odile: Person) -> None:
    bruno, amina = (make_member(name, welcomed_by=odile) for name in ("Bruno", "Amina"))
    keepers = make_keepers("Chloé", "Driss", by=odile)
    report = make_report(bruno, named=[amina])
    make_entrusted(report, *keepers)
    make_opened(report, keepers[0])
    make_heard(report, amina, by=keepers[0])
    with pytest.raises(Refused):
        make_decided(report, amina, by=keepers[0], days=value + 1)
    make_decided(report, amina, by=keepers[0], days=value)


def hearing_notice(value: int, odile: Person) -> None:
    bruno, amina = (make_member(name, welcomed_by=odile) for name in ("Bruno", "Amina"))
    keepers = make_keepers("Chloé", "Driss", by=odile)
    report = make_report(bruno, named=[amina])
    make_entrusted(report, *keepers)
    make_opened(report, keepers[0])
    with pytest.raises(Refused):
        make_invited(report, amina, by=keepers[0], days=value - 1)
    make_invited(report, amina, by=keepers[0], days=value)


def reminder_to_sign(value: int, odile: Person) -> None:
    publish_charter(charter_text(2), by=actors.person(odile))
    for left, given in [(value + 1, 0), (value, 1)]:
        with days_later(180 - left):
            remind_to_sign(by=actors.JOB)
        assert Entry.objects.filter(deed="members.signing_reminded").count() == given


def notice_of_a_change(value: int, odile: Person) -> None:
    with pytest.raises(Refused, match="too early"):
        change(LONGEST_WAIT, 9, odile, days=value - 1)
    change(LONGEST_WAIT, 9, odile, days=value)


def advice_time(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    question = make_question(make_places(bruno, by=odile), by=bruno)
    (asked,) = make_asked(question, odile, by=bruno)
    for hours, answers in [(value - 1, True), (value, False)]:
        with pretend(now() + timedelta(hours=hours)), undone_if_refused() as done:
            make_advice(asked)
        assert done == [answers]


def reviewed_within(value: int, odile: Person) -> None:
    no = [refusal_of_dates(today(), today() + days * DAY, None, today=today(), within=value)
          for days in (value, value + 1)]  # fmt: skip
    assert [refusal is None for refusal in no] == [True, False]
    bruno = make_member("Bruno", welcomed_by=odile)
    question = make_question(make_places(bruno, by=odile), by=bruno)
    assert value_kept(question.opened_under, REVIEWED_WITHIN) == value


def tension_reminder(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    make_trust(make_tension(odile), bruno)
    for days, told in [(value - 1, 0), (value, 1), (value, 0)]:
        with pretend(now() + days * DAY):
            assert remind_entrusted(by=actors.JOB) == told


def _round_between(odile: Person, *others: str) -> tuple[Proposal, list[Person]]:
    people = [make_member(name, welcomed_by=odile) for name in ("Bruno", *others)]
    circle = make_coordination(*people, by=odile)
    return make_round(circle, by=people[0]), people


def listening_time(value: int, odile: Person) -> None:
    with pretend(now()):
        proposal, (_, amina) = _round_between(odile, "Amina")
    start = proposal.opened_at
    for moment, stands in [(-timedelta(seconds=1), False), (timedelta(0), True)]:
        with pretend(start + timedelta(hours=value) + moment), undone_if_refused() as done:
            make_stance(proposal, amina)
        assert done == [stands]


def consent_time(value: int, odile: Person) -> None:
    with pretend(now()):
        proposal, (_, amina) = _round_between(odile, "Amina")
    for hours, stands in [(48 + value - 1, True), (48 + value, False)]:
        moment = proposal.opened_at + timedelta(hours=hours)
        with pretend(moment), undone_if_refused() as done:
            make_stance(proposal, amina)
        assert done == [stands]


def quorum(value: int, odile: Person) -> None:
    """Of a circle larger than it, so many; one fewer is too few."""
    change(SILENCE_CONSENTS, 1, odile)
    proposal, people = _round_between(odile, *(f"Membre{n}" for n in range(value + 1)))
    adopted = []
    for person in people[1 : value + 1]:
        with once_closed(), undone_if_refused() as done, transaction.atomic():
            make_adopted(proposal, by=people[0])
        adopted += done
        with once_listened():
            make_stance(proposal, person)
    with once_closed():
        make_adopted(proposal, by=people[0])
    assert adopted == [False] * value


def silence_consents(value: int, odile: Person) -> None:
    change(QUORUM, 1, odile)
    proposal, (bruno, amina, _) = _round_between(odile, "Amina", "Nadia")
    with once_listened():
        make_stance(proposal, amina)
    with once_closed(), undone_if_refused() as done:
        make_adopted(proposal, by=bruno)
    assert done == [bool(value)]


@contextmanager
def undone_if_refused() -> Iterator[list[bool]]:
    """Whether what was tried inside was done."""
    done: list[bool] = []
    try:
        yield done
    except Refused:
        done.append(False)
    else:
        done.append(True)


def second_proof(value: int, odile: Person) -> None:
    amina = make_member("Amina", welcomed_by=odile)
    make_mandate(make_role("Accueil", by=odile, powers=(WELCOME,)), amina, by=odile, days=90)
    with days_later(30):
        assert may_welcome(actors.person(amina), on=today()) == (not value)


def time_for_a_second_proof(value: int, odile: Person) -> None:
    amina = make_member("Amina", welcomed_by=odile)
    make_mandate(make_role("Accueil", by=odile, powers=(WELCOME,)), amina, by=odile, days=200)
    change(SECOND_PROOF, 1, odile)
    may = []
    for days in (value - 1, value):
        with days_later(days):
            may.append(may_welcome(actors.person(amina), on=today()))
    assert may == [True, False]


def minutes_silence(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    minutes = make_proposed_minutes(bruno, by=odile)
    proposed = minutes.proposed_at
    assert proposed
    stages = [stage_of(minutes, now=proposed + days * DAY) for days in (value - 1, value)]
    assert stages == [Stage.PROPOSED, Stage.APPROVED]


def alternates(value: int, odile: Person) -> None:
    amina = make_member("Amina", welcomed_by=odile)
    meeting = make_meeting(make_meeting_circle(amina, by=odile), by=amina)
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=actors.person(amina))
    assert room_of(sitting, meeting).alternates == bool(value)


def agenda_horizon(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    meeting = make_meeting(make_meeting_circle(bruno, by=odile), by=bruno, in_days=14)
    found = []
    for days in (value, value + 1):
        role = make_role(f"Relais {days}", circle=meeting.circle, by=odile)
        mandate = make_mandate(role, bruno, by=odile, days=14 + days)
        offers = offered(meeting, bruno, on=today()).mandates
        found.append(mandate in [one for one, _name in offers])
    assert found == [True, False]


def guests_kept(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    meeting = make_agora(bruno, odile)
    make_guest(meeting)
    left = []
    for days in (value - 1, value):
        with pretend(meeting.ends_at + days * DAY):
            forget_guests(by=actors.JOB)
        left.append(Guest.objects.count())
    assert left == [1, 0]


def report_every(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    mandate = make_mandate(make_role(by=odile), bruno, by=odile, days=365)
    (due,) = [one.due_on for one in to_report(today()) if one.mandate_id == mandate.pk]
    assert due == today() + value * DAY


def report_grace(value: int, odile: Person) -> None:
    bruno = make_member("Bruno", welcomed_by=odile)
    mandate = make_mandate(make_role(by=odile), bruno, by=odile, days=90)
    late = [
        mandate.pk in [one.mandate_id for one in late_reports(on=mandate.ends_on + days * DAY)]
        for days in (value, value + 1)
    ]
    assert late == [False, True]


def functioning_meeting(value: int, odile: Person) -> None:
    due = months_later(today(), value)
    late = []
    for day in (due, due + DAY):
        with pretend(noon_of(day)):
            found = functioning(on=day, now=now())
            late.append(found and found.is_late(day))
    assert late == [False, True]


def news_every(value: int, odile: Person) -> None:
    send = partial(days_between, Rhythm.RULE, by_rule=rule(NEWS_EVERY, on=today()))
    assert send() == value
    assert [is_due(today(), days=value, on=today() + n * DAY) for n in (value - 1, value)] == [
        False, True,
    ]  # fmt: skip


def quiet_until(value: int, odile: Person) -> None:
    hours = {"until": rule(QUIET_UNTIL, on=today()), "since": 24}
    assert [is_quiet(hour, **hours) for hour in (value - 1, value)] == [True, False]


def quiet_from(value: int, odile: Person) -> None:
    hours = {"until": 0, "since": rule(QUIET_FROM, on=today())}
    assert [is_quiet(hour, **hours) for hour in (value - 1, value)] == [False, True]


CASES: dict[str, Callable[[int, Person], None]] = {
    LONGEST_WAIT: longest_wait,
    LONGEST_MANDATE: longest_mandate,
    NOTICE: notice,
    LAST_NOTICE: last_notice,
    MOST_MANDATES: most_mandates,
    PROPOSAL_KEPT: proposal_kept,
    REOPENED_BY: reopened_by,
    TIME_TO_SIGN_AGAIN: time_to_sign_again,
    REMINDER_TO_SIGN: reminder_to_sign,
    NOTICE_OF_A_CHANGE: notice_of_a_change,
    ADVICE_TIME: advice_time,
    REVIEWED_WITHIN: reviewed_within,
    SECOND_PROOF: second_proof,
    TIME_FOR_A_SECOND_PROOF: time_for_a_second_proof,
    REMINDER: tension_reminder,
    LONGEST_EXCLUSION: longest_exclusion,
    HEARING_NOTICE: hearing_notice,
    LISTENING_TIME: listening_time,
    CONSENT_TIME: consent_time,
    QUORUM: quorum,
    SILENCE_CONSENTS: silence_consents,
    MINUTES_SILENCE: minutes_silence,
    ALTERNATES: alternates,
    AGENDA_HORIZON: agenda_horizon,
    GUESTS_KEPT: guests_kept,
    REPORT_EVERY: report_every,
    REPORT_GRACE: report_grace,
    FUNCTIONING_MEETING: functioning_meeting,
    NEWS_EVERY: news_every,
    QUIET_UNTIL: quiet_until,
    QUIET_FROM: quiet_from,
}


def test_every_rule_that_is_applied_has_its_case() -> None:
    assert {key for key, rule in RULES.items() if not rule.waits_for} == set(CASES)


@pytest.mark.parametrize("bound", ["least", "most"])
@pytest.mark.parametrize("key", CASES)
def test_a_rule_is_obeyed_at_both_its_bounds(odile: Person, key: str, bound: str) -> None:
    value = getattr(RULES[key], bound)
    make_room_for(key, value, odile)
    change(key, value, odile)
    CASES[key](value, odile)
