from datetime import date

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.decisions.rules.moving import Way
from millepieds.decisions.rules.rounds import Outcome
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
PROPOSED = deed(
    "decisions.proposed", _("A proposal was written, before asking its circle"),
    audience=Audience.PARTIES,
)  # fmt: skip
REWRITTEN = deed(
    "decisions.rewritten", _("A proposal was rewritten, before asking its circle"),
    audience=Audience.PARTIES,
)  # fmt: skip
PRESENTED = deed(
    "decisions.presented", _("A proposal was put to its circle"), audience=Audience.CIRCLE,
    facts={"asked": int, "until": date},
)  # fmt: skip
REMARKED = deed(
    "decisions.remarked", _("A question or a reaction was said about a proposal"),
    audience=Audience.CIRCLE,
)  # fmt: skip
EXPLAINED = deed(
    "decisions.explained", _("A question about a proposal was answered"), audience=Audience.CIRCLE
)
AMENDED = deed(
    "decisions.amended", _("A proposal was changed: whoever answered is asked again"),
    audience=Audience.CIRCLE, facts={"version": int, "until": date},
)  # fmt: skip
STOOD = deed(
    "decisions.stood", _("Someone said where they stand on a proposal"), audience=Audience.CIRCLE,
    facts={"version": int},
)  # fmt: skip
TYPED_IN = deed(
    "decisions.voice_typed_in", _("A voice given on paper was typed in by someone else"),
    audience=Audience.CIRCLE, facts={"version": int},
)  # fmt: skip
CONTESTED = deed(
    "decisions.voice_taken_back", _("Someone took back a voice typed in for them from paper"),
    audience=Audience.CIRCLE, facts={"version": int},
)  # fmt: skip
OBJECTION_TESTED = deed(
    "decisions.objection_tested", _("The reasons of an objection were tested"),
    audience=Audience.CIRCLE, facts={"holds": bool},
)  # fmt: skip
CALLED_IN = deed(
    "decisions.called_in", _("A proposal was called into a meeting: its clock stopped"),
    audience=Audience.CIRCLE,
)  # fmt: skip
HELD = deed(
    "decisions.held", _("A proposal is treated in a meeting: the circle says where it stands there"),
    audience=Audience.CIRCLE,
)  # fmt: skip
RESUMED = deed(
    "decisions.resumed", _("The round of a proposal goes on after a meeting"),
    audience=Audience.CIRCLE, facts={"until": date},
)  # fmt: skip
ADOPTED = deed(
    "decisions.adopted", _("A circle adopted a proposal"), audience=Audience.MEMBERS,
    facts={"year": int, "number": int, "effective_on": date, "review_on": date},
)  # fmt: skip
ENDED = deed(
    "decisions.ended", _("A proposal was withdrawn or returned, with the reason"),
    audience=Audience.CIRCLE, facts={"outcome": Outcome},
)  # fmt: skip
