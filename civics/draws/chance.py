"""From a seed to an order: the same on every machine, and no place likelier than another."""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from itertools import count

from civics.problems import WrongInput

BLOCK = 2**64
FACES = 6


def blocks(seed: str, label: str) -> Iterator[int]:
    """Whole numbers of 64 bits without end: the head of HMAC-SHA-256(seed, "label counter").

    `seed` is 64 hexadecimal digits; the counter is written in decimal and begins at 0, so a shell
    with openssl can redo it. Source: RFC 2104, RFC 6234.

    >>> hex(next(blocks("00" * 32, "order")))
    '0x19139e0cb387ead6'
    """
    key = bytes.fromhex(seed)
    for number in count():
        words = f"{label} {number}".encode("ascii")
        yield int.from_bytes(hmac.digest(key, words, hashlib.sha256)[:8], "big")


def below(limit: int, numbers: Iterator[int], size: int = BLOCK) -> int:
    """A number from 0 to `limit` - 1, each exactly as likely, from numbers spread evenly below `size`.

    A number in the last, incomplete round is thrown again: its remainder would favour the first
    places. Source: D. Lemire, "Fast Random Integer Generation in an Interval", 2019, section 3.

    >>> below(5, iter([5, 3]), size=6)  # a die that shows 6 is thrown again
    3
    """
    whole_rounds = size - size % limit
    for number in numbers:
        if number < whole_rounds:
            return number % limit
    raise WrongInput("il n’y a pas assez de hasard", expected="d’autres lancers")


def strike_out(people: Sequence[str], pick: Callable[[int], int]) -> tuple[str, ...]:
    """Everyone, in the order in which they are struck out; `pick(n)` gives a place from 0 to n - 1.

    Source: R. A. Fisher and F. Yates, Statistical Tables, 1938, example 12: count to the place
    drawn among those not yet struck out, strike out, begin again.

    >>> strike_out(["Amina", "Bruno", "Chloé"], lambda left: left - 1)
    ('Chloé', 'Bruno', 'Amina')
    """
    left = list(people)
    return tuple(left.pop(pick(len(left))) for _ in people)


def order_from_seed(seed: str, people: Sequence[str]) -> tuple[str, ...]:
    """Everyone in drawn order; `people` must come in the order that was hashed.

    >>> order_from_seed("00" * 32, ["Amina", "Bruno", "Chloé", "David"])
    ('Chloé', 'David', 'Amina', 'Bruno')
    """
    numbers = blocks(_checked(seed), "order")
    return strike_out(people, lambda left: below(left, numbers))


def number_from_seed(seed: str, most: int) -> int:
    """A number from 1 to `most`, each exactly as likely: to pick one of a published list of panels.

    `seed` is 64 hexadecimal digits, as `civics draw` prints it. Raises WrongInput for another seed,
    or when `most` is not between 1 and 2**63.

    >>> number_from_seed("00" * 32, 1000)
    720
    """
    if not 1 <= most <= BLOCK // 2:
        raise WrongInput(f"« {most} » ne va pas", expected="un nombre entier, au moins 1")
    return 1 + below(most, blocks(_checked(seed), "number"))


def order_from_dice(people: Sequence[str], faces: str) -> tuple[str, ...]:
    """Everyone in the order that dice alone give, on paper, without any hash.

    For up to 6 people left, one die; up to 36, two dice read as the row and the place in it, and so
    on. `faces` are the faces shown, in order. Raises WrongInput when the dice run out.

    >>> order_from_dice(["Amina", "Bruno", "Chloé", "David", "Emma"], "6 3 5 1 2 4")
    ('Chloé', 'Amina', 'David', 'Emma', 'Bruno')
    """
    shown = (int(face) - 1 for face in faces.split() for face in face)

    def pick(left: int) -> int:
        if left == 1:
            return 0
        dice = next(n for n in count(1) if left <= FACES**n)
        return below(left, _throws(shown, dice), FACES**dice)

    return strike_out(people, pick)


def _throws(shown: Iterator[int], dice: int) -> Iterator[int]:
    """Numbers made of that many dice each, the first die counting most."""
    while True:
        value = 0
        for _ in range(dice):
            if (face := next(shown, None)) is None:
                return
            value = value * FACES + face
        yield value


def _checked(seed: str) -> str:
    if len(seed) != 64 or set(seed) - set("0123456789abcdef"):
        raise WrongInput(f"« {seed} » n’est pas une graine", expected="64 chiffres hexadécimaux")
    return seed
