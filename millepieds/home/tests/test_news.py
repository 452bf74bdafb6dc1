"""News by mail: never twice, never empty, never at night, never after stop; answered from the mail."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils.timezone import make_aware

from millepieds.circles.models import Circle
from millepieds.circles.queries.structure import structure
from millepieds.circles.tests.makers import make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.models import Solicitation
from millepieds.decisions.tests.makers import (
    make_asked,
    make_decision,
    make_places,
    make_question,
)
from millepieds.home.actions import send_news
from millepieds.home.models import Digest
from millepieds.home.queries.news import stop_token
from millepieds.home.rules.news import days_between, first_sentence, is_due
from millepieds.letters.actions import send_due
from millepieds.letters.models import Letter
from millepieds.letters.tests.conftest import PostOffice, post_office
from millepieds.letters.tests.test_smtp import part
from millepieds.meetings.actions.coming import sign_up
from millepieds.meetings.actions.minuting import (
    Written,
    name_present,
    propose_minutes,
    save_minutes,
)
from millepieds.meetings.rules.terms import CALL, Kind
from millepieds.meetings.tests.makers import make_meeting
from millepieds.members.actions import leave
from millepieds.people.actions import choose_rhythm
from millepieds.people.models import Person
from millepieds.people.rules import Rhythm
from tests.racing import all_at_once

__all__ = ["post_office"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def karim(odile: Person, leila: Person, amina: Person, bruno: Person) -> Iterator[Person]:
    """A member who was asked nothing; Amina has just decided. Nobody else wants news."""
    karim = make_member("Karim", welcomed_by=odile)
    make_decision(make_places(amina, by=leila), bruno, by=amina, title="Le samedi")
    Person.objects.exclude(pk=karim.pk).update(rhythm=Rhythm.NEVER.value)
    Letter.objects.all().delete()
    with pretend(now() + 4 * DAY):  # once everyone asked has had their time
        yield karim


def test_what_an_agora_decided_is_in_the_news_of_who_was_not_there(
    karim: Person, odile: Person, amina: Person
) -> None:
    """Everyone has a voice there: no letter of its own, but for who had said « je viens »."""
    root, hers = structure(today()).root, actors.person(amina)
    assert root
    everyone = Circle.objects.get(pk=root.pk)
    calls = make_role("Animation des agoras", circle=everyone, by=odile, powers=(CALL,))
    make_mandate(calls, amina, by=odile, days=300)
    agora = make_meeting(everyone, by=amina, kind=Kind.AGORA, in_days=1)
    sign_up(agora, by=actors.person(odile))
    with pretend(agora.ends_at):
        save_minutes(agora, Written("Salut.", decided="On ouvre le samedi."), by=hers)
        name_present(agora, [amina], [], by=hers)
        propose_minutes(agora, by=hers)
    told = Letter.objects.filter(key__startswith="meetings.told")
    assert {one.person for one in told} == {odile}
    with pretend(at(9, days=3)):
        send_news()
        [letter] = news().filter(person=karim)
    assert "On ouvre le samedi." in letter.text
    assert f"/reunions/{agora.pk}/compte-rendu/" in letter.text


def at(hour: int, minute: int = 0, *, days: int = 1) -> datetime:
    return make_aware(datetime.combine(today() + days * DAY, time(hour, minute)))


def news() -> QuerySet[Letter]:
    return Letter.objects.exclude(stop="")


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [("rule", 10), ("daily", 1), ("weekly", 7), ("two-weeks", 14), ("never", None)],
)
def test_the_rhythm_is_the_one_i_chose_else_the_one_of_the_rule(rhythm: str, days: int) -> None:
    assert days_between(rhythm, by_rule=10) == days
    assert days is None or [
        is_due(today(), days=days, on=today() + more * DAY) for more in (0, days - 1, days)
    ] == [False, days == 0, True]


def test_a_decision_is_told_in_one_sentence_and_its_reason_in_another() -> None:
    assert first_sentence("On ouvre le\n\nsamedi. Et le lundi ?") == "On ouvre le samedi."
    long = first_sentence("mot " * 200)
    assert len(long) <= 240
    assert long.endswith("mot…")


def test_news_are_never_sent_twice_nor_empty(karim: Person) -> None:
    assert [send_news(), send_news()] == [1, 0]
    (letter,) = news()
    assert letter.person == karim
    assert "Le samedi" in letter.text
    for days in (1, 6, 7, 8, 30):
        with pretend(now() + days * DAY):
            assert send_news() == 0  # nothing new: nothing is written
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(person=karim, day=today(), written_at=now())


@pytest.mark.only_on("sqlite")  # whose trigger is one line
def test_what_breaks_for_one_is_said_without_a_name_and_tried_again(karim: Person, caplog) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON letters_letter BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        assert send_news() == 0  # and nothing is raised: the others would have had theirs
        cursor.execute("DROP TRIGGER broken")
    assert "could not be written" in caplog.text
    assert "Karim" not in caplog.text
    assert not Digest.objects.exists()
    assert send_news() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_letter(odile, leila, amina, bruno) -> None:
    with transaction.atomic():
        make_decision(make_places(amina, by=leila), bruno, by=amina)
        Person.objects.exclude(pk=odile.pk).update(rhythm=Rhythm.NEVER.value)
    with pretend(now() + 4 * DAY):
        assert sum(all_at_once([send_news] * 4)) == 1
    assert news().count() == Digest.objects.count() == 1


def test_the_next_ones_come_at_the_rhythm_i_chose(karim, amina, bruno, leila) -> None:
    choose_rhythm(karim, Rhythm.TWO_WEEKS, by=actors.person(karim))
    assert send_news() == 1
    role = make_places(amina, by=leila)
    for days, sent in ((2, 0), (13, 0), (14, 1), (15, 0)):
        with pretend(now() + days * DAY):
            if days == 2:
                make_decision(role, bruno, by=amina, title="Le lundi")
            assert send_news() == sent
    assert "Le samedi" not in news().latest("pk").text


@pytest.mark.parametrize(
    ("hour", "minute", "sent"), [(0, 0, 0), (7, 59, 0), (8, 0, 1), (20, 59, 1), (21, 0, 0)]
)
def test_no_news_are_written_at_night(karim: Person, hour: int, minute: int, sent: int) -> None:
    with pretend(at(hour, minute)):
        assert send_news() == sent


def test_no_news_leave_at_night_however_often_they_are_tried(karim, post_office) -> None:
    with pretend(at(20, 55)):
        send_news()
        post_office.refuses = True
        assert send_due() == 0
        post_office.refuses = False
    with pretend(at(21, 30)):
        assert send_due() == 0
    with pretend(at(7, 59, days=2)):
        assert send_due() == 0
    with pretend(at(8, 1, days=2)):
        assert send_due() == 1


def _by_the_link(person: Person) -> None:
    sent = {"List-Unsubscribe": "One-Click"}  # as a mail program does, signed in nowhere
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/nouvelles/arreter/{stop_token(person)}/", sent).status_code == 302


def _by_the_profile(person: Person) -> None:
    choose_rhythm(person, Rhythm.NEVER, by=actors.person(person))


def _by_leaving(person: Person) -> None:
    leave(person, by=actors.person(person))


@pytest.mark.parametrize("stop", [_by_the_link, _by_the_profile, _by_leaving])
def test_whoever_stops_or_leaves_gets_none_not_even_what_waited(karim, stop, post_office) -> None:
    send_news()
    stop(karim)
    with pretend(now() + timedelta(minutes=1)):
        send_due()
    assert not [mail for mail in post_office.received if "List-Unsubscribe-Post" in mail]
    with pretend(now() + 8 * DAY):
        assert send_news() == 0


def test_opening_the_link_stops_nothing_and_a_false_one_leads_nowhere(karim, client) -> None:
    where = f"/nouvelles/arreter/{stop_token(karim)}/"
    page = client.get(where)
    assert page.status_code == 200
    assert "Karim" not in page.content.decode()
    karim.refresh_from_db()
    assert karim.rhythm == Rhythm.RULE
    assert client.get("/nouvelles/arreter/1:faux/").status_code == 404


def test_a_reader_of_plain_text_answers_a_question_from_the_mail(
    karim, amina, leila, post_office: PostOffice
) -> None:
    question = make_question(make_places(amina, by=leila), by=amina, title="Le dimanche")
    make_asked(question, karim, by=amina)
    Letter.objects.all().delete()
    with pretend(now() + timedelta(minutes=1)):
        send_news()
        send_due()
        [mail] = post_office.received
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/nouvelles/arreter/" in mail["List-Unsubscribe"]
        text = part(mail, "plain")
        assert "Le samedi" in text
        [link] = re.findall(r"Le dimanche.*?http://localhost:8000(\S+)", text, re.DOTALL)
        assert Client().post(link, {"advice": "Volontiers."}).status_code == 302
    assert Solicitation.objects.get(person=karim).advice == "Volontiers."
