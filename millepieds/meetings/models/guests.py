from django.db import models
from django.db.models import Q

from millepieds.meetings.models.calling import Meeting


class Guest(models.Model):
    """Someone without an account who comes to one meeting of the town's: gone soon after it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=80)
    address = models.EmailField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "address"], name="one_guest_each_address"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(address=""), name="a_guest_is_written_to"
            ),
        ]

    def __str__(self) -> str:
        return f"guest {self.pk}"  # never their name: this may end in a log


class Headcount(models.Model):
    """What stays of a meeting once who came and what they needed is forgotten: numbers."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="headcount")
    come = models.PositiveSmallIntegerField()
    wait = models.PositiveSmallIntegerField()
    guests = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    needs = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.come}"
