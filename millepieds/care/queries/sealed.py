"""What lies under the seal of a report, a stage or a sanction. Only code that has passed the wall asks."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from millepieds.care.models import Report, Sanction, Stage
from millepieds.core.sealing import NotSealing, open_key, place, seal, unseal
from millepieds.people.queries import accounts_behind


@dataclass(frozen=True)
class Noted:
    """What a stage says: in words, about whom, and who stood beside whoever was heard."""

    words: str
    about_id: int | None = None
    support_ids: Collection[int] = ()
    sort: str = ""  # of a sanction that is proposed
    at: str = ""  # of an invitation: the day and the hour; of what whoever is invited does: when
    place: str = ""
    brings: str = ""

    @property
    def moment(self) -> datetime | None:
        return datetime.fromisoformat(self.at) if self.at else None


@dataclass(frozen=True)
class Motive:
    """Why a sanction was decided, and after which report."""

    words: str
    report_id: int


def key_of(row: Report | Sanction) -> bytes:
    return open_key(row.sealed_key, row.key_version, place(row))


def words_of(report: Report) -> str:
    return unseal(key_of(report), place(report, "sealed_words"), report.sealed_words)


def named_in(report: Report) -> set[int]:
    """Every account of whoever is named, those joined since included."""
    named = json.loads(unseal(key_of(report), place(report, "sealed_named"), report.sealed_named))
    return {account for pk in named for account in accounts_behind(pk)}


def named_first(report: Report) -> list[int]:
    """The numbers as they were written."""
    found: list[int] = json.loads(
        unseal(key_of(report), place(report, "sealed_named"), report.sealed_named)
    )
    return found


def noted(stage: Stage, report: Report) -> Noted:
    said = unseal(key_of(report), place(stage, "sealed_words"), stage.sealed_words)
    return Noted(**json.loads(said))


def noted_if_it_opens(stage: Stage, report: Report) -> Noted | None:
    """For pages that open seals to know whose they are: a lost master key closes no page of anyone else."""
    try:
        return noted(stage, report)
    except NotSealing:
        return None


def seal_noted(stage: Stage, report: Report, said: Noted) -> bytes:
    plain = asdict(said) | {"support_ids": [*said.support_ids]}
    return seal(key_of(report), place(stage, "sealed_words"), json.dumps(plain))


def motive(sanction: Sanction) -> Motive:
    said = unseal(key_of(sanction), place(sanction, "sealed_words"), sanction.sealed_words)
    return Motive(**json.loads(said))


def said_in(sanction: Sanction, field: str) -> str:
    """The appeal, or its answer; nothing before it was written."""
    sealed = getattr(sanction, field)
    return unseal(key_of(sanction), place(sanction, field), sealed) if sealed else ""


def words_of_report(pk: int) -> dict[str, object]:
    """For its author's own file."""
    row = Report.objects.get(pk=pk)
    return {"words": words_of(row), "named": named_first(row)}


def words_of_sanction(pk: int) -> dict[str, object]:
    """For the file of the person it is about: never which report."""
    row = Sanction.objects.get(pk=pk)
    return {
        "words": motive(row).words, "appeal": said_in(row, "sealed_appeal"),
        "answer": said_in(row, "sealed_answer"),
    }  # fmt: skip
