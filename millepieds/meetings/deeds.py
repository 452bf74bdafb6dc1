from datetime import date

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.meetings.rules.terms import Kind

CALLED = deed(
    "meetings.called", _("A meeting was called"), audience=Audience.CIRCLE,
    facts={"kind": Kind, "day": date},
)  # fmt: skip
SIGNED_UP = deed(
    "meetings.signed_up", _("Someone signed up for a meeting"), audience=Audience.PARTIES,
    facts={"waiting": bool},
)  # fmt: skip
WITHDRAWN = deed(
    "meetings.withdrawn", _("Someone withdrew from a meeting"), audience=Audience.PARTIES
)
PLACE_GIVEN = deed(
    "meetings.place_given", _("A free place was given to whoever waited first"),
    audience=Audience.PARTIES,
)  # fmt: skip
CANCELLED = deed("meetings.cancelled", _("A meeting was cancelled"), audience=Audience.CIRCLE)
