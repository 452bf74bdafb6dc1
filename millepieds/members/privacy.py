from millepieds.core.privacy import (
    Basis,
    Category,
    OnErase,
    declare,
    keep,
    nothing_personal,
)
from millepieds.core.words import _

nothing_personal("members.District", _("the parts of the town"), fields=("id", "key", "name"))
declare(
    "members.Membership", _("your path in the movement, and what you said when you knocked"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("24 months after you leave; a request left without an answer, 12 months"),
    on_erase=OnErase.BLANK,
    blanks={
        "district": None, "languages": "", "wishes": "", "needs": [], "appeal": "",
        "appeal_answer": "", "refusal": "…",
    },
    keeps=[
        "id", "person", "opened_under", "asked_at", "promised_at", "promised_by", "taken_over_from",
        "contacted_at", "contacted_by", "welcomed_at", "welcomed_by",
        "refused_at", "refused_by", "appealed_at", "appeal_answered_at",
        "signed_at", "left_at",
    ],
)  # fmt: skip
declare(
    "members.Suspension", _("the days during which you were suspended"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("a year after it ends"), on_erase=OnErase.DELETE,
    keeps=["id", "person", "starts_on", "ends_on", "lifted_on"],
)  # fmt: skip
declare(
    "members.Invitation", _("the addresses that someone who welcomes had a letter sent to"),
    whose=["invited_by"], category=Category.OPINION, basis=Basis.INTEREST,
    retention=_(
        "30 days; whoever says no is erased at once, and only an unreadable imprint of the address "
        "is kept 24 months, so that nobody writes to them again"
    ),
    on_erase=OnErase.BLANK, exported=False,  # the rows are about others than whoever invited
    blanks={"invited_by": None},
    keeps=["id", "imprint", "address", "name", "invited_at", "declined_at"],
)  # fmt: skip
keep("members.Invitation", since="invited_at", days=30, declined_at=None)
keep("members.Invitation", since="declined_at", days=730)
keep("members.Suspension", since="ends_on", days=365)
