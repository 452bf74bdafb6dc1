from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from millepieds.core.actors import ACTOR_KINDS
from millepieds.core.choices import one_of
from millepieds.people.models import Person


class Entry(models.Model):
    """One deed, written once. Triggers refuse any change; nothing in it names anyone.

    `commitment` binds the particulars: HMAC-SHA-256 of their canonical form under their random key.
    """

    number = models.BigIntegerField(primary_key=True)
    deed = models.CharField(max_length=80, db_index=True)
    happened_at = models.DateTimeField(db_index=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    commitment = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [  # the older ones stay: on SQLite taking one away makes the table anew, without triggers
            models.Index(fields=["deed", "number"], name="entries_by_deed"),
            models.Index(fields=["deed", "happened_at"], name="entries_by_deed_and_moment"),
            models.Index(fields=["happened_at", "number"], name="entries_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="entries_are_numbered_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.deed}"

    @property
    def was_replayed(self) -> bool:
        """Written down after the fact, as the demonstration does."""
        return (self.recorded_at - self.happened_at).total_seconds() > 60


class Particulars(models.Model):
    """Who, about whom, where, under which mandate. May be forgotten; the entry stays."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="particulars"
    )
    actor_kind = models.CharField(max_length=10, choices=one_of(ACTOR_KINDS), blank=True)
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    typed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    circle_id = models.BigIntegerField(null=True, db_index=True)
    mandate_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "particulars"
        indexes = [models.Index(fields=["circle_id", "entry"], name="particulars_by_circle")]
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(key=""),
                name="what_is_forgotten_leaves_no_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class Node(models.Model):
    """A complete part of the journal's tree: 2**level entries, the `number`-th of its level, from 0.

    At level 0 it stands for one entry, whose number is one more. Written once, like the entry.
    """

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "number"], name="one_hash_at_each_place_of_the_tree"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.number} {self.hash}"


class Checkpoint(models.Model):
    """How long the journal was and its root, signed by the house: a note anyone may keep."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    signed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-size"]

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"
