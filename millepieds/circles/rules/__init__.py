"""Circles, roles, mandates: who may do what, until when, and why not. Plain Python."""

# The powers and the rules this area declares are stated when the house opens.
from millepieds.circles.rules import powers, terms  # noqa: F401
