from django.db import models
from django.db.models import F, Q

from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.models.guests import Guest
from millepieds.meetings.rules.needs import MOST_CHILDREN, NEEDS, Asked, Need
from millepieds.people.models import Person


class SignUp(models.Model):
    """Someone says that they come: they have a place, or wait for the first that is free.

    A person of the house or a guest, in the same line; and what they need to come.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    guest = models.OneToOneField(Guest, null=True, on_delete=models.PROTECT, related_name="sign_up")
    asked_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    children = models.PositiveSmallIntegerField(default=0)
    ages = models.CharField(max_length=60, blank=True)
    needs = models.JSONField(default=list, blank=True)
    in_words = models.CharField(max_length=300, blank=True)
    opened_under = models.JSONField(default=dict)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest=None) | Q(person=None, guest__isnull=False),
                name="a_person_or_a_guest_comes",
            ),
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
            models.CheckConstraint(
                condition=Q(children__lte=MOST_CHILDREN), name="a_few_children_each"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.place or '…'}"

    @property
    def name(self) -> str:
        return self.guest.name if self.guest else str(self.person)

    @property
    def needs_said(self) -> list[str]:
        return [NEEDS[Need(key)] for key in self.needs]

    @property
    def asked(self) -> Asked:
        return Asked(
            self.place is None, self.guest_id is not None, self.children, tuple(self.needs)
        )
