from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from millepieds.circles.models import Circle, Mandate, Role
from millepieds.core.choices import one_of
from millepieds.core.lists import address_of
from millepieds.decisions.rules.moving import WAYS
from millepieds.decisions.rules.terms import FOLLOWED, HOWS, OPENNESS, TIES, WHYS, mark_of
from millepieds.people.models import Person
from millepieds.tensions.models import Tension

# when a question was decided or dropped; those being made come first, then the newest: said so that the
# index of each database keeps this order
SETTLED = Coalesce(F("taken_at"), F("dropped_at"))
NEWEST = (IsNull(SETTLED, True).desc(), SETTLED.desc(), F("id").desc())
ON_THE_WAY = (
    "openness", "asked_at", "dropped_at", "taken_at", "role", "author", "answer_until", "effective_on",
    "ends_on", "review_on", "year",
)  # fmt: skip


class Decision(models.Model):
    """A question opened under a mandate, what its holder intends, and what was decided in the end."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_under = models.JSONField(default=dict)
    tension = models.ForeignKey(Tension, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=120)
    question = models.TextField(max_length=2000)
    context = models.TextField(max_length=5000, blank=True)
    intention = models.TextField(max_length=5000)
    openness = models.CharField(max_length=10, choices=one_of(OPENNESS))
    reaches = models.JSONField(default=list)
    asked_at = models.DateTimeField(null=True)
    answer_until = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.TextField(max_length=2000, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_under = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    text = models.TextField(max_length=5000, blank=True)
    reasons = models.TextField(max_length=5000, blank=True)
    effective_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            # all that a wall and an order ask for, so that no long text is read to count a register
            models.Index(
                fields=["-taken_at", "-id", "openness", "asked_at", "dropped_at", "role", "author"],
                name="decisions_by_day",
            ),
            # the order of a register, with all that its walls and its filters ask for
            models.Index(
                *NEWEST, *map(F, ON_THE_WAY), name="decisions_newest_first",
            ),
            models.Index(  # the same, of one role, so of one circle
                F("role"), *NEWEST, *(F(name) for name in ON_THE_WAY if name != "role"),
                name="decisions_of_a_role",
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_decision_a_number"),
            models.CheckConstraint(
                condition=Q(
                    taken_at=None, taken_under=None, year=None, number=None, text="", reasons="",
                    effective_on=None, review_on=None, ends_on=None,
                )
                | Q(
                    taken_at__isnull=False, taken_under__isnull=False, year__isnull=False,
                    number__isnull=False, review_on__gt=F("effective_on"),
                )
                & ~Q(text="") & ~Q(reasons=""),
                name="a_decision_taken_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(taken_at__gte=F("answer_until")),
                name="no_decision_before_those_asked_had_their_time",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, answer_until=None) | Q(answer_until__gt=F("asked_at")),
                name="whoever_is_asked_has_time",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_why="")
                | Q(dropped_at__isnull=False, taken_at=None) & ~Q(dropped_why=""),
                name="a_question_is_decided_or_dropped_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("effective_on")),
                name="a_decision_ends_after_it_takes_effect",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("decisions:decision", self.pk)

    @property
    def mark(self) -> str:
        """« 2026-041 »: how it is named in minutes."""
        return mark_of(self.year, self.number)

    @property
    def last_day(self) -> date | None:
        """What people mean by "until"."""
        return self.ends_on and self.ends_on - timedelta(days=1)


class Solicitation(models.Model):
    """Someone asked for advice: a person of the house, or someone outside by mail or on paper."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="asked")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    outside = models.CharField(max_length=80, blank=True)
    address = models.EmailField(blank=True)
    through = models.ForeignKey(Circle, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=one_of(WHYS))
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    advice = models.TextField(max_length=4000, blank=True)
    advised_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, choices=one_of(HOWS), blank=True)
    typed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    followed = models.CharField(max_length=10, choices=one_of(FOLLOWED), blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "person"], condition=Q(person__isnull=False),
                name="a_person_is_asked_once_about_a_question",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, outside="", address="")
                | Q(person=None) & ~Q(outside=""),
                name="whoever_is_asked_is_inside_or_outside",
            ),
            models.CheckConstraint(
                condition=Q(advised_at=None, how="")
                | Q(advised_at__isnull=False) & ~Q(advice="") & ~Q(how=""),
                name="an_advice_has_its_words_and_its_way",
            ),
            models.CheckConstraint(
                condition=Q(advised_at=None) | Q(how="paper") | Q(advised_at__lt=F("until")),
                name="no_advice_after_its_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, followed="", answer="")
                | Q(answered_at__isnull=False, advised_at__isnull=False)
                & ~Q(followed="")
                & (Q(followed="followed") | ~Q(answer="")),
                name="an_advice_not_followed_is_told_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.outside or str(self.person)


class Precedent(models.Model):
    """An earlier decision that this one names, and what it does to it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="earlier")
    earlier = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="later")
    tie = models.CharField(max_length=15, choices=one_of(TIES))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "earlier", "tie"], name="a_precedent_is_named_once"
            ),
            models.CheckConstraint(
                condition=~Q(decision=F("earlier")), name="a_decision_is_not_its_own_precedent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.tie} {self.earlier_id}"


class Move(models.Model):
    """A question handed to another role: who did it, under which mandate, and why."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="moves")
    from_role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    to_role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=one_of(WAYS))
    why = models.TextField(max_length=2000)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved_under = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["moved_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_role=F("to_role")), name="a_question_moves_to_another_role"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_question_moves_with_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.way}"
