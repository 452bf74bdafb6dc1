from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.paper import pdf_to_take
from millepieds.core.refusals import refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.members.actions import knock
from millepieds.members.forms import JoinForm, KnockForm
from millepieds.members.http import Answers, drop_answers, keep_answers, kept_answers
from millepieds.members.models import District
from millepieds.members.queries import open_membership
from millepieds.members.rules import refusal_to_join
from millepieds.members.sheets import sheet_to_join
from millepieds.people.actions import give_consent, meet
from millepieds.people.forms import CodeForm
from millepieds.people.http import (
    FORM,
    HouseRequest,
    PersonRequest,
    another_code,
    code_sent,
    is_right,
    send_code,
    whoever_proved,
)
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of
from millepieds.people.rules import MEMBERSHIP, Aim, Channel


@in_every_language
@login_not_required
@require_http_methods(FORM)
def join(request: HouseRequest) -> HttpResponse:
    """« Rejoindre »: the form, then a code sent to the address, whoever's it is."""
    if request.user.is_authenticated:
        return _come_back(request)  # type: ignore[arg-type]
    form = JoinForm(request.POST or None, initial=kept_answers(request.session))
    if not form.is_valid():
        return render(request, "members/join.html", {"form": form})
    if not send_code(request, form.cleaned_data["address"], aim=Aim.KNOCK):
        return respond_429(request)
    keep_answers(request.session, form.answers)
    return redirect("members:join_code")


@login_not_required
@require_GET
def join_sheet(request: HouseRequest) -> HttpResponse:
    """The same questions, to fill in with a pen."""
    return pdf_to_take(sheet_to_join(on=today()), "rejoindre")


@in_every_language
@login_not_required
@require_http_methods(FORM)
def join_code(request: HouseRequest) -> HttpResponseBase:
    code, answers = code_sent(request, aim=Aim.KNOCK), kept_answers(request.session)
    if code is None or not answers or request.user.is_authenticated:
        return redirect("members:join")
    if "another" in request.POST:
        return another_code(request, code.address, aim=Aim.KNOCK)
    form = CodeForm(request.POST or None)
    if is_right(request, form, code, aim=Aim.KNOCK):
        return _enter(request, code.address, answers)
    return render(request, "members/join_code.html", {"form": form, "code": code})


def _enter(request: HouseRequest, address: str, answers: Answers) -> HttpResponseBase:
    """The address is proved: a new person is met, a known one signs in and finds the door again."""
    person = whoever_proved(address)
    knocks_again = person is not None and open_membership(person) is None
    if not knocks_again:
        drop_answers(request.session)
    person = person or _meet(address, answers)
    record_authentication(request, person, method="code")
    there = "members:join" if knocks_again else "home:mine"
    entered: HttpResponseBase = perform_login(request, person, redirect_url=resolve_url(there))
    return entered


@transaction.atomic
def _meet(address: str, answers: Answers) -> Person:
    language = (get_language() or "fr").partition("-")[0]
    person = meet(str(answers["name"]), address, language=language, by=actors.OUTSIDER)
    me = actors.person(person)
    give_consent(person, MEMBERSHIP, channel=Channel.WEB, by=me)
    knock(
        person, district=District.objects.filter(pk=answers["district"]).first(),
        languages=str(answers["languages"]), wishes=str(answers["wishes"]),
        needs=answers["needs"], by=me,
    )  # fmt: skip
    return person


def _come_back(request: PersonRequest) -> HttpResponse:
    """Someone we know knocks again: what they had started to write is still there."""
    refuse_if(refusal_to_join(open_period=open_membership(request.user)))
    answers = kept_answers(request.session)
    own = {row.email for row in addresses_of(request.user)}
    started = answers if answers.get("address") in own else None
    form = KnockForm(request.POST or None, initial=started)
    if not form.is_valid():
        return render(request, "members/join_again.html", {"form": form})
    _knock_again(request, form)
    with override(settings.LANGUAGE_CODE):  # the page that says it speaks no other
        messages.success(request, _("Welcome back. Someone will write to you."))
    return redirect("home:mine")


@transaction.atomic
def _knock_again(request: PersonRequest, form: KnockForm) -> None:
    give_consent(request.user, MEMBERSHIP, channel=Channel.WEB, by=request.actor)
    knock(request.user, **form.said, by=request.actor)
    drop_answers(request.session)
