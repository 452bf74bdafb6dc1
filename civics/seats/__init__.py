"""French municipal and community seats, and delegates for the Senate, from dated rules."""

from civics.seats.ages import Births, read_births
from civics.seats.averages import Award, Shared, share_by_highest_average
from civics.seats.community import (
    CommunityShape,
    allot_community,
    community_faults,
    community_shape,
)
from civics.seats.council import Allotment, allot, bonus_seats
from civics.seats.delegates import Delegates, DelegatesShared, allot_delegates, delegates
from civics.seats.explained import explain, explain_shared
from civics.seats.french import RULES
from civics.seats.grid import Point, every_split, what_if
from civics.seats.rounds import FirstRound, first_round
from civics.seats.rulesets import Rule, RuleSet, Topic, council_size

__all__ = [
    "RULES",
    "Allotment",
    "Award",
    "Births",
    "CommunityShape",
    "Delegates",
    "DelegatesShared",
    "FirstRound",
    "Point",
    "Rule",
    "RuleSet",
    "Shared",
    "Topic",
    "allot",
    "allot_community",
    "allot_delegates",
    "bonus_seats",
    "community_faults",
    "community_shape",
    "council_size",
    "delegates",
    "every_split",
    "explain",
    "explain_shared",
    "first_round",
    "read_births",
    "share_by_highest_average",
    "what_if",
]
