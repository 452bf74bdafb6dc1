"""Read by those concerned only, and never with a word of what was said."""

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.tensions.rules.terms import Rung

RAISED = deed("tensions.raised", _("A tension was said"), audience=Audience.PARTIES)
REWRITTEN = deed(
    "tensions.rewritten", _("A tension was said otherwise, before anyone read it"),
    audience=Audience.PARTIES,
)  # fmt: skip
ENTRUSTED = deed(
    "tensions.entrusted", _("A tension was entrusted to someone"), audience=Audience.PARTIES
)
OPENED = deed("tensions.opened", _("A tension was opened and read"), audience=Audience.PARTIES)
MOVED_ON = deed(
    "tensions.moved_on", _("A tension was taken one step up"), audience=Audience.PARTIES,
    facts={"rung": Rung},
)  # fmt: skip
SHOWING_CHOSEN = deed(
    "tensions.showing_chosen", _("Its author said whether a question may show a tension"),
    audience=Audience.PARTIES, facts={"shown": bool},
)  # fmt: skip
REMINDED = deed(
    "tensions.reminded", _("Someone was reminded that a tension waits for them"),
    audience=Audience.PARTIES,
)  # fmt: skip
CLOSED = deed("tensions.closed", _("A tension was closed by its author"), audience=Audience.PARTIES)
