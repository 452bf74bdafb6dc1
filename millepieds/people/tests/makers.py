import re

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
