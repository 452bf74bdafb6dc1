"""One round as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from millepieds.charter.rules import value_kept
from millepieds.charter.rules.wording import Paragraph, passages
from millepieds.circles.queries.own import is_own
from millepieds.circles.queries.structure import last_names
from millepieds.core.actors import Actor
from millepieds.core.refusals import Refusal
from millepieds.decisions.models import Proposal, Remark, Stance, Version
from millepieds.decisions.queries.consent import (
    grounds_in,
    has_a_voice,
    stances_of,
    voices_in,
)
from millepieds.decisions.queries.effects import what_forbids_to_adopt
from millepieds.decisions.queries.paper import people_to_type_in, what_forbids_this_hand
from millepieds.decisions.queries.said import Said, effects_said
from millepieds.decisions.rules import adopting as adopting_rules
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.rules.paper import refusal_to_contest, refusal_to_type_in
from millepieds.decisions.rules.rounds import QUORUM, SILENCE_CONSENTS, Stage, Stand


@dataclass(frozen=True)
class VersionShown:
    version: Version
    passages: Paragraph  # beside the one before; nothing for the first


@dataclass(frozen=True)
class StanceShown:
    stance: Stance
    is_old: bool  # it answers an earlier version
    has_moved: bool  # its author answered a later one since
    stands: bool  # an objection that stops
    may_test: bool
    not_testable: Refusal | None  # why nobody may, while it stops
    may_take_back: bool


@dataclass(frozen=True)
class RoundShown:
    """What the page says, and what this reader may do now."""

    stage: Stage
    circle_name: str
    current: Version
    versions: Sequence[VersionShown]
    effects: Sequence[Said]
    remarks: Sequence[Remark]
    stances: Sequence[StanceShown]
    mine: Stance | None
    quorum: int
    silence_consents: bool
    silence_is_own: bool  # by the circle's own rule, not by the movement's
    is_author: bool
    has_a_voice: bool
    may_remark: bool
    may_stand: bool
    may_type_in: bool
    holds_here: bool
    may_return: bool
    no: Refusal | None  # why it cannot be adopted yet

    @property
    def asks_me(self) -> bool:
        return self.may_stand and (self.mine is None or self.mine.version_id != self.current.pk)

    @property
    def with_words(self) -> list[StanceShown]:
        """Objections, concerns, and whatever else was said with its reason."""
        return [one for one in self.stances if one.stance.why]

    @property
    def without_words(self) -> list[StanceShown]:
        """Where the others stood at the end."""
        return [one for one in self.stances if not (one.stance.why or one.has_moved)]


def round_shown(proposal: Proposal, reader: Actor, *, now: datetime, on: date) -> RoundShown:
    me = reader.person_id
    versions = list(proposal.versions.all())
    current, stances = versions[-1], list(stances_of(proposal).order_by("version__number", "pk"))
    names, _ = last_names({proposal.circle_id}, set())
    last = {one.person_id: one.pk for one in stances}
    voice = has_a_voice(proposal.circle_id, me, on=on)
    here = bool(grounds_in(reader, circle_id=proposal.circle_id, on=on))
    no = None
    if here:
        no = what_forbids_to_adopt(proposal, now=now, on=on) or what_forbids_this_hand(
            proposal, reader
        )
    objects = any(one.stance == Stand.OBJECTION for one in stances)
    voices = voices_in(proposal.circle_id, on=on) if objects and not proposal.outcome else set()
    return RoundShown(
        rules.stage(proposal, now=now), names[proposal.circle_id], current, _compared(versions),
        effects_said(current, on=on), list(proposal.remarks.select_related("author")),
        [
            StanceShown(
                one, one.version_id != current.pk, last[one.person_id] != one.pk,
                last[one.person_id] == one.pk and rules.still_stands(one, current=current.pk),
                one.stance == Stand.OBJECTION and rules.refusal_to_test(
                    proposal, one, has_moved=last[one.person_id] != one.pk, person_id=me,
                    voices=voices,
                ) is None,
                rules.refusal_where_nobody_tests(proposal, one, voices=voices)
                if not proposal.outcome and last[one.person_id] == one.pk
                and rules.still_stands(one, current=current.pk) else None,
                refusal_to_contest(
                    proposal, is_mine=one.person_id == me, typed_in=one.typed_by_id is not None
                ) is None,
            )
            for one in stances
        ],
        next((one for one in reversed(stances) if one.person_id == me), None),
        value_kept(proposal.opened_under, QUORUM),
        bool(value_kept(proposal.opened_under, SILENCE_CONSENTS)),
        is_own(proposal.opened_under, SILENCE_CONSENTS),
        me == proposal.author_id, voice,
        rules.refusal_to_take_part(proposal, has_a_voice=voice, now=now) is None,
        rules.refusal_to_stand(proposal, person_id=me, has_a_voice=voice, now=now) is None,
        here and rules.stage(proposal, now=now) is Stage.CONSENTING
        and refusal_to_type_in(proposal, typist_id=me, holds_here=here) is None
        and people_to_type_in(proposal, me, on=on).exists(),
        here,
        adopting_rules.refusal_to_return(
            proposal, person_id=me, holds_here=here, adoptable=no is None, now=now
        ) is None,
        no,
    )  # fmt: skip


def _compared(versions: Sequence[Version]) -> list[VersionShown]:
    before = [None, *versions]
    return [
        VersionShown(one, passages(old.text, one.text) if old else ())
        for old, one in zip(before, versions, strict=False)
    ]
