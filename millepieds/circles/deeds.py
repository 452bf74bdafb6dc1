from datetime import date

from millepieds.circles.rules.mandates import Ending, Process
from millepieds.circles.rules.structure import Kind
from millepieds.core.deeds import Audience, HouseKey, deed
from millepieds.core.words import _

CIRCLE_OPENED = deed(
    "circles.circle_opened", _("A circle was opened"), audience=Audience.TOWN, facts={"kind": Kind}
)
CIRCLE_CHANGED = deed(
    "circles.circle_changed", _("A circle was changed"), audience=Audience.TOWN,
    facts={"from_on": date},
)  # fmt: skip
CIRCLE_CLOSED = deed("circles.circle_closed", _("A circle was closed"), audience=Audience.TOWN)
OWN_RULE_SET = deed(
    "circles.own_rule_set", _("A circle changed a rule for itself alone"), audience=Audience.TOWN,
    facts={"rule": HouseKey, "before": int, "after": int, "own": bool, "effective_on": date},
    checkpoint=True,
)  # fmt: skip
ROLE_OPENED = deed(
    "circles.role_opened", _("A role was opened"), audience=Audience.TOWN, facts={"seats": int}
)
ROLE_CHANGED = deed(
    "circles.role_changed", _("A role was changed"), audience=Audience.TOWN,
    facts={"from_on": date, "seats": int},
)  # fmt: skip
ROLE_CLOSED = deed("circles.role_closed", _("A role was closed"), audience=Audience.TOWN)
OFFER_MADE = deed(
    "circles.offer_made", _("A member offered to take a role"), audience=Audience.MEMBERS
)
OFFER_TAKEN_BACK = deed(
    "circles.offer_taken_back", _("A member took back their offer"), audience=Audience.MEMBERS
)
OFFER_DECLINED = deed(
    "circles.offer_declined", _("An offer was declined, with its reason"),
    audience=Audience.PARTIES,
)  # fmt: skip
MANDATE_PROPOSED = deed(
    "circles.mandate_proposed", _("A mandate was proposed"), audience=Audience.MEMBERS,
    facts={"process": Process, "starts_on": date, "ends_on": date},
)  # fmt: skip
PROPOSAL_TAKEN_BACK = deed(
    "circles.proposal_taken_back", _("A mandate proposed was taken back"), audience=Audience.PARTIES
)
MANDATE_ACCEPTED = deed(
    "circles.mandate_accepted", _("A mandate was accepted"), audience=Audience.TOWN,
    facts={"starts_on": date, "ends_on": date, "seat": int}, checkpoint=True,
)  # fmt: skip
MANDATE_RECOMMITTED = deed(
    "circles.mandate_recommitted", _("A holder committed again to a role that had changed"),
    audience=Audience.TOWN, checkpoint=True,
)  # fmt: skip
MANDATE_DECLINED = deed(
    "circles.mandate_declined", _("A mandate was declined"), audience=Audience.PARTIES
)
MANDATE_ENDED = deed(
    "circles.mandate_ended", _("A mandate ended before its term"), audience=Audience.TOWN,
    facts={"how": Ending, "on": date},
)  # fmt: skip
HANDOVER_LEFT = deed(
    "circles.handover_left", _("A note was left for the next holder"), audience=Audience.CIRCLE
)
SECOND_PROOF_ASKED = deed(
    "circles.second_proof_asked", _("A holder was reminded to add a second proof"),
    audience=Audience.PARTIES, facts={"last_day": date},
)  # fmt: skip
NOTICE_GIVEN = deed(
    "circles.notice_given", _("The end of a mandate was announced"), audience=Audience.MEMBERS,
    facts={"days": int},
)  # fmt: skip
LAST_ASSIGNER_ANNOUNCED = deed(
    "circles.last_assigner_announced", _("Everyone was told that soon nobody can propose mandates"),
    audience=Audience.MEMBERS, facts={"ends_on": date},
)  # fmt: skip
REOPENING_CALLED = deed(
    "circles.reopening_called", _("A member called to reopen a founding mandate"),
    audience=Audience.MEMBERS, facts={"needed": int},
)  # fmt: skip
REOPENING_SUPPORTED = deed(
    "circles.reopening_supported", _("A member stood behind a call to reopen"),
    audience=Audience.MEMBERS,
)  # fmt: skip
REOPENING_TAKEN_BACK = deed(
    "circles.reopening_taken_back", _("A member took back their call to reopen"),
    audience=Audience.MEMBERS,
)  # fmt: skip
REOPENING_LAPSED = deed(
    "circles.reopening_lapsed", _("A call to reopen came to nothing"), audience=Audience.MEMBERS
)
NOBODY_ASSIGNS = deed(
    "circles.nobody_assigns", _("Everyone was told that nobody can propose mandates any more"),
    audience=Audience.MEMBERS,
)  # fmt: skip
ASSIGNERS_BACK = deed(
    "circles.assigners_back", _("Someone can propose mandates again"), audience=Audience.MEMBERS
)
FOUNDED = deed(
    "circles.founded", _("The movement was founded"), audience=Audience.TOWN, checkpoint=True
)
BALANCE_NOTED = deed(
    "circles.balance_noted", _("The balance of the month was noted"), audience=Audience.MEMBERS
)
