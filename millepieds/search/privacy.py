from millepieds.core.privacy import nothing_personal
from millepieds.core.words import _

nothing_personal(
    "search.Indexed", _("the words by which a thing is found, out of their order"),
    fields=("id", "kind", "object_id", "depth", "words", "rank"),
    retention=_("as long as the thing they come from"),
)  # fmt: skip
