"""The power to receive a report, its words, the steps of the procedure, and their longest time as data."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.powers import Reach, power
from millepieds.core.words import _

RECEIVE = power(
    "care.receive", _("receive reports of violence, harassment or discrimination, and decide what follows"),
    reach=Reach.MOVEMENT, sees_many=True,
    also_called=_("violence harassment discrimination report safety care exclusion suspension"),
)  # fmt: skip
LONGEST_EXCLUSION = declare_rule(
    "care.longest_exclusion",
    _("A member is suspended or excluded for at most %(value)s, and may appeal at once."),
    unit=Unit.DAYS, least=7, most=1095, default=365, article="care.tension",
)  # fmt: skip
HEARING_NOTICE = declare_rule(
    "care.hearing_notice",
    _("Someone is invited to be heard at least %(value)s ahead."),
    unit=Unit.DAYS, least=2, most=60, default=7, article="care.tension",
)  # fmt: skip
FEWEST_KEEPERS = 2
READING_TIME = timedelta(minutes=15)


class Category(StrEnum):
    VIOLENCE = "violence"
    SEXUAL = "sexual"
    HARASSMENT = "harassment"
    DISCRIMINATION = "discrimination"
    OTHER = "other"


CATEGORIES: dict[StrEnum, str] = {
    Category.VIOLENCE: _("violence, or threats"),
    Category.SEXUAL: _("sexist or sexual violence"),
    Category.HARASSMENT: _("harassment"),
    Category.DISCRIMINATION: _("discrimination, racism, hatred"),
    Category.OTHER: _("something else that is serious"),
}


class Taken(StrEnum):
    """A step of the procedure that was taken."""

    MEASURE = "measure"
    INVITED = "invited"
    INVITE_OPENED = "invite-opened"
    COMES = "comes"
    ANOTHER_DAY = "another-day"
    IN_WRITING = "in-writing"
    ABSENT = "absent"
    HEARD_AUTHOR = "heard-author"
    HEARD_NAMED = "heard-named"
    PROPOSED = "proposed"
    DISAGREED = "disagreed"
    DECIDED = "decided"
    ENDED = "ended"


STEPS: dict[StrEnum, str] = {
    Taken.MEASURE: _("a protective measure, until a day"),
    Taken.INVITED: _("someone was invited to be heard"),
    Taken.INVITE_OPENED: _("the invitation was opened"),
    Taken.COMES: _("whoever was invited says that they come"),
    Taken.ANOTHER_DAY: _("whoever was invited asks for another day"),
    Taken.IN_WRITING: _("whoever was invited answers in writing"),
    Taken.ABSENT: _("whoever was invited did not come"),
    Taken.HEARD_AUTHOR: _("the person who reported was heard"),
    Taken.HEARD_NAMED: _("a person named was heard"),
    Taken.PROPOSED: _("a suspension or an exclusion was proposed: it waits for a second person"),
    Taken.DISAGREED: _("a second person did not agree: nothing takes effect"),
    Taken.DECIDED: _("a suspension or an exclusion was decided"),
    Taken.ENDED: _("the matter is closed"),
}
NOTED = (Taken.MEASURE, Taken.HEARD_AUTHOR, Taken.HEARD_NAMED, Taken.ABSENT, Taken.ENDED)
REPLIES = (Taken.COMES, Taken.ANOTHER_DAY, Taken.IN_WRITING)
BY_WHOEVER_IS_INVITED = (Taken.INVITE_OPENED, *REPLIES)
FOLLOW_AN_INVITATION = (Taken.HEARD_AUTHOR, Taken.HEARD_NAMED, Taken.ABSENT)
OF_INVITATIONS = (
    Taken.INVITED,
    *BY_WHOEVER_IS_INVITED,
    Taken.ABSENT,
)  # the author sees none of these
REPLY_WORDS: dict[StrEnum, str] = {
    Taken.COMES: _("I come"),
    Taken.ANOTHER_DAY: _("I ask for another day"),
    Taken.IN_WRITING: _("I answer in writing"),
}


class Second(StrEnum):
    """What a second person says of a sanction that one proposes."""

    AGREES = "agrees"
    DIFFERS = "differs"


SECONDS: dict[StrEnum, str] = {
    Second.AGREES: _("I agree: it takes effect today"),
    Second.DIFFERS: _("I do not agree: it does not take effect"),
}


class Sort(StrEnum):
    SUSPENSION = "suspension"
    EXCLUSION = "exclusion"


SORTS: dict[StrEnum, str] = {
    Sort.SUSPENSION: _("suspension: their mandates sleep, they come back"),
    Sort.EXCLUSION: _("exclusion: they are out of the movement until that day"),
}


class Outcome(StrEnum):
    UPHELD = "upheld"
    LIFTED = "lifted"


OUTCOMES: dict[StrEnum, str] = {
    Outcome.UPHELD: _("the decision stands"),
    Outcome.LIFTED: _("the decision is lifted, today"),
}


class State(StrEnum):
    """Where a report stands. Always derived from what happened to it."""

    KEPT = "kept"
    ENTRUSTED = "entrusted"
    READ = "read"
    CLOSED = "closed"


STATES: dict[StrEnum, str] = {
    State.KEPT: _("For me alone"),
    State.ENTRUSTED: _("A report entrusted"),
    State.READ: _("A report that was read"),
    State.CLOSED: _("A matter that is closed"),
}
NUMBERS: Mapping[str, str] = {
    "112": _("in danger, now, anywhere in Europe"),
    "17": _("the police"),
    "114": _("the same by text message, when speaking is not possible"),
    "15": _("an injury, an illness"),
    "3919": _("women who suffer violence: free, anonymous, day and night"),
    "116 006": _("victims of any violence or crime: free, every day"),
    "119": _("a child in danger: free, day and night"),
    "3114": _("thoughts of suicide: free, day and night"),
    "39 28": _("discrimination: the anti-discrimination line of the Defender of Rights"),
}
GUIDE: tuple[str, ...] = (
    _("You are in danger? Leave, and call 17, or 112. By text, 114."),
    _("You do not have to speak with the person who hurt you, nor to go alone anywhere."),
    _(
        "Keep what shows it: messages, dates, names of those who saw. You owe nobody a proof to be heard."
    ),
    _(
        "You may go to the police or to a doctor at any moment: a report here does not replace them."
    ),
)
