from millepieds.core.privacy import Basis, Category, OnErase, declare, nothing_personal
from millepieds.core.words import _

nothing_personal(
    "journal.Entry", _("the number, the deed and the seal of each act"),
    fields=("number", "deed", "happened_at", "recorded_at", "commitment"),
)  # fmt: skip
nothing_personal(
    "journal.Node", _("the hashes of the tree that binds the lines of the register"),
    fields=("id", "level", "number", "hash"),
)  # fmt: skip
nothing_personal(
    "journal.Checkpoint", _("the signed checkpoints of the register"),
    fields=("size", "note", "signed_at"),
)  # fmt: skip
declare(
    "journal.Particulars", _("what you did in the movement, and under which mandate"),
    whose=["actor", "about", "typed_by"],
    category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as your account; forgotten when you are"),
    on_erase=OnErase.BLANK,
    blanks={
        "actor_kind": "", "actor": None, "typed_by": None, "about": None, "subject_type": "",
        "subject_id": None, "mandate_id": None, "facts": {}, "key": "",
    },
    keeps=["entry", "circle_id", "forgotten_at"],
)  # fmt: skip
