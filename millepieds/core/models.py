from django.db import models


class Done(models.Model):
    """A form that was already sent, and where it led: a double click makes one thing."""

    key = models.UUIDField(primary_key=True)
    went_to = models.CharField(max_length=500)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.went_to
