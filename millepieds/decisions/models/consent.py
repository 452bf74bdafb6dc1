from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.urls import reverse

from millepieds.circles.models import Circle, Mandate
from millepieds.core.choices import one_of
from millepieds.decisions.models.advice import Decision
from millepieds.decisions.rules.rounds import OUTCOMES, REMARKS, STANDS
from millepieds.decisions.rules.terms import OPENNESS
from millepieds.people.models import Person
from millepieds.tensions.models import Tension


class Proposal(models.Model):
    """What a circle is asked to consent to, over days, under the rules of the day it was written."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_under = models.JSONField(default=dict)
    tension = models.ForeignKey(Tension, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=120)
    example = models.TextField(max_length=2000)
    openness = models.CharField(max_length=10, choices=one_of(OPENNESS))
    asked_at = models.DateTimeField(null=True)
    listens_until = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=one_of(OUTCOMES), blank=True)
    outcome_why = models.TextField(max_length=2000, blank=True)
    decision = models.OneToOneField(
        Decision, null=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(  # the order of the list, with all that its wall asks for
                IsNull(F("over_at"), True).desc(), F("over_at").desc(),
                IsNull(F("closes_at"), True).desc(), F("closes_at").asc(), F("id").desc(),
                F("openness"), F("asked_at"), F("circle"), F("author"), name="rounds_in_order",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_at=None, listens_until=None, closes_at=None)
                | Q(listens_until__gte=F("asked_at"), closes_at__gte=F("listens_until")),
                name="a_circle_is_heard_before_it_consents",
            ),
            models.CheckConstraint(
                condition=Q(called_at=None) | Q(called_at__lt=F("closes_at")),
                name="a_round_is_called_into_a_meeting_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(over_at=None, outcome="", outcome_why="", decision=None)
                | Q(over_at__isnull=False, outcome="adopted", decision__isnull=False)
                | Q(over_at__isnull=False, outcome__in=["returned", "withdrawn"], decision=None)
                & ~Q(outcome_why=""),
                name="a_round_ends_in_one_way_and_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="adopted") | Q(called_at=None, over_at__gte=F("closes_at")),
                name="nothing_is_adopted_before_its_round_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:proposal", args=[self.pk])


class Version(models.Model):
    """The words of a proposal, as its author wrote or changed them. A stance answers one of them."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=5000)
    changed = models.TextField(max_length=2000, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number"], name="versions_of_a_proposal_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(changed=""), name="a_new_version_says_what_changed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}, {self.number}"


class Remark(models.Model):
    """A question to understand, or what the proposal does to someone, before anyone consents."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="remarks")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=one_of(REMARKS))
    text = models.TextField(max_length=2000)
    said_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, kind="question") & ~Q(answer=""),
                name="only_a_question_is_answered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.kind}"


class Stance(models.Model):
    """Where one person stands on one version, until the round closes; and what testing it found."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="stances")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, choices=one_of(STANDS))
    why = models.TextField(max_length=2000, blank=True)
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    typed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    tested_on = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    tested_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    tested_at = models.DateTimeField(null=True)
    found = models.JSONField(default=list)
    holds = models.BooleanField(null=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"], name="a_person_stands_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(given_at__lt=F("until")), name="no_stance_after_its_round_closes"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=["consent", "aside"]) | ~Q(why=""),
                name="a_concern_or_an_objection_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(typed_by=None) | ~Q(typed_by=F("person")),
                name="nobody_types_in_their_own_voice",
            ),
            models.CheckConstraint(
                condition=Q(tested_on=None, tested_by=None, tested_at=None, holds=None)
                | Q(
                    stance="objection", tested_on__isnull=False, tested_by__isnull=False,
                    tested_at__isnull=False, holds__isnull=False,
                ) & ~Q(tested_by=F("person")),
                name="an_objection_is_tested_by_someone_else",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}, {self.stance}"
