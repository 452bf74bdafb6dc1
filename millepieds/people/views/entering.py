"""In, and proving again who one is.

Until a code is right nobody is looked up, so that every address gets the same.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import perform_login
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.core.tongues import in_every_language
from millepieds.people.forms import AddressForm, CodeForm
from millepieds.people.http import (
    FORM,
    HouseRequest,
    PersonRequest,
    another_code,
    code_sent,
    is_right,
    send_code,
    way_on,
    whoever_proved,
)
from millepieds.people.queries import addresses_of
from millepieds.people.rules import Aim, Code


@in_every_language
@login_not_required
@require_http_methods(FORM)
def enter(request: HouseRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(way_on(request) or "home:mine")
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/login.html", {"form": form, "way_on": way_on(request)})
    address = form.cleaned_data["address"]
    if not send_code(request, address, aim=Aim.ENTER, going_to=way_on(request)):
        return respond_429(request)
    return redirect("account_confirm_login_code")


@in_every_language
@login_not_required
@require_http_methods(FORM)
def enter_code(request: HouseRequest) -> HttpResponseBase:
    code = code_sent(request, aim=Aim.ENTER)
    if code is None or request.user.is_authenticated:
        return redirect("account_login")
    if "another" in request.POST:
        return another_code(request, code.address, aim=Aim.ENTER, going_to=code.going_to)
    form = CodeForm(request.POST or None)
    if is_right(request, form, code, aim=Aim.ENTER):
        return _let_in(request, code)
    return render(request, "account/confirm_login_code.html", {"form": form, "code": code})


@require_http_methods(FORM)
def prove_again(request: PersonRequest) -> HttpResponseBase:
    """Before a delicate change, for whoever has neither key nor app: a code by mail."""
    first = next((row.email for row in addresses_of(request.user)), "")
    code = code_sent(request, aim=Aim.AGAIN)
    if first and "another" in request.POST:
        return another_code(request, first, aim=Aim.AGAIN)
    form = CodeForm(request.POST or None)
    if code and is_right(request, form, code, aim=Aim.AGAIN):
        record_authentication(request, request.user, method="code", reauthenticated=True)
        return resume_request(request) or redirect("mfa_index")
    page = {"form": form, "code": code, "first": first}
    return render(request, "account/reauthenticate.html", page)


@in_every_language
@login_not_required
@require_GET
def inactive(request: HouseRequest) -> HttpResponse:
    return render(request, "account/account_inactive.html")


def _let_in(request: HouseRequest, code: Code) -> HttpResponseBase:
    """Whoever typed the right code reads this mailbox, and may know whether it opens anything."""
    person = whoever_proved(code.address)
    if person is None:
        messages.info(request, _("This address is really yours, but it opens nothing here yet."))
        return redirect("members:join")
    record_authentication(request, person, method="code")
    entered: HttpResponseBase = perform_login(request, person, redirect_url=code.going_to or None)
    return entered
