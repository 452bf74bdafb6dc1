from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from millepieds.circles.forms import DayForm
from millepieds.circles.models import Circle, Role
from millepieds.circles.queries import mandates as held
from millepieds.circles.queries.authority import holds_around
from millepieds.circles.queries.drawing import drawn, picture
from millepieds.circles.queries.offers import open_offer, open_offers
from millepieds.circles.queries.organigram import (
    Names,
    Organigram,
    ask,
    last_balance,
    names_for,
    organigram,
    power_answer,
    roles_with,
    spread_of_power,
)
from millepieds.circles.queries.persons import holders_in_order, lent_to, persons, persons_named
from millepieds.circles.queries.standing import by_role
from millepieds.circles.queries.structure import versions_of
from millepieds.circles.rules.powers import ASSIGN, FOUND, OPEN, WITHDRAW
from millepieds.core.authority import grounds
from millepieds.core.clock import now, today
from millepieds.core.powers import POWERS
from millepieds.core.tongues import in_every_language
from millepieds.members.queries import count_members, is_member
from millepieds.people.http import HouseRequest, PersonRequest
from millepieds.people.models import Person
from millepieds.people.queries import own_ids, whoever_stays

A_PAGE, CARDS = 20, 12  # a card is as tall as three lines
MANY = 12  # roles: past that, « Qui décide quoi » folds those of each circle


@in_every_language
@login_not_required
@require_GET
def who_decides(request: HouseRequest) -> HttpResponse:
    """The whole organigram: picture, list, figures, and answers in plain words, on any day."""
    on = _day(request)
    question = request.GET.get("q", "").strip()[:200]
    roles = drawn(on)
    chart = _chart(request, on, roles)
    whole = _chart(request, on) if question else chart
    context = {
        "root": chart.root, "picture": picture(on, roles), "on": on,
        "folds": len(chart.plan.roles) > MANY,
        "is_today": on == today(), "question": question, "spread": spread_of_power(on),
        "answers": ask(question, whole) if question else None, "powers": POWERS.values(),
        "people": persons_named(question, whole) if question else [],
        "members": count_members(on=on),
    }  # fmt: skip
    return render(request, "circles/who_decides.html", context)


@in_every_language
@login_not_required
@require_GET
def circle(request: HouseRequest, pk: int) -> HttpResponse:
    row, on = get_object_or_404(Circle, pk=pk), _day(request)
    chart = _chart(request, on, _ids(row.roles.values_list("pk", flat=True)))
    if pk not in chart.plan.circles:
        return render(
            request,
            "circles/circle_closed.html",
            {"circle": row, "versions": versions_of(pk), "on": on},
        )
    context = {
        "card": chart.circle_card(pk), "way_up": chart.plan.way_up(pk)[::-1],
        "versions": versions_of(pk), "on": on, "is_today": on == today(),
        "may_open": _may(request, OPEN, FOUND, circle_id=pk),
        "may_look": on == today() and holds_around(request.actor.person_id, pk, on=on),
    }  # fmt: skip
    return render(request, "circles/circle.html", context)


@in_every_language
@login_not_required
@require_GET
def role(request: HouseRequest, pk: int) -> HttpResponse:
    row, on = get_object_or_404(Role.objects.select_related("circle"), pk=pk), _day(request)
    chart = _chart(request, on, frozenset([pk]))
    then = chart.plan.roles.get(pk)
    if then is None:
        return render(request, "circles/role_closed.html", {"role": row, "on": on})
    inside = request.user.is_authenticated and chart.names.everyone
    may_assign = _may(request, ASSIGN, circle_id=row.circle_id) or (
        _may(request, FOUND, circle_id=row.circle_id) and not held.mandates_before(row.pk)
    )
    mine = open_offer(row, request.user) if inside else None  # type: ignore[arg-type]  # a person, inside
    story = held.story_of(row)
    names = _names(request, (one.person for one in story))
    context = {
        "card": chart.role_card(then), "way_up": chart.plan.way_up(then.circle_id)[::-1],
        "on": on, "is_today": on == today(), "may_assign": may_assign,
        "may_open": _may(request, OPEN, FOUND, circle_id=row.circle_id), "my_offer": mine,
        "offers": open_offers(on=today()).filter(role=row) if may_assign else [],
        "proposals": held.proposals_for(row, on=today()) if may_assign else [],
        "member": inside, "story": [(one, names.shows(one.person)) for one in story],
        "notes": row.handovers.select_related("author") if inside and _close(request, row) else [],
    }  # fmt: skip
    return render(request, "circles/role.html", context)


