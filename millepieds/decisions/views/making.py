from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from millepieds.charter.rules import value_kept
from millepieds.circles.queries.structure import last_names, structure
from millepieds.circles.rules.terms import ADVICE_TIME
from millepieds.core.authority import no_mandate
from millepieds.core.clock import now, today
from millepieds.core.refusals import Refused, refuse_if
from millepieds.decisions.actions import asking, deciding
from millepieds.decisions.actions.asking import Invited
from millepieds.decisions.forms.advice import AskForm, DecideForm, DropForm, OpenForm, QuestionForm
from millepieds.decisions.models import Decision
from millepieds.decisions.queries import making
from millepieds.decisions.queries.reading import decisions_for, reader_of, standing
from millepieds.decisions.rules import advice as rules
from millepieds.decisions.rules.terms import DECIDE, REVIEWED_WITHIN
from millepieds.people.http import FORM, PersonRequest
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.reading import tensions_read_by

MOST_EARLIER = 200  # in the list to choose from, the newest first


@require_http_methods(FORM)
def open_question(request: PersonRequest) -> HttpResponse:
    """A question in my perimeter: what is asked, and what I intend."""
    on = today()
    grounds = making.grounds_to_decide(request.actor, on=on)
    if not grounds:
        raise Refused(no_mandate(DECIDE))
    circles, roles = last_names(
        {one.circle_id for one in grounds}, {one.role_id for one in grounds}
    )
    named = {one.role_id: f"{roles[one.role_id]} ({circles[one.circle_id]})" for one in grounds}
    wished, tension = request.GET.get("role"), tension_named(request)
    form = OpenForm(named, request.POST or None, initial={"role": wished} if wished else None)
    if form.is_valid():
        row = asking.open_question(
            form.cleaned_data["role"], form.words, by=request.actor, tension=tension
        )
        messages.success(request, _("Written. Nobody reads it yet: now say whom to ask."))
        return redirect("decisions:ask", row.pk)
    return render(request, "decisions/open.html", {"form": form, "tension": tension})


@require_http_methods(FORM)
def change(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine_to_decide(request, pk)
    refuse_if(rules.refusal_to_change(row))
    said = {name: getattr(row, name) for name in QuestionForm.base_fields}
    form = QuestionForm(request.POST or None, initial=said)
    if form.is_valid():
        asking.change_question(row, form.words, by=request.actor)
        messages.success(request, _("Rewritten."))
        return redirect(row)
    return render(request, "decisions/open.html", {"form": form, "decision": row})


@require_http_methods(FORM)
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Whom to ask: those who will live with it, those who know."""
    on = today()
    row = _mine_to_decide(request, pk)
    refuse_if(rules.refusal_when_over(row))
    plan = structure(on)
    circles = {each.pk: each.name for each in plan.circles.values()}
    form = AskForm(circles, request.POST or None, today=on)
    if form.is_valid():
        asking.ask(
            row, form.invited, why=form.cleaned_data["why"], until=form.cleaned_data["until"],
            by=request.actor,
        )  # fmt: skip
        messages.success(request, _asked(form.invited))
        return redirect(row)
    role = plan.roles.get(row.role_id)
    hours = value_kept(row.opened_under, ADVICE_TIME)
    context = {"form": form, "decision": row, "role": role, "hours": hours}
    return render(request, "decisions/ask.html", context)


@require_http_methods(FORM)
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    on = today()
    row = _mine_to_decide(request, pk)
    refuse_if(rules.refusal_to_decide(row, list(making.solicitations(row)), now=now()))
    within = value_kept(row.opened_under, REVIEWED_WITHIN)
    earlier = standing(reader_of(request.user, on=on), on=on).order_by("-taken_at")[:MOST_EARLIER]
    initial = {
        "text": row.intention, "effective_on": on, "review_on": on + timedelta(days=within),
    }  # fmt: skip
    form = DecideForm(
        {one.pk: f"{one.mark} {one.title}" for one in earlier}, request.POST or None,
        today=on, within=within, initial=initial,
    )  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        done = deciding.decide(
            row, form.verdict, by=request.actor, earlier=said.get("earlier"), tie=said.get("tie")
        )
        messages.success(
            request, _("Decided: it is number %(mark)s in the register.") % {"mark": done.mark}
        )
        return redirect(row)
    latest = date_format(on + timedelta(days=within))
    return render(
        request, "decisions/decide.html", {"form": form, "decision": row, "latest": latest}
    )


@require_http_methods(FORM)
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    row = _mine_to_decide(request, pk)
    refuse_if(rules.refusal_when_over(row))
    form = DropForm(request.POST or None)
    if form.is_valid():
        deciding.drop_question(row, form.cleaned_data["why"], by=request.actor)
        messages.success(request, _("Dropped. Those who were asked read why."))
        return redirect(row)
    context = {
        "form": form, "title": _("Drop this question"), "button": _("Drop it"),
        "lead": row.title, "back": row.get_absolute_url(),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


def _asked(invited: Invited) -> str:
    """Whoever has no address reads it on paper: somebody has to bring it."""
    by_hand = [name for name, address in (invited.outside or {}).items() if not address]
    if not by_hand:
        return _("Asked. Each of them has just been written to.")
    return _(
        "Asked. Whoever has an address has just been written to. Bring the sheet to: %(names)s."
    ) % {"names": _(", ").join(by_hand)}


def tension_named(request: PersonRequest) -> Tension | None:
    """The tension a question comes from; to whoever has not read it, it does not exist."""
    named = request.GET.get("tension", "")
    if not named:
        return None
    if not (named.isascii() and named.isdigit()):
        raise Http404
    rows = tensions_read_by(request.user.pk, on=today()).filter(closed_at=None)
    return get_object_or_404(rows, pk=int(named))


def _mine_to_decide(request: PersonRequest, pk: int) -> Decision:
    """Read by whoever may; opened by whoever decides in this role today."""
    on = today()
    row = get_object_or_404(decisions_for(reader_of(request.user, on=on)), pk=pk)
    making.ground_to_decide(row, by=request.actor, on=on)
    return row
