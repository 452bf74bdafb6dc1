"""To whoever it was not entrusted to, and to whoever is named in it, a report does not exist."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.care.actions import reporting
from millepieds.care.actions.contact import Reached, name_contact
from millepieds.care.forms import ContactForm, EntrustForm, ReportForm, done
from millepieds.care.models import Report
from millepieds.care.queries.reading import (
    Shown,
    few_receive,
    figures,
    kept_by,
    outside_contact,
    people_to_choose,
    reports_of,
    shown,
)
from millepieds.care.rules import fairness as rules
from millepieds.care.rules.terms import FEWEST_KEEPERS, GUIDE, NUMBERS, RECEIVE
from millepieds.core.authority import ground_to, grounds
from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.core.sealing import can_seal
from millepieds.members.queries import is_member
from millepieds.people.http import FORM, PersonRequest


@require_GET
def care(request: PersonRequest) -> HttpResponse:
    """The numbers first, then how to report, then what is mine or waits for me."""
    on, me = today(), request.user
    context = {
        "guide": GUIDE, "numbers": NUMBERS.items(), "mine": reports_of(me.pk),
        "kept": kept_by(me, on=on), "figures": figures(on=on), "year": on.year - 1,
        "may_report": can_seal() and is_member(me.pk, on=on), "contact": outside_contact(),
        "may_name": bool(grounds(request.actor, RECEIVE, on=on)),
    }  # fmt: skip
    return render(request, "care/care.html", context)


@require_http_methods(FORM)
def contact(request: PersonRequest) -> HttpResponse:
    """Whom to call outside the movement: named by someone who receives reports."""
    ground_to(RECEIVE, by=request.actor, on=today())
    last = outside_contact()
    known = {"name": last.name, "phone": last.phone, "mail": last.mail} if last else None
    form = ContactForm(request.POST or None, initial=known)
    if form.is_valid():
        name_contact(Reached(**form.cleaned_data), by=request.actor)
        messages.success(
            request,
            _("Written. The page that helps shows it, and the register says that it changed."),
        )
        return redirect("care:care")
    context = {
        "form": form, "title": _("A contact outside the movement"), "button": _("Write it"),
        "lead": _("It is offered when fewer than two people here may receive a report."),
        "back": reverse("care:care"),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def say(request: PersonRequest) -> HttpResponse:
    member = is_member(request.user.pk, on=today())
    refuse_if(rules.refusal_to_report(is_member=member, can_seal=can_seal()))
    form = ReportForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        row = reporting.report(said["category"], said["words"], said["named"], by=request.actor)
        messages.success(request, _("Sealed. Now choose who may read it, or come back later."))
        return redirect("care:entrust", row.pk)
    return render(request, "care/say.html", {"form": form, "numbers": NUMBERS.items()})


@require_GET
def report(request: PersonRequest, pk: int) -> HttpResponse:
    return render(request, "care/report.html", {"one": the_report(request, pk)})


@require_http_methods(FORM)
def entrust(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Report.objects.prefetch_related("keepers"), pk=pk, author=request.user)
    refuse_if(rules.refusal_when_closed(row))
    near = people_to_choose(row, on=today())
    form = EntrustForm(near, request.POST or None)
    if done(form, lambda: reporting.entrust(row, form.chosen, by=request.actor)):
        messages.success(request, _("Entrusted. They receive a letter that does not say of what."))
        return redirect(row)
    enough = len(near) + row.keepers.count() >= FEWEST_KEEPERS
    context = {
        "form": form, "report": row, "enough": enough and near, "numbers": NUMBERS.items(),
        "contact": outside_contact() if few_receive(row, on=today()) else None,
    }  # fmt: skip
    return render(request, "care/entrust.html", context)


@require_POST
def open_report(request: PersonRequest, pk: int) -> HttpResponse:
    """Reading is a deed, each time: its author sees who, and when."""
    one = the_report(request, pk)
    if one.mine:
        raise Http404
    reporting.open_report(one.report, by=request.actor)
    messages.success(
        request, _("Opened for a quarter of an hour. Whoever wrote it sees that you read it.")
    )
    return redirect(one.report)


def the_report(request: PersonRequest, pk: int) -> Shown:
    row = get_object_or_404(Report.objects.select_related("author"), pk=pk)
    one = shown(row, request.user, now=now())
    if one is None:
        raise Http404
    return one
