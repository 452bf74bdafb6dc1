"""From the door to the charter: the one next step of someone who comes in."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.charter.queries import signing_time, signing_time_of
from millepieds.circles.queries.mandates import stands_inside
from millepieds.home.queries.deciding import Todo
from millepieds.members.models import Membership
from millepieds.members.queries import last_day_told, last_membership
from millepieds.members.rules import Status
from millepieds.people.models import Person


def own_path(person: Person, *, on: date, now: datetime) -> list[Todo]:
    membership = last_membership(person)
    if membership is None or membership.status(now=now) is Status.LEFT:
        return [
            Todo(
                gettext("The door"), "town", gettext("Knock at the door"),
                gettext("You are not in the movement today. Someone will be glad to welcome you."),
                reverse("members:join"), gettext("Join"),
            )
        ]  # fmt: skip
    status = membership.status(now=now)
    if status is Status.SUPPORTER:
        return [_wait(membership)]
    if status is Status.REFUSED:
        return [_refused(membership)]
    return _charter_to_sign(person, status, on=on)


def _wait(membership: Membership) -> Todo:
    return Todo(
        gettext("You knocked"), "town", gettext("Someone will write to you"),
        gettext("By %(day)s at the latest: our rule says so. You can already read the charter.")
        % {"day": date_format(last_day_told(membership))},
        reverse("charter:charter"), gettext("Read the charter"),
    )  # fmt: skip


def _refused(membership: Membership) -> Todo:
    if membership.appeal_answered_at:
        return Todo(
            gettext("The refusal stands"), "care", gettext("Someone else has looked again"),
            membership.appeal_answer, reverse("members:join"), gettext("Knock again, later"),
        )  # fmt: skip
    if membership.appealed_at:
        return Todo(
            gettext("Appeal"), "care", gettext("Someone else is looking at your request"),
            membership.refusal, reverse("charter:charter"), gettext("Read the charter"),
        )  # fmt: skip
    return Todo(
        gettext("A refusal"), "care", gettext("The door was not opened this time"),
        membership.refusal, reverse("members:appeal"), gettext("Ask that someone else looks again"),
    )  # fmt: skip


def _charter_to_sign(person: Person, status: Status, *, on: date) -> list[Todo]:
    if len(signing_time(on=on).enough) == 1 and stands_inside(person.pk, on=on):
        return []  # only whoever signed the version in force is inside
    time = signing_time_of(person, on=on)
    if time.to_sign is None and status is not Status.WELCOMED:
        return []
    if status is Status.WELCOMED:
        title, why = (
            gettext("Sign the charter"),
            gettext("You are welcome. Read it, article by article."),
        )
    elif time.is_over or time.last_day is None:
        title = gettext("Your membership is suspended")
        why = gettext("The charter changed, and you have not signed the new version yet.")
    else:
        title = gettext("The charter has changed")
        why = gettext("Sign until %(day)s included, and nothing changes for you.") % {
            "day": date_format(time.last_day)
        }
    url = reverse("members:sign")
    return [Todo(gettext("Charter"), "voice", title, why, url, gettext("Read and sign"))]
