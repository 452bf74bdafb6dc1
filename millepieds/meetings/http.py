"""At the door of a meeting: what a visitor wrote, kept in their visit until a code proves their address.

Nothing here says whether the address is known.
"""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

SESSION_KEY = "coming"
Said = dict[str, Any]


def keep_said(session: SessionBase, meeting_id: int, said: Said) -> None:
    session[SESSION_KEY] = said | {"meeting": meeting_id}


def kept_said(session: SessionBase, meeting_id: int) -> Said:
    """What was written for this meeting, and for no other."""
    said: Said = session.get(SESSION_KEY, {})
    return said if said.get("meeting") == meeting_id else {}


def drop_said(session: SessionBase) -> None:
    session.pop(SESSION_KEY, None)
