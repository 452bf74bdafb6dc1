from django.db import models
from django.db.models import Q
from django.urls import reverse

from millepieds.journal.models import Entry
from millepieds.people.models import Person


class CharterVersion(models.Model):
    """One version of the text everyone signs. Triggers refuse any change to it once adopted."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)
    preamble = models.TextField()
    adopted_on = models.DateField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("charter:version", args=[self.number])


class Article(models.Model):
    """An article of one version. Its key is stable from version to version, its number is not."""

    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="articles")
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_article_for_each_key"),
            models.UniqueConstraint(
                fields=["version", "number"], name="one_article_for_each_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Commitment(models.Model):
    """« Concrètement, je… »: what an article asks of the one who signs."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="commitments")
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="one_commitment_for_each_key"),
        ]

    def __str__(self) -> str:
        return self.text


class Signature(models.Model):
    """One person signed one version, article by article."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], name="each_version_is_signed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version_id}"


class RuleValue(models.Model):
    """The value of a rule from a day on, and the entry of the journal that changed it."""

    rule = models.CharField(max_length=60, db_index=True)
    value = models.IntegerField()
    effective_on = models.DateField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="a_rule_is_never_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} = {self.value}"
