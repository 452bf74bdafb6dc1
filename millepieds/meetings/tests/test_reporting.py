"""Whoever holds a mandate reports on it; nobody forgets in silence."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from millepieds.circles.actions.mandates import resign
from millepieds.circles.models import Mandate
from millepieds.circles.tests.makers import make_founder, make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.rules.terms import DECIDE
from millepieds.decisions.rules.terms import Openness as Decided
from millepieds.decisions.tests.makers import make_decision
from millepieds.home.queries.desk import desk_of
from millepieds.letters.models import Letter
from millepieds.meetings.actions.reporting import (
    Account,
    answer_report,
    remind_to_report,
    report_on,
)
from millepieds.meetings.models import MandateReport, ReportNotice
from millepieds.meetings.queries.preparing import offered
from millepieds.meetings.queries.reporting import late_reports, reports_read_by, to_report
from millepieds.meetings.rules.reporting import Due, due_on, stands
from millepieds.meetings.rules.terms import Openness
from millepieds.meetings.tests.makers import (
    DAY,
    make_meeting,
    make_meeting_circle,
    make_report,
    mandate_of,
)
from millepieds.members.actions import leave
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
D = date(2030, 1, 1)


@pytest.mark.parametrize(
    ("last", "over", "due"),
    [
        (0, 365, 90),
        (300, 365, 365),
        (357, 365, 365),
        (358, 365, None),
        (365, 365, None),
        (0, 7, None),
    ],
)
def test_the_next_report_comes_by_rhythm_and_at_the_end(last: int, over: int, due: int) -> None:
    found = due_on(D + last * DAY, every=90, over_on=D + over * DAY)
    assert found == (None if due is None else D + due * DAY)


@pytest.mark.parametrize(
    ("day", "where"),
    [(-8, Due.LATER), (-7, Due.SOON), (-1, Due.SOON), (0, Due.NOW), (14, Due.NOW), (15, Due.LATE)],
)
def test_a_report_is_late_after_its_days_of_grace(day: int, where: Due) -> None:
    assert stands(D, grace=14, on=D + day * DAY) is where


@pytest.fixture
def held() -> tuple[Mandate, Person, Person, Person]:
    """Amina holds a mandate for 360 days in a circle where Bruno is; Odile is elsewhere."""
    odile = make_founder()
    amina = make_member("Amina", welcomed_by=odile)
    bruno = make_member("Bruno", welcomed_by=odile)
    make_meeting_circle(amina, bruno, by=odile)
    return mandate_of(amina), amina, bruno, odile


def late(on: date) -> list[int]:
    return [one.mandate_id for one in late_reports(on=on)]


def test_a_report_forgotten_is_seen_by_all_until_it_is_given(held, as_) -> None:
    """On the page of the role, of the circle, at home, on an agenda, on the list, in a letter."""
    mandate, amina, bruno, odile = held
    meeting = make_meeting(mandate.role.circle, by=amina, in_days=200)
    Letter.objects.all().delete()
    pages = [
        mandate.role.get_absolute_url(), mandate.role.circle.get_absolute_url(),
        mandate.get_absolute_url(), reverse("meetings:reports"),
    ]  # fmt: skip
    way = reverse("meetings:report_on", args=[mandate.pk])
    told = {}
    for days in (82, 83, 104, 105, 500):
        with pretend(now() + days * DAY):
            remind_to_report(by=actors.JOB)
            remind_to_report(by=actors.JOB)
            urls = [todo.url for todo in desk_of(amina, now=now(), on=today()).todos]
            on_agenda = offered(meeting, amina, on=today()).reports if days < 200 else None
            told[days] = (
                mandate.pk in late(today()), way in urls,
                Letter.objects.filter(person=amina, text__contains=way).count(),
                on_agenda is not None and mandate in [one.mandate for one in on_agenda],
            )  # fmt: skip
    assert told == {
        82: (False, False, 0, False),
        83: (False, True, 1, False),
        104: (False, True, 1, False),
        105: (True, True, 2, True),
        500: (True, True, 2, False),  # the mandate is over: its last report is still owed
    }
    with pretend(now() + 105 * DAY):
        client = as_(odile)
        assert all("En retard" in client.get(page).content.decode() for page in pages)
        make_report(mandate)
        assert not any("En retard" in client.get(page).content.decode() for page in pages[:1])
        assert mandate.pk not in late(today())
        assert mandate_of(bruno).pk in late(today())
    assert ReportNotice.objects.filter(mandate=mandate).count() == 2


def test_the_rhythm_is_the_one_that_the_role_says(held) -> None:
    _mandate, _amina, bruno, odile = held
    role = make_role("Trésor", by=odile, report_days=30)
    mandate = make_mandate(role, bruno, by=odile, days=300)
    (one,) = [one for one in to_report(today()) if one.mandate_id == mandate.pk]
    assert one.due_on == today() + 30 * DAY


def test_a_mandate_handed_back_owes_a_last_report_and_whoever_left_owes_nothing(held) -> None:
    mandate, amina, bruno, _odile = held
    with pretend(now() + 40 * DAY):
        resign(mandate, by=actors.person(amina))
        leave(bruno, by=actors.person(bruno))
    gone = mandate_of(bruno)
    for days in (55, 120):
        assert mandate.pk in late(today() + days * DAY)
        assert gone.pk not in late(today() + days * DAY)
    with pretend(now() + 120 * DAY):
        make_report(mandate)
        assert mandate.pk not in late(today())


def test_the_decisions_of_the_time_between_join_by_themselves(held, as_) -> None:
    _mandate, amina, bruno, odile = held
    role = make_role("Lieux", by=odile, circle=_mandate.role.circle, powers=(DECIDE,))
    mandate = make_mandate(role, amina, by=odile, days=300)
    with pretend(now() + DAY):
        make_decision(role, bruno, by=amina, title="Le samedi")
        make_decision(role, bruno, by=amina, title="Les clés", openness=Decided.CIRCLE)
    with pretend(now() + 9 * DAY):
        page = as_(amina).get(reverse("meetings:report_on", args=[mandate.pk])).content.decode()
        assert "Le samedi" in page
        assert "Les clés" in page
        report = make_report(mandate)
        read = as_(odile).get(report.get_absolute_url()).content.decode()
        assert "Le samedi" in read
        assert "Les clés" not in read  # the circle's
    with pretend(now() + 20 * DAY):
        after = as_(amina).get(reverse("meetings:report_on", args=[mandate.pk])).content.decode()
        assert "Le samedi" not in after


def test_a_report_is_read_by_those_it_says_and_answered_once_by_each(held) -> None:
    mandate, amina, bruno, odile = held
    with pretend(now() + DAY):
        ours, open_one = make_report(mandate, openness=Openness.CIRCLE), make_report(mandate)
        read = {
            who.name: list(reports_read_by(actors.person(who), on=today()))
            for who in (amina, bruno, odile)
        }
        assert read == {
            "Amina": [open_one, ours], "Bruno": [open_one, ours], "Odile": [open_one]
        }  # fmt: skip
        Letter.objects.all().delete()
        answer_report(ours, "Merci.", by=actors.person(bruno))
        assert "Merci." in Letter.objects.get(person=amina).text
        for who in (bruno, amina):
            with pytest.raises(Refused):
                answer_report(ours, "Encore.", by=actors.person(who))
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateReport.objects.filter(pk=ours.pk).update(openness="town")


def test_from_the_form_to_the_answer_by_the_pages_alone(held, as_) -> None:
    mandate, amina, bruno, _odile = held
    url = reverse("meetings:report_on", args=[mandate.pk])
    assert as_(bruno).get(url).status_code == 404
    back = as_(amina).post(url, {"did": "", "needs": "Deux bras.", "openness": "members"})
    assert "Deux bras." in back.content.decode()
    where = as_(amina).post(url, {"did": "La clé.", "openness": "members"})["Location"]
    answered = as_(bruno).post(f"{where}repondre/", {"text": ""})
    assert answered.context["form"].errors
    as_(bruno).post(f"{where}repondre/", {"text": "Bravo !"})
    assert "Bravo !" in as_(amina).get(where).content.decode()


def test_the_list_asks_as_much_for_one_as_for_many(held, as_) -> None:
    mandate, _amina, bruno, _odile = held
    same_queries_for_one_or_many(
        call=lambda: as_(bruno).get(reverse("meetings:reports")), make=lambda: make_report(mandate)
    )


def test_a_mandate_to_come_has_nothing_to_report(held) -> None:
    mandate, amina, _bruno, _odile = held
    Mandate.objects.filter(pk=mandate.pk).update(starts_on=today() + timedelta(days=3))
    with pytest.raises(Refused):
        report_on(mandate, Account("Rien."), by=actors.person(amina))
