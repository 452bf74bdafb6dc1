from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from millepieds.charter import queries as charter
from millepieds.charter.forms import SignForm
from millepieds.core.clock import today
from millepieds.core.refusals import refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.members import actions
from millepieds.members.forms import AnswersForm, AppealForm, LeaveForm
from millepieds.members.models import Membership
from millepieds.members.queries import last_membership, open_membership, periods_to_leave
from millepieds.members.rules import refusal_to_appeal, refusal_to_become_member, refusal_to_leave
from millepieds.people.http import FORM, PersonRequest

SIGNED = _("Signed. You are a member of the movement.")
LEAVING = {
    "title": _("Leave the movement"), "button": _("Leave"),
    "lead": _(
        "Your mandates end today, and you take back the agreement you gave when you knocked. What you "
        "did stays in the register. You can come back."
    ),
}  # fmt: skip
TURNING_BACK = {
    "title": _("Take my request back"), "button": _("Take it back"),
    "lead": _(
        "Your request leaves the queue at once, your agreement with it, and an appeal too if you made "
        "one. Nobody who welcomes can open what you wrote any more. You can knock again."
    ),
}  # fmt: skip


@in_every_language
@require_http_methods(FORM)
def sign(request: PersonRequest) -> HttpResponse:
    """The charter, article by article, and what changed since the one signed before."""
    membership = open_membership(request.user)
    refuse_if(refusal_to_become_member(membership))
    current = charter.version_in_force(on=today())
    version = get_object_or_404(charter.versions(), pk=current.pk if current else None)
    told = charter.text_in(version, get_language() or "")
    text = told or charter.text_of(version)
    form = SignForm(text["articles"], request.POST or None)
    if form.is_valid():
        actions.sign(request.user, version, form.ticked, by=request.actor)
        with override(settings.LANGUAGE_CODE):  # the page that says it speaks no other
            messages.success(request, str(SIGNED))
        return redirect("home:mine")
    signed = charter.signatures_of(request.user)
    before = charter.versions().get(pk=signed[-1].version_id) if signed else None
    context = {
        "text": text, "told": told, "form": form, "version": version,
        "before": before if before != version else None,
        "member": membership and membership.signed_at,
        "signed": before == version and membership and membership.signed_at,
        "changes": charter.changes_between(before, version) if before else [],
        "time": charter.signing_time_of(request.user, on=today()),
        "articles": [(article, form[article["key"]]) for article in text["articles"]],
    }  # fmt: skip
    return render(request, "members/sign.html", context)


@require_http_methods(FORM)
def answers(request: PersonRequest) -> HttpResponse:
    """What I said when I knocked, to keep it true."""
    membership = get_object_or_404(
        Membership, pk=getattr(open_membership(request.user), "pk", None)
    )
    initial = {
        "district": membership.district_id, "languages": membership.languages,
        "wishes": membership.wishes, "needs": membership.needs,
    }  # fmt: skip
    form = AnswersForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.change_answers(membership, **form.cleaned_data, by=request.actor)
        messages.success(request, _("Kept."))
        return redirect("home:mine")
    context = {"form": form, "title": _("My answers"), "button": _("Keep")}
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def appeal(request: PersonRequest) -> HttpResponse:
    membership = last_membership(request.user)
    if membership is None:
        return redirect("members:join")
    refuse_if(refusal_to_appeal(membership))
    form = AppealForm(request.POST or None)
    if form.is_valid():
        actions.appeal(membership, form.cleaned_data["text"], by=request.actor)
        messages.success(request, _("Your appeal is in the hands of someone else."))
        return redirect("home:mine")
    context = {
        "form": form, "title": _("Ask that someone else looks again"), "button": _("Send"),
        "lead": membership.refusal,
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def leave(request: PersonRequest) -> HttpResponse:
    """Out of the movement; or away from the door, for whoever is not in yet."""
    period = next(iter(periods_to_leave(request.user)), None)
    refuse_if(refusal_to_leave(period))
    inside = bool(period and period.signed_at)
    form = LeaveForm(request.POST or None, inside=inside)
    if form.is_valid():
        actions.leave(request.user, by=request.actor)
        messages.success(request, _("You have left. The door stays open if you come back."))
        return redirect("home:mine")
    context = {"form": form, "back": reverse("home:mine"), **(LEAVING if inside else TURNING_BACK)}
    return render(request, "core/form_page.html", context)
