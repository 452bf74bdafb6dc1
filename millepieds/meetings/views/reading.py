from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from millepieds.core.clock import today
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.people.http import HouseRequest


@login_not_required
@require_GET
def meeting(request: HouseRequest, pk: int) -> HttpResponse:
    """What it is for, when, where; who may come. To whoever may not read it, it does not exist."""
    row = get_object_or_404(meetings_read_by(request.actor, on=today()), pk=pk)
    return render(request, "meetings/meeting.html", {"meeting": row})
