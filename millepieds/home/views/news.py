from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from millepieds.core import actors
from millepieds.core.tongues import in_every_language
from millepieds.home.forms import StopForm
from millepieds.home.queries.news import person_who_stops
from millepieds.people.actions import choose_rhythm
from millepieds.people.http import FORM, HouseRequest
from millepieds.people.rules import Rhythm


@csrf_exempt  # RFC 8058: a mail program sends it in one click, without a page; the token is the secret
@in_every_language
@login_not_required
@require_http_methods(FORM)
def stop_news(request: HouseRequest, token: str) -> HttpResponse:
    """The link at the foot of the news. Opening it changes nothing; who it is for is not said."""
    person = person_who_stops(token)
    if person is None:
        raise Http404
    form = StopForm(request.POST or None)
    if form.is_valid():
        choose_rhythm(person, Rhythm.NEVER, by=actors.person(person))
        messages.success(request, _("No more news by mail. Your page “Me” brings them back."))
        return redirect("website:home")
    context = {
        "form": form, "title": _("Stop the news"), "button": _("Stop the news by mail"),
        "lead": _("What concerns you directly still comes. You may change your mind at any time."),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)
