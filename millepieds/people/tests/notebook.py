"""Where deeds are remembered in these tests: people stand below the journal."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from millepieds.core.deeds import written
from millepieds.core.powers import Ground


@dataclass
class Notebook:
    deeds: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    welcomers: set[int] = field(default_factory=set)


NOTEBOOK = Notebook()


def grounds(person_id: int, power: str, *, circle_id: int | None, on: date) -> list[Ground]:
    """Who welcomes, said in the notebook: mandates stand far above."""
    return [Ground(0, person_id, 0, 0, on, power)] if person_id in NOTEBOOK.welcomers else []


def record(deed: str, subject: object, *, by: object, at: object, about: int, **facts: object):
    NOTEBOOK.deeds.append(deed)
    NOTEBOOK.lines.append({"by": by, "at": at, "about": about, **written(deed, facts)})
