"""Writing a letter is part of another deed, which is the one the journal remembers."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from millepieds.core.clock import now, the_moment
from millepieds.letters.models import Letter
from millepieds.letters.queries import due
from millepieds.letters.rules import News, next_try
from millepieds.people.models import Person
from millepieds.people.queries import addresses_by_person
from millepieds.people.rules import Way

logger = logging.getLogger(__name__)
A_WORKER_HOLDS = timedelta(minutes=10)


def write(
    person: Person, template: str, calendar: str = "", /, *, key: str = "", **about: object
) -> None:
    """Write to someone about something, once for each `key`; `calendar` goes with it by mail."""
    _write_to([(person, key)], template, about, calendar)


def write_news(person: Person, template: str, kind: News, **about: object) -> None:
    """By mail only: nobody carries news, they are on the wall too."""
    address = addresses_by_person([person.pk]).get(person.pk, "")
    if address and person.reach == Way.MAIL and person.erased_at is None:
        _letter(person, address, template, "", {**about, "stop": kind.stop}, news=kind).save()


def take_back_news(person: Person) -> None:
    """Whoever leaves gets none of those that still wait."""
    Letter.objects.filter(person=person, sent_at=None).exclude(stop="").delete()


def write_to_all(
    people: Sequence[Person],
    template: str,
    calendar: str = "",
    /,
    *,
    key: str = "",
    **about: object,
) -> None:
    """The same news to several people: two queries and one row each."""
    keyed = [(person, f"{key}:{person.pk}" if key else "") for person in people]
    _write_to(keyed, template, about, calendar)


def write_outside(
    address: str, template: str, calendar: str = "", key: str = "", /, **about: object
) -> None:
    """Write to an address that is nobody's yet, once for each `key`; what it begins with takes back."""
    if key not in _written({key} - {""}):
        _letter(None, address, template, key, about, calendar).save()


def take_back_outside(key: str) -> None:
    """Of an address that is forgotten: what still waits is not sent, and no envelope keeps it."""
    Letter.objects.filter(person=None, key__startswith=key).delete()


def _write_to(
    keyed: Sequence[tuple[Person, str]], template: str, about: Mapping[str, object], calendar: str
) -> None:
    """By mail to whoever chose it and has an address; for the others, someone carries it."""
    addresses = addresses_by_person([person.pk for person, _ in keyed if person.reach == Way.MAIL])
    written, letters = _written({key for _, key in keyed} - {""}), []
    for person, key in keyed:
        if person.erased_at is None and key not in written:
            address = addresses.get(person.pk, "")
            letters.append(_letter(person, address, template, key, about, calendar))
            written |= {key} - {""}
    Letter.objects.bulk_create(letters)


def _written(keys: Collection[str]) -> set[str]:
    """Those under which a letter was written already."""
    if not keys:
        return set()
    return set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))


def _letter(
    person: Person | None, address: str, template: str, key: str, about: Mapping[str, object],
    calendar: str = "", news: News | None = None,
) -> Letter:  # fmt: skip
    """Without an address, the letter waits for someone to carry it, and no calendar with it."""
    context = {
        "person": person, "movement": settings.MOVEMENT, "origin": settings.ORIGIN, **about,
    }  # fmt: skip
    at = now()
    with override(_house_language(person.language if person else "")):
        whole = render_to_string(f"{template}.txt", context)
        subject, _, body = whole.strip().partition("\n")
        paper = {"subject": subject, "parts": body.strip().split("\n\n")}
        page = render_to_string("account/email/page.html", {**context, **paper}) if address else ""
    return Letter(
        key=key, person=person, address=address, subject=subject, text=body.strip() + "\n",
        html=page, calendar=calendar if address else "",
        written_at=at, try_at=at if address else None,
        **(asdict(news) if news else {}),
    )  # fmt: skip


def _house_language(language: str) -> str:
    """The person's, if every letter is written in it; else the house's own."""
    return language if language in settings.LETTERS_SPEAK else settings.LANGUAGE_CODE


def send_due(*, most: int = 100) -> int:
    """Hand what is due to the mail server, one letter at a time; no lock is held meanwhile."""
    sent = 0
    for pk in list(due(now=now()).values_list("pk", flat=True)[:most]):
        letter = _take(pk)
        if letter is not None:
            sent += _send(letter)
    return sent


@transaction.atomic
def _take(pk: int) -> Letter | None:
    """Take a letter for ten minutes. A worker killed meanwhile leaves it to the next one."""
    at = the_moment()
    letter = due(now=at).filter(pk=pk).first()
    if letter:
        letter.try_at, letter.tries = at + A_WORKER_HOLDS, letter.tries + 1
        letter.save(update_fields=["try_at", "tries"])
    return letter


def _send(letter: Letter) -> bool:
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.address], headers=_headers(letter)
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        message.attach(_for_a_calendar(letter.calendar))
    message.connection = get_connection(settings.PLAIN_MAIL)
    try:
        message.send()
    except (OSError, ValueError):  # the server will not have it, or it cannot be written as a mail
        letter.try_at = next_try(letter.tries, now=now())
        letter.given_up_at = None if letter.try_at else now()
        if letter.given_up_at:
            logger.error("Letter %s could not be sent after %s tries.", letter.pk, letter.tries)
    else:
        letter.sent_at, letter.text, letter.html, letter.calendar = now(), "", "", ""
    letter.save()
    return letter.sent_at is not None


def _for_a_calendar(text: str) -> MIMEText:
    """A file to open in a calendar. It asks for no answer: whoever comes says so in the house."""
    part = MIMEText(text, "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="reunion.ics")
    return part


def _headers(letter: Letter) -> dict[str, str]:
    """The same name at each try, so that a double is known as one; and the way to stop, if there is one."""
    house = urlsplit(settings.ORIGIN).hostname
    name = salted_hmac("letters.name", str(letter.pk)).hexdigest()[:32]
    headers = {"Message-ID": f"<{name}@{house}>"}
    if letter.person_id:  # a code was asked for by whoever gets it: nothing to stop
        stop = letter.stop or reverse("people:profile")
        headers["List-Unsubscribe"] = f"<{settings.ORIGIN}{stop}>"
    if letter.stop:  # RFC 8058: the mail program sends it, nobody signs in
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
