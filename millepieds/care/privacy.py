from millepieds.core.privacy import Basis, Category, OnErase, declare, keep
from millepieds.core.words import _

declare(
    "care.Report", _("the reports you sealed"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("two years after the matter is closed; before, as soon as you are erased"),
    on_erase=OnErase.DELETE,
    keeps=[
        "id", "author", "category", "reported_at", "closed_at", "key_version", "sealed_key",
        "sealed_words", "sealed_named",
    ],
)  # fmt: skip
declare(
    "care.Keeper", _("the reports entrusted to you, without their words"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the report"), on_erase=OnErase.DELETE,
    keeps=["id", "report", "person", "power", "entrusted_at"],
)  # fmt: skip
declare(
    "care.Reading", _("when you opened a report that was entrusted to you"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the report"), on_erase=OnErase.KEEP,
    keeps=["id", "report", "person", "read_at"],
)  # fmt: skip
declare(
    "care.Stage",
    _(
        "the steps that you took after a report, without their words; your answers to an invitation to be"
        " heard, with theirs"
    ),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the report"), on_erase=OnErase.KEEP,
    keeps=["id", "report", "kind", "person", "taken_at", "day", "answers", "invitation", "sealed_words"],
)  # fmt: skip
declare(
    "care.Sanction", _("a suspension or an exclusion that was decided about you, and your appeal"),
    whose=["suspension__person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("a year after it ends"), on_erase=OnErase.DELETE,
    keeps=[
        "id", "suspension", "sort", "decided_at", "decided_by", "agreed_by", "appealed_at", "answered_at",
        "answered_by", "outcome", "key_version", "sealed_key", "sealed_words", "sealed_appeal",
        "sealed_answer",
    ],
)  # fmt: skip
declare(
    "care.Opening", _("when you opened the reason and the appeal of a decision about someone"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the decision"), on_erase=OnErase.KEEP,
    keeps=["id", "sanction", "person", "opened_at"],
)  # fmt: skip
declare(
    "care.OutsideContact", _("the contact outside the movement that you named"),
    whose=["named_by"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=["id", "name", "phone", "mail", "named_at", "named_by"],
)  # fmt: skip
keep("care.Report", since="closed_at", days=730)
