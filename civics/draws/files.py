"""A transcript's file, read without guessing, and written."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from civics.draws.ceremony import Draw
from civics.draws.quotas import Quota
from civics.draws.record import FORMAT
from civics.draws.stages import add
from civics.draws.transcript import (
    Beacon,
    Committed,
    Emitted,
    Event,
    Revealed,
    Rolled,
    Transcript,
    freeze,
)
from civics.draws.writing import one_line, seen
from civics.problems import WrongInput
from civics.reading import Row, read_json, read_table

QUOTA_KEYS = ("feature", "value", "min", "max")
KEYS = {
    # of each kind of event: what must be there, what may be
    "committed": ({"stage", "author", "commitment"}, set[str]()),
    "revealed": ({"stage", "author", "phrase"}, set()),
    "dice": ({"stage", "typed_by", "faces"}, set()),
    "beacon": ({"stage", "round", "randomness"}, {"signature"}),
}


@dataclass(frozen=True)
class Published:
    """A transcript as it stands in its file, and what the file says came out of it."""

    transcript: Transcript
    result: Mapping[str, Any]

    def check(self, found: Draw) -> None:
        """Raises WrongInput when what was published is not what the transcript gives."""
        data = found.as_data()
        for key, told in self.result.items():
            if _tidy(told, f"published.{key}") != data[key]:
                raise WrongInput("ce n’est pas ce que donne ce tirage", column=f"published.{key}")


def read_transcript(path: Path) -> Published:
    """The transcript of a JSON file; every event is checked again, in its order.

    Raises WrongInput with the place in the file (`events[4]` is the fifth event) for an unknown or
    missing key, a value of another kind, and whatever `freeze` and `add` refuse.
    """
    try:
        return transcript_of(read_json(path))
    except WrongInput as problem:
        if problem.source:
            raise
        raise WrongInput(
            problem.sentence, source=path.name, column=problem.column, expected=problem.expected
        ) from problem
    except (ValueError, RecursionError) as problem:  # a number of 5000 digits, a thousand brackets
        raise WrongInput("ce fichier ne se lit pas", source=path.name) from problem


def transcript_of(told: Any) -> Published:
    """The same, from the object that the file holds; the place in it is the column of what is refused."""
    _keys(
        told,
        "",
        {"format", "title", "rule", "take", "dice", "pool", "events"},
        {"beacon", "quotas", "published"},
    )
    if told["format"] != FORMAT:
        raise WrongInput("ce format n’est pas connu", column="format", expected=FORMAT)
    beacon = told.get("beacon")
    if beacon is not None:
        _keys(beacon, "beacon", {"source", "round"})
        beacon = Beacon(_text(beacon["source"], "beacon.source"), beacon["round"])
    people, traits = _pool(told["pool"])
    quotas = []
    for place, quota in enumerate(_list(told.get("quotas", []), "quotas")):
        _keys(quota, f"quotas[{place}]", QUOTA_KEYS)
        words = [_text(quota[key], f"quotas[{place}].{key}") for key in ("feature", "value")]
        quotas.append(Quota(words[0], words[1], quota["min"], quota["max"]))
    transcript = freeze(
        people,
        title=_text(told["title"], "title"),
        rule=_text(told["rule"], "rule"),
        take=told["take"],
        dice=told["dice"],
        beacon=beacon,
        quotas=quotas,
        traits=traits,
    )
    for place, event in enumerate(_list(told["events"], "events")):
        where = f"events[{place}]"
        try:
            transcript = add(transcript, _event(event, where))
        except WrongInput as problem:
            column = problem.column or where
            raise WrongInput(problem.sentence, column=column, expected=problem.expected) from None
    result = told.get("published", {})
    _keys(result, "published", set(), {"drawn", "reserves", "order", "seed", "hashes", "unopened"})
    return Published(transcript, result)


def _pool(told: Any) -> tuple[list[str], dict[str, dict[str, str]]]:
    people: list[str] = []
    traits: dict[str, dict[str, str]] = {}
    for place, person in enumerate(_list(told, "pool")):
        where = f"pool[{place}]"
        if isinstance(person, str):
            people.append(person)
            continue
        if not isinstance(person, dict) or "id" not in person:
            raise WrongInput(
                "ce n’est pas une personne", column=where, expected="un nom, ou « id »"
            )
        cells = {key: _text(value, f"{where}.{key}") for key, value in person.items()}
        people.append(cells.pop("id"))
        traits[people[-1]] = cells
    return people, traits


def _event(told: Any, where: str) -> Event:
    kind = told.get("stage") if isinstance(told, dict) else None
    if not isinstance(kind, str) or kind not in KEYS:
        raise WrongInput("cet événement n’est pas connu", column=where, expected=", ".join(KEYS))
    needed, allowed = KEYS[kind]
    _keys(told, where, needed, allowed)
    words = {
        key: _text(value, f"{where}.{key}")
        for key, value in told.items()
        if key != "round" and not (key in ("phrase", "signature") and value is None)
    }
    match kind:
        case "committed":
            return Committed(words["author"], words["commitment"])
        case "revealed":
            return Revealed(words["author"], words.get("phrase"))
        case "dice":
            return Rolled(words["typed_by"], words["faces"])
    if isinstance(told["round"], bool) or not isinstance(told["round"], int):
        raise WrongInput("ce n’est pas un nombre", column=f"{where}.round", expected="un entier")
    return Emitted(told["round"], words["randomness"], words.get("signature"))


def _keys(
    told: Any, where: str, needed: Collection[str], allowed: Collection[str] = frozenset()
) -> None:
    if not isinstance(told, dict):
        raise WrongInput("ce n’est pas un objet", column=where or None, expected="{ … }")
    for key in sorted(set(needed) - told.keys()):
        raise WrongInput(f"« {key} » manque", column=where or None)
    for key in sorted(told.keys() - set(needed) - set(allowed)):
        raise WrongInput(f"« {key} » n’est pas connu", column=where or None)


def _list(told: Any, where: str) -> list[Any]:
    if not isinstance(told, list):
        raise WrongInput("ce n’est pas une liste", column=where, expected="[ … ]")
    return told


def _text(told: Any, where: str) -> str:
    if not isinstance(told, str):
        raise WrongInput("ce n’est pas un texte", column=where, expected="des guillemets autour")
    return told


def _tidy(told: Any, where: str) -> Any:
    return [one_line(_text(word, where)) for word in told] if isinstance(told, list) else told


def read_pool(
    path: Path, quotas: Path | None = None
) -> tuple[list[str], list[Quota], dict[str, dict[str, str]]]:
    """People from a CSV with a column `id`; with quotas, one column for each of their features too.

    The files are those of `civics panel`: `id,…` and `feature,value,min,max`. Other columns are left
    out, so that nothing about people is frozen that the draw does not need.
    """
    bounds = [_quota(row) for row in read_table(quotas, needed=QUOTA_KEYS)] if quotas else []
    values: dict[str, list[str]] = {}
    for quota in bounds:
        values.setdefault(quota.feature, []).append(quota.value)
    traits: dict[str, dict[str, str]] = {}
    known: set[str] = set()
    for row in read_table(path, needed=("id", *values)):
        name = _cell(row, "id")
        if seen(name) in known:
            raise row.problem("id", f"« {name} » est là deux fois")
        known.add(seen(name))
        traits[name] = {feature: _cell(row, feature) for feature in values}
        for feature, value in traits[name].items():
            if value not in values[feature]:
                told = f"« {value} » n’a pas de quota"
                raise row.problem(feature, told, expected=", ".join(values[feature]))
    return list(traits), bounds, traits


def _cell(row: Row, column: str) -> str:
    try:
        return one_line(row.text(column))
    except WrongInput as problem:
        raise row.problem(column, problem.sentence, expected=problem.expected) from problem


def _quota(row: Row) -> Quota:
    least = row.whole("min")
    return Quota(_cell(row, "feature"), _cell(row, "value"), least, row.whole("max", least=least))


def as_data(transcript: Transcript, result: Draw | None = None) -> dict[str, Any]:
    """The file of a draw as one JSON object, with what came out of it once it is over.

    >>> as_data(freeze(["Amina"], title="14 mars", rule="Les présents", take=1))["pool"]
    ['Amina']
    """
    frozen = transcript.frozen
    beacon = (
        {"source": frozen.beacon.source, "round": frozen.beacon.round} if frozen.beacon else None
    )
    data: dict[str, Any] = {
        "format": FORMAT,
        "title": frozen.title,
        "rule": frozen.rule,
        "take": frozen.take,
        "dice": frozen.dice,
        "beacon": beacon,
        "quotas": [
            {"feature": q.feature, "value": q.value, "min": q.least, "max": q.most}
            for q in frozen.quotas
        ],
        "pool": [
            {"id": name, **frozen.traits[name]} if frozen.quotas else name for name in frozen.people
        ],
        "events": [{"stage": event.stage.value, **asdict(event)} for event in transcript.events],
    }
    return data | ({"published": result.as_data()} if result else {})
