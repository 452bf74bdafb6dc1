from datetime import date

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.decisions.rules.moving import Way
from millepieds.decisions.rules.terms import Followed

OPENED = deed(
    "decisions.opened", _("A question was written, before asking anyone"), audience=Audience.PARTIES
)
CHANGED = deed(
    "decisions.changed", _("A question was rewritten, before asking anyone"),
    audience=Audience.PARTIES,
)  # fmt: skip
ADVICE_ASKED = deed(
    "decisions.advice_asked", _("Advice was asked before deciding"), audience=Audience.CIRCLE,
    facts={"asked": int, "until": date},
)  # fmt: skip
ADVICE_GIVEN = deed("decisions.advice_given", _("Advice was given"), audience=Audience.CIRCLE)
ADVICE_ANSWERED = deed(
    "decisions.advice_answered", _("An advice was answered"), audience=Audience.CIRCLE,
    facts={"followed": Followed},
)  # fmt: skip
MOVED = deed(
    "decisions.moved", _("A question was handed to another circle"), audience=Audience.CIRCLE,
    facts={"way": Way},
)  # fmt: skip
DROPPED = deed(
    "decisions.dropped", _("A question was dropped, with its reason"), audience=Audience.CIRCLE
)
TAKEN = deed(
    "decisions.taken", _("A decision was taken"), audience=Audience.MEMBERS,
    facts={"year": int, "number": int, "effective_on": date, "review_on": date},
)  # fmt: skip
