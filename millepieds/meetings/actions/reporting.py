"""Holders report on their mandates, the circle answers, and nobody is let to forget in silence."""

from dataclasses import asdict, dataclass

from django.db import transaction

from millepieds.circles.models import Mandate
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.meetings import deeds
from millepieds.meetings.models import MandateReport, ReportAnswer, ReportNotice
from millepieds.meetings.queries.reporting import names_of_roles, since, to_report
from millepieds.meetings.rules import reporting as rules
from millepieds.meetings.rules.reporting import Due
from millepieds.meetings.rules.terms import Openness
from millepieds.members.queries import is_member


@dataclass(frozen=True)
class Account:
    """What I did, what I decided, what I need; and who reads it."""

    did: str
    decided: str = ""
    needs: str = ""
    openness: Openness = Openness.MEMBERS


@transaction.atomic
def report_on(mandate: Mandate, said: Account, *, by: Actor) -> MandateReport:
    """By its holder, even once it is over. The decisions of the time between join it by themselves."""
    at = the_moment()
    on = day_of(at)
    mandate = Mandate.objects.select_related("role").get(pk=mandate.pk, person_id=by.person_id or 0)
    refuse_if(
        rules.refusal_to_report(
            started=mandate.is_accepted and mandate.starts_on <= on,
            is_member=is_member(mandate.person_id, on=on),
        )
    )
    report = MandateReport.objects.create(
        mandate=mandate, author_id=mandate.person_id, since_at=since(mandate), written_at=at,
        **asdict(said),
    )  # fmt: skip
    record(
        deeds.REPORTED, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id,
    )  # fmt: skip
    return report


@transaction.atomic
def answer_report(report: MandateReport, text: str, *, by: Actor) -> ReportAnswer:
    """A few words from whoever reads it. Its author is told by letter."""
    at = the_moment()
    report = MandateReport.objects.select_related("mandate__role", "author").get(pk=report.pk)
    person_id = by.person_id or 0
    refuse_if(
        rules.refusal_to_answer_report(
            is_author=person_id == report.author_id,
            is_member=is_member(person_id, on=day_of(at)),
            already=report.answers.filter(author_id=person_id).exists(),
        )
    )
    answer = ReportAnswer.objects.create(
        report=report, author_id=person_id, text=text, written_at=at
    )
    record(
        deeds.REPORT_ANSWERED, report.mandate, by=by, at=at, about=report.author_id,
        circle_id=report.mandate.role.circle_id,
    )  # fmt: skip
    write(report.author, "meetings/letters/report_answered", report=report, answer=answer)
    return answer


@transaction.atomic
def remind_to_report(*, by: Actor) -> int:
    """Once when the day comes, once when it is late; run twice, it does nothing more."""
    at = the_moment()
    on = day_of(at)
    waiting = [one for one in to_report(on) if one.stands is not Due.LATER]
    told = set(
        ReportNotice.objects.filter(mandate__in=[one.mandate_id for one in waiting])
        .values_list("mandate", "due_on", "late")
    )  # fmt: skip
    names = names_of_roles({one.role_id for one in waiting}, on=on)
    given = 0
    for one in waiting:
        late = one.stands is Due.LATE
        if (one.mandate_id, one.due_on, late) in told:
            continue
        mandate = Mandate.objects.select_related("person").get(pk=one.mandate_id)
        ReportNotice.objects.create(mandate=mandate, due_on=one.due_on, late=late, given_at=at)
        record(
            deeds.REPORT_RECALLED, mandate, by=by, at=at, about=one.person_id,
            circle_id=one.circle_id, late=late, due_on=one.due_on,
        )  # fmt: skip
        write(
            mandate.person, "meetings/letters/report_due", mandate=mandate,
            role_name=names[one.role_id], due_on=one.due_on, late=late,
        )  # fmt: skip
        given += 1
    return given
