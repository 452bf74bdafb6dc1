"""The charter, to sign with a pen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from millepieds.charter.models import CharterVersion
from millepieds.charter.queries import text_in, text_of
from millepieds.charter.rules.wording import Text
from millepieds.core.paper import sheet


def sheet_to_sign(version: CharterVersion, *, on: date) -> bytes:
    """Every article with what it asks and a box to tick, and the fingerprint of the French text.

    In the language of the page, if this version is translated; else wholly in French.
    """
    if told := text_in(version, get_language() or ""):
        notice = _(
            "This is a translation, to help you understand. "
            "The text that each member signs is the French one."
        )
        return _printed(version, told, on=on, notice=notice)
    with override(settings.LANGUAGE_CODE):
        return _printed(version, text_of(version), on=on)


def _printed(version: CharterVersion, text: Text, *, on: date, notice: str = "") -> bytes:
    known_by = {"number": version.number, "day": date_format(version.adopted_on)}
    words = {
        "title": text["title"],
        "notice": notice,
        "version": _("version %(number)s, adopted on %(day)s") % known_by,
        "preamble": text["preamble"],
        "articles": [_article(n, article) for n, article in enumerate(text["articles"], 1)],
        "name": _("My name"),
        "fingerprint": version.fingerprint,
        "fingerprint_is": _("SHA-256 of the text: one comma changed, and it changes."),
        "foot": f"{text['title']} {version.number} · {version.fingerprint[:16]}…",
    }
    return sheet("charter/paper/charter.typ", words, leads_to=version.get_absolute_url(), on=on)


def _article(number: int, article: Mapping[str, Any]) -> dict[str, object]:
    return {
        "number": str(number), "title": article["title"], "body": article["body"],
        "commitments": [
            {"number": f"{number}.{n}", "text": each["text"]}
            for n, each in enumerate(article["commitments"], 1)
        ],
        "tick": _("I have read article %(number)s, and I commit to it") % {"number": number},
    }  # fmt: skip
