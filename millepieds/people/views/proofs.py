"""Passkeys, one-time codes and recovery codes, over allauth's own pages.

Two things differ. A GET writes nothing: the challenge of a key is asked for by POST, and the secret
of an app travels sealed in its form. And every key is a passkey: it opens without an address.
"""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
)
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.people.forms import (
    AppForm,
    EnterByKeyForm,
    KeyAgainForm,
    NewKeyForm,
    SecondKeyForm,
    SecondProofForm,
)
from millepieds.people.http import FORM, PersonRequest, ask_again, proved_lately
from millepieds.people.models import Person
from millepieds.people.queries import kinds_of_proof, recovery_codes_of

Context = dict[str, Any]


def asks(request: HttpRequest) -> bool:
    """The script posts its form to get a challenge, then again with what the key answered."""
    return request.method == "POST" and not {"credential", "code"} & request.POST.keys()


def proved(request: HttpRequest, *, by: str) -> None:
    """Whoever has just made a key, or read an app, has shown it: no need to ask for it at once."""
    record_authentication(request, cast(Person, request.user), method="mfa", type=by)


class EnterByKey(LoginWebAuthnView):
    form_class = EnterByKeyForm

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("account_login")

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if asks(request):
            return JsonResponse(begin_authentication())
        return super().post(request, *args, **kwargs)


class SecondProof(AuthenticateView):
    """After the code by mail, for whoever has a key or an app."""

    form_class = SecondProofForm
    webauthn_form_class = SecondKeyForm

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if asks(request):
            return JsonResponse(begin_authentication(self.stage.login.user))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> Context:
        page: Context = super(AuthenticateView, self).get_context_data(**kwargs)
        kinds = kinds_of_proof(self.stage.login.user)
        has_key = Authenticator.Type.WEBAUTHN in kinds
        return page | {"form": self.auth_form, "key_form": self.webauthn_form, "has_key": has_key}


class ProveAgainByKey(ReauthenticateWebAuthnView):
    form_class = KeyAgainForm

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if asks(request):
            return JsonResponse(begin_authentication(cast(Person, request.user)))
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: object) -> Context:
        page: Context = super(ReauthenticateWebAuthnView, self).get_context_data(**kwargs)
        return page


class AddKey(AddWebAuthnView):
    form_class = NewKeyForm

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if asks(request) and not proved_lately(request):
            return HttpResponse(status=401)  # the script reloads the page, which asks who this is
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if asks(request):
            return JsonResponse(begin_registration(cast(Person, request.user), True))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        answer = super().form_valid(form)
        proved(self.request, by=Authenticator.Type.WEBAUTHN)
        return answer

    def get_context_data(self, **kwargs: object) -> Context:
        page: Context = super(AddWebAuthnView, self).get_context_data(**kwargs)
        return page


@require_http_methods(FORM)
def add_app(request: PersonRequest) -> HttpResponse:
    ask_again(request)
    if Authenticator.Type.TOTP in kinds_of_proof(request.user):
        return redirect("mfa_deactivate_totp")
    form = AppForm(request.POST or None, person=request.user)
    if form.is_valid():
        activate_totp(request, form)
        proved(request, by=Authenticator.Type.TOTP)
        return redirect("mfa_view_recovery_codes")
    link = get_adapter().build_totp_url(request.user, form.secret)
    page = {"form": form, "link": link, "drawing": get_adapter().build_totp_svg(link)}
    return render(request, "mfa/totp/activate_form.html", page)


@require_GET
def recovery_codes(request: PersonRequest) -> HttpResponse:
    ask_again(request)
    if not kinds_of_proof(request.user):
        raise Http404
    page = {"codes": recovery_codes_of(request.user)}
    return render(request, "mfa/recovery_codes/index.html", page)


@require_GET
def recovery_codes_file(request: PersonRequest) -> HttpResponse:
    ask_again(request)
    codes = recovery_codes_of(request.user)
    if not codes:
        raise Http404
    page = render(request, "mfa/recovery_codes/download.txt", {"codes": codes}, "text/plain")
    page["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return page
