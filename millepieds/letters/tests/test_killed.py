"""Twenty workers in a row are killed by the kernel, each at a moment of its own. What became of the letters?"""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connections

from millepieds.core.clock import now, pretend
from millepieds.letters.actions import send_due
from millepieds.letters.models import Letter
from millepieds.letters.tests.conftest import PostOffice

KILLS = 20
LETTERS = 200
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]


def a_worker_killed_after(seconds: float, office: PostOffice, *, received: int) -> None:
    """A real process, with its own connections; killed whatever it is doing, once so many are received."""
    connections.close_all()
    ready, start = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(start, b"!")
            send_due(most=LETTERS)
            time.sleep(60)
        finally:
            os._exit(1)
    os.read(ready, 1)
    os.close(ready)
    os.close(start)
    patience = time.monotonic() + 10
    while len(office.received) < received and time.monotonic() < patience:
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("seed", [2018, 2026])
def test_twenty_workers_are_killed_no_letter_is_lost_and_each_kill_doubles_one_at_most(
    post_office: PostOffice, seed: int
) -> None:
    dice, began = random.Random(seed), now()
    post_office.takes = 0.01  # so that some die while the office answers
    for number in range(LETTERS):
        EmailMultiAlternatives("Ton code", "48 39 20", to=[f"{number}@exemple.test"]).send()
    before = 0
    for kill in range(KILLS):
        with pretend(began + kill * timedelta(minutes=11)):
            # every other one has sent something before it dies, however slow the machine
            received = (len(post_office.received) + 1) * (kill % 2)
            a_worker_killed_after(dice.uniform(0.005, 0.12), post_office, received=received)
        time.sleep(post_office.takes * 2)  # the office ends what it had begun
        doubles = len(post_office.received) - len({mail["To"] for mail in post_office.received})
        assert doubles - before <= 1, "one kill, one double at most"
        before = doubles
    sent_before_the_end = Letter.objects.filter(sent_at__isnull=False).count()
    assert 0 < sent_before_the_end < LETTERS, "they were killed in the middle of their work"

    for turn in range(2):
        with pretend(began + (KILLS + turn) * timedelta(minutes=11)):
            send_due(most=LETTERS)
    copies = Counter(str(mail["To"]) for mail in post_office.received)
    assert len(copies) == LETTERS, "none lost"
    assert max(copies.values()) <= 2, "one double each, at most"
    assert sum(copies.values()) - LETTERS <= KILLS
    names = {(str(mail["To"]), str(mail["Message-ID"])) for mail in post_office.received}
    assert len(names) == LETTERS, "a double bears the same name"
    assert not Letter.objects.filter(sent_at=None).exists()
