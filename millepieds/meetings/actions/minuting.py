"""Minutes are written together, proposed to those present, approved, amended with a trace."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write, write_to_all
from millepieds.meetings import deeds
from millepieds.meetings.models import Attendance, Meeting, Minutes, Wording
from millepieds.meetings.queries.absent import (
    absent_from,
    adopted_in,
    decided_since,
    still_open_to,
)
from millepieds.meetings.queries.minutes import (
    PARTS,
    begun_with,
    last_wording,
    marks,
    minutes_opened,
    silence_of,
    stage_of,
    unsettled,
    wording,
)
from millepieds.meetings.queries.preparing import is_hand_of
from millepieds.meetings.rules import merging
from millepieds.meetings.rules import minutes as rules
from millepieds.meetings.rules.merging import Clash
from millepieds.meetings.rules.minutes import Answer, Stage
from millepieds.members.queries import members_on
from millepieds.people.models import Person

TOLD = "meetings/letters/minutes_told"
NO_ANSWER = {"answer": "", "change_wanted": "", "answered_at": None}


@dataclass(frozen=True)
class Written:
    """What a scribe typed, and the number of the wording they had before them."""

    text: str
    tasks: str = ""
    started_from: int = 0
    from_paper: bool = False
    why: str = ""
    decided: str = ""
    tensions: str = ""
    next_time: str = ""


@dataclass(frozen=True)
class Saved:
    wording: Wording
    clashes: list[Clash]


@transaction.atomic
def save_minutes(meeting: Meeting, written: Written, *, by: Actor) -> Saved:
    """If another was saved since, both are put together, and where they disagree both are shown."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    _refuse_another_hand(meeting, by=by)
    minutes = minutes_opened(meeting, on=day_of(at))
    stands, last = stage_of(minutes, now=at), last_wording(minutes)
    refuse_if(rules.refusal_to_amend(stands, written.why))
    amends = stands is Stage.APPROVED
    words, clashes = _put_together(minutes, last, written)
    row = Wording.objects.create(
        minutes=minutes, author_id=by.person_id or 0, number=last.number + 1 if last else 1,
        started_from=min(written.started_from, last.number) if last else 0, **words,
        from_paper=written.from_paper, amends=amends, why=written.why if amends else "",
        written_at=at,
    )  # fmt: skip
    if amends:
        record(
            deeds.MINUTES_AMENDED, meeting, by=by, at=at, circle_id=meeting.circle_id,
            version=row.number,
        )  # fmt: skip
        _tell_those_present(
            minutes, "meetings/letters/minutes_amended", by=by, version=f"{row.number}", wording=row
        )
        return Saved(row, clashes)
    ask_again(minutes)
    record(
        deeds.MINUTES_SAVED, meeting, by=by, at=at, circle_id=meeting.circle_id,
        version=row.number, from_paper=row.from_paper,
    )  # fmt: skip
    return Saved(row, clashes)


def ask_again(minutes: Minutes) -> None:
    """Other words, or other tasks, take back what was proposed: nobody has approved them yet."""
    if minutes.proposed_at:
        minutes.proposed_at = None
        minutes.save(update_fields=["proposed_at"])
        minutes.attendances.update(**NO_ANSWER)


def _refuse_another_hand(meeting: Meeting, *, by: Actor) -> None:
    refuse_if(
        rules.refusal_to_write(
            is_hand=is_hand_of(meeting, by), started=meeting.starts_at <= the_moment(),
            cancelled=meeting.cancelled_at is not None,
        )
    )  # fmt: skip


def _put_together(
    minutes: Minutes, last: Wording | None, written: Written
) -> tuple[dict[str, str], list[Clash]]:
    if last is None or written.started_from == last.number:
        return {part: getattr(written, part) for part in PARTS}, []
    start = wording(minutes, written.started_from)
    first, then = marks()
    words, clashes = {}, []
    for part in PARTS:
        base = getattr(start, part) if start else begun_with(minutes.meeting).get(part, "")
        pieces = merging.merged(base, getattr(last, part), getattr(written, part))
        words[part] = merging.in_one_text(pieces, saved=first, typed=then)
        clashes += merging.clashes(pieces)
    return words, clashes


