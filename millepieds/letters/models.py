from django.db import models
from django.db.models import Q

from millepieds.people.models import Person


class Letter(models.Model):
    """A mail that waits. Written in the transaction of the deed that wants it, sent after commit.

    Without an address it is never mailed: someone who welcomes carries it, printed or read aloud.
    """

    key = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    written_at = models.DateTimeField()
    try_at = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    stop = models.CharField(max_length=200, blank=True)  # news: where one stops them in a click
    quiet_until = models.PositiveSmallIntegerField(null=True)  # hours of the town
    quiet_from = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="the_same_news_is_written_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(text="", html="", calendar=""),
                name="a_letter_sent_is_emptied",
            ),
            models.CheckConstraint(
                condition=~Q(address="") | Q(person__isnull=False, try_at=None),
                name="a_letter_without_an_address_is_somebody_s_to_carry",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
