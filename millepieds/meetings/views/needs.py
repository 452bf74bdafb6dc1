"""What members need to come, and what whoever prepares a meeting reads of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.core.authority import no_mandate
from millepieds.core.clock import now, today
from millepieds.core.refusals import Refused, refuse_if
from millepieds.meetings.actions import coming, guests
from millepieds.meetings.forms.coming import NeedsForm, needs_of
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.queries.guests import calls_it, prepares_it, sum_of
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules.coming import NOT_SIGNED_UP, refusal_when_over
from millepieds.meetings.rules.needs import NEEDS, Need
from millepieds.meetings.rules.terms import CALL
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def needs(request: PersonRequest, pk: int) -> HttpResponse:
    """« Ce qu’il me faut pour venir »."""
    meeting = _readable(request, pk)
    row = coming_to(meeting).filter(person_id=request.user.pk).first()
    if row is None:
        raise Refused(NOT_SIGNED_UP)
    refuse_if(refusal_when_over(meeting, now=now()))
    form = NeedsForm(request.POST or None, initial=needs_of(row))
    if form.is_valid():
        coming.say_needs(meeting, form.wanted, by=request.actor)
        messages.success(request, _("Noted: whoever prepares the meeting knows."))
        return redirect(meeting)
    context = {
        "form": form, "title": _("What I need to be able to come"), "button": _("Save"),
        "lead": _("Read by whoever calls the meeting; whoever prepares it reads only the sum."),
        "back": meeting.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def who_comes(request: PersonRequest, pk: int) -> HttpResponse:
    """« Qui vient »: the sum for whoever prepares; names are opened by whoever calls, and it is told."""
    meeting = _readable(request, pk)
    calls = calls_it(request.actor, meeting, on=today())
    if not calls and not prepares_it(request.actor, meeting, on=today()):
        raise Refused(no_mandate(CALL, circle_id=meeting.circle_id))
    opened = request.method == "POST"
    rows = guests.read_names(meeting, by=request.actor) if opened else []
    told = sum_of(meeting)
    context = {
        "meeting": meeting, "sum": told, "calls": calls, "opened": opened, "rows": rows,
        "needs": [(NEEDS[Need(key)], number) for key, number in told.needs.items()],
    }  # fmt: skip
    return render(request, "meetings/who_comes.html", context)


def _readable(request: PersonRequest, pk: int) -> Meeting:
    return get_object_or_404(meetings_read_by(request.actor, on=today()), pk=pk)
