"""Circles meet, and holders report on their mandates."""

from datetime import timedelta

from demo.story import Said
from demo.tellers.memory import Memory, circle_of
from millepieds.circles.models import Mandate
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.meetings.actions import minuting
from millepieds.meetings.actions.calling import Called, call_meeting
from millepieds.meetings.actions.coming import sign_up
from millepieds.meetings.actions.preparing import Wish, add_point, take_duty
from millepieds.meetings.actions.reporting import Account, report_on
from millepieds.meetings.actions.tasks import Wished, give_task
from millepieds.meetings.models import Minutes
from millepieds.meetings.queries.minutes import PARTS, last_wording
from millepieds.meetings.queries.reporting import to_report
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer
from millepieds.meetings.rules.reporting import Due
from millepieds.meetings.rules.terms import CALL
from millepieds.meetings.rules.terms import Kind as MeetingKind
from millepieds.meetings.rules.terms import Openness as Meet
from millepieds.members.queries import is_member


class Meetings(Memory):
    """Circles meet, and holders report on their mandates."""

    def call_meeting(self, said: Said) -> None:
        circle = circle_of(said["circle"])
        starts = said["starts_at"]
        words = Called(
            MeetingKind(said["kind"]), said["title"], starts, starts + timedelta(hours=said["hours"]),
            Meet(said["openness"]), said["purpose"], said["place"], access=said["access"],
            capacity=said["capacity"], programme=said.get("programme", ""),
            materials=said.get("materials", ""), led_by=said.get("led_by", ""),
        )  # fmt: skip
        by = self.who(CALL, circle=circle)
        self.meetings[said["key"]] = call_meeting(circle, words, by=by)

    def come(self, said: Said) -> None:
        sign_up(self.meetings[said["meeting"]], by=actors.person(self.people[said["person"]]))

    def add_point(self, said: Said) -> None:
        tension = self.tensions[said["tension"]] if "tension" in said else None
        wish = Wish(said["title"], Aim(said["aim"]), said["minutes"], tension=tension)
        by = actors.person(self.people[said["person"]])
        add_point(self.meetings[said["meeting"]], wish, by=by)

    def take_duty(self, said: Said) -> None:
        by = actors.person(self.people[said["person"]])
        take_duty(self.meetings[said["meeting"]], Duty(said["duty"]), by=by)

    def write_minutes(self, said: Said) -> None:
        meeting, by = self.meetings[said["meeting"]], actors.person(self.people[said["scribe"]])
        words = {part: said.get(part, "") for part in PARTS}
        minuting.save_minutes(meeting, minuting.Written(**words), by=by)
        for task in said.get("given", ()):
            due = today() + timedelta(days=task["days"])
            wished = Wished(self.people[task["person"]], task["what"], due)
            give_task(meeting, wished, by=by)
        there, away = ([self.people[who] for who in said[key]] for key in ("present", "excused"))
        minuting.name_present(meeting, there, away, by=by)
        minuting.propose_minutes(meeting, by=by)

    def approve_minutes(self, said: Said) -> None:
        minutes = Minutes.objects.get(meeting=self.meetings[said["meeting"]])
        for who in said["present"]:
            by = actors.person(self.people[who])
            if who != said["scribe"]:
                minuting.answer_minutes(minutes, Answer.APPROVES, by=by)

    def amend_minutes(self, said: Said) -> None:
        """Something was missing: it is added to what was said, and the first words stay beside."""
        meeting, by = self.meetings[said["meeting"]], actors.person(self.people[said["scribe"]])
        last = last_wording(Minutes.objects.get(meeting=meeting))
        assert last  # noqa: S101  (they were approved)
        words = {part: getattr(last, part) for part in PARTS}
        words["text"] += said["adds"]
        amended = minuting.Written(**words, started_from=last.number, why=said["why"])
        minuting.save_minutes(meeting, amended, by=by)

    def report_on_mandates(self, said: Said) -> None:
        """Those that are expected, each in its turn; every seventh holder has not found the time."""
        waiting = [one for one in to_report(today()) if one.stands is not Due.LATER]
        for rank, one in enumerate(waiting):
            mandate = Mandate.objects.select_related("person").get(pk=one.mandate_id)
            if rank % 7 != 6 and is_member(mandate.person_id, on=today()):
                account = Account(**said["said"][rank % len(said["said"])])
                report_on(mandate, account, by=actors.person(mandate.person))
