from collections.abc import Sequence
from time import time_ns

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from millepieds.core.clock import now
from millepieds.letters.models import Letter


class WaitingRoom(BaseEmailBackend):
    """Whatever part of the house sends a mail, it waits in the table and leaves after commit."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        at = now()
        letters = [
            Letter(
                address=address, subject=str(message.subject), text=str(message.body),
                html=_html_of(message), written_at=at, try_at=at,
            )
            for message in email_messages
            for address in message.recipients()
        ]  # fmt: skip
        Letter.objects.bulk_create(letters)
        return len(letters)


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")


class Terminal(BaseEmailBackend):
    """In the demonstration, mail is read where it was started, and on the page « Boîte d'envoi »."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _leave_on_the_table(message)
            lines = [line.strip() for line in str(message.body).splitlines()]
            telling = [line for line in lines if _tells(line)]
            print(f"  ✉ {', '.join(message.to)} : {message.subject}", flush=True)  # noqa: T201
            for line in telling[:2]:
                print(f"      {line}", flush=True)  # noqa: T201
        return len(email_messages)


def _leave_on_the_table(message: EmailMessage) -> None:
    """The page of the demonstration reads these files; nothing else does."""
    settings.OUTBOX.mkdir(parents=True, exist_ok=True)
    name = f"{time_ns()}.txt"
    heading = f"{', '.join(message.to)}\n{message.subject}\n\n"
    (settings.OUTBOX / name).write_text(heading + str(message.body), encoding="utf-8")


def _tells(line: str) -> bool:
    """A code alone on its line, or a link."""
    return line.startswith("http") or (
        0 < len(line) <= 12 and line.upper() == line and line[:2] != "--"
    )
