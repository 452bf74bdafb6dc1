"""How words are made alike, in the index and in what is asked: « L’école » and « ecoles » are one.

Both databases compare the same strings, made here: none of them folds œ, and each stems its own way.
"""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from threading import Lock

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
TWO_IN_ONE = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
LAST_LATIN = "\u024f"
LONGEST, SHORT, MOST_ASKED = 40, 3, 12
# left out of a question, unless it holds nothing else
SMALL_WORDS = """
    a ai au aux avec c ce ces cet cette d dans de des du elle elles en est et il ils j je l la le les leur
    leurs lui m ma mais me mes mon n ne nos notre nous on ont ou par pas pour qu que qui s sa se ses si son
    sont sur t ta te tes ton tu un une vos votre vous y
"""
SMALL = frozenset(SMALL_WORDS.split())


class Depth(StrEnum):
    """How far the words of one thing are read: each holds those of the one before."""

    TITLE = "title"
    OPEN = "open"  # by whoever may read the thing
    INSIDE = "inside"  # by those who also read how it was made


# one number says where a thing comes in lists, which it is, and at which depth: seconds, thing, kind, depth
LAST_SECOND, THING_BITS, KIND_BITS, DEPTH_BITS = (1 << 33) - 1, 24, 4, 2
BELOW_A_THING, MOST_THINGS = KIND_BITS + DEPTH_BITS, (1 << THING_BITS) - 1


def rank(number: int, kind: int, depth: Depth, moment: datetime | None) -> int:
    """The greater, the newer: an index walked by this number is a list, the newest first.

    What has no moment yet comes above. Two things of a same second follow their numbers.
    """
    if not 0 <= number <= MOST_THINGS or not 0 <= kind < 1 << KIND_BITS:
        raise ValueError((number, kind))
    second = LAST_SECOND if moment is None else min(max(0, int(moment.timestamp())), LAST_SECOND)
    thing = second << THING_BITS | number
    return (thing << KIND_BITS | kind) << DEPTH_BITS | list(Depth).index(depth)


def words_of(text: str) -> str:
    """What the index keeps of a text: each form once, in their order, so that no sentence is left."""
    return " ".join(sorted({form for word in _split(text) for form in _forms(word)}))


def asked(question: str) -> list[tuple[str, ...]]:
    """For each word that counts, the forms of which one must be there. Nothing when no word was asked."""
    words = _split(question)
    counting = [word for word in words if _bare(word) not in SMALL]
    return list(dict.fromkeys(map(_forms, counting or words)))[:MOST_ASKED]


def _split(text: str) -> list[str]:
    joined = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    # marks that no letter has taken in: the vowels of Arabic
    plain = "".join(sign for sign in joined if not unicodedata.combining(sign))
    return [word[:LONGEST] for word in WORD.findall(plain.translate(TWO_IN_ONE))]


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    """The root with its accents dropped, the root of the word typed without, and that of its singular."""
    if word[0] > LAST_LATIN:
        return (_bare(word),)
    roots = [_bare(_root(word)), _root(_bare(word))]
    if len(word) > SHORT and word[-1] in "sx":
        # Snowball leaves « élus », « avis » and « jeux » whole
        roots += [_bare(_root(word[:-1])), _root(_bare(word[:-1]))]
    return tuple(dict.fromkeys(roots))


def _bare(word: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)
    )


_stemmer, _one_at_a_time = snowballstemmer.stemmer("french"), Lock()


def _root(word: str) -> str:
    with _one_at_a_time:  # the stemmer keeps the word it works on
        root: str = _stemmer.stemWord(word)
    return root
