from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _

RETENTION_APPLIED = deed(
    "home.retention_applied", _("What had been kept long enough was deleted"),
    audience=Audience.MEMBERS, facts={"rows": int, "people": int},
)  # fmt: skip
BALANCE_OF_MEETINGS_NOTED = deed(
    "home.balance_of_meetings_noted", _("The balance of those who come to meetings was noted"),
    audience=Audience.MEMBERS,
)  # fmt: skip
