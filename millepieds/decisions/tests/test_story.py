"""What a member who was not there reads of a decision: who stood where, by which right, what may change."""

import pytest
from django.urls import reverse
from django.utils.text import capfirst

from millepieds.circles.queries.organigram import names_for
from millepieds.circles.tests.makers import make_circle, make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.actors import OUTSIDER
from millepieds.core.clock import day_of, now, pretend, today
from millepieds.core.lists import month_in_words
from millepieds.decisions.actions.deciding import drop_question
from millepieds.decisions.actions.moving import move_question
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import reader_of, shown
from millepieds.decisions.queries.story import line_in_the_register, round_behind, ties_read
from millepieds.decisions.rules.rounds import Stand
from millepieds.decisions.rules.terms import DECIDE, Openness, Tie
from millepieds.decisions.sheets import Making, written
from millepieds.decisions.tests.makers import (
    DAY,
    make_asked,
    make_decision,
    make_places,
    make_question,
    once_heard,
)
from millepieds.decisions.tests.rounds import (
    make_adopted,
    make_round,
    make_stance,
    make_version,
    once_closed,
    once_listened,
)
from millepieds.people.models import Person
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def karim(odile: Person) -> Person:
    """A member who holds nothing."""
    return make_member("Karim", welcomed_by=odile)


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def page_of(decision: Decision) -> str:
    return reverse("decisions:decision", args=[decision.pk])


def test_who_disagreed_with_what_a_circle_adopted_and_why(
    as_, circle, bruno, amina, nadia, karim
) -> None:
    row = make_round(circle, by=bruno)
    with once_listened():
        make_stance(row, amina, Stand.OBJECTION, "Une urgence attendrait.")
        make_version(row, by=bruno)
        make_stance(row, amina)
        make_stance(row, nadia, Stand.CONCERN, "À revoir en septembre.")
        with once_closed():
            decision = make_adopted(row, by=bruno)
            read = words_of(as_(karim).get(page_of(decision)))
            in_town = words_of(as_(None).get(page_of(decision)))
    for word in ("Une urgence attendrait.", "objecte", "Sauf urgence.", "À revoir en septembre."):
        assert word in read
        assert word not in in_town
    assert "Tout le cercle a été consulté : Coordination." in read
    assert "Sans autre mot : Amina consent." in read


def test_by_which_rule_and_which_line_of_the_register(as_, leila, bruno, amina, karim) -> None:
    decision = make_decision(make_places(bruno, by=leila), amina, by=bruno, openness=Openness.TOWN)
    line = line_in_the_register(decision, reader_of(karim, on=today()))
    with once_heard():
        read = as_(karim).get(page_of(decision))
        in_town = as_(None).get(page_of(decision))
    proof = reverse("home:proof", args=[line])
    assert proof in read.content.decode()
    assert proof not in in_town.content.decode()
    assert as_(karim).get(proof).status_code == 200
    assert "Règle article 1.4 de notre charte" in words_of(read)


def test_what_a_member_may_still_do(as_, leila, bruno, amina, karim) -> None:
    """Said at each moment of a question, with a way to say a tension; the decider has their own ways."""
    places = make_places(bruno, by=leila)
    question = make_question(places, by=bruno)
    make_asked(question, amina, by=bruno)
    door = page_of(question)
    asking = words_of(as_(karim).get(door))
    assert "on ne t’a rien demandé ?" in asking
    assert "À dire à : Bruno" in asking.replace("\xa0", " ")
    assert "ton avis peut tout changer" in words_of(as_(amina).get(door))
    assert "Ce qui peut encore changer" not in words_of(as_(bruno).get(door))
    with once_heard():
        assert "peut se décider d’un jour à l’autre" in words_of(as_(karim).get(door))
        drop_question(question, "Rien ne presse.", by=actors.person(bruno))
        assert "Pour reprendre le sujet" in words_of(as_(karim).get(door))
    taken = make_decision(places, amina, by=bruno)
    with once_heard():
        read = as_(karim).get(page_of(taken))
        own = words_of(as_(bruno).get(page_of(taken)))
    assert "Parles-en d’abord à Bruno" in words_of(read)
    assert reverse("tensions:say") in read.content.decode()
    assert "Ouvrir une question pour la remplacer" in own
    assert "Parles-en d’abord" not in own
    with pretend(now() + 370 * DAY):
        late = words_of(as_(karim).get(page_of(taken)))
    assert "n’a plus ce mandat" in late
    assert "Voir qui tient ce rôle aujourd’hui" in late


def test_a_question_handed_over_names_whoever_decides_now(
    as_, circle, leila, bruno, amina, karim
) -> None:
    inner = make_circle("Lieux", by=leila, parent=circle)
    places = make_places(bruno, by=leila, circle=inner)
    wider = make_role("Animation", by=leila, circle=circle, powers=(DECIDE,), domain="Le reste.")
    make_mandate(wider, amina, by=leila, days=90)
    question = make_question(places, by=bruno)
    make_asked(question, karim, by=bruno)
    move_question(question, wider, "Cela touche tout le monde.", by=actors.person(bruno))
    with once_heard():
        read = words_of(as_(bruno).get(page_of(question))).replace("\xa0", " ")
        assert "Ouverte par Bruno" in read
        assert "Décide aujourd’hui Amina" in read
        assert "À dire à : Amina" in read
    with pretend(now() + 100 * DAY):
        left = words_of(as_(karim).get(page_of(question)))
    assert "personne ne tient ce rôle aujourd’hui" in left


