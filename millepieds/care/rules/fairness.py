"""Who receives a report, and what must have happened before anything is decided about anyone."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from millepieds.care.rules.terms import FEWEST_KEEPERS, READING_TIME, RECEIVE, State, Taken
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

FAIR = "care.tension"


class Reported(Protocol):
    """What a rule needs to know of a report."""

    @property
    def closed_at(self) -> datetime | None: ...


def state(report: Reported, *, keepers: int, readings: int) -> State:
    if report.closed_at:
        return State.CLOSED
    if readings:
        return State.READ
    return State.ENTRUSTED if keepers else State.KEPT


def still_reading(read_at: datetime | None, *, now: datetime) -> bool:
    """Words stay before the eyes of whoever opened them for a while; then opening is asked again."""
    return read_at is not None and read_at <= now < read_at + READING_TIME


def may_receive(
    person_ids: Collection[int], *, author_ids: Collection[int], named: Collection[int]
) -> bool:
    """Never its author, never someone named in it, whatever account they had then."""
    return not set(person_ids) & {*author_ids, *named}


def refusal_of_contact(*, phone: str, mail: str) -> Refusal | None:
    if phone or mail:
        return None
    return Refusal(
        _("A contact can be reached: by telephone, by mail, or both."), article=FAIR, who=Who.YOU,
        instead=_("Write a number or an address."),
    )  # fmt: skip


def refusal_to_report(*, is_member: bool, can_seal: bool) -> Refusal | None:
    if not can_seal:
        return Refusal(
            _("This house has no key to seal words with yet."), article=FAIR, who=Who.NOBODY,
            instead=_("Call one of the numbers of this page, or speak with someone who mediates."),
        )  # fmt: skip
    if not is_member:
        return Refusal(
            _("Reports are sealed for members: whoever receives them may not be known outside."),
            article=FAIR, who=Who.MEMBERS,
            instead=_("Call one of the numbers of the page, or speak to whoever welcomes you."),
        )  # fmt: skip
    return None


def refusal_to_speak_for_the_author() -> Refusal:
    return Refusal(
        _("This report belongs to the person who wrote it."), article=FAIR, who=Who.ONESELF,
        instead=_("They alone choose who else reads it."),
    )  # fmt: skip


def refusal_when_closed(report: Reported) -> Refusal | None:
    if report.closed_at is None:
        return None
    return Refusal(
        _("This matter is closed."), article=FAIR, who=Who.NOBODY,
        instead=_("If it happens again, it is reported anew."),
    )  # fmt: skip


def refusal_to_entrust(
    report: Reported, *, already: int, new: int, all_may: bool
) -> Refusal | None:
    if no := refusal_when_closed(report):
        return no
    if not all_may or not new:
        return Refusal(
            _("It goes to people who may receive it today, and are neither you nor named in it."),
            article=FAIR, power=RECEIVE, instead=_("Choose among those that the page shows."),
        )  # fmt: skip
    if already + new < FEWEST_KEEPERS:
        return Refusal(
            _("A report goes to two people at least: nobody carries it alone, nobody can bury it alone."),
            article=FAIR, who=Who.YOU, instead=_("Choose one more person."),
        )  # fmt: skip
    return None


def refusal_to_note(
    report: Reported, kind: Taken, *, has_read: bool, day: date | None, on: date
) -> Refusal | None:
    if no := refusal_when_closed(report) or refusal_before_reading(has_read=has_read):
        return no
    if kind is Taken.MEASURE and (day is None or day < on):
        return Refusal(
            _("A measure that protects says until which day."), article=FAIR, who=Who.YOU,
            instead=_("Write a day to come: it can be taken again."),
        )  # fmt: skip
    if kind in (Taken.HEARD_AUTHOR, Taken.HEARD_NAMED) and (day is None or day > on):
        return Refusal(
            _("A hearing is noted once it happened, with its day."), article=FAIR, who=Who.YOU,
            instead=_("Write the day when you heard this person."),
        )  # fmt: skip
    return None


def refusal_to_hear(*, named: bool) -> Refusal | None:
    if named:
        return None
    return Refusal(
        _("This person is not named in the report."), article=FAIR, who=Who.NOBODY,
        instead=_("Nothing is decided about someone whom no report names."),
    )  # fmt: skip


def refusal_before_reading(*, has_read: bool) -> Refusal | None:
    if has_read:
        return None
    return Refusal(
        _("You have not opened this report yet."), article=FAIR, who=Who.YOU,
        instead=_("Open it first: whoever wrote it sees when."),
    )  # fmt: skip


def refusal_when_involved(*, involved: bool) -> Refusal | None:
    if not involved:
        return None
    return Refusal(
        _("You stood by someone in this matter: you do not decide in it."), article=FAIR,
        power=RECEIVE, instead=_("Someone else who has the report decides."),
    )  # fmt: skip


def refusal_to_second(*, answered: bool, oneself: bool) -> Refusal | None:
    """Nobody takes someone out of the movement alone."""
    if answered:
        return Refusal(
            _("A second person has already answered."), article=FAIR, who=Who.NOBODY,
            instead=_("The page of the report says where things stand."),
        )  # fmt: skip
    if oneself:
        return Refusal(
            _("You proposed it: nobody suspends or excludes alone."), article=FAIR, power=RECEIVE,
            instead=_("Someone else who has the report reads it, and agrees or not."),
        )  # fmt: skip
    return None


def refusal_of_another(*, decided_since: bool) -> Refusal | None:
    """Two proposals that waited side by side are not both agreed to: it would be two sentences."""
    if not decided_since:
        return None
    return Refusal(
        _("Another proposal about this person was agreed to since this one was written."),
        article=FAIR, who=Who.NOBODY,
        instead=_("If more is needed, propose it again, and say what is new."),
    )  # fmt: skip


def refusal_to_decide(
    *, named: bool, heard_author: bool, heard_named: bool, involved: bool, days: int, longest: int
) -> Refusal | None:
    """Both were heard, by people who stand with neither; for a time that is said."""
    if no := refusal_when_involved(involved=involved) or refusal_to_hear(named=named):
        return no
    if not (heard_author and heard_named):
        return Refusal(
            _("Both must be heard first: whoever reported, and the person it is about."),
            article=FAIR, who=Who.YOU,
            instead=_("Hear them, with someone beside them, and note it. A measure can protect meanwhile."),
        )  # fmt: skip
    if not 1 <= days <= longest:
        return Refusal(
            _("It lasts %(longest)s days at most, from today."), article=FAIR, who=Who.YOU,
            instead=_("Write the day when it ends."), values={"longest": longest},
        )  # fmt: skip
    return None


def refusal_to_open(*, may: bool) -> Refusal | None:
    if may:
        return None
    return Refusal(
        _("This decision opens to whoever took it, and to those who may answer its appeal."),
        article=FAIR, power=RECEIVE, instead=_("Speak with someone who receives reports."),
    )  # fmt: skip


def refusal_before_opening(*, has_opened: bool) -> Refusal | None:
    if has_opened:
        return None
    return Refusal(
        _("You have not opened this decision and its appeal yet."), article=FAIR, who=Who.YOU,
        instead=_("Open them first: the person it is about sees when."),
    )  # fmt: skip


class Decided(Protocol):
    """What a rule needs to know of a sanction."""

    @property
    def appealed_at(self) -> datetime | None: ...
    @property
    def answered_at(self) -> datetime | None: ...


def refusal_to_appeal(
    sanction: Decided, *, oneself: bool, ends_on: date, on: date
) -> Refusal | None:
    if not oneself:
        return Refusal(
            _("Only the person it is about appeals."), article=FAIR, who=Who.ONESELF,
            instead=_("You may stand beside them."),
        )  # fmt: skip
    if sanction.appealed_at:
        return Refusal(
            _("You have already appealed."), article=FAIR, who=Who.NOBODY,
            instead=_("Its page says where things stand."),
        )  # fmt: skip
    if on >= ends_on:
        return Refusal(
            _("It is over."), article=FAIR, who=Who.NOBODY, instead=_("Nothing holds you any more.")
        )
    return None


def refusal_to_answer(sanction: Decided, *, may: bool) -> Refusal | None:
    if not may:
        return Refusal(
            _("Whoever decided, or stands with someone in this matter, does not answer the appeal."),
            article=FAIR, power=RECEIVE, instead=_("Someone else who receives reports answers it."),
        )  # fmt: skip
    if not sanction.appealed_at or sanction.answered_at:
        return Refusal(
            _("No appeal waits here."), article=FAIR, who=Who.NOBODY,
            instead=_("Its page says where things stand."),
        )  # fmt: skip
    return None
