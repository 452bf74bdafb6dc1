"""Ballots as an array of whole numbers, counted fast; the only file of this part that needs numpy."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from civics.judgment.tallies import Tallies, check_grades
from civics.problems import WrongInput

NO_OPINION = -1
MOST_GRADES = 254  # with 255 for "no opinion", a grade is one byte
ROWS = 255  # so that a count of rows is one byte too
BYTES_AT_ONCE = 2048


def tally_array(ballots: NDArray[Any], *, options: Sequence[str], grades: Sequence[str]) -> Tallies:
    """Tallies of ballots: shape (voters, options), whole numbers of any type.

    0 is the best grade, len(grades) - 1 the worst, -1 no opinion. Raises WrongInput with the row
    (the first voter is 1) and the option of the first number that is none of these.

    >>> tally_array(np.array([[0, 1], [0, -1], [1, 1]]), options=["A", "B"], grades=["yes", "no"])
    Tallies(grades=('yes', 'no'), counts={'A': (2, 1), 'B': (0, 2)}, voters=3)
    """
    check_grades(grades)
    if len(grades) > MOST_GRADES:
        raise WrongInput(f"{len(grades)} mentions", expected=f"{MOST_GRADES} au plus")
    if ballots.ndim != 2 or ballots.dtype.kind not in "iu" or ballots.shape[1] != len(options):
        raise WrongInput(
            f"un tableau {ballots.shape} de {ballots.dtype}",
            expected=f"des nombres entiers, une ligne par bulletin, {len(options)} colonnes",
        )
    if len(set(options)) != len(options) or not options or not len(ballots):
        raise WrongInput("il manque des bulletins ou des options, ou deux options ont le même nom")
    counts = _count(ballots, len(options), len(grades))
    return Tallies(
        tuple(grades),
        {option: tuple(row) for option, row in zip(options, counts.T.tolist(), strict=True)},
        len(ballots),
    )


def _count(ballots: NDArray[Any], width: int, grades: int) -> NDArray[np.int64]:
    """Counts of shape (grades, width).

    A few ballots side by side make a long row of bytes; 255 such rows are compared with a grade and
    added as bytes, which cannot overflow, and which the processor does many at a time.
    """
    beside = max(1, BYTES_AT_ONCE // width)
    counts = np.zeros((grades, width), dtype=np.int64)
    for start in range(0, len(ballots), ROWS * beside):
        block = ballots[start : start + ROWS * beside]
        if block.min() < NO_OPINION or block.max() >= grades:
            raise _not_a_grade(ballots, start, grades)
        across = -(-len(block) // ROWS)
        bytes_of = np.full((ROWS * across, width), 255, dtype=np.uint8)
        np.copyto(bytes_of[: len(block)], block, casting="unsafe")  # -1 becomes 255
        rows = bytes_of.reshape(ROWS, across * width)
        for grade in range(grades):
            found = np.add.reduce(rows == grade, axis=0, dtype=np.uint8)
            counts[grade] += found.reshape(across, width).sum(axis=0, dtype=np.int64)
    return counts


def _not_a_grade(ballots: NDArray[Any], start: int, grades: int) -> WrongInput:
    wrong = (ballots[start:] < NO_OPINION) | (ballots[start:] >= grades)
    row, column = (int(place) for place in np.argwhere(wrong)[0])
    return WrongInput(
        f"bulletin {start + row + 1}, option {column + 1} : {ballots[start + row, column]} ne va pas",
        expected=f"de 0 (la meilleure mention) à {grades - 1}, ou -1 sans opinion",
    )
