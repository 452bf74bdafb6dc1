"""Sealed: only counted, above the floor. Members read that something was decided, never about whom."""

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _

REPORTED = deed("care.reported", _("Something serious was reported"), audience=Audience.SEALED)
ENTRUSTED = deed("care.entrusted", _("A report was entrusted to someone"), audience=Audience.SEALED)
READ = deed("care.read", _("A report was opened and read"), audience=Audience.SEALED)
NOTED = deed("care.noted", _("A step was taken after a report"), audience=Audience.SEALED)
INVITED = deed("care.invited", _("Someone was invited to be heard"), audience=Audience.SEALED)
INVITATION_READ = deed(
    "care.invitation_read", _("An invitation to be heard was opened and read"),
    audience=Audience.SEALED,
)  # fmt: skip
INVITATION_ANSWERED = deed(
    "care.invitation_answered", _("An invitation to be heard was answered"),
    audience=Audience.SEALED,
)  # fmt: skip
PROPOSED = deed(
    "care.proposed", _("A suspension or an exclusion was proposed to a second person"),
    audience=Audience.SEALED,
)  # fmt: skip
DISAGREED = deed(
    "care.disagreed", _("A second person did not agree to a suspension or an exclusion"),
    audience=Audience.SEALED,
)  # fmt: skip
DECIDED = deed(
    "care.decided", _("A suspension or an exclusion was decided, both having been heard"),
    audience=Audience.MEMBERS,
)  # fmt: skip
SANCTION_READ = deed(
    "care.sanction_read", _("The reason of a suspension or an exclusion was opened and read"),
    audience=Audience.SEALED,
)  # fmt: skip
APPEALED = deed(
    "care.appealed", _("A suspension or an exclusion was appealed"), audience=Audience.SEALED
)
APPEAL_ANSWERED = deed(
    "care.appeal_answered",
    _("The appeal of a suspension or an exclusion was answered, by someone who had not decided it"),
    audience=Audience.MEMBERS,
)  # fmt: skip
CONTACT_NAMED = deed(
    "care.contact_named", _("The contact outside the movement was named"),
    audience=Audience.MEMBERS,
)  # fmt: skip
KEYS_WRAPPED_AGAIN = deed(
    "care.keys_wrapped_again", _("The keys of sealed words were closed under a new master key"),
    audience=Audience.MEMBERS,
)  # fmt: skip
