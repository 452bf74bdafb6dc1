from millepieds.core.privacy import Basis, Category, OnErase, declare
from millepieds.core.words import _

declare(
    "meetings.Meeting", _("the meetings you called"),
    whose=["called_by"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "circle", "kind", "title", "purpose", "openness", "starts_at", "ends_at", "place", "link",
        "access", "capacity",
        "called_by", "called_under", "called_at", "opened_under", "cancelled_at", "cancelled_why",
    ],
)  # fmt: skip
declare(
    "meetings.SignUp", _("the meetings you signed up for"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the meeting is kept; before, as soon as you are erased"),
    on_erase=OnErase.DELETE,
    keeps=["id", "meeting", "person", "asked_at", "place", "withdrawn_at"],
)  # fmt: skip
