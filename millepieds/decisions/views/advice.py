from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.core import actors
from millepieds.core.actors import OUTSIDER
from millepieds.core.clock import now, today
from millepieds.core.paper import pdf_to_take
from millepieds.core.refusals import Refused, refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.decisions.actions import advising
from millepieds.decisions.forms.advice import AdviceForm, AnswerForm, TypedAdviceForm
from millepieds.decisions.models import Solicitation
from millepieds.decisions.queries import making
from millepieds.decisions.queries.reading import decisions_for, reader_of
from millepieds.decisions.rules.advice import (
    refusal_to_advise,
    refusal_to_answer,
    refusal_to_speak_for_another,
)
from millepieds.decisions.rules.terms import How
from millepieds.decisions.sheets import sheet_to_advise
from millepieds.people.http import FORM, HouseRequest, PersonRequest


@require_http_methods(FORM)
def give(request: PersonRequest, pk: int) -> HttpResponse:
    """My advice, as long as there is time; written again, it replaces the first."""
    row = get_object_or_404(decisions_for(reader_of(request.user, on=today())), pk=pk)
    asked = making.solicitation_of(row, request.user.pk)
    if asked is None:
        raise Refused(refusal_to_speak_for_another())
    refuse_if(refusal_to_advise(row, asked, on_paper=False, now=now()))
    form = AdviceForm(request.POST or None, initial={"advice": asked.advice})
    if form.is_valid():
        advising.give_advice(asked, form.cleaned_data["advice"], how=How.INSIDE, by=request.actor)
        messages.success(request, _("Thank you: your advice is with whoever decides."))
        return redirect(row)
    context = {"form": form, "decision": row, "asked": asked, "inside": True}
    return render(request, "decisions/give.html", context)


@in_every_language
@login_not_required
@require_http_methods(FORM)
def from_a_letter(request: HouseRequest, token: str) -> HttpResponse:
    """The link of a letter: this one question, nothing else of the house. Opening it changes nothing."""
    asked = making.solicitation_behind(token)
    if asked is None:
        raise Http404
    row = asked.decision
    refuse_if(refusal_to_advise(row, asked, on_paper=False, now=now()))
    form = AdviceForm(request.POST or None)  # never what was said before: a letter may be forwarded
    if form.is_valid():
        by = actors.person(asked.person) if asked.person else OUTSIDER
        advising.give_advice(asked, form.cleaned_data["advice"], how=How.MAIL, by=by)
        return redirect("decisions:thanks", token)
    context = {"form": form, "decision": row, "asked": asked, "inside": False}
    return render(request, "decisions/give.html", context)


@in_every_language
@login_not_required
@require_GET
def thanks(request: HouseRequest, token: str) -> HttpResponse:
    asked = making.solicitation_behind(token)
    if asked is None:
        raise Http404
    context = {"decision": asked.decision, "asked": asked, "token": token}
    return render(request, "decisions/thanks.html", context)


@require_http_methods(FORM)
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Each advice gets an answer: followed, in part, or not, and why."""
    asked = _readable(request, pk)
    row = asked.decision
    making.ground_to_decide(row, by=request.actor, on=today())
    refuse_if(refusal_to_answer(row, asked))
    said = {"followed": asked.followed, "answer": asked.answer}
    form = AnswerForm(request.POST or None, initial=said)
    if form.is_valid():
        advising.answer_advice(asked, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Answered."))
        return redirect(row)
    return render(request, "decisions/answer.html", {"form": form, "decision": row, "asked": asked})


@require_http_methods(FORM)
def type_in(request: PersonRequest, pk: int) -> HttpResponse:
    """An advice said aloud or written on the sheet, typed in under the name of whoever types."""
    asked = _readable(request, pk)
    refuse_if(making.what_forbids_to_type_in(asked, typist_id=request.user.pk, on=today()))
    refuse_if(refusal_to_advise(asked.decision, asked, on_paper=True, now=now()))
    form = TypedAdviceForm(request.POST or None, initial={"advice": asked.advice})
    if form.is_valid():
        speaker = actors.person(asked.person) if asked.person else OUTSIDER
        advising.give_advice(
            asked, form.cleaned_data["advice"], how=How.PAPER,
            by=speaker.typed_in_by(request.user),
        )  # fmt: skip
        messages.success(request, _("Typed in, under your name as the one who typed."))
        return redirect(asked.decision)
    context = {
        "form": form, "title": _("Type in an advice"), "button": _("Type it in"),
        "lead": _("“%(title)s”: what %(name)s said or wrote, word for word.")
        % {"title": asked.decision.title, "name": asked},
        "back": asked.decision.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_GET
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """The question on paper, for someone who answers with a pen."""
    asked = _readable(request, pk)
    refuse_if(making.what_forbids_to_type_in(asked, typist_id=request.user.pk, on=today()))
    return pdf_to_take(sheet_to_advise(asked, on=today()), f"avis-{asked.pk}")


def _readable(request: PersonRequest, pk: int) -> Solicitation:
    """An advice is where its decision is: to whoever may not read it, it does not exist."""
    readable = decisions_for(reader_of(request.user, on=today()))
    rows = Solicitation.objects.select_related("decision__role", "person")
    return get_object_or_404(rows, pk=pk, decision__in=readable.values("pk"))
