from datetime import date

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.people.rules import Channel

JOIN_ASKED = deed("members.join_asked", _("Someone knocked at the door"), audience=Audience.PARTIES)
SHEET_TYPED_IN = deed(
    "members.sheet_typed_in", _("Someone typed in the sheet of a newcomer"),
    audience=Audience.PARTIES, facts={"channel": Channel},
)  # fmt: skip
LETTER_HANDED_OVER = deed(
    "members.letter_handed_over", _("A letter of the house was handed over or read aloud"),
    audience=Audience.PARTIES,
)  # fmt: skip
CONTACT_PROMISED = deed(
    "members.contact_promised", _("Someone promised to write to a newcomer"),
    audience=Audience.PARTIES,
)  # fmt: skip
CONTACT_TAKEN_OVER = deed(
    "members.contact_taken_over", _("Someone took over the promise to write to a newcomer"),
    audience=Audience.PARTIES,
)  # fmt: skip
CONTACTED = deed("members.contacted", _("A newcomer was written to"), audience=Audience.PARTIES)
WELCOMED = deed("members.welcomed", _("A newcomer was welcomed"), audience=Audience.PARTIES)
REFUSED = deed(
    "members.refused", _("A request was refused, with its reason"), audience=Audience.PARTIES
)
APPEALED = deed("members.appealed", _("A refusal was appealed"), audience=Audience.PARTIES)
APPEAL_ANSWERED = deed(
    "members.appeal_answered", _("An appeal was answered"), audience=Audience.PARTIES,
    facts={"accepted": bool},
)  # fmt: skip
MEMBER_BECAME = deed(
    "members.member_became", _("A person became a member"), audience=Audience.MEMBERS
)
CHARTER_ANNOUNCED = deed(
    "members.charter_announced", _("Members were told that the charter changed"),
    audience=Audience.MEMBERS, facts={"version": int},
)  # fmt: skip
SIGNING_REMINDED = deed(
    "members.signing_reminded", _("Those who had not signed the new charter were reminded"),
    audience=Audience.MEMBERS, facts={"version": int, "last_day": date},
)  # fmt: skip
LEFT = deed("members.left", _("A person left the movement"), audience=Audience.PARTIES)
ANSWERS_CHANGED = deed(
    "members.answers_changed", _("A person changed the answers they gave when joining"),
    audience=Audience.PARTIES,
)  # fmt: skip
DISTRICT_NAMED = deed(
    "members.district_named", _("A part of the town was named"), audience=Audience.TOWN
)
DISTRICT_RENAMED = deed(
    "members.district_renamed", _("A part of the town got another name"), audience=Audience.TOWN
)
FOUNDER_CAME = deed(
    "members.founder_came", _("The movement's first person came in"), audience=Audience.MEMBERS
)
INVITED = deed(
    "members.invited", _("People were invited to knock at the door"), audience=Audience.MEMBERS,
    facts={"invited": int},
)  # fmt: skip
INVITATION_DECLINED = deed(
    "members.invitation_declined", _("An invitation was declined"), audience=Audience.PARTIES
)
SUSPENDED = deed(
    "members.suspended", _("Someone was suspended from the movement until a day"),
    audience=Audience.PARTIES,
)  # fmt: skip
SUSPENSION_LIFTED = deed(
    "members.suspension_lifted", _("A suspension was lifted"), audience=Audience.PARTIES
)
