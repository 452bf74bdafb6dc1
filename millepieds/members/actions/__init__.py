from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from millepieds.charter.actions import sign_charter
from millepieds.charter.models import CharterVersion
from millepieds.charter.queries import opened_under
from millepieds.core.actors import Actor, ActorKind
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import take_back_news, write
from millepieds.members import deeds
from millepieds.members.models import District, Membership
from millepieds.members.queries import (
    is_behind,
    keeps_the_door,
    open_membership,
    periods_to_leave,
)
from millepieds.members.rules import (
    ANSWER_APPEALS,
    LONGEST_WAIT,
    WELCOME,
    known_needs,
    refusal_to_answer_appeal,
    refusal_to_appeal,
    refusal_to_become_member,
    refusal_to_come_first,
    refusal_to_join,
    refusal_to_leave,
    refusal_to_promise,
    refusal_to_say_contacted,
    refusal_to_take_over,
    refusal_to_welcome,
)
from millepieds.members.signals import left
from millepieds.people.actions import withdraw_consent
from millepieds.people.models import Person
from millepieds.people.queries import refusal_for_another
from millepieds.people.rules import MEMBERSHIP, Channel


@transaction.atomic
def knock(
    person: Person, *, district: District | None, languages: str, wishes: str,
    needs: Collection[str], asked_at: datetime | None = None, by: Actor,
) -> Membership:  # fmt: skip
    """Ask to join, today or on the day of a sheet. The rule of the longest wait is kept as it stands."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    refuse_if(refusal_to_join(open_period=open_membership(person)))
    membership = Membership.objects.create(
        person=person, district=district, languages=languages, wishes=wishes,
        needs=known_needs(needs), asked_at=asked_at or at,
        opened_under=opened_under(LONGEST_WAIT, on=day_of(at)),
    )  # fmt: skip
    record(deeds.JOIN_ASKED, membership, by=by, at=at, about=person.pk)
    return membership


@transaction.atomic
def come_first(person: Person, *, by: Actor) -> Membership:
    """The founder of a movement: nobody is there yet to welcome them."""
    at = the_moment()
    refuse_if(refusal_to_come_first(count=Membership.objects.count()))
    membership = Membership.objects.create(
        person=person, asked_at=at, welcomed_at=at,
        opened_under=opened_under(LONGEST_WAIT, on=day_of(at)),
    )  # fmt: skip
    record(deeds.FOUNDER_CAME, membership, by=by, at=at, about=person.pk)
    return membership


@transaction.atomic
def promise_contact(membership: Membership, *, by: Actor) -> None:
    """« Je vais la contacter »: one person takes it on, the others know."""
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
        or refusal_to_promise(membership, promised_by=str(membership.promised_by))
    )
    membership.promised_at, membership.promised_by_id = at, by.person_id
    membership.save(update_fields=["promised_at", "promised_by"])
    record(
        deeds.CONTACT_PROMISED, membership, by=by, at=at, about=membership.person_id, ground=ground
    )


@transaction.atomic
def take_over_contact(membership: Membership, *, by: Actor) -> None:
    """« Je reprends »: a promise that was not kept in time, or whose author welcomes no more."""
    at = the_moment()
    on = day_of(at)
    ground = ground_to(WELCOME, by=by, on=on)
    membership = _again(membership)
    before = membership.promised_by
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
        or refusal_to_take_over(
            membership, promised_by=str(before), taker_id=by.person_id,
            late=is_behind(membership, on=on), may_still=keeps_the_door(before, on=on),
        )
    )  # fmt: skip
    membership.promised_at, membership.promised_by_id = at, by.person_id
    membership.taken_over_from = before
    membership.save(update_fields=["promised_at", "promised_by", "taken_over_from"])
    record(
        deeds.CONTACT_TAKEN_OVER, membership, by=by, at=at, about=membership.person_id,
        ground=ground,
    )  # fmt: skip


@transaction.atomic
def say_contacted(membership: Membership, *, by: Actor) -> None:
    """« Je l'ai contactée »: the wait of the rule ends here, not at the promise."""
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
        or refusal_to_say_contacted(membership)
    )
    membership.contacted_at, membership.contacted_by_id = at, by.person_id
    membership.save(update_fields=["contacted_at", "contacted_by"])
    record(deeds.CONTACTED, membership, by=by, at=at, about=membership.person_id, ground=ground)


@transaction.atomic
def welcome(membership: Membership, *, by: Actor) -> None:
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
    )
    membership.welcomed_at, membership.welcomed_by_id = at, by.person_id
    membership.save(update_fields=["welcomed_at", "welcomed_by"])
    record(deeds.WELCOMED, membership, by=by, at=at, about=membership.person_id, ground=ground)
    write(membership.person, "members/letters/welcomed", key=f"welcomed:{membership.pk}")