@require_GET
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """What one person holds, for members; nobody else may even know they exist."""
    on = _day(request)
    someone = get_object_or_404(Person, pk=pk)
    pk = whoever_stays(someone).pk
    mine, inside = pk == request.user.pk, is_member(request.user.pk, on=today())
    if not mine and not (inside and is_member(pk, on=today())):
        raise Http404
    if pk != someone.pk:
        return redirect("circles:person", pk=pk)
    roles = _ids(held.held_by(pk, on=on).values_list("role_id", flat=True))
    context = {
        "someone": someone, "lent": lent_to(pk, _chart(request, on, roles)), "mine": mine,
        "past": held.past_of(own_ids(someone), on=on), "on": on, "is_today": on == today(),
        "member": inside,
    }  # fmt: skip
    return render(request, "circles/person.html", context)


@in_every_language
@login_not_required
@require_GET
def holders(request: HouseRequest) -> HttpResponse:
    """Who decides what, person by person: all of them for members, those who agreed for the town."""
    on = _day(request)
    page = _page(request, holders_in_order(on, everyone=_inside(request)))
    chart = _chart(request, on, frozenset(role for _, roles in page.object_list for role in roles))
    shown = {pk for pk, _ in page.object_list}
    context = {
        "people": [one for one in persons(chart) if one.pk in shown], "page": page, "on": on,
        "is_today": on == today(), "member": chart.names.everyone,
    }  # fmt: skip
    return render(request, "circles/holders.html", context)


@in_every_language
@login_not_required
@require_GET
def power(request: HouseRequest, key: str) -> HttpResponse:
    if key not in POWERS:
        raise Http404
    on = _day(request)
    page = _page(request, roles_with(key, on=on), size=CARDS)
    chart = _chart(request, on, _ids(page.object_list))
    context = {
        "answer": power_answer(key, chart),
        "page": page,
        "on": on,
        "is_today": on == today(),
    }
    return render(request, "circles/power.html", context)


@in_every_language
@login_not_required
@require_GET
def free_roles(request: HouseRequest) -> HttpResponse:
    on = today()
    page = _page(request, held.free_since(on))
    free = held.free_roles(on, list(page.object_list))
    return render(request, "circles/free_roles.html", {"free": free, "page": page, "on": on})


@in_every_language
@login_not_required
@require_GET
def spread(request: HouseRequest) -> HttpResponse:
    """Figures about the group, always of today: two dates would tell of one person."""
    on, member = today(), _inside(request)
    context = {
        "spread": spread_of_power(on), "on": on, "member": member,
        "month": last_balance() if member else None,
    }  # fmt: skip
    return render(request, "circles/spread.html", context)


def _day(request: HouseRequest) -> date:
    form = DayForm(request.GET)
    return (form.cleaned_data["on"] if form.is_valid() else None) or today()


def _inside(request: HouseRequest) -> bool:
    return request.user.is_authenticated and held.stands_inside(request.user.pk, on=today())


def _names(request: HouseRequest, people: Iterable[Person]) -> Names:
    among = {pk for one in people for pk in (one.pk, one.merged_into_id) if pk}
    return names_for(member=_inside(request), now=now(), among=among)


def _chart(request: HouseRequest, on: date, roles: frozenset[int] | None = None) -> Organigram:
    lent = by_role(on, roles).values()
    return organigram(on, _names(request, (one.person for rows in lent for one in rows)), roles)


def _ids(found: Iterable[int]) -> frozenset[int]:
    return frozenset(found)


def _page(request: HouseRequest, rows: Sequence[Any], *, size: int = A_PAGE) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def _may(request: HouseRequest, *powers: str, circle_id: int) -> bool:
    """What the page offers; the action asks again."""
    return bool(grounds(request.actor, *powers, circle_id=circle_id, on=today()))


def _close(request: HouseRequest, role: Role) -> bool:
    """Handover notes are for holders of the role, whoever is proposed for it, and who hands it out."""
    me = request.actor.person_id or 0
    return (
        role.mandates.filter(person_id=me, accepted_at__isnull=False).exists()
        or bool(held.proposed(today(), role_id=role.pk, person_id=me))
        or _may(request, ASSIGN, WITHDRAW, circle_id=role.circle_id)
    )
