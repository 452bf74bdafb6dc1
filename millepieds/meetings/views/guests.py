"""Coming to what is open to the town without an account: a form, a code, then the link of a letter."""

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.meetings.actions import guests
from millepieds.meetings.forms.coming import ComeForm, NeedsForm, needs_of, wanted_in
from millepieds.meetings.http import drop_said, keep_said, kept_said
from millepieds.meetings.models import Guest, Meeting
from millepieds.meetings.queries.guests import guest_behind, number_in
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules.coming import refusal_to_come_as_guest, refusal_when_over
from millepieds.members.queries import is_member
from millepieds.people.forms import CodeForm
from millepieds.people.http import (
    FORM,
    HouseRequest,
    another_code,
    code_sent,
    is_right,
    send_code,
)
from millepieds.people.rules import Aim


@in_every_language
@login_not_required
@require_http_methods(FORM)
def come(request: HouseRequest, pk: int) -> HttpResponse:
    """« Venir sans compte »: the same answer for every address, known or not."""
    meeting = _of_the_town(request, pk)
    if request.user.is_authenticated and is_member(request.user.pk, on=today()):
        return redirect(meeting)
    refuse_if(refusal_to_come_as_guest(meeting, now=now()))
    form = ComeForm(request.POST or None, initial=kept_said(request.session, pk))
    if not form.is_valid():
        return render(request, "meetings/come.html", {"form": form, "meeting": meeting})
    if not send_code(request, form.cleaned_data["address"], aim=Aim.COME):
        return respond_429(request)
    keep_said(request.session, pk, form.said)
    return redirect("meetings:come_code", pk)


@in_every_language
@login_not_required
@require_http_methods(FORM)
def come_code(request: HouseRequest, pk: int) -> HttpResponseBase:
    meeting = _of_the_town(request, pk)
    code, said = code_sent(request, aim=Aim.COME), kept_said(request.session, pk)
    if code is None or not said:
        return redirect("meetings:come", pk)
    if "another" in request.POST:
        return another_code(request, code.address, aim=Aim.COME)
    form = CodeForm(request.POST or None)
    if not is_right(request, form, code, aim=Aim.COME):
        context = {"form": form, "code": code, "meeting": meeting}
        return render(request, "meetings/come_code.html", context)
    guests.come_as_guest(
        meeting, said["name"], code.address, wanted_in(said), by=request.actor
    )  # fmt: skip
    drop_said(request.session)
    messages.success(request, _("Noted. A letter has left: it says whether you have a place."))
    return redirect(meeting)


@in_every_language
@login_not_required
@require_http_methods(FORM)
def my_place(request: HouseRequest, token: str) -> HttpResponse:
    """Where the letter leads: one’s own place, what one needs, and the way out."""
    guest = _guest(token)
    row, over = guest.sign_up, refusal_when_over(guest.meeting, now=now())
    form = NeedsForm(request.POST or None, initial=needs_of(row))
    if form.is_valid():
        guests.change_guest_needs(guest, form.wanted, by=request.actor)
        messages.success(request, _("Noted: whoever prepares the meeting knows."))
        return redirect("meetings:my_place", token)
    context = {"guest": guest, "row": row, "form": form, "token": token, "over": over}
    return render(request, "meetings/my_place.html", context)


@in_every_language
@login_not_required
@require_POST
def give_up(request: HouseRequest, token: str) -> HttpResponse:
    """Sent twice, it is done once, and says so twice."""
    number = number_in(token)
    if number is None:
        raise Http404
    if Guest.objects.filter(pk=number).exists():
        guests.withdraw_guest(_guest(token), by=request.actor)
    messages.success(request, _("You no longer come. Your name and your address are erased."))
    return redirect("meetings:meetings")


def _of_the_town(request: HouseRequest, pk: int) -> Meeting:
    return get_object_or_404(meetings_read_by(request.actor, on=today()), pk=pk)


def _guest(token: str) -> Guest:
    guest = guest_behind(token, now=now())
    if guest is None:
        raise Http404
    return guest
