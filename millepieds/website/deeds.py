from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.website.rules import Kind

MILESTONE_TOLD = deed(
    "website.milestone_told", _("A moment of our history was told"), audience=Audience.TOWN
)
POST_WRITTEN = deed(
    "website.post_written", _("A text for the site was written"), audience=Audience.MEMBERS,
    facts={"kind": Kind},
)  # fmt: skip
POST_CHANGED = deed(
    "website.post_changed", _("A text of the site was changed"), audience=Audience.MEMBERS
)
POST_PUBLISHED = deed(
    "website.post_published", _("A text was published on the site"), audience=Audience.TOWN,
    facts={"kind": Kind},
)  # fmt: skip
POST_WITHDRAWN = deed(
    "website.post_withdrawn", _("A text was withdrawn from the site"), audience=Audience.TOWN
)
MILESTONE_CHANGED = deed(
    "website.milestone_changed", _("A moment of our history was told again"), audience=Audience.TOWN
)
LINKS_CHOSEN = deed(
    "website.links_chosen", _("The links of the site were chosen"), audience=Audience.TOWN
)
VOICE_SHOWN = deed(
    "website.voice_shown", _("Someone who speaks for the movement showed their words"),
    audience=Audience.TOWN,
)  # fmt: skip
VOICE_TAKEN_BACK = deed(
    "website.voice_taken_back", _("Someone took their words back from the site"),
    audience=Audience.PARTIES,
)  # fmt: skip
