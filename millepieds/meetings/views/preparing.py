"""An agenda made by all, and duties in turn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.core.way_back import way_back
from millepieds.decisions.queries.consent import has_a_voice
from millepieds.meetings.actions import preparing
from millepieds.meetings.forms.agenda import DutyForm, PointForm
from millepieds.meetings.models import Meeting, Point, Turn
from millepieds.meetings.queries.agenda import offers_to
from millepieds.meetings.queries.preparing import points_of
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules.agenda import refusal_to_prepare
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def add_point(request: PersonRequest, pk: int) -> HttpResponse:
    """By anyone of the circle: the button beside what offers itself sends this form, filled."""
    row = readable_meeting(request, pk)
    voice = has_a_voice(row.circle_id, request.user.pk, on=today())
    refuse_if(refusal_to_prepare(row, has_a_voice=voice, now=now()))
    offers = offers_to(row, request.user, on=today())
    wished = next((one for one in offers if one.key == request.GET.get("de")), None)
    initial = {
        "title": wished.title, "aim": wished.aim.value, "minutes": wished.minutes,
        "comes_from": wished.key,
    } if wished else None  # fmt: skip
    form = PointForm(offers, request.POST or None, initial)
    if form.is_valid():
        preparing.add_point(row, form.wish, by=request.actor)
        messages.success(request, _("It is on the agenda."))
        return redirect(row)
    context = {"form": form, "meeting": row, "wished": wished}
    return render(request, "meetings/add_point.html", context)


@require_POST
def withdraw_point(request: PersonRequest, pk: int) -> HttpResponse:
    point = _readable_point(request, pk)
    preparing.withdraw_point(point, by=request.actor)
    messages.success(request, _("Taken back from the agenda."))
    return redirect(point.meeting)


@require_POST
def raise_point(request: PersonRequest, pk: int) -> HttpResponse:
    """One place higher, by whoever called the meeting."""
    point = _readable_point(request, pk)
    wished = [one.pk for one in points_of(point.meeting)]
    place = wished.index(point.pk)
    wished.insert(max(0, place - 1), wished.pop(place))
    preparing.order_points(point.meeting, wished, by=request.actor)
    messages.success(request, _("It comes earlier now."))
    return redirect(point.meeting)


@require_POST
def take_duty(request: PersonRequest, pk: int) -> HttpResponse:
    row = readable_meeting(request, pk)
    form = DutyForm(request.POST)
    if form.is_valid():
        preparing.take_duty(row, form.cleaned_data["duty"], by=request.actor)
        messages.success(request, _("Thank you: it is yours for this meeting."))
    return redirect(way_back(request, row.get_absolute_url()))


@require_POST
def give_back_duty(request: PersonRequest, pk: int) -> HttpResponse:
    turns = Turn.objects.select_related("meeting")
    turn = get_object_or_404(turns, pk=pk, meeting__in=meetings_read_by(request.actor, on=today()))
    preparing.give_back_duty(turn, by=request.actor)
    messages.success(request, _("Given back: it is proposed to someone else."))
    return redirect(turn.meeting)


def readable_meeting(request: PersonRequest, pk: int) -> Meeting:
    """To whoever may not read it, it does not exist."""
    return get_object_or_404(meetings_read_by(request.actor, on=today()), pk=pk)


def _readable_point(request: PersonRequest, pk: int) -> Point:
    points = Point.objects.filter(withdrawn_at=None).select_related("meeting")
    return get_object_or_404(points, pk=pk, meeting__in=meetings_read_by(request.actor, on=today()))
