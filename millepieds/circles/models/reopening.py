from django.db import models

from millepieds.circles.models.mandates import Mandate
from millepieds.people.models import Person


class Reopening(models.Model):
    """A call to reopen a founding mandate, made in the open when nobody can propose mandates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField()
    mandate = models.OneToOneField(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-called_at"]

    def __str__(self) -> str:
        return f"{self.person}"


class Support(models.Model):
    """One member stands behind a call to reopen."""

    reopening = models.ForeignKey(Reopening, on_delete=models.PROTECT, related_name="supports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reopening", "person"], name="one_support_each")
        ]

    def __str__(self) -> str:
        return f"{self.person}"
