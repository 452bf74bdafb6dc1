"""Words as everybody will hash them: one line, one form, nothing that cannot be seen."""

import re
import unicodedata
from collections.abc import Iterable

from civics.problems import WrongInput

SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# controls, line ends, marks that turn the text round, what has no width, halves of characters
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\uffff]"
)
# needed inside emoji, Persian or Japanese names, and yet nobody sees them
UNSEEN = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e03ff]")

# letters of other alphabets, and digits, that a reader takes for a Latin letter
TWINS = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧονκ0Oo1lI|",
    "ABEKMHOPCTYXaeopcyxijsdqwlABEZHIKMNOPTYXovkoooiiii",
)


def one_line(said: str) -> str:
    """The form that is hashed: Unicode NFC, any run of spaces one space, none at the ends.

    Raises WrongInput when nothing is left, or when a character cuts the line, turns it round or
    cannot be seen. Source: Unicode Standard Annex 15; a published text in this form stays as it is
    on an older machine.

    >>> one_line("  Zoe\u0308\u00a0 B. ")
    'Zoë B.'
    """
    line = _tidy(said)
    if found := FORBIDDEN.search(line):
        raise WrongInput(
            f"le caractère U+{ord(found[0]):04X} ne va pas",
            expected="une seule ligne, sans caractère invisible",
        )
    if not seen(line):
        raise WrongInput("rien n’est écrit", expected="au moins un caractère qui se voit")
    return line


def seen(line: str) -> str:
    """What the eye gets of a line: two names equal here are one name.

    >>> seen("☀\ufe0f") == seen("☀")
    True
    """
    return _tidy(UNSEEN.sub("", line))


def _tidy(said: str) -> str:
    return SPACES.sub(" ", unicodedata.normalize("NFC", said)).strip(" ")


def look_alikes(names: Iterable[str]) -> tuple[str, ...]:
    """Sentences about names that an eye may take for another, to be looked at before the freeze.

    Two names that differ by capitals, by the width of their letters or by letters of another
    alphabet, and names that mix two alphabets. Nothing is refused: people do have such names.

    >>> look_alikes(["Amina", "AMINA", "Вruno"])
    ('« AMINA » et « Amina » se ressemblent', '« Вruno » mêle CYRILLIC et LATIN')
    """
    found: list[str] = []
    known: dict[str, str] = {}
    for name in sorted(names):
        plain = unicodedata.normalize("NFKC", seen(name)).translate(TWINS).casefold()
        if plain in known:
            found.append(f"« {known[plain]} » et « {name} » se ressemblent")
        known.setdefault(plain, name)
        alphabets = {
            unicodedata.name(letter, "?").split()[0]
            for letter in name
            if unicodedata.category(letter) in ("Lu", "Ll", "Lt")
        }
        if len(alphabets) > 1:
            found.append(f"« {name} » mêle {' et '.join(sorted(alphabets))}")
    return tuple(found)
