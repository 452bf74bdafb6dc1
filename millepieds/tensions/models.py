from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from millepieds.core.choices import one_of
from millepieds.people.models import Person
from millepieds.tensions.rules.ladder import first_rung
from millepieds.tensions.rules.terms import ABOUTS, RUNGS, About, Rung


class Tension(models.Model):
    """What someone sees, what it does to them, what they would need. Theirs until they entrust it."""

    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=one_of(ABOUTS))
    title = models.CharField(max_length=120)
    sees = models.TextField(max_length=2000)
    does_to_me = models.TextField(max_length=2000)
    would_need = models.TextField(max_length=2000)
    raised_at = models.DateTimeField()
    shown_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    changed = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, changed="")
                | Q(closed_at__gte=F("raised_at")) & ~Q(changed=""),
                name="a_tension_closes_with_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"tension {self.pk}"  # never its words: this may end in a log

    def get_absolute_url(self) -> str:
        return reverse("tensions:tension", args=[self.pk])

    @property
    def rung(self) -> Rung:
        """The last step it was taken to. Steps are fetched with the tension."""
        steps = list(self.steps.all())
        return Rung(steps[-1].rung) if steps else first_rung(About(self.about))


class Step(models.Model):
    """A tension was taken one step up its ladder, on a day."""

    tension = models.ForeignKey(Tension, on_delete=models.CASCADE, related_name="steps")
    rung = models.CharField(max_length=15, choices=one_of(RUNGS))
    from_at = models.DateTimeField()

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tension", "rung"], name="a_step_is_taken_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tension_id} {self.rung}"


class Trust(models.Model):
    """Someone chosen by its author to read a tension; when they opened it."""

    tension = models.ForeignKey(Tension, on_delete=models.CASCADE, related_name="trusts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(max_length=15, choices=one_of(RUNGS))
    entrusted_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["entrusted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tension", "person"], name="a_tension_is_entrusted_once_to_a_person"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=F("entrusted_at")),
                name="a_tension_is_opened_once_entrusted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tension_id} {self.person_id}"
