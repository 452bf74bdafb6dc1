from millepieds.core.deeds import Audience, HouseKey, deed
from millepieds.core.words import _
from millepieds.people.rules import Channel

PERSON_MET = deed("people.person_met", _("Someone gave their name"), audience=Audience.PARTIES)
PROFILE_CHOSEN = deed(
    "people.profile_chosen", _("A person changed what they say of themself"),
    audience=Audience.PARTIES,
)  # fmt: skip
ADDRESS_ADDED = deed(
    "people.address_added", _("A person added an address"), audience=Audience.PARTIES
)
ADDRESS_PUT_FIRST = deed(
    "people.address_put_first", _("A person chose where to be written to"),
    audience=Audience.PARTIES,
)  # fmt: skip
ADDRESS_REMOVED = deed(
    "people.address_removed", _("A person removed an address"), audience=Audience.PARTIES
)
ACCOUNTS_MERGED = deed(
    "people.accounts_merged", _("A person made one of their two accounts"),
    audience=Audience.PARTIES,
)  # fmt: skip
VISITS_CLOSED = deed(
    "people.visits_closed", _("A person signed out everywhere"), audience=Audience.PARTIES
)
VISIT_ENDED = deed(
    "people.visit_ended", _("A person signed out of a device from another"),
    audience=Audience.PARTIES,
)  # fmt: skip
CONSENT_GIVEN = deed(
    "people.consent_given", _("A person agreed to a use of their data"),
    audience=Audience.PARTIES, facts={"purpose": HouseKey, "version": int, "channel": Channel},
)  # fmt: skip
CONSENT_WITHDRAWN = deed(
    "people.consent_withdrawn", _("A person took back an agreement"),
    audience=Audience.PARTIES, facts={"purpose": HouseKey, "version": int, "channel": Channel},
)  # fmt: skip
PERSON_ERASED = deed(
    "people.person_erased", _("A person asked to be forgotten, and was"),
    audience=Audience.SEALED, facts={"entries_forgotten": int}, checkpoint=True,
)  # fmt: skip
