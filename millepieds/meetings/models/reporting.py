from django.db import models
from django.db.models import Q

from millepieds.circles.models import Mandate
from millepieds.core.choices import one_of
from millepieds.core.lists import address_of
from millepieds.meetings.rules.reporting import READERS
from millepieds.people.models import Person


class MandateReport(models.Model):
    """What someone did, decided and needs under a mandate, since the report before. Never rewritten."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    openness = models.CharField(max_length=10, choices=one_of(READERS))
    since_at = models.DateTimeField()
    written_at = models.DateTimeField()
    did = models.TextField(max_length=5000)
    decided = models.TextField(max_length=5000, blank=True)
    needs = models.TextField(max_length=5000, blank=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["written_at", "id"], name="reports_by_moment")]
        constraints = [
            models.CheckConstraint(condition=~Q(did=""), name="a_report_says_what_was_done"),
            models.CheckConstraint(
                condition=Q(openness__in=["members", "circle"]), name="a_report_stays_inside"
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        return address_of("meetings:report", self.pk)


class ReportAnswer(models.Model):
    """What someone who read a report answers to it."""

    report = models.ForeignKey(MandateReport, on_delete=models.PROTECT, related_name="answers")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "author"], name="a_report_is_answered_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class ReportNotice(models.Model):
    """The holder of a mandate was reminded of a report: once before its day, once when it is late."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    late = models.BooleanField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "due_on", "late"],
                name="a_report_is_recalled_once_before_and_once_late",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id}, {self.due_on}"