@transaction.atomic
def refuse(membership: Membership, reason: str, *, by: Actor) -> None:
    """A kind refusal: its reason is written to the person, with the way to appeal."""
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
    )
    membership.refused_at, membership.refused_by_id, membership.refusal = at, by.person_id, reason
    membership.save(update_fields=["refused_at", "refused_by", "refusal"])
    record(deeds.REFUSED, membership, by=by, at=at, about=membership.person_id, ground=ground)
    write(membership.person, "members/letters/refused", key=f"refused:{membership.pk}")


@transaction.atomic
def appeal(membership: Membership, text: str, *, by: Actor) -> None:
    """Ask that someone else looks again."""
    at = the_moment()
    membership = _again(membership)
    refuse_if(refusal_for_another(membership.person_id, by=by, on=day_of(at)))
    refuse_if(refusal_to_appeal(membership))
    membership.appealed_at, membership.appeal = at, text
    membership.save(update_fields=["appealed_at", "appeal"])
    record(deeds.APPEALED, membership, by=by, at=at, about=membership.person_id)


@transaction.atomic
def answer_appeal(membership: Membership, answer: str, *, accepted: bool, by: Actor) -> None:
    """Accepted, the door opens again where it had closed."""
    at = the_moment()
    ground = ground_to(ANSWER_APPEALS, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(refusal_to_answer_appeal(membership, answerer_id=by.person_id))
    membership.appeal_answered_at, membership.appeal_answer = at, answer
    if accepted:
        refuse_if(refusal_to_join(open_period=open_membership(membership.person)))
        membership.refused_at, membership.welcomed_at = None, at
        membership.welcomed_by_id = by.person_id
    membership.save()
    record(
        deeds.APPEAL_ANSWERED, membership, by=by, at=at, about=membership.person_id, ground=ground,
        accepted=accepted,
    )  # fmt: skip
    write(membership.person, "members/letters/appeal_answered", key=f"appeal:{membership.pk}")


@transaction.atomic
def sign(person: Person, version: CharterVersion, ticked: Collection[str], *, by: Actor) -> None:
    """Sign the charter: the first time, the person becomes a member."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    membership = open_membership(person)
    refuse_if(refusal_to_become_member(membership))
    coming_back = membership is not None and membership.signed_at is None
    sign_charter(person, version, ticked, coming_back=coming_back, by=by)
    if membership and not membership.signed_at:
        membership.signed_at = at
        membership.save(update_fields=["signed_at"])
        record(deeds.MEMBER_BECAME, membership, by=by, at=at, about=person.pk)


@transaction.atomic
def leave(person: Person, *, channel: Channel = Channel.WEB, by: Actor) -> None:
    """Leave, or take a request back, with the agreement under which it was read.

    Mandates end by themselves: they are in force only while their holder is a member.
    """
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    periods = periods_to_leave(person)
    refuse_if(refusal_to_leave(next(iter(periods), None)))
    for period in periods:
        period.left_at = at
        period.save(update_fields=["left_at"])
    record(deeds.LEFT, periods[0], by=by, at=at, about=person.pk)
    withdraw_consent(person, MEMBERSHIP, channel=channel, by=by)
    left.send(Membership, person=person)
    take_back_news(person)


@transaction.atomic
def change_answers(
    membership: Membership, *, district: District | None, languages: str, wishes: str,
    needs: Collection[str], by: Actor,
) -> None:  # fmt: skip
    at = the_moment()
    refuse_if(refusal_for_another(membership.person_id, by=by, on=day_of(at)))
    membership = _again(membership)
    membership.district, membership.languages, membership.wishes = district, languages, wishes
    membership.needs = known_needs(needs)
    membership.save(update_fields=["district", "languages", "wishes", "needs"])
    record(deeds.ANSWERS_CHANGED, membership, by=by, at=at, about=membership.person_id)


@transaction.atomic
def name_districts(names: Sequence[tuple[str, str]], *, by: Actor) -> None:
    """The parts of the town, by key and name: whoever welcomes keeps the list true."""
    at = the_moment()
    ground = None if by.kind is ActorKind.JOB else ground_to(WELCOME, by=by, on=day_of(at))
    known = {district.key: district for district in District.objects.all()}
    for key, name in names:
        district = known.get(key)
        if district is None:
            district = District.objects.create(key=key, name=name)
            record(deeds.DISTRICT_NAMED, district, by=by, at=at, ground=ground)
        elif district.name != name:
            district.name = name
            district.save(update_fields=["name"])
            record(deeds.DISTRICT_RENAMED, district, by=by, at=at, ground=ground)


def _again(membership: Membership) -> Membership:
    """The row as it stands after the write lock, whoever moved it since the page was read."""
    return Membership.objects.select_related("person", "promised_by").get(pk=membership.pk)
