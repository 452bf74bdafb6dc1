from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from millepieds.meetings.models.minutes import Minutes
from millepieds.people.models import Person


class Task(models.Model):
    """What someone does after a meeting, by a day. Once: done, or handed back with a reason."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="tasks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    handed_back_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_task_says_what"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(handed_back_at=None),
                name="a_task_is_done_or_handed_back",
            ),
            models.CheckConstraint(
                condition=Q(handed_back_at=None, why="")
                | Q(handed_back_at__isnull=False) & ~Q(why=""),
                name="a_task_handed_back_says_why",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("written_at")),
                name="a_task_is_done_after_it_was_written",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"  # never its words: this may end in a log

    def get_absolute_url(self) -> str:
        return reverse("meetings:task", args=[self.pk])

    @property
    def holder_id(self) -> int:
        """Whoever it was given to: of two accounts that became one, the one that stays."""
        return self.person.merged_into_id or self.person_id
