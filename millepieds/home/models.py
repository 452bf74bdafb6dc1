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
