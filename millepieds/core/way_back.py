"""Back to the page that sent someone here for one gesture: a room, where others wait."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

ASKED = "retour"


def way_back(request: HttpRequest, usual: str) -> str:
    """The page that asked to be come back to, if it is one of ours."""
    asked = request.GET.get(ASKED, "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else usual
