from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from millepieds.core.choices import one_of
from millepieds.people.rules import (
    CHANNELS,
    GENDERS,
    PURPOSES,
    RHYTHMS,
    TONGUES,
    WAYS,
    Gender,
    Rhythm,
    Way,
    Words,
)
from millepieds.people.rules.visits import DEVICES


class People(BaseUserManager["Person"]):
    """Finds people. They are made by `people.actions.meet`."""


def called(name: str) -> str:
    """How someone is named, forgotten or not."""
    return name or gettext("someone who asked to be forgotten")


class Person(AbstractBaseUser):
    """Someone who may enter. What they may do comes only from the mandates they hold."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80)
    pronoun = models.CharField(max_length=30, blank=True)
    gender = models.CharField(max_length=10, choices=one_of(GENDERS), default=Gender.UNSAID.value)
    language = models.CharField(max_length=5, default="fr")
    phone = models.CharField(max_length=30, blank=True)
    reach = models.CharField(max_length=10, choices=one_of(WAYS), default=Way.MAIL.value)
    rhythm = models.CharField(max_length=10, choices=one_of(RHYTHMS), default=Rhythm.RULE.value)
    met_at = models.DateTimeField()
    visited_at = models.DateTimeField(null=True, blank=True)
    visited_before_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    USERNAME_FIELD = "key"
    objects = People()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", phone="", pronoun=""),
                name="someone_erased_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="nobody_is_merged_into_themself",
            ),
        ]

    def __str__(self) -> str:
        return called(self.name)

    def check_password(self, raw_password: str | None) -> bool:
        """No password opens anything; the field holds what sessions hold on to."""
        return False

    @property
    def tongue(self) -> str:
        """The language they speak most easily, in its own name."""
        return TONGUES.get(self.language, self.language)

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # a date over a flag
        return self.erased_at is None and self.merged_into_id is None


class Visit(models.Model):
    """Someone came in, on a device, and has not gone out: goes with the session that it stands for."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_on = models.DateField()
    device = models.CharField(max_length=10, choices=one_of(DEVICES))

    class Meta:
        ordering = ["-seen_on", "-began_at"]

    def __str__(self) -> str:
        return self.get_device_display()


class Consent(models.Model):
    """A line of the ledger: a purpose, in one version of its words, given, perhaps withdrawn."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=10, choices=one_of(CHANNELS))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=10, choices=one_of(CHANNELS), blank=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "version"],
                condition=Q(withdrawn_at=None),
                name="one_open_consent_for_each_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_after_it_is_given",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=""),
                name="a_withdrawal_says_by_which_channel",
            ),
        ]

    def __str__(self) -> str:
        return gettext(self.words.title) if self.words else self.purpose

    @property
    def words(self) -> Words | None:
        """What was read that day: those of this line's own version."""
        purpose = PURPOSES.get(self.purpose)
        if purpose is None or not 0 < self.version <= purpose.version:
            return None
        return purpose.versions[self.version - 1]
