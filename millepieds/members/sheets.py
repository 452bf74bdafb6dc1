"""What is printed for whoever joins with a pen."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from millepieds.charter.queries import rule
from millepieds.core.paper import sheet
from millepieds.members.forms import JoinForm
from millepieds.members.queries import districts
from millepieds.members.rules import LONGEST_WAIT, NEEDS
from millepieds.people.rules import MEMBERSHIP, PHONE_CALLS, PURPOSES, TONGUES, WAYS


def sheet_to_join(*, on: date) -> bytes:
    """« Rejoindre » on paper: the questions of the form, in its own words, and places to write."""
    asks: dict[str, str] = {name: str(field.label) for name, field in JoinForm().fields.items()}
    days = rule(LONGEST_WAIT, on=on)
    words = {
        "title": _("Join"),
        "lead": ngettext(
            "Fill in this sheet and give it to someone who welcomes people. "
            "Within %(days)s day, they get back to you.",
            "Fill in this sheet and give it to someone who welcomes people. "
            "Within %(days)s days, they get back to you.",
            days,
        )
        % {"days": days},
        "name": asks["name"], "mail": asks["address"], "no_mail": _("I have no mail"),
        "phone": _("My phone"), "reach": _("How to reach me"),
        "ways": [_(words) for words in WAYS.values()],
        "district": asks["district"], "districts": [str(each) for each in districts()],
        "elsewhere": _("elsewhere:"), "languages": asks["languages"],
        "tongues": list(TONGUES.values()), "other": _("other:"),
        "needs": asks["needs"], "needs_known": [_(words) for words in NEEDS.values()],
        "wishes": asks["wishes"],
        "consents": [_consent(purpose) for purpose in (MEMBERSHIP, PHONE_CALLS)],
    }  # fmt: skip
    return sheet("members/paper/join.typ", words, leads_to=reverse("members:join"), on=on)


def _consent(purpose: str) -> dict[str, str]:
    """The words of today, and which version they are: it is noted with the signature."""
    asked = PURPOSES[purpose]
    return {
        "title": _(asked.words.title), "text": _(asked.words.text),
        "version": _("version %(number)s of the words") % {"number": asked.version},
    }  # fmt: skip
