from collections.abc import Sequence
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from millepieds.circles.queries.authority import who_may
from millepieds.circles.queries.organigram import names_for
from millepieds.circles.queries.structure import structure
from millepieds.core.clock import now, today
from millepieds.core.leafing import number_in
from millepieds.core.paper import pdf_to_take
from millepieds.core.tongues import in_every_language
from millepieds.decisions.forms.advice import FilterForm
from millepieds.decisions.models import Proposal
from millepieds.decisions.queries import making
from millepieds.decisions.queries.consent import current_of
from millepieds.decisions.queries.listing import lines_of
from millepieds.decisions.queries.moving import holders_of, moves_of
from millepieds.decisions.queries.page import page_of
from millepieds.decisions.queries.reading import decisions_for, reader_of, shown
from millepieds.decisions.queries.register import taken_in, taken_in_the_open
from millepieds.decisions.queries.said import Said, effects_said
from millepieds.decisions.queries.story import line_in_the_register, round_behind, ties_read
from millepieds.decisions.rules.advice import refusal_to_decide, suggests_escalation
from millepieds.decisions.rules.terms import DECIDE, REACHES, Reaches
from millepieds.decisions.sheets import Making, sheet_of, sheet_of_year, year_in_parts
from millepieds.people.http import HouseRequest
from millepieds.people.models import Person

A_BOOK, IN_THE_FEED = 1000, 20


@in_every_language
@login_not_required
@require_GET
def decisions(request: HouseRequest) -> HttpResponse:
    """« Décisions »: what was decided, what is being decided, that this reader may read."""
    on = today()
    reader = reader_of(_person(request), on=on)
    circles = {pk: circle.name for pk, circle in structure(on).circles.items()}
    form = FilterForm(circles, request.GET or None)
    form.is_valid()  # what is wrong is said beside its field, the rest is looked for
    wanted = getattr(form, "cleaned_data", {})
    before = number_in(request.GET.get("before"))
    page = page_of(reader, wanted, before, now=now(), on=on)
    names = names_for(member=reader.is_member, now=now())
    lines = lines_of(page.numbers, names, now=now(), on=on)
    context = {
        "form": form, "older": page.older, "newest": before is None, "lines": lines,
        "years": sorted({one.year for one in lines if one.year}, reverse=True),
        "may_open": any(one.person_id == reader.person_id for one in who_may(DECIDE, on=on)),
    }  # fmt: skip
    return render(request, "decisions/decisions.html", context)


@in_every_language
@login_not_required
@require_GET
def decision(request: HouseRequest, pk: int) -> HttpResponse:
    """One decision, and how it was built. To whoever may not read it, it does not exist."""
    on, at = today(), now()
    reader = reader_of(_person(request), on=on)
    row = get_object_or_404(decisions_for(reader), pk=pk)
    inside = reader.is_member or row.author_id == reader.person_id
    asked = list(making.solicitations(row))
    decides = making.grounds_to_decide(request.actor, role_id=row.role_id, on=on)
    consented = Proposal.objects.filter(decision=row).first()
    context = {
        "one": shown([row], names_for(member=inside, now=at), now=at, on=on)[0],
        "inside": inside, "asked": asked, "decides": decides,
        "given": sum(1 for one in asked if one.advised_at),
        "mine": making.solicitation_of(row, reader.person_id),
        "no": decides and refusal_to_decide(row, asked, now=at),
        "reaches": [REACHES[Reaches(reach)] for reach in row.reaches],
        "escalates": suggests_escalation(row.reaches),
        "earlier": ties_read(row, reader),
        "later": row.later.filter(decision__in=decisions_for(reader)).select_related("decision"),
        "consented": consented, "effects": _effects(consented, on=on) if inside else (),
        "round": consented and round_behind(row, reader, request.actor, now=at, on=on),
        "line": line_in_the_register(row, reader),
        "deciders": holders_of(row.role_id, on=on) if inside and not row.taken_at else (),
        "moves": moves_of(row), "now": at, "on": on,
    }  # fmt: skip
    return render(request, "decisions/decision.html", context)


def _effects(consented: Proposal | None, *, on: date) -> Sequence[Said]:
    """What adopting it did by itself."""
    return effects_said(current_of(consented), on=on) if consented else ()


@login_not_required
@require_GET
def decision_sheet(request: HouseRequest, pk: int) -> HttpResponse:
    """The decision on paper, for the wall or for the minutes."""
    on, at = today(), now()
    reader = reader_of(_person(request), on=on)
    row = get_object_or_404(decisions_for(reader), pk=pk, taken_at__isnull=False)
    inside = reader.is_member or row.author_id == reader.person_id
    one = shown([row], names_for(member=inside, now=at), now=at, on=on)[0]
    consented = Proposal.objects.filter(decision=row).first()
    made = Making(
        list(making.solicitations(row)), _effects(consented, on=on) if inside else (),
        list(ties_read(row, reader)),
        round_behind(row, reader, request.actor, now=at, on=on) if inside else None, inside,
    )  # fmt: skip
    pdf = sheet_of(one, made, on=on)
    return pdf_to_take(pdf, f"decision-{row.mark}")


@login_not_required
@require_GET
def year_sheet(request: HouseRequest, year: int) -> HttpResponse:
    """The decisions of a year in their order, to keep or to bind: a thousand in one file."""
    on, at = today(), now()
    reader = reader_of(_person(request), on=on)
    parts = Paginator(taken_in(reader, year), A_BOOK)
    part = parts.get_page(request.GET.get("page"))
    if not part.object_list:
        raise Http404
    named = names_for(member=reader.is_member, now=at)
    lines = shown(list(part.object_list), named, now=at, on=on)
    said = year_in_parts(part.number, parts.num_pages)
    pdf = sheet_of_year(year, lines, part=said)
    return pdf_to_take(pdf, f"decisions-{year}" + (f"-{part.number}" if said else ""))


@in_every_language
@login_not_required
@require_GET
def feed(request: HouseRequest) -> HttpResponse:
    """What was decided in the open, for feed readers: the same for whoever asks."""
    context = {"decisions": taken_in_the_open()[:IN_THE_FEED], "now": now()}
    return render(request, "decisions/feed.xml", context, content_type="application/atom+xml")


def _person(request: HouseRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None
