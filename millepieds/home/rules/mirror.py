"""The mirror of the group: how a month was lived, never by whom. Plain Python."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from civics.disclosure import FLOOR
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

TOO_LONG_AT_THE_DOOR = timedelta(days=14)
EVENING, MORNING, SATURDAY = 21, 7, 5


@dataclass(frozen=True)
class Month:
    """What people did in a month that is over. `None`: too few did it to tell of nobody."""

    month: date
    people: int | None  # how many did something
    at_rest: (
        int | None
    )  # hundredths done in the evening, at night or on a week-end, to the nearest 5
    tenth: int | None  # hundredths done by the most active tenth, to the nearest 5


def lived(month: date, deeds: Iterable[tuple[int, datetime]]) -> Month:
    """`deeds`: who did each, and at what hour of the town."""
    by_person: dict[int, int] = {}
    resting: set[int] = set()
    total = late = 0
    for person, at in deeds:
        total += 1
        by_person[person] = by_person.get(person, 0) + 1
        if is_rest(at):
            late += 1
            resting.add(person)
    people = len(by_person)
    if people < FLOOR:
        return Month(month, None, None, None)
    counts = sorted(by_person.values(), reverse=True)
    busiest = sum(counts[: -(-people // 10)])
    told = len(resting) >= FLOOR or not resting
    return Month(month, people, _share(late, total) if told else None, _share(busiest, total))


def is_rest(at: datetime) -> bool:
    """An hour when one should be able to do something else."""
    return at.weekday() >= SATURDAY or at.hour >= EVENING or at.hour < MORNING


def _share(part: int, whole: int) -> int:
    return (part * 40 + whole) // (2 * whole) * 5


@dataclass(frozen=True)
class Waiting:
    """How many wait too long: nobody, some, or how many once they are a crowd."""

    count: int

    @property
    def some(self) -> bool:
        return 0 < self.count < FLOOR


def two_months_before(first_day: date) -> date:
    """The first day of the month before the one that ended the day before."""
    ended = (first_day - timedelta(days=1)).replace(day=1)
    return (ended - timedelta(days=1)).replace(day=1)


@dataclass(frozen=True)
class Voices:
    """Two months of meetings: who was there and who spoke, as counts. `None`: too few to tell of nobody."""

    since: date
    held: int  # meetings, whatever their size
    large: int  # those of which the room counted as many as the floor: the two next speak of them
    present: int | None  # how many were there, each meeting counted
    spoke: int | None  # hundredths of these who had the floor, to the nearest 5
    first: Waiting | None  # how many came for the first time, among those whom minutes name


def voices(
    since: date, rooms: Collection[tuple[int, int]], first_and_last: Collection[tuple[date, date]],
    *, held: int,
) -> Voices:  # fmt: skip
    """`rooms`: how many were there and spoke. `first_and_last`: each person's first and last day.

    A room under the floor is left out, never added to another: its members could subtract.
    """
    large = [(there, spoke) for there, spoke in rooms if there >= FLOOR]
    there, spoke = sum(one for one, _ in large), sum(one for _, one in large)
    told = bool(large) and (spoke >= FLOOR or not spoke)
    crowd = len(first_and_last) >= FLOOR
    new = sum(first >= since for first, _ in first_and_last)
    return Voices(
        since, held, len(large), there or None, _share(spoke, there) if told else None,
        Waiting(new) if crowd else None,
    )  # fmt: skip


def refusal_to_look() -> Refusal:
    return Refusal(
        _("The mirror of the group is for its members."), article="transparency.trace",
        who=Who.MEMBERS, instead=_("The register and “Who decides what” are open to everyone."),
    )  # fmt: skip
