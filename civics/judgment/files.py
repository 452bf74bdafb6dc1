"""Ballots and tallies as people keep them in files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import normalize

from civics.judgment.tallies import Tallies, check_grades, make_tallies
from civics.problems import WrongInput
from civics.progress import Tell, silence
from civics.reading import each_row, read_json

BLANK = ("", "-")
WRONG = -1
TOLD_EACH = 20_000


def read_ballots(path: Path, *, grades: Sequence[str], tell: Tell = silence) -> Tallies:
    """Tallies of a CSV file: one column an option, one row a ballot, a grade in each cell.

    An empty cell or « - » is no opinion. Capitals do not matter. Raises WrongInput at the first cell
    that is no grade, and at a row with nothing in it, which might be no ballot at all. `tell` is told
    now and then how many were read.
    """
    check_grades(grades)
    places = {_same(grade): place for place, grade in enumerate(grades)}
    if len(places) < len(grades):
        raise WrongInput(
            "deux mentions ne diffèrent que par leurs majuscules", expected=", ".join(grades)
        )
    counts: dict[str, list[int]] = {}
    place_of: dict[str, int | None] = dict.fromkeys(BLANK)  # words met so far
    voters = 0
    for row in each_row(path):
        if not any(map(str.strip, row.cells.values())):
            raise WrongInput(
                "cette ligne est vide",
                source=row.source,
                row=row.number,
                expected="une mention au moins, ou « - » dans les cases d’un bulletin blanc",
            )
        voters += 1
        if voters % TOLD_EACH == 0:
            tell(f"{voters} bulletins lus")
        counts = counts or {option: [0] * len(grades) for option in row.cells}
        for option, said in row.cells.items():
            if said not in place_of:
                place_of[said] = None if said.strip() in BLANK else places.get(_same(said), WRONG)
            place = place_of[said]
            if place == WRONG:
                raise row.problem(
                    option,
                    f"« {said.strip()} » n’est pas une mention",
                    expected=", ".join(grades) + ", ou rien",
                )
            if place is not None:
                counts[option][place] += 1
    tell("")
    if not voters:
        raise WrongInput("aucun bulletin", source=path.name, expected="une ligne par bulletin")
    return make_tallies(counts, grades=grades, voters=voters)


def read_tallies(path: Path, *, grades: Sequence[str] | None, filled: bool) -> Tallies:
    """Tallies of a JSON file: `{"grades": […], "tallies": {"A": [268, …]}, "voters": 1000}`.

    Counts go from the best grade to the worst. `grades` and `voters` may be left out, and the object
    of tallies may stand alone. Where `filled`, and `voters` is left out, the option with the most
    grades says how many voted. Raises WrongInput.
    """
    held = read_json(path)
    try:
        counts, named, voters = _held(held)
        if named is not None and grades is not None and list(named) != list(grades):
            raise WrongInput("d’autres mentions sont dans le fichier", expected=", ".join(named))
        if voters is None and filled and counts:
            voters = max(sum(n for n in given if type(n) is int) for given in counts.values())
        return make_tallies(counts, grades=named if grades is None else grades, voters=voters)
    except WrongInput as problem:
        raise WrongInput(problem.sentence, source=path.name, expected=problem.expected) from problem


def _held(held: Any) -> tuple[Mapping[str, list[int]], list[str] | None, int | None]:
    """The counts, the grades and the voters that a file holds, each of the right shape."""
    if not isinstance(held, dict):
        raise WrongInput("ce n’est pas un objet JSON", expected='{"tallies": {"A": [3, 1]}}')
    whole = isinstance(held.get("tallies"), dict)
    counts = held["tallies"] if whole else held
    for option, given in counts.items():
        if not isinstance(given, list):
            raise WrongInput(f"« {option} » ne va pas", expected="une liste de nombres")
    grades, voters = (held.get("grades"), held.get("voters")) if whole else (None, None)
    if grades is not None and not (isinstance(grades, list) and all(map(_is_text, grades))):
        raise WrongInput("« grades » ne va pas", expected="une liste de mots")
    if voters is not None and type(voters) is not int:
        raise WrongInput("« voters » ne va pas", expected="un nombre entier")
    return counts, grades, voters


def _is_text(thing: object) -> bool:
    return isinstance(thing, str)


def _same(grade: str) -> str:
    """One form for a word, whatever its capitals and however its accents are typed."""
    return normalize("NFC", grade.strip()).casefold()
