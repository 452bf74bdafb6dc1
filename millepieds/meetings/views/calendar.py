"""Meetings in one's own calendar: for the town, for each circle, for each person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    conditional_page,
    require_GET,
    require_POST,
    require_safe,
)

from millepieds.core.clock import now, today
from millepieds.core.tongues import in_every_language
from millepieds.meetings.actions.calendar import renew_calendar
from millepieds.meetings.queries.feeds import (
    Feed,
    calendar_key,
    circles_to_follow,
    feed_behind,
    public_feed,
    token_of,
)
from millepieds.meetings.queries.ics import calendar as written
from millepieds.people.http import HouseRequest, PersonRequest


@in_every_language
@login_not_required
@require_GET
def calendar(request: HouseRequest) -> HttpResponse:
    """How to follow the meetings in the calendar of one's phone."""
    key = calendar_key(request.actor)
    circles = circles_to_follow(request.actor, on=today()) if key else {}
    context = {
        "key": key, "mine": key and token_of(key),
        "circles": [(name, key and token_of(key, pk)) for pk, name in circles.items()],
    }  # fmt: skip
    return render(request, "meetings/calendar.html", context)


@require_POST
def renew(request: PersonRequest) -> HttpResponse:
    renew_calendar(by=request.actor)
    messages.success(request, _("Here are your links. Those you had before lead nowhere any more."))
    return redirect("meetings:calendar")


@login_not_required
@require_safe
@conditional_page
def public(request: HttpRequest) -> HttpResponse:
    return _ics(public_feed(now=now()), _("Meetings open to the town"))


@login_not_required
@require_safe
@conditional_page
def private(request: HttpRequest, token: str) -> HttpResponse:
    """To whoever has the link, what its owner may read today; an old link does not exist."""
    feed = feed_behind(token, now=now(), on=today())
    if feed is None:
        raise Http404
    return _ics(feed, feed.circle or _("My meetings"))


def _ics(feed: Feed, name: str) -> HttpResponse:
    return HttpResponse(
        written(name, feed.lines), content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="reunions.ics"', "X-Robots-Tag": "noindex"},
    )  # fmt: skip
