from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from millepieds.core.authority import ground_to
from millepieds.core.clock import now, today
from millepieds.letters import queries as letters
from millepieds.members.actions import paper
from millepieds.members.rules import WELCOME
from millepieds.people.http import PersonRequest
from millepieds.people.queries import numbers_to_call


@require_GET
def to_carry(request: PersonRequest) -> HttpResponse:
    """« À porter »: letters to print and give or to read aloud, and people no mail could reach."""
    ground_to(WELCOME, by=request.actor, on=today())
    waiting, lost = list(letters.to_carry()), list(letters.given_up())
    unreached = {letter.person_id: letter.person for letter in lost if letter.person}
    people = [letter.person for letter in waiting if letter.person] + list(unreached.values())
    numbers = numbers_to_call(people, now=now())
    context = {
        "letters": [(letter, numbers.get(letter.person_id or 0)) for letter in waiting],
        "unreached": [(each, numbers.get(each.pk)) for each in unreached.values()],
        "lost": len(lost),
    }  # fmt: skip
    return render(request, "members/to_carry.html", context)


@require_POST
def hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    ground_to(WELCOME, by=request.actor, on=today())
    letter = get_object_or_404(letters.to_carry(), pk=pk)
    paper.hand_over(letter, by=request.actor)
    messages.success(request, _("Noted. Its text is no longer kept here."))
    return redirect("members:to_carry")
