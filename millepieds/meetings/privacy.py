from millepieds.core.privacy import Basis, Category, declare
from millepieds.core.words import _

declare(
    "meetings.Meeting", _("the meetings you called"),
    whose=["called_by"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "circle", "kind", "title", "purpose", "openness", "starts_at", "ends_at", "place", "link",
        "called_by", "called_under", "called_at", "opened_under", "cancelled_at", "cancelled_why",
    ],
)  # fmt: skip
