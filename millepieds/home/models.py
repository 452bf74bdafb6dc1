from django.db import models

from millepieds.people.models import Person


class Digest(models.Model):
    """News left for someone on a day: never two that day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], name="one_digest_a_person_and_day_at_most"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.day}"


class MonthOfMeetings(models.Model):
    """Balance of self-declared gender among those who came to the meetings of two months, noted once."""

    month = models.DateField(unique=True)  # the second of the two
    women = models.PositiveSmallIntegerField(null=True)
    men = models.PositiveSmallIntegerField(null=True)
    others = models.PositiveSmallIntegerField(null=True)
    counted = models.JSONField(
        null=True
    )  # by answer, when the figure was set; last month only, never shown

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
