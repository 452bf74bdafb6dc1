"""People knock, sign, hold roles and leave them."""

from demo.story import Said
from demo.tellers.memory import Memory
from millepieds.charter.queries import version_in_force
from millepieds.circles.actions import mandates as lend
from millepieds.circles.actions.offers import offer_to_take
from millepieds.circles.models import Role
from millepieds.circles.queries.structure import open_role_on
from millepieds.circles.rules.powers import WITHDRAW
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.members.actions import (
    appeal,
    knock,
    leave,
    refuse,
    sign,
    welcome,
)
from millepieds.members.models import District
from millepieds.members.queries import last_membership, open_membership
from millepieds.members.rules import WELCOME


class Joining(Memory):
    """People knock, sign, hold roles and leave them."""

    def knock(self, said: Said) -> None:
        person = self.meet(said)
        knock(
            person, district=District.objects.get(key=said["district"]),
            languages=", ".join(said["languages"]), wishes=said["wishes"], needs=said["needs"],
            by=actors.person(person),
        )  # fmt: skip

    def welcome(self, said: Said) -> None:
        membership = open_membership(self.people[said["key"]])
        assert membership  # noqa: S101  (they knocked)
        welcome(membership, by=self.who(WELCOME))

    def refuse(self, said: Said) -> None:
        membership = open_membership(self.people[said["key"]])
        assert membership  # noqa: S101  (they knocked)
        refuse(membership, said["reason"], by=self.who(WELCOME))

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
        by = self.who(WITHDRAW, circle=mandate.role.circle)
        lend.withdraw_mandate(mandate, ended["reason"], by=by)

    def hand_over(self, said: Said) -> None:
        mandate = self.mandates[said["rank"]]
        lend.leave_handover(mandate, said["handover"], by=actors.person(mandate.person))
