"""The public beacon that may add its chance after the dice: when each of its numbers comes."""

from datetime import UTC, datetime, timedelta

from civics.problems import WrongInput

QUICKNET = "drand quicknet"
GENESIS = datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)
PERIOD = timedelta(seconds=3)


def emitted_at(number: int) -> datetime:
    """The moment of an emission of drand's network « quicknet »: to be after the dice, say hours.

    Its signature is not verified here, for that needs curve arithmetic (BLS12-381): compare what was
    pasted with two of drand's public sites, or use a drand client. Source: drand's chain
    52db9ba7…e971, begun at 1692803367 seconds of Unix time, one round each 3 seconds.

    >>> emitted_at(27946612).isoformat()
    '2026-04-20T00:00:00+00:00'
    """
    if not 1 <= number <= 10**9:
        raise WrongInput(f"émission n° {number}", expected="de 1 à 1 000 000 000")
    return GENESIS + (number - 1) * PERIOD


def round_at(moment: datetime) -> int:
    """The first emission of quicknet at that moment or after it; the moment carries its time zone.

    >>> round_at(datetime(2026, 4, 20, tzinfo=UTC))
    27946612
    """
    if moment < GENESIS:
        raise WrongInput("la balise n’émettait pas encore")
    return 1 - (GENESIS - moment) // PERIOD
