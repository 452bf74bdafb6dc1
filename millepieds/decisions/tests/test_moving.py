"""Bruno's question goes further than him: it goes up to the agora with all that was said, or inside."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import escape

from millepieds.circles.models import Role
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import make_circle, make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, today
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.deciding import decide
from millepieds.decisions.actions.moving import move_question
from millepieds.decisions.models import Decision, Move
from millepieds.decisions.queries.moving import places_for
from millepieds.decisions.rules.moving import Way
from millepieds.decisions.rules.terms import DECIDE, Openness
from millepieds.decisions.tests.makers import (
    make_advice,
    make_answer,
    make_asked,
    make_places,
    make_question,
    once_heard,
    verdict,
)
from millepieds.home.queries.desk import desk_of
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db
WHY = "Cela engage tout le mouvement."


@pytest.fixture
def pole(leila):
    return make_circle("Vie interne", by=leila)


@pytest.fixture
def places(bruno, leila, pole):
    return make_places(bruno, by=leila, circle=pole)


@pytest.fixture
def agora_role(amina, leila):
    role = make_role("Conduite de l’agora", by=leila, powers=(DECIDE,))
    make_mandate(role, amina, by=leila, days=200)
    return role


@pytest.fixture
def asked(places, bruno, leila):
    question = make_question(places, by=bruno, openness=Openness.CIRCLE)
    make_advice(make_asked(question, leila, by=bruno)[0])
    return question


def test_what_several_circles_share_goes_through_the_coordination(
    asked, places, agora_role, amina, leila
) -> None:
    """It stands beside them, under the Agora: a question climbs there first."""
    council = make_circle("Coordination", by=leila, kind=Kind.COORDINATION)
    conduct = make_role("Animation de la Coordination", by=leila, circle=council, powers=(DECIDE,))
    make_mandate(conduct, amina, by=leila, days=200)
    up = [one for one in places_for(asked, on=today()) if one.way is Way.UP]
    assert [one.role_id for one in up] == [conduct.pk, agora_role.pk]
    asked.role = conduct
    assert [one.role_id for one in places_for(asked, on=today())] == [agora_role.pk]


def move(question: Decision, to: Role, *, by: Person) -> Move:
    return move_question(question, to, WHY, by=actors.person(by))


def test_a_question_goes_up_with_its_thread_and_another_decides(
    asked, agora_role, bruno, amina, places
):
    moved = move(asked, agora_role, by=bruno)
    asked.refresh_from_db()
    assert (moved.way, moved.moved_by, moved.from_role) == (Way.UP, bruno, places)
    assert (asked.role, asked.author) == (agora_role, bruno)
    last = Entry.objects.select_related("particulars").order_by("-number")[0]
    assert (last.deed, last.particulars.facts) == ("decisions.moved", {"way": "up"})
    advice = asked.asked.get()
    with pytest.raises(Refused):
        make_answer(advice, by=bruno)
    make_answer(advice, by=amina)
    with once_heard():
        done = decide(asked, verdict(), by=actors.person(amina))
    assert done.taken_under
    assert done.taken_under.person == amina


def test_it_waits_on_the_desk_of_whoever_takes_it_up_who_is_written_to(
    asked, agora_role, bruno, amina
):
    def waits(person: Person) -> bool:
        return asked.title in [one.title for one in desk_of(person, now=now(), on=today()).todos]

    assert (waits(bruno), waits(amina)) == (True, False)
    move(asked, agora_role, by=bruno)
    assert (waits(bruno), waits(amina)) == (False, True)
    letter = Letter.objects.get(key__startswith="decisions.moved:")
    assert letter.person == amina
    assert WHY in letter.text


def test_it_goes_down_to_a_circle_inside_and_back_up(asked, agora_role, bruno, leila, odile, pole):
    inner = make_circle("Local", by=leila, parent=pole)
    keys = make_role("Clés", by=leila, circle=inner, powers=(DECIDE,))
    keeper = make_member("Karim", welcomed_by=odile)
    make_mandate(keys, keeper, by=leila, days=100)
    named = {one.role_id: one.way for one in places_for(asked, on=today())}
    assert named == {agora_role.pk: Way.UP, keys.pk: Way.DOWN}
    assert move(asked, keys, by=bruno).way == Way.DOWN
    assert move(asked, asked.opened_by.role, by=keeper).way == Way.UP
    assert asked.moves.count() == 2


def test_only_a_role_that_decides_and_is_held_takes_it_up(asked, bruno, leila, pole):
    held = make_role("Mémoire", by=leila)
    make_mandate(held, bruno, by=leila, days=50)
    free = make_role("Libre", by=leila, powers=(DECIDE,))
    beside = make_role("Horaires", by=leila, circle=pole, powers=(DECIDE,))
    for role in (held, free, beside):
        with pytest.raises(Refused):
            move(asked, role, by=bruno)
    assert not Move.objects.exists()


def test_whoever_does_not_hold_the_role_moves_nothing(asked, agora_role, amina, leila):
    for person in (amina, leila):
        with pytest.raises(Refused) as no:
            move(asked, agora_role, by=person)
        assert no.value.refusal.power == DECIDE


def test_nothing_moves_before_anyone_was_asked_nor_once_decided(places, agora_role, bruno, leila):
    draft = make_question(places, by=bruno)
    with pytest.raises(Refused):
        move(draft, agora_role, by=bruno)
    make_asked(draft, leila, by=bruno)
    with once_heard():
        decide(draft, verdict(), by=actors.person(bruno))
        with pytest.raises(Refused):
            move(draft, agora_role, by=bruno)


def test_its_first_circle_still_reads_it_and_the_page_tells_the_way(
    as_, asked, agora_role, bruno, leila, odile, places
):
    neighbour = make_member("Nadia", welcomed_by=odile)
    mate = make_role("Compta", by=leila, circle=places.circle)
    make_mandate(mate, neighbour, by=leila, days=100)
    stranger = make_member("Théo", welcomed_by=odile)
    assert as_(bruno).get(f"/decisions/{asked.pk}/porter/").status_code == 200
    back = as_(bruno).post(f"/decisions/{asked.pk}/porter/", {"role": agora_role.pk})
    assert "Dis en une phrase" in back.content.decode()
    sent = as_(bruno).post(f"/decisions/{asked.pk}/porter/", {"role": agora_role.pk, "why": WHY})
    assert sent.status_code == 302
    page = as_(neighbour).get(asked.get_absolute_url()).content.decode()
    assert WHY in page
    assert escape("Conduite de l’agora") in page
    assert as_(stranger).get(asked.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("wrong", [{"why": ""}, {"to_role": "from_role"}])
def test_the_table_itself_wants_a_reason_and_another_role(asked, agora_role, bruno, wrong):
    done = move(asked, agora_role, by=bruno)
    changes = {key: getattr(done, value) if value else value for key, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.filter(pk=done.pk).update(**changes)
