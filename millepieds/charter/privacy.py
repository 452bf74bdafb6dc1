from millepieds.core.privacy import Basis, Category, OnErase, declare, nothing_personal
from millepieds.core.words import _

nothing_personal(
    "charter.CharterVersion", _("the versions of the charter"),
    fields=("id", "number", "title", "preamble", "adopted_on", "fingerprint"),
)  # fmt: skip
nothing_personal(
    "charter.Article", _("its articles"),
    fields=("id", "version", "key", "number", "title", "body"),
)  # fmt: skip
nothing_personal(
    "charter.Commitment", _("what each article asks"),
    fields=("id", "article", "key", "number", "text"),
)  # fmt: skip
nothing_personal(
    "charter.RuleValue", _("the rules and their values"),
    fields=("id", "rule", "value", "effective_on", "entry"),
)  # fmt: skip
declare(
    "charter.Signature", _("the versions of the charter that you signed"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    on_erase=OnErase.KEEP,  # who was a member on a past day stays true
    keeps=["id", "person", "version", "signed_at"],
)  # fmt: skip
