import os
import signal
import socket
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import IntegrityError, transaction

from millepieds.circles.tests.makers import make_person, make_proposal, make_role
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refusal, Refused
from millepieds.letters.actions import send_due, write, write_to_all
from millepieds.letters.models import Letter
from millepieds.letters.queries import due, given_up, to_carry
from millepieds.letters.rules import TRIES
from millepieds.letters.tests.conftest import PostOffice
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

WELCOMED = "members/letters/welcomed"
pytestmark = pytest.mark.django_db


@pytest.fixture
def nour(db: None) -> Person:
    return make_person("Nour")


def the_letter() -> Letter:
    return Letter.objects.get()


def test_a_letter_waits_in_the_table(nour: Person, post_office: PostOffice) -> None:
    write(nour, WELCOMED)
    letter = the_letter()
    assert (letter.person, letter.address) == (nour, "nour@exemple.test")
    assert letter.subject
    assert letter.text
    assert list(due(now=now())) == [letter]
    assert post_office.received == []


def test_a_deed_undone_takes_its_letter_back(nour: Person) -> None:
    @transaction.atomic
    def welcome_then_refuse() -> None:
        write(nour, WELCOMED)
        raise Refused(Refusal("No.", article="care.rest"))

    with pytest.raises(Refused):
        welcome_then_refuse()
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_leaves_once_the_deed_is_done_and_its_text_is_emptied(post_office: PostOffice) -> None:
    nour = make_person("Nour")
    with transaction.atomic():
        write(nour, WELCOMED)
    assert send_due() == 1
    [mail] = post_office.received
    letter = the_letter()
    assert mail["To"] == "nour@exemple.test"
    assert mail["Subject"] == letter.subject
    body = mail.get_body(("plain",))
    assert body
    assert "Nour" in body.get_content()
    assert (letter.text, letter.html, letter.tries) == ("", "", 1)
    assert letter.sent_at
    assert send_due() == 0
    assert len(post_office.received) == 1


def test_whatever_part_of_the_house_writes_its_letter_waits_too(post_office: PostOffice) -> None:
    message = EmailMultiAlternatives("Ton code", "12 34 56", to=["amina@exemple.test"])
    message.attach_alternative("<p>12 34 56</p>", "text/html")
    message.send()
    send_mail("À deux", "Bonjour", None, ["amina@exemple.test", "bruno@exemple.test"])
    assert [letter.address.partition("@")[0] for letter in Letter.objects.all()] == [
        "amina",
        "amina",
        "bruno",
    ]
    assert post_office.received == []
    assert send_due() == 3
    assert post_office.received[0].get_content_type() == "multipart/alternative"
    assert not Letter.objects.exclude(text="", html="").exists()


def test_the_post_office_is_closed_then_opens(nour: Person, post_office: PostOffice) -> None:
    write(nour, WELCOMED)
    post_office.close()
    at = now()
    with pretend(at):
        assert send_due() == 0
        letter = the_letter()
        assert (letter.tries, letter.try_at) == (1, at + timedelta(minutes=1))
        assert letter.text
        assert not due(now=at)
    post_office.open()
    with pretend(at + timedelta(seconds=59)):
        assert send_due() == 0
    with pretend(at + timedelta(minutes=1)):
        assert send_due() == 1
    assert len(post_office.received) == 1


