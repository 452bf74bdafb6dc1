from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.core.clock import today
from millepieds.core.refusals import refuse_if
from millepieds.decisions.actions.moving import move_question
from millepieds.decisions.forms.advice import MoveForm
from millepieds.decisions.queries.making import ground_to_decide
from millepieds.decisions.queries.moving import places_for
from millepieds.decisions.queries.reading import decisions_for, reader_of
from millepieds.decisions.rules.moving import refusal_to_move
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Carry a question to a wider circle, or entrust it to one inside: with everything said so far."""
    on = today()
    row = get_object_or_404(decisions_for(reader_of(request.user, on=on)), pk=pk)
    ground_to_decide(row, by=request.actor, on=on)
    places = places_for(row, on=on)
    refuse_if(refusal_to_move(row, places[0].way if places else None))
    form = MoveForm(places, request.POST or None)
    if form.is_valid():
        move_question(row, form.cleaned_data["role"], form.cleaned_data["why"], by=request.actor)
        messages.success(request, _("Handed over, with everything that was said."))
        return redirect(row)
    context = {
        "form": form, "title": _("Hand this question over"), "button": _("Hand it over"),
        "lead": _("%(title)s: everything asked, said and answered goes with it. You can read on.")
        % {"title": row.title},
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)
