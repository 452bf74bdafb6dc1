"""At the door: what a visitor wrote, kept in their own visit until a code proves their address.

Nothing here says whether the address is known.
"""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

SESSION_KEY = "knocking"
Answers = dict[str, Any]


def keep_answers(session: SessionBase, answers: Answers) -> None:
    session[SESSION_KEY] = answers


def kept_answers(session: SessionBase) -> Answers:
    answers: Answers = session.get(SESSION_KEY, {})
    return answers


def drop_answers(session: SessionBase) -> None:
    session.pop(SESSION_KEY, None)
