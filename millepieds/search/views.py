from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from millepieds.core.clock import now
from millepieds.core.tongues import in_every_language
from millepieds.people.http import HouseRequest
from millepieds.people.models import Person
from millepieds.search.forms import SearchForm
from millepieds.search.queries.kinds import SEARCHABLES, Seeker
from millepieds.search.rules import asked


@in_every_language
@login_not_required
@require_GET
def search(request: HouseRequest) -> HttpResponse:
    """« Chercher »: words, in all that this reader may read, kind by kind, the newest first."""
    form = SearchForm(request.GET or None)
    question = form.cleaned_data["q"] if form.is_valid() else ""
    who = Seeker(request.user if isinstance(request.user, Person) else None, now())
    kinds = [
        (gettext(each.says), found)
        for each in SEARCHABLES.values()
        if asked(question) and (found := each.find(question, who)).lines
    ]
    return render(request, "search/search.html", {"form": form, "q": question, "kinds": kinds})
