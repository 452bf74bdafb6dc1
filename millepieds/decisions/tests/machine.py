"""One question, three people asked, and hours that pass: whatever happens, in whatever order.

A small model says what should be possible. The same story is told to the pure rules (`OnPaper`) and to
the whole house (`InTheHouse`); both must always agree with the model.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from millepieds.circles.models import Role
from millepieds.circles.queries.organigram import Names
from millepieds.core import actors, clock
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.advising import answer_advice
from millepieds.decisions.actions.asking import Question, change_question
from millepieds.decisions.actions.deciding import decide, drop_question
from millepieds.decisions.models import Decision, Solicitation
from millepieds.decisions.queries.reading import shown
from millepieds.decisions.rules import advice as rules
from millepieds.decisions.rules.terms import Followed, State, Why
from millepieds.decisions.tests.makers import make_advice, make_asked, make_question, verdict
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.people.models import Person

PEOPLE, RULE = range(3), 72
WHY = {0: Why.CONCERNED, 1: Why.EXPERTISE, 2: Why.CONCERNED}
START = datetime.fromisoformat("2030-01-01T12:00+01:00")
HOUR = timedelta(hours=1)
OTHER_WORDS = Question("Le dimanche", "Et le dimanche ?", "Ouvrir.")
NOBODY = Names(everyone=False, agreed=())


class World(Protocol):
    """Each deed says whether it was done."""

    def change(self) -> bool: ...
    def ask(self, who: int) -> bool: ...
    def advise(self, who: int, words: int) -> bool: ...
    def answer(self, who: int) -> bool: ...
    def decide(self) -> bool: ...
    def drop(self) -> bool: ...
    def hours_pass(self, hours: int) -> None: ...
    def state(self) -> State: ...
    def close(self) -> None: ...


class Making(RuleBasedStateMachine):
    """The model. `make_world` is set by whoever runs the machine."""

    make_world: Callable[[], World]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make_world()
        self.hour, self.end = 0, 0
        self.said: dict[int, int | None] = {}  # who was asked, and their last words
        self.answered: set[int] = set()
        self.over = ""

    def teardown(self) -> None:
        self.world.close()

    def _step(self, done: bool, expected: bool) -> bool:
        assert done is expected
        return done

    @rule()
    def change(self) -> None:
        self._step(self.world.change(), not self.over and not self.said)

    @rule(who=st.sampled_from(PEOPLE))
    def ask(self, who: int) -> None:
        if self._step(self.world.ask(who), not self.over and who not in self.said):
            self.said[who] = None
            self.end = max(self.end, self.hour + RULE)

    @rule(who=st.sampled_from(PEOPLE), words=st.sampled_from([1, 2]))
    def advise(self, who: int, words: int) -> None:
        may = not self.over and who in self.said and self.hour < self.end
        if self._step(self.world.advise(who, words), may):
            if self.said[who] != words:
                self.answered.discard(who)
            self.said[who] = words

    @rule(who=st.sampled_from(PEOPLE))
    def answer(self, who: int) -> None:
        if self._step(self.world.answer(who), not self.over and bool(self.said.get(who))):
            self.answered.add(who)

    @rule()
    def decide(self) -> None:
        concerned = any(WHY[who] is Why.CONCERNED for who in self.said)
        heard = {who for who, words in self.said.items() if words} <= self.answered
        may = not self.over and concerned and heard and self.hour >= self.end
        if self._step(self.world.decide(), may):
            self.over = "taken"

    @rule()
    def drop(self) -> None:
        if self._step(self.world.drop(), not self.over):
            self.over = "dropped"

    @rule(hours=st.sampled_from([1, 24, 71, 72]))
    def hours_pass(self, hours: int) -> None:
        self.hour += hours
        self.world.hours_pass(hours)

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        if self.over:
            expected = State.DROPPED if self.over == "dropped" else State.IN_FORCE
        elif self.said:
            expected = State.ASKING if self.hour < self.end else State.HEARD
        else:
            expected = State.DRAFT
        assert self.world.state() is expected


@dataclass
class Row:
    """A decision or someone asked, without a table."""

    asked_at: datetime | None = None
    answer_until: datetime | None = None
    taken_at: datetime | None = None
    dropped_at: datetime | None = None
    effective_on: date | None = None
    ends_on: date | None = None


@dataclass
class Said:
    why: str
    until: datetime
    words: int = 0
    advised_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass
class OnPaper:
    now: datetime = START
    row: Row = field(default_factory=Row)
    asked: dict[int, Said] = field(default_factory=dict)

    def change(self) -> bool:
        return rules.refusal_to_change(self.row) is None

    def ask(self, who: int) -> bool:
        new = who not in self.asked
        if rules.refusal_to_ask(self.row, asked=int(new), already=len(self.asked)):
            return False
        end = rules.time_given(self.now, hours=RULE, wished=self.row.answer_until)
        self.row.asked_at, self.row.answer_until = self.row.asked_at or self.now, end
        self.asked[who] = Said(WHY[who], end)
        for one in self.asked.values():
            one.until = end
        return True

    def advise(self, who: int, words: int) -> bool:
        one = self.asked.get(who)
        if not one or rules.refusal_to_advise(self.row, one, on_paper=False, now=self.now):
            return False
        one.answered_at = one.answered_at if one.words == words else None
        one.words, one.advised_at = words, self.now
        return True

    def answer(self, who: int) -> bool:
        one = self.asked.get(who)
        if not one or rules.refusal_to_answer(self.row, one):
            return False
        one.answered_at = self.now
        return True

    def decide(self) -> bool:
        if rules.refusal_to_decide(self.row, list(self.asked.values()), now=self.now):
            return False
        self.row.taken_at, self.row.effective_on = self.now, self.now.date()
        return True

    def drop(self) -> bool:
        if rules.refusal_when_over(self.row):
            return False
        self.row.dropped_at = self.now
        return True

    def hours_pass(self, hours: int) -> None:
        self.now += hours * HOUR

    def state(self) -> State:
        return rules.state(self.row, now=self.now, on=self.now.date())

    def close(self) -> None:
        pass


class InTheHouse:
    """Undone at the end: the movement around it is the one the test made."""

    def __init__(self, role: Role, decider: Person, people: list[Person]) -> None:
        self.decider, self.people = decider, people
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.now = clock.now()
        self.decision = make_question(role, by=decider)
        self.entries = Entry.objects.count()

    def _do(self, deed: Callable[[], object]) -> bool:
        with clock.pretend(self.now):
            try:
                with transaction.atomic():
                    deed()
            except Refused as refused:
                assert refused.refusal.article
                assert Entry.objects.count() == self.entries
                return False
        after = Entry.objects.count()
        assert after > self.entries
        self.entries = after
        return True

    def change(self) -> bool:
        by = actors.person(self.decider)
        return self._do(lambda: change_question(self.decision, OTHER_WORDS, by=by))

    def ask(self, who: int) -> bool:
        person = self.people[who]
        return self._do(lambda: make_asked(self.decision, person, by=self.decider, why=WHY[who]))

    def advise(self, who: int, words: int) -> bool:
        asked = self._asked(who)
        return asked is not None and self._do(lambda: make_advice(asked, f"Avis {words}"))

    def _asked(self, who: int) -> Solicitation | None:
        return self.decision.asked.filter(person=self.people[who]).first()

    def answer(self, who: int) -> bool:
        asked, by = self._asked(who), actors.person(self.decider)
        return asked is not None and self._do(
            lambda: answer_advice(asked, Followed.NOT, "Non.", by=by)
        )

    def decide(self) -> bool:
        by = actors.person(self.decider)
        return self._do(lambda: decide(self.decision, verdict(), by=by))

    def drop(self) -> bool:
        by = actors.person(self.decider)
        return self._do(lambda: drop_question(self.decision, "Plus besoin.", by=by))

    def hours_pass(self, hours: int) -> None:
        self.now += hours * HOUR

    def state(self) -> State:
        row = Decision.objects.select_related("role", "author", "taken_under__person").get(
            pk=self.decision.pk
        )
        return shown([row], NOBODY, now=self.now, on=clock.day_of(self.now))[0].state

    def close(self) -> None:
        try:
            assert verify().holds
        finally:
            transaction.set_rollback(True)
            self._undo.__exit__(None, None, None)