def test_the_register_is_read_month_by_month(as_, leila, bruno, amina) -> None:
    places = make_places(bruno, by=leila)
    dropped = make_question(places, by=bruno, title="Un deuxième tract")
    make_asked(dropped, amina, by=bruno)
    drop_question(dropped, "Trop tard.", by=actors.person(bruno))
    made = make_question(places, by=bruno, title="Un atelier")
    make_asked(made, amina, by=bruno)
    first = make_decision(places, amina, by=bruno)
    with pretend(now() + 40 * DAY):
        second = make_decision(places, amina, by=bruno, title="Les clés")
    with pretend(now() + 60 * DAY):
        read = words_of(as_(amina).get(reverse("decisions:decisions")))
    moments = [one.taken_at for one in (second, first) if one.taken_at]
    newest, before = (capfirst(month_in_words(day_of(moment))) for moment in moments)
    told = [
        "Pas encore décidées",
        made.title,
        newest,
        "Les clés",
        before,
        first.title,
        dropped.title,
    ]
    places_of_them = [read.index(words) for words in told]
    assert places_of_them == sorted(places_of_them)
    assert "abandonnée le" in read
    assert read.count("avis jusqu’au") == 1


def test_whoever_has_no_address_is_named_to_bring_the_sheet_to(as_, leila, bruno) -> None:
    question = make_question(make_places(bruno, by=leila), by=bruno)
    sent = {"why": "concerned", "outside": "Monsieur Paul\nDjamila, djamila@exemple.test"}
    read = as_(bruno).post(reverse("decisions:ask", args=[question.pk]), sent, follow=True)
    assert "Apporte la feuille à : Monsieur Paul." in words_of(read)
    paul = question.asked.get(outside="Monsieur Paul")
    typing = words_of(as_(bruno).get(reverse("decisions:type_in", args=[paul.pk])))
    assert question.title in typing
    assert "Son avis" in typing
    assert "Mon avis" not in typing


def test_a_refusal_leads_back_to_the_page_one_came_from(as_, leila, bruno) -> None:
    question = make_question(make_places(bruno, by=leila), by=bruno)
    door, page = reverse("decisions:decide", args=[question.pk]), page_of(question)
    back = f'<p><a href="http://testserver{page}">Retour</a></p>'
    for before, leads_back in (
        (f"http://testserver{page}", True), (f"https://ailleurs.test{page}", False),
        (f"http://testserver{door}", False), ("", False), ("http://[", False),
    ):  # fmt: skip
        read = as_(bruno).get(door, headers={"referer": before})
        assert read.status_code == 403
        assert (back in read.content.decode()) is leads_back


@pytest.mark.parametrize("wrong", [{"year": "1999"}, {"year": "abc"}, {"state": "perdue"}])
def test_a_filter_that_cannot_be_is_said_and_the_others_hold(
    as_, leila, bruno, amina, wrong
) -> None:
    places = make_places(bruno, by=leila)
    make_decision(places, amina, by=bruno)
    make_decision(places, amina, by=bruno, title="Les clés du portail")
    with once_heard():
        read = words_of(as_(amina).get(reverse("decisions:decisions"), {"q": "portail", **wrong}))
    assert "Cette liste n’en tient pas compte." in read
    assert "Les clés du portail" in read
    assert "Le local ouvre le samedi" not in read
    assert "Sélectionnez" not in read
    assert "Assurez-vous" not in read


def test_the_sheet_tells_who_objected_and_only_what_its_reader_may_read(
    circle, leila, bruno, amina, nadia, karim
) -> None:
    row = make_round(circle, by=bruno)
    with once_listened():
        make_stance(row, amina, Stand.OBJECTION, "Une urgence attendrait.")
        make_version(row, by=bruno)
        for person in (amina, nadia):
            make_stance(row, person)
        with once_closed():
            decision = make_adopted(row, by=bruno)
            at, on = now(), today()
            one = shown([decision], names_for(member=True, now=at), now=at, on=on)[0]
            voices = round_behind(decision, reader_of(karim, on=on), OUTSIDER, now=at, on=on)
            inside = written(one, Making([], round=voices, inside=True))
            outside = written(one, Making([], round=voices))
    assert inside["asked"] == [
        {"who": "Amina objecte, sur la version 1", "said": "Une urgence attendrait.", "answer": ""}
    ]
    assert outside["asked"] == []


def test_what_it_replaces_is_named_only_to_whoever_may_read_it(
    as_, leila, bruno, amina, karim
) -> None:
    """On the page, and on the sheet, which takes the same rows."""
    places = make_places(bruno, by=leila)
    hidden = make_decision(
        places, amina, by=bruno, title="Le code du portail", openness=Openness.CIRCLE
    )
    with once_heard():
        after = make_decision(places, amina, by=bruno, earlier=hidden, tie=Tie.REPLACES)
    on = today() + 10 * DAY
    assert not list(ties_read(after, reader_of(karim, on=on)))
    assert [one.earlier for one in ties_read(after, reader_of(bruno, on=on))] == [hidden]
    with pretend(now() + 10 * DAY):
        assert hidden.title not in as_(karim).get(page_of(after)).content.decode()
        assert hidden.title in as_(bruno).get(page_of(after)).content.decode()
