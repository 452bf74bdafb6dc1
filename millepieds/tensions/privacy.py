from millepieds.core.privacy import Basis, Category, OnErase, declare, keep
from millepieds.core.words import _

declare(
    "tensions.Tension", _("the tensions you said"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("a year after you closed it; before, as soon as you are erased"),
    on_erase=OnErase.DELETE,
    keeps=[
        "id", "author", "about", "title", "sees", "does_to_me", "would_need", "raised_at",
        "shown_since", "closed_at", "changed",
    ],
)  # fmt: skip
declare(
    "tensions.Step", _("where your tensions were taken"),
    whose=["tension__author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the tension"), on_erase=OnErase.DELETE,
    keeps=["id", "tension", "rung", "from_at"],
)  # fmt: skip
declare(
    "tensions.Trust", _("the tensions entrusted to you, without their words"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the tension"), on_erase=OnErase.DELETE,
    keeps=["id", "tension", "person", "rung", "entrusted_at", "reminded_at", "opened_at"],
)  # fmt: skip
keep("tensions.Tension", since="closed_at", days=365)
