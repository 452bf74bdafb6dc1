from django.db import models
from django.db.models import Q

from millepieds.circles.models import Mandate
from millepieds.core.choices import one_of
from millepieds.decisions.models import Decision
from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.models.tasks import Task
from millepieds.meetings.rules.agenda import AIMS
from millepieds.meetings.rules.duties import DUTIES
from millepieds.people.models import Person
from millepieds.tensions.models import Tension


class Point(models.Model):
    """Something to speak about at a meeting, what for, and how long it needs."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    aim = models.CharField(max_length=10, choices=one_of(AIMS))
    minutes = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    tension = models.ForeignKey(Tension, null=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=480), name="a_point_takes_some_minutes"
            ),
            models.CheckConstraint(
                condition=Q(decision=None, mandate=None, task=None)
                | Q(tension=None, mandate=None, task=None)
                | Q(tension=None, decision=None, task=None)
                | Q(tension=None, decision=None, mandate=None),
                name="a_point_comes_from_one_thing_at_most",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"point {self.pk}"  # never its words: this may end in a log


class Turn(models.Model):
    """A duty that someone accepted for one meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="turns")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=12, choices=one_of(DUTIES))
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "duty"], name="a_duty_is_one_persons"),
        ]

    def __str__(self) -> str:
        return f"{self.duty}, {self.meeting_id}"
