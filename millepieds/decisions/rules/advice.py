"""Whoever holds a perimeter asks those first concerned, hears them, answers each, then decides."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.decisions.rules.terms import ENDS_THE_OTHER, Followed, Reaches, State, Tie, Why

PERIMETER = "self-management.perimeter"
TRACE = "transparency.trace"


class Making(Protocol):
    """What a rule needs to know of a decision."""

    @property
    def asked_at(self) -> datetime | None: ...
    @property
    def answer_until(self) -> datetime | None: ...
    @property
    def taken_at(self) -> datetime | None: ...
    @property
    def dropped_at(self) -> datetime | None: ...
    @property
    def effective_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


class Closable(Protocol):
    """What a rule needs to know of the tension a question comes from."""

    @property
    def closed_at(self) -> datetime | None: ...


class Asked(Protocol):
    """What a rule needs to know of someone asked for advice."""

    @property
    def why(self) -> str: ...
    @property
    def until(self) -> datetime: ...
    @property
    def advised_at(self) -> datetime | None: ...
    @property
    def answered_at(self) -> datetime | None: ...


def state(making: Making, *, ended_by: Collection[Tie] = (), now: datetime, on: date) -> State:
    """Where it stands. `ended_by`: what decisions already in force do to it."""
    if making.dropped_at:
        return State.DROPPED
    if making.taken_at is None or making.effective_on is None:
        return _before(making, now=now)
    if Tie.REVOKES in ended_by:
        return State.REVOKED
    if Tie.REPLACES in ended_by:
        return State.REPLACED
    if making.ends_on is not None and making.ends_on <= on:
        return State.LAPSED
    return State.IN_FORCE if making.effective_on <= on else State.TO_COME


def _before(making: Making, *, now: datetime) -> State:
    if making.asked_at is None or making.answer_until is None:
        return State.DRAFT
    return State.ASKING if now < making.answer_until else State.HEARD


def review_is_late(state: State, review_on: date | None, *, on: date) -> bool:
    return state is State.IN_FORCE and review_on is not None and review_on <= on


def time_given(asked_at: datetime, *, hours: int, wished: datetime | None) -> datetime:
    """When advice closes: what the decider wishes, never sooner than the rule."""
    earliest = asked_at + timedelta(hours=hours)
    return max(earliest, wished) if wished else earliest


def refusal_to_change(making: Making) -> Refusal | None:
    """A question that people are answering is not changed under their eyes."""
    if no := refusal_when_over(making):
        return no
    if making.asked_at:
        return Refusal(
            _("People have been asked about these very words: they no longer change."),
            article=PERIMETER, who=Who.NOBODY,
            instead=_("Say what you learnt in the decision, or drop this question and open another."),
        )  # fmt: skip
    return None


def refusal_when_over(making: Making) -> Refusal | None:
    if making.taken_at is None and making.dropped_at is None:
        return None
    return Refusal(
        _("This question is closed."), article=TRACE, who=Who.NOBODY,
        instead=_("Open another one: it can replace this decision."),
    )  # fmt: skip


def refusal_to_open_from(tension: Closable | None) -> Refusal | None:
    """`tension`: the one named, if this person has its words."""
    if tension and tension.closed_at is None:
        return None
    return Refusal(
        _("This tension is closed, or was not entrusted to you."), article="care.tension",
        who=Who.NOBODY, instead=_("Open the question without it: nothing of it will be read there."),
    )  # fmt: skip


def refusal_to_ask(making: Making, *, asked: int, already: int) -> Refusal | None:
    if no := refusal_when_over(making):
        return no
    if not asked and not already:
        return Refusal(
            _("Nobody has been named yet."), article=PERIMETER, who=Who.YOU,
            instead=_("Name a circle, a member, or someone from outside."),
        )  # fmt: skip
    if not asked:
        return Refusal(
            _("Everyone you named has been asked already."), article=PERIMETER, who=Who.YOU,
            instead=_("Name someone else, or wait for their advice."),
        )  # fmt: skip
    return None


def refusal_to_advise(
    making: Making, asked: Asked, *, on_paper: bool, now: datetime
) -> Refusal | None:
    """Until the hour, and not after. What was said on paper in time is typed in until the decision."""
    if no := refusal_when_over(making):
        return no
    if now >= asked.until and not on_paper:
        return Refusal(
            _("The time to give advice is over since %(until)s."), article=PERIMETER, who=Who.NOBODY,
            values={"until": asked.until},
            instead=_("Speak to the person who decides: the decision is not taken yet."),
        )  # fmt: skip
    return None


def refusal_to_speak_for_another() -> Refusal:
    return Refusal(
        _("This advice was asked of someone else."), article=PERIMETER, who=Who.ONESELF,
        instead=_("Speak to them, or to whoever decides."),
    )  # fmt: skip


def refusal_to_answer(making: Making, asked: Asked) -> Refusal | None:
    if no := refusal_when_over(making):
        return no
    if asked.advised_at is None:
        return Refusal(
            _("This person has not given advice: there is nothing to answer."), article=PERIMETER,
            who=Who.NOBODY, instead=_("Wait for their advice; silence is written down as silence."),
        )  # fmt: skip
    return None


def refusal_of_answer(followed: Followed, answer: str) -> Refusal | None:
    """Whoever is not followed is told why."""
    if followed is Followed.FOLLOWED or answer.strip():
        return None
    return Refusal(
        _("An advice that is not wholly followed deserves a reason."), article=PERIMETER,
        who=Who.YOU, instead=_("Write in one sentence why."),
    )  # fmt: skip


def refusal_to_decide(making: Making, asked: Sequence[Asked], *, now: datetime) -> Refusal | None:
    """Those first concerned asked, their time over, each advice answered."""
    if no := refusal_when_over(making):
        return no
    if not any(one.why == Why.CONCERNED for one in asked):
        return Refusal(
            _("Nobody first concerned has been asked yet."), article=PERIMETER, who=Who.YOU,
            instead=_("Ask at least one person or circle who will live with it."),
        )  # fmt: skip
    last = max(one.until for one in asked)
    if now < last:
        return Refusal(
            _("Those who were asked have until %(until)s to answer."), article=PERIMETER,
            who=Who.YOU, values={"until": last},
            instead=_("Wait until then. You can already answer the advice that came."),
        )  # fmt: skip
    if waiting := sum(1 for one in asked if one.advised_at and not one.answered_at):
        return Refusal(
            _("Advice still waits for your answer: %(waiting)s."), article=PERIMETER, who=Who.YOU,
            values={"waiting": waiting}, instead=_("Answer each advice, in a sentence."),
        )  # fmt: skip
    return None


def refusal_of_dates(
    effective_on: date, review_on: date, ends_on: date | None, *, today: date, within: int
) -> Refusal | None:
    if effective_on < today:
        return _dates(_("A decision takes effect today at the earliest."))
    if review_on <= effective_on:
        return _dates(_("It is looked at again after it has taken effect."))
    latest = effective_on + timedelta(days=within)
    if review_on > latest:
        return _dates(_("It is looked at again on %(latest)s at the latest."), latest=latest)
    if ends_on is not None and ends_on <= effective_on:
        return _dates(_("It ends after it has taken effect."))
    return None


def _dates(because: str, **values: object) -> Refusal:
    return Refusal(
        because, article="transparency.rules", who=Who.YOU, values=values,
        instead=_("Choose another date."),
    )  # fmt: skip


def refusal_to_tie(
    tie: Tie, *, other_stands: bool, other_within: bool, itself: bool
) -> Refusal | None:
    """Only what stands is replaced, by someone whose circle holds the one that took it."""
    if itself or not other_stands:
        return Refusal(
            _("Only a decision taken and still standing can be named here."), article=TRACE,
            who=Who.NOBODY, instead=_("Choose a decision in force."),
        )  # fmt: skip
    if tie in ENDS_THE_OTHER and not other_within:
        return Refusal(
            _("This decision was taken in another perimeter: yours does not end it."),
            article=PERIMETER, who=Who.NOBODY,
            instead=_("Ask its circle for advice, or say that yours contradicts it."),
        )  # fmt: skip
    return None


def suggests_escalation(reaches: Collection[str]) -> bool:
    """Larger than one perimeter: sound out your référents before deciding."""
    return bool(set(reaches) & {reach.value for reach in Reaches})
