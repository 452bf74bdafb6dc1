from django.db import models
from django.db.models import F, Q

from millepieds.meetings.models.calling import Meeting
from millepieds.people.models import Person


class SignUp(models.Model):
    """Someone says that they come: they have a place, or wait for the first that is free."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(withdrawn_at=None),
                name="one_comes_once_to_a_meeting",
            ),
            models.UniqueConstraint(
                fields=["meeting", "place"], condition=Q(withdrawn_at=None, place__isnull=False),
                name="a_place_is_never_given_twice",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("asked_at")),
                name="one_withdraws_after_signing_up",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.place or '…'}"
