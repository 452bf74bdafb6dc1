"""The pages of tasks: on the minutes, on « Ce qui m’attend », on one’s own; and what the town does not read."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.home.actions import erase
from millepieds.journal.models import Particulars
from millepieds.meetings.actions.minuting import (
    Written,
    save_minutes,
)
from millepieds.meetings.actions.tasks import (
    finish_task,
    hand_back_task,
)
from millepieds.meetings.models import Meeting, Task
from millepieds.meetings.queries.minutes import minutes_shown
from millepieds.meetings.queries.presence import near
from millepieds.meetings.queries.tasks import tasks_waiting_for
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.sheets import _parts
from millepieds.meetings.tests.makers import (
    DAY,
    approve_minutes,
    just_ended,
    make_meeting,
    make_meeting_circle,
    make_task,
)
from millepieds.people.actions import merge_accounts
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many
from tests.pages import Page, as_typed

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def meeting(amina: Person, bruno: Person, odile: Person) -> Iterator[Meeting]:
    with just_ended(amina, bruno, odile) as row:
        yield row


def printed(meeting: Meeting, person: Person | None) -> str:
    """What the sheet of the minutes says to this reader."""
    one = minutes_shown(meeting, person, now=now(), on=today())
    assert one
    return "\n".join(line for _name, lines in _parts(one, []) for line in lines)


def page(name: str, row: Meeting | Task) -> str:
    return reverse(f"meetings:{name}", args=[row.pk])


def said(doer: Person | str = "", **more: object) -> dict[str, object]:
    who = doer.pk if isinstance(doer, Person) else doer
    return {"doer": who, "other": "", "what": "La farine", "due_on": f"{today() + WEEK}", **more}


def test_by_the_pages_alone_with_errors_that_come_back_filled(as_, amina, bruno, meeting) -> None:
    give, minutes = page("give_task", meeting), page("minutes", meeting)
    assert "Donner une tâche" in as_(amina).get(minutes).content.decode()
    assert "Donner une tâche" not in as_(bruno).get(minutes).content.decode()
    assert as_(bruno).post(give, said(bruno)).status_code == 403
    nobody = as_(amina).post(give, said())
    assert set(nobody.context["form"].errors) == {"doer"}
    assert "La farine" in nobody.content.decode()
    assert "le gâteau" in nobody.content.decode()
    for wrong, field in (
        (said(amina, other="Bruno"), "doer"),
        (said(other="Zorro"), "other"),
        (said(bruno, due_on="2001-01-01"), "due_on"),
        (said(bruno, what=""), "what"),
    ):
        assert set(as_(amina).post(give, wrong).context["form"].errors) == {field}
    assert as_(amina).post(give, said(bruno))["Location"] == f"{minutes}#tasks"
    task = Task.objects.get()
    read = as_(bruno).get(minutes).content.decode()
    assert "La farine" in read
    assert f"Pour le {date_format(today() + WEEK)}." in read
    as_(amina).post(page("correct_task", task), said(other="Bruno", what="Le pain"))
    assert as_(amina).get(page("correct_task", task)).context["form"].initial["what"] == "Le pain"
    sent = as_(bruno).post(page("finish_task", task))
    assert sent["Location"] == f"{minutes}#tasks"
    assert f"Faite le {date_format(today())}." in as_(amina).get(minutes).content.decode()


def test_one_hands_back_with_a_sentence_that_members_read(
    as_, amina, bruno, odile, meeting
) -> None:
    task = make_task(meeting, bruno)
    mine = page("task", task)
    for other in (amina, odile):
        assert as_(other).get(mine).status_code == 404
        assert as_(other).post(mine, {"why": "Non"}).status_code == 404
    assert as_(odile).post(page("finish_task", task)).status_code == 403
    mute = as_(bruno).post(mine, {"why": ""})
    assert set(mute.context["form"].errors) == {"why"}
    as_(bruno).post(mine, {"why": "Je pars en voyage."})
    again = as_(bruno).get(mine).content.decode()
    assert "Je pars en voyage." in again
    assert "Je la rends" not in again
    assert "Je pars en voyage." in as_(odile).get(page("minutes", meeting)).content.decode()
    assert as_(bruno).post(mine, {"why": "Encore."}).status_code == 403


def test_what_waits_for_me_shows_it_late_until_it_is_done(as_, bruno, meeting) -> None:
    def waiting() -> list[tuple[str, str]]:
        todos = as_(bruno).get(reverse("home:mine")).context["desk"].todos
        return [(one.tag, as_typed(one.why)) for one in todos if one.url.startswith("/taches/")]

    task = make_task(meeting, bruno)
    day = date_format(task.due_on)
    assert waiting() == [("Tâche", f"Pour le {day}. Vient de « {meeting.title} ».")]
    with pretend(now() + 8 * DAY):
        assert waiting() == [
            ("Tâche en retard", f"C’était pour le {day}. Vient de « {meeting.title} ».")
        ]
        assert "En retard" in as_(bruno).get(page("minutes", meeting)).content.decode()
        as_(bruno).post(page("finish_task", task))
        assert waiting() == []
    assert Particulars.objects.get(entry__deed="meetings.task_done").facts == {"late": True}


def test_the_town_reads_neither_tasks_nor_names(client, as_, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    agora = make_meeting(circle, by=amina, kind=Kind.AGORA, openness=Openness.TOWN)
    with pretend(agora.ends_at):
        save_minutes(agora, Written("On ouvre."), by=actors.person(amina))
        task = make_task(agora, bruno)
        approve_minutes(agora, amina, bruno)
        read = client.get(page("minutes", agora)).content.decode()
        assert "On ouvre." in read
        assert "farine" not in read
        assert 'id="tasks"' not in read
        outside, inside = printed(agora, None), printed(agora, odile)
        assert as_(odile).get(page("minutes_sheet", agora)).status_code == 200
        stranger = Person.objects.create(name="Zoé", met_at=now())
        assert as_(stranger).post(page("finish_task", task)).status_code == 404
    assert "farine" not in outside
    assert "Bruno : Acheter la farine" in as_typed(inside)


def test_whoever_left_the_circle_keeps_their_task(as_, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    ours = make_meeting(circle, by=amina, openness=Openness.CIRCLE)
    with pretend(ours.ends_at):
        save_minutes(ours, Written("On ouvre."), by=actors.person(amina))
        task = make_task(ours, bruno)
    with pretend(now() + 400 * DAY):  # their mandate is over
        assert as_(bruno).get(page("minutes", ours)).status_code == 404
        mine = as_(bruno).get(page("task", task))
        assert page("minutes", ours) not in Page(mine.content.decode()).links
        assert as_(bruno).post(page("finish_task", task))["Location"] == page("task", task)


def test_two_accounts_that_became_one_have_the_tasks_of_both(meeting, amina, bruno, odile) -> None:
    maia = make_member("Maïa", welcomed_by=odile)
    task = make_task(meeting, maia)
    merge_accounts(maia, into=bruno, by=actors.person(bruno))
    assert tasks_waiting_for(bruno) == [task]
    finish_task(task, by=actors.person(bruno))


def test_whoever_is_forgotten_leaves_a_task_without_words(
    as_, meeting, amina, bruno, odile
) -> None:
    given, done = make_task(meeting, bruno), make_task(meeting, bruno, "Le pain")
    back = make_task(meeting, bruno, "La clé")
    finish_task(done, by=actors.person(bruno))
    hand_back_task(back, "Je pars.", by=actors.person(bruno))
    erase(bruno, by=actors.person(bruno))
    for task, why in ((given, ""), (done, ""), (back, "…")):
        task.refresh_from_db()
        assert (task.what, task.why) == ("…", why)
    read = as_(odile).get(page("minutes", meeting)).content.decode()
    assert "farine" not in read
    assert "Je pars." not in read


def test_pages_ask_as_much_for_many_tasks_and_nothing_for_none(
    as_, amina, bruno, odile, meeting
) -> None:
    for person in (bruno, amina):
        for address in (page("minutes", meeting), reverse("home:mine")):
            same_queries_for_one_or_many(
                make=partial(make_task, meeting, person), call=partial(as_(person).get, address)
            )
    assert bruno.pk in near(meeting, on=today())


def test_the_page_of_a_meeting_asks_as_much_for_many_tasks_left(as_, amina, bruno, meeting) -> None:
    after = make_meeting(meeting.circle, by=amina, in_days=10)
    same_queries_for_one_or_many(
        make=partial(make_task, meeting, bruno),
        call=partial(as_(bruno).get, page("meeting", after)),
    )
    sent = {"title": "La farine", "aim": "hear", "minutes": 5}
    task = Task.objects.earliest("pk")
    as_(bruno).post(page("add_point", after), sent | {"comes_from": f"task-{task.pk}"})
    assert after.points.get().task == task


def test_whoever_has_none_asks_nothing_more(
    meeting, bruno, odile, django_assert_num_queries
) -> None:
    make_task(meeting, bruno)
    with django_assert_num_queries(1):  # kept until a deed, on a page
        assert tasks_waiting_for(odile) == []


def test_a_task_is_handed_back_and_not_a_mandate(as_, amina, bruno, meeting) -> None:
    task = make_task(meeting, bruno)
    page = " ".join(Page(as_(bruno).get(task.get_absolute_url()).content.decode()).texts)
    assert "Rendre la tâche" in page
    assert "mandat" not in page.partition("Je ne peux pas")[2].partition("Notre charte")[0]
