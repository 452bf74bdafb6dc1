"""One report, four people who receive reports, one of them named: whatever is done, in whatever order.

A small model says what should be possible; the whole house must agree with it, after each deed.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from millepieds.care.actions.deciding import agree, disagree
from millepieds.care.actions.procedure import answer_appeal, appeal, note, open_sanction
from millepieds.care.actions.reporting import entrust, open_report
from millepieds.care.models import Keeper, Reading, Sanction, Stage
from millepieds.care.queries.reading import shown
from millepieds.care.rules.terms import Outcome, Taken
from millepieds.care.tests.makers import WORDS, make_invited, make_proposed, make_report
from millepieds.core import actors, clock
from millepieds.core.refusals import Refused
from millepieds.members.queries import is_member
from millepieds.people.models import Person

NAMED = 3  # of those who receive reports, the one it names
WHO = st.integers(0, 3)


def done(deed: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except Refused:
        return False
    return True


class Matter(RuleBasedStateMachine):
    """`author` and `people` are set by whoever runs the machine, and what it did is undone after."""

    author: Person
    people: list[Person]

    @initialize(received=st.sampled_from([True, True, False]), both_heard=st.booleans())
    def begin(self, received: bool, both_heard: bool) -> None:
        self.moment = clock.now()
        self.time = clock.pretend(self.moment)
        self.time.__enter__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.has: set[int] = set()
        self.read: set[int] = set()
        self.beside: set[int] = set()
        self.heard: set[str] = set()
        self.over, self.until, self.decider, self.answerer = False, 0, -1, -1
        self.proposed: Stage | None = None
        self.proposer, self.agreer, self.seconded = -1, -1, False
        self.appealed = self.answered = self.lifted = False
        self.day = 0
        self.row = make_report(self.author, named=[self.people[NAMED]])
        if received:  # so that many stories go far
            self.entrust({0, 1})
            self.open(0)
            self.open(1)
        if received and both_heard:
            self.hear(0, Taken.HEARD_AUTHOR, beside=0)
            self.hear(0, Taken.HEARD_NAMED, beside=1)

    def by(self, who: int) -> actors.Actor:
        return actors.person(self.people[who])

    def acts(self, who: int) -> bool:
        """Who still carries the matter: received it, read it, and it is not closed."""
        return who in self.has & self.read and not self.over

    @rule(chosen=st.sets(WHO, min_size=1, max_size=3))
    def entrust(self, chosen: set[int]) -> None:
        new = chosen - self.has
        may = bool(new) and NAMED not in new and len(self.has | new) >= 2 and not self.over
        people = [self.people[who] for who in sorted(chosen)]
        by = actors.person(self.author)
        assert done(lambda: entrust(self.row, people, by=by)) is may
        self.has |= new if may else set()

    @rule(who=WHO)
    def open(self, who: int) -> None:
        may = who in self.has and not self.over
        assert done(lambda: open_report(self.row, by=self.by(who))) is may
        self.read |= {who} if may else set()

    @rule(who=WHO, kind=st.sampled_from([Taken.HEARD_AUTHOR, Taken.HEARD_NAMED]), beside=WHO)
    def hear(self, who: int, kind: Taken, beside: int) -> None:
        about = self.people[NAMED] if kind is Taken.HEARD_NAMED else None
        support = [self.people[beside]] if beside != who else []

        def deed() -> None:
            note(
                self.row, kind, "…", day=clock.today(), about=about, support=support,
                by=self.by(who),
            )  # fmt: skip

        may = self.acts(who)
        assert done(deed) is may
        if may:
            self.heard.add(kind)
            self.beside |= {beside} - {who}

    @rule(who=WHO, days=st.sampled_from([3, 8]), named=st.booleans())
    def invite(self, who: int, days: int, named: bool) -> None:
        """It changes nothing of what must be heard."""
        whom = self.people[NAMED] if named else self.author
        may = self.acts(who) and who not in self.beside and days >= 7
        invited = partial(make_invited, self.row, whom, by=self.people[who], days=days)
        assert done(invited) is may

    @rule(who=WHO, days=st.sampled_from([5, 12, 0]))
    def propose(self, who: int, days: int) -> None:
        if self.proposed:
            return  # one is enough for this story
        may = self.decides(who) and days > 0
        named, by = self.people[NAMED], self.people[who]
        assert done(lambda: make_proposed(self.row, named, by=by, days=days)) is may
        if may:
            self.proposer, self.until = who, self.day + days
            self.proposed = self.row.stages.get(kind=Taken.PROPOSED.value)

    @rule(who=WHO, agrees=st.sampled_from([True, True, False]))
    def second(self, who: int, agrees: bool) -> None:
        """Another than whoever proposed; agreed to once its last day is over, it would last no day."""
        one = self.proposed
        if one is None:
            return
        may = self.acts(who) and who not in self.beside | {self.proposer} and not self.seconded
        may = may and (not agrees or self.day < self.until)
        deed = agree if agrees else disagree
        assert done(lambda: deed(one, "…", by=self.by(who))) is may
        if may:
            self.seconded = True
            self.decider, self.agreer = (self.proposer, who) if agrees else (-1, -1)

    def decides(self, who: int) -> bool:
        return self.acts(who) and who not in self.beside and len(self.heard) == 2

    @rule(who=WHO)
    def appeal(self, who: int) -> None:
        if self.decider < 0:
            return
        may = who == NAMED and not self.appealed and self.day < self.until
        assert done(lambda: appeal(Sanction.objects.get(), "…", by=self.by(who))) is may
        self.appealed |= may

    @rule(who=WHO, lifts=st.booleans())
    def answer(self, who: int, lifts: bool) -> None:
        if self.decider < 0:
            return
        outcome = Outcome.LIFTED if lifts else Outcome.UPHELD
        apart = {self.decider, self.agreer, NAMED} | self.beside
        may = self.appealed and not self.answered and who not in apart
        sanction = Sanction.objects.get()
        opens = who in (self.decider, self.agreer) or (
            self.appealed and not self.answered and who not in apart
        )
        opens = opens or who == self.answerer
        assert done(lambda: open_sanction(sanction, by=self.by(who))) is opens
        assert done(lambda: answer_appeal(sanction, outcome, "…", by=self.by(who))) is may
        self.answered |= may
        self.answerer = who if may else self.answerer
        self.lifted |= may and lifts

    @rule(days=st.integers(1, 3))  # mandates last longer than any story
    def days_pass(self, days: int) -> None:
        self.time.__exit__(None, None, None)
        self.day += days
        self.time = clock.pretend(self.moment + timedelta(days=self.day))
        self.time.__enter__()

    @rule(who=WHO)
    def end(self, who: int) -> None:
        may = self.acts(who)
        assert done(lambda: note(self.row, Taken.ENDED, "…", by=self.by(who))) is may
        self.over |= may

    @invariant()
    def house_and_model_agree(self) -> None:
        if not hasattr(self, "row"):
            return
        self.row.refresh_from_db()
        known = {who: shown(self.row, one, now=clock.now()) for who, one in enumerate(self.people)}
        assert {who for who, one in known.items() if one} == self.has
        assert known[NAMED] is None
        assert not Reading.objects.filter(person=self.people[NAMED]).exists()
        assert Keeper.objects.count() == len(self.has) != 1
        mine = shown(self.row, self.author, now=clock.now())
        assert mine
        assert mine.words == WORDS
        out = self.decider >= 0 and self.day < self.until and not self.lifted
        assert is_member(self.people[NAMED].pk, on=clock.today()) is not out

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            self.time.__exit__(None, None, None)
        super().teardown()