@transaction.atomic
def name_present(
    meeting: Meeting, present: Collection[Person], excused: Collection[Person], *, by: Actor
) -> Minutes:
    """Said again, it replaces what was said, until the minutes are proposed."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    _refuse_another_hand(meeting, by=by)
    minutes = minutes_opened(meeting, on=day_of(at))
    there, away = {one.pk for one in present}, {one.pk for one in excused}
    away -= there
    known = members_on(day_of(meeting.starts_at)).filter(person_id__in=there | away)
    refuse_if(
        rules.refusal_to_name_those_present(
            stage_of(minutes, now=at), present=len(there),
            all_members=known.count() == len(there | away),
        )
    )  # fmt: skip
    minutes.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(minutes=minutes, person_id=who, present=who in there)
        for who in sorted(there | away)
    )
    record(
        deeds.PRESENT_NAMED, meeting, by=by, at=at, circle_id=meeting.circle_id,
        present=len(there), excused=len(away),
    )  # fmt: skip
    return minutes


@transaction.atomic
def propose_minutes(meeting: Meeting, *, by: Actor) -> Minutes:
    """Whoever proposes them approves them, if they were there; the others who were there are told."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    _refuse_another_hand(meeting, by=by)
    minutes = minutes_opened(meeting, on=day_of(at))
    last, present = last_wording(minutes), minutes.attendances.filter(present=True)
    refuse_if(
        rules.refusal_to_propose(
            stage_of(minutes, now=at),
            present=present.count(),
            versions=last.number if last else 0,
            unsettled=last is not None and unsettled(last),
        )
    )
    minutes.proposed_at = at
    minutes.save(update_fields=["proposed_at"])
    until = rules.silence_ends_at(minutes, days=silence_of(minutes)) or at
    version = last.number if last else 0
    _tell_those_present(  # proposed again with other tasks only, it is another letter
        minutes, "meetings/letters/minutes_proposed", by=by, until=until,
        version=f"{version}:{int(at.timestamp())}",
    )  # fmt: skip
    if last:
        _tell_the_absent(minutes, last, until=until, at=at, by=by)
    present.filter(person_id=by.person_id or 0).update(answer=Answer.APPROVES.value, answered_at=at)
    record(
        deeds.MINUTES_PROPOSED, meeting, by=by, at=at, circle_id=meeting.circle_id, version=version,
        until=day_of(until),
    )  # fmt: skip
    return minutes


def _tell_those_present(
    minutes: Minutes, letter: str, *, by: Actor, version: str, **about: object
) -> None:
    """Whoever was there, the one who holds the pen excepted: silence approves, so nobody is left out."""
    present = minutes.attendances.filter(present=True).exclude(person_id=by.person_id or 0)
    people = [one.person for one in present.select_related("person")]
    key = f"meetings.minutes:{minutes.pk}:{version}"
    write_to_all(people, letter, key=key, meeting=minutes.meeting, **about)


def _tell_the_absent(
    minutes: Minutes, last: Wording, *, until: datetime, at: datetime, by: Actor
) -> None:
    """Whoever has a voice in the circle and was not there: what was decided, what they can still say."""
    meeting, on = minutes.meeting, day_of(at)
    people = [one for one in absent_from(minutes, on=on) if one.pk != by.person_id]
    open_to = still_open_to(people, meeting.circle_id, now=at)
    about = {
        "meeting": meeting, "last": last, "until": until, "adopted": adopted_in(meeting),
        "scribe": last.author,
    }  # fmt: skip
    key = f"meetings.told:{minutes.pk}:{decided_since(minutes, last)}"
    asked = [one for one in people if open_to[one.pk]]
    write_to_all([one for one in people if one not in asked], TOLD, key=key, **about)
    for person in asked:  # each has links of their own
        write(person, TOLD, key=f"{key}:{person.pk}", rounds=open_to[person.pk], **about)


@transaction.atomic
def answer_minutes(minutes: Minutes, answer: Answer, change: str = "", *, by: Actor) -> Attendance:
    """Someone who was there approves, or asks for a change; said again, it replaces."""
    at = the_moment()
    minutes = Minutes.objects.select_related("meeting").get(pk=minutes.pk)
    mine = minutes.attendances.filter(person_id=by.person_id or 0, present=True).first()
    refuse_if(rules.refusal_to_answer(stage_of(minutes, now=at), was_there=mine is not None))
    assert mine  # noqa: S101  (refused above when absent)
    mine.answer, mine.answered_at = answer.value, at
    mine.change_wanted = change if answer is Answer.CHANGE else ""
    mine.save(update_fields=["answer", "answered_at", "change_wanted"])
    record(
        deeds.MINUTES_ANSWERED, minutes.meeting, by=by, at=at,
        circle_id=minutes.meeting.circle_id, answer=answer,
    )  # fmt: skip
    return mine
