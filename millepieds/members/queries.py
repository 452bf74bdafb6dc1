from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.timezone import make_aware
from django.utils.translation import gettext

from millepieds.charter.models import Signature
from millepieds.charter.queries import signing_time
from millepieds.core.actors import Actor
from millepieds.core.authority import grounds
from millepieds.core.clock import day_of
from millepieds.members.models import District, Invitation, Membership
from millepieds.members.rules import ANSWER_APPEALS, LONGEST_WAIT, NEEDS, WELCOME, is_late
from millepieds.people.models import Person

INVITATION = "members.invitation"


def end_of(on: date) -> datetime:
    """The midnight that closes a day in town."""
    return make_aware(datetime.combine(on + timedelta(days=1), time()))


def members_on(on: date) -> QuerySet[Membership]:
    """The memberships in force on a day: signed, not left, and the charter signed in time.

    This is the one place that says who is a member; mandates, votes and pages all ask here.
    """
    enough = signing_time(on=on).enough
    signed = Signature.objects.filter(
        person=OuterRef("person"), version__in=enough, signed_at__lt=end_of(on)
    )
    return Membership.objects.filter(
        Q(left_at=None) | Q(left_at__gte=end_of(on)), Exists(signed), signed_at__lt=end_of(on)
    )


def membership_in_force(person_id: int, *, on: date) -> Membership | None:
    return members_on(on).filter(person_id=person_id).first()


def is_member(person_id: int, *, on: date) -> bool:
    return members_on(on).filter(person_id=person_id).exists()


def open_membership(person: Person) -> Membership | None:
    """The period under way, member or not yet."""
    return (
        Membership.objects.filter(person=person, left_at=None, refused_at=None)
        .select_related("district")
        .first()
    )


def last_membership(person: Person) -> Membership | None:
    """The period under way, or the last one."""
    rows = Membership.objects.filter(person=person).select_related("district", "promised_by")
    return rows.order_by("-asked_at").first()


def memberships_of(person: Person) -> list[Membership]:
    return list(Membership.objects.filter(person=person).order_by("asked_at"))


def people_in_the_movement(*, on: date) -> list[Person]:
    """Every member on that day, to write to all of them."""
    rows = members_on(on).select_related("person").order_by("person_id")
    return [row.person for row in rows]


def districts() -> QuerySet[District]:
    return District.objects.all()


@dataclass(frozen=True)
class Knock:
    """Someone at the door, as the people who welcome see it."""

    membership: Membership
    days: int
    late: bool


@dataclass(frozen=True)
class Door:
    """The queue of the welcome: who waits, who was promised a word, who appeals."""

    waiting: Sequence[Knock]
    promised: Sequence[Knock]
    appeals: Sequence[Knock]

    @property
    def count(self) -> int:
        return len(self.waiting) + len(self.promised) + len(self.appeals)


def at_the_door(*, now: datetime) -> Door:
    rows = Membership.objects.select_related("person", "district", "promised_by").order_by(
        "asked_at"
    )
    asking = rows.filter(left_at=None, refused_at=None, welcomed_at=None)
    appeals = rows.filter(appealed_at__isnull=False, appeal_answered_at=None, left_at=None)
    knocks = [_knock(row, now=now) for row in asking]
    return Door(
        waiting=[knock for knock in knocks if not knock.membership.promised_at],
        promised=[knock for knock in knocks if knock.membership.promised_at],
        appeals=[_knock(row, now=now) for row in appeals],
    )


def _knock(row: Membership, *, now: datetime) -> Knock:
    days = (day_of(now) - day_of(row.asked_at)).days
    wait = row.opened_under.get(LONGEST_WAIT, 0)
    return Knock(row, days, is_late(row, wait, now=now))


def may_welcome(actor: Actor, *, on: date) -> bool:
    return bool(grounds(actor, WELCOME, on=on))


def may_stand_at_the_door(actor: Actor, *, on: date) -> bool:
    """Whoever welcomes, and whoever answers appeals."""
    return may_welcome(actor, on=on) or may_answer_appeals(actor, on=on)


def may_answer_appeals(actor: Actor, *, on: date) -> bool:
    return bool(grounds(actor, ANSWER_APPEALS, on=on))


def count_members(*, on: date) -> int:
    return members_on(on).count()


def needs_in_words(membership: Membership) -> list[str]:
    return [gettext(words) for need, words in NEEDS.items() if need in membership.needs]


def imprint_of(address: str) -> str:
    """What is left of an address once it is forgotten: it recognises, and cannot be read."""
    return salted_hmac(INVITATION, address.lower(), algorithm="sha256").hexdigest()


def invited_among(addresses: Collection[str]) -> set[str]:
    """Those already written to, whatever they answered. Says nothing of who has an account."""
    imprints = {imprint_of(address): address for address in addresses}
    rows = Invitation.objects.values_list("imprint", flat=True)
    return {imprints[imprint] for imprint in rows.iterator() if imprint in imprints}


def token_of(invitation: Invitation) -> str:
    """What a letter of invitation carries: it opens the page where one says no, without an account."""
    return signing.dumps(invitation.pk, salt=INVITATION)


def invitation_behind(token: str) -> Invitation | None:
    try:
        pk = signing.loads(token, salt=INVITATION)
    except signing.BadSignature:
        return None
    return Invitation.objects.filter(pk=pk).first()
