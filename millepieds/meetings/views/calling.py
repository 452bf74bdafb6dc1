"""What whoever calls meetings does, and whoever comes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from millepieds.circles.models import Circle
from millepieds.circles.queries.authority import circles_reached
from millepieds.circles.queries.structure import structure
from millepieds.core.authority import ground_to, no_mandate
from millepieds.core.clock import now, today
from millepieds.core.forms import show_as
from millepieds.core.refusals import Refused, refuse_if
from millepieds.meetings.actions import calling, coming
from millepieds.meetings.forms.calling import CallForm, CancelForm
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.queries.rhythm import next_one
from millepieds.meetings.rules.coming import refusal_when_over
from millepieds.meetings.rules.terms import CALL
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def call(request: PersonRequest) -> HttpResponse:
    on = today()
    reached = circles_reached(request.user.pk, CALL, on=on)
    if not reached:
        raise Refused(no_mandate(CALL))
    names = {pk: one.name for pk, one in structure(on).circles.items() if pk in reached}
    initial = next_one(on=on, now=now()) if "suivante" in request.GET else None
    form = CallForm(request.POST or None, initial=initial)
    show_as(form.fields["circle"], Circle.objects.filter(pk__in=names), names)
    if form.is_valid():
        row = calling.call_meeting(form.cleaned_data["circle"], form.words, by=request.actor)
        messages.success(request, _("The meeting is called."))
        return redirect(row)
    context = {
        "form": form, "title": _("Call a meeting"), "button": _("Call it"),
        "back": reverse("meetings:meetings"),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    row = _readable(request, pk)
    ground_to(CALL, by=request.actor, circle_id=row.circle_id, on=today())
    refuse_if(refusal_when_over(row, now=now()))
    form = CancelForm(request.POST or None)
    if form.is_valid():
        calling.cancel_meeting(row, form.cleaned_data["why"], by=request.actor)
        messages.success(request, _("Cancelled. Whoever signed up receives a letter."))
        return redirect(row)
    context = {
        "form": form, "title": _("Cancel this meeting"), "button": _("Cancel it"),
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_POST
def sign_up(request: PersonRequest, pk: int) -> HttpResponse:
    row = coming.sign_up(_readable(request, pk), by=request.actor)
    if row.place is None:
        messages.success(request, _("It is full: you wait for the first free place."))
    else:
        messages.success(request, _("You have a place."))
    return redirect(row.meeting)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    row = coming.withdraw(_readable(request, pk), by=request.actor)
    messages.success(request, _("You have withdrawn."))
    return redirect(row.meeting)


def _readable(request: PersonRequest, pk: int) -> Meeting:
    return get_object_or_404(meetings_read_by(request.actor, on=today()), pk=pk)
