from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from millepieds.circles.queries.structure import last_names
from millepieds.core.clock import now, today
from millepieds.core.refusals import Refused, refuse_if
from millepieds.decisions.actions import proposing
from millepieds.decisions.forms.consent import AmendForm, DraftForm, EndForm, ProposeForm
from millepieds.decisions.models import Proposal
from millepieds.decisions.queries import consent
from millepieds.decisions.queries.effects import done_by, what_forbids_to_adopt
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.queries.said import choices_in
from millepieds.decisions.rules import adopting as adopting_rules
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.views.effects import asked_in, said_by, sections, ways_to_add
from millepieds.decisions.views.making import tension_named
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def propose(request: PersonRequest) -> HttpResponse:
    """A proposal to a circle where I hold a mandate."""
    on = today()
    mine = {one.circle_id for one in consent.grounds_in(request.actor, on=on)}
    refuse_if(rules.refusal_to_propose(holds_here=bool(mine)))
    names, _roles = last_names(mine, set())
    wished, tension = request.GET.get("circle"), tension_named(request)
    choices, asked = choices_in(mine, on=on), asked_in(request.GET, request.POST)
    form = ProposeForm(
        names, choices, request.POST or None, today=on,
        initial={"circle": wished} if wished else None,
        sections=sections(asked, choices, mine, (), request.POST or None, on=on),
    )  # fmt: skip
    if form.is_valid():
        row = proposing.propose(
            form.cleaned_data["circle"], form.draft, by=request.actor, tension=tension
        )
        messages.success(request, _("Written. Nobody reads it yet: put it to the circle."))
        return redirect(row)
    form.make_room_quietly(asked.fresh)
    context = {"form": form, "tension": tension, "more": ways_to_add(asked, choices)}
    return render(request, "decisions/propose.html", context)


@require_http_methods(FORM)
def rewrite(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine(request, pk)
    refuse_if(rules.refusal_to_present(row))
    last, on = consent.current_of(row), today()
    said = {name: getattr(row, name) for name in ("title", "example", "openness")}
    choices, done = choices_in({row.circle_id}, on=on), done_by(last)
    asked = asked_in(request.GET, request.POST)
    form = DraftForm(
        choices, row.circle_id, request.POST or None, today=on,
        initial=said | {"text": last.text} | said_by(done),
        sections=sections(asked, choices, {row.circle_id}, done, request.POST or None, on=on),
    )  # fmt: skip
    if form.is_valid():
        proposing.rewrite(row, form.draft, by=request.actor)
        messages.success(request, _("Rewritten."))
        return redirect(row)
    form.make_room_quietly(asked.fresh)
    context = {"form": form, "proposal": row, "more": ways_to_add(asked, choices, done)}
    return render(request, "decisions/propose.html", context)


@require_POST
def present(request: PersonRequest, pk: int) -> HttpResponse:
    """Put to the circle: everyone who has a voice in it is written to."""
    row = _mine(request, pk)
    proposing.present(row, by=request.actor)
    messages.success(request, _("The circle has it. Each of them has just been written to."))
    return redirect(row)


@require_http_methods(FORM)
def amend(request: PersonRequest, pk: int) -> HttpResponse:
    """A new version, for what was said or for an objection to take in."""
    row = _mine(request, pk)
    refuse_if(rules.refusal_to_amend(row))
    last, on = consent.current_of(row), today()
    choices, done = choices_in({row.circle_id}, on=on), done_by(last)
    asked = asked_in(request.GET, request.POST)
    form = AmendForm(
        choices, row.circle_id, request.POST or None, today=on,
        initial={"text": last.text} | said_by(done),
        sections=sections(asked, choices, {row.circle_id}, done, request.POST or None, on=on),
    )  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        proposing.amend(row, said["text"], said["changed"], form.effects, by=request.actor)
        messages.success(request, _("New version: whoever had answered is asked again."))
        return redirect(row)
    form.make_room_quietly(asked.fresh)
    context = {"form": form, "proposal": row, "more": ways_to_add(asked, choices, done)}
    return render(request, "decisions/amend.html", context)


@require_http_methods(FORM)
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """Withdrawn by its author, or returned by the circle that could not adopt it."""
    on, at = today(), now()
    row = readable_round(request, pk)
    here = bool(consent.grounds_in(request.actor, circle_id=row.circle_id, on=on))
    refuse_if(
        adopting_rules.refusal_to_return(
            row, person_id=request.user.pk, holds_here=here, now=at,
            adoptable=bool(row.asked_at)
            and what_forbids_to_adopt(row, now=at, on=on) is None,
        )
    )  # fmt: skip
    form = EndForm(request.POST or None)
    if form.is_valid():
        proposing.end_round(row, form.cleaned_data["why"], by=request.actor)
        messages.success(request, _("It is over. Those who answered read why."))
        return redirect(row)
    own = row.author_id == request.user.pk
    context = {
        "form": form, "title": _("Withdraw my proposal") if own else _("Return it"),
        "button": _("Withdraw my proposal") if own else _("Return it"), "lead": row.title,
        "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


def readable_round(request: PersonRequest, pk: int) -> Proposal:
    """To whoever may not read it, it does not exist."""
    on = today()
    return get_object_or_404(consent.rounds_for(reader_of(request.user, on=on), on=on), pk=pk)


def _mine(request: PersonRequest, pk: int) -> Proposal:
    row = readable_round(request, pk)
    if no := rules.refusal_of_another_hand(row, person_id=request.user.pk):
        raise Refused(no)
    consent.ground_in(row.circle_id, by=request.actor, on=today())
    return row
