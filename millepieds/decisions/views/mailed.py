"""Saying where one stands from a letter, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.core import actors
from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.decisions.actions import consenting
from millepieds.decisions.forms.consent import StandForm
from millepieds.decisions.queries.consent import current_of, has_a_voice
from millepieds.decisions.queries.mailed import Voice, names_someone, voice_behind
from millepieds.decisions.queries.said import effects_said
from millepieds.decisions.rules import consent as rules
from millepieds.people.http import FORM, HouseRequest


@in_every_language
@login_not_required
@require_http_methods(FORM)
def stand(request: HouseRequest, token: str) -> HttpResponse:
    """These words and no others, as one person. Opening it changes nothing."""
    voice, on = _voice(token), today()
    row, version, person = voice.version.proposal, voice.version, voice.person
    refuse_if(
        rules.refusal_of_other_words(read=version.number, last=current_of(row).number)
        or rules.refusal_outside(names_someone=names_someone(version))
        or rules.refusal_to_stand(
            row,
            person_id=person.pk,
            now=now(),
            has_a_voice=has_a_voice(row.circle_id, person.pk, on=on),
        )
    )
    form = StandForm(request.POST or None)  # never what was said before: a letter may be forwarded
    if form.is_valid():
        said = form.cleaned_data | {"read": version.number}
        consenting.stand(row, **said, by=actors.person(person), from_a_letter=True)
        return redirect("decisions:stood", token)
    context = {
        "form": form, "proposal": row, "version": version, "effects": effects_said(version, on=on),
        "again": row.stances.filter(person=person, version=version).exists(),
    }  # fmt: skip
    return render(request, "decisions/stand_from_a_letter.html", context)


@in_every_language
@login_not_required
@require_GET
def stood(request: HouseRequest, token: str) -> HttpResponse:
    context = {"proposal": _voice(token).version.proposal, "token": token}
    return render(request, "decisions/stood.html", context)


def _voice(token: str) -> Voice:
    found = voice_behind(token)
    if found is None:
        raise Http404
    return found
