"""What sheets would make in this house as it stands. Asked to look and to write: one answer for both."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from millepieds.circles.rules.mandates import refusal_to_propose
from millepieds.core.words import _
from millepieds.moving.rules.building import place_circles, place_roles
from millepieds.moving.rules.draft import NOT_YOURS, Draft
from millepieds.moving.rules.house import House, Plan, Proposal
from millepieds.moving.rules.lines import (
    CircleLine,
    GuestLine,
    Line,
    MandateLine,
    RoleLine,
    lines_of,
)
from millepieds.moving.rules.sheets import Problem, Sheet, Table, plain


def plan(tables: Collection[Table], house: House) -> Plan:
    draft, lines = Draft(house, {table.sheet: table for table in tables}), list[Line]()
    for table in tables:
        if table.ignored:
            unread = _("These columns are not read.")
            draft.note(table.sheet, None, "", ", ".join(table.ignored), unread)
        read, problems = lines_of(table)
        lines += read
        draft.plan.problems += problems
    place_circles(draft, [line for line in lines if isinstance(line, CircleLine)])
    place_roles(draft, [line for line in lines if isinstance(line, RoleLine)])
    lend(draft, [line for line in lines if isinstance(line, MandateLine)])
    invite(draft, [line for line in lines if isinstance(line, GuestLine)])
    draft.plan.problems.sort(key=_in_order)
    draft.plan.remarks.sort(key=_in_order)
    return draft.plan


def lend(draft: Draft, lines: Sequence[MandateLine]) -> None:
    seen = set[tuple[str, str]]()
    for line in lines:
        role = _role_of(draft, line)
        if not role or line.until is None:
            continue
        if (role, plain(line.person)) in seen:
            once = _("each person once for each role")
            draft.wrong(Sheet.MANDATES, line, "person", line.person, once)
        seen.add((role, plain(line.person)))
        if line.until < draft.house.today:
            over = _("This mandate is over: it is left aside.")
            draft.note(Sheet.MANDATES, line.row, "person", line.person, over)
        elif proposal := _in_time(draft, line, role, line.until):
            _propose(draft, line, *proposal)


def _in_time(
    draft: Draft, line: MandateLine, role: str, until: date
) -> tuple[str, date, date] | None:
    """From the first day, today if it is past, to the first day without it; or why not."""
    today = draft.house.today
    start, ends_on = max(line.starts_on or today, today), until + timedelta(days=1)
    refusal = refusal_to_propose(
        starts_on=start, ends_on=ends_on, longest=draft.house.longest_mandate,
        term_days=draft.roles[role].term_days, today=today, proposer_id=None, person_id=0,
        is_member=True, holds_then=False,
    )  # fmt: skip
    if refusal:
        found = until.isoformat()
        draft.wrong(Sheet.MANDATES, line, "until", found, refusal.because, **refusal.values)
        return None
    return role, start, ends_on


def _propose(draft: Draft, line: MandateLine, role: str, starts_on: date, ends_on: date) -> None:
    """To whoever is a member under this name. An address is never looked for: it would tell who is one."""
    house, people = draft.house, draft.house.members.get(plain(line.person), ())
    if len(people) > 1:
        several = _("a name that one member has: several do. Propose it on the page of the role")
        draft.wrong(Sheet.MANDATES, line, "person", line.person, several)
    elif not people:
        draft.plan.later.append(line)
    elif people[0] == house.me:
        own = _("Nobody gives themself a mandate: someone else will propose it.")
        draft.note(Sheet.MANDATES, line.row, "person", line.person, own)
    elif (role, people[0]) in house.lent:
        draft.plan.known[Sheet.MANDATES] += 1
    elif not _may_propose(draft, role):
        draft.wrong(Sheet.MANDATES, line, "role", line.role, NOT_YOURS)
    else:
        draft.plan.mandates.append(Proposal(role, people[0], line.person, starts_on, ends_on))


def _role_of(draft: Draft, line: MandateLine) -> str:
    """By its key or name; in its circle, when the name is that of several."""
    circles = draft.circle_names.find(line.circle) if line.circle else set()
    found = draft.role_names.find(line.role) & draft.roles.keys()
    within = {key for key in found if draft.roles[key].circle in circles}
    if len(within) == 1:
        return within.pop()
    role = draft.one(Sheet.MANDATES, line, "role", line.role, draft.role_names)
    return role if role in draft.roles else ""


def _may_propose(draft: Draft, role: str) -> bool:
    circle = draft.roles[role].circle
    first = role not in draft.house.held_before
    return draft.reaches(circle, draft.house.may_assign) or (
        first and draft.reaches(circle, draft.house.may_found)
    )


def invite(draft: Draft, lines: Sequence[GuestLine]) -> None:
    seen = set[str]()
    for line in lines:
        if not line.address:
            in_person = _("No address: someone invites them in person.")
            draft.note(Sheet.PEOPLE, line.row, "name", line.name, in_person)
            continue
        if line.address in seen:
            draft.wrong(Sheet.PEOPLE, line, "address", line.address, _("each address once"))
        elif line.address in draft.house.invited:
            draft.plan.known[Sheet.PEOPLE] += 1
        else:
            draft.plan.guests.append(line)
        seen.add(line.address)
    if draft.plan.guests and not draft.house.may_invite:
        draft.wrong(Sheet.PEOPLE, draft.plan.guests[0], "address", "", NOT_YOURS)


def _in_order(problem: Problem) -> tuple[int, int]:
    return list(Sheet).index(problem.sheet), problem.row or 0
