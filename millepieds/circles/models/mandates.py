from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from millepieds.charter.rules import value_kept
from millepieds.circles.models.structure import Role, RoleVersion
from millepieds.circles.rules.ends import End, end_of, last_day_of
from millepieds.circles.rules.mandates import ENDINGS, PROCESSES, Ending
from millepieds.circles.rules.terms import PROPOSAL_KEPT
from millepieds.core.choices import one_of
from millepieds.core.clock import day_of
from millepieds.core.lists import address_of
from millepieds.members.models import Membership
from millepieds.people.models import Person


class Offer(models.Model):
    """« Je propose de le prendre »: a member offers to hold a free role."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "person"], condition=Q(closed_at=None), name="one_open_offer_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"


class Mandate(models.Model):
    """A role lent to one person, between two dates, once they accepted it in so many words."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+"
    )
    process = models.CharField(max_length=15, choices=one_of(PROCESSES))
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    seat = models.PositiveSmallIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    commitment = models.TextField(blank=True)
    committed_to = models.ForeignKey(
        RoleVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    declined_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_how = models.CharField(max_length=15, choices=one_of(ENDINGS), blank=True)
    end_reason = models.TextField(max_length=2000, blank=True)
    opened_under = models.JSONField(default=dict)

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="mandate_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, membership=None, seat=None)
                | Q(accepted_at__isnull=False, membership__isnull=False, seat__gte=1)
                & ~Q(commitment=""),
                name="an_accepted_mandate_has_its_commitment_and_its_seat",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, committed_to=None)
                | Q(accepted_at__isnull=False, committed_to__isnull=False),
                name="an_accepted_mandate_says_to_which_role",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(accepted_at=None),
                name="a_mandate_is_accepted_or_declined",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_how="")
                | Q(ended_on__isnull=False, ended_on__lte=F("ends_on")) & ~Q(ended_how=""),
                name="an_early_end_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(ended_how="withdrawn") | ~Q(end_reason=""),
                name="a_withdrawal_gives_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.person}"

    def get_absolute_url(self) -> str:
        return address_of("circles:mandate", self.pk)

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def is_declined(self) -> bool:
        return self.declined_at is not None

    @property
    def is_taken_back(self) -> bool:
        return self.ended_how == Ending.TAKEN_BACK

    @property
    def lapses_on(self) -> date:
        """The first day on which a proposal without an answer can no longer be accepted."""
        kept = value_kept(self.opened_under, PROPOSAL_KEPT)
        return day_of(self.proposed_at) + timedelta(days=kept)

    @property
    def answer_by(self) -> date:
        """The last day to answer a proposal."""
        return min(self.lapses_on, self.ends_on) - timedelta(days=1)

    @property
    def end(self) -> End:
        """When it ends and how. Lists ask for `membership` and `role__circle` with it."""
        left_at = self.membership.left_at if self.membership else None
        return end_of(
            self, left_on=day_of(left_at) if left_at else None,
            role_closed_on=self.role.closed_on, circle_closed_on=self.role.circle.closed_on,
        )  # fmt: skip

    @property
    def over_on(self) -> date:
        """The first day without it."""
        return self.end.on

    @property
    def last_day(self) -> date:
        """The last day with it: what people mean by "until"."""
        return last_day_of(self.starts_on, self.end)


class Handover(models.Model):
    """A note left for the next holder of a role."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="handovers")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.role}, {self.written_at:%Y-%m-%d}"


class Notice(models.Model):
    """The end of a mandate was announced, so many days before. Once."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate", "days"], name="each_notice_is_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.days}"
