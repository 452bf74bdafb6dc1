"""Tells each scene with the action that did it, signed by whoever could do it on that day."""

from datetime import date, timedelta
from typing import Any

from demo.story import Said, read
from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.charter.queries import version_in_force
from millepieds.charter.rules import ADOPT_CHARTER, CHANGE_RULES
from millepieds.circles.actions import mandates as lend
from millepieds.circles.actions import structure as build
from millepieds.circles.actions.founding import FoundingWords, found
from millepieds.circles.actions.offers import offer_to_take
from millepieds.circles.models import Circle, Mandate, Role
from millepieds.circles.queries.authority import who_may
from millepieds.circles.queries.structure import open_role_on
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import FOUND, OPEN, WITHDRAW
from millepieds.circles.rules.structure import Kind
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
from millepieds.decisions.models import Decision, Proposal, Solicitation
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.queries.moving import holders_of
from millepieds.decisions.rules.rounds import Criterion, EffectKind, RemarkKind, Stand
from millepieds.decisions.rules.terms import Followed, How, Openness, Tie, Why
from millepieds.meetings.actions import minuting
from millepieds.meetings.actions.calling import Called, call_meeting
from millepieds.meetings.actions.coming import sign_up
from millepieds.meetings.actions.preparing import Wish, add_point, take_duty
from millepieds.meetings.actions.reporting import Account, report_on
from millepieds.meetings.models import Meeting, Minutes
from millepieds.meetings.queries.reporting import to_report
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer
from millepieds.meetings.rules.reporting import Due
from millepieds.meetings.rules.terms import CALL
from millepieds.meetings.rules.terms import Kind as MeetingKind
from millepieds.meetings.rules.terms import Openness as Meet
from millepieds.members.actions import (
    appeal,
    knock,
    leave,
    name_districts,
    refuse,
    sign,
    welcome,
)
from millepieds.members.actions.charter import publish_charter
from millepieds.members.models import District
from millepieds.members.queries import is_member, last_membership, open_membership
from millepieds.members.rules import WELCOME
from millepieds.people.actions import choose_profile, give_consent, meet
from millepieds.people.models import Person
from millepieds.people.rules import MEMBERSHIP, NAME_IN_TOWN, Channel, Gender, Rhythm, Way
from millepieds.tensions.actions import following
from millepieds.tensions.actions.saying import Words, entrust, raise_tension
from millepieds.tensions.models import Tension
from millepieds.tensions.rules.terms import About
from millepieds.website.actions import tell_milestone
from millepieds.website.rules import PUBLISH, Precision


