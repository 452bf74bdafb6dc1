"""Reports of mandates: given, read, answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import stands_inside
from millepieds.core.clock import now, today
from millepieds.core.leafing import leaf
from millepieds.core.refusals import refuse_if
from millepieds.decisions.queries.reading import reader_of
from millepieds.meetings.actions import reporting as deeds
from millepieds.meetings.forms.reporting import AccountForm, AnswerReportForm
from millepieds.meetings.models import MandateReport
from millepieds.meetings.queries import reporting
from millepieds.meetings.rules.reporting import refusal_to_answer_report, refusal_to_report
from millepieds.members.queries import is_member
from millepieds.people.http import FORM, PersonRequest

A_PAGE = 20


@require_GET
def reports(request: PersonRequest) -> HttpResponse:
    """What holders told, the newest first; above, what is late, for members."""
    on = today()
    rows = reporting.reports_read_by(request.actor, on=on).only(*reporting.ON_A_LINE)
    page = leaf(rows, request.GET.get("page"), size=A_PAGE)
    inside = stands_inside(request.user.pk, on=on)
    late = reporting.late_reports(on=on) if inside else []
    context = {
        "page": page, "lines": reporting.report_lines(page.object_list, on=on),
        "late": reporting.late_shown(late, on=on),
    }  # fmt: skip
    return render(request, "meetings/reports.html", context)


@require_GET
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """One report, what was decided meanwhile, and what the others answered."""
    return _page(request, _readable(request, pk), AnswerReportForm())


@require_http_methods(FORM)
def report_on(request: PersonRequest, pk: int) -> HttpResponse:
    """For whoever holds the mandate, or held it; to anyone else it does not exist."""
    on = today()
    row = get_object_or_404(Mandate.objects.select_related("role"), pk=pk, person=request.user)
    refuse_if(
        refusal_to_report(
            started=row.is_accepted and row.starts_on <= on,
            is_member=is_member(request.user.pk, on=on),
        )
    )
    form = AccountForm(request.POST or None)
    if form.is_valid():
        said = deeds.report_on(row, form.words, by=request.actor)
        messages.success(request, _("Thank you: whoever reads your report can answer it."))
        return redirect(said)
    after = reporting.since(row)
    reader = reader_of(request.user, on=on)
    context = {
        "form": form, "mandate": row, "since": after,
        "role_name": reporting.names_of_roles({row.role_id}, on=on)[row.role_id],
        "decisions": reporting.decided_under(row.pk, reader, after=after, until=now()),
    }  # fmt: skip
    return render(request, "meetings/report_on.html", context)


@require_http_methods(FORM)
def answer_report(request: PersonRequest, pk: int) -> HttpResponse:
    """A short text, on the page of the report."""
    row = _readable(request, pk)
    refuse_if(
        refusal_to_answer_report(
            is_author=row.author_id == request.user.pk,
            is_member=is_member(request.user.pk, on=today()),
            already=row.answers.filter(author=request.user).exists(),
        )
    )
    form = AnswerReportForm(request.POST or None)
    if form.is_valid():
        deeds.answer_report(row, form.cleaned_data["text"], by=request.actor)
        messages.success(request, _("Your answer is under the report."))
        return redirect(row)
    return _page(request, row, form)


def _page(request: PersonRequest, row: MandateReport, form: AnswerReportForm) -> HttpResponse:
    on = today()
    answers = list(row.answers.select_related("author"))
    said = any(one.author_id == request.user.pk for one in answers)
    inside = is_member(request.user.pk, on=on)
    may_answer = inside and not said and row.author_id != request.user.pk
    context = {
        "report": row, "answers": answers, "form": form if may_answer else None,
        "role_name": reporting.names_of_roles({row.mandate.role_id}, on=on)[row.mandate.role_id],
        "decisions": reporting.decided_in(row, request.user, on=on),
    }  # fmt: skip
    return render(request, "meetings/report.html", context)


def _readable(request: PersonRequest, pk: int) -> MandateReport:
    return get_object_or_404(reporting.reports_read_by(request.actor, on=today()), pk=pk)
