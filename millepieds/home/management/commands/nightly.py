from typing import Any

from django.core.management.base import BaseCommand

from millepieds.circles.actions.notices import (
    announce_ends,
    announce_last_assigner,
    announce_nobody_assigns,
    close_lapsed_calls,
    note_assigners_back,
    note_balance,
)
from millepieds.circles.actions.proofs import remind_second_proof
from millepieds.core.actors import JOB
from millepieds.home.actions import apply_retention, note_who_came
from millepieds.meetings.actions.closing import close_forgotten_rooms
from millepieds.meetings.actions.guests import forget_guests
from millepieds.meetings.actions.passing import hand_on_places
from millepieds.meetings.actions.reporting import remind_to_report
from millepieds.members.actions.charter import announce_charter, remind_to_sign
from millepieds.search.actions import catch_up
from millepieds.tensions.actions.following import remind_entrusted


class Command(BaseCommand):
    help = "What the house does by itself once a day. Run twice, it does nothing more."

    def handle(self, *args: Any, **options: Any) -> None:
        announce_charter(by=JOB)
        remind_to_sign(by=JOB)
        announce_ends(by=JOB)
        remind_second_proof(by=JOB)
        announce_last_assigner(by=JOB)
        note_assigners_back(by=JOB)
        announce_nobody_assigns(by=JOB)
        close_lapsed_calls(by=JOB)
        note_balance(by=JOB)
        note_who_came(by=JOB)
        remind_entrusted(by=JOB)
        close_forgotten_rooms(by=JOB)
        hand_on_places(by=JOB)
        forget_guests(by=JOB)
        remind_to_report(by=JOB)
        apply_retention(by=JOB)
        catch_up()
