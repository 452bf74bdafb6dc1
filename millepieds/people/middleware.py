from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from millepieds.core import actors
from millepieds.core.middleware import REFUSES_FROM
from millepieds.people.http import see_visit


class WhoActs:
    """Say once who acts in this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entered = request.user.is_authenticated
        request.actor = actors.person(request.user) if entered else actors.OUTSIDER  # type: ignore[attr-defined, arg-type]
        response = self.get_response(request)
        done = request.method == "POST" and response.status_code < REFUSES_FROM
        if entered and done and request.user.is_authenticated:  # not who has just gone out
            see_visit(request)
        return response
