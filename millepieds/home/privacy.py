from millepieds.core.privacy import Basis, Category, OnErase, declare, keep, nothing_personal
from millepieds.core.words import _

declare(
    "home.Digest", _("the days on which news were written to you"),
    whose=["person"], category=Category.ORDINARY, basis=Basis.OWN_ACTIVITIES,
    retention=_("90 days"), on_erase=OnErase.DELETE,
    keeps=["id", "person", "day", "written_at"],
)  # fmt: skip
nothing_personal(
    "home.MonthOfMeetings", _("the monthly balance of those who come to meetings"),
    fields=("id", "month", "women", "men", "others", "counted"),
)  # fmt: skip
keep("home.Digest", since="written_at", days=90)
