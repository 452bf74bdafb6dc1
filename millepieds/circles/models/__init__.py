"""What is kept of circles, roles and mandates."""

from millepieds.circles.models.balance import MonthOfBalance
from millepieds.circles.models.mandates import Handover, Mandate, Notice, Offer
from millepieds.circles.models.own import OwnRule
from millepieds.circles.models.reopening import Reopening, Support
from millepieds.circles.models.structure import Circle, CircleVersion, Role, RoleVersion

__all__ = [
    "Circle",
    "CircleVersion",
    "Handover",
    "Mandate",
    "MonthOfBalance",
    "Notice",
    "Offer",
    "OwnRule",
    "Reopening",
    "Role",
    "RoleVersion",
    "Support",
]
