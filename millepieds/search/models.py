from django.db import models

from millepieds.core.choices import one_of
from millepieds.search.rules import Depth


class Indexed(models.Model):
    """The words by which one thing is found, at one depth. The full text of each engine follows it."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    depth = models.CharField(max_length=10, choices=one_of({each: each for each in Depth}))
    words = models.TextField()
    rank = models.PositiveBigIntegerField(unique=True)  # by `rules.rank`

    class Meta:
        indexes = [
            # the order of a list, for PostgreSQL; the full text of SQLite is in this order already
            models.Index(fields=["kind", "depth", "-rank"], name="found_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "depth"], name="a_thing_is_indexed_once_a_depth"
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="what_is_indexed_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.depth}"
