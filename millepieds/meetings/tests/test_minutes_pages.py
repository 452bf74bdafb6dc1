"""The pages of minutes: two scribes, those who were there, and everyone who was not."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.letters.models import Letter
from millepieds.meetings.actions.minuting import (
    Written,
    answer_minutes,
    name_present,
    propose_minutes,
    save_minutes,
)
from millepieds.meetings.actions.preparing import Wish, add_point, take_duty
from millepieds.meetings.models import Meeting, Minutes, Wording
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import DAY, make_meeting, make_meeting_circle
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(amina, bruno, odile) -> Iterator[Meeting]:
    """It has just ended. Amina called it, Bruno is its scribe, Odile is not of the circle."""
    row = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)
    add_point(row, Wish("Le four", Aim.DECIDE, 20), by=actors.person(bruno))
    take_duty(row, Duty.SCRIBE, by=actors.person(bruno))
    with pretend(row.ends_at):
        yield row


def page(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk])


def test_from_the_pen_to_the_approval_by_the_pages_alone(as_, amina, bruno, odile, meeting) -> None:
    write = page("write_minutes", meeting)
    assert as_(odile).get(write).status_code == 403
    assert as_(odile).get(page("minutes", meeting)).status_code == 404
    first = as_(bruno).get(write).context["form"].initial
    assert first["text"].startswith("Le four\n")
    empty = as_(bruno).post(write, {"text": "", "tasks": "Amina : la farine, lundi"})
    assert set(empty.context["form"].errors) == {"text"}
    assert "la farine" in empty.content.decode()
    said = {
        "text": "Le four\r\nOn le répare.", "decided": "Le four est réparé.", "next_time": "Jeudi 12",
        "tasks": "Amina : la farine, lundi", "started_from": "0",
    }  # fmt: skip
    assert as_(bruno).post(write, said)["Location"] == page("minutes", meeting)
    assert Wording.objects.get().text == "Le four\nOn le répare."
    assert as_(bruno).post(page("propose_minutes", meeting)).status_code == 403  # nobody was there
    there = page("name_present", meeting)
    nobody = as_(bruno).post(there, {"excused": [odile.pk], "others": ""})
    assert nobody.context["form"].errors
    as_(bruno).post(there, {"present": [amina.pk, bruno.pk], "others": "Odile"})
    as_(bruno).post(page("propose_minutes", meeting))
    assert {one.person for one in Letter.objects.filter(key__startswith="meetings.minutes")} == {
        amina, odile,
    }  # fmt: skip
    answer = page("answer_minutes", meeting)
    mute = as_(amina).post(answer, {"answer": "change", "change": ""})
    assert set(mute.context["form"].errors) == {"change"}
    as_(amina).post(answer, {"answer": "change", "change": "Le prix manque."})
    assert "Le prix manque." in as_(odile).get(page("minutes", meeting)).content.decode()
    as_(bruno).post(write, said | {"text": "On le répare : 80 €.", "started_from": "1"})
    as_(bruno).post(page("propose_minutes", meeting))
    for person in (amina, odile):
        assert as_(person).get(page("minutes", meeting)).context["one"].asks_me
        as_(person).post(answer, {"answer": "approves"})
    read = as_(amina).get(meeting.get_absolute_url()).content.decode()
    assert "Compte rendu approuvé" in read
    assert "Le four est réparé." in read


def test_two_who_write_at_once_lose_nothing_and_see_where_they_differ(
    as_, amina, bruno, meeting
) -> None:
    write = page("write_minutes", meeting)
    as_(bruno).post(write, {"text": "Le four\nOn le répare.", "started_from": "0"})
    as_(amina).post(write, {"text": "Le four\nOn le vend.", "started_from": "1"})
    late = as_(bruno).post(
        write, {"text": "Le four\nOn le donne.", "started_from": "1"}, follow=True
    )
    shown = late.content.decode()
    assert late.context["unsettled"]
    for words in ("On le vend.", "On le donne.", *late.context["marks"]):
        assert words in shown
    name_present(meeting, [amina, bruno], [], by=actors.person(bruno))
    assert as_(bruno).post(page("propose_minutes", meeting)).status_code == 403
    both = {"text": "Le four\nOn le vend ou on le donne.", "started_from": "3"}
    as_(bruno).post(write, both)
    assert as_(bruno).post(page("propose_minutes", meeting)).status_code == 302


def test_two_who_both_begin_from_the_agenda_keep_its_titles_once(
    as_, amina, bruno, meeting
) -> None:
    write = page("write_minutes", meeting)
    for person, words in (
        (bruno, "Le four\n…\nAmina a le devis."),
        (amina, "Bonjour.\nLe four\n…"),
    ):
        as_(person).post(write, {"text": words, "started_from": "0"})
    assert Wording.objects.latest("number").text == "Bonjour.\nLe four\n…\nAmina a le devis."


def test_alone_one_does_not_approve_ones_own_words_at_once(as_, bruno, meeting) -> None:
    hand = actors.person(bruno)
    save_minutes(meeting, Written("Personne n’est venu."), by=hand)
    name_present(meeting, [bruno], [], by=hand)
    propose_minutes(meeting, by=hand)
    shown = as_(bruno).get(page("minutes", meeting))
    assert shown.context["one"].stage == "proposed"
    assert "Une seule personne était là" in shown.content.decode()
    with pretend(now() + 8 * DAY):
        later = as_(bruno).get(page("minutes", meeting))
        assert later.context["one"].stage == "approved"
        assert "Une seule personne était là" in later.content.decode()


def test_what_changes_after_the_approval_says_why_by_whom_and_keeps_what_was(
    as_, amina, bruno, meeting
) -> None:
    _approved(meeting, amina, bruno)
    write = page("write_minutes", meeting)
    silent = as_(bruno).post(write, {"text": "80 €.", "started_from": "1"})
    assert set(silent.context["form"].errors) == {"why"}
    as_(bruno).post(write, {"text": "80 €.", "started_from": "1", "why": "Le prix était faux."})
    shown = as_(amina).get(page("minutes", meeting)).content.decode()
    assert "Le prix était faux." in shown
    assert "Corrigé après son approbation, par Bruno" in shown
    history = as_(amina).get(page("wordings", meeting)).content.decode()
    assert "Le four : 70 €." in history
    letter = Letter.objects.get(person=amina, text__contains="Le prix était faux.")
    assert page("wordings", meeting) in letter.text


def test_minutes_typed_in_from_paper_say_so(as_, amina, bruno, odile, meeting) -> None:
    write = page("write_minutes", meeting)
    form = as_(bruno).get(write, {"papier": ""}).context["form"]
    assert form.initial["from_paper"]
    with pretend(now() + 30 * DAY):
        as_(bruno).post(write, {"text": "Tout le monde.", "from_paper": "on", "started_from": "0"})
        as_(bruno).post(
            page("name_present", meeting), {"present": [amina.pk], "excused": [bruno.pk]}
        )
        shown = as_(odile).get(page("minutes", meeting)).content.decode()
    assert "saisi par Bruno" in shown
    assert "Amina" in shown


def test_the_town_reads_approved_minutes_without_names_tensions_nor_tasks(
    client, as_, amina, bruno, odile
) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    agora = make_meeting(circle, by=amina, kind=Kind.AGORA, openness=Openness.TOWN)
    with pretend(agora.ends_at):
        save_minutes(
            agora,
            Written(
                "On ouvre.", tasks="Bruno : la clé", decided="Samedi.", tensions="La porte : un tour."
            ),
            by=actors.person(amina),
        )  # fmt: skip
        before = [client.get(page(name, agora)).status_code for name in ("minutes", "meeting")]
        assert before == [404, 200]
        name_present(agora, [amina, bruno], [], by=actors.person(amina))
        minutes = propose_minutes(agora, by=actors.person(amina))
        answer_minutes(minutes, Answer.APPROVES, by=actors.person(bruno))
        read = client.get(page("minutes", agora)).content.decode()
        inside = as_(odile).get(page("minutes", agora)).content.decode()
    assert "On ouvre." in read
    assert "2 membres" in read
    for kept in ("Bruno", "Tensions traitées", "La porte : un tour."):
        assert kept not in read, kept
        assert kept in inside, kept


def test_whoever_writes_first_finds_each_tension_in_its_own_room(as_, bruno, meeting) -> None:
    with pretend(meeting.starts_at - timedelta(hours=1)):
        add_point(meeting, Wish("La porte close", Aim.TENSION, 20), by=actors.person(bruno))
    begun = as_(bruno).get(page("write_minutes", meeting)).context["form"].initial
    assert begun["text"] == "Le four\n…"
    assert begun["tensions"] == "La porte close\n…"


def test_who_may_not_read_the_meeting_reads_none_of_its_minutes(as_, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    ours = make_meeting(circle, by=amina, openness=Openness.CIRCLE)
    zoe = make_member("Zoé", welcomed_by=odile)
    with pretend(ours.ends_at):
        _approved(ours, amina, bruno)
        for name in ("minutes", "write_minutes", "name_present", "answer_minutes", "wordings"):
            assert as_(zoe).get(page(name, ours)).status_code == 404, name
        assert as_(zoe).post(page("propose_minutes", ours)).status_code == 404


def test_the_page_asks_as_much_after_many_wordings(as_, amina, bruno, meeting) -> None:
    by = actors.person(bruno)
    for address in (page("minutes", meeting), page("wordings", meeting)):
        same_queries_for_one_or_many(
            make=lambda: save_minutes(
                meeting, Written("Le four.", started_from=Wording.objects.count()), by=by
            ),
            call=partial(as_(amina).get, address),
        )


def _approved(meeting: Meeting, amina, bruno) -> Minutes:
    hand = actors.person(amina)
    save_minutes(meeting, Written("Le four : 70 €."), by=hand)
    name_present(meeting, [amina, bruno], [], by=hand)
    minutes = propose_minutes(meeting, by=hand)
    answer_minutes(minutes, Answer.APPROVES, by=actors.person(bruno))
    return minutes


def test_home_says_which_minutes_wait_for_me_until_silence_or_everyone_answers(
    as_, amina, bruno, odile, meeting
) -> None:
    def waiting(person: Person) -> list[str]:
        todos = as_(person).get(reverse("home:mine")).context["desk"].todos
        return [one.why for one in todos if one.url == page("minutes", meeting)]

    nadia, write = make_member("Nadia", welcomed_by=odile), page("write_minutes", meeting)
    as_(bruno).post(write, {"text": "On répare le four.", "started_from": "0"})
    name_present(meeting, [amina, bruno, nadia], [odile], by=actors.person(bruno))
    assert [waiting(one) for one in (amina, bruno, odile)] == [[], [], []]
    as_(bruno).post(page("propose_minutes", meeting))
    ends = now() + 7 * DAY
    (until,) = waiting(amina)
    assert (
        until
        == f"Approuvé le {date_format(localtime(ends), 'DATETIME_FORMAT')} si personne ne demande de changement."
    )
    assert waiting(bruno) == []  # whoever proposes them approves them
    assert waiting(odile) == []  # excused: she reads them, those present say whether they are right
    with pretend(ends):
        assert [waiting(one) for one in (amina, bruno)] == [[], []]
    as_(amina).post(
        page("answer_minutes", meeting), {"answer": "change", "change": "Le prix manque."}
    )
    assert waiting(amina) == []
    with pretend(ends + DAY):
        assert waiting(nadia) == ["Une personne présente demande un changement."]
