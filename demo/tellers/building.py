"""Circles and roles open, change and close; rules and the charter too."""

from datetime import date

from demo.story import Said, read
from demo.tellers.memory import Memory, circle_of
from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.charter.rules import ADOPT_CHARTER, CHANGE_RULES
from millepieds.circles.actions import mandates as lend
from millepieds.circles.actions import structure as build
from millepieds.circles.actions.founding import FoundingWords, found
from millepieds.circles.models import Role
from millepieds.circles.queries.structure import open_role_on
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import FOUND, OPEN
from millepieds.circles.rules.structure import Kind
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.members.actions import (
    name_districts,
)
from millepieds.members.actions.charter import publish_charter
from millepieds.website.actions import tell_milestone
from millepieds.website.rules import PUBLISH, Precision


class Building(Memory):
    """Circles and roles open, change and close; rules and the charter too."""

    def found(self) -> None:
        """Odile founds the movement, with the first charter."""
        agora = next(circle for circle in read("circles") if not circle["parent"])
        role = next(role for role in read("roles") if role["key"] == "founding")
        said = next(person for person in read("people") if person["key"] == "odile")
        odile = self.meet(said)
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
        by = self.who(OPEN, FOUND, circle=circle_of(said["parent"]))
        build.open_circle(circle_of(said["parent"]), _circle_words(said), key=said["key"], by=by)

    def change_circle(self, said: Said) -> None:
        circle = circle_of(said["key"])
        by = self.who(OPEN, FOUND, circle=circle)
        build.change_circle(circle, _circle_words(said), circle_of(said["parent"]), by=by)

    def close_circle(self, said: Said) -> None:
        circle = circle_of(said["key"])
        build.close_circle(circle, by=self.who(OPEN, FOUND, circle=circle))

    def open_role(self, said: Said) -> None:
        circle = circle_of(said["circle"])
        by = self.who(OPEN, FOUND, circle=circle)
        build.open_role(circle, _role_words(said), key=said["key"], by=by)

    def change_role(self, said: Said) -> None:
        role = Role.objects.select_related("circle").get(key=said["key"])
        by = self.who(OPEN, FOUND, circle=role.circle)
        build.change_role(role, _role_words(said), by=by)

    def close_role(self, said: Said) -> None:
        role = Role.objects.select_related("circle").get(key=said["key"])
        build.close_role(role, by=self.who(OPEN, FOUND, circle=role.circle))

    def change_rule(self, said: Said) -> None:
        change_rule(
            said["key"], said["value"], effective_on=date.fromisoformat(said["effective_on"]),
            proof=FoundingProof(), by=self.who(CHANGE_RULES),
        )  # fmt: skip

    def adopt_charter(self, said: Said) -> None:
        publish_charter(self.charters[2], by=self.who(ADOPT_CHARTER))

    def tell_history(self, said: Said) -> None:
        """Told once it was lived, by whoever publishes on the site."""
        by = self.who(PUBLISH)
        for one in read("history"):
            tell_milestone(
                date.fromisoformat(one["date"]), one["title"], place=one["place"],
                precision=Precision(one["precision"]), text=one["text"], by=by,
            )  # fmt: skip


def _circle_words(said: Said) -> build.CircleWords:
    return build.CircleWords(Kind(said["kind"]), said["name"], said["purpose"], said["domain"])


def _role_words(said: Said) -> build.RoleWords:
    return build.RoleWords(
        said["name"], said["purpose"], said["domain"], said["accountabilities"], said["powers"],
        said["seats"], said["term_days"], Process(said["assigned_by"]), said["consults"],
    )  # fmt: skip
