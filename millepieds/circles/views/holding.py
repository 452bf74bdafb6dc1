from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.charter.queries import rule
from millepieds.circles.actions import mandates as deeds
from millepieds.circles.forms import (
    AnswerOfferForm,
    CommitForm,
    HandoverForm,
    OfferForm,
    ProposeForm,
    ReasonForm,
    SureForm,
)
from millepieds.circles.models import Mandate, Offer, Role
from millepieds.circles.queries import mandates as held
from millepieds.circles.queries.authority import circles_reached
from millepieds.circles.queries.structure import RoleThen, role_on
from millepieds.circles.rules.mandates import refusal_to_resign, refusal_when_closed
from millepieds.circles.rules.powers import ASSIGN, FOUND, WITHDRAW
from millepieds.circles.rules.terms import MOST_MANDATES
from millepieds.core.authority import ground_to, grounds
from millepieds.core.clock import today
from millepieds.core.refusals import Refused, refuse_if
from millepieds.members.queries import is_member, people_in_the_movement
from millepieds.people.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def offer(request: PersonRequest, pk: int) -> HttpResponse:
    """« Je propose de le prendre »."""
    row = get_object_or_404(Role, pk=pk)
    refuse_if(held.what_forbids_to_offer(row, request.user, on=today()))
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        deeds.offer_to_take(row, form.cleaned_data["text"], by=request.actor, person=request.user)
        messages.success(request, _("Your offer is made: whoever hands out mandates sees it."))
        return redirect(row)
    context = {"form": form, "role": _open(row), "back": row.get_absolute_url()}
    return render(request, "circles/offer.html", context)


@require_POST
def take_back_offer(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Offer.objects.select_related("role"), pk=pk, person=request.user)
    deeds.take_back_offer(row, by=request.actor)
    messages.success(request, _("Your offer is taken back."))
    return redirect(row.role)


@require_http_methods(FORM)
def decline_offer(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Offer.objects.select_related("role", "person"), pk=pk)
    if not is_member(request.user.pk, on=today()):
        raise Http404  # offers are open to members; to anyone else they do not exist
    ground_to(ASSIGN, by=request.actor, circle_id=row.role.circle_id, on=today())
    form = AnswerOfferForm(request.POST or None)
    if form.is_valid():
        deeds.decline_offer(row, form.cleaned_data["answer"], by=request.actor)
        messages.success(request, _("Your answer is on its way."))
        return redirect(row.role)
    context = {
        "form": form, "title": _("Not this time"), "button": _("Send my answer"),
        "lead": row.text, "back": row.role.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def propose(request: PersonRequest, pk: int) -> HttpResponse:
    """Propose a mandate; it is lent when the person accepts."""
    row = get_object_or_404(Role, pk=pk)
    on, then = today(), _open(row)
    if not grounds(request.actor, FOUND, circle_id=row.circle_id, on=on):
        ground_to(ASSIGN, by=request.actor, circle_id=row.circle_id, on=on)
    form = ProposeForm(then, people_in_the_movement(on=on), request.POST or None, today=on)
    if form.is_valid():
        mandate = deeds.propose_mandate(row, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Proposed. The mandate starts once it is accepted."))
        return redirect(mandate)
    form.initial["person"] = request.GET.get("person")
    loaded = held.loaded_people(on=on, above=rule(MOST_MANDATES, on=on))
    context = {"form": form, "role": then, "loaded": loaded, "back": row.get_absolute_url()}
    return render(request, "circles/propose.html", context)


@require_GET
def mandate(request: PersonRequest, pk: int) -> HttpResponse:
    """One mandate, for members: who, what for, until when, how it came about."""
    row = _mine_or_members(request, pk)
    then = role_on(row.role, min(today(), row.last_day))
    context = {
        "mandate": row, "role": then, "mine": row.person_id == request.user.pk, "on": today(),
        "is_open": not (row.is_accepted or row.is_declined) and row.over_on > today(),
        "in_force": held.in_force(today()).filter(pk=pk).exists(),
        "may_withdraw": row.role.circle_id
        in circles_reached(request.user.pk, WITHDRAW, on=today()),
    }  # fmt: skip
    return render(request, "circles/mandate.html", context)


@require_http_methods(FORM)
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    """The formal commitment, responsibility by responsibility."""
    row = _mine_or_members(request, pk)
    if row.person_id != request.user.pk:
        raise Http404
    then = _open(row.role)
    form = CommitForm(then, request.POST or None)
    if request.method == "POST" and form.is_valid():
        deeds.accept_mandate(row, form.ticked, by=request.actor)
        messages.success(request, _("It is yours, until its last day. Thank you."))
        return redirect(row)
    mine = len(held.mandates_of(request.user.pk, on=today()))
    most = rule(MOST_MANDATES, on=today())
    context = {
        "form": form, "mandate": row, "role": then, "above": mine >= most, "mine": mine,
        "notes": row.role.handovers.select_related("author"),
    }  # fmt: skip
    return render(request, "circles/accept.html", context)


@require_POST
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Mandate, pk=pk, person=request.user)
    deeds.decline_mandate(row, by=request.actor)
    messages.success(request, _("Declined. Thank you for having answered."))
    return redirect("home:mine")


@require_http_methods(FORM)
def resign(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Mandate, pk=pk, person=request.user)
    refuse_if(refusal_to_resign(row, by_person_id=request.user.pk, today=today()))
    form = SureForm(request.POST or None)
    if form.is_valid():
        deeds.resign(row, by=request.actor)
        messages.success(request, _("Handed back. You can still leave a note for the next holder."))
        return redirect(row)
    context = {
        "form": form, "title": _("Hand this mandate back"), "button": _("Hand it back"),
        "lead": _("It stops today, and the role is listed among the free ones."),
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine_or_members(request, pk)
    ground_to(WITHDRAW, by=request.actor, circle_id=row.role.circle_id, on=today())
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        deeds.withdraw_mandate(row, form.cleaned_data["reason"], by=request.actor)
        messages.success(request, _("Withdrawn, with its reason."))
        return redirect(row)
    context = {
        "form": form, "title": _("Withdraw this mandate"), "button": _("Withdraw it"),
        "lead": _("The register will show that it ended early; the person reads the reason."),
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def handover(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Mandate.objects.select_related("role"),
        pk=pk,
        person=request.user,
        accepted_at__isnull=False,
    )
    form = HandoverForm(request.POST or None)
    if form.is_valid():
        deeds.leave_handover(row, form.cleaned_data["text"], by=request.actor)
        messages.success(request, _("Your note waits for the next holder."))
        return redirect(row)
    context = {
        "form": form, "title": _("A note for the next holder"), "button": _("Leave it"),
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


def _mine_or_members(request: PersonRequest, pk: int) -> Mandate:
    """Mandates are read by their holder and by members; to anyone else they do not exist."""
    rows = Mandate.objects.select_related("role", "person", "proposed_by")
    row = get_object_or_404(rows, pk=pk)
    if row.person_id != request.user.pk and not is_member(request.user.pk, on=today()):
        raise Http404
    return row


def _open(row: Role) -> RoleThen:
    then = role_on(row, today())
    if then is None:
        raise Refused(refusal_when_closed())
    return then
