from millepieds.core.privacy import Basis, Category, OnErase, declare, nothing_personal
from millepieds.core.words import _

nothing_personal(
    "website.Milestone", _("the movement's history"),
    fields=("id", "on", "precision", "title", "place", "text"),
)  # fmt: skip
nothing_personal(
    "website.Post", _("the texts of the site"),
    fields=(
        "id", "kind", "slug", "title", "text", "written_at", "changed_at", "published_at",
        "withdrawn_at",
    ),
)  # fmt: skip
nothing_personal(
    "website.Link", _("where else to find the movement"), fields=("id", "label", "url", "rank")
)
declare(
    "website.Voice", _("your words and picture, if you speak for the movement"),
    whose=["person"], category=Category.OPINION, basis=Basis.CONSENT,
    retention=_("until you take them back, or your mandate ends"), on_erase=OnErase.DELETE,
    keeps=["id", "person", "words", "picture", "shown_at"],
)  # fmt: skip
