"""Questions are asked and decided, proposals consented to, tensions said."""

from datetime import date, timedelta

from demo.story import Said
from demo.tellers.memory import Memory, circle_of
from millepieds.circles.models import Role
from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.clock import today
from millepieds.decisions.actions.adopting import Adoption, adopt
from millepieds.decisions.actions.advising import answer_advice, give_advice
from millepieds.decisions.actions.asking import Invited, Question, ask, open_question
from millepieds.decisions.actions.consenting import explain, put_to_the_test, remark, stand
from millepieds.decisions.actions.deciding import Verdict, decide, drop_question
from millepieds.decisions.actions.moving import move_question
from millepieds.decisions.actions.proposing import Draft, amend, end_round, present, propose
from millepieds.decisions.models import Decision, Solicitation
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.queries.moving import holders_of
from millepieds.decisions.rules.rounds import Criterion, EffectKind, RemarkKind, Stand
from millepieds.decisions.rules.terms import Followed, How, Openness, Tie, Why
from millepieds.people.models import Person
from millepieds.tensions.actions import following
from millepieds.tensions.actions.saying import Words, entrust, raise_tension
from millepieds.tensions.rules.terms import About


class Deciding(Memory):
    """Questions are asked and decided, proposals consented to, tensions said."""

    def ask_question(self, said: Said) -> None:
        role = Role.objects.get(key=said["role"])
        words = Question(
            said["title"], said["question"], said["intention"], said["context"],
            Openness(said["openness"]), said["reaches"],
        )  # fmt: skip
        by = actors.person(self.people[said["by"]])
        self.decisions[said["key"]] = open_question(
            role, words, by=by, tension=self.tensions.get(said.get("tension", ""))
        )
        self.ask_more({**said, "on": None})

    def ask_more(self, said: Said) -> None:
        """Whoever is asked at this step, the first concerned and those who know, in two letters."""
        question = self.decisions[said["key"]]
        now_asked = [one for one in said["asked"] if one.get("on") == said["on"]]
        for why in Why:
            asked = [one for one in now_asked if one["why"] == why]
            invited = Invited(
                people=[self.people[one["person"]] for one in asked if "person" in one],
                outside={one["outside"]: "" for one in asked if "outside" in one},
            )
            if asked:
                ask(question, invited, why=why, by=_decider(question))

    def advise(self, said: Said) -> None:
        one = self._asked(said)
        if one.person:
            give_advice(one, said["advice"], how=How.INSIDE, by=actors.person(one.person))
            return
        by = actors.OUTSIDER.typed_in_by(_who_decides(one.decision))
        give_advice(one, said["advice"], how=How.PAPER, by=by)

    def answer_advice(self, said: Said) -> None:
        one = self._asked(said)
        by = _decider(one.decision)
        answer_advice(one, Followed(said["followed"]), said["answer"], by=by)

    def _asked(self, said: Said) -> Solicitation:
        asked = self.decisions[said["decision"]].asked.select_related("decision__author", "person")
        if "person" in said:
            return asked.get(person=self.people[said["person"]])
        return asked.get(outside=said["outside"])

    def move_question(self, said: Said) -> None:
        by = actors.person(self.people[said["by"]])
        to = Role.objects.get(key=said["to"])
        move_question(self.decisions[said["key"]], to, said["why"], by=by)

    def drop_question(self, said: Said) -> None:
        question = self.decisions[said["key"]]
        drop_question(question, said["dropped"], by=_decider(question))

    def decide_question(self, said: Said) -> None:
        question = self.decisions[said["key"]]
        ends_on = said.get("ends_on")
        verdict = Verdict(
            said["text"], said["reasons"], today(), today() + timedelta(days=said["review_in"]),
            date.fromisoformat(ends_on) if ends_on else None,
        )  # fmt: skip
        tie = next((one for one in Tie if one.value in said), None)
        earlier = self.decisions[said[tie.value]] if tie else None
        decide(question, verdict, by=_decider(question), earlier=earlier, tie=tie)

    def put_proposal(self, said: Said) -> None:
        by = actors.person(self.people[said["by"]])
        draft = Draft(
            said["title"], said["example"], said["text"], Openness(said["openness"]),
            _changes(said, said.get("value")),
        )  # fmt: skip
        tension = self.tensions.get(said.get("tension", ""))
        row = propose(circle_of(said["circle"]), draft, by=by, tension=tension)
        self.proposals[said["key"]] = row
        present(row, by=by)

    def remark_proposal(self, said: Said) -> None:
        row = self.proposals[said["key"]]
        for one in said["remarks"]:
            by = actors.person(self.people[one["by"]])
            spoken = remark(row, RemarkKind(one["kind"]), one["text"], by=by)
            if "answer" in one:
                explain(spoken, one["answer"], by=actors.person(row.author))

    def stand_on_proposal(self, said: Said) -> None:
        row = self.proposals[said["key"]]
        for one in said["stances"]:
            stand(row, Stand(one["stance"]), one["why"], by=actors.person(self.people[one["by"]]))
        if tested := said.get("test"):
            objection = row.stances.get(person=self.people[tested["of"]])
            found = [Criterion(word) for word in tested["found"]]
            put_to_the_test(objection, found, by=actors.person(self.people[tested["by"]]))

    def write_version(self, said: Said) -> None:
        row, new = self.proposals[said["key"]], said["version"]
        effects = _changes(said, new["value"])
        amend(row, new["text"], new["changed"], effects, by=actors.person(row.author))
        self.stand_on_proposal({**new, "key": said["key"]})

    def adopt_proposal(self, said: Said) -> None:
        review_on = today() + timedelta(days=said["review_in"])
        by = actors.person(self.people[said["adopted_by"]])
        adopt(self.proposals[said["key"]], Adoption(said["reasons"], today(), review_on), by=by)

    def end_proposal(self, said: Said) -> None:
        by = actors.person(self.people[said["ended_by"]])
        end_round(self.proposals[said["key"]], said["ended"], by=by)

    def say_tension(self, said: Said) -> None:
        by = actors.person(self.people[said["by"]])
        words = Words(*(said[name] for name in ("title", "sees", "does_to_me", "would_need")))
        tension = raise_tension(About(said["about"]), words, by=by)
        self.tensions[said["key"]] = tension
        if said.get("shown"):
            following.choose_showing(tension, shown=True, by=by)

    def entrust(self, said: Said) -> None:
        tension = self.tensions[said["tension"]]
        entrust(tension, [self.people[said["person"]]], by=actors.person(tension.author))

    def open_tension(self, said: Said) -> None:
        person = self.people[said["person"]]
        trust = self.tensions[said["tension"]].trusts.get(person=person)
        following.open_tension(trust, by=actors.person(person))

    def take_up(self, said: Said) -> None:
        tension = self.tensions[said["key"]]
        following.move_on(tension, by=actors.person(tension.author))

    def close_tension(self, said: Said) -> None:
        tension = self.tensions[said["key"]]
        following.close_tension(tension, said["changed"], by=actors.person(tension.author))


def _who_decides(question: Decision) -> Person:
    """Whoever opened it, as long as it is theirs; after that, whoever holds its role that day."""
    role_id = Decision.objects.values_list("role_id", flat=True).get(pk=question.pk)
    holders = holders_of(role_id, on=today())
    return question.author if question.author in holders else holders[0]


def _decider(question: Decision) -> Actor:
    return actors.person(_who_decides(question))


def _changes(said: Said, value: int | None) -> list[Does]:
    if "own_rule" in said:
        return [Does(EffectKind.OWN_RULE, rule=said["own_rule"], value=value)]
    return [Does(EffectKind.RULE, rule=said["rule"], value=value)] if "rule" in said else []
