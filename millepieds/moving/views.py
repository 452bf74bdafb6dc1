from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.circles.queries.organigram import names_for
from millepieds.core.clock import now, today
from millepieds.members.queries import is_member
from millepieds.moving import actions
from millepieds.moving.forms import SheetsForm
from millepieds.moving.http import Rows, archive_of, json_of
from millepieds.moving.queries import ground_to_move, movement_on, overview, survey
from millepieds.moving.rules.sheets import Sheet, fingerprint
from millepieds.people.http import FORM, PersonRequest

SHOWN = 200  # problems on one page
AT_ONCE = (
    1000  # things made by one request: everyone else waits to write meanwhile, some five seconds
)


@require_http_methods(FORM)
def move_in(request: PersonRequest) -> HttpResponse:
    """Look first: every problem, and what would be made. Then, of what was looked at, all or nothing."""
    ground_to_move(request.actor, on=today())
    form = SheetsForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "moving/move_in.html", {"form": form})
    plan, seen = survey(form.tables, by=request.actor, on=today()), fingerprint(form.tables)
    may_do = plan.is_ready and sum(plan.makes.values()) <= AT_ONCE
    if may_do and request.POST.get("seen") == seen:
        actions.move_in(form.tables, by=request.actor)
        messages.success(
            request,
            _("Everything in the sheets is here now. Mandates wait for whoever accepts them."),
        )
        return redirect("circles:who_decides")
    context = {
        "form": form, "plan": plan, "seen": seen, "made": overview(plan),
        "may_do": may_do, "at_once": AT_ONCE,
        "problems": plan.problems[:SHOWN], "remarks": plan.remarks[:SHOWN],
        "later": plan.later[:SHOWN],
    }  # fmt: skip
    return render(request, "moving/move_in.html", context)


@require_GET
def move_out(request: PersonRequest) -> HttpResponse:
    ground_to_move(request.actor, on=today())
    return render(request, "moving/move_out.html")


@require_GET
def sheets(request: PersonRequest) -> HttpResponse:
    """Four sheets that `move_in` takes."""
    return _file(archive_of(_movement(request)), "mouvement.zip", "application/zip")


@require_GET
def file(request: PersonRequest) -> HttpResponse:
    text = json_of(_movement(request), on=today())
    return _file(text.encode(), "mouvement.json", "application/json; charset=utf-8")


def _movement(request: PersonRequest) -> dict[Sheet, Rows]:
    ground_to_move(request.actor, on=today())
    member = is_member(request.user.pk, on=today())
    return {**movement_on(today(), names_for(member=member, now=now()))}


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
