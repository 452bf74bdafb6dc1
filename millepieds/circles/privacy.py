from millepieds.core.privacy import Basis, Category, OnErase, declare, keep, nothing_personal
from millepieds.core.words import _

nothing_personal("circles.Circle", _("the circles"), fields=("id", "key", "opened_on", "closed_on"))
nothing_personal(
    "circles.CircleVersion", _("what each circle was, from which day on"),
    fields=("id", "circle", "from_on", "kind", "name", "purpose", "domain", "parent"),
)  # fmt: skip
nothing_personal(
    "circles.Role", _("the roles"), fields=("id", "key", "circle", "opened_on", "closed_on")
)
nothing_personal(
    "circles.RoleVersion", _("what each role was, from which day on"),
    fields=(
        "id", "role", "from_on", "name", "purpose", "domain", "accountabilities", "powers", "seats",
        "term_days", "assigned_by", "consults", "report_days",
    ),
)  # fmt: skip
declare(
    "circles.Mandate", _("the mandates you were offered or held"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    on_erase=OnErase.BLANK,
    blanks={"end_reason": "…"},
    keeps=[
        "id", "role", "person", "membership", "process", "proposed_by", "proposed_at", "starts_on",
        "ends_on", "seat", "accepted_at", "commitment", "committed_to", "declined_at", "ended_on",
        "ended_how", "opened_under",
    ],
)  # fmt: skip
declare(
    "circles.Offer", _("the roles you offered to take"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("12 months after the answer"), on_erase=OnErase.DELETE,
    keeps=["id", "role", "person", "text", "made_at", "closed_at", "answer"],
)  # fmt: skip
declare(
    "circles.Handover", _("the notes you left for the next holder"),
    whose=["author"], category=Category.ORDINARY, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the role"), on_erase=OnErase.KEEP,
    keeps=["id", "role", "author", "text", "written_at"],
)  # fmt: skip
nothing_personal(
    "circles.Notice", _("the ends of mandates already announced"),
    fields=("id", "mandate", "days", "given_at"),
)  # fmt: skip
declare(
    "circles.Reopening", _("your calls to reopen a founding mandate"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=["id", "person", "called_at", "needed", "mandate", "closed_at"],
)  # fmt: skip
declare(
    "circles.Support", _("the calls to reopen that you stood behind"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=["id", "reopening", "person", "given_at"],
)  # fmt: skip
nothing_personal(
    "circles.OwnRule", _("the rules that a circle gave itself"),
    fields=("id", "circle", "rule", "value", "effective_on", "entry"),
)  # fmt: skip
nothing_personal(
    "circles.MonthOfBalance", _("the monthly balance of the group"),
    fields=("id", "month", "women", "men", "others", "counted"),
)  # fmt: skip
keep("circles.Offer", since="closed_at", days=365)
