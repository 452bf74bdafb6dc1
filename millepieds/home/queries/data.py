from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext

from millepieds.care.queries.hearing import done_when_invited
from millepieds.care.queries.sealed import words_of_report, words_of_sanction
from millepieds.charter.models import CharterVersion
from millepieds.charter.queries.words import value_said
from millepieds.charter.rules import RULES
from millepieds.circles.models import Circle, Role
from millepieds.circles.queries.structure import last_names
from millepieds.core.deeds import DEEDS
from millepieds.core.privacy import KEEPINGS, REGISTRY, Category, Declared, Keeping
from millepieds.home.queries.register import fact
from millepieds.home.rules.forgetting import KEPT_UNANSWERED, is_forgettable
from millepieds.home.rules.words import FACTS
from millepieds.meetings.rules.needs import NEEDS as TO_COME
from millepieds.members.models import District, Membership
from millepieds.members.rules import NEEDS
from millepieds.people.models import Person
from millepieds.people.queries import own_ids
from millepieds.people.rules import PURPOSES

Row = dict[str, Any]
# what the line of the register itself says, beside what it says of me
TOLD_BESIDE = {"journal.Particulars": {"deed": F("entry__deed"), "day": F("entry__happened_at")}}
# what is sealed is given to whoever wrote it, or received it, in their own file and in no other
UNSEALED: dict[str, Callable[[int], Row]] = {
    "care.Report": words_of_report, "care.Sanction": words_of_sanction,
}  # fmt: skip
# what no column says is mine: only its seal does
UNDER_A_SEAL: dict[str, Callable[[Collection[int]], list[Row]]] = {"care.Stage": done_when_invited}
NEVER_SHOWN = {"password", "session"}  # what opens a visit: no word of the person's


@dataclass(frozen=True)
class Holding:
    """What one table holds about me."""

    declared: Declared
    rows: Sequence[dict[str, Any]]


def data_about(person: Person) -> list[Holding]:
    """Everything the house knows of someone, table by table, as the privacy registry declares it."""
    ids = own_ids(person)
    return [
        Holding(declared, _rows(declared, ids))
        for declared in REGISTRY.values()
        if declared.whose and declared.exported
    ]


def not_copied() -> list[Declared]:
    """What is kept about people and given in no file: it opens doors, or is on its way."""
    return [
        declared
        for declared in REGISTRY.values()
        if not declared.exported and declared.category is not Category.NOTHING_PERSONAL
    ]


@dataclass(frozen=True)
class Picture:
    """A picture of me: shown in a file, only named on a page."""

    jpeg: bytes

    def __str__(self) -> str:
        return gettext("a picture")

    @property
    def as_url(self) -> str:
        return f"data:image/jpeg;base64,{b64encode(self.jpeg).decode()}"


def whose(declared: Declared, ids: Sequence[int]) -> Q:
    """The rows of a table that are these accounts', those of one person."""
    mine = Q()
    for path in declared.whose:
        mine |= Q(**{f"{path}__in": ids})
    return mine


def _rows(declared: Declared, ids: Sequence[int]) -> list[Row]:
    mine = whose(declared, ids)
    model = apps.get_model(declared.model)
    shown = {name for name in declared.fields - NEVER_SHOWN if not name.startswith("sealed_")}
    found = model._default_manager.filter(mine).distinct().order_by("pk")
    rows = list(found.values(*sorted(shown), **TOLD_BESIDE.get(declared.model, {})))
    words = _words_of(model, shown, rows)
    unsealed = UNSEALED.get(declared.model)
    if unsealed:
        for row in rows:
            row |= unsealed(row["id"])
    if sealed := UNDER_A_SEAL.get(declared.model):
        rows += sealed(ids)
    return [_in_words(row, words) for row in rows]


def _words_of(
    model: type[Model], names: Iterable[str], rows: Sequence[Row]
) -> dict[str, Mapping[Any, str]]:
    """What the coded values of each column mean. Other people stay numbers: this file is mine."""
    words: dict[str, Mapping[Any, str]] = {}
    for name in names:
        field = model._meta.get_field(name)
        linked = Circle if name == "circle_id" else field.related_model
        pointed_to = {row[name] for row in rows} if linked else set()
        words[name] = dict(getattr(field, "flatchoices", ())) or _names_of(linked, pointed_to)
    return words | {
        "purpose": {key: gettext(purpose.words.title) for key, purpose in PURPOSES.items()},
        "needs": {need: gettext(said) for need, said in (*NEEDS.items(), *TO_COME.items())},
        "deed": {key: gettext(deed.says) for key, deed in DEEDS.items()},
    }


def _names_of(linked: Any, ids: set[Any]) -> Mapping[Any, str]:
    """The last name of each thing of ours that a row points to."""
    if linked is Role:
        return last_names(set(), ids)[1]
    if linked is Circle:
        return last_names(ids, set())[0]
    if linked in (District, CharterVersion):
        return {one.pk: str(one) for one in linked.objects.filter(pk__in=ids)}
    return {}


def _in_words(row: Row, words: Mapping[str, Mapping[Any, str]]) -> Row:
    said = {name: _said(value, words.get(name, {})) for name, value in row.items()}
    if "facts" in row:
        kinds = DEEDS[row["deed"]].facts
        facts = row["facts"].items()
        said["facts"] = {gettext(FACTS[name]): fact(value, kinds[name]) for name, value in facts}
    if "opened_under" in row:
        said["opened_under"] = [
            _rule_says(key, kept["value"]) for key, kept in row["opened_under"].items()
        ]
    return said


def _said(value: Any, words: Mapping[Any, str]) -> Any:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, bytes | memoryview):
        return Picture(bytes(value))
    if isinstance(value, list):
        return [words.get(one, one) for one in value]
    return str(words[value]) if not isinstance(value, dict) and value in words else value


def _rule_says(key: str, value: int) -> str:
    """The sentence of a rule, as it was the day something opened under it."""
    if key not in RULES:
        return f"{key}: {value}"
    worth = value_said(value, RULES[key].unit)
    return gettext(RULES[key].says) % {"value": worth}


@dataclass(frozen=True)
class Overdue:
    """Rows kept longer than the registry says."""

    keeping: Keeping
    rows: QuerySet[Any]


def overdue_rows(*, now: datetime) -> list[Overdue]:
    return [
        Overdue(
            keeping,
            apps.get_model(keeping.model)._default_manager.filter(
                **{f"{keeping.since}__lt": now - timedelta(days=keeping.days)}, **keeping.where
            ),
        )
        for keeping in KEEPINGS
    ]


def people_to_forget(*, now: datetime) -> list[Person]:
    """Whoever left, or was never let in, and gave no sign of life for as long as the registry says."""
    inside = Membership.objects.filter(left_at=None, refused_at=None, welcomed_at__isnull=False)
    outside = Person.objects.filter(erased_at=None, merged_into=None).exclude(
        pk__in=inside.values("person")
    )
    quiet = outside.filter(met_at__lt=now - KEPT_UNANSWERED).exclude(
        visited_at__gte=now - KEPT_UNANSWERED
    )
    signs: dict[int, list[datetime | None]] = {}
    let_in: set[int] = set()
    for row in Membership.objects.filter(person__in=quiet):
        signs.setdefault(row.person_id, []).extend([row.asked_at, row.left_at, row.refused_at])
        if row.welcomed_at:
            let_in.add(row.person_id)
    return [
        person
        for person in quiet
        if is_forgettable(
            [person.visited_at, person.met_at, *signs.get(person.pk, ())],
            let_in=person.pk in let_in, now=now,
        )
    ]  # fmt: skip
