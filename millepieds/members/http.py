"""At the door: the code that proves an address, kept in the visitor's session until it comes back.

Nothing here says whether the address is known: same page, same mail, same work.
"""

import time
from dataclasses import dataclass
from hmac import compare_digest

from allauth.account.adapter import get_adapter
from django.contrib.sessions.backends.base import SessionBase

SESSION_KEY = "knocking"
MINUTES = 15
TRIES = 5
AN_HOUR = 3600


@dataclass
class Knocking:
    """Someone who filled the form and has not proved their address yet."""

    answers: dict[str, object]
    code: str
    at: float
    tries: int = 0

    @property
    def address(self) -> str:
        return str(self.answers["address"])

    @property
    def district_id(self) -> int:
        """Of the district chosen, or 0, which is nobody's."""
        chosen = self.answers["district"]
        return chosen if isinstance(chosen, int) else 0


def start(session: SessionBase, answers: dict[str, object]) -> Knocking:
    knocking = Knocking(answers, get_adapter().generate_login_code(), time.time())
    session[SESSION_KEY] = vars(knocking)
    session.set_expiry(AN_HOUR)  # what was typed is forgotten if nobody proves the address
    return knocking


def under_way(session: SessionBase) -> Knocking | None:
    kept = session.get(SESSION_KEY)
    return Knocking(**kept) if kept else None


def proves(session: SessionBase, knocking: Knocking, code: str) -> bool:
    """Whether this is the code, in time and within five tries. A wrong one is counted."""
    if knocking.tries >= TRIES or time.time() - knocking.at > MINUTES * 60:
        return False
    if compare_digest(_plain(knocking.code), _plain(code)):
        return True
    knocking.tries += 1
    session[SESSION_KEY] = vars(knocking)
    return False


def is_over(knocking: Knocking) -> bool:
    return knocking.tries >= TRIES or time.time() - knocking.at > MINUTES * 60


def stop(session: SessionBase) -> None:
    session.pop(SESSION_KEY, None)


def _plain(code: str) -> bytes:
    return "".join(c for c in code.upper() if c.isalnum()).encode()
