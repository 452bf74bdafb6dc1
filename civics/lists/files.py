"""conditions.toml: what the list must keep to.

seats = 65                # the list has 65 to 67 names, the longest possible
names = [67]              # these lengths only (may be left out)
non_residents = 16        # at most (a quarter of the seats if left out)

grades = ["Excellent", "Bien", "À rejeter"]   # columns that count grades, instead of `rank`
voters = 79                                   # how many voted, if some had no opinion
no_opinion = "excluded"                       # "worst", the worst grade, if left out

[[pin]]                   # a person in a rank, or in the first ones
id = "amina"
rank = 1                  # or: first = 9

[[quota]]                 # people in the first ranks, or in the whole list without `first`
district = "Mosson"       # a column and its value, or values: ["Mosson", "Celleneuve"]
first = 20
min = 2

[[quota]]
age = [18, 29]            # from 18 to 29, both counted
first = 20
min = 4
max = 10

[[quota]]
each = "district"         # one such quota for each value of the column
first = 30
min = 1

[designation]             # a group chosen first (may be left out)
size = 80
quota = [{ each = "district", min = 5 }]

[merger]                  # for a second round: a column `list` says where each comes from
valid = 51836
votes = { Altrad = 6899, Doulain = 4797 }
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civics.judgment.tallies import NoOpinion
from civics.lists.candidacies import RESIDENT, Judging, read_candidates
from civics.lists.conditions import Candidate, Condition, Designation, Rules, lengths_for
from civics.lists.merger import FirstRound, check_merger
from civics.problems import WrongInput
from civics.reading import read_toml

KEYS = (
    "seats", "names", "non_residents", "grades", "voters", "no_opinion", "pin", "quota",
    "designation", "merger",
)  # fmt: skip
BOUNDS = ("first", "min", "max")


def read_list(conditions: Path, people: Path) -> tuple[tuple[Candidate, ...], Rules]:
    """The people of candidates.csv, and the conditions of conditions.toml said of them.

    Raises WrongInput at the first word that is not known, and at a person or a value that no
    candidate has: a slip of the pen never passes for a condition.
    """
    told = read_toml(conditions)
    reader = _Reader(conditions.name, ())
    reader.known(told, KEYS, None)
    candidates = read_candidates(people, reader.judging(told))
    return candidates, _rules(told, _Reader(conditions.name, candidates))


def _rules(told: dict[str, Any], reader: "_Reader") -> Rules:
    seats = reader.whole(told, "seats", None, least=1)
    conditions = [
        *reader.non_residents(told, seats),
        *(
            reader.pin(each, f"pin {place}")
            for place, each in enumerate(reader.tables(told, "pin"), 1)
        ),
        *reader.quotas(told, "quota"),
    ]
    if "merger" in told:
        check_merger(reader.candidates, reader.first_round(told["merger"]))
    return Rules(reader.lengths(told, seats), tuple(conditions), reader.designation(told))


@dataclass(frozen=True)
class _Reader:
    source: str
    candidates: Sequence[Candidate]

    def wrong(self, sentence: str, where: str | None, expected: str | None = None) -> WrongInput:
        return WrongInput(sentence, source=self.source, column=where, expected=expected)

    def known(self, table: Any, keys: Sequence[str], where: str | None) -> None:
        if not isinstance(table, dict):
            raise self.wrong("ce n’est pas une table", where, ", ".join(keys))
        for key in table:
            if key not in keys:
                raise self.wrong(f"« {key} » n’est pas connu", where, ", ".join(keys))

    def whole(
        self, table: Mapping[str, Any], key: str, where: str | None, *, least: int = 0
    ) -> int:
        value, place = table.get(key), f"{where}, {key}" if where else key
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            told = "manque" if value is None else f"« {value} » ne va pas"
            raise self.wrong(told, place, f"un nombre entier, au moins {least}")
        return value

    def tables(self, table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise self.wrong("ne va pas", key, f"[[{key}]], autant de fois qu’il en faut")
        return found

    def judging(self, told: Mapping[str, Any]) -> Judging | None:
        """How grades are read, if the file says that they are."""
        if "grades" not in told:
            return None
        grades, policy = told["grades"], told.get("no_opinion", NoOpinion.WORST.value)
        if not isinstance(grades, list) or not all(isinstance(one, str) for one in grades):
            raise self.wrong("ne va pas", "grades", 'par exemple ["Excellent", "Bien"]')
        if policy not in list(NoOpinion):
            raise self.wrong(f"« {policy} » ne va pas", "no_opinion", ", ".join(NoOpinion))
        voters = self.whole(told, "voters", None, least=1) if "voters" in told else None
        return Judging(tuple(grades), voters, NoOpinion(policy))

    def lengths(self, told: Mapping[str, Any], seats: int) -> tuple[int, ...]:
        if "names" not in told:
            return lengths_for(seats)
        names = told["names"] if isinstance(told["names"], list) else [told["names"]]
        allowed = range(max(1, seats - 2), seats + 3)  # two fewer: communes under 1,000 (art. L252)
        if not names or any(type(one) is not int or one not in allowed for one in names):
            raise self.wrong(f"{names} ne va pas", "names", f"{allowed[0]} à {allowed[-1]}")
        return tuple(sorted(set(names), reverse=True))

    def non_residents(self, told: Mapping[str, Any], seats: int) -> list[Condition]:
        """At most a quarter of the council (art. L228), as far as the file says where people live."""
        if not all("resident" in one.traits for one in self.candidates):
            if "non_residents" in told:
                raise self.wrong("la colonne « resident » manque aux candidatures", "non_residents")
            return []
        most = self.whole(told, "non_residents", None) if "non_residents" in told else seats // 4
        who = [one.id for one in self.candidates if not RESIDENT[one.traits["resident"]]]
        name = f"au plus {most} personnes qui n’habitent pas la commune (art. L228)"
        return [Condition(name, frozenset(who), most=most)]

    def pin(self, table: Mapping[str, Any], where: str) -> Condition:
        self.known(table, ("id", "rank", "first"), where)
        who = str(table.get("id", ""))
        if not any(who == one.id for one in self.candidates):
            raise self.wrong(f"« {who} » n’est pas dans les candidatures", where)
        if ("rank" in table) == ("first" in table):
            raise self.wrong("il faut « rank » ou « first »", where)
        if "rank" in table:
            rank = self.whole(table, "rank", where, least=1)
            return Condition(f"{who} au rang {rank}", frozenset([who]), 1, None, rank, rank)
        last = self.whole(table, "first", where, least=1)
        return Condition(f"{who} dans les {last} premiers rangs", frozenset([who]), 1, last=last)

    def quotas(self, table: Mapping[str, Any], key: str, under: str = "") -> list[Condition]:
        return [
            one
            for place, each in enumerate(self.tables(table, key), 1)
            for one in self.quota(each, f"{under}{key} {place}")
        ]

    def quota(self, table: Mapping[str, Any], where: str) -> list[Condition]:
        first = self.whole(table, "first", where, least=1) if "first" in table else None
        least = self.whole(table, "min", where) if "min" in table else 0
        most = self.whole(table, "max", where) if "max" in table else None
        if not least and most is None:
            raise self.wrong("il faut « min » ou « max »", where)
        bounds = [f"au moins {least}"] if least else []
        bounds += [f"au plus {most}"] if most is not None else []
        told = ", ".join(bounds) + (f" dans les {first} premiers rangs" if first else "")
        wanted = {key: value for key, value in table.items() if key not in BOUNDS}
        return [
            Condition(f"{name} : {told}", who, least, most, last=first)
            for name, who in self.groups(wanted, where)
        ]

    def groups(self, wanted: Mapping[str, Any], where: str) -> list[tuple[str, frozenset[str]]]:
        """The people a quota counts, and how to call them."""
        if "each" in wanted:
            if len(wanted) > 1:
                raise self.wrong("« each » ne va avec aucune colonne", where)
            column = self.column(wanted["each"], where)
            values = sorted({one.traits[column] for one in self.candidates} - {""})
            return [self.groups({column: value}, where)[0] for value in values]
        if not wanted:
            raise self.wrong("il manque de qui l’on parle", where, 'par exemple sex = "F"')
        who, names = frozenset(one.id for one in self.candidates), []
        for column, value in wanted.items():
            ids, name = self.having(self.column(column, where), value, where)
            who &= ids
            names.append(name)
        return [(", ".join(names), who)]

    def column(self, name: Any, where: str) -> str:
        columns = list(self.candidates[0].traits)
        if name not in columns:
            raise self.wrong(
                f"« {name} » n’est pas une colonne des candidatures", where, ", ".join(columns)
            )
        return str(name)

    def having(self, column: str, value: Any, where: str) -> tuple[frozenset[str], str]:
        if column == "age":
            match value:
                case [int(low), int(high)] if low <= high:
                    who = [
                        one.id for one in self.candidates if low <= int(one.traits[column]) <= high
                    ]
                    return frozenset(who), f"{low} à {high} ans"
            raise self.wrong(f"« {value} » ne va pas", f"{where}, age", "par exemple [18, 29]")
        values = value if isinstance(value, list) else [value]
        there = {one.traits[column] for one in self.candidates}
        for one_value in values:
            if not isinstance(one_value, str) or one_value not in there:
                raise self.wrong(
                    f"personne n’a « {one_value} »", f"{where}, {column}", ", ".join(sorted(there))
                )
        who = [one.id for one in self.candidates if one.traits[column] in values]
        return frozenset(who), f"{column} {' ou '.join(values)}"

    def designation(self, told: Mapping[str, Any]) -> Designation | None:
        if "designation" not in told:
            return None
        table = told["designation"]
        self.known(table, ("size", "quota"), "designation")
        size = self.whole(table, "size", "designation", least=1)
        return Designation(size, tuple(self.quotas(table, "quota", "designation, ")))

    def first_round(self, table: Any) -> FirstRound:
        self.known(table, ("valid", "votes"), "merger")
        votes = table.get("votes", {})
        self.known(votes, tuple(votes), "merger, votes")
        valid = self.whole(table, "valid", "merger", least=1)
        counts = {name: self.whole(votes, name, "merger, votes") for name in votes}
        return FirstRound(valid, counts)
