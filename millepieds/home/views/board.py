from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from millepieds.circles.queries.structure import CircleThen, structure
from millepieds.core.clock import now, today
from millepieds.core.paper import pdf_to_take
from millepieds.core.refusals import refuse_if
from millepieds.home.queries.board import board as board_of
from millepieds.home.rules.news import refusal_to_pin
from millepieds.home.sheets import sheet_of_board
from millepieds.members.queries import is_member
from millepieds.people.http import HouseRequest, PersonRequest


@login_not_required
@require_GET
def board(request: HouseRequest) -> HttpResponse:
    """For a wall of the town: what the town reads, whoever prints it."""
    return _sheet(request, inside=False)


@require_GET
def board_inside(request: PersonRequest) -> HttpResponse:
    """For a room of members: what all members read, and nothing of one circle alone."""
    refuse_if(None if is_member(request.user.pk, on=today()) else refusal_to_pin())
    return _sheet(request, inside=True)


def _sheet(request: HouseRequest, *, inside: bool) -> HttpResponse:
    on, circle = today(), _circle(request)
    found = board_of(inside=inside, circle=circle, now=now(), on=on)
    pdf = sheet_of_board(found, circle=circle, inside=inside, on=on)
    return pdf_to_take(pdf, "panneau-membres" if inside else "panneau")


def _circle(request: HouseRequest) -> CircleThen | None:
    asked = request.GET.get("cercle", "")
    if not asked:
        return None
    circles = {str(pk): one for pk, one in structure(today()).circles.items()}
    if asked not in circles:
        raise Http404
    return circles[asked]
