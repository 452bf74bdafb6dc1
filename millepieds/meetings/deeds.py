from datetime import date

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.meetings.rules.terms import Kind

CALLED = deed(
    "meetings.called", _("A meeting was called"), audience=Audience.CIRCLE,
    facts={"kind": Kind, "day": date},
)  # fmt: skip