class Teller:
    """Remembers who is who while the story is told."""

    def __init__(self, charters: dict[int, Any]) -> None:
        self.charters = charters
        self.people: dict[str, Person] = {}
        self.mandates: dict[int, Mandate] = {}
        self.decisions: dict[str, Decision] = {}
        self.proposals: dict[str, Proposal] = {}
        self.tensions: dict[str, Tension] = {}
        self.meetings: dict[str, Meeting] = {}

    def found(self) -> None:
        """Odile founds the movement, with the first charter."""
        agora = next(circle for circle in read("circles") if not circle["parent"])
        role = next(role for role in read("roles") if role["key"] == "founding")
        said = next(person for person in read("people") if person["key"] == "odile")
        odile = self._meet(said)
        words = FoundingWords(
            agora["name"], agora["purpose"], role["name"], role["purpose"],
            tuple(role["accountabilities"]),
        )  # fmt: skip
        me = actors.person(odile)
        mandate = found(odile, words, self.charters[1], by=actors.JOB, founder_acts=me)
        everything = range(len(role["accountabilities"]))
        version = open_role_on(mandate.role, today()).version_id
        self.mandates[0] = lend.accept_mandate(mandate, everything, read=version, by=me)
        name_districts([(d["key"], d["name"]) for d in read("districts")], by=me)

    def open_circle(self, said: Said) -> None:
        by = self._who(OPEN, FOUND, circle=_circle(said["parent"]))
        build.open_circle(_circle(said["parent"]), _circle_words(said), key=said["key"], by=by)

    def change_circle(self, said: Said) -> None:
        circle = _circle(said["key"])
        by = self._who(OPEN, FOUND, circle=circle)
        build.change_circle(circle, _circle_words(said), _circle(said["parent"]), by=by)

    def close_circle(self, said: Said) -> None:
        circle = _circle(said["key"])
        build.close_circle(circle, by=self._who(OPEN, FOUND, circle=circle))

    def open_role(self, said: Said) -> None:
        circle = _circle(said["circle"])
        by = self._who(OPEN, FOUND, circle=circle)
        build.open_role(circle, _role_words(said), key=said["key"], by=by)

    def change_role(self, said: Said) -> None:
        role = Role.objects.select_related("circle").get(key=said["key"])
        by = self._who(OPEN, FOUND, circle=role.circle)
        build.change_role(role, _role_words(said), by=by)

    def close_role(self, said: Said) -> None:
        role = Role.objects.select_related("circle").get(key=said["key"])
        build.close_role(role, by=self._who(OPEN, FOUND, circle=role.circle))

    def knock(self, said: Said) -> None:
        person = self._meet(said)
        knock(
            person, district=District.objects.get(key=said["district"]),
            languages=", ".join(said["languages"]), wishes=said["wishes"], needs=said["needs"],
            by=actors.person(person),
        )  # fmt: skip

    def welcome(self, said: Said) -> None:
        membership = open_membership(self.people[said["key"]])
        assert membership  # noqa: S101  (they knocked)
        welcome(membership, by=self._who(WELCOME))

    def refuse(self, said: Said) -> None:
        membership = open_membership(self.people[said["key"]])
        assert membership  # noqa: S101  (they knocked)
        refuse(membership, said["reason"], by=self._who(WELCOME))

    def appeal(self, said: Said) -> None:
        person = self.people[said["key"]]
        membership = last_membership(person)
        assert membership  # noqa: S101  (they were refused)
        appeal(membership, said["text"], by=actors.person(person))

    def sign(self, said: Said) -> None:
        person = self.people[said["key"]]
        version = version_in_force(on=today())
        assert version  # noqa: S101  (the movement was founded with one)
        keys = list(version.articles.values_list("key", flat=True))
        sign(person, version, keys, by=actors.person(person))

    sign_again = sign

    def leave(self, said: Said) -> None:
        person = self.people[said["key"]]
        leave(person, by=actors.person(person))

    def offer(self, said: Said) -> None:
        person, role = self.people[said["key"]], Role.objects.get(key=said["role"])
        offer_to_take(role, said["text"], by=actors.person(person), person=person)

    def propose(self, said: Said) -> None:
        self.mandates[said["rank"]] = lend.propose_mandate(
            Role.objects.get(key=said["role"]), self.people[said["person"]],
            starts_on=said["starts_on"], ends_on=said["ends_on"],
            by=actors.person(self.people[said["proposed_by"]]),
        )  # fmt: skip

    def accept(self, said: Said) -> None:
        mandate = self.mandates[said["rank"]]
        then = open_role_on(mandate.role, today())
        everything = range(len(then.accountabilities))
        self.mandates[said["rank"]] = lend.accept_mandate(
            mandate, everything, read=then.version_id, by=actors.person(mandate.person)
        )

    def end(self, said: Said) -> None:
        mandate, ended = self.mandates[said["rank"]], said["ended"]
        if ended["how"] == "resigned":
            lend.resign(mandate, by=actors.person(mandate.person))
            return
        by = self._who(WITHDRAW, circle=mandate.role.circle)
        lend.withdraw_mandate(mandate, ended["reason"], by=by)

    def hand_over(self, said: Said) -> None:
        mandate = self.mandates[said["rank"]]
        lend.leave_handover(mandate, said["handover"], by=actors.person(mandate.person))

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
        row = propose(_circle(said["circle"]), draft, by=by, tension=tension)
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

    def call_meeting(self, said: Said) -> None:
        circle = _circle(said["circle"])
        starts = said["starts_at"]
        words = Called(
            MeetingKind(said["kind"]), said["title"], starts, starts + timedelta(hours=said["hours"]),
            Meet(said["openness"]), said["purpose"], said["place"], access=said["access"],
            capacity=said["capacity"],
        )  # fmt: skip
        by = self._who(CALL, circle=circle)
        self.meetings[said["key"]] = call_meeting(circle, words, by=by)

    def come(self, said: Said) -> None:
        sign_up(self.meetings[said["meeting"]], by=actors.person(self.people[said["person"]]))

    def add_point(self, said: Said) -> None:
        wish = Wish(said["title"], Aim(said["aim"]), said["minutes"])
        by = actors.person(self.people[said["person"]])
        add_point(self.meetings[said["meeting"]], wish, by=by)

    def take_duty(self, said: Said) -> None:
        by = actors.person(self.people[said["person"]])
        take_duty(self.meetings[said["meeting"]], Duty(said["duty"]), by=by)

    def write_minutes(self, said: Said) -> None:
        meeting, by = self.meetings[said["meeting"]], actors.person(self.people[said["scribe"]])
        words = {part: said[part] for part in ("text", "decided", "tasks", "next_time")}
        minuting.save_minutes(meeting, minuting.Written(**words), by=by)
        there, away = ([self.people[who] for who in said[key]] for key in ("present", "excused"))
        minuting.name_present(meeting, there, away, by=by)
        minuting.propose_minutes(meeting, by=by)

    def approve_minutes(self, said: Said) -> None:
        minutes = Minutes.objects.get(meeting=self.meetings[said["meeting"]])
        for who in said["present"]:
            by = actors.person(self.people[who])
            if who != said["scribe"]:
                minuting.answer_minutes(minutes, Answer.APPROVES, by=by)

    def report_on_mandates(self, said: Said) -> None:
        """Those that are expected, each in its turn; every seventh holder has not found the time."""
        waiting = [one for one in to_report(today()) if one.stands is not Due.LATER]
        for rank, one in enumerate(waiting):
            mandate = Mandate.objects.select_related("person").get(pk=one.mandate_id)
            if rank % 7 != 6 and is_member(mandate.person_id, on=today()):
                account = Account(**said["said"][rank % len(said["said"])])
                report_on(mandate, account, by=actors.person(mandate.person))

    def change_rule(self, said: Said) -> None:
        change_rule(
            said["key"], said["value"], effective_on=date.fromisoformat(said["effective_on"]),
            proof=FoundingProof(), by=self._who(CHANGE_RULES),
        )  # fmt: skip

    def adopt_charter(self, said: Said) -> None:
        publish_charter(self.charters[2], by=self._who(ADOPT_CHARTER))

    def tell_history(self, said: Said) -> None:
        """Told once it was lived, by whoever publishes on the site."""
        by = self._who(PUBLISH)
        for one in read("history"):
            tell_milestone(
                date.fromisoformat(one["date"]), one["title"], place=one["place"],
                precision=Precision(one["precision"]), text=one["text"], by=by,
            )  # fmt: skip

    def _meet(self, said: Said) -> Person:
        person = meet(said["name"], said["email"], language=said["language"], by=actors.OUTSIDER)
        me = actors.person(person)
        choose_profile(
            person, name=said["name"], pronoun=said["pronoun"], gender=Gender(said["gender"]),
            language=said["language"], phone="", reach=Way.MAIL, rhythm=Rhythm.WEEKLY, by=me,
        )  # fmt: skip
        give_consent(person, MEMBERSHIP, channel=Channel.WEB, by=me)
        if said["shows_name_to_town"]:
            give_consent(person, NAME_IN_TOWN, channel=Channel.WEB, by=me)
        self.people[said["key"]] = person
        return person

    def _who(self, *powers: str, circle: Circle | None = None) -> Actor:
        """Whoever holds one of these powers over this circle on that day."""
        on = today()
        for power in powers:
            circle_id = circle.pk if circle else None
            for ground in who_may(power, circle_id=circle_id, on=on):
                return actors.person(Person.objects.get(pk=ground.person_id))
        raise LookupError(f"Nobody holds {' or '.join(powers)} on {on}.")


def _who_decides(question: Decision) -> Person:
    """Whoever opened it, as long as it is theirs; after that, whoever holds its role that day."""
    role_id = Decision.objects.values_list("role_id", flat=True).get(pk=question.pk)
    holders = holders_of(role_id, on=today())
    return question.author if question.author in holders else holders[0]


def _decider(question: Decision) -> Actor:
    return actors.person(_who_decides(question))


def _changes(said: Said, value: int | None) -> list[Does]:
    return [Does(EffectKind.RULE, rule=said["rule"], value=value)] if "rule" in said else []


def _circle(key: str) -> Circle:
    return Circle.objects.get(key=key)


def _circle_words(said: Said) -> build.CircleWords:
    return build.CircleWords(Kind(said["kind"]), said["name"], said["purpose"], said["domain"])


def _role_words(said: Said) -> build.RoleWords:
    return build.RoleWords(
        said["name"], said["purpose"], said["domain"], said["accountabilities"], said["powers"],
        said["seats"], said["term_days"], Process(said["assigned_by"]), said["consults"],
    )  # fmt: skip
