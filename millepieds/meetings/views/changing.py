"""A meeting is changed by whoever calls the meetings of its circle."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.core.authority import ground_to
from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.meetings.actions.changing import change_meeting
from millepieds.meetings.forms.changing import ChangeForm
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules.coming import refusal_when_over
from millepieds.meetings.rules.terms import CALL
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def change(request: PersonRequest, pk: int) -> HttpResponse:
    on = today()
    row = get_object_or_404(meetings_read_by(request.actor, on=on), pk=pk)
    ground_to(CALL, by=request.actor, circle_id=row.circle_id, on=on)
    refuse_if(refusal_when_over(row, now=now()))
    form = ChangeForm(row, request.POST or None)
    if form.is_valid():
        began = form.cleaned_data["started_from"]
        done = change_meeting(row, form.arranged, started_from=began, by=request.actor)
        said = _("Changed. Whoever signed up receives a letter.") if done else _("Nothing changed.")
        messages.success(request, said)
        return redirect(row)
    context = {
        "form": form, "title": _("Change this meeting"), "button": _("Change it"),
        "back": row.get_absolute_url(),
        "lead": _("Who may come and which kind it is do not change: cancel it and call another."),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)
