from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.charter import queries as charter
from millepieds.charter.forms import CharterForm
from millepieds.charter.rules import ADOPT_CHARTER
from millepieds.charter.rules.wording import difference, fingerprint
from millepieds.core.authority import ground_to
from millepieds.core.clock import today
from millepieds.members.actions.charter import publish_charter
from millepieds.members.queries import count_members
from millepieds.people.http import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def propose_charter(request: PersonRequest) -> HttpResponse:
    """Write the next version, read what it changes and whom it asks to sign, then adopt that text."""
    on = today()
    ground_to(ADOPT_CHARTER, by=request.actor, on=on)
    before = charter.text_in_force(on=on)
    if before is None:
        raise Http404
    form = CharterForm(before, request.POST or None)
    context = {"form": form, "on": on}
    if form.is_valid():
        text = form.cleaned_data["typed"]
        seen = fingerprint(text)
        if (
            "adopt" in request.POST and form.cleaned_data["seen"] == seen
        ):  # what was read is adopted
            publish_charter(text, by=request.actor)
            messages.success(request, _("The new version is adopted, and everyone is told."))
            return redirect("charter:charter")
        context |= {
            "changes": difference(before, text), "seen": seen, "members": count_members(on=on),
            "last_day": charter.last_day_to_sign(on),
        }  # fmt: skip
    return render(request, "members/propose_charter.html", context)
