from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from millepieds.core import actors
from millepieds.core.middleware import REFUSES_FROM
from millepieds.people.http import WAITS, ask_who_this_is, see_visit


class WhoActs:
    """Say once who acts in this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entered = request.user.is_authenticated
        if entered and request.method == "GET" and WAITS in request.GET:
            return redirect("people:profile")  # nothing waits any more, and what did is no page
        request.actor = actors.person(request.user) if entered else actors.OUTSIDER  # type: ignore[attr-defined, arg-type]
        response = self.get_response(request)
        done = request.method == "POST" and response.status_code < REFUSES_FROM
        if entered and done and request.user.is_authenticated:  # not who has just gone out
            see_visit(request)
        return response

    def process_exception(self, request: HttpRequest, why: Exception) -> HttpResponse | None:
        """Before allauth, which would keep the whole request, the address of the network with it."""
        return ask_who_this_is(request) if isinstance(why, ReauthenticationRequired) else None
