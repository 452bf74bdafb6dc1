from datetime import date

from millepieds.charter.rules import Procedure
from millepieds.core.deeds import Audience, HouseKey, deed
from millepieds.core.words import _

CHARTER_ADOPTED = deed(
    "charter.charter_adopted", _("A version of the charter was adopted"),
    audience=Audience.TOWN, facts={"version": int}, checkpoint=True,
)  # fmt: skip
CHARTER_SIGNED = deed(
    "charter.charter_signed", _("A person signed the charter"),
    audience=Audience.PARTIES, facts={"version": int},
)  # fmt: skip
RULE_CHANGED = deed(
    "charter.rule_changed", _("A rule was changed"), audience=Audience.TOWN, checkpoint=True,
    facts={
        "rule": HouseKey, "before": int, "after": int, "effective_on": date, "procedure": Procedure,
    },
)  # fmt: skip
