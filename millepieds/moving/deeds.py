from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _

MOVED_IN = deed(
    "moving.moved_in", _("An existing movement moved in, from its sheets"),
    audience=Audience.MEMBERS,
    facts={"circles": int, "roles": int, "mandates": int, "invited": int},
)  # fmt: skip
