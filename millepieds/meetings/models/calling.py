from django.db import models
from django.db.models import F, Q

from millepieds.circles.models import Circle, Mandate
from millepieds.core.choices import one_of
from millepieds.core.lists import address_of
from millepieds.meetings.rules.terms import KINDS, OPENNESS
from millepieds.people.models import Person


class Meeting(models.Model):
    """A moment and a place where a circle meets, called under a mandate."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=one_of(KINDS))
    title = models.CharField(max_length=120)
    purpose = models.TextField(max_length=2000, blank=True)
    openness = models.CharField(max_length=10, choices=one_of(OPENNESS))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    access = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True)
    programme = models.TextField(max_length=3000, blank=True)  # of a training, of a seminar
    materials = models.TextField(max_length=1000, blank=True)
    led_by = models.CharField(max_length=200, blank=True)  # who could lead it again: no name
    called_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    called_under = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    opened_under = models.JSONField(default=dict)
    changes = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        # in its order, with all that says whether someone reads it: a list opens only the rows it shows
        indexes = [
            models.Index(
                fields=["starts_at", "id", "ends_at", "openness", "circle", "called_by"],
                name="meetings_by_moment",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_why="")
                | Q(cancelled_at__isnull=False) & ~Q(cancelled_why=""),
                name="a_cancelled_meeting_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind="action") | Q(openness__in=["circle", "members"]),
                name="an_action_is_never_public",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1),
                name="a_meeting_has_room_for_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("meetings:meeting", self.pk)
