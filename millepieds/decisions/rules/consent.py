"""A circle consents: it understands, reacts, objects with reasons that are tested, then adopts."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.decisions.rules.advice import PERIMETER, TRACE
from millepieds.decisions.rules.rounds import HARMS, Criterion, Outcome, Stage, Stand


class Round(Protocol):
    """What a rule needs to know of a proposal."""

    @property
    def author_id(self) -> int: ...
    @property
    def asked_at(self) -> datetime | None: ...
    @property
    def listens_until(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def called_at(self) -> datetime | None: ...
    @property
    def held_at(self) -> datetime | None: ...
    @property
    def outcome(self) -> str: ...


class Standing(Protocol):
    """What a rule needs to know of a stance."""

    @property
    def person_id(self) -> int: ...
    @property
    def version_id(self) -> int: ...
    @property
    def stance(self) -> str: ...
    @property
    def tested_on_id(self) -> int | None: ...
    @property
    def holds(self) -> bool | None: ...


def stage(one: Round, *, now: datetime) -> Stage:
    if one.outcome:
        return Stage(Outcome(one.outcome).value)
    if one.listens_until is None or one.closes_at is None:
        return Stage.WRITTEN
    if one.called_at:
        return Stage.IN_MEETING
    if now < one.listens_until:
        return Stage.LISTENING
    return Stage.CONSENTING if now < one.closes_at else Stage.CLOSED


def closes_after_a_change(one: Round, *, at: datetime, hours: int) -> datetime | None:
    """Whoever must look again at new words has the whole of their time."""
    return one.closes_at and max(one.closes_at, at + timedelta(hours=hours))


def holds(found: Collection[Criterion]) -> bool:
    """A harm, caused by the proposal, that would surely come or be seen too late."""
    return bool(set(found) & set(HARMS)) and {Criterion.CAUSED, Criterion.CERTAIN} <= set(found)


def still_stands(one: Standing, *, current: int) -> bool:
    """An objection stops the round until its author moves, or until it is found not to hold."""
    return one.stance == Stand.OBJECTION and not (one.tested_on_id == current and not one.holds)


def refusal_when_round_over(one: Round) -> Refusal | None:
    if not one.outcome:
        return None
    return Refusal(
        _("This round is over."), article=TRACE, who=Who.NOBODY,
        instead=_("Write another proposal: it can start from this one."),
    )  # fmt: skip


def refusal_to_propose(*, holds_here: bool) -> Refusal | None:
    if holds_here:
        return None
    return Refusal(
        _("You hold no mandate in this circle today."), article="self-management.mandates",
        who=Who.CIRCLE,
        instead=_("Speak to someone who holds one, or offer to take a free role there."),
    )  # fmt: skip


def refusal_of_another_hand(one: Round, *, person_id: int | None) -> Refusal | None:
    """Its words belong to whoever proposes, as long as the round lasts."""
    if person_id == one.author_id:
        return None
    return Refusal(
        _("Only the person who proposes changes the words of the proposal."), article=PERIMETER,
        who=Who.ONESELF, instead=_("Say what you would change, as a reaction or an objection."),
    )  # fmt: skip


def refusal_to_present(one: Round) -> Refusal | None:
    if no := refusal_when_round_over(one):
        return no
    if one.asked_at:
        return Refusal(
            _("The circle has it already."), article=TRACE, who=Who.NOBODY,
            instead=_("Read what was said; you may write a new version."),
        )  # fmt: skip
    return None


def refusal_of_change(changed: str) -> Refusal | None:
    if changed.strip():
        return None
    return Refusal(
        _("The circle has read the version before: say what changed, and why."), article=TRACE,
        who=Who.YOU, instead=_("Name the objection or the reaction that you take in."),
    )  # fmt: skip


STOPPED = Refusal(
    _("It was called into a meeting: the clock is stopped."), article=PERIMETER, who=Who.NOBODY,
    instead=_("Say it in the meeting, or once the round goes on."),
)  # fmt: skip


def refusal_to_take_part(one: Round, *, has_a_voice: bool, now: datetime) -> Refusal | None:
    """Of the circle, while the round is open and nobody called it into a meeting."""
    if no := refusal_when_round_over(one):
        return no
    if not has_a_voice:
        return Refusal(
            _("This proposal is before a circle in which you have no voice today."),
            article="self-management.perimeter", who=Who.CIRCLE,
            instead=_("Speak to someone of this circle: they can say it there."),
        )  # fmt: skip
    now_at = stage(one, now=now)
    if now_at is Stage.WRITTEN:
        return Refusal(
            _("It is still being written."), article=TRACE, who=Who.NOBODY,
            instead=_("Wait until it is put to the circle."),
        )  # fmt: skip
    if now_at is Stage.IN_MEETING and one.held_at is None:
        return STOPPED
    if now_at is Stage.CLOSED:
        return Refusal(
            _("The round is closed since %(until)s."), article=PERIMETER, who=Who.NOBODY,
            values={"until": one.closes_at},
            instead=_("If a new version is written, you are asked again."),
        )  # fmt: skip
    return None


def refusal_to_call(one: Round, *, has_a_voice: bool, now: datetime) -> Refusal | None:
    no = refusal_to_take_part(one, has_a_voice=has_a_voice, now=now)
    return no or (STOPPED if one.called_at else None)


def refusal_to_hold(one: Round, *, has_a_voice: bool, now: datetime) -> Refusal | None:
    """Treat it in the room: whoever is there asks, reacts and says where they stand, at once."""
    no = refusal_to_take_part(one, has_a_voice=has_a_voice, now=now)
    return None if no is STOPPED else no


def refusal_to_stand(
    one: Round, *, person_id: int | None, has_a_voice: bool, now: datetime
) -> Refusal | None:
    if no := refusal_to_take_part(one, has_a_voice=has_a_voice, now=now):
        return no
    if stage(one, now=now) is Stage.LISTENING:
        return Refusal(
            _("First everyone asks and reacts, until %(until)s."), article=PERIMETER, who=Who.NOBODY,
            values={"until": one.listens_until},
            instead=_("Ask what you do not understand, or say what it does to you."),
        )  # fmt: skip
    if person_id == one.author_id:
        return Refusal(
            _("It is your proposal: you consent to it by proposing it."), article=PERIMETER,
            who=Who.NOBODY, instead=_("If you no longer do, write a new version or withdraw it."),
        )  # fmt: skip
    return None


def refusal_of_stance(stance: Stand, why: str) -> Refusal | None:
    if stance in (Stand.CONSENT, Stand.ASIDE) or why.strip():
        return None
    return Refusal(
        _("A concern or an objection is said with its reason."), article=PERIMETER, who=Who.YOU,
        instead=_("Write what would happen, and to whom."),
    )  # fmt: skip


def refusal_of_other_words(*, read: int | None, last: int) -> Refusal | None:
    """Nobody consents to words that they have not read."""
    if read in (None, last):
        return None
    return Refusal(
        _("These words were changed since: this is version %(last)s."), article=TRACE, who=Who.YOU,
        instead=_("Read the new version, then say where you stand."), values={"last": last},
    )  # fmt: skip


def refusal_outside(*, names_someone: bool) -> Refusal | None:
    """A letter may be forwarded."""
    if not names_someone:
        return None
    return Refusal(
        _("Adopting it does something about a person: that is read inside only."),
        article="trust.consent", who=Who.YOU,
        instead=_("Sign in: the proposal is in “For me”, and you can say where you stand."),
    )  # fmt: skip


def refusal_where_nobody_tests(
    one: Round, stance: Standing, *, voices: Collection[int]
) -> Refusal | None:
    """In a circle of two, whoever does not object proposes."""
    if set(voices) - {stance.person_id, one.author_id}:
        return None
    return Refusal(
        _("Nobody in this circle may test this objection: everyone in it objects or proposes."),
        article=PERIMETER, who=Who.NOBODY,
        instead=_(
            "Take it in, in a new version; call the proposal into a meeting; or withdraw it here "
            "and bring it to the Coordination."
        ),
    )  # fmt: skip


def refusal_to_test(
    one: Round, stance: Standing, *, has_moved: bool, person_id: int | None, voices: Collection[int]
) -> Refusal | None:
    """Neither whoever objects nor whoever proposes judges whether the reasons hold."""
    if no := refusal_when_round_over(one):
        return no
    if stance.stance != Stand.OBJECTION or has_moved:
        return Refusal(
            _("This is no objection: there is nothing to test."), article=PERIMETER, who=Who.NOBODY,
            instead=_("A concern is kept, and does not stop the proposal."),
        )  # fmt: skip
    if no := refusal_where_nobody_tests(one, stance, voices=voices):
        return no
    if person_id not in voices or person_id in (stance.person_id, one.author_id):
        return Refusal(
            _("An objection is tested by someone of the circle who neither objects nor proposes."),
            article=PERIMETER, who=Who.CIRCLE, instead=_("Ask someone of the circle to do it."),
        )  # fmt: skip
    return None


def refusal_to_amend(one: Round) -> Refusal | None:
    if no := refusal_when_round_over(one):
        return no
    if one.asked_at is None:
        return Refusal(
            _("Nobody else has read it yet."), article=TRACE, who=Who.YOU,
            instead=_("Rewrite it freely, then put it to the circle."),
        )  # fmt: skip
    return None


def refusal_to_explain(*, is_question: bool) -> Refusal | None:
    if is_question:
        return None
    return Refusal(
        _("A reaction is heard, not answered."), article=PERIMETER, who=Who.NOBODY,
        instead=_("Take it in, in a new version, if it moved you."),
    )  # fmt: skip


def refusal_to_resume(one: Round) -> Refusal | None:
    if no := refusal_when_round_over(one):
        return no
    if one.called_at is None:
        return Refusal(
            _("Its clock is not stopped."), article=TRACE, who=Who.NOBODY,
            instead=_("There is nothing to do."),
        )  # fmt: skip
    return None


def times_after_a_stop(one: Round, *, at: datetime) -> tuple[datetime, datetime]:
    """What was left of listening and of the round, from now on."""
    if not (one.called_at and one.listens_until and one.closes_at):
        return at, at  # a round that was never called in
    stopped = at - one.called_at
    listens = (
        one.listens_until + stopped if one.called_at < one.listens_until else one.listens_until
    )
    return listens, one.closes_at + stopped


def closes_if_it_goes_on(one: Round, *, at: datetime) -> datetime:
    """Until when a stance given now may change: a clock that is stopped lost nothing meanwhile."""
    return times_after_a_stop(one, at=at)[1] if one.called_at else one.closes_at or at
