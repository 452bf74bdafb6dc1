from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from millepieds.charter.queries import rule
from millepieds.circles.actions.founding import (
    call_for_founding,
    support_founding,
    take_back_call,
)
from millepieds.circles.models import Reopening
from millepieds.circles.queries.authority import last_assigner_ends_on
from millepieds.circles.queries.reopening import open_call
from millepieds.circles.rules.terms import REOPENED_BY
from millepieds.core.clock import today
from millepieds.members.queries import count_members, is_member
from millepieds.people.http import PersonRequest


@require_GET
def reopening(request: PersonRequest) -> HttpResponse:
    """Refounding, in the open: only when nobody can propose mandates any more."""
    on, me = today(), request.user.pk
    member = is_member(me, on=on)
    last = last_assigner_ends_on(on=on)
    call = open_call(on=on) if member else None  # it names members
    context = {
        "call": call, "last": last - timedelta(days=1) if last else None, "member": member,
        "needed": min(rule(REOPENED_BY, on=on), count_members(on=on)),
        "mine": call is not None and call.reopening.person_id == me,
        "supports": call is not None and call.supported_by(me),
    }  # fmt: skip
    return render(request, "circles/reopening.html", context)


@require_POST
def call(request: PersonRequest) -> HttpResponse:
    call_for_founding(request.user, by=request.actor)
    messages.success(request, _("Your call is open: every member has been told."))
    return redirect("circles:reopening")


@require_POST
def support(request: PersonRequest, pk: int) -> HttpResponse:
    support_founding(get_object_or_404(Reopening, pk=pk), request.user, by=request.actor)
    messages.success(request, _("You stand behind this call."))
    return redirect("circles:reopening")


@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Reopening, pk=pk, person=request.user)
    take_back_call(row, by=request.actor)
    messages.success(request, _("Your call is taken back. Another member can call."))
    return redirect("circles:reopening")
