"""Who could facilitate, write, keep time, watch over care: in turn, so that nobody does it always."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from millepieds.core.words import _


class Duty(StrEnum):
    """What someone does for one meeting."""

    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    TIMEKEEPER = "timekeeper"
    CARE = "care"


DUTIES: dict[StrEnum, str] = {
    Duty.FACILITATOR: _("facilitates"),
    Duty.SCRIBE: _("writes the minutes"),
    Duty.TIMEKEEPER: _("keeps time"),
    Duty.CARE: _("watches over care"),
}


@dataclass(frozen=True)
class Done:
    """Someone had a duty, on a day."""

    person_id: int
    duty: str
    on: date


def in_turn(duty: Duty, people: Collection[int], done: Sequence[Done]) -> list[int]:
    """Whoever did it least comes first; then whoever did it longest ago; then the order of accounts."""
    theirs = [one for one in done if one.duty == duty]
    times = Counter(one.person_id for one in theirs)
    last = {one.person_id: one.on for one in sorted(theirs, key=lambda one: one.on)}
    return sorted(people, key=lambda who: (times[who], last.get(who, date.min), who))


def one_each(
    people: Collection[int], done: Sequence[Done], taken: Collection[tuple[str, int]] = ()
) -> dict[Duty, int]:
    """A person for each duty still free, nobody twice as long as there are enough of them."""
    busy = {who for _duty, who in taken}
    found: dict[Duty, int] = {}
    for duty in Duty:
        turn = in_turn(duty, people, done)
        if duty in {each for each, _who in taken} or not turn:
            continue
        who = next((each for each in turn if each not in busy), turn[0])
        found[duty] = who
        busy.add(who)
    return found
