"""Columns that begin with `sealed_` hold nothing that opens without the master key."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from millepieds.care.rules.terms import (
    BY_WHOEVER_IS_INVITED,
    CATEGORIES,
    FOLLOW_AN_INVITATION,
    OUTCOMES,
    SORTS,
    STEPS,
)
from millepieds.core.choices import one_of
from millepieds.members.models import Suspension
from millepieds.people.models import Person


class Report(models.Model):
    """What someone says of a violence. Its words, and who is named in it, are sealed."""

    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=15, choices=one_of(CATEGORIES))
    reported_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    key_version = models.PositiveSmallIntegerField(default=0)
    sealed_key = models.BinaryField(default=b"")
    sealed_words = models.BinaryField(default=b"")
    sealed_named = models.BinaryField(default=b"")  # numbers of members, as JSON

    class Meta:
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"report {self.pk}"  # never more: this may end in a log

    def get_absolute_url(self) -> str:
        return reverse("care:report", args=[self.pk])


class Keeper(models.Model):
    """Someone to whom its author entrusted a report, and the power under which they receive it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="keepers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    power = models.CharField(max_length=40)
    entrusted_at = models.DateTimeField()

    class Meta:
        ordering = ["entrusted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"], name="a_report_is_entrusted_once_to_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"keeper {self.pk}"


class Reading(models.Model):
    """Someone opened a report. Its author sees each of these."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at", "pk"]

    def __str__(self) -> str:
        return f"reading {self.pk}"


OF_THE_INVITED = [kind.value for kind in BY_WHOEVER_IS_INVITED]


class Stage(models.Model):
    """Something that was done in the procedure that follows a report, on its day.

    Who is invited to be heard, and what they do of it, is known inside the seal only.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=15, choices=one_of(STEPS))
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who did it; nobody, where it is whoever was invited
    taken_at = models.DateTimeField()
    day = models.DateField(null=True)  # of the hearing, or the last one of a measure
    answers = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="answer"
    )  # the sanction proposed, that a second person answers once
    invitation = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="followed"
    )  # the one that was opened, answered, or after which someone was heard or did not come
    sealed_words = models.BinaryField(default=b"")  # words, whom, who stood beside them, as JSON

    class Meta:
        ordering = ["pk"]  # those of an invitation bear their day, not their hour
        constraints = [
            models.CheckConstraint(
                condition=Q(answers=None) | Q(kind__in=["decided", "disagreed"]),
                name="only_a_second_person_answers_a_proposal",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_THE_INVITED, person=None)
                | ~Q(kind__in=OF_THE_INVITED) & Q(person__isnull=False),
                name="whoever_is_invited_is_known_inside_the_seal_only",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_THE_INVITED, invitation__isnull=False)
                | Q(kind__in=[kind.value for kind in FOLLOW_AN_INVITATION])
                | ~Q(kind__in=OF_THE_INVITED) & Q(invitation=None),
                name="only_what_follows_an_invitation_points_to_it",
            ),
        ]

    def __str__(self) -> str:
        return f"stage {self.pk}"

    def get_absolute_url(self) -> str:
        """Of an invitation, for whoever it is to."""
        return reverse("care:invitation", args=[self.pk])


class Sanction(models.Model):
    """What was decided about a member, until a day. The report it follows is known inside the seal only."""

    suspension = models.OneToOneField(Suspension, on_delete=models.CASCADE, related_name="+")
    sort = models.CharField(max_length=12, choices=one_of(SORTS))
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    appealed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=one_of(OUTCOMES), blank=True)
    key_version = models.PositiveSmallIntegerField(default=0)
    sealed_key = models.BinaryField(default=b"")
    sealed_words = models.BinaryField(default=b"")  # the reason, and which report, as JSON
    sealed_appeal = models.BinaryField(default=b"")
    sealed_answer = models.BinaryField(default=b"")

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answered_by=None)
                | Q(answered_at__gte=F("appealed_at")) & ~Q(outcome=""),
                name="an_appeal_is_answered_once_made",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("decided_by")),
                name="whoever_decided_does_not_answer_the_appeal",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None)
                | ~Q(agreed_by=F("decided_by"))
                & (Q(answered_by=None) | ~Q(answered_by=F("agreed_by"))),
                name="nobody_decides_alone_nor_answers_their_own_word",
            ),
        ]

    def __str__(self) -> str:
        return f"sanction {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("care:sanction", args=[self.pk])


class Opening(models.Model):
    """Someone opened the reason and the appeal of a sanction. The person it is about sees each of these."""

    sanction = models.ForeignKey(Sanction, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["opened_at", "pk"]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class OutsideContact(models.Model):
    """An organisation outside that answers when too few may receive here. The last one counts."""

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    mail = models.EmailField(blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-named_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(mail=""), name="an_outside_contact_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return self.name
