from django.db import models

from millepieds.people.models import Person


class CalendarKey(models.Model):
    """What the private calendar links of one person are made from; another one, and they lead nowhere."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    secret = models.CharField(max_length=64)
    renewed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.person)
