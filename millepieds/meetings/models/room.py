from django.db import models
from django.db.models import F, Q

from millepieds.core.choices import one_of
from millepieds.meetings.models.agenda import Point
from millepieds.meetings.models.calling import Meeting
from millepieds.people.models import Person
from millepieds.people.rules import GENDERS


class Sitting(models.Model):
    """A meeting that takes place: where it is in its agenda; once closed, only how many were heard.

    Open again, it keeps what was counted: how many were there never shrinks.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="sitting")
    opened_under = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    point = models.ForeignKey(Point, null=True, on_delete=models.PROTECT, related_name="+")
    point_since = models.DateTimeField(null=True)
    round_since = models.DateTimeField(null=True)
    present = models.PositiveSmallIntegerField(null=True)
    heard = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, present=None, heard=None)
                | Q(present__gte=F("heard")),
                name="a_sitting_is_counted_when_it_closes",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Presence(models.Model):
    """Someone is in the room, as long as it is open: a member, or a first name said aloud."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    called = models.CharField(max_length=40, blank=True)
    counted_as = models.CharField(max_length=10, choices=one_of(GENDERS), default="unsaid")
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "person"], name="one_is_in_a_room_once"),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(called="") | Q(person__isnull=False, called=""),
                name="someone_in_the_room_has_one_name",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"presence {self.pk}"

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.called


class Hand(models.Model):
    """Someone asks for the floor, has it, gives it back. It is gone when the room closes."""

    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="hands")
    raised_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    passed = models.BooleanField(default=False)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["presence"], condition=Q(ended_at=None), name="a_hand_is_raised_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(given_at__isnull=False),
                name="one_ends_what_one_began_to_say",
            ),
        ]

    def __str__(self) -> str:
        return f"hand {self.pk}"


class Suggestion(models.Model):
    """A sentence that someone in the room offers to the scribe."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="suggestions")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    said_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"
