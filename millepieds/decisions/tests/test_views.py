"""The pages of decisions, as Amina, Bruno and a passer-by read them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.actions.asking import Invited, ask
from millepieds.decisions.models import Decision, Solicitation
from millepieds.decisions.queries.making import token_of
from millepieds.decisions.rules.terms import How, Openness, Tie, Why
from millepieds.decisions.tests.makers import (
    make_advice,
    make_asked,
    make_decision,
    make_question,
    once_heard,
)
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many
from tests.pages import Page

pytestmark = pytest.mark.django_db


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def test_from_a_question_to_a_decision_by_the_pages_alone(as_, places, bruno, amina) -> None:
    said = {
        "role": places.pk, "title": "Le samedi", "question": "Ouvrir ?", "intention": "Ouvrir.",
        "openness": "members", "reaches": ["money"],
    }  # fmt: skip
    asking = as_(bruno).post(reverse("decisions:open"), said)["Location"]
    page = as_(bruno).post(asking, {"why": "concerned", "people": "amina"})["Location"]
    assert "sonde d’abord tes référentes" in words_of(as_(bruno).get(page))  # money was ticked
    assert "On demande ton avis" in words_of(as_(amina).get(page))
    question = Decision.objects.get()
    as_(amina).post(
        reverse("decisions:give", args=[question.pk]), {"advice": "Pas chaque semaine."}
    )
    asked = Solicitation.objects.get()
    as_(bruno).post(reverse("decisions:answer", args=[asked.pk]), {"followed": "followed"})
    deciding = reverse("decisions:decide", args=[question.pk])
    assert "jusqu’au" in words_of(as_(bruno).get(deciding))  # refused, until when
    with once_heard():
        verdict = {
            "text": "Le local ouvre.", "reasons": "Il le faut.", "effective_on": today(),
            "review_on": today() + timedelta(days=90),
        }  # fmt: skip
        as_(bruno).post(deciding, verdict)
        read = words_of(as_(amina).get(page))
    for word in ("Le local ouvre.", "Il le faut.", "Pas chaque semaine.", "Suivi", "En vigueur"):
        assert word in read


def test_a_form_comes_back_filled_and_says_what_is_wrong(as_, places, bruno) -> None:
    question = make_question(places, by=bruno)
    sent = {
        "why": "concerned", "people": "Zénobie\nBruno",
        "outside": "La voisine, voisine chez exemple", "until": "2001-01-01",
    }  # fmt: skip
    read = as_(bruno).post(reverse("decisions:ask", args=[question.pk]), sent)
    text = read.content.decode()
    for word in ("Zénobie", "voisine chez exemple", "2001-01-01"):
        assert word in text
    said = words_of(read)
    assert "Aucun membre ne s’appelle « Zénobie »" in said
    assert "après la virgule vient une adresse" in said
    assert "Ce jour est passé" in said
    assert not Solicitation.objects.exists()


def test_two_members_of_one_name_are_told_apart_by_their_number(as_, places, bruno, amina) -> None:
    other = Person.objects.get(pk=amina.pk)
    Person.objects.filter(pk=bruno.pk).update(name="Amina")
    question = make_question(places, by=bruno)
    door = reverse("decisions:ask", args=[question.pk])
    read = words_of(as_(bruno).post(door, {"why": "concerned", "people": "Amina"}))
    assert f"« Amina #{other.pk} »" in read
    as_(bruno).post(door, {"why": "concerned", "people": f"Amina #{other.pk}"})
    assert Solicitation.objects.get().person == other


def test_an_advice_not_followed_without_a_reason_is_sent_back(as_, places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    (asked,) = make_asked(question, amina, by=bruno)
    make_advice(asked)
    door = reverse("decisions:answer", args=[asked.pk])
    assert "mérite une raison" in words_of(as_(bruno).post(door, {"followed": "not"}))
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_the_link_of_a_letter_answers_without_signing_in(as_, places, bruno) -> None:
    question = make_question(places, by=bruno)
    outside = Invited(outside={"La voisine": "voisine@exemple.test"})
    (asked,) = ask(question, outside, why=Why.CONCERNED, by=actors.person(bruno))
    door = reverse("decisions:from_a_letter", args=[token_of(asked)])
    neighbour = as_(None)
    assert "Faut-il ouvrir le samedi" in words_of(neighbour.get(door))
    asked.refresh_from_db()
    assert asked.advised_at is None  # a scanner of mails that opens it uses nothing up
    thanks = neighbour.post(door, {"advice": "Pas avant 9 h."})["Location"]
    assert "Merci" in words_of(neighbour.get(thanks))
    asked.refresh_from_db()
    assert (asked.advice, asked.how) == ("Pas avant 9 h.", How.MAIL)
    again = neighbour.get(door)
    assert "Pas avant 9 h." not in again.content.decode()  # a letter may be forwarded
    neighbour.post(door, {"advice": "Plutôt 10 h."})
    asked.refresh_from_db()
    assert asked.advice == "Plutôt 10 h."
    with once_heard():
        late = as_(None).post(door, {"advice": "Trop tard."})
    assert late.status_code == 403
    assert "fini depuis" in words_of(late)


def test_a_link_made_up_opens_nothing(as_, places, bruno, amina) -> None:
    (asked,) = make_asked(make_question(places, by=bruno), amina, by=bruno)
    token = token_of(asked)
    forged = ("x", token[:-1], token.replace(token[0], "A", 1) + "A", f"1:{token.split(':')[-1]}x")
    for made_up in forged:
        assert as_(None).get(f"/avis/{made_up}/").status_code == 404


def test_the_town_reads_the_decision_and_not_who_said_what(as_, places, bruno, amina) -> None:
    question = make_question(places, by=bruno, openness=Openness.TOWN)
    (asked,) = make_asked(question, amina, by=bruno)
    door = reverse("decisions:decision", args=[question.pk])
    assert as_(None).get(door).status_code == 404  # while it is being made
    make_advice(asked, "canari")
    with once_heard():
        as_(bruno).post(reverse("decisions:answer", args=[asked.pk]), {"followed": "followed"})
        as_(bruno).post(
            reverse("decisions:decide", args=[question.pk]),
            {
                "text": "Le local ouvre.", "reasons": "Il le faut.", "effective_on": today(),
                "review_on": today() + timedelta(days=90),
            },
        )  # fmt: skip
        read = as_(None).get(door).content.decode()
        listed = as_(None).get(reverse("decisions:decisions")).content.decode()
    assert "Le local ouvre." in read
    assert "1 avis demandé" in read
    for word in ("canari", "Amina", "Bruno"):
        assert word not in read + listed


def test_the_register_is_searched_by_words_circle_and_state(as_, places, bruno, amina) -> None:
    first = make_decision(places, amina, by=bruno, title="Le local ouvre le mardi")
    make_decision(
        places, amina, by=bruno, title="Le local ferme en août", earlier=first, tie=Tie.REPLACES
    )
    make_asked(make_question(places, by=bruno, title="Le chauffage"), amina, by=bruno)
    page = reverse("decisions:decisions")

    def titles(**asked: object) -> list[str]:
        read = words_of(as_(amina).get(page, asked))
        return [one for one in ("mardi", "août", "chauffage") if one in read]

    with pretend(now() + timedelta(days=4)):
        assert titles() == ["mardi", "août", "chauffage"]
        assert titles(q="août") == ["août"]
        assert titles(state="in-force") == ["août"]
        assert titles(state="replaced") == ["mardi"]
        assert titles(state="heard") == ["chauffage"]
        assert titles(circle=places.circle_id, q="local") == ["mardi", "août"]
        assert titles(q="introuvable") == []


def test_the_list_and_the_page_cost_the_same_for_one_or_many(as_, places, bruno, amina) -> None:
    same_queries_for_one_or_many(
        make=lambda: make_decision(places, amina, by=bruno),
        call=lambda: as_(amina).get(reverse("decisions:decisions")),
    )
    question = make_question(places, by=bruno)
    door = reverse("decisions:decision", args=[question.pk])
    names = iter("ABCDEFGH")
    same_queries_for_one_or_many(
        make=lambda: ask(
            question, Invited(outside={next(names): ""}), why=Why.CONCERNED,
            by=actors.person(bruno),
        ),
        call=lambda: as_(bruno).get(door),
    )  # fmt: skip


def test_what_waits_for_me_says_whose_question_and_until_when(as_, places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    (asked,) = make_asked(question, amina, by=bruno)
    desk = reverse("home:mine")
    assert "Bruno s’apprête à décider" in words_of(as_(amina).get(desk))
    make_advice(asked)
    assert "Bruno s’apprête à décider" not in words_of(as_(amina).get(desk))
    assert "1 avis attend ta réponse" in words_of(as_(bruno).get(desk))


def test_a_late_review_is_shown_to_whoever_holds_the_role(as_, places, bruno, amina) -> None:
    taken = make_decision(places, amina, by=bruno)
    with pretend(now() + timedelta(days=200)):
        assert "à revoir depuis le" in words_of(as_(bruno).get(reverse("home:mine")))
        page = words_of(as_(amina).get(taken.get_absolute_url()))
    assert "Elle tient toujours" in page
