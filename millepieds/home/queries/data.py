from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from millepieds.core.privacy import KEEPINGS, REGISTRY, Declared, Keeping
from millepieds.home.rules import KEPT_UNANSWERED, is_forgettable
from millepieds.members.models import Membership
from millepieds.people.models import Person
from millepieds.people.rules import PURPOSES


@dataclass(frozen=True)
class Holding:
    """What one table holds about me."""

    declared: Declared
    rows: Sequence[dict[str, Any]]


def data_about(person: Person) -> list[Holding]:
    """Everything the house knows of someone, table by table, as the privacy registry declares it."""
    return [
        Holding(declared, _rows(declared, person))
        for declared in REGISTRY.values()
        if declared.whose and declared.exported
    ]


def _rows(declared: Declared, person: Person) -> list[dict[str, Any]]:
    mine = Q()
    for path in declared.whose:
        mine |= Q(**{path: person.pk})
    shown = declared.fields - {"password"}
    rows = apps.get_model(declared.model)._default_manager.filter(mine).distinct()
    words = _words_of(declared.model, shown)
    return [
        {name: _said(value, words.get(name, {})) for name, value in row.items()}
        for row in rows.order_by("pk").values(*sorted(shown))
    ]


def _words_of(model: str, names: Iterable[str]) -> dict[str, dict[Any, Any]]:
    """What the coded values of each column mean."""
    fields = apps.get_model(model)._meta
    words = {name: dict(getattr(fields.get_field(name), "flatchoices", [])) for name in names}
    if "purpose" in words:
        words["purpose"] = {key: gettext(purpose.words.title) for key, purpose in PURPOSES.items()}
    return words


def _said(value: Any, words: dict[Any, Any]) -> Any:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, bytes | memoryview):
        return gettext("a picture")
    return str(words[value]) if not isinstance(value, list | dict) and value in words else value


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
    outside = Person.objects.filter(erased_at=None).exclude(pk__in=inside.values("person"))
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
