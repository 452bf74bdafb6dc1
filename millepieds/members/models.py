from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from millepieds.members.rules import Status, status
from millepieds.people.models import Person


class District(models.Model):
    """A part of the town, to know who is near."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One period of a person in the movement, from the day they knock to the day they leave.

    Coming back opens another; a mandate points to the one under which it was accepted.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, null=True, on_delete=models.PROTECT, related_name="+")
    languages = models.CharField(max_length=120, blank=True)
    wishes = models.TextField(max_length=2000, blank=True)
    needs = models.JSONField(default=list, blank=True)
    opened_under = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    promised_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_over_from = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contacted_at = models.DateTimeField(null=True, blank=True)
    contacted_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    welcomed_at = models.DateTimeField(null=True, blank=True)
    welcomed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.TextField(max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(max_length=2000, blank=True)
    appeal_answered_at = models.DateTimeField(null=True, blank=True)
    appeal_answer = models.TextField(max_length=2000, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [  # whoever waits is found without walking past every member
            models.Index(
                fields=["asked_at"], name="asking_at_the_door",
                condition=Q(left_at=None, refused_at=None, welcomed_at=None),
            ),
            models.Index(
                fields=["appealed_at"], name="appeals_to_answer",
                condition=Q(appealed_at__isnull=False, appeal_answered_at=None, left_at=None),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_at=None, refused_at=None),
                name="one_open_membership_each",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(welcomed_at__isnull=False),
                name="nobody_signs_before_being_welcomed",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | ~Q(refusal=""), name="a_refusal_gives_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("asked_at")),
                name="one_leaves_after_arriving",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("members:sheet", args=[self.pk])

    def status(self, *, now: datetime) -> Status:
        return status(self, now=now)


class Invitation(models.Model):
    """An address that was written to, once, to say where the door is. Nobody is in for all that.

    Whoever says no is no longer named: only the imprint of their address is left, so that nobody writes
    to them again.
    """

    imprint = models.CharField(max_length=64)
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imprint"], name="one_invitation_each_address"),
            models.CheckConstraint(
                condition=Q(declined_at=None) & ~Q(address="")
                | Q(declined_at__isnull=False, address="", name=""),
                name="whoever_says_no_is_no_longer_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invited_at:%Y-%m-%d}"


class Suspension(models.Model):
    """Days during which a person is not a member, decided above. Nothing here says why."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    lifted_on = models.DateField(null=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_suspension_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"suspension {self.pk}"
