"""Where minutes stand, and what each of their wordings says."""

from datetime import date, datetime

from millepieds.charter.queries import opened_under
from millepieds.charter.rules import value_kept
from millepieds.meetings.models import Meeting, Minutes, Wording
from millepieds.meetings.rules import minutes as rules
from millepieds.meetings.rules.minutes import MINUTES_SILENCE, Stage


def minutes_of(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.filter(meeting=meeting).first()


def minutes_opened(meeting: Meeting, *, on: date) -> Minutes:
    """Those of this meeting, begun if need be, under the rules of the day."""
    found, _new = Minutes.objects.get_or_create(
        meeting=meeting, defaults={"opened_under": opened_under(MINUTES_SILENCE, on=on)}
    )
    return found


def silence_of(minutes: Minutes) -> int:
    return value_kept(minutes.opened_under, MINUTES_SILENCE)


def stage_of(minutes: Minutes, *, now: datetime) -> Stage:
    answers = list(minutes.attendances.filter(present=True).values_list("answer", flat=True))
    return rules.stage(minutes, answers, days=silence_of(minutes), now=now)


def last_wording(minutes: Minutes) -> Wording | None:
    return minutes.wordings.select_related("author").order_by("-number").first()


def wording(minutes: Minutes, number: int) -> Wording | None:
    return minutes.wordings.filter(number=number).first()
