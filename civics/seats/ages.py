"""Births of candidates, which the law asks for when votes are equal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from civics.problems import Infeasible, WrongInput
from civics.reading import read_table


@dataclass(frozen=True)
class Births:
    """For each list, when its candidates were born, in the order of the list."""

    of: Mapping[str, Sequence[date]] = field(default_factory=dict)

    def oldest_on_average(self, lists: Sequence[str], *, names: range | None = None) -> str:
        """The list whose candidates are oldest on average, ages counted in days.

        `names` says how many candidates a list may have. Raises WrongInput if births are missing,
        Infeasible if the averages are equal too.
        Source: code électoral, L262.

        >>> Births({"A": [date(1950, 1, 1), date(1990, 1, 1)],
        ...         "B": [date(1969, 1, 1), date(1970, 1, 1)]}).oldest_on_average(["A", "B"])
        'B'
        """
        born = {name: self._births(name, lists) for name in lists}
        for name, days in born.items():
            if names is not None and len(days) not in names:
                raise WrongInput(
                    f"la liste « {name} » a {len(days)} dates de naissance",
                    expected=f"une par candidat, de {names.start} à {names.stop - 1}",
                )
        averages = {
            name: Fraction(sum(day.toordinal() for day in days), len(days))
            for name, days in born.items()
        }
        order = sorted(lists, key=lambda name: averages[name])
        if averages[order[0]] == averages[order[1]]:
            raise _beyond_the_law(order[0], order[1], "la même moyenne d’âge")
        return order[0]

    def eldest_next(self, lists: Sequence[str], places: Mapping[str, int]) -> list[str]:
        """The lists by the age of the candidate who would be elected next, oldest first.

        `places` is how many candidates each list already has elected. Raises as above.
        """
        born: dict[str, date] = {}
        for name in lists:
            days = self._births(name, lists)
            if places[name] >= len(days):
                raise WrongInput(
                    f"la liste « {name} » a {len(days)} dates de naissance",
                    expected=f"au moins {places[name] + 1}, dans l’ordre de la liste",
                )
            born[name] = days[places[name]]
        order = sorted(lists, key=lambda name: born[name])
        for one, other in pairwise(order):
            if born[one] == born[other]:
                raise _beyond_the_law(one, other, "et leurs candidats sont nés le même jour")
        return order

    def _births(self, name: str, lists: Sequence[str]) -> Sequence[date]:
        if self.of.get(name):
            return self.of[name]
        together = ", ".join(lists)
        raise WrongInput(
            f"{together} : à égalité, et l’âge décide (code électoral, article L262)",
            expected=f"les dates de naissance de la liste « {name} », avec --ages",
        )


def _beyond_the_law(one: str, other: str, equal: str) -> Infeasible:
    return Infeasible(
        "Rien de ce que nous avons lu ne départage ces listes.",
        (f"{one} et {other} ont autant de voix, {equal}",),
    )


def read_births(path: Path) -> Births:
    """Births from a CSV file: columns `list` and `born` (1975-03-28), in the order of the lists."""
    births: dict[str, list[date]] = {}
    for row in read_table(path, needed=["list", "born"]):
        name, said = row.text("list"), row.text("born")
        try:
            born = date.fromisoformat(said)
        except ValueError as error:
            raise row.problem(
                "born", f"« {said} » n’est pas une date", expected="par exemple 1975-03-28"
            ) from error
        births.setdefault(name, []).append(born)
    return Births(births)
