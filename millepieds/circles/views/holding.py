from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.charter.queries import rule
from millepieds.circles.actions import mandates as deeds
from millepieds.circles.actions import offers
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
from millepieds.circles.queries.offers import what_forbids_to_offer
from millepieds.circles.queries.persons import loaded_people
from millepieds.circles.queries.proofs import second_proof_once_accepted
from millepieds.circles.queries.structure import RoleThen, open_role_on, role_on
from millepieds.circles.rules.commitments import (
    asks_again,
    powers_given,
    refusal_to_commit_again,
    refusal_when_changed,
)
from millepieds.circles.rules.mandates import (
    is_open,
    process_of,
    refusal_to_resign,
    refusal_when_no_longer_open,
)
from millepieds.circles.rules.powers import ASSIGN, FOUND, WITHDRAW
from millepieds.circles.rules.terms import MOST_MANDATES
from millepieds.core.authority import ground_to, grounds
from millepieds.core.clock import today
from millepieds.core.powers import POWERS
from millepieds.core.refusals import refuse_if
from millepieds.members.queries import is_member, people_in_the_movement
from millepieds.people.http import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def offer(request: PersonRequest, pk: int) -> HttpResponse:
    """« Je propose de le prendre »."""
    row = get_object_or_404(Role, pk=pk)
    refuse_if(what_forbids_to_offer(row, request.user, on=today()))
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        offers.offer_to_take(row, form.cleaned_data["text"], by=request.actor, person=request.user)
        messages.success(request, _("Your offer is made: whoever hands out mandates sees it."))
        return redirect(row)
    context = {"form": form, "role": open_role_on(row, today()), "back": row.get_absolute_url()}
    return render(request, "circles/offer.html", context)


@require_POST
def take_back_offer(request: PersonRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Offer.objects.select_related("role"), pk=pk, person=request.user)
    offers.take_back_offer(row, by=request.actor)
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
        offers.decline_offer(row, form.cleaned_data["answer"], by=request.actor)
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
    on = today()
    then = open_role_on(row, on)
    ground = ground_to(ASSIGN, FOUND, by=request.actor, circle_id=row.circle_id, on=on)
    form = ProposeForm(then, people_in_the_movement(on=on), request.POST or None, today=on)
    if form.is_valid():
        mandate = deeds.propose_mandate(row, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Proposed. The mandate starts once it is accepted."))
        return redirect(mandate)
    form.initial["person"] = request.GET.get("person")
    loaded = loaded_people(on=on, above=rule(MOST_MANDATES, on=on))
    context = {
        "form": form, "role": then, "loaded": loaded, "back": row.get_absolute_url(),
        "process": process_of(then.assigned_by, power=ground.power),
    }  # fmt: skip
    return render(request, "circles/propose.html", context)


@require_GET
def mandate(request: PersonRequest, pk: int) -> HttpResponse:
    """One mandate, for members: who, what for, until when, how it came about."""
    row = _mine_or_members(request, pk)
    then = role_on(row.role, min(today(), row.last_day))
    context = {
        "mandate": row, "role": then, "mine": row.person_id == request.user.pk, "on": today(),
        "is_open": is_open(row, today=today()),
        "may_propose": grounds(request.actor, ASSIGN, FOUND, circle_id=row.role.circle_id, on=today()),
        "in_force": held.in_force(today()).filter(pk=pk).exists(),
        "asks_again": then and row.is_accepted and row.over_on > today()
        and asks_again(row.committed_to, then),
        "may_withdraw": row.role.circle_id
        in circles_reached(request.user.pk, WITHDRAW, on=today()),
    }  # fmt: skip
    return render(request, "circles/mandate.html", context)


@require_POST
def take_back_proposal(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine_or_members(request, pk)
    deeds.take_back_proposal(row, by=request.actor)
    messages.success(request, _("Taken back. The person has been told."))
    return redirect(row.role)


@require_http_methods(FORM)
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    """The formal commitment, responsibility by responsibility."""
    row = _mine(request, pk)
    refuse_if(refusal_when_no_longer_open(row, today=today()))
    then = open_role_on(row.role, today())
    form, changed = _read(request, then)
    if form.is_valid():
        deeds.accept_mandate(row, form.ticked, read=form.version_read, by=request.actor)
        messages.success(request, _("It is yours, until its last day. Thank you."))
        return redirect(row)
    mine = len(held.mandates_of(request.user.pk, on=today()))
    most = rule(MOST_MANDATES, on=today())
    context = {
        "form": form, "changed": changed, "mandate": row, "role": then, "above": mine >= most, "mine": mine,
        "notes": row.role.handovers.select_related("author"),
        "second_proof_by": second_proof_once_accepted(then.powers, request.user, on=today()),
    }  # fmt: skip
    return render(request, "circles/accept.html", context)


@require_http_methods(FORM)
def commit_again(request: PersonRequest, pk: int) -> HttpResponse:
    """The same commitment, once the role has changed."""
    row = _mine(request, pk)
    then = open_role_on(row.role, today())
    everything = range(len(then.accountabilities))
    refuse_if(
        refusal_to_commit_again(
            row, by_person_id=request.user.pk, is_member=is_member(request.user.pk, on=today()),
            ticked=everything, responsibilities=len(everything),
            changed=asks_again(row.committed_to, then), today=today(),
        )
    )  # fmt: skip
    form, changed = _read(request, then)
    if form.is_valid():
        deeds.commit_again(row, form.ticked, read=form.version_read, by=request.actor)
        messages.success(request, _("Your word stands for the role as it is today. Thank you."))
        return redirect(row)
    given = powers_given(row.committed_to, then.powers)
    context = {
        "form": form, "changed": changed, "mandate": row, "role": then, "again": True,
        "added": [POWERS[key] for key in then.powers if key not in given],
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


def _mine(request: PersonRequest, pk: int) -> Mandate:
    """To anyone but the person, the page does not exist."""
    rows = Mandate.objects.select_related("role", "person", "committed_to")
    return get_object_or_404(rows, pk=pk, person=request.user)


def _read(request: PersonRequest, role: RoleThen) -> tuple[CommitForm, str]:
    """The form that was sent; or the page anew, and why, when the role has changed since it was read."""
    sent = CommitForm(role, request.POST if request.method == "POST" else None)
    no = sent.is_bound and refusal_when_changed(read=sent.version_read, stands=role.version_id)
    return (CommitForm(role, None), _(no.because)) if no else (sent, "")


def _mine_or_members(request: PersonRequest, pk: int) -> Mandate:
    """Mandates are read by their holder and by members; to anyone else they do not exist."""
    rows = Mandate.objects.select_related("role", "person", "proposed_by", "committed_to")
    row = get_object_or_404(rows, pk=pk)
    if row.person_id != request.user.pk and not is_member(request.user.pk, on=today()):
        raise Http404
    return row
