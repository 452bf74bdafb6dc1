"""« J'ai deux comptes »: the one that stays is open here; the other is proved, then closes.

Until the code is right nobody is looked up, so that every address gets the same pages.
"""

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import respond_429
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.home.actions import merge
from millepieds.home.queries.merging import account_of, what_forbids_to_merge
from millepieds.people.forms import AddressForm, CodeForm, SecondKeyForm, SecondProofForm
from millepieds.people.http import (
    FORM,
    PersonRequest,
    another_code,
    ask_again,
    code_sent,
    is_right,
    send_code,
    whoever_proved,
)
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of, kinds_of_proof
from millepieds.people.rules import CODE_LASTS, Aim

PROVED = (
    "account-to-merge"  # in the session: which, since when, and whether its second proof was shown
)


@require_http_methods(FORM)
def two_accounts(request: PersonRequest) -> HttpResponse:
    ask_again(request)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        request.session.pop(PROVED, None)
        if not send_code(request, form.cleaned_data["address"], aim=Aim.MERGE):
            return respond_429(request)
        return redirect("home:two_accounts_code")
    return render(request, "home/two_accounts.html", {"form": form})


@require_http_methods(FORM)
def two_accounts_code(request: PersonRequest) -> HttpResponse:
    ask_again(request)
    code = code_sent(request, aim=Aim.MERGE)
    if code is None:
        return redirect("home:two_accounts")
    if "another" in request.POST:
        return another_code(request, code.address, aim=Aim.MERGE)
    form = CodeForm(request.POST or None)
    if not is_right(request, form, code, aim=Aim.MERGE):
        page = {"form": form, "code": code}
        return render(request, "home/two_accounts_code.html", page)
    other = whoever_proved(code.address)
    if other is None:
        messages.info(request, _("This address is really yours, but it opens nothing here yet."))
        return redirect("account_email")
    if other == request.user:
        messages.info(request, _("This address already opens this account."))
        return redirect("account_email")
    _remember(request, other, whole=not kinds_of_proof(other))
    return redirect("home:two_accounts_proof")


@require_http_methods(FORM)
def two_accounts_proof(request: PersonRequest) -> HttpResponse:
    """The key or the app of the other account, if it has one: its mailbox alone does not open it."""
    ask_again(request)
    other, whole = _proved(request)
    if other is None:
        return redirect("home:two_accounts")
    if whole:
        return redirect("home:make_one")
    if request.method == "POST" and not {"credential", "code"} & request.POST.keys():
        return JsonResponse(begin_authentication(other))
    form = SecondProofForm(_sent(request, "code"), user=other)
    key_form = SecondKeyForm(_sent(request, "credential"), user=other)
    if form.is_valid() or key_form.is_valid():
        _remember(request, other, whole=True)
        return redirect("home:make_one")
    has_key = Authenticator.Type.WEBAUTHN in kinds_of_proof(other)
    page = {"form": form, "key_form": key_form, "has_key": has_key}
    return render(request, "home/two_accounts_proof.html", page)


@require_http_methods(FORM)
def make_one(request: PersonRequest) -> HttpResponse:
    """What exactly will happen; then it does."""
    ask_again(request)
    other, whole = _proved(request)
    if other is None or not whole:
        return redirect("home:two_accounts")
    refuse_if(what_forbids_to_merge(other, into=request.user, now=now()))
    if request.method == "POST":
        told = {row.email for each in (request.user, other) for row in addresses_of(each)[:1]}
        merge(other, into=request.user, by=request.actor)
        del request.session[PROVED]
        for address in sorted(told):  # the first sign that someone else is at work
            get_adapter().send_notification_mail(
                "account/email/accounts_merged", request.user, email=address
            )
        messages.success(request, _("It is done: you have one account."))
        return redirect("account_email")
    page = {
        "other": other, "addresses": addresses_of(other), "kinds": kinds_of_proof(other),
        "account": account_of(other, on=today()),
    }  # fmt: skip
    return render(request, "home/make_one.html", page)


def _sent(request: PersonRequest, name: str) -> QueryDict | None:
    return request.POST if name in request.POST else None


def _remember(request: PersonRequest, other: Person, *, whole: bool) -> None:
    request.session[PROVED] = [other.pk, now().isoformat(), whole]


def _proved(request: PersonRequest) -> tuple[Person | None, bool]:
    """The other account, while its proof is fresh: as long as a code is good."""
    pk, at, whole = request.session.get(PROVED) or (None, "", False)
    if pk is None or now() - datetime.fromisoformat(at) > CODE_LASTS:
        return None, False
    return Person.objects.filter(pk=pk, erased_at=None, merged_into=None).first(), whole
