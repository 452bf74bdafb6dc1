from django.db import models
from django.urls import reverse

from millepieds.core.choices import one_of
from millepieds.people.models import Person
from millepieds.website.rules import POST_KINDS, PRECISIONS


class Milestone(models.Model):
    """A moment of the movement's history, as the town reads it."""

    on = models.DateField()
    precision = models.CharField(max_length=10, choices=one_of(PRECISIONS))
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["on", "title"], name="each_moment_is_told_once")
        ]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """A text of the movement to the town: news, or a page that stays. In Markdown."""

    kind = models.CharField(max_length=10, choices=one_of(POST_KINDS))
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=140)
    text = models.TextField(max_length=40000)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-written_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("website:post", args=[self.slug])


class Link(models.Model):
    """Where else to find the movement: a network, a mail address, a place."""

    label = models.CharField(max_length=80)
    url = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.label


class Voice(models.Model):
    """What someone who speaks for the movement chose to show of themself, until they take it back."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=600)
    picture = models.BinaryField(null=True, blank=True)
    shown_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}"
