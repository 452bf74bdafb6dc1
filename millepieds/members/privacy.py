from millepieds.core.privacy import Basis, Category, OnErase, declare, nothing_personal
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
