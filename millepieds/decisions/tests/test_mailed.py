"""Where one stands, said from the link of a letter: these words, this person, until the hour."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from millepieds.circles.models import Circle
from millepieds.circles.tests.makers import make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.consenting import stand
from millepieds.decisions.models import Proposal, Stance
from millepieds.decisions.queries.consent import current_of
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.queries.mailed import voice_token
from millepieds.decisions.rules.rounds import EffectKind, Stand
from millepieds.decisions.tests.rounds import (
    DAY,
    make_coordination,
    make_proposal,
    make_round,
    make_version,
    once_closed,
    once_listened,
)
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.people.models import Person
from tests.pages import Page

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
A_LINK = re.compile(r"/voix/\S+/")


@pytest.fixture
def circle(bruno: Person, amina: Person, leila: Person) -> Circle:
    return make_coordination(bruno, amina, by=leila)


@pytest.fixture
def proposal(circle: Circle, bruno: Person) -> Proposal:
    """Bruno's, before Amina."""
    return make_round(circle, by=bruno)


def link(proposal: Proposal, person: Person) -> str:
    return reverse(
        "decisions:stand_from_a_letter", args=[voice_token(current_of(proposal), person)]
    )


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def test_the_letter_carries_a_link_that_says_it_once_everyone_has_asked(
    as_, proposal, amina
) -> None:
    letter = Letter.objects.get(person=amina, key__startswith="decisions.proposal_presented")
    (door,) = A_LINK.findall(letter.text)
    assert door == link(proposal, amina)
    early = as_(None).get(door)
    assert early.status_code == 403
    assert "D’abord tout le monde" in words_of(early)
    with once_listened():
        phone = as_(None)
        page = phone.get(door)
        assert "Aucune réunion en août" in words_of(page)
        assert not Stance.objects.exists()  # a scanner of mails that opens it says nothing
        mute = phone.post(door, {"stance": "objection", "why": ""})
        assert "se dit avec sa raison" in words_of(mute)
        thanks = phone.post(door, {"stance": "concern", "why": "Et la fête ?"})["Location"]
        assert "Ta voix sur" in words_of(phone.get(thanks))
        again = phone.get(door)
        assert "Et la fête ?" not in again.content.decode()  # a letter may be forwarded
        assert "Tu as déjà donné ta voix" in words_of(again)
        with pretend(now() + HOUR):
            phone.post(door, {"stance": "consent", "why": ""})
    row = Stance.objects.get()
    assert (row.person, row.stance, row.why) == (amina, Stand.CONSENT, "")
    told = Letter.objects.filter(person=amina, key__startswith="decisions.from_a_letter")
    assert told.count() == 2  # whoever it is counted for knows each time
    assert "Et la fête" not in "".join(one.text for one in told)
    stood = Entry.objects.filter(deed="decisions.stood")
    assert {one.particulars.actor_id for one in stood} == {amina.pk}
    with once_closed():
        late = as_(None).post(door, {"stance": "consent"})
        assert late.status_code == 403
        assert "fermé depuis" in words_of(late)


def test_a_link_consents_to_the_words_that_it_was_sent_with(as_, proposal, amina, bruno) -> None:
    old = link(proposal, amina)
    with once_listened():
        make_version(proposal, by=bruno)
        answer = as_(None).post(old, {"stance": "consent"})
        assert answer.status_code == 403
        assert "version 2" in words_of(answer)
        assert not Stance.objects.exists()
        assert as_(None).post(link(proposal, amina), {"stance": "consent"}).status_code == 302
    assert Stance.objects.get().version.number == 2


def test_nobody_consents_to_words_that_changed_while_they_read(as_, proposal, amina, bruno) -> None:
    door = reverse("decisions:stand", args=[proposal.pk])
    with once_listened():
        (form,) = [
            one for one in Page(as_(amina).get(door).content.decode()).forms if "stance" in one
        ]
        assert form["read"] == "1"
        make_version(proposal, by=bruno)
        sent = {"stance": "concern", "why": "Et la fête ?", "read": "1"}
        back = as_(amina).post(door, sent)
        assert "version 2" in words_of(back)
        assert "Le local reste ouvert." in words_of(back)
        assert "Et la fête ?" in back.content.decode()  # nothing typed is lost
        assert {"2"} == {one["read"] for one in Page(back.content.decode()).forms if "read" in one}
        with pytest.raises(Refused):
            stand(proposal, Stand.CONSENT, "", 1, by=actors.person(amina))
        assert not Stance.objects.exists()
        assert as_(amina).post(door, sent | {"read": "2"}).status_code == 302


def test_who_has_no_voice_any_more_says_nothing_by_an_old_letter(
    as_, circle, proposal, bruno, odile
) -> None:
    stranger = make_member("Zoé", welcomed_by=odile)
    with once_listened():
        for person in (stranger, bruno):  # nor whoever proposes
            assert as_(None).get(link(proposal, person)).status_code == 403
    assert as_(None).get(link(proposal, bruno)[:-2] + "x/").status_code == 404
    other = reverse("decisions:from_a_letter", args=[voice_token(current_of(proposal), bruno)])
    assert as_(None).get(other).status_code == 404  # the link of one question opens no other


def test_what_adopting_does_to_someone_is_not_in_a_letter(
    as_, circle, bruno, amina, leila, odile
) -> None:
    role = make_role("Clés", circle=circle, by=leila)
    zoe = make_member("Zoé Canari", welcomed_by=odile)
    until: date = today() + 90 * DAY
    effect = Does(EffectKind.OFFER, role=role, person=zoe, until=until)
    proposal = make_round(circle, by=bruno, effects=[effect])
    letter = Letter.objects.get(person=amina, key__startswith="decisions.proposal_presented")
    assert A_LINK.findall(letter.text) == []
    with once_listened():
        answer = as_(None).get(link(proposal, amina))
        assert answer.status_code == 403
        assert "Zoé" not in answer.content.decode()
        assert as_(amina).get(reverse("decisions:stand", args=[proposal.pk])).status_code == 200


def test_a_proposal_that_nobody_was_shown_has_no_link(as_, circle, bruno, amina) -> None:
    draft = make_proposal(circle, by=bruno)
    assert as_(None).get(link(draft, amina)).status_code == 403
