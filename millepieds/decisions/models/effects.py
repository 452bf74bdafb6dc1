from django.db import models
from django.db.models import Q

from millepieds.circles.models import Circle, Mandate, OwnRule, Role, RoleVersion
from millepieds.core.choices import one_of
from millepieds.decisions.models.consent import Version
from millepieds.decisions.rules.rounds import EFFECTS
from millepieds.people.models import Person

RULE = Q(kind="rule", value__isnull=False, role=None, circle=None, mandate=None) & ~Q(rule="")
OF_ITS_CIRCLE = Q(kind="own-rule", role=None, circle=None, mandate=None) & ~Q(rule="")
IN_A_ROLE = Q(
    kind__in=["role", "offer", "change-role"], rule="", value=None, role__isnull=False, circle=None,
    mandate=None,
)  # fmt: skip
IN_A_CIRCLE = Q(
    kind__in=["circle", "open-circle"], rule="", value=None, role=None, circle__isnull=False,
    mandate=None,
)  # fmt: skip
A_ROLE_TO_OPEN = Q(
    kind="open-role", rule="", value=None, circle__isnull=False, mandate=None
) & (Q(role=None) | Q(applied_at__isnull=False))  # fmt: skip
A_MANDATE = Q(kind="mandate", rule="", value=None, role=None, circle=None, mandate__isnull=False)
WRITES = Q(kind__in=["open-circle", "open-role", "change-role"])


class Effect(models.Model):
    """What adopting a version does by itself. The words it writes are frozen with that version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="effects")
    kind = models.CharField(max_length=15, choices=one_of(EFFECTS))
    rule = models.CharField(max_length=60, blank=True)
    value = models.PositiveIntegerField(null=True)
    role = models.ForeignKey(Role, null=True, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True)
    words = models.JSONField(null=True)
    upon = models.ForeignKey(RoleVersion, null=True, on_delete=models.PROTECT, related_name="+")
    opened = models.ForeignKey(Circle, null=True, on_delete=models.PROTECT, related_name="+")
    own_rule = models.ForeignKey(OwnRule, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=RULE
                | OF_ITS_CIRCLE
                | IN_A_ROLE
                | IN_A_CIRCLE
                | A_ROLE_TO_OPEN
                | A_MANDATE,
                name="an_effect_touches_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind="offer", person__isnull=False, until__isnull=False)
                | ~Q(kind="offer") & Q(person=None, until=None),
                name="a_mandate_is_proposed_to_someone_until_a_day",
            ),
            models.CheckConstraint(
                condition=WRITES & Q(words__isnull=False) | ~WRITES & Q(words__isnull=True),
                name="what_opens_or_changes_says_its_words",
            ),
            models.CheckConstraint(
                condition=Q(kind="change-role", upon__isnull=False)
                | ~Q(kind="change-role") & Q(upon=None),
                name="a_role_is_changed_from_what_it_was",
            ),
            models.CheckConstraint(
                condition=Q(opened=None) | Q(kind="open-circle", applied_at__isnull=False),
                name="a_circle_is_opened_once_adopted",
            ),
            models.CheckConstraint(
                condition=Q(own_rule=None) | Q(kind="own-rule", applied_at__isnull=False),
                name="a_circle_has_its_own_rule_once_adopted",
            ),
            models.UniqueConstraint(
                fields=["version", "rule"],
                condition=Q(kind="own-rule"),
                name="a_version_says_each_rule_of_its_circle_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.version_id}"
