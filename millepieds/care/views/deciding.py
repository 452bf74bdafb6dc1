"""Two people who have a report decide: one proposes, another agrees or not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.care.actions import deciding
from millepieds.care.forms import DecideForm, SecondForm, done
from millepieds.care.models import Stage
from millepieds.care.rules import fairness as rules
from millepieds.care.rules.terms import Second, Taken
from millepieds.care.views.procedure import open_before
from millepieds.core.refusals import refuse_if
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    one = open_before(request, pk)
    form = DecideForm(one.named, request.POST or None)

    def propose() -> None:
        said = form.cleaned_data
        deciding.propose_sanction(
            one.report, said["person"], said["sort"], ends_on=said["ends_on"],
            reason=said["reason"], by=request.actor,
        )  # fmt: skip

    if done(form, propose):
        messages.success(
            request, _("Proposed. It takes effect once someone else who has the report agrees.")
        )
        return redirect(one.report)
    context = {
        "form": form, "title": _("Suspend or exclude, until a day"),
        "button": _("Propose it to a second person"),
        "lead": _("Once both were heard. It takes effect when someone else who has the report agrees."),
        "back": one.report.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def second(request: PersonRequest, pk: int) -> HttpResponse:
    """Nobody suspends or excludes alone."""
    stage = get_object_or_404(Stage, pk=pk, kind=Taken.PROPOSED.value)
    one = open_before(request, stage.report_id)
    told = next(each for each in one.stages if each.stage.pk == stage.pk)
    refuse_if(rules.refusal_to_second(answered=not told.waits, oneself=not told.may_second))
    form = SecondForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        if said["second"] is Second.AGREES:
            deciding.agree(stage, said["words"], by=request.actor)
            messages.success(request, _("Decided. The person reads it, with the way to appeal."))
        else:
            deciding.disagree(stage, said["words"], by=request.actor)
            messages.success(
                request, _("Said. Nothing takes effect; whoever proposed it reads why.")
            )
        return redirect(one.report)
    context = {"form": form, "told": told, "report": one.report}
    return render(request, "care/second.html", context)
