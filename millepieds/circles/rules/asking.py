"""« Qui peut publier sur le site ? »: find, in plain words, which power or role is meant."""

import re
import unicodedata
from collections.abc import Iterable

EMPTY = {
    "a", "au", "aux", "ce", "ces", "cette", "dans", "de", "des", "du", "elle", "elles", "en", "est", "et",
    "il", "ils", "je", "la", "le", "les", "leur", "ma", "mes", "mon", "nous", "on", "ou", "par", "peut",
    "peuvent", "pour", "puis", "qu", "que", "qui", "quoi", "sa", "sans", "se", "ses", "si", "son", "sur",
    "ta", "te", "tes", "ton", "tu", "un", "une", "vous",
    "who", "may", "can", "the", "an", "of", "in", "to", "and", "is", "are", "what",
}  # fmt: skip
STEM = 5


def fold(text: str) -> str:
    """Lower case, without accents; œ is oe, ’ is '."""
    plain = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def stems(text: str) -> set[str]:
    """The words that count, cut to five letters so that accueillir finds accueil."""
    return {word[:STEM] for word in whole_words(text)}


def whole_words(text: str) -> set[str]:
    """The words that count, whole: to look for a name, and not for those that begin like it."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return {word for word in words if word not in EMPTY and len(word) > 1}


def score(question: set[str], *texts: str) -> int:
    """How many words of the question these texts answer."""
    return len(question & stems(" ".join(texts)))


def best(scores: Iterable[tuple[int, str]]) -> list[str]:
    """The keys with the highest score, none when nothing matches."""
    rows = [(points, key) for points, key in scores if points]
    top = max((points for points, _ in rows), default=0)
    return [key for points, key in rows if points == top]
