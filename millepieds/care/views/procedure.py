"""What follows a report: for those who have it, for whoever it is about, for who answers the appeal."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.care.actions import procedure
from millepieds.care.forms import AnswerForm, AppealForm, NoteForm, done
from millepieds.care.models import Stage
from millepieds.care.queries.hearing import invitations_in
from millepieds.care.queries.procedure import Pronounced, pronounced, sanctions
from millepieds.care.queries.reading import Shown
from millepieds.care.queries.sealed import Noted
from millepieds.care.rules import fairness as rules
from millepieds.care.views.reporting import the_report
from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.people.http import FORM, PersonRequest
from millepieds.people.models import Person


@require_http_methods(FORM)
def note(request: PersonRequest, pk: int) -> HttpResponse:
    one = open_before(request, pk)
    known = {stage.pk: (stage, said) for stage, said in invitations_in(one.report)}
    form = NoteForm(one.named, in_words(known.values()), request.POST or None)

    def keep() -> None:
        said = form.cleaned_data
        invitation, _said = known.get(said["invitation"], (None, None))
        procedure.note(
            one.report, said["kind"], said["words"], day=said["day"], about=said["about"],
            support=said["support"], invitation=invitation, by=request.actor,
        )  # fmt: skip

    if done(form, keep):
        messages.success(request, _("Noted, under the seal."))
        return redirect(one.report)
    context = {
        "form": form, "title": _("Note a step"), "button": _("Note it"),
        "lead": _("Whoever reported sees what was done, and when. Only those who have it read why."),
        "back": one.report.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_GET
def sanction(request: PersonRequest, pk: int) -> HttpResponse:
    return render(request, "care/sanction.html", {"one": _pronounced(request, pk)})


@require_POST
def open_sanction(request: PersonRequest, pk: int) -> HttpResponse:
    """Reading is a deed, each time: the person it is about sees who, and when."""
    one = _pronounced(request, pk)
    if one.mine:
        raise Http404
    procedure.open_sanction(one.sanction, by=request.actor)
    messages.success(
        request, _("Opened for a quarter of an hour. The person it is about sees that you read it.")
    )
    return redirect(one.sanction)


@require_http_methods(FORM)
def appeal(request: PersonRequest, pk: int) -> HttpResponse:
    one = _pronounced(request, pk)
    if not one.mine:
        raise Http404
    ends_on = one.sanction.suspension.ends_on
    refuse_if(rules.refusal_to_appeal(one.sanction, oneself=True, ends_on=ends_on, on=today()))
    form = AppealForm(request.POST or None)
    if form.is_valid():
        procedure.appeal(one.sanction, form.cleaned_data["words"], by=request.actor)
        messages.success(request, _("Sent. Others than whoever decided answer you."))
        return redirect(one.sanction)
    context = {
        "form": form, "title": _("Appeal"), "button": _("Send my appeal"),
        "lead": _("Others than whoever decided read it and answer, with their reason."),
        "back": one.sanction.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    one = _pronounced(request, pk)
    if one.mine:
        raise Http404
    refuse_if(
        rules.refusal_to_answer(one.sanction, may=one.may_answer)
        or rules.refusal_before_opening(has_opened=one.is_open)
    )
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        procedure.answer_appeal(one.sanction, said["outcome"], said["words"], by=request.actor)
        messages.success(request, _("Answered."))
        return redirect(one.sanction)
    context = {
        "form": form, "title": _("Answer the appeal"), "button": _("Answer"), "lead": one.appeal,
        "back": one.sanction.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


def open_before(request: PersonRequest, pk: int) -> Shown:
    """A report that this person received, and has before their eyes."""
    one = the_report(request, pk)
    if one.mine:
        raise Http404
    refuse_if(rules.refusal_when_closed(one.report))
    refuse_if(rules.refusal_before_reading(has_read=bool(one.words)))
    return one


def in_words(invitations: Iterable[tuple[Stage, Noted]]) -> list[tuple[int, str]]:
    """Each invitation, by whom it is to and when: to choose from."""
    rows = list(invitations)
    names = dict(
        Person.objects.filter(pk__in={said.about_id for _, said in rows}).values_list("pk", "name")
    )
    return [
        (
            stage.pk,
            f"{names.get(said.about_id or 0, '')} · "
            f"{date_format(localtime(said.moment), 'DATETIME_FORMAT')}",
        )
        for stage, said in rows
        if said.moment
    ]


def _pronounced(request: PersonRequest, pk: int) -> Pronounced:
    one = pronounced(get_object_or_404(sanctions(), pk=pk), request.user, now=now())
    if one is None:
        raise Http404
    return one
