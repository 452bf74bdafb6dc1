"""An ordered list: strict alternation, conditions, the most support, and why each is where they are."""

from civics.lists.conditions import (
    Candidate,
    Condition,
    Designation,
    Rules,
    broken,
    lengths_for,
    points,
    support,
)
from civics.lists.designation import designate
from civics.lists.merger import FirstRound, check_merger, may_merge, may_stand
from civics.lists.moves import Place, places
from civics.lists.order import Ordered, order
from civics.lists.weave import weave

__all__ = [
    "Candidate",
    "Condition",
    "Designation",
    "FirstRound",
    "Ordered",
    "Place",
    "Rules",
    "broken",
    "check_merger",
    "designate",
    "lengths_for",
    "may_merge",
    "may_stand",
    "order",
    "places",
    "points",
    "support",
    "weave",
]
