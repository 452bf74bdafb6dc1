"""Someone without an account comes to an agora; who comes stays between those who prepare it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from millepieds.circles.actions.mandates import resign
from millepieds.circles.models import Mandate
from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.core.refusals import Refused
from millepieds.home.actions import erase, merge
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.meetings.actions.calling import cancel_meeting
from millepieds.meetings.actions.coming import sign_up, withdraw
from millepieds.meetings.actions.guests import (
    change_guest_needs,
    come_as_guest,
    forget_guests,
    read_names,
    withdraw_guest,
)
from millepieds.meetings.actions.passing import hand_on_places
from millepieds.meetings.actions.preparing import take_duty
from millepieds.meetings.models import Guest, Headcount, Meeting, SignUp, Turn
from millepieds.meetings.queries.guests import sum_of, token_of
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.needs import Need, Wanted
from millepieds.meetings.rules.terms import Openness
from millepieds.meetings.tests.makers import (
    make_agora,
    make_guest,
    make_meeting,
    make_meeting_circle,
)
from millepieds.members.actions import leave
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def letters_to(name: str) -> list[Letter]:
    return list(Letter.objects.filter(address=f"{name}@exemple.test").order_by("pk"))


def test_guests_and_members_wait_in_one_line(amina, bruno, odile) -> None:
    meeting = make_agora(amina, odile, capacity=1)
    first = make_guest(meeting)
    member = sign_up(meeting, by=actors.person(bruno))
    last = make_guest(meeting, "Yves")
    assert [row.place for row in (first, member, last)] == [1, None, None]
    withdraw_guest(Guest.objects.get(name="Zélie"), by=actors.OUTSIDER)
    member.refresh_from_db()
    assert member.place == 1
    assert not Guest.objects.filter(name="Zélie").exists()
    leave(bruno, by=actors.person(bruno))
    last.refresh_from_db()
    assert last.place == 1
    assert "à toi" in letters_to("yves")[-1].subject


def test_the_same_address_keeps_the_same_place_and_only_its_letter_says_so(amina, odile) -> None:
    meeting = make_agora(amina, odile)
    row = make_guest(meeting, wanted=Wanted(children=2))
    assert come_as_guest(meeting, "Z.", "ZÉLIE@exemple.test", Wanted(), by=actors.OUTSIDER) == row
    assert Guest.objects.get().name == "Zélie"
    of_amina = sign_up(meeting, by=actors.person(amina))
    assert make_guest(meeting, "Amina") == of_amina
    assert [letter.person for letter in letters_to("amina")][-1] == amina


def test_only_what_is_open_to_the_town_and_to_come(amina, odile) -> None:
    circle = make_meeting_circle(amina, by=odile)
    for openness in (Openness.CIRCLE, Openness.MEMBERS):
        with pytest.raises(Refused):
            make_guest(make_meeting(circle, by=amina, openness=openness))
    meeting = make_meeting(circle, by=amina, openness=Openness.TOWN)
    row = make_guest(meeting)
    with pretend(meeting.starts_at), pytest.raises(Refused):
        make_guest(meeting, "Yves")
    cancel_meeting(meeting, "La salle est prise.", by=actors.person(amina))
    assert "La salle est prise." in letters_to("zélie")[-1].text
    assert row.guest
    with pytest.raises(Refused):
        change_guest_needs(row.guest, Wanted(children=1), by=actors.OUTSIDER)


def test_needs_are_summed_and_names_read_by_whoever_calls_only(amina, bruno, odile) -> None:
    meeting = make_agora(amina, odile)
    make_guest(meeting, wanted=Wanted(3, "2, 4 et 9 ans", (Need.WHEELCHAIR.value, "rubbish")))
    sign_up(meeting, Wanted(0, "", (Need.WHEELCHAIR.value,)), by=actors.person(bruno))
    told = sum_of(meeting)
    assert (told.come, told.guests, told.children, told.needs) == (2, 1, 3, {"wheelchair": 2})
    assert [row.name for row in read_names(meeting, by=actors.person(amina))] == ["Zélie", "Bruno"]
    for by in (actors.person(bruno), actors.OUTSIDER):
        with pytest.raises(Refused):
            read_names(meeting, by=by)


def test_who_came_is_forgotten_and_numbers_stay(amina, bruno, odile) -> None:
    meeting = make_agora(amina, odile)
    make_guest(meeting, wanted=Wanted(2, "3 ans", (Need.FOOD.value,), "Sans arachide."))
    sign_up(meeting, Wanted(in_words="Je lis sur les lèvres."), by=actors.person(bruno))
    with pretend(meeting.ends_at + 13 * DAY):
        assert forget_guests(by=actors.JOB) == 0
    with pretend(meeting.ends_at + 14 * DAY):
        assert [forget_guests(by=actors.JOB) for _ in range(2)] == [1, 0]
    kept = Headcount.objects.get()
    assert (kept.come, kept.guests, kept.children, kept.needs) == (2, 1, 2, {"food": 1})
    assert sum_of(meeting).children == 2
    assert not Guest.objects.exists()
    row = SignUp.objects.get()
    assert (row.person, row.in_words, row.children) == (bruno, "", 0)


def test_no_letter_keeps_the_address_of_a_guest_who_is_forgotten(amina, odile) -> None:
    meeting = make_agora(amina, odile)
    for name in ("Zélie", "Yves"):
        make_guest(meeting, name)
    withdraw_guest(Guest.objects.get(name="Zélie"), by=actors.OUTSIDER)
    assert not letters_to("zélie")  # what still waited would have carried a link that leads nowhere
    assert letters_to("yves")
    with pretend(meeting.ends_at + 14 * DAY):
        forget_guests(by=actors.JOB)
    assert not letters_to("yves")


def test_whoever_may_no_longer_come_hands_their_place_on(amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    closed = make_meeting(circle, by=amina, openness=Openness.CIRCLE, capacity=1)
    sign_up(closed, by=actors.person(bruno))
    waits = sign_up(closed, by=actors.person(amina))
    assert hand_on_places(by=actors.JOB) == 0
    resign(Mandate.objects.get(person=bruno), by=actors.person(bruno))
    assert [hand_on_places(by=actors.JOB) for _ in range(2)] == [1, 0]
    waits.refresh_from_db()
    assert waits.place == 1
    assert Letter.objects.get(key=f"meetings.place:{waits.pk}").person == amina


def test_being_forgotten_hands_on_both_the_members_place_and_the_guests(
    amina, bruno, odile
) -> None:
    ours = make_agora(amina, odile, capacity=1)
    make_guest(ours, "Bruno")
    waits = make_guest(ours)
    other = make_meeting(ours.circle, by=amina, openness=Openness.TOWN, capacity=1)
    sign_up(other, by=actors.person(bruno))
    too = make_guest(other)
    erase(bruno, by=actors.person(bruno))
    for row in (waits, too):
        row.refresh_from_db()
    assert [waits.place, too.place] == [1, 1]
    assert not Guest.objects.filter(name="Bruno").exists()


def test_two_accounts_made_one_keep_the_place_of_each(amina, bruno, odile) -> None:
    zoe = make_member("Zoé", welcomed_by=odile)
    one = make_agora(amina, odile, capacity=1)
    two = make_meeting(one.circle, by=amina, openness=Openness.TOWN)
    for meeting in (one, two):
        sign_up(meeting, by=actors.person(bruno))
    make_guest(one, "Yves")
    merge(bruno, into=zoe, by=actors.person(zoe))
    mine = SignUp.objects.filter(person=zoe, withdrawn_at=None)
    assert {row.meeting_id for row in mine} == {one.pk, two.pk}


SAID = {
    "name": "Zélie", "address": "zelie@exemple.test", "children": "2", "ages": "3 et 5 ans",
    "needs": ["wheelchair"], "in_words": "Je viens de loin.",
}  # fmt: skip


def come(visit: Client, meeting: Meeting, **more: object) -> str:
    """From the form to the code, and what the last page says."""
    once = {"once": str(uuid4())}
    path = reverse("meetings:come", args=[meeting.pk])
    assert visit.post(path, {**SAID, **more, **once})["Location"] == f"{path}code/"
    digits = {"digits": visit.session["code-to-come"]["digits"], "once": str(uuid4())}
    sent = [visit.post(f"{path}code/", digits) for _ in range(2)]  # a double click
    assert {each["Location"] for each in sent} == {meeting.get_absolute_url()}
    return visit.get(meeting.get_absolute_url()).content.decode()


def test_a_form_comes_back_filled_and_a_robot_gets_nowhere(client, amina, odile) -> None:
    meeting = make_agora(amina, odile)
    path = reverse("meetings:come", args=[meeting.pk])
    for wrong in ({"address": "zelie"}, {"children": "", "ages": "3 ans"}, {"website": "x"}):
        page = client.post(path, {**SAID, **wrong})
        assert page.context["form"].errors
        assert "Je viens de loin." in page.content.decode()
    assert not Letter.objects.filter(subject__contains="code").exists()


def test_from_the_form_to_the_way_out_by_the_link_of_the_letter(client, amina, odile) -> None:
    meeting = make_agora(amina, odile)
    told = come(client, meeting)
    assert SignUp.objects.count() == 1
    link = re.search(r"/reunions/ma-place/\S+/", letters_to("zelie")[-1].text)
    assert link
    assert "Je viens de loin." in client.get(link[0]).content.decode()
    client.post(link[0], {"children": "3", "once": str(uuid4())})
    row = SignUp.objects.get()
    assert (row.children, row.needs) == (3, [])
    assert "Zélie" not in told
    out = {"once": str(uuid4())}
    assert {client.post(f"{link[0]}rendre/", out).status_code for _ in range(2)} == {302}
    assert not SignUp.objects.exists()
    assert client.get(link[0]).status_code == 404


def test_the_link_dies_with_the_meeting_and_is_not_made_up(client, amina, odile) -> None:
    meeting = make_agora(amina, odile)
    row = make_guest(meeting)
    assert row.guest
    path = reverse("meetings:my_place", args=[token_of(row.guest)])
    assert client.get(path).status_code == 200
    assert client.get(reverse("meetings:my_place", args=[f"{row.guest.pk}"])).status_code == 404
    with pretend(meeting.ends_at):
        assert [client.get(path).status_code, client.post(f"{path}rendre/").status_code] == [
            404
        ] * 2


def test_an_outsider_never_learns_who_comes(client, as_, amina, bruno, odile) -> None:
    """An address that is known, one that comes already, one that nobody knows: the same answer."""
    meeting = make_agora(amina, odile)
    sign_up(meeting, by=actors.person(bruno))
    make_guest(meeting, "Zelie")
    answers = set()
    for name in ("bruno", "amina", "zelie", "personne"):
        visit = Client(headers={"accept-language": "fr"})
        said = come(visit, meeting, name="Anonyme", address=f"{name}@exemple.test")
        answers.add(re.sub(r'value="[^"]*"', "", said))
    assert len(answers) == 1
    assert not re.search("Bruno|Zelie|Anonyme", answers.pop())


def test_names_are_opened_by_a_click_that_the_circle_reads(as_, amina, bruno, odile) -> None:
    meeting = make_agora(amina, odile)
    make_guest(meeting, wanted=Wanted(3, "2, 4 et 9 ans", (), "Sans arachide."))
    Turn.objects.create(meeting=meeting, person=bruno, duty="care", accepted_at=now())
    path = reverse("meetings:who_comes", args=[meeting.pk])
    for person in (amina, bruno):
        page = as_(person).get(path).content.decode()
        assert "3 enfants" in page
        assert "Zélie" not in page
    assert not Entry.objects.filter(deed="meetings.names_read").exists()
    page = as_(amina).post(path, {"once": str(uuid4())}).content.decode()
    assert "Zélie" in page
    assert "Sans arachide." in page
    assert Entry.objects.filter(deed="meetings.names_read").count() == 1
    assert as_(bruno).post(path, {"once": str(uuid4())}).status_code == 403
    assert as_(odile).get(path).status_code == 403


def test_whoever_leaves_no_longer_reads_what_must_be_ready(as_, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    meeting = make_meeting(circle, by=amina, openness=Openness.TOWN)
    make_guest(meeting, wanted=Wanted(needs=(Need.WHEELCHAIR.value,)))
    take_duty(meeting, Duty.CARE, by=actors.person(bruno))
    page = reverse("meetings:who_comes", args=[meeting.pk])
    assert as_(bruno).get(page).status_code == 200
    leave(bruno, by=actors.person(bruno))
    assert as_(bruno).get(page).status_code == 403


def test_members_say_what_they_need_too(as_, amina, bruno, odile) -> None:
    meeting = make_agora(amina, odile)
    path = reverse("meetings:needs", args=[meeting.pk])
    assert as_(bruno).get(path).status_code == 403
    sign_up(meeting, by=actors.person(bruno))
    as_(bruno).post(path, {"needs": ["hearing"], "once": str(uuid4())})
    assert sum_of(meeting).needs == {"hearing": 1}
    withdraw(meeting, by=actors.person(bruno))
    assert not SignUp.objects.exclude(needs=[]).exists()


def test_who_comes_asks_as_much_for_one_as_for_many(as_, amina, odile) -> None:
    meeting = make_agora(amina, odile)
    names = iter(("Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix"))
    same_queries_for_one_or_many(
        call=lambda: as_(amina).post(reverse("meetings:who_comes", args=[meeting.pk])),
        make=lambda: make_guest(meeting, next(names)),
    )
