from django.db import models


class MonthOfBalance(models.Model):
    """Balance of self-declared gender among holders, noted once a month, never by date."""

    month = models.DateField(unique=True)
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
