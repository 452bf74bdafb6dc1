"""To whoever an invitation is not to, it does not exist; whoever it is to reads it, and nothing else."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.care.actions import hearing
from millepieds.care.forms import InviteForm, ReplyForm, done
from millepieds.care.queries.hearing import Hearing, the_invitation
from millepieds.care.rules import hearing as rules
from millepieds.care.rules.terms import HEARING_NOTICE, Taken
from millepieds.care.views.procedure import open_before
from millepieds.charter.queries import rule
from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    one = open_before(request, pk)
    form = InviteForm([one.report.author, *one.named], request.POST or None)

    def call() -> None:
        said = form.cleaned_data
        words = hearing.Call(said["at"], said["place"], said["words"], said["brings"])
        hearing.invite(one.report, said["person"], words, by=request.actor)

    if done(form, call):
        messages.success(request, _("Invited. They receive a letter that does not say of what."))
        return redirect(one.report)
    days = rule(HEARING_NOTICE, on=today())
    context = {
        "form": form, "title": _("Invite someone to be heard"), "button": _("Invite them"),
        "lead": _("At least %(days)s days ahead. They read your words and yours alone, never the report.")
        % {"days": days},
        "back": one.report.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_GET
def invitation(request: PersonRequest, pk: int) -> HttpResponse:
    return render(request, "care/invitation.html", {"one": _mine(request, pk)})


@require_POST
def open_invitation(request: PersonRequest, pk: int) -> HttpResponse:
    """Reading is a deed, each time: whoever wrote it sees when."""
    _mine(request, pk)
    hearing.open_invitation(pk, by=request.actor)
    messages.success(
        request, _("Opened for a quarter of an hour. Whoever invites you sees that you read it.")
    )
    return redirect("care:invitation", pk)


@require_http_methods(FORM)
def reply(request: PersonRequest, pk: int) -> HttpResponse:
    one = _mine(request, pk)
    refuse_if(
        rules.refusal_to_read_invitation(mine=True, over=one.over)
        or rules.refusal_to_reply(Taken.COMES, opened=one.is_open, words="")
    )
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        hearing.reply(pk, said["reply"], said["words"], by=request.actor)
        messages.success(request, _("Answered. You may answer otherwise until that day."))
        return redirect("care:invitation", pk)
    context = {
        "form": form, "title": _("Answer the invitation"), "button": _("Answer"),
        "lead": _("Only those who have the report read your words."),
        "back": one.stage.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


def _mine(request: PersonRequest, pk: int) -> Hearing:
    one = the_invitation(pk, request.user, now=now())
    if one is None:
        raise Http404
    return one
