from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.paper import pdf_to_take
from millepieds.core.refusals import refuse_if
from millepieds.letters.actions import write_outside
from millepieds.members import http
from millepieds.members.actions import knock
from millepieds.members.forms import AnswersForm, CodeForm, JoinForm
from millepieds.members.models import District
from millepieds.members.queries import open_membership
from millepieds.members.rules import refusal_to_join
from millepieds.members.sheets import sheet_to_join
from millepieds.people.actions import give_consent, meet
from millepieds.people.http import HouseRequest, PersonRequest
from millepieds.people.models import Person
from millepieds.people.queries import person_behind
from millepieds.people.rules import MEMBERSHIP, Channel

FORM = ["GET", "HEAD", "POST"]


@login_not_required
@require_http_methods(FORM)
def join(request: HouseRequest) -> HttpResponse:
    """« Rejoindre »: the form, then a code sent to the address, whoever's it is."""
    if request.user.is_authenticated:
        return _come_back(request)  # type: ignore[arg-type]
    form = JoinForm(request.POST or None)
    if not form.is_valid():
        return render(request, "members/join.html", {"form": form})
    answers = form.cleaned_data
    if answers.pop("website"):
        return redirect("members:join_code")
    if too_many := ratelimit.consume_or_429(request, action="join", key=answers["address"].lower()):
        return too_many
    district = answers.pop("district")
    knocking = http.start(
        request.session, {**answers, "district": district.pk if district else None}
    )
    write_outside(
        knocking.address, "members/letters/join_code", language=get_language() or "fr",
        code=knocking.code, minutes=http.MINUTES,
    )  # fmt: skip
    return redirect("members:join_code")


@login_not_required
@require_GET
def join_sheet(request: HouseRequest) -> HttpResponse:
    """The same questions, to fill in with a pen."""
    return pdf_to_take(sheet_to_join(on=today()), "rejoindre")


@login_not_required
@require_http_methods(FORM)
def join_code(request: HouseRequest) -> HttpResponse:
    knocking = http.under_way(request.session)
    if knocking is None:
        return redirect("members:join")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if http.proves(request.session, knocking, form.cleaned_data["code"]):
            return _enter(request, knocking)
        form.add_error("code", _("This is not the code of the last mail. Copy it again."))
    over = http.is_over(knocking)
    context = {"form": form, "address": knocking.address, "over": over, "minutes": http.MINUTES}
    return render(request, "members/join_code.html", context)


def _enter(request: HouseRequest, knocking: http.Knocking) -> HttpResponse:
    """The address is proved: a new person is met, a known one signs in and finds the door again."""
    known = person_behind(knocking.address)
    if known is None:
        http.stop(request.session)
    person = known or _meet(knocking)
    record_authentication(request, person, method="code", email=knocking.address)
    there = reverse("members:join" if known else "home:mine")
    return perform_login(request, Login(user=person, email=knocking.address, redirect_url=there))


@transaction.atomic
def _meet(knocking: http.Knocking) -> Person:
    answers = knocking.answers
    language = (get_language() or "fr")[:5]
    person = meet(str(answers["name"]), knocking.address, language=language, by=actors.OUTSIDER)
    me = actors.person(person)
    give_consent(person, MEMBERSHIP, channel=Channel.WEB, by=me)
    knock(
        person, district=District.objects.filter(pk=knocking.district_id).first(),
        languages=str(answers["languages"]), wishes=str(answers["wishes"]),
        needs=answers["needs"], by=me,  # type: ignore[arg-type]
    )  # fmt: skip
    return person


def _come_back(request: PersonRequest) -> HttpResponse:
    """Someone we know knocks again: what they had started to write is still there."""
    refuse_if(refusal_to_join(open_period=open_membership(request.user)))
    knocking = http.under_way(request.session)
    form = AnswersForm(request.POST or None, initial=knocking.answers if knocking else None)
    if not form.is_valid():
        return render(request, "members/join_again.html", {"form": form})
    give_consent(request.user, MEMBERSHIP, channel=Channel.WEB, by=request.actor)
    knock(request.user, **form.cleaned_data, by=request.actor)
    http.stop(request.session)
    messages.success(request, _("Welcome back. Someone will write to you."))
    return redirect("home:mine")
