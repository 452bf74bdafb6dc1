"""A round on paper: the sheet to print, the voices typed in, and how one takes them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.core.clock import now, today
from millepieds.core.paper import pdf_to_take
from millepieds.core.refusals import refuse_if
from millepieds.core.way_back import way_back
from millepieds.decisions.actions import paper as deeds
from millepieds.decisions.forms.paper import TypeInForm
from millepieds.decisions.models import Stance
from millepieds.decisions.queries import consent
from millepieds.decisions.queries.paper import people_to_type_in, what_forbids_to_type
from millepieds.decisions.queries.said import effects_said
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.sheets import sheet_to_stand
from millepieds.decisions.views.proposing import readable_round
from millepieds.people.http import FORM, PersonRequest


@require_GET
def round_sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """The proposal on paper, for someone of the circle who answers with a pen."""
    row, on = readable_round(request, pk), today()
    voice = consent.has_a_voice(row.circle_id, request.user.pk, on=on)
    refuse_if(rules.refusal_to_take_part(row, has_a_voice=voice, now=now()))
    version = consent.current_of(row)
    pdf = sheet_to_stand(row, version, effects_said(version, on=on), on=on)
    return pdf_to_take(pdf, f"voix-{row.pk}-{version.number}")


@require_http_methods(FORM)
def type_in_voice(request: PersonRequest, pk: int) -> HttpResponse:
    """What someone of the circle said on the sheet, under their name and under mine."""
    row, me, on = readable_round(request, pk), request.user.pk, today()
    voice = consent.has_a_voice(row.circle_id, me, on=on)
    refuse_if(
        what_forbids_to_type(row, request.actor, on=on)
        or rules.refusal_to_stand(row, person_id=me, has_a_voice=voice, now=now())
    )
    version = consent.current_of(row)
    people = people_to_type_in(row, me, on=on)
    in_a_room, back = row.held_at is not None, way_back(request, row.get_absolute_url())
    form = TypeInForm(version, people, request.POST or None, in_a_room=in_a_room)
    if form.is_valid():
        deeds.type_in_voice(row, **form.cleaned_data, by=request.actor)
        messages.success(request, _("Typed in, under your name as the one who typed."))
        return redirect(back)
    context = {
        "form": form, "button": _("Type it in"), "back": back,
        "title": _("Type in a raised hand") if in_a_room else _("Type in a voice from paper"),
        "lead": _("Word for word. The person is written to, and can take it back."),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_POST
def take_back_voice(request: PersonRequest, pk: int) -> HttpResponse:
    """« Ce n’est pas ma voix »."""
    stance = get_object_or_404(Stance, pk=pk, person=request.user)
    row = readable_round(request, stance.proposal_id)
    deeds.take_back_voice(stance, by=request.actor)
    messages.success(request, _("Taken back: it no longer counts. Say it yourself if you wish."))
    return redirect(row)
