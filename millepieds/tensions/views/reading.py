from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from millepieds.core.clock import today
from millepieds.people.http import PersonRequest
from millepieds.tensions.actions import following
from millepieds.tensions.models import Trust
from millepieds.tensions.queries.listing import page_of
from millepieds.tensions.queries.reading import mediators, shown, tensions_for
from millepieds.tensions.rules.terms import GUIDES, LADDERS, About


@require_GET
def tensions(request: PersonRequest) -> HttpResponse:
    """« Mes tensions »: those I said, and those entrusted to me."""
    page = page_of(request.user.pk, request.GET.get("page"), on=today())
    return render(request, "tensions/tensions.html", {"page": page})


@require_GET
def tension(request: PersonRequest, pk: int) -> HttpResponse:
    """One tension. To whoever it was not entrusted to, it does not exist; to the others, it opens once."""
    on, me = today(), request.user.pk
    one = shown(get_object_or_404(tensions_for(me, on=on), pk=pk), me, on=on)
    steps = {step.rung: step for step in one.tension.steps.all()}
    context = {
        "one": one, "guide": GUIDES[one.rung],
        "ladder": [(rung, steps.get(rung)) for rung in LADDERS[About(one.tension.about)]],
        "mediators": mediators(on=on) if one.tension.about == About.PERSON else (),
    }  # fmt: skip
    return render(request, "tensions/tension.html", context)


@require_POST
def open_tension(request: PersonRequest, pk: int) -> HttpResponse:
    """Reading is a deed: its author sees who, and when."""
    readable = tensions_for(request.user.pk, on=today())
    trust = get_object_or_404(
        Trust.objects.select_related("tension"),
        pk=pk, person=request.user, tension__in=readable.values("pk"),
    )  # fmt: skip
    following.open_tension(trust, by=request.actor)
    messages.success(request, _("Opened. The person who said it sees that you have read it."))
    return redirect(trust.tension)
