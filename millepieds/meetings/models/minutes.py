from django.db import models
from django.db.models import F, Q

from millepieds.core.choices import one_of
from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.rules.minutes import ANSWERS
from millepieds.people.models import Person


class Minutes(models.Model):
    """What a meeting said and decided, as those present approve it. Their words are in versions."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    opened_under = models.JSONField(default=dict)
    proposed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"minutes {self.pk}"


class Wording(models.Model):
    """The words of minutes, each time they were saved. None is ever changed or taken away."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="wordings")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    started_from = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20000)
    decided = models.TextField(max_length=5000, blank=True)
    tensions = models.TextField(max_length=5000, blank=True)
    tasks = models.TextField(max_length=5000, blank=True)
    next_time = models.TextField(max_length=500, blank=True)
    from_paper = models.BooleanField(default=False)
    amends = models.BooleanField(default=False)
    why = models.TextField(max_length=2000, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "number"], name="wordings_of_minutes_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(started_from__lt=F("number")), name="a_wording_starts_from_an_earlier_one"
            ),
            models.CheckConstraint(
                condition=Q(amends=False) | ~Q(why=""), name="an_amendment_of_minutes_says_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.minutes_id}, {self.number}"


class Attendance(models.Model):
    """Someone was there, or excused; and what they say of the minutes."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField()
    answer = models.CharField(max_length=10, choices=one_of(ANSWERS), blank=True)
    change_wanted = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "person"], name="a_person_is_named_once"),
            models.CheckConstraint(
                condition=Q(answer="", change_wanted="", answered_at=None)
                | Q(present=True, answer="approves", change_wanted="", answered_at__isnull=False)
                | Q(present=True, answer="change", answered_at__isnull=False)
                & ~Q(change_wanted=""),
                name="only_those_present_answer_the_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
