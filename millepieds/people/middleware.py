from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from millepieds.core import actors


class WhoActs:
    """Say once who acts in this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entered = request.user.is_authenticated
        request.actor = actors.person(request.user) if entered else actors.OUTSIDER  # type: ignore[attr-defined, arg-type]
        return self.get_response(request)
