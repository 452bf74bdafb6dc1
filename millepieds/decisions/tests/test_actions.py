"""Bruno holds « Lieux »: he decides when the room opens, once those who use it were asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from millepieds.charter.tests.makers import change
from millepieds.circles.actions.mandates import resign
from millepieds.circles.models import Circle, Mandate, Role
from millepieds.circles.tests.makers import make_circle, make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.advising import answer_advice, give_advice
from millepieds.decisions.actions.asking import (
    Invited,
    Question,
    ask,
    change_question,
)
from millepieds.decisions.actions.deciding import decide, drop_question
from millepieds.decisions.models import Decision, Precedent, Solicitation
from millepieds.decisions.queries.reading import ended_by
from millepieds.decisions.rules.terms import Followed, How, Tie, Why
from millepieds.decisions.tests.makers import (
    DAY,
    make_advice,
    make_answer,
    make_asked,
    make_decision,
    make_question,
    once_heard,
    verdict,
)
from millepieds.home.actions import erase
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db


def last_entry() -> Entry:
    return Entry.objects.select_related("particulars").order_by("-number")[0]


def test_a_question_is_opened_under_the_mandate_of_its_role(places, bruno) -> None:
    question = make_question(places, by=bruno)
    held = Mandate.objects.get(role=places)
    assert question.opened_by == held
    assert question.opened_under["circles.advice_time"]["value"] == 72
    assert last_entry().deed == "decisions.opened"
    assert last_entry().particulars.mandate_id == held.pk


def test_nobody_opens_a_question_in_a_perimeter_they_do_not_hold(places, amina, leila) -> None:
    for person in (amina, leila):
        with pytest.raises(Refused) as no:
            make_question(places, by=person)
        assert no.value.refusal.power == "decisions.decide"
    assert not Decision.objects.exists()


def test_a_mandate_that_has_ended_decides_nothing(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    make_asked(question, amina, by=bruno)
    resign(Mandate.objects.get(role=places), by=actors.person(bruno))
    with once_heard(), pytest.raises(Refused):
        decide(question, verdict(), by=actors.person(bruno))
    question.refresh_from_db()
    assert question.taken_at is None


def test_whoever_holds_the_role_next_takes_the_question_over(places, bruno, amina, leila) -> None:
    question = make_question(places, by=bruno)
    make_asked(question, amina, by=bruno)
    resign(Mandate.objects.get(role=places), by=actors.person(bruno))
    with once_heard():
        nadia = make_member("Nadia", welcomed_by=amina)
        held = make_mandate(places, nadia, by=leila)
        taken = decide(question, verdict(), by=actors.person(nadia))
    assert taken.taken_under == held
    assert taken.author == bruno


def test_asking_writes_to_each_person_once_with_a_link_of_their_own(
    places, bruno, amina, leila
) -> None:
    question = make_question(places, by=bruno)
    Letter.objects.all().delete()
    make_asked(question, amina, leila, amina, by=bruno)
    letters = Letter.objects.filter(subject__contains="Le local ouvre le samedi")
    assert sorted(str(letter.person) for letter in letters) == ["Amina", "Leïla"]
    links = {line for letter in letters for line in letter.text.split() if "/avis/" in line}
    assert len(links) == 2
    with pytest.raises(Refused, match="already"):
        make_asked(question, amina, by=bruno)


def test_asking_a_circle_asks_everyone_who_holds_a_mandate_there(
    places, bruno, amina, leila
) -> None:
    pole = make_circle("Accueil", by=leila)
    for person in (amina, bruno):
        make_mandate(make_role(f"Rôle {person}", circle=pole, by=leila), person, by=leila)
    question = make_question(places, by=bruno)
    (asked,) = ask(question, Invited(circles=[pole]), why=Why.CONCERNED, by=actors.person(bruno))
    assert asked.person == amina  # and not Bruno, who asks
    assert asked.through == pole


def test_someone_outside_is_asked_by_mail_or_on_paper(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    Letter.objects.all().delete()
    outside = {"La voisine": "voisine@exemple.test", "Le gardien": ""}
    asked = ask(question, Invited(outside=outside), why=Why.CONCERNED, by=actors.person(bruno))
    assert [str(one) for one in asked] == ["La voisine", "Le gardien"]
    assert [letter.address for letter in Letter.objects.all()] == ["voisine@exemple.test"]
    give_advice(asked[0], "Pas avant 9 h.", how=How.MAIL, by=actors.OUTSIDER)
    give_advice(asked[1], "D’accord.", how=How.PAPER, by=actors.OUTSIDER.typed_in_by(bruno))
    typed = Solicitation.objects.get(outside="Le gardien")
    assert (typed.how, typed.typed_by) == (How.PAPER, bruno)
    assert last_entry().particulars.typed_by == bruno


def test_the_address_of_someone_outside_goes_when_the_decision_is_taken(places, bruno) -> None:
    question = make_question(places, by=bruno)
    outside = {"La voisine": "voisine@exemple.test"}
    ask(question, Invited(outside=outside), why=Why.CONCERNED, by=actors.person(bruno))
    Letter.objects.all().delete()
    with once_heard():
        decide(question, verdict(), by=actors.person(bruno))
    assert Solicitation.objects.get().address == ""
    assert [letter.address for letter in Letter.objects.all()] == ["voisine@exemple.test"]


def test_words_that_people_were_asked_about_no_longer_change(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    words = Question("Le local ouvre le dimanche", "Et le dimanche ?", "Ouvrir.")
    assert change_question(question, words, by=actors.person(bruno)).title == words.title
    make_asked(question, amina, by=bruno)
    with pytest.raises(Refused, match="no longer change"):
        change_question(question, words, by=actors.person(bruno))


def test_whoever_is_asked_later_has_the_whole_of_their_time(places, bruno, amina, leila) -> None:
    question = make_question(places, by=bruno)
    make_asked(question, amina, by=bruno)
    with pretend(now() + timedelta(hours=70)):
        make_asked(question, leila, by=bruno)
        question.refresh_from_db()
        assert question.answer_until == now() + timedelta(hours=72)
    with once_heard():
        make_advice(question.asked.get(person=amina))  # her time moved with the end
        with pytest.raises(Refused, match="have until"):
            decide(question, verdict(), by=actors.person(bruno))


def test_one_may_change_ones_advice_and_it_is_answered_again(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    (asked,) = make_asked(question, amina, by=bruno)
    make_answer(make_advice(asked), by=bruno)
    changed = make_advice(asked, "En fait, volontiers.")
    assert (changed.advice, changed.answered_at) == ("En fait, volontiers.", None)
    with once_heard(), pytest.raises(Refused, match="still waits"):
        decide(question, verdict(), by=actors.person(bruno))


def test_nobody_gives_advice_for_someone_else(places, bruno, amina, leila) -> None:
    question = make_question(places, by=bruno)
    (asked,) = make_asked(question, amina, by=bruno)
    with pytest.raises(Refused):
        give_advice(asked, "Oui.", how=How.INSIDE, by=actors.person(leila))
    with pytest.raises(Refused):
        spoken = actors.person(amina).typed_in_by(leila)
        give_advice(asked, "Oui.", how=How.PAPER, by=spoken)


def test_no_advice_after_its_time_not_even_in_the_table(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    (asked,) = make_asked(question, amina, by=bruno)
    with once_heard():
        with pytest.raises(Refused, match="is over"):
            make_advice(asked)
        with pytest.raises(IntegrityError, match="no_advice_after_its_time"), transaction.atomic():
            Solicitation.objects.filter(pk=asked.pk).update(
                advice="Trop tard.", advised_at=now(), how="inside"
            )


def test_a_decision_cites_its_mandate_its_number_and_tells_everyone_asked(
    places, bruno, amina, leila
) -> None:
    question = make_question(places, by=bruno)
    asked, _silent = make_asked(question, amina, leila, by=bruno)
    make_advice(asked)
    answer_advice(asked, Followed.PARTLY, "À tour de rôle.", by=actors.person(bruno))
    Letter.objects.all().delete()
    with once_heard():
        taken = decide(question, verdict(), by=actors.person(bruno))
    assert taken.mark == f"{taken.year}-001"
    assert taken.taken_under == Mandate.objects.get(role=places)
    entry = last_entry()
    assert entry.deed == "decisions.taken"
    assert entry.particulars.facts["number"] == 1
    letters = {str(letter.person): letter.text for letter in Letter.objects.all()}
    assert "À tour de rôle." in letters["Amina"]
    assert "rien dit" in letters["Leïla"]
    second = make_decision(places, amina, by=bruno, title="Le local ferme en août")
    assert second.number == 2


def test_no_decision_before_the_delay_not_even_in_the_table(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    make_asked(question, amina, by=bruno)
    with pytest.raises(Refused, match="have until"):
        decide(question, verdict(), by=actors.person(bruno))
    said = vars(verdict())
    with pytest.raises(IntegrityError, match="no_decision_before"), transaction.atomic():
        Decision.objects.filter(pk=question.pk).update(
            taken_at=now(), taken_under=question.opened_by, year=2026, number=1, **said
        )


def test_a_decision_is_taken_once(places, bruno, amina) -> None:
    taken = make_decision(places, amina, by=bruno)
    with pytest.raises(Refused, match="closed"):
        decide(taken, verdict(), by=actors.person(bruno))
    with pytest.raises(Refused, match="closed"):
        make_asked(taken, amina, by=bruno)


def test_a_question_dropped_tells_why_and_cannot_be_decided(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    make_asked(question, amina, by=bruno)
    Letter.objects.all().delete()
    drop_question(question, "Le local est vendu.", by=actors.person(bruno))
    assert "Le local est vendu." in Letter.objects.get(person=amina).text
    with once_heard(), pytest.raises(Refused, match="closed"):
        decide(question, verdict(), by=actors.person(bruno))


def test_a_decision_replaces_another_of_its_own_circle_only(places, bruno, amina, leila) -> None:
    first = make_decision(places, amina, by=bruno)
    second = make_decision(
        places, amina, by=bruno, title="Et le dimanche", earlier=first, tie=Tie.REPLACES
    )
    assert ended_by([first.pk], on=today()) == {}  # not before the second takes effect
    assert ended_by([first.pk], on=today() + 4 * DAY) == {first.pk: {Tie.REPLACES}}
    pole = make_circle("Fête", by=leila)
    elsewhere = make_places_in(pole, amina, leila)
    with pytest.raises(Refused, match="another perimeter"):
        make_decision(elsewhere, bruno, by=amina, earlier=second, tie=Tie.REVOKES)
    assert Precedent.objects.count() == 1
    make_decision(elsewhere, bruno, by=amina, earlier=second, tie=Tie.CONTRADICTS)
    with pytest.raises(Refused, match="still standing"):
        make_decision(places, amina, by=bruno, earlier=first, tie=Tie.REPLACES)


def make_places_in(circle: Circle, person: Person, by: Person) -> Role:
    role = make_role("Fêtes", by=by, circle=circle, powers=("decisions.decide",))
    make_mandate(role, person, by=by)
    return role


def test_what_a_question_opened_under_stays_when_the_rule_changes(
    places, bruno, amina, odile
) -> None:
    question = make_question(places, by=bruno)
    change("circles.advice_time", 24, by=odile)
    make_asked(question, amina, by=bruno)
    assert question.asked.get().until >= now() + timedelta(hours=71)


def test_whoever_is_erased_leaves_the_making_without_their_words(places, bruno, amina) -> None:
    question = make_question(places, by=bruno)
    (asked,) = make_asked(question, amina, by=bruno)
    make_answer(make_advice(asked, "canari"), by=bruno)
    with once_heard():
        decide(question, verdict(), by=actors.person(bruno))
    erase(amina, by=actors.person(amina))
    asked.refresh_from_db()
    assert asked.advice == "…"
    assert asked.advised_at
