"""What was sent too late is refused, and goes back to whoever wrote it: in that page, and nowhere else."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from millepieds.circles.models import Circle, Mandate
from millepieds.decisions.models import Proposal, Solicitation
from millepieds.decisions.queries.consent import current_of
from millepieds.decisions.queries.mailed import voice_token
from millepieds.decisions.queries.making import token_of
from millepieds.decisions.tests.makers import (
    make_advice,
    make_asked,
    make_places,
    make_question,
    once_heard,
)
from millepieds.decisions.tests.rounds import (
    make_coordination,
    make_round,
    once_closed,
)
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
CANARY = "Un canari jaune :\nil chante & s’en va."


@pytest.fixture
def circle(bruno: Person, amina: Person, leila: Person) -> Circle:
    return make_coordination(bruno, amina, by=leila)


@pytest.fixture
def proposal(circle: Circle, bruno: Person) -> Proposal:
    return make_round(circle, by=bruno)


@pytest.fixture
def asked(bruno: Person, amina: Person, odile: Person) -> Solicitation:
    """Bruno decides the places, and asks Amina."""
    role = make_places(bruno, by=odile)
    (one,) = make_asked(make_question(role, by=bruno), amina, by=bruno)
    return one


def given_back(answer) -> list[tuple[str, str]]:
    """Refused, kept by no browser, and these words in it."""
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    found = [(one.label, one.words) for one in answer.context["typed"]]
    text = answer.content.decode()
    assert ("Ce que tu avais écrit" in text) is bool(found)
    if found:
        assert '<blockquote class="sheet typed" dir="auto">Un canari jaune :\nil' in text
    return found


def test_an_advice_after_its_time(as_: As, asked: Solicitation, amina: Person) -> None:
    inside = reverse("decisions:give", args=[asked.decision_id])
    outside = reverse("decisions:from_a_letter", args=[token_of(asked)])
    with once_heard():
        for door, who in ((inside, amina), (outside, None)):
            assert given_back(as_(who).get(door)) == []
            sent = as_(who).post(door, {"advice": CANARY, "once": uuid4()})
            assert given_back(sent) == [("Mon avis", CANARY)]


def test_a_voice_and_a_remark_after_the_round(as_: As, proposal: Proposal, amina: Person) -> None:
    door = reverse("decisions:stand_from_a_letter", args=[voice_token(current_of(proposal), amina)])
    stand = {"stance": "objection", "why": CANARY, "read": "1", "once": uuid4()}
    with once_closed():
        inside = reverse("decisions:stand", args=[proposal.pk])
        assert given_back(as_(amina).post(inside, stand)) == [("Pourquoi", CANARY)]
        assert given_back(as_(None).post(door, stand)) == [("Pourquoi", CANARY)]
        remark = {"kind": "reaction", "text": CANARY}
        answer = as_(amina).post(reverse("decisions:remark", args=[proposal.pk]), remark)
        assert given_back(answer) == [("Avec mes mots", CANARY)]


def test_an_answer_by_someone_whose_mandate_has_just_ended(
    as_: As, asked: Solicitation, bruno: Person
) -> None:
    make_advice(asked)
    visit = as_(bruno)
    (mandate,) = Mandate.objects.filter(person=bruno)
    assert visit.post(f"/mandats/{mandate.pk}/rendre/", {"sure": "on"}).status_code == 302
    door = reverse("decisions:answer", args=[asked.pk])
    answer = visit.post(door, {"followed": "no", "answer": CANARY})
    assert given_back(answer) == [("Pourquoi", CANARY)]


def test_what_is_not_free_words_is_never_given_back(
    as_: As, proposal: Proposal, amina: Person
) -> None:
    """Codes, keys, choices, addresses, buttons, what no form of the house asks for."""
    sent, door = {"stance": "objection"}, reverse("decisions:stand", args=[proposal.pk])
    visit = as_(amina)
    with once_closed():
        for name in (
            "code", "digits", "password", "credential", "csrfmiddlewaretoken", "once", "token",
            "read", "seen", "started_from", "website", "address", "name", "phone", "stance", "change",
            "role-code", "x",
        ):  # fmt: skip
            answer = visit.post(door, sent | {"why": CANARY, name: "un secret"})
            assert given_back(answer) == [("Pourquoi", CANARY)], name
            assert "un secret" not in answer.content.decode()
            alone = visit.post(door, {name: "un secret"})
            assert name == "change" or given_back(alone) == [], name


def test_nothing_of_it_is_kept_or_shown_to_anyone_else(
    as_: As, proposal: Proposal, amina: Person, bruno: Person, caplog
) -> None:
    visit = as_(amina)
    with once_closed():
        door = reverse("decisions:stand", args=[proposal.pk])
        given_back(visit.post(door, {"stance": "objection", "why": CANARY, "once": uuid4()}))
        pages = [
            visit.get(door), visit.get(proposal.get_absolute_url()),
            as_(bruno).post(door, {"stance": "consent"}), as_(None).get("/"),
        ]  # fmt: skip
    for page in pages:
        assert "canari" not in page.content.decode()
    assert "canari" not in caplog.text
    assert "canari" not in str(dict(visit.session))
    for visit_kept in Session.objects.all():
        assert "canari" not in str(visit_kept.get_decoded())
    for model in apps.get_models():
        assert "canari" not in str(list(model._default_manager.values_list())), model
