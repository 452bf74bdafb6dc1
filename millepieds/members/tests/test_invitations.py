import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.actors import JOB, OUTSIDER
from millepieds.core.clock import now, pretend
from millepieds.core.refusals import Refused
from millepieds.home.actions import apply_retention, erase
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.members.actions.inviting import decline_invitation, invite
from millepieds.members.models import Invitation, Membership
from millepieds.members.queries.inviting import invitation_behind, invited_among, token_of
from millepieds.members.rules import Guest
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
ZOE = Guest("Zoé", "Zoe@exemple.test")
DAY = timedelta(days=1)


def invited(odile: Person) -> Invitation:
    invite([ZOE], by=actors.person(odile))
    return Invitation.objects.get()


def test_a_guest_gets_one_letter_that_says_why_and_how_to_say_no(odile: Person) -> None:
    invitation = invited(odile)
    assert invite([ZOE, Guest("Z.", "zoe@exemple.test")], by=actors.person(odile)) == 0
    letter = Letter.objects.get(address="zoe@exemple.test")
    assert "/rejoindre/" in letter.text
    assert token_of(invitation)[:10] in letter.text
    assert "Odile" not in letter.text  # who is in is nobody's business outside
    assert Entry.objects.latest("number").particulars.facts == {"invited": 1}
    assert Membership.objects.count() == 1
    assert Person.objects.count() == 1


def test_inviting_is_for_whoever_welcomes(bruno: Person) -> None:
    with pytest.raises(Refused) as no:
        invite([ZOE], by=actors.person(bruno))
    assert no.value.refusal.power == "members.welcome"
    assert not Letter.objects.filter(address="zoe@exemple.test").exists()


def test_opening_the_letter_changes_nothing_and_saying_no_erases_at_once(
    as_: As, odile: Person
) -> None:
    invited(odile)
    letter = Letter.objects.get(address="zoe@exemple.test")
    found = re.search(r"/invitation/[^\s/]+/", letter.text)
    assert found
    outside = as_(None)
    page = outside.get(found[0]).content.decode()
    assert "Zoé" not in page
    assert "zoe@" not in page
    assert Invitation.objects.get().declined_at is None
    assert outside.post(found[0]).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.address, invitation.name, bool(invitation.declined_at)) == ("", "", True)
    assert not Letter.objects.filter(address="zoe@exemple.test").exists()
    assert outside.get(found[0]).status_code == 200
    assert outside.post(found[0]).status_code == 403  # said once
    assert Entry.objects.latest("number").deed == "members.invitation_declined"


def test_whoever_said_no_is_not_written_to_again(odile: Person) -> None:
    decline_invitation(invited(odile), by=OUTSIDER)
    with pretend(now() + 300 * DAY):
        apply_retention(by=JOB)
    assert invited_among(["zoe@exemple.test", "autre@exemple.test"]) == {"zoe@exemple.test"}
    with pretend(now() + 731 * DAY):
        apply_retention(by=JOB)
    assert not Invitation.objects.exists()


def test_without_an_answer_an_address_goes_after_thirty_days(odile: Person) -> None:
    token = token_of(invited(odile))
    with pretend(now() + 29 * DAY):
        apply_retention(by=JOB)
        assert invitation_behind(token)
    with pretend(now() + 31 * DAY):
        apply_retention(by=JOB)
        assert invitation_behind(token) is None


def test_a_token_that_was_touched_opens_nothing(as_: As, odile: Person) -> None:
    token = token_of(invited(odile))
    for wrong in ("x", token[:-1] + ("A" if token[-1] != "A" else "B"), token.replace(":", ".", 1)):
        assert as_(None).get(f"/invitation/{wrong}/").status_code == 404
        assert as_(None).post(f"/invitation/{wrong}/").status_code == 404


def test_whoever_is_forgotten_is_forgotten_among_guests_too(odile: Person) -> None:
    invited(odile)
    zoe = make_person("Zoe")
    erase(zoe, by=actors.person(zoe))
    assert not Invitation.objects.exists()


def test_whoever_invited_and_is_forgotten_leaves_no_name_there(odile: Person) -> None:
    invited(odile)
    erase(odile, by=actors.person(odile))
    assert Invitation.objects.get().invited_by is None


def test_the_database_names_nobody_who_said_no(odile: Person) -> None:
    invitation = invited(odile)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(declined_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(imprint=invitation.imprint, address="x@x.test", invited_at=now())
