"""Where minutes stand, and what each of their wordings says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext, override

from millepieds.charter.queries import opened_under
from millepieds.charter.rules import value_kept
from millepieds.charter.rules.wording import Passage
from millepieds.core import actors
from millepieds.core.words import _
from millepieds.journal.models import Entry
from millepieds.journal.queries import until_a_deed
from millepieds.meetings import deeds
from millepieds.meetings.models import Attendance, Meeting, Minutes, Sitting, Turn, Wording
from millepieds.meetings.queries.preparing import is_hand_of, points_of
from millepieds.meetings.queries.tasks import TaskShown, tasks_shown
from millepieds.meetings.rules import minutes as rules
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.merging import beside
from millepieds.meetings.rules.minutes import MINUTES_SILENCE, STAGES, Stage
from millepieds.members.queries import is_member
from millepieds.people.models import Person

SAVED_FIRST, TYPED_LATER = _("[The first to save wrote:]"), _("[The second wrote:]")
PARTS: dict[str, str] = {
    "decided": _("What was decided"),
    "tensions": _("Tensions treated"),
    "text": _("What was said"),
    "tasks": _("Tasks"),
    "next_time": _("Next time"),
}

FOR_MEMBERS = {"tensions", "tasks"}  # an open meeting lets the town read the rest


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


@until_a_deed
def asked_about_minutes() -> frozenset[int]:
    """The numbers of whoever was there and has not answered proposed minutes, too late or not."""
    rows = Attendance.objects.filter(present=True, answer="", minutes__proposed_at__isnull=False)
    return frozenset(rows.order_by().values_list("person_id", flat=True))


def minutes_to_answer(person: Person, *, now: datetime) -> list[tuple[Minutes, datetime | None]]:
    """Those that wait for this person, and the moment at which silence approves them.

    Without a moment, someone asked for a change: they wait until everyone has answered.
    """
    if person.pk not in asked_about_minutes():
        return []
    asked = Minutes.objects.filter(
        attendances__person=person, attendances__present=True, attendances__answer="",
        proposed_at__isnull=False,
    ).select_related("meeting").prefetch_related("attendances")  # fmt: skip
    found: list[tuple[Minutes, datetime | None]] = []
    for one in asked.order_by("proposed_at"):
        days, answers = silence_of(one), [a.answer for a in one.attendances.all() if a.present]
        match rules.stage(one, answers, days=days, now=now):
            case Stage.PROPOSED:
                found.append((one, rules.silence_ends_at(one, days=days)))
            case Stage.TO_CHANGE:
                found.append((one, None))
    return found


def _begun(now: datetime) -> QuerySet[Meeting]:
    """A meeting put off closes its room before it begins: it is not to be written yet."""
    return Meeting.objects.filter(starts_at__lte=now).order_by("starts_at", "pk")


@until_a_deed
def left_to_propose() -> frozenset[int]:
    """Meetings whose room closed and whose minutes nobody was proposed yet."""
    closed = Sitting.objects.filter(closed_at__isnull=False, meeting__cancelled_at=None)
    rows = closed.exclude(meeting__minutes__proposed_at__isnull=False).order_by()
    return frozenset(rows.values_list("meeting_id", flat=True))


def minutes_to_write(person: Person, *, now: datetime) -> list[Meeting]:
    """Those that wait for this pen: the scribe's, or of whoever called the meeting if nobody took it."""
    if not left_to_propose():
        return []
    scribes = Turn.objects.filter(meeting=OuterRef("pk"), duty=Duty.SCRIBE.value)
    mine = Exists(scribes.filter(person=person)) | (Q(called_by=person) & ~Exists(scribes))
    return list(_begun(now).filter(mine, pk__in=left_to_propose()))


def last_wording(minutes: Minutes) -> Wording | None:
    return minutes.wordings.select_related("author").order_by("-number").first()


def scribe_named_them(meeting: Meeting) -> bool:
    """Whether those present were named by hand: until then, the room says who was there."""
    told = Entry.objects.filter(deed=deeds.PRESENT_NAMED, particulars__subject_id=meeting.pk)
    return told.exists()


def wording(minutes: Minutes, number: int) -> Wording | None:
    return minutes.wordings.filter(number=number).first()


def begun_with(meeting: Meeting) -> dict[str, str]:
    """What whoever writes first finds on the page: the points, with room under each.

    A tension has its own room, which the town does not read.
    """
    rooms: dict[str, list[str]] = {"tensions": [], "text": []}
    for point in points_of(meeting):
        rooms["tensions" if point.aim == Aim.TENSION else "text"].append(f"{point.title}\n…")
    return {part: "\n\n".join(said) for part, said in rooms.items()}


def marks() -> tuple[str, str]:
    """The lines above each side of a clash, in the movement's language, whoever reads the page."""
    with override(settings.LANGUAGE_CODE):
        return gettext(SAVED_FIRST), gettext(TYPED_LATER)