def test_a_post_office_that_refuses_is_asked_twelve_times(
    nour: Person, post_office: PostOffice
) -> None:
    write(nour, WELCOMED)
    post_office.refuses = True
    at, waits = now(), []
    for _ in range(TRIES):
        with pretend(at):
            assert send_due() == 0
        letter = the_letter()
        if letter.try_at:
            waits.append((letter.try_at - at) // timedelta(minutes=1))
            at = letter.try_at
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert (letter.tries, letter.given_up_at) == (TRIES, at)
    post_office.refuses = False
    with pretend(at + timedelta(days=30)):
        assert send_due() == 0
    assert list(given_up()) == [letter]  # shown to whoever welcomes, who can call


def test_one_letter_that_cannot_leave_does_not_hold_the_others(post_office: PostOffice) -> None:
    at = now()
    Letter.objects.create(
        address="amina@exemple.test", subject="Sur deux\nlignes", text="…", written_at=at, try_at=at
    )
    write(make_person("Bruno"), WELCOMED)
    send_due()
    assert [mail["To"] for mail in post_office.received] == ["bruno@exemple.test"]


def test_the_same_news_is_written_once(nour: Person) -> None:
    amina = make_person("Amina")
    for _ in range(2):
        write(nour, WELCOMED, key="welcomed:1")
        write_to_all([nour, amina], WELCOMED, key="news:1")
    keys = sorted(Letter.objects.values_list("key", flat=True))
    assert keys == sorted(["welcomed:1", f"news:1:{nour.pk}", f"news:1:{amina.pk}"])


def test_the_database_too_keeps_one_letter_for_each_key(nour: Person) -> None:
    write(nour, WELCOMED, key="welcomed:1")
    letter = the_letter()
    letter.pk = None
    with pytest.raises(IntegrityError):
        letter.save(force_insert=True)


def test_the_database_refuses_a_letter_sent_and_still_full(nour: Person) -> None:
    write(nour, WELCOMED)
    with pytest.raises(IntegrityError):
        Letter.objects.update(sent_at=now())


@pytest.mark.parametrize("reach", ["phone", "paper", "mail"])
def test_whoever_no_mail_reaches_gets_a_letter_to_carry(nour: Person, reach: str) -> None:
    """By choice, or without an address: it waits, and no worker takes it."""
    paper = Person.objects.create(name="Zohra", met_at=now(), reach=reach)
    Person.objects.filter(pk=nour.pk).update(reach=reach)
    nour.refresh_from_db()
    write(paper, WELCOMED)
    write_to_all([nour], WELCOMED)
    assert send_due() == 0 or reach == "mail"
    carried = {letter.person for letter in to_carry()}
    assert carried == ({paper} if reach == "mail" else {paper, nour})
    assert not any(letter.html or letter.try_at for letter in to_carry())


def test_a_code_always_leaves_by_mail(as_, nour: Person) -> None:
    Person.objects.filter(pk=nour.pk).update(reach="paper")
    as_(None).post("/entrer/", {"address": "nour@exemple.test"})
    assert the_letter().address == "nour@exemple.test"


def test_whoever_was_forgotten_gets_nothing(nour: Person) -> None:
    nour.erased_at = now()
    write(nour, WELCOMED)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("language", ["fr", "ar", "oc", ""])
def test_a_letter_is_said_in_a_language_that_the_house_speaks(nour: Person, language: str) -> None:
    nour.language = language
    write(nour, WELCOMED)
    assert '<html lang="fr" dir="ltr">' in the_letter().html


def test_the_database_refuses_a_letter_to_nobody(nour: Person) -> None:
    with pytest.raises(IntegrityError, match="somebody_s_to_carry"):
        Letter.objects.create(subject="…", text="…", written_at=now(), try_at=None)


def test_finding_the_addresses_costs_the_same_for_one_or_many(nour: Person) -> None:
    same_queries_for_one_or_many(make=lambda: write(nour, WELCOMED), call=lambda: list(to_carry()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_worker_killed_before_sending_leaves_its_letter_to_the_next(
    post_office: PostOffice,
) -> None:
    nour = make_person("Nour")
    write(nour, WELCOMED)
    _a_worker_takes_it_and_is_killed(post_office, sent=False)
    at = now()
    assert send_due() == 0  # still held by the worker that died
    with pretend(at + timedelta(minutes=11)):
        assert send_due() == 1
    assert len(post_office.received) == 1
    assert the_letter().tries == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_worker_killed_after_sending_makes_one_duplicate_at_most(
    post_office: PostOffice,
) -> None:
    nour = make_person("Nour")
    write(nour, WELCOMED)
    _a_worker_takes_it_and_is_killed(post_office, sent=True)
    at = now()
    for minutes in (1, 11, 22, 60):
        with pretend(at + timedelta(minutes=minutes)):
            send_due()
    assert len(post_office.received) == 2
    assert the_letter().sent_at


def _a_worker_takes_it_and_is_killed(post_office: PostOffice, *, sent: bool) -> None:
    """A real process, killed by the kernel while it talks to the post office, or right after."""
    from django.core.mail.backends import smtp
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        send = smtp.EmailBackend.send_messages

        def die(backend: smtp.EmailBackend, messages: list[EmailMultiAlternatives]) -> int:
            if sent:
                send(backend, messages)
            os.kill(os.getpid(), signal.SIGKILL)
            return 0

        smtp.EmailBackend.send_messages = die  # type: ignore[assignment,method-assign]  # the network
        try:
            send_due()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert len(post_office.received) == int(sent)


def test_a_request_never_opens_a_door_to_the_post(
    as_, odile: Person, bruno: Person, leila: Person, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    """Proposing writes a letter, entering asks for a code: neither talks to a mail server."""
    settings.PLAIN_MAIL = "django.core.mail.backends.smtp.EmailBackend"
    role = make_role(by=odile)
    connected = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        connected.append(address)
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    before, on = Letter.objects.count(), today()
    page = as_(leila).post(
        f"/roles/{role.pk}/confier/",
        {
            "person": bruno.pk, "starts_on": on.isoformat(),
            "ends_on": (on + timedelta(days=90)).isoformat(),
        },
    )  # fmt: skip
    assert page.status_code == 302
    as_(None).post("/entrer/", {"address": "bruno@exemple.test"})
    assert Letter.objects.count() == before + 2
    assert connected == []


def test_a_proposal_writes_to_the_person_and_to_nobody_else(odile: Person, bruno: Person) -> None:
    Letter.objects.all().delete()
    make_proposal(make_role(by=odile), bruno, by=odile)
    assert the_letter().person == bruno
