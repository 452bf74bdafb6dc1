from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.circles.actions import structure as deeds
from millepieds.circles.forms import (
    CircleForm,
    MoveCircleForm,
    RoleForm,
    SureForm,
    said_by_circle,
    said_by_role,
    said_by_template,
)
from millepieds.circles.models import Circle, Role
from millepieds.circles.queries.authority import circles_reached, reaches_agora
from millepieds.circles.queries.structure import (
    CircleThen,
    open_circle_on,
    open_role_on,
    role_on,
    structure,
)
from millepieds.circles.rules.powers import FOUND, OPEN, powers_to_give
from millepieds.circles.rules.structure import TEMPLATES
from millepieds.core.authority import ground_to
from millepieds.core.clock import today
from millepieds.people.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def open_circle(request: PersonRequest, pk: int) -> HttpResponse:
    """A new circle inside this one."""
    parent = get_object_or_404(Circle, pk=pk)
    then = _may_open(request, parent)
    form = CircleForm(request.POST or None)
    if form.is_valid():
        circle = deeds.open_circle(parent, form.words, by=request.actor)
        messages.success(request, _("The circle is open. Give it roles."))
        return redirect(circle)
    title = _("Open a circle inside “%(name)s”") % {"name": then.name}
    return _page(request, form, title, _("Open it"), parent.get_absolute_url())


@require_http_methods(FORM)
def change_circle(request: PersonRequest, pk: int) -> HttpResponse:
    circle = get_object_or_404(Circle, pk=pk)
    then = _may_open(request, circle)
    names = {
        other.pk: other.name
        for other in structure(today()).circles.values()
        if other.pk in _ways_out(request, then)
    }
    form = MoveCircleForm(names, request.POST or None, initial=said_by_circle(then))
    if form.is_valid():
        deeds.change_circle(circle, form.words, form.cleaned_data["parent"], by=request.actor)
        messages.success(request, _("Changed from today on. Its past stays readable."))
        return redirect(circle)
    title = _("Change “%(name)s”") % {"name": then.name}
    return _page(request, form, title, _("Change it"), circle.get_absolute_url())


@require_http_methods(FORM)
def close_circle(request: PersonRequest, pk: int) -> HttpResponse:
    circle = get_object_or_404(Circle, pk=pk)
    then = _may_open(request, circle)
    form = SureForm(request.POST or None)
    if form.is_valid():
        deeds.close_circle(circle, by=request.actor)
        messages.success(request, _("Closed. It stays on the page of past days."))
        return redirect("circles:who_decides")
    title = _("Close “%(name)s”") % {"name": then.name}
    lead = _("Its roles close with it, and their mandates end today.")
    return _page(request, form, title, _("Close it"), circle.get_absolute_url(), lead)


@require_http_methods(FORM)
def open_role(request: PersonRequest, pk: int) -> HttpResponse:
    """A new role in this circle, from nothing or from a template."""
    circle = get_object_or_404(Circle, pk=pk)
    then = _may_open(request, circle)
    template = TEMPLATES.get(request.GET.get("modele", ""))
    initial = said_by_template(template) if template else None
    form = RoleForm(_powers(request), request.POST or None, initial=initial)
    if form.is_valid():
        role = deeds.open_role(circle, form.words, by=request.actor)
        messages.success(request, _("The role is open, and listed among the free ones."))
        return redirect(role)
    title = _("Open a role in “%(name)s”") % {"name": then.name}
    return _page(request, form, title, _("Open it"), circle.get_absolute_url())


@require_http_methods(FORM)
def change_role(request: PersonRequest, pk: int) -> HttpResponse:
    role = get_object_or_404(Role, pk=pk)
    _may_open(request, role.circle)
    then = open_role_on(role, today())
    offered = _powers(request) | set(then.powers)
    form = RoleForm(offered, request.POST or None, initial=said_by_role(then))
    if form.is_valid():
        deeds.change_role(role, form.words, by=request.actor)
        messages.success(request, _("Changed from today on. Its past stays readable."))
        return redirect(role)
    title = _("Change “%(name)s”") % {"name": then.name}
    return _page(request, form, title, _("Change it"), role.get_absolute_url())


@require_http_methods(FORM)
def close_role(request: PersonRequest, pk: int) -> HttpResponse:
    role = get_object_or_404(Role, pk=pk)
    _may_open(request, role.circle)
    form = SureForm(request.POST or None)
    if form.is_valid():
        deeds.close_role(role, by=request.actor)
        messages.success(request, _("Closed. Its mandates end today."))
        return redirect(role)
    then = role_on(role, today())
    title = _("Close “%(name)s”") % {"name": then.name if then else role.key}
    lead = _("Its mandates end today.")
    return _page(request, form, title, _("Close it"), role.get_absolute_url(), lead)


def _may_open(request: PersonRequest, circle: Circle) -> CircleThen:
    then = open_circle_on(circle, today())
    ground_to(OPEN, FOUND, by=request.actor, circle_id=circle.pk, on=today())
    return then


def _ways_out(request: PersonRequest, circle: CircleThen) -> set[int]:
    """The circles that this one may be inside of: that of today, and those this person reaches too."""
    me, on = request.user.pk, today()
    reached = circles_reached(me, OPEN, on=on) | circles_reached(me, FOUND, on=on)
    now_in = {circle.parent_id} if circle.parent_id else set()
    return (now_in | reached if now_in <= reached else now_in) - {circle.pk}


def _powers(request: PersonRequest) -> set[str]:
    """Those that this person may put on a role."""
    return powers_to_give(reaches_agora=reaches_agora(request.actor, OPEN, FOUND, on=today()))


def _page(
    request: PersonRequest, form: object, title: str, button: str, back: str, lead: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": back, "lead": lead}
    return render(request, "core/form_page.html", context)
