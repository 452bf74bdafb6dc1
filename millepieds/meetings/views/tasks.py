"""Tasks of minutes: given, corrected, said done, handed back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from millepieds.core.clock import now, today
from millepieds.core.refusals import refuse_if
from millepieds.meetings.actions import tasks as deeds
from millepieds.meetings.forms.tasks import HandBackForm, TaskForm
from millepieds.meetings.models import Meeting, Task
from millepieds.meetings.queries.minutes import minutes_shown, stage_of
from millepieds.meetings.queries.preparing import is_hand_of
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.queries.tasks import held_by, task_shown, tasks_read_by
from millepieds.meetings.rules.minutes import Stage, refusal_to_write
from millepieds.meetings.rules.tasks import refusal_to_change_tasks
from millepieds.meetings.views.preparing import readable_meeting
from millepieds.members.queries import is_member
from millepieds.people.http import FORM, PersonRequest


@require_http_methods(FORM)
def give_task(request: PersonRequest, pk: int) -> HttpResponse:
    """The small form under the tasks: with its errors, the page of the minutes comes back filled."""
    row = readable_meeting(request, pk)
    one = minutes_shown(row, request.user, now=now(), on=today())
    if one is None:
        raise Http404
    _refuse_another_hand(request, row, one.stage)
    form = TaskForm(row, request.POST or None, on=today())
    if form.is_valid():
        deeds.give_task(row, form.wished, by=request.actor)
        messages.success(request, _("Given. Whoever has it is told."))
        return redirect(_among_the_tasks(row))
    return render(request, "meetings/minutes.html", {"meeting": row, "one": one, "form": form})


@require_http_methods(FORM)
def task(request: PersonRequest, pk: int) -> HttpResponse:
    """For whoever has it, and nobody else: said done, or handed back with a sentence."""
    row = get_object_or_404(held_by(request.user), pk=pk)
    if not is_member(request.user.pk, on=today()):
        raise Http404
    form = HandBackForm(request.POST or None)
    if form.is_valid():
        deeds.hand_back_task(row, form.cleaned_data["why"], by=request.actor)
        messages.success(request, _("Handed back. Members read why."))
        return redirect(row)
    context = {
        "form": form, "each": task_shown(row, request.user, on=today()), "task": row,
        "meeting": row.minutes.meeting, "reads": _reads(request, row),
    }  # fmt: skip
    return render(request, "meetings/task.html", context)


@require_POST
def finish_task(request: PersonRequest, pk: int) -> HttpResponse:
    row = _readable(request, pk)
    deeds.finish_task(row, by=request.actor)
    messages.success(request, _("Said done. Thank you."))
    return redirect(_among_the_tasks(row.minutes.meeting) if _reads(request, row) else row)


@require_http_methods(FORM)
def correct_task(request: PersonRequest, pk: int) -> HttpResponse:
    row = _in_hand(request, pk)
    meeting = row.minutes.meeting
    form = TaskForm(meeting, request.POST or None, on=today(), task=row)
    if form.is_valid():
        deeds.correct_task(row, form.wished, by=request.actor)
        messages.success(request, _("The task is corrected."))
        return redirect(_among_the_tasks(meeting))
    return render(
        request, "meetings/correct_task.html", {"form": form, "task": row, "meeting": meeting}
    )


@require_POST
def remove_task(request: PersonRequest, pk: int) -> HttpResponse:
    row = _in_hand(request, pk)
    deeds.remove_task(row, by=request.actor)
    messages.success(request, _("The task is taken away."))
    return redirect(_among_the_tasks(row.minutes.meeting))


def _readable(request: PersonRequest, pk: int) -> Task:
    """To whoever may not read it, it does not exist."""
    return get_object_or_404(tasks_read_by(request.user, on=today()), pk=pk)


def _in_hand(request: PersonRequest, pk: int) -> Task:
    row = _readable(request, pk)
    _refuse_another_hand(request, row.minutes.meeting, stage_of(row.minutes, now=now()))
    return row


def _refuse_another_hand(request: PersonRequest, row: Meeting, stage: Stage) -> None:
    refuse_if(
        refusal_to_write(
            is_hand=is_hand_of(row, request.actor), started=row.starts_at <= now(),
            cancelled=row.cancelled_at is not None,
        )
        or refusal_to_change_tasks(stage)
    )  # fmt: skip


def _reads(request: PersonRequest, row: Task) -> bool:
    """Whoever left a circle keeps their task, and reads its minutes no more."""
    rows = meetings_read_by(request.actor, on=today())
    return rows.filter(pk=row.minutes.meeting_id).exists()


def _among_the_tasks(row: Meeting) -> str:
    return f"{reverse('meetings:minutes', args=[row.pk])}#tasks"
