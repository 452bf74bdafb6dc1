"""« Ce qui m'attend »: each situation, and the one thing to do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from millepieds.charter.actions import adopt_charter
from millepieds.circles.actions.founding import call_for_founding
from millepieds.circles.actions.mandates import decline_mandate
from millepieds.circles.actions.notices import announce_ends
from millepieds.circles.actions.offers import offer_to_take
from millepieds.circles.tests.makers import (
    accept,
    charter_text,
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
)
from millepieds.core import actors
from millepieds.core.actors import ActorKind
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.rules.terms import Openness
from millepieds.decisions.tests.makers import make_decision, make_places
from millepieds.home.queries.desk import desk_of
from millepieds.journal.models import Entry
from millepieds.meetings.rules.terms import Openness as Meet
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.members.actions import appeal, knock, leave, refuse, welcome
from millepieds.members.models import Membership
from millepieds.people.models import Person

DAY = timedelta(days=1)


def urls(person: Person) -> list[str]:
    return [todo.url for todo in desk_of(person, now=now(), on=today()).todos]


def knocks(person: Person) -> Membership:
    return knock(person, district=None, languages="", wishes="", needs=(), by=actors.person(person))


def test_bruno_has_nothing_to_do(bruno: Person) -> None:
    assert urls(bruno) == []


def test_the_path_from_the_door(odile: Person, amina: Person) -> None:
    nour = make_person("Nour")
    assert urls(nour) == ["/rejoindre/"]
    request = knocks(nour)
    assert urls(nour) == ["/charte/"]
    welcome(request, by=actors.person(amina))
    assert urls(nour) == ["/charte/signer/"]


def test_the_path_of_a_refusal(odile: Person, amina: Person) -> None:
    nour = make_person("Nour")
    request = knocks(nour)
    refuse(request, "Pas cette fois.", by=actors.person(amina))
    [todo] = desk_of(nour, now=now(), on=today()).todos
    assert (todo.url, todo.why) == ("/moi/recours/", "Pas cette fois.")
    appeal(request, "Pourquoi ?", by=actors.person(nour))
    assert urls(nour) == ["/charte/"]
    assert "/accueil/" in urls(amina)


def test_whoever_left_finds_the_door(bruno: Person) -> None:
    leave(bruno, by=actors.person(bruno))
    assert urls(bruno) == ["/rejoindre/"]


@pytest.mark.parametrize(("days", "waits"), [(0, True), (29, True), (30, True), (60, True)])
def test_a_charter_that_changed_waits_to_be_signed(odile, bruno, days: int, waits: bool) -> None:
    adopt_charter(charter_text(2), by=actors.person(odile))
    with pretend(now() + days * DAY):
        assert ("/charte/signer/" in urls(bruno)) is waits


def test_someone_waits_at_the_door(odile: Person, amina: Person, bruno: Person) -> None:
    assert "/accueil/" not in urls(amina)
    knocks(make_person("Nour"))
    assert "/accueil/" in urls(amina)
    assert "/accueil/" not in urls(bruno)
    with pretend(now() + 8 * DAY):
        todos = desk_of(amina, now=now(), on=today()).todos
        assert [todo for todo in todos if todo.url == "/accueil/"]


def test_a_mandate_waits_for_an_answer_then_for_its_end(odile: Person, bruno: Person) -> None:
    role = make_role(by=odile)
    mandate = make_proposal(role, bruno, by=odile, days=60)
    assert urls(bruno) == [f"/mandats/{mandate.pk}/accepter/"]
    held = make_mandate(make_role("Autre", by=odile), bruno, by=odile, days=60)
    for days, told in [(0, False), (29, False), (30, True), (59, True), (60, False)]:
        with pretend(now() + days * DAY):
            assert (f"/mandats/{held.pk}/passation/" in urls(bruno)) is told


def test_an_offer_waits_for_whoever_hands_out_mandates(odile, leila, bruno: Person) -> None:
    role = make_role(by=odile)
    offer_to_take(role, "J’ai du temps.", by=actors.person(bruno), person=bruno)
    assert role.get_absolute_url() in urls(leila)
    assert role.get_absolute_url() not in urls(bruno)


def test_a_mandate_that_ends_waits_for_whoever_may_renew_it(odile, leila, bruno, amina) -> None:
    role = make_role(by=odile)
    make_mandate(role, bruno, by=odile, days=60)
    propose = f"/roles/{role.pk}/confier/?person={bruno.pk}"
    assert propose not in urls(leila)
    with pretend(now() + 30 * DAY):
        assert propose in urls(leila)
        for other in (amina, bruno, odile):
            assert propose not in urls(other)
        renewal = make_proposal(role, bruno, by=leila, starts_on=today() + 30 * DAY)
        assert propose not in urls(leila)  # it is in Bruno's hands
        decline_mandate(renewal, by=actors.person(bruno))
        assert propose in urls(leila)
        accept(make_proposal(role, amina, by=leila, starts_on=today() + 30 * DAY))
        assert propose not in urls(leila)


def test_whoever_assigns_is_not_asked_to_renew_their_own(odile: Person, leila: Person) -> None:
    with pretend(now() + 280 * DAY):
        assert not [url for url in urls(leila) if "/confier/" in url]


def test_everyone_sees_that_nobody_can_propose_then_a_call_to_refound(odile, bruno) -> None:
    other, nour = make_member("Zoé", welcomed_by=odile), make_person("Nour")
    assert "/refondation/" not in urls(bruno)
    with pretend(now() + 91 * DAY):
        [before, _no_meeting] = desk_of(bruno, now=now(), on=today()).todos
        call_for_founding(other, by=actors.person(other))
        [after, _no_meeting] = desk_of(bruno, now=now(), on=today()).todos
        assert (before.url, after.url) == ("/refondation/", "/refondation/")
        assert before.title != after.title
        assert "/refondation/" not in urls(nour)


def test_news_are_those_since_the_last_visit_and_not_my_own(odile, bruno: Person) -> None:
    Person.objects.filter(pk=bruno.pk).update(visited_before_at=now())
    bruno.refresh_from_db()
    role = make_role("Mémoire", by=odile)
    offer_to_take(role, "", by=actors.person(bruno), person=bruno)
    deeds = [line.deed.key for line in desk_of(bruno, now=now(), on=today()).news]
    assert deeds == ["circles.role_opened"]


def test_what_was_decided_without_me_since_my_last_visit(as_, leila, amina, bruno, odile) -> None:
    """Neither what I decided, nor what I was asked about, nor what I may not read."""
    places, karim = make_places(amina, by=leila), make_member("Karim", welcomed_by=odile)
    for person in (amina, bruno, karim):
        Person.objects.filter(pk=person.pk).update(visited_before_at=now())
        person.refresh_from_db()
    without = make_decision(places, bruno, by=amina, title="Le samedi")
    make_decision(places, bruno, by=amina, title="Les clés", openness=Openness.CIRCLE)

    def seen(person: Person) -> list[str]:
        return [one.title for one in desk_of(person, now=now(), on=today()).without_me]

    assert (seen(karim), seen(bruno), seen(amina)) == (["Le samedi"], [], [])
    client = as_(karim)
    Person.objects.filter(pk=karim.pk).update(visited_before_at=now() - DAY)
    assert without.mark in client.get("/pour-moi/").content.decode()


def test_the_desk_writes_nothing_and_opens_for_everyone(
    as_, amina, django_assert_num_queries
) -> None:
    client = as_(amina)
    client.get("/pour-moi/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/pour-moi/").status_code == 200
    assert [q["sql"] for q in asked if not q["sql"].startswith("SELECT")] == []


def test_the_next_meeting_is_one_that_i_may_come_to(as_, odile, bruno, amina) -> None:
    circle = make_meeting_circle(amina, by=odile)
    make_meeting(circle, by=amina, title="Entre nous", openness=Meet.CIRCLE, in_days=2)
    later = make_meeting(circle, by=amina, title="Toutes et tous", in_days=9)
    found = [desk_of(who, now=now(), on=today()).next_meeting for who in (amina, bruno)]
    assert [one and one.meeting.title for one in found] == ["Entre nous", "Toutes et tous"]
    assert later.place in as_(bruno).get("/pour-moi/").content.decode()


def test_the_desk_asks_eight_questions_at_most(as_, odile, amina, leila) -> None:
    make_meeting(make_meeting_circle(amina, by=odile), by=amina)
    client = as_(amina)
    client.get("/pour-moi/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/pour-moi/")
    assert len(asked) <= 8, "\n".join(query["sql"] for query in asked.captured_queries)


def test_what_the_house_does_by_itself_is_no_news(leila, amina, bruno: Person) -> None:
    """The end of a mandate is announced by the house: it stands in the register, and on its holder's desk."""
    make_mandate(make_role("Accueil du samedi", by=leila), amina, by=leila, days=10)
    Person.objects.filter(pk=bruno.pk).update(visited_before_at=now())
    bruno.refresh_from_db()
    with pretend(now() + DAY):
        announce_ends(by=actors.JOB)
        deeds = {line.deed.key for line in desk_of(bruno, now=now(), on=today()).news}
        told = Entry.objects.filter(particulars__actor_kind=ActorKind.JOB.value)
    assert told.exists()
    assert deeds == set()


def test_the_way_to_all_decisions_is_there_when_nothing_is_new(as_, bruno: Person) -> None:
    read = as_(bruno).get("/pour-moi/").content.decode()
    assert "Rien depuis ta dernière visite." in read
    assert "Toutes les décisions, mois par mois" in read
