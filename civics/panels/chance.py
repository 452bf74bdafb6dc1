"""Whole numbers drawn from a seed: the same seed, the same numbers, in any language."""

import hashlib
import hmac
from dataclasses import dataclass


@dataclass
class Chance:
    """Numbers from HMAC-SHA-256 of a counter under the seed, without bias.

    Block `i` (from 0) is HMAC-SHA-256(seed, i in decimal, in ASCII); its first 8 bytes, read
    big-endian, are one number from 0 to 2⁶⁴ - 1. Source: RFC 2104; rejection as in NIST
    SP 800-90A, B.5.1.1.

    >>> dice = Chance(bytes.fromhex("c0ffee"))
    >>> [dice.below(6) + 1 for _ in range(5)]
    [6, 5, 5, 4, 3]
    """

    seed: bytes
    counter: int = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1, each as likely: blocks that would favour one are skipped.

        `limit` is between 1 and 2⁶⁴.
        """
        fair = 2**64 - 2**64 % limit
        while True:
            name = str(self.counter).encode()
            self.counter += 1
            number = int.from_bytes(hmac.digest(self.seed, name, hashlib.sha256)[:8])
            if number < fair:
                return number % limit

    def pick(self, weights: tuple[int, ...]) -> int:
        """A place in `weights`, as likely as its weight says (whole numbers, not all 0)."""
        ball = self.below(sum(weights))
        for place, weight in enumerate(weights):
            ball -= weight
            if ball < 0:
                return place
        raise AssertionError
