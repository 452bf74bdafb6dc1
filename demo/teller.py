"""Tells each scene with the action that did it, signed by whoever could do it on that day."""

from demo.tellers.building import Building
from demo.tellers.deciding import Deciding
from demo.tellers.joining import Joining
from demo.tellers.meeting import Meetings


class Teller(Building, Joining, Deciding, Meetings):
    """Remembers who is who while the story is told."""
