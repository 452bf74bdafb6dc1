"""A question to answer with a pen, and a decision to pin on a wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from millepieds.core.clock import day_of
from millepieds.core.paper import sheet
from millepieds.decisions.models import Precedent, Proposal, Solicitation, Version
from millepieds.decisions.queries.making import token_of
from millepieds.decisions.queries.reading import Shown
from millepieds.decisions.queries.rounds import RoundShown, StanceShown
from millepieds.decisions.queries.said import Said
from millepieds.decisions.rules.rounds import IN_SHORT, STANDS, Stand
from millepieds.decisions.rules.terms import FOLLOWED, STATES, TIES, WHYS, Followed, Tie, Why


def sheet_to_advise(asked: Solicitation, *, on: date) -> bytes:
    """For one person: the question, room to answer, and a square that opens the same on a phone."""
    decision = asked.decision
    words = {
        "title": decision.title,
        "lead": _("%(name)s, your advice is asked: %(why)s. Until %(until)s.")
        % {
            "name": asked, "why": _(WHYS[Why(asked.why)]),
            "until": date_format(localtime(asked.until), "DATETIME_FORMAT"),
        },
        "parts": _question(decision.question, decision.context, decision.intention),
        "advice": _("My advice"),
        "back": _("Give this sheet back to %(name)s, or scan the square and answer on a phone.")
        % {"name": decision.author},
    }  # fmt: skip
    leads_to = reverse("decisions:from_a_letter", args=[token_of(asked)])
    return sheet("decisions/paper/advise.typ", words, leads_to=leads_to, on=on)


def sheet_to_stand(
    proposal: Proposal, version: Version, effects: Sequence[Said], *, on: date
) -> bytes:
    """The words, what adopting them would do, room to say where one stands and why."""
    closes = proposal.closes_at
    words = {
        "title": proposal.title,
        "lead": _("Version %(number)s. Where do you stand? Give this sheet back before %(until)s.")
        % {
            "number": version.number,
            "until": date_format(localtime(closes), "DATETIME_FORMAT") if closes else "",
        },
        "parts": [
            [_("What is proposed"), version.text],
            [_("What happened, for real"), proposal.example],
            [_("What adopting it does by itself"), "\n".join(map(_effect, effects)) or _("nothing")],
        ],
        "name": _("My name"),
        "stand": _("Where I stand, on version %(number)s") % {"number": version.number},
        "stands": [_(words) for words in STANDS.values()],
        "why": _("Why (for a concern or an objection: what would happen, and to whom)"),
        "back": _(
            "Give it to someone of the circle, not to %(name)s. "
            "You will be written to once it is typed in."
        )
        % {"name": proposal.author},
    }  # fmt: skip
    return sheet("decisions/paper/stand.typ", words, leads_to=proposal.get_absolute_url(), on=on)


def _effect(one: Said) -> str:
    lines = [f"{line.name}{_(': ')}{_(', ').join(line.said)}" for line in one.lines]
    return "\n".join([f"{one.what}{_(': ')}{one.thing}", *lines])


@dataclass(frozen=True)
class Making:
    """How a decision was built, as this reader may read it: to the town, only what is counted."""

    asked: Sequence[Solicitation]
    effects: Sequence[Said] = ()
    earlier: Sequence[Precedent] = ()
    round: RoundShown | None = None
    inside: bool = False


def sheet_of(one: Shown, made: Making, *, on: date) -> bytes:
    """The decision as this reader may read it: outside, neither the advice nor the names."""
    leads_to = one.decision.get_absolute_url()
    return sheet("decisions/paper/decision.typ", written(one, made), leads_to=leads_to, on=on)


def written(one: Shown, made: Making) -> dict[str, object]:
    """Each word of that sheet."""
    decision, inside = one.decision, made.inside
    taken_on = decision.taken_at and day_of(decision.taken_at)
    facts = [
        (_("Taken by"), one.by), (_("Under the role"), f"{one.role_name}, {one.circle_name}"),
        (_("In force from"), _day(decision.effective_on)), (_("Until"), _day(decision.last_day)),
        (_("Looked at again on"), _day(decision.review_on)), (_("Where it stands"), _(STATES[one.state])),
    ]  # fmt: skip
    voices = made.round.with_words if made.round else []
    return {
        "title": decision.title,
        "lead": _("Decision %(mark)s, %(day)s") % {"mark": decision.mark, "day": _day(taken_on)},
        "text": decision.text,
        "because": _("Because:"), "reasons": decision.reasons,
        "facts": [[name, said] for name, said in facts if said],
        "does": _("What adopting it does by itself"), "effects": [*map(_effect, made.effects)],
        "made": _("How it was built"),
        "parts": _question(decision.question, decision.context, decision.intention) if inside else [],
        "count": _count(made.asked),
        "asked": [*map(_advice, made.asked), *map(_voice, voices)] if inside else [],
        "earlier": [
            f"{_(TIES[Tie(each.tie)])} {each.earlier.mark} {each.earlier.title}"
            for each in made.earlier
        ],
        "foot": f"{decision.mark} · {decision.title}",
    }  # fmt: skip


def _voice(each: StanceShown) -> dict[str, str]:
    """A reason given in the round, and to which words it answered."""
    stance = each.stance
    version = _("on version %(number)s") % {"number": stance.version.number}
    return {
        "who": f"{stance.person} {_(IN_SHORT[Stand(stance.stance)])}, {version}",
        "said": stance.why, "answer": "",
    }  # fmt: skip


def _count(asked: Sequence[Solicitation]) -> str:
    """A decision is taken with advice; adopted by consent, nobody was asked for any."""
    if not asked:
        return _("A circle consented to it.")
    given = sum(1 for each in asked if each.advised_at)
    return _("Advice asked: %(asked)s. Given: %(given)s.") % {"asked": len(asked), "given": given}


def sheet_of_year(year: int, lines: list[Shown], *, part: str = "") -> bytes:
    """The decisions of a year. The day it is printed is not in it: the same words, the same bytes."""
    words = {
        "title": _("Decisions of %(year)s") % {"year": year},
        "lead": " · ".join(filter(None, (_("Decisions: %(many)s") % {"many": len(lines)}, part))),
        "because": _("Because:"),
        "decisions": [_of_the_year(one) for one in lines],
        "foot": " · ".join(filter(None, (_("Decisions of %(year)s") % {"year": year}, part))),
    }  # fmt: skip
    last = max(day_of(one.decision.taken_at) for one in lines if one.decision.taken_at)
    leads_to = f"{reverse('decisions:decisions')}?year={year}"
    return sheet("decisions/paper/year.typ", words, leads_to=leads_to, on=last)


def year_in_parts(part: int, of: int) -> str:
    return _("part %(part)s of %(of)s") % {"part": part, "of": of} if of > 1 else ""


def _of_the_year(one: Shown) -> dict[str, object]:
    decision = one.decision
    by = f"{one.by}, {one.role_name}" if one.by else one.role_name
    facts = [
        (_("Under the role"), f"{by}, {one.circle_name}"),
        (_("In force from"), _day(decision.effective_on)), (_("Until"), _day(decision.last_day)),
        (_("Looked at again on"), _day(decision.review_on)),
    ]  # fmt: skip
    taken_on = _day(decision.taken_at and day_of(decision.taken_at))
    return {
        "title": f"{decision.mark} {decision.title}",
        "stands": f"{taken_on} · {_(STATES[one.state])}",
        "text": decision.text, "reasons": decision.reasons,
        "facts": [[name, said] for name, said in facts if said],
    }  # fmt: skip


def _question(question: str, context: str, intention: str) -> list[list[str]]:
    parts = [
        (_("The question"), question), (_("Why now"), context), (_("What is intended"), intention)
    ]  # fmt: skip
    return [[name, said] for name, said in parts if said]


def _advice(each: Solicitation) -> dict[str, str]:
    why = _(WHYS[Why(each.why)])
    answer = f"{_(FOLLOWED[Followed(each.followed)])}. {each.answer}" if each.followed else ""
    return {
        "who": f"{each}, {why}" if each.advised_at else f"{each}, {why}{_(': ')}{_('no answer')}",
        "said": each.advice if each.advised_at else "",
        "answer": answer.strip(),
    }


def _day(day: date | None) -> str:
    return date_format(day) if day else ""
