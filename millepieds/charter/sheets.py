"""The charter, to sign with a pen."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from millepieds.charter.models import Article, CharterVersion
from millepieds.core.paper import sheet


def sheet_to_sign(version: CharterVersion, *, on: date) -> bytes:
    """Every article with what it asks and a box to tick, and the fingerprint of the text."""
    known_by = {"number": version.number, "day": date_format(version.adopted_on)}
    words = {
        "title": version.title,
        "version": _("version %(number)s, adopted on %(day)s") % known_by,
        "preamble": version.preamble,
        "articles": [_article(article) for article in version.articles.all()],
        "name": _("My name"),
        "fingerprint": version.fingerprint,
        "fingerprint_is": _("SHA-256 of the text: one comma changed, and it changes."),
        "foot": f"{version} · {version.fingerprint[:16]}…",
    }
    return sheet("charter/paper/charter.typ", words, leads_to=version.get_absolute_url(), on=on)


def _article(article: Article) -> dict[str, object]:
    return {
        "number": str(article.number), "title": article.title, "body": article.body,
        "commitments": [
            {"number": f"{article.number}.{each.number}", "text": each.text}
            for each in article.commitments.all()
        ],
        "tick": _("I have read article %(number)s, and I commit to it") % {"number": article.number},
    }  # fmt: skip
