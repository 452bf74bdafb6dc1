from django.db import models
from django.db.models import Q

from millepieds.circles.models.structure import Circle
from millepieds.journal.models import Entry


class OwnRule(models.Model):
    """What a rule is worth in one circle from a day on; without a value, again as in the whole movement.

    Triggers refuse any change: what a circle gave itself before stays readable.
    """

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="own_rules")
    rule = models.CharField(max_length=60)
    value = models.PositiveSmallIntegerField(null=True)
    effective_on = models.DateField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(rule=""), name="an_own_rule_says_which"),
            models.UniqueConstraint(fields=["entry"], name="an_own_rule_has_a_line_of_its_own"),
        ]
        indexes = [
            models.Index(fields=["circle", "rule", "effective_on"], name="own_rules_of_a_circle")
        ]

    def __str__(self) -> str:
        return f"{self.circle_id}, {self.rule} = {self.value}"
