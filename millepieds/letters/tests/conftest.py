"""A real mail server, that Amina could open and close herself."""

import asyncio
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from scripts.postgres import free_port


class PostOffice:
    """Keeps what it receives; may be closed, or refuse everything."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refuses = False
        self.takes = 0.0  # seconds before it says that it took a letter
        self._door: Controller | None = None

    async def handle_DATA(self, server: object, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            return "451 come back later"
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.raw.append(content)
        await asyncio.sleep(self.takes)
        return "250 taken"

    def open(self) -> None:
        self._door = Controller(self, hostname="127.0.0.1", port=self.port)
        self._door.start()

    def close(self) -> None:
        if self._door:
            self._door.stop()
            self._door = None

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.received]


@pytest.fixture
def post_office(settings) -> Iterator[PostOffice]:
    office = PostOffice(free_port())
    settings.PLAIN_MAIL = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    office.open()
    yield office
    office.close()
