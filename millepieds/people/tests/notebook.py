"""Where deeds are remembered in these tests: people stand below the journal."""

from dataclasses import dataclass, field
from typing import Any

from millepieds.core.deeds import written


@dataclass
class Notebook:
    deeds: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)


NOTEBOOK = Notebook()


def record(deed: str, subject: object, *, by: object, at: object, about: int, **facts: object):
    NOTEBOOK.deeds.append(deed)
    NOTEBOOK.lines.append({"by": by, "at": at, "about": about, **written(deed, facts)})
