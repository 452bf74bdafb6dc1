from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.charter.rules import value_kept
from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.core.way_back import way_back
from millepieds.decisions.actions import adopting, consenting
from millepieds.decisions.forms.consent import (
    AdoptForm,
    ExplainForm,
    RemarkForm,
    StandForm,
    TestForm,
)
from millepieds.decisions.models import Remark, Stance
from millepieds.decisions.queries import consent
from millepieds.decisions.queries.effects import what_forbids_to_adopt
from millepieds.decisions.queries.paper import what_forbids_this_hand
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.queries.rounds import round_shown
from millepieds.decisions.queries.rounds_listed import page_of
from millepieds.decisions.queries.said import effects_said
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.rules.rounds import RemarkKind
from millepieds.decisions.rules.terms import REVIEWED_WITHIN
from millepieds.decisions.views.proposing import readable_round
from millepieds.people.http import FORM, PersonRequest


@require_GET
def rounds(request: PersonRequest) -> HttpResponse:
    """« Propositions »: the rounds that this reader may read, those open first."""
    on = today()
    reader = reader_of(request.user, on=on)
    page = page_of(reader, request.GET.get("page"), now=now(), on=on)
    context = {"page": page, "may_propose": bool(reader.circle_ids)}
    return render(request, "decisions/rounds.html", context)


@require_GET
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """One round: the words, what they would do, what was said, who stands where."""
    row = readable_round(request, pk)
    one = round_shown(row, request.actor, now=now(), on=today())
    return render(request, "decisions/proposal.html", {"one": one, "proposal": row})


@require_http_methods(FORM)
def remark(request: PersonRequest, pk: int) -> HttpResponse:
    row = readable_round(request, pk)
    voice = consent.has_a_voice(row.circle_id, request.user.pk, on=today())
    refuse_if(rules.refusal_to_take_part(row, has_a_voice=voice, now=now()))
    form = RemarkForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        consenting.remark(row, said["kind"], said["text"], by=request.actor)
        messages.success(request, _("Said: the circle reads it with your name."))
        return redirect(row)
    context = {
        "form": form, "title": _("Ask or react"), "button": _("Say it"), "lead": row.title,
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def explain(request: PersonRequest, pk: int) -> HttpResponse:
    """Whoever proposes answers a question."""
    said = get_object_or_404(Remark.objects.select_related("author"), pk=pk)
    row = readable_round(request, said.proposal_id)
    refuse_if(
        rules.refusal_when_round_over(row)
        or rules.refusal_of_another_hand(row, person_id=request.user.pk)
        or rules.refusal_to_explain(is_question=said.kind == RemarkKind.QUESTION)
    )
    form = ExplainForm(request.POST or None, initial={"answer": said.answer})
    if form.is_valid():
        consenting.explain(said, form.cleaned_data["answer"], by=request.actor)
        messages.success(request, _("Answered."))
        return redirect(row)
    context = {
        "form": form, "title": _("Answer the question"), "button": _("Answer"), "lead": said.text,
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def stand(request: PersonRequest, pk: int) -> HttpResponse:
    """Where I stand on the last version; until the hour, I may stand elsewhere."""
    row, me = readable_round(request, pk), request.user.pk
    voice = consent.has_a_voice(row.circle_id, me, on=today())
    refuse_if(rules.refusal_to_stand(row, person_id=me, has_a_voice=voice, now=now()))
    before, last = (
        row.stances.filter(person=me).order_by("-version__number").first(),
        consent.current_of(row),
    )
    said = {"stance": before.stance, "why": before.why} if before else None
    form = StandForm(request.POST or None, last=last.number, initial=said)
    if form.is_valid():
        consenting.stand(row, **form.cleaned_data, by=request.actor)
        messages.success(request, _("Your voice is counted. You may change it until the hour."))
        return redirect(way_back(request, row.get_absolute_url()))
    context = {
        "form": form, "proposal": row, "version": last, "before": before,
        "back": way_back(request, row.get_absolute_url()),
    }  # fmt: skip
    return render(request, "decisions/stand.html", context)


@require_http_methods(FORM)
def test(request: PersonRequest, pk: int) -> HttpResponse:
    """An objection, one question after the other, by someone who neither objects nor proposes."""
    stance = get_object_or_404(Stance.objects.select_related("person"), pk=pk)
    row, me = readable_round(request, stance.proposal_id), request.user.pk
    voices = consent.voices_in(row.circle_id, on=today())
    refuse_if(
        rules.refusal_to_test(
            row, stance, has_moved=consent.has_moved(stance), person_id=me, voices=voices
        )
    )
    last = consent.current_of(row)
    form = TestForm(request.POST or None, initial={"found": stance.found})
    if form.is_valid():
        done = consenting.put_to_the_test(stance, form.cleaned_data["found"], by=request.actor)
        messages.success(
            request,
            _("It holds: it waits to be taken in.") if done.holds
            else _("It does not hold as it is said: it is kept as a concern."),
        )  # fmt: skip
        return redirect(row)
    context = {"form": form, "proposal": row, "version": last, "stance": stance}
    return render(request, "decisions/test.html", context)


@require_POST
def call(request: PersonRequest, pk: int) -> HttpResponse:
    row = readable_round(request, pk)
    consenting.call_into_meeting(row, by=request.actor)
    messages.success(request, _("Called into a meeting: the clock is stopped."))
    return redirect(row)


@require_POST
def resume(request: PersonRequest, pk: int) -> HttpResponse:
    row = readable_round(request, pk)
    consenting.resume(row, by=request.actor)
    messages.success(request, _("The round goes on, with the time it had left."))
    return redirect(row)


@require_http_methods(FORM)
def adopt(request: PersonRequest, pk: int) -> HttpResponse:
    """The round closed with the circle's consent: it enters the register."""
    on, at = today(), now()
    row = readable_round(request, pk)
    consent.ground_in(row.circle_id, by=request.actor, on=on)
    refuse_if(
        what_forbids_to_adopt(row, now=at, on=on) or what_forbids_this_hand(row, request.actor)
    )
    within, last = value_kept(row.opened_under, REVIEWED_WITHIN), consent.current_of(row)
    initial = {"effective_on": on, "review_on": on + timedelta(days=within)}
    form = AdoptForm(request.POST or None, today=on, within=within, initial=initial)
    if form.is_valid():
        done = adopting.adopt(row, form.adoption, by=request.actor)
        messages.success(
            request, _("Adopted: it is number %(mark)s in the register.") % {"mark": done.mark}
        )
        return redirect(way_back(request, done.get_absolute_url()))
    context = {
        "form": form, "proposal": row, "version": last, "effects": effects_said(last, on=on),
        "back": way_back(request, row.get_absolute_url()),
    }  # fmt: skip
    return render(request, "decisions/adopt.html", context)
