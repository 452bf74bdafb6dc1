"""One tension, three people it may be entrusted to: whatever happens, in whatever order.

A small model says what should be possible. The same story is told to the pure rules (`OnPaper`) and to
the whole house (`InTheHouse`); both must always agree with the model. Nobody but its author widens it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from millepieds.core import actors, clock
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.people.models import Person
from millepieds.tensions.actions.following import (
    close_tension,
    move_on,
    open_tension,
    remind_entrusted,
)
from millepieds.tensions.actions.saying import entrust, say_otherwise
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.reading import shown, tensions_for, tensions_read_by, to_remind
from millepieds.tensions.rules import ladder as rules
from millepieds.tensions.rules.terms import LADDERS, About, Rung, State
from millepieds.tensions.tests.makers import WORDS, make_tension

PEOPLE, MEDIATOR, REMINDED_AFTER = range(3), 0, 7
START = datetime.fromisoformat("2030-01-01T12:00+01:00")
DAY = timedelta(days=1)


class World(Protocol):
    """Each deed says whether it was done."""

    def begin(self, about: About) -> None: ...
    def entrust(self, who: int, *, by_author: bool) -> bool: ...
    def open(self, who: int) -> bool: ...
    def rewrite(self) -> bool: ...
    def move_on(self, *, by_author: bool) -> bool: ...
    def close_it(self, *, by_author: bool) -> bool: ...
    def remind(self) -> int: ...
    def days_pass(self, days: int) -> None: ...
    def state(self) -> State: ...
    def rung(self) -> Rung: ...
    def readers(self) -> set[int]: ...
    def close(self) -> None: ...


class Climbing(RuleBasedStateMachine):
    """The model. `make_world` is set by whoever runs the machine."""

    make_world: Callable[[], World]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make_world()
        self.height, self.day = 0, 0
        self.given: dict[int, int] = {}  # who has it, since which day
        self.by_mandate: set[int] = set()  # who was given it to mediate
        self.opened: set[int] = set()
        self.told: set[int] = set()  # who was reminded
        self.over = False

    def teardown(self) -> None:
        self.world.close()

    def _step(self, done: bool, expected: bool) -> bool:
        assert done is expected
        return done

    @initialize(about=st.sampled_from(About))
    def begin(self, about: About) -> None:
        self.ladder = LADDERS[about]
        self.world.begin(about)

    @property
    def at(self) -> Rung:
        return self.ladder[self.height]

    @rule(who=st.sampled_from(PEOPLE), by_author=st.sampled_from([True, True, False]))
    def entrust(self, who: int, by_author: bool) -> None:
        may = by_author and not self.over and self.at is not Rung.ALONE and who not in self.given
        may = may and (self.at is not Rung.CARE or who == MEDIATOR)
        if self._step(self.world.entrust(who, by_author=by_author), may):
            self.given[who] = self.day

    @rule(who=st.sampled_from(PEOPLE))
    def open(self, who: int) -> None:
        may = not self.over and who in self.given and who not in self.opened
        if self._step(self.world.open(who), may):
            self.opened.add(who)

    @rule()
    def rewrite(self) -> None:
        self._step(self.world.rewrite(), not self.over and not self.opened)

    @rule(by_author=st.booleans())
    def move_on(self, by_author: bool) -> None:
        may = by_author and not self.over and self.height + 1 < len(self.ladder)
        if self._step(self.world.move_on(by_author=by_author), may):
            self.height += 1

    @rule(by_author=st.booleans(), really=st.sampled_from([True, False, False, False]))
    def close_it(self, by_author: bool, really: bool) -> None:
        if really and self._step(
            self.world.close_it(by_author=by_author), by_author and not self.over
        ):
            self.over = True

    @rule(days=st.sampled_from([1, 6, 7]))
    def days_pass(self, days: int) -> None:
        self.day += days
        self.world.days_pass(days)

    @rule()
    def remind(self) -> None:
        late = {
            who for who, since in self.given.items()
            if not self.over and who not in self.opened | self.told
            and self.day - since >= REMINDED_AFTER
        }  # fmt: skip
        self._step(self.world.remind() == len(late), True)
        self.told |= late

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        if not hasattr(self, "ladder"):
            return
        expected = State.READ if self.opened else State.ENTRUSTED if self.given else State.KEPT
        assert self.world.state() is (State.CLOSED if self.over else expected)
        assert self.world.rung() is self.at
        assert self.world.readers() == self.opened


@dataclass
class Row:
    """A tension, without a table."""

    about: str = "rule"
    closed_at: datetime | None = None


@dataclass
class Given:
    entrusted_at: datetime
    opened_at: datetime | None = None
    reminded: bool = False


@dataclass
class OnPaper:
    now: datetime = START
    row: Row = field(default_factory=Row)
    at: Rung = Rung.REFERENT
    given: dict[int, Given] = field(default_factory=dict)

    def begin(self, about: About) -> None:
        self.row.about, self.at = about.value, rules.first_rung(about)

    def entrust(self, who: int, *, by_author: bool) -> bool:
        new, mediates = int(who not in self.given), who == MEDIATOR
        no = rules.refusal_to_entrust(self.row, rung=self.at, new=new, all_mediate=mediates)
        if no or not by_author:
            return False
        self.given[who] = Given(self.now)
        return True

    def open(self, who: int) -> bool:
        one = self.given.get(who)
        if not one or rules.refusal_to_open(self.row, one):
            return False
        one.opened_at = self.now
        return True

    def rewrite(self) -> bool:
        return rules.refusal_to_rewrite(self.row, list(self.given.values())) is None

    def move_on(self, *, by_author: bool) -> bool:
        above = rules.next_rung(self.row, self.at)
        if not by_author or rules.refusal_to_move_on(self.row, rung=self.at) or not above:
            return False
        self.at = above
        return True

    def close_it(self, *, by_author: bool) -> bool:
        if not by_author or rules.refusal_when_closed(self.row):
            return False
        self.row.closed_at = self.now
        return True

    def remind(self) -> int:
        late = [
            one for one in self.given.values()
            if not (self.row.closed_at or one.opened_at or one.reminded)
            and rules.is_still(
                one.entrusted_at.date(), days=REMINDED_AFTER, on=self.now.date()
            )
        ]  # fmt: skip
        for one in late:
            one.reminded = True
        return len(late)

    def days_pass(self, days: int) -> None:
        self.now += days * DAY

    def state(self) -> State:
        return rules.state(self.row, list(self.given.values()))

    def rung(self) -> Rung:
        return self.at

    def readers(self) -> set[int]:
        return {who for who, one in self.given.items() if one.opened_at}

    def close(self) -> None:
        pass


class InTheHouse:
    """Undone at the end: the movement around it is the one the test made."""

    def __init__(self, author: Person, people: list[Person]) -> None:
        self.author, self.people = author, people
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.now = clock.now()

    def begin(self, about: About) -> None:
        with clock.pretend(self.now):
            self.tension = make_tension(self.author, about=about)
        self.entries = Entry.objects.count()

    def _by(self, by_author: bool) -> actors.Actor:
        return actors.person(self.author if by_author else self.people[1])

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

    def entrust(self, who: int, *, by_author: bool) -> bool:
        person, by = self.people[who], self._by(by_author)
        return self._do(lambda: entrust(self.tension, [person], by=by))

    def open(self, who: int) -> bool:
        person = self.people[who]
        trust = self.tension.trusts.filter(person=person).first()
        return trust is not None and self._do(lambda: open_tension(trust, by=actors.person(person)))

    def rewrite(self) -> bool:
        return self._do(lambda: say_otherwise(self.tension, WORDS, by=self._by(True)))

    def move_on(self, *, by_author: bool) -> bool:
        return self._do(lambda: move_on(self.tension, by=self._by(by_author)))

    def close_it(self, *, by_author: bool) -> bool:
        by = self._by(by_author)
        return self._do(lambda: close_tension(self.tension, "Mieux.", by=by))

    def remind(self) -> int:
        with clock.pretend(self.now):
            told = remind_entrusted(by=actors.JOB)
            assert not to_remind(days=REMINDED_AFTER, on=clock.today()).exists()
        self.entries += told
        assert Entry.objects.count() == self.entries
        return told

    def days_pass(self, days: int) -> None:
        self.now += days * DAY

    def _row(self) -> Tension:
        with clock.pretend(self.now):
            return tensions_for(self.author.pk, on=clock.today()).get(pk=self.tension.pk)

    def state(self) -> State:
        return shown(self._row(), self.author.pk, on=clock.day_of(self.now)).state

    def rung(self) -> Rung:
        return self._row().rung

    def readers(self) -> set[int]:
        on = clock.day_of(self.now)
        return {
            who for who, person in enumerate(self.people)
            if tensions_read_by(person.pk, on=on).exists()
        }  # fmt: skip

    def close(self) -> None:
        try:
            assert verify().holds
        finally:
            transaction.set_rollback(True)
            self._undo.__exit__(None, None, None)
