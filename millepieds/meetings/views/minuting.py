"""Minutes are written, proposed to those present, approved, amended with a trace."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from millepieds.core.clock import day_of, now, today
from millepieds.core.paper import pdf_to_take
from millepieds.core.refusals import refuse_if
from millepieds.core.tongues import in_every_language
from millepieds.meetings.actions import minuting
from millepieds.meetings.forms.minutes import AnswerForm, PresentForm, WriteForm
from millepieds.meetings.forms.tasks import TaskForm
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries import minutes as queries
from millepieds.meetings.queries.absent import Away, away_from
from millepieds.meetings.queries.coming import shown
from millepieds.meetings.queries.minutes import MinutesShown, minutes_shown
from millepieds.meetings.queries.preparing import is_hand_of, is_written, points_of
from millepieds.meetings.queries.presence import near
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules import minutes as rules
from millepieds.meetings.rules.minutes import Stage
from millepieds.meetings.sheets import sheet_of_minutes
from millepieds.people.http import FORM, HouseRequest, PersonRequest
from millepieds.people.models import Person


@in_every_language
@login_not_required
@require_GET
def minutes(request: HouseRequest, pk: int) -> HttpResponse:
    """To members from the first words; to the town, if the meeting was, once they are approved."""
    row = _readable(request, pk)
    one = _shown(request, row)
    form = TaskForm(row, None, on=today()) if one.gives else None
    context = {"meeting": row, "one": one, "form": form, "away": _away(request, one)}
    return render(request, "meetings/minutes.html", context)


def _away(request: HouseRequest, one: MinutesShown) -> Away | None:
    """Until they are proposed, whoever writes them may still name them."""
    if one.stage is Stage.WRITTEN or not (one.inside and isinstance(request.user, Person)):
        return None
    return away_from(one.minutes, request.user, now=now(), on=today())


@login_not_required
@require_GET
def minutes_sheet(request: HouseRequest, pk: int) -> HttpResponse:
    """The same on two pages. The place of an action is on the paper of whoever may know it only."""
    row = _readable(request, pk)
    one, (seen,) = _shown(request, row), shown([row], request.actor)
    where = row.place if seen.says_where else ""
    pdf = sheet_of_minutes(row, one, points_of(row), where=where, on=today())
    return pdf_to_take(pdf, f"compte-rendu-{row.pk}")


@require_http_methods(FORM)
def write_minutes(request: PersonRequest, pk: int) -> HttpResponse:
    """The scribe's page. Two who write at once lose nothing: what clashes comes back to be read again."""
    row = _in_hand(request, pk)
    found = queries.minutes_of(row)
    last = queries.last_wording(found) if found else None
    amends = found is not None and queries.stage_of(found, now=now()) is Stage.APPROVED
    parts = {part: getattr(last, part) for part in queries.PARTS} if last else None
    initial: dict[str, object] = {
        **(parts or queries.begun_with(row)), "started_from": last.number if last else 0,
        "from_paper": last.from_paper if last else "papier" in request.GET,
    }  # fmt: skip
    form = WriteForm(request.POST or None, initial=initial, amends=amends)
    if form.is_valid():
        saved = minuting.save_minutes(row, form.written, by=request.actor)
        if saved.clashes:
            messages.warning(request, _clashes_said(len(saved.clashes)))
            return redirect("meetings:write_minutes", pk)
        messages.success(request, _("Saved. Every earlier wording is kept."))
        return redirect("meetings:minutes", pk)
    context = {
        "form": form, "meeting": row, "last": last, "amends": amends,
        "unsettled": last and queries.unsettled(last), "marks": queries.marks(),
    }  # fmt: skip
    return render(request, "meetings/write_minutes.html", context)


@require_http_methods(FORM)
def name_present(request: PersonRequest, pk: int) -> HttpResponse:
    row = _in_hand(request, pk)
    found, day = queries.minutes_of(row), day_of(row.starts_at)
    stage = queries.stage_of(found, now=now()) if found else Stage.WRITTEN
    refuse_if(rules.refusal_to_name_those_present(stage, present=1, all_members=True))
    named = list(found.attendances.all()) if found else []
    initial = {
        "present": [one.person_id for one in named if one.present],
        "excused": [one.person_id for one in named if not one.present],
    }  # fmt: skip
    form = PresentForm(near(row, on=day), request.POST or None, initial=initial, day=day)
    if form.is_valid():
        minuting.name_present(row, form.there, form.cleaned_data["excused"], by=request.actor)
        messages.success(request, _("Those who were there are named."))
        return redirect(_after(row))
    context = {
        "form": form, "title": _("Who was there"), "button": _("That is right"),
        "back": _after(row),
        "lead": _("They will be asked to approve the minutes. Only members read their names."),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_POST
def propose_minutes(request: PersonRequest, pk: int) -> HttpResponse:
    row = _in_hand(request, pk)
    minuting.propose_minutes(row, by=request.actor)
    messages.success(request, _("Proposed. Those who were there are written to."))
    return redirect("meetings:minutes", pk)


@require_http_methods(FORM)
def answer_minutes(request: PersonRequest, pk: int) -> HttpResponse:
    """Someone who was there approves, or says what must change, and may think again."""
    row = _readable(request, pk)
    one = _shown(request, row)
    refuse_if(rules.refusal_to_answer(one.stage, was_there=one.mine is not None))
    before = {"answer": one.mine.answer, "change": one.mine.change_wanted} if one.mine else None
    form = AnswerForm(request.POST or None, initial=before)
    if form.is_valid():
        minuting.answer_minutes(one.minutes, **form.cleaned_data, by=request.actor)
        messages.success(request, _("Said. Thank you for reading again."))
        return redirect("meetings:minutes", pk)
    context = {
        "form": form, "title": _("Are these minutes right?"), "button": _("Say it"),
        "lead": row.title, "back": _after(row),
    }  # fmt: skip
    return render(request, "core/form_page.html", context)


@require_GET
def wordings(request: PersonRequest, pk: int) -> HttpResponse:
    """Each time they were saved, what changed, by whom and why. For members."""
    row = _readable(request, pk)
    one = _shown(request, row)
    if not one.inside:
        raise Http404
    context = {"meeting": row, "lines": queries.wordings_shown(one.minutes)}
    return render(request, "meetings/wordings.html", context)


def _readable(request: HouseRequest, pk: int) -> Meeting:
    """To whoever may not read it, it does not exist."""
    return get_object_or_404(meetings_read_by(request.actor, on=today()), pk=pk)


def _shown(request: HouseRequest, row: Meeting) -> MinutesShown:
    person = request.user if isinstance(request.user, Person) else None
    one = minutes_shown(row, person, now=now(), on=today())
    if one is None:
        raise Http404
    return one


def _in_hand(request: PersonRequest, pk: int) -> Meeting:
    row = _readable(request, pk)
    refuse_if(
        rules.refusal_to_write(
            is_hand=is_hand_of(row, request.actor), started=row.starts_at <= now(),
            cancelled=row.cancelled_at is not None,
        )
    )  # fmt: skip
    return row


def _after(row: Meeting) -> str:
    """Where whoever holds the pen goes on; before a word is written, where they began."""
    if is_written(row):
        return reverse("meetings:minutes", args=[row.pk])
    return f"{row.get_absolute_url()}#minutes"


def _clashes_said(many: int) -> str:
    said = ngettext(
        "Someone else saved meanwhile. Nothing is lost: you differ at %(n)s place, both are below.",
        "Someone else saved meanwhile. Nothing is lost: you differ at %(n)s places, both are below.",
        many,
    )  # fmt: skip
    return said % {"n": many}