def unsettled(words: Wording) -> bool:
    """Whether two people's words are still one under the other."""
    lines = {line.strip() for part in PARTS for line in getattr(words, part).splitlines()}
    return bool(lines & set(marks()))


@dataclass(frozen=True)
class MinutesShown:
    """Minutes as one reader sees them: names, answers and changes asked for are for members."""

    minutes: Minutes
    stage: Stage
    last: Wording
    amendments: Sequence[Wording]  # saved after the approval, latest first
    present: Sequence[Attendance]
    excused: Sequence[Attendance]
    mine: Attendance | None  # the reader's own, when they were there
    until: datetime | None  # the moment at which silence approves
    inside: bool
    is_hand: bool
    tasks: Sequence[TaskShown]  # as rows, for members
    counted: int = 0  # in the room when it closed, for whoever holds the pen

    @property
    def unnamed(self) -> int:
        """Who was in the room without a phone is named by hand, if they are a member."""
        return max(self.counted - len(self.present), 0) if self.stage is Stage.WRITTEN else 0

    @property
    def gives(self) -> bool:
        """Whether this reader may give a task, on this page."""
        return self.is_hand and self.stage is not Stage.APPROVED

    @property
    def stage_words(self) -> str:
        return STAGES[self.stage]

    @property
    def parts(self) -> Sequence[tuple[str, str]]:
        """Tensions and tasks are for members: of tasks, what was typed, then the rows."""
        rows = bool(self.tasks) or self.gives
        return [
            (name, getattr(self.last, part))
            for part, name in PARTS.items()
            if (getattr(self.last, part) or (part == "tasks" and rows))
            and (self.inside or part not in FOR_MEMBERS)
        ]

    @property
    def alone(self) -> bool:
        return len(self.present) == 1

    @property
    def unsettled(self) -> bool:
        return unsettled(self.last)

    @property
    def waits(self) -> Sequence[Attendance]:
        return [one for one in self.present if not one.answer]

    @property
    def changes(self) -> Sequence[Attendance]:
        return [one for one in self.present if one.change_wanted]

    @property
    def asks_me(self) -> bool:
        still = self.stage in (Stage.PROPOSED, Stage.TO_CHANGE)
        return still and self.mine is not None and not self.mine.answer

    @property
    def may_answer(self) -> bool:
        return self.mine is not None and self.stage in (Stage.PROPOSED, Stage.TO_CHANGE)


def minutes_shown(
    meeting: Meeting, person: Person | None, *, now: datetime, on: date
) -> MinutesShown | None:
    """To members from the first words; to the town once they are approved."""
    minutes = minutes_of(meeting)
    wordings = (
        list(minutes.wordings.select_related("author").order_by("-number")) if minutes else []
    )
    if minutes is None or not wordings:
        return None
    days, named = silence_of(minutes), list(minutes.attendances.select_related("person"))
    present = [one for one in named if one.present]
    stage = rules.stage(minutes, [one.answer for one in present], days=days, now=now)
    inside = person is not None and is_member(person.pk, on=on)
    if not inside and stage is not Stage.APPROVED:
        return None
    is_hand = person is not None and inside and is_hand_of(meeting, actors.person(person))
    tasks: Sequence[TaskShown] = ()
    if person and inside:
        tasks = tasks_shown(minutes, person, is_hand=is_hand, stage=stage, on=on)
    return MinutesShown(
        minutes, stage, wordings[0], [one for one in wordings if one.amends], present,
        [one for one in named if not one.present],
        next((one for one in present if person and one.person_id == person.pk), None),
        rules.silence_ends_at(minutes, days=days), inside, is_hand, tasks,
        _counted_in(meeting) if is_hand else 0,
    )  # fmt: skip


def _counted_in(meeting: Meeting) -> int:
    """Nothing once the scribe has said who was there: a visitor is not named."""
    if scribe_named_them(meeting):
        return 0
    rows = Sitting.objects.filter(meeting=meeting, closed_at__isnull=False)
    return rows.values_list("present", flat=True).first() or 0


@dataclass(frozen=True)
class WordingShown:
    """A wording, and what changed in each of its parts since the one before."""

    wording: Wording
    changes: Sequence[tuple[str, Sequence[Passage]]]
    whole: Sequence[tuple[str, str]]


def wordings_shown(minutes: Minutes) -> list[WordingShown]:
    """Latest first."""
    rows = list(minutes.wordings.select_related("author").order_by("number"))
    found = [
        WordingShown(row, _changes(before, row) if before else (), parts_of(row))
        for before, row in zip([None, *rows[:-1]], rows, strict=True)
    ]
    return found[::-1]


def parts_of(row: Wording) -> list[tuple[str, str]]:
    """Those that say something, decisions first, under their names."""
    return [(name, getattr(row, part)) for part, name in PARTS.items() if getattr(row, part)]


def _changes(before: Wording, row: Wording) -> list[tuple[str, Sequence[Passage]]]:
    pairs = [
        (name, beside(getattr(before, part), getattr(row, part))) for part, name in PARTS.items()
    ]
    return [(name, passages) for name, passages in pairs if passages]
