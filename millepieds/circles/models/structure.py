from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from millepieds.circles.rules.mandates import PROCESSES
from millepieds.circles.rules.structure import KINDS
from millepieds.core.choices import one_of


class Circle(models.Model):
    """A place where people decide together. What it is at a date is said by its versions."""

    key = models.SlugField(max_length=60, unique=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="a_circle_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("circles:circle", args=[self.pk])


class CircleVersion(models.Model):
    """What a circle is from a day on: its name, its purpose, what it alone decides, what holds it."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="versions")
    from_on = models.DateField()
    kind = models.CharField(max_length=15, choices=one_of(KINDS))
    name = models.CharField(max_length=80)
    purpose = models.TextField(max_length=1000)
    domain = models.TextField(max_length=1000, blank=True)
    parent = models.ForeignKey(
        Circle, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "from_on"], name="one_circle_version_a_day"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("circle")), name="a_circle_is_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """Something to hold, in one circle. What it is at a date is said by its versions."""

    key = models.SlugField(max_length=80, unique=True)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="roles")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="a_role_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("circles:role", args=[self.pk])


class RoleVersion(models.Model):
    """What a role is from a day on: why, what for, with which powers, for how long, for how many.

    Never rewritten: people commit to one. Changed twice in a day, a role has two, and the last stands.
    """

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="versions")
    from_on = models.DateField()
    name = models.CharField(max_length=80)
    purpose = models.TextField(max_length=1000)
    domain = models.TextField(max_length=1000, blank=True)
    accountabilities = models.JSONField(default=list)
    powers = models.JSONField(default=list)
    seats = models.PositiveSmallIntegerField(default=1)
    term_days = models.PositiveSmallIntegerField(default=365)
    assigned_by = models.CharField(max_length=15, choices=one_of(PROCESSES))
    consults = models.TextField(max_length=500, blank=True)
    report_days = models.PositiveSmallIntegerField(null=True)  # else as the rule says

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_role_has_a_seat"),
            models.CheckConstraint(condition=Q(term_days__gte=1), name="a_term_lasts_a_day"),
        ]

    def __str__(self) -> str:
        return self.name
