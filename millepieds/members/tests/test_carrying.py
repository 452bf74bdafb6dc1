"""« À porter »: what no mail brings is brought by someone who welcomes."""

import pytest

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.clock import now
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.letters.actions import write
from millepieds.letters.models import Letter
from millepieds.letters.queries import to_carry
from millepieds.members.actions import paper
from millepieds.members.rules import WELCOME
from millepieds.people.actions import give_consent
from millepieds.people.models import Person
from millepieds.people.rules import PHONE_CALLS, Channel
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
PAGE = "/accueil/a-porter/"


def carried_to(name: str, *, reach: str = "paper", phone: str = "") -> Letter:
    person = make_person(name)
    Person.objects.filter(pk=person.pk).update(reach=reach, phone=phone)
    person.refresh_from_db()
    write(person, "members/letters/welcomed")
    return to_carry().get(person=person)


def test_a_letter_is_printed_handed_over_and_forgotten(as_, amina: Person) -> None:
    letter = carried_to("Zohra")
    page = as_(amina).get(PAGE).content.decode()
    assert letter.subject in page
    assert "Zohra" in page
    assert PAGE in [todo.url for todo in as_(amina).get("/pour-moi/").context["desk"].todos]
    assert as_(amina).post(f"{PAGE}{letter.pk}/remis/")["Location"] == PAGE
    letter.refresh_from_db()
    assert (letter.text, bool(letter.sent_at)) == ("", True)
    said = Entry.objects.get(deed="members.letter_handed_over").particulars
    assert (said.actor, said.about) == (amina, letter.person)
    assert said.mandate_id
    assert as_(amina).post(f"{PAGE}{letter.pk}/remis/").status_code == 404
    with pytest.raises(Refused, match="already handed"):
        paper.hand_over(letter, by=actors.person(amina))


def test_only_whoever_welcomes_carries(as_, amina: Person, bruno: Person) -> None:
    letter = carried_to("Zohra")
    for answer in (as_(bruno).get(PAGE), as_(bruno).post(f"{PAGE}{letter.pk}/remis/")):
        assert answer.status_code == 403
        assert "Zohra" not in answer.content.decode()
    with pytest.raises(Refused) as no:
        paper.hand_over(letter, by=actors.person(bruno))
    assert no.value.refusal.power == WELCOME


def test_a_number_is_beside_the_letter_only_to_be_called(as_, amina: Person) -> None:
    zohra = carried_to("Zohra", reach="phone", phone="06 01 02 03 04").person
    assert zohra
    assert "06 01 02 03 04" not in as_(amina).get(PAGE).content.decode()
    give_consent(zohra, PHONE_CALLS, channel=Channel.VOICE, by=actors.person(zohra))
    assert "06 01 02 03 04" in as_(amina).get(PAGE).content.decode()


def test_letters_given_up_are_counted_and_their_people_named(as_, amina: Person) -> None:
    nour = make_person("Nour")
    write(nour, "members/letters/welcomed")
    Letter.objects.filter(person=nour).update(given_up_at=now(), try_at=None)
    Letter.objects.create(
        address="serin@exemple.test", subject="Ton code", text="12", written_at=now(),
        given_up_at=now(),
    )  # fmt: skip
    page = as_(amina).get(PAGE)
    assert page.context["lost"] == 2
    assert [str(person) for person, _ in page.context["unreached"]] == ["Nour"]
    text = page.content.decode()
    assert "serin@exemple.test" not in text
    assert "nour@exemple.test" not in text


def test_the_page_costs_the_same_for_one_or_many(as_, amina: Person) -> None:
    names, client = iter("ABCDEFG"), as_(amina)
    same_queries_for_one_or_many(
        make=lambda: carried_to(f"Zohra{next(names)}"), call=lambda: client.get(PAGE)
    )
