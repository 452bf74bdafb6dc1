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
    """« Chercher »: words, in what is declared as searched and this reader may read, kind by kind."""
    form = SearchForm(request.GET or None)
    question = form.cleaned_data["q"] if form.is_valid() else ""
    who = Seeker(request.user if isinstance(request.user, Person) else None, now())
    words = asked(question)
    kinds = [
        (gettext(each.says), found)
        for each in SEARCHABLES.values()
        if words and (found := each.find(question, who)).lines
    ]
    context = {
        "form": form, "q": question, "kinds": kinds, "holds_words": bool(words),
        "searched": [gettext(each.says) for each in SEARCHABLES.values()],
    }  # fmt: skip
    return render(request, "search/search.html", context)
