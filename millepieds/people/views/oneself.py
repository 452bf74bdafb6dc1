"""What a person says of themself, where they are written to, what they agree to."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.ratelimit import respond_429
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.core.clock import now
from millepieds.people import actions
from millepieds.people.forms import AddressForm, CodeForm, ConsentForm, ProfileForm
from millepieds.people.http import (
    FORM,
    PersonRequest,
    another_code,
    ask_again,
    code_sent,
    is_right,
    note_visit,
    send_code,
    this_visit,
)
from millepieds.people.models import Visit
from millepieds.people.queries import addresses_of, asked_of, ledger_of, open_visits
from millepieds.people.rules import MOST_ADDRESSES, Aim, Channel


@require_http_methods(FORM)
def profile(request: PersonRequest) -> HttpResponse:
    addresses = addresses_of(request.user)
    form = ProfileForm(request.POST or None, person=request.user, has_address=bool(addresses))
    if form.is_valid():
        actions.choose_profile(request.user, **form.cleaned_data, by=request.actor)
        messages.success(request, _("It is written down. Your agreements did not change."))
        return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form, "addresses": addresses})


@require_http_methods(FORM)
def consents(request: PersonRequest) -> HttpResponse:
    form = ConsentForm(request.POST or None)
    if form.is_valid():
        deed = actions.give_consent if form.cleaned_data["agrees"] else actions.withdraw_consent
        purpose = form.cleaned_data["purpose"]
        deed(request.user, purpose, channel=Channel.WEB, by=request.actor)
        return redirect("people:consents")
    ledger = ledger_of(request.user)
    page = {"asked": asked_of(ledger, now=now()), "ledger": ledger}
    return render(request, "people/consents.html", page)


@require_http_methods(FORM)
def addresses(request: PersonRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if form.is_valid():
        ask_again(request)
        if not send_code(request, form.cleaned_data["address"], aim=Aim.ADD):
            return respond_429(request)
        return redirect("account_email_verification_sent")
    page = {"form": form, "addresses": addresses_of(request.user), "most": MOST_ADDRESSES}
    return render(request, "account/email.html", page)


@require_http_methods(FORM)
def address_code(request: PersonRequest) -> HttpResponse:
    code = code_sent(request, aim=Aim.ADD)
    if code is None:
        return redirect("account_email")
    if "another" in request.POST:
        return another_code(request, code.address, aim=Aim.ADD)
    form = CodeForm(request.POST or None)
    if is_right(request, form, code, aim=Aim.ADD):
        added = actions.add_address(request.user, code.address, by=request.actor)
        _tell(request, addresses_of(request.user)[0], "email_confirm", about=added)
        messages.success(
            request, _("This address is now one of yours: %(address)s.") % {"address": added}
        )
        return redirect("account_email")
    page = {"form": form, "code": code}
    return render(request, "account/confirm_email_verification_code.html", page)


@require_POST
def put_first(request: PersonRequest, pk: int) -> HttpResponse:
    ask_again(request)
    address = get_object_or_404(EmailAddress, user=request.user, pk=pk)
    before = addresses_of(request.user)[0]
    actions.put_address_first(request.user, address, by=request.actor)
    _tell(request, before, "email_changed", about=address)
    messages.success(request, _("From now on, we write to %(address)s.") % {"address": address})
    return redirect("account_email")


@require_POST
def remove_address(request: PersonRequest, pk: int) -> HttpResponse:
    ask_again(request)
    address = get_object_or_404(EmailAddress, user=request.user, pk=pk)
    actions.remove_address(request.user, address, by=request.actor)
    _tell(request, address, "email_deleted", about=address)
    messages.success(request, _("%(address)s is no longer one of yours.") % {"address": address})
    return redirect("account_email")


@require_POST
def close_visits(request: PersonRequest) -> HttpResponse:
    """Everywhere else; this visit goes on."""
    here = this_visit(request)
    actions.close_visits(request.user, but=here, by=request.actor)
    update_session_auth_hash(request, request.user)  # another session, and its row: noted again
    note_visit(request, request.user, began_at=here.began_at if here else now())
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("mfa_index")


@require_GET
def safety(request: PersonRequest) -> HttpResponse:
    """allauth's page of keys and codes, with the visits that are open."""
    visits = open_visits(request.user, now=now())
    here = request.session.session_key
    page = {"visits": [(visit, visit.session_id == here) for visit in visits]}
    return IndexView.as_view(extra_context=page)(request)


@require_POST
def end_visit(request: PersonRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(Visit, person=request.user, pk=pk)
    if visit.session_id == request.session.session_key:
        return redirect("account_logout")
    actions.end_visit(visit, by=request.actor)
    messages.success(request, _("This device is signed out."))
    return redirect("mfa_index")


def _tell(request: PersonRequest, to: EmailAddress, news: str, *, about: EmailAddress) -> None:
    """Whoever reads this mailbox hears of it: the first sign that someone else is at work."""
    get_adapter().send_notification_mail(
        f"account/email/{news}", request.user, {"about": about.email}, email=to.email
    )
