from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from millepieds.letters.queries import on_the_table


@login_not_required
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """What left by mail, readable by anyone: in the demonstration, and nowhere else."""
    if not settings.DEMO:
        raise Http404
    return render(request, "letters/outbox.html", {"letters": on_the_table()})
