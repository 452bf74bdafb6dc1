import re
import time
from collections.abc import Sequence

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE_PROOF,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client

from millepieds.core import actors
from millepieds.people.actions import meet
from millepieds.people.models import Person

SIX_DIGITS = re.compile(r"^(\d\d \d\d \d\d)$", re.MULTILINE)


def make_person(name: str = "Amina", address: str = "amina@exemple.test") -> Person:
    return meet(name, address, by=actors.OUTSIDER)


def last_code() -> str:
    """The digits in the last mail that left."""
    found = SIX_DIGITS.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def page_of(letter: EmailMessage) -> str:
    """The mail as a page, for those who read it so."""
    assert isinstance(letter, EmailMultiAlternatives)
    return str(letter.alternatives[0][0])


def enter(client: Client, address: str = "amina@exemple.test"):
    client.post("/entrer/", {"address": address})
    return client.post("/entrer/code/", {"digits": last_code()})


def came_in_lately(
    client: Client, person: Person, *, proofs: Sequence[str] = ("code", "mfa")
) -> Client:
    """A browser in which they have just come in, and what they showed for it."""
    client.force_login(person)
    session = client.session
    session[PROOFS] = [{"method": how, "at": time.time()} for how in proofs]
    session[WHOSE_PROOF] = str(person.pk)
    session.save()
    return client


def long_ago(visit: Client) -> Client:
    """They came in, and a quarter of an hour went by."""
    session = visit.session
    del session[PROOFS]
    session.save()
    return visit
