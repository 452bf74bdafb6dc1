"""What only the author of a tension does: to anyone else these pages do not exist."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from millepieds.core.clock import today
from millepieds.core.refusals import refuse_if
from millepieds.members.queries import is_member
from millepieds.people.http import FORM, PersonRequest
from millepieds.tensions.actions import following, saying
from millepieds.tensions.forms import CloseForm, EntrustForm, SayForm, ShowForm, WordsForm
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.reading import mediators, suggested, tensions_for
from millepieds.tensions.rules import ladder as rules
from millepieds.tensions.rules.terms import GUIDES, Rung


@require_http_methods(FORM)
def say(request: PersonRequest) -> HttpResponse:
    on = today()
    refuse_if(rules.refusal_to_raise(is_member=is_member(request.user.pk, on=on)))
    form = SayForm(request.POST or None)
    if form.is_valid():
        row = saying.raise_tension(form.cleaned_data["about"], form.words, by=request.actor)
        messages.success(request, _("Said. You alone can read it: now choose what comes next."))
        return redirect(row)
    return render(request, "tensions/say.html", {"form": form, "mediators": mediators(on=on)})


@require_http_methods(FORM)
def say_otherwise(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine(request, pk)
    refuse_if(rules.refusal_to_rewrite(row, row.trusts.all()))
    said = {name: getattr(row, name) for name in WordsForm.base_fields}
    form = WordsForm(request.POST or None, initial=said)
    if form.is_valid():
        saying.say_otherwise(row, form.words, by=request.actor)
        messages.success(request, _("Rewritten."))
        return redirect(row)
    context = {
        "form": form, "title": _("Say it otherwise"), "button": _("Keep these words"),
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def entrust(request: PersonRequest, pk: int) -> HttpResponse:
    """Whom I choose to read it. Nobody but me makes it wider."""
    row = _mine(request, pk)
    refuse_if(rules.refusal_to_entrust(row, rung=row.rung, new=1, all_mediate=True))
    has_it = {trust.person_id for trust in row.trusts.all()}
    near = [person for person in suggested(row, on=today()) if person.pk not in has_it]
    form = EntrustForm(near, request.POST or None, only_near=row.rung is Rung.CARE)
    if form.is_valid():
        saying.entrust(row, form.chosen, by=request.actor)
        messages.success(request, _("Entrusted. They receive a letter that does not say of what."))
        return redirect(row)
    context = {"form": form, "tension": row, "rung": row.rung, "guide": GUIDES[row.rung]}
    return render(request, "tensions/entrust.html", context)


@require_POST
def move_on(request: PersonRequest, pk: int) -> HttpResponse:
    row = following.move_on(_mine(request, pk), by=request.actor)
    messages.success(request, _("One step up. Nobody new reads it until you choose them."))
    return redirect(row)


@require_http_methods(FORM)
def show(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine(request, pk)
    form = ShowForm(request.POST or None, initial={"shown": bool(row.shown_since)})
    if form.is_valid():
        following.choose_showing(row, shown=form.cleaned_data["shown"], by=request.actor)
        messages.success(request, _("Kept."))
        return redirect(row)
    context = {
        "form": form, "title": _("If a question is opened from it"), "button": _("Keep"),
        "lead": _("Whoever holds a perimeter and has your tension can open a question from it."),
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_http_methods(FORM)
def close(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine(request, pk)
    refuse_if(rules.refusal_when_closed(row))
    form = CloseForm(request.POST or None)
    if form.is_valid():
        following.close_tension(row, form.cleaned_data["changed"], by=request.actor)
        messages.success(request, _("Closed. Its words are erased in a year."))
        return redirect(row)
    context = {
        "form": form, "title": _("Close this tension"), "button": _("Close this tension"),
        "lead": _("Those to whom you entrusted it read what changed."),
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


def _mine(request: PersonRequest, pk: int) -> Tension:
    return get_object_or_404(tensions_for(request.user.pk, on=today()), pk=pk, author=request.user)
