"""A letter leaves by a real mail server, and is read by whoever reads mail: here, Python's own parser."""

from datetime import UTC, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from django.core.mail import EmailMultiAlternatives

from millepieds.circles.tests.makers import make_person, make_proposal, make_role
from millepieds.core.clock import now, pretend
from millepieds.letters.actions import send_due, write
from millepieds.letters.models import Letter
from millepieds.letters.tests.conftest import PostOffice
from millepieds.people.models import Person
from millepieds.people.rules import Way

pytestmark = pytest.mark.django_db
WELCOMED = "members/letters/welcomed"


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert isinstance(found, EmailMessage)
    return str(found.get_content())


def test_what_arrives_is_what_was_written(
    odile: Person, bruno: Person, post_office: PostOffice, settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Nôtre Sète à nous <bonjour@exemple.test>"
    Letter.objects.all().delete()
    make_proposal(make_role("Œuvres & fêtes du quartier", by=odile), bruno, by=odile)
    letter = Letter.objects.get()
    assert send_due() == 1
    [mail] = post_office.received
    assert mail["To"] == "bruno@exemple.test"
    [sender] = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Nôtre Sète à nous", "bonjour@exemple.test")
    assert str(mail["Subject"]).strip() == letter.subject  # a long one begins on a line of its own
    assert "Œuvres & fêtes du quartier" in letter.subject
    assert mail["List-Unsubscribe"] == "<http://localhost:8000/moi/>"
    assert abs(parsedate_to_datetime(mail["Date"]).replace(tzinfo=UTC) - now()) < timedelta(days=1)
    assert [kind.get_content_type() for kind in mail.iter_parts()] == ["text/plain", "text/html"]
    assert part(mail, "plain").replace("\r\n", "\n") == letter.text
    assert part(mail, "html").replace("\r\n", "\n").strip() == letter.html.strip()
    assert mail.defects == []


def test_a_calendar_goes_with_a_letter_and_is_emptied_with_it(
    bruno: Person, amina: Person, post_office: PostOffice
) -> None:
    Letter.objects.all().delete()
    text = "BEGIN:VCALENDAR\r\nSUMMARY:Fête\r\nEND:VCALENDAR\r\n"
    write(bruno, WELCOMED, text)
    amina.reach = Way.PAPER.value
    amina.save()
    write(amina, WELCOMED, text)
    assert Letter.objects.get(person=amina).calendar == ""  # paper carries no file
    assert send_due() == 1
    [mail] = post_office.received
    [part] = mail.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "reunion.ics")
    assert part["Content-Type"].params["method"] == "PUBLISH"
    assert part.get_content() == text
    assert Letter.objects.get(person=bruno).calendar == ""


def test_the_wire_carries_no_line_that_a_mail_server_would_break(
    bruno: Person, post_office: PostOffice
) -> None:
    Letter.objects.all().delete()
    write(bruno, WELCOMED)
    send_due()
    [raw] = post_office.raw
    assert max(map(len, raw.splitlines())) <= 998
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()


def test_a_code_that_one_asked_for_is_nothing_to_stop(post_office: PostOffice) -> None:
    EmailMultiAlternatives("Ton code", "11 22 33", to=["zoe@exemple.test"]).send()
    EmailMultiAlternatives("Ton code", "48 39 20", to=["zoe@exemple.test"]).send()
    send_due()
    assert [mail["List-Unsubscribe"] for mail in post_office.received] == [None, None]
    assert len({mail["Message-ID"] for mail in post_office.received}) == 2


def test_the_same_letter_has_the_same_name_at_each_try(post_office: PostOffice) -> None:
    """A double is known as one by the mailbox that gets it, and the name tells nothing."""
    nour, zoe = make_person("Nour"), make_person("Zoe")
    Letter.objects.all().delete()
    write(nour, WELCOMED)
    write(zoe, WELCOMED)
    send_due()
    Letter.objects.update(sent_at=None, try_at=now(), text="…")  # as if nobody knew it had left
    with pretend(now() + timedelta(minutes=1)):
        send_due()
    names = [mail["Message-ID"] for mail in post_office.received]
    assert names[:2] == names[2:]
    assert len(set(names)) == 2
    assert all(name.endswith("@localhost>") and len(name) == 44 for name in names)
