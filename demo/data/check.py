"""Checks that the demonstration obeys the movement's rules, whichever day it is loaded.

Run: python demo/data/check.py
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEXTS = HERE.parent.parent / "millepieds" / "charter" / "texts"
PRINCIPLES = TEXTS.parents[1] / "website" / "texts"

FIRST_LOAD = date(2026, 11, 22)
LAST_LOAD = date(2027, 12, 31)
LAUNCH = date(2018, 11, 25)
SECOND_CHARTER = date(2020, 9, 12)
FOUNDING_DAYS = 90
LONGEST_MANDATE = 365
LONGEST_WAIT = 7  # until a rule says otherwise
# A mandate may be proposed on any of these days before it starts.
PROPOSAL_DAYS = (1, 2, 3, 4, 5)

POWERS = {
    "members.welcome",
    "members.answer_appeals",
    "circles.assign",
    "circles.open",
    "circles.withdraw",
    "website.publish",
    "website.speak",
    "charter.adopt",
    "charter.change_rules",
    "circles.found",
}
ASSIGNING = ("circles.assign", "circles.found")
OPENING = ("circles.open", "circles.found")
NEEDS = {"childcare", "access", "hours", "language"}
BOUNDS = {
    "circles.longest_mandate": (30, 730),
    "members.longest_wait": (1, 30),
    "charter.time_to_sign_again": (7, 180),
}
COMMITMENTS = {
    "self-management": ["mandates", "seats", "term", "perimeter", "assign", "renewal"],
    "action": ["offer", "small", "handover"],
    "care": ["welcome", "refusal", "tension", "leave"],
    "transparency": ["trace", "rules", "signature", "organigram"],
    "openness": ["open", "paper", "discretion"],
    "trust": ["consent", "honesty", "limits"],
}

Row = dict[str, Any]


def read(name: str, folder: Path = HERE) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def by_key(rows: list[Row]) -> dict[str, Row]:
    keyed = {row["key"]: row for row in rows}
    if len(keyed) != len(rows):
        raise SystemExit("A key is used twice.")
    return keyed


CIRCLES = by_key(read("circles"))
ROLES = by_key(read("roles"))
PEOPLE = by_key(read("people"))
DISTRICTS = by_key(read("districts"))
MANDATES: list[Row] = read("mandates")
RULES: list[Row] = read("rules")
HISTORY: list[Row] = read("history")


def day(text: str | None) -> date:
    """The day of a date or of a moment; nothing means never."""
    return datetime.fromisoformat(text).date() if text else date.max


def at(row: Row, on: date) -> Row:
    """A circle or a role as it stood on a day, once its changes are applied in order."""
    changes = [change for change in row["changes"] if day(change["from_on"]) <= on]
    return {key: value for part in (row, *changes) for key, value in part.items()}


def is_open(row: Row, on: date) -> bool:
    return day(row["opened_on"]) <= on < day(row["closed_on"])


def upwards(circle: str, on: date) -> Iterator[str]:
    """A circle, then each circle that holds it, up to the agora."""
    here: str | None = circle
    while here:
        yield here
        here = at(CIRCLES[here], on)["parent"]


def is_member(person: str, on: date) -> bool:
    """Signed before that day, and still here."""
    who = PEOPLE[person]
    return day(who["signed_at"]) < on < day(who["left_at"])


@dataclass(frozen=True)
class Mandate:
    role: str
    person: str
    proposed_by: str
    process: str
    starts: date
    planned_end: date
    ends: date
    row: Row

    def __str__(self) -> str:
        return f"{self.role} / {self.person} ({self.starts} → {self.ends})"

    def in_force(self, on: date) -> bool:
        return self.starts <= on < self.ends


def placed(row: Row, today: date) -> Mandate:
    """A mandate with its dates, once we know which day is today."""

    def when(fixed: str, relative: str, holder: Row) -> date:
        if fixed in holder:
            return day(holder[fixed])
        return today + timedelta(days=holder[relative])

    starts = when("starts_on", "starts_in", row)
    planned_end = when("ends_on", "ends_in", row)
    ends = when("on", "in", row["ended"]) if row["ended"] else planned_end
    return Mandate(
        row["role"], row["person"], row["proposed_by"], row["process"],
        starts, planned_end, ends, row,
    )  # fmt: skip


def holders(mandates: list[Mandate], powers: tuple[str, ...], circle: str, on: date) -> set[str]:
    """Who holds one of these powers over a circle on a day."""
    in_force = [mandate for mandate in mandates if mandate.in_force(on)]
    return {person for power in powers for person in nearest(in_force, power, circle, on)}


def nearest(in_force: list[Mandate], power: str, circle: str, on: date) -> set[str]:
    """A power goes inwards until a circle where someone else holds it: a domain given is given."""
    for here in upwards(circle, on):
        found = {
            mandate.person
            for mandate in in_force
            if ROLES[mandate.role]["circle"] == here
            and power in at(ROLES[mandate.role], on)["powers"]
        }
        if found:
            return found
    return set()


# What does not depend on the day of loading


def check_circles() -> Iterator[str]:
    kinds = Counter(circle["kind"] for circle in CIRCLES.values())
    if kinds["agora"] != 1 or kinds["coordination"] != 1:
        yield "There is one agora and one coordination."
    for key, circle in CIRCLES.items():
        for on in [day(circle["opened_on"]), *(day(c["from_on"]) for c in circle["changes"])]:
            parent = at(circle, on)["parent"]
            if (parent is None) != (circle["kind"] == "agora"):
                yield f"{key}: only the agora has no parent."
            if parent and not is_open(CIRCLES[parent], on):
                yield f"{key}: its parent {parent} is not open on {on}."
        last = at(circle, date.max)["parent"]
        if last and day(circle["closed_on"]) > day(CIRCLES[last]["closed_on"]):
            yield f"{key}: closes after its parent {last}."
    for on in (date(2020, 7, 10), date(2020, 7, 11), FIRST_LOAD, LAST_LOAD):
        poles = [key for key, c in CIRCLES.items() if c["kind"] == "pole" and is_open(c, on)]
        if len(poles) != 4:
            yield f"Four poles are open on {on}, not {poles}."


def check_roles() -> Iterator[str]:
    for key, role in ROLES.items():
        circle = CIRCLES[role["circle"]]
        if not is_open(circle, day(role["opened_on"])):
            yield f"{key}: opens while its circle is closed."
        if day(role["closed_on"]) > day(circle["closed_on"]):
            yield f"{key}: closes after its circle."
        if not set(role["powers"]) <= POWERS:
            yield f"{key}: an unknown power."
        if not 1 <= role["seats"] <= 3 or not 90 <= role["term_days"] <= LONGEST_MANDATE:
            yield f"{key}: seats or term out of bounds."
        if not 3 <= len(role["accountabilities"]) <= 5:
            yield f"{key}: three to five accountabilities."
        if role["assigned_by"] not in {"appointed", "consent", "election", "lot"}:
            yield f"{key}: an unknown way to assign."
        if role["template"] == "referent" and role["powers"]:
            yield f"{key}: a référent·e has no power beyond ease."
    for key, circle in CIRCLES.items():
        referents = [r for r in ROLES.values() if r["circle"] == key and r["template"]]
        if len(referents) != (circle["kind"] == "pole"):
            yield f"{key}: each pole has one référent·e, other circles none."


def check_people() -> Iterator[str]:
    for field in ("name", "email"):
        if len({person[field] for person in PEOPLE.values()}) != len(PEOPLE):
            yield f"Two people share their {field}."
    members = [person for person in PEOPLE.values() if person["signed_at"]]
    waiting = [person for person in PEOPLE.values() if not person["welcomed_at"]]
    if (len(members), len(waiting)) != (60, 2):
        yield "Sixty people signed and two are waiting."
    if sum(1 for person in members if person["left_at"]) != 4:
        yield "Four members left."
    for key, person in PEOPLE.items():
        if person["district"] not in DISTRICTS or not set(person["needs"]) <= NEEDS:
            yield f"{key}: an unknown district or need."
        if person["language"] not in person["languages"]:
            yield f"{key}: does not speak the language they read."
        if not person["email"].isascii() or not person["email"].endswith("@exemple.test"):
            yield f"{key}: an address that could be real."
        steps = [
            person[f] for f in ("asked_at", "welcomed_at", "signed_at", "left_at") if person[f]
        ]
        if steps != sorted(set(steps)):
            yield f"{key}: asked, welcomed, signed, left, in that order."
        if not LAUNCH <= day(person["asked_at"]) <= FIRST_LOAD:
            yield f"{key}: asked before the launch or after today."
        if person["welcomed_at"] and waited(person) > longest_wait(day(person["asked_at"])):
            yield f"{key}: waited {waited(person)}."
        if day(person["left_at"]) <= SECOND_CHARTER and person["signs_charter_2"]:
            yield f"{key}: signs a charter adopted after leaving."
        if SECOND_CHARTER <= day(person["signed_at"]) < date.max and not person["signs_charter_2"]:
            yield f"{key}: joined under the second charter without signing it."


def waited(person: Row) -> timedelta:
    asked, welcomed = (
        datetime.fromisoformat(person[f"{step}_at"]) for step in ("asked", "welcomed")
    )
    return welcomed - asked


def longest_wait(on: date) -> timedelta:
    """The rule under which someone asked to join."""
    values = [
        rule["value"]
        for rule in RULES
        if rule["key"] == "members.longest_wait" and day(rule["effective_on"]) <= on
    ]
    return timedelta(days=values[-1] if values else LONGEST_WAIT)


def check_rules() -> Iterator[str]:
    for rule in RULES:
        low, high = BOUNDS[rule["key"]]
        if not low <= rule["value"] <= high:
            yield f"{rule['key']}: {rule['value']} is out of bounds."
        if not LAUNCH <= day(rule["effective_on"]) < LAUNCH + timedelta(days=FOUNDING_DAYS):
            yield f"{rule['key']}: changes outside the founding mandate."


def check_history() -> Iterator[str]:
    if [row["date"] for row in HISTORY] != sorted(row["date"] for row in HISTORY):
        yield "The history is not in order."
    for row in HISTORY:
        if row["precision"] not in {"day", "month", "season"}:
            yield f"{row['title']}: an unknown precision."
        date.fromisoformat(row["date"])


def check_charters() -> Iterator[str]:
    for number in (1, 2):
        charter = read(f"charter-{number}", TEXTS)
        keys = {
            article["key"]: [commitment["key"] for commitment in article["commitments"]]
            for article in charter["articles"]
        }
        expected = {key: list(promised) for key, promised in COMMITMENTS.items()}
        if number == 2:
            expected["care"].append("rest")
        if charter["number"] != number or list(keys.items()) != list(expected.items()):
            yield f"Charter {number}: articles or commitments are not those the software cites."
        for article in charter["articles"]:
            for commitment in article["commitments"]:
                if not commitment["text"].startswith("Concrètement, "):
                    yield f"Charter {number}: {commitment['key']} names no deed."
    if [row["key"] for row in read("principles", PRINCIPLES)["principles"]] != list(COMMITMENTS):
        yield "The public principles do not follow the articles of the charter."


# What depends on the day of loading


def check_mandate(mandate: Mandate, mandates: list[Mandate], today: date) -> Iterator[str]:
    role = ROLES[mandate.role]
    length = (mandate.planned_end - mandate.starts).days
    if not 0 < length <= min(role["term_days"], LONGEST_MANDATE):
        yield f"{mandate}: lasts {length} days."
    if not mandate.starts < mandate.ends <= mandate.planned_end:
        yield f"{mandate}: ends outside its own dates."
    if mandate.planned_end > day(role["closed_on"]):
        yield f"{mandate}: outlives its role."
    if mandate.row["handover"] and mandate.ends > today:
        yield f"{mandate}: leaves a handover note before leaving."
    last_day = mandate.ends - timedelta(days=1)
    if mandate.ends > SECOND_CHARTER and not PEOPLE[mandate.person]["signs_charter_2"]:
        yield f"{mandate}: held without having signed the second charter."
    if day(PEOPLE[mandate.person]["left_at"]) <= last_day:
        yield f"{mandate}: held after leaving."
    if mandate.role == "founding":
        if mandate.starts != LAUNCH or length > FOUNDING_DAYS or mandate.proposed_by != "founding":
            yield f"{mandate}: is not a founding mandate."
        return
    yield from check_proposal(mandate, mandates)
    if mandate.row["ended"] and mandate.row["ended"]["how"] == "withdrawn":
        able = holders(mandates, ("circles.withdraw",), role["circle"], mandate.ends)
        if not able - {mandate.person} or not mandate.row["ended"]["reason"]:
            yield f"{mandate}: nobody could withdraw it with a reason."


def check_proposal(mandate: Mandate, mandates: list[Mandate]) -> Iterator[str]:
    role = ROLES[mandate.role]
    if mandate.process != role["assigned_by"]:
        yield f"{mandate}: the role is assigned by {role['assigned_by']}."
    if mandate.proposed_by == mandate.person:
        yield f"{mandate}: no one gives themself a mandate."
    for back in PROPOSAL_DAYS:
        on = mandate.starts - timedelta(days=back)
        if not is_open(role, on):
            yield f"{mandate}: the role is not open on {on}."
        if not is_member(mandate.person, on):
            yield f"{mandate}: not a member on {on}."
        if mandate.proposed_by not in holders(mandates, ASSIGNING, role["circle"], on):
            yield f"{mandate}: {mandate.proposed_by} may not assign on {on}."
    founder = next(m.person for m in mandates if m.role == "founding")
    earlier = [m for m in mandates if m.role == mandate.role and m.starts < mandate.starts]
    if mandate.proposed_by == founder and earlier:
        yield f"{mandate}: the founding mandate only gives the first mandate of a role."


def check_seats(mandates: list[Mandate]) -> Iterator[str]:
    for mandate in mandates:
        on = mandate.starts
        present = [m.person for m in mandates if m.role == mandate.role and m.in_force(on)]
        if len(present) > at(ROLES[mandate.role], on)["seats"]:
            yield f"{mandate.role}: too many holders on {on}: {present}."
        if len(set(present)) < len(present):
            yield f"{mandate.role}: the same person twice on {on}: {present}."


def check_chain(mandates: list[Mandate], today: date) -> Iterator[str]:
    """Since the launch, someone could always hand out mandates from the agora."""
    assigning = [
        mandate
        for mandate in mandates
        if ROLES[mandate.role]["circle"] == "agora"
        and set(ASSIGNING) & set(ROLES[mandate.role]["powers"])
    ]
    reached = LAUNCH
    for mandate in sorted(assigning, key=lambda m: m.starts):
        if mandate.starts > reached:
            break
        reached = max(reached, mandate.ends)
    if reached <= today:
        yield f"Nobody can assign mandates on {reached}."


def check_deeds(mandates: list[Mandate]) -> Iterator[str]:
    """Each welcome and each change of the organigram had someone able to do it."""
    welcomes = [role for role, row in ROLES.items() if "members.welcome" in row["powers"]]
    for key, person in PEOPLE.items():
        if not person["welcomed_at"]:
            continue
        on = day(person["welcomed_at"])
        able = {m.person for m in mandates if m.role in welcomes and m.in_force(on)}
        founder_on_first_day = on == LAUNCH and able == {key}
        if not able - {key} and not founder_on_first_day:
            yield f"{key}: nobody could welcome them on {on}."
    for row in (*CIRCLES.values(), *ROLES.values()):
        circle = row["circle"] if "circle" in row else row["parent"] or "agora"
        dates = [
            row["opened_on"],
            row["closed_on"],
            *(change["from_on"] for change in row["changes"]),
        ]
        for on in map(day, filter(None, dates)):
            if not holders(mandates, OPENING, circle, on):
                yield f"{row['key']}: nobody could open, change or close it on {on}."


def check_second_charter(mandates: list[Mandate]) -> Iterator[str]:
    if not holders(mandates, ("charter.adopt",), "agora", SECOND_CHARTER):
        yield f"Nobody could publish the second charter on {SECOND_CHARTER}."


def check_today(mandates: list[Mandate], today: date) -> Iterator[str]:
    """What the demonstration shows on the day it is loaded."""
    in_force = [m for m in mandates if m.in_force(today)]
    held = {m.role for m in in_force}
    free = [key for key in open_roles(today) if key not in held]
    if len(free) != 4:
        yield f"On {today}, four roles are free, not {free}."
    left = sorted((m.ends - today).days for m in in_force)
    if left.count(6) != 1 or sum(1 for days in left if days <= 30) != 3:
        yield f"On {today}, three mandates end within thirty days, one of them in six."
    cast = {(m.role, m.person) for m in in_force if m.person in {"amina", "bruno", "leila"}}
    if cast != {("welcome", "amina"), ("referent-life", "leila"), ("assign", "leila")}:
        yield f"On {today}, the cast holds {cast}."
    load = Counter(m.person for m in in_force)
    if max(load.values()) > 2:
        yield f"On {today}, someone holds more than two mandates: {load.most_common(1)}."


def open_roles(on: date) -> list[str]:
    return [key for key, role in ROLES.items() if key != "founding" and is_open(role, on)]


def check_day(today: date) -> Iterator[str]:
    mandates = [placed(row, today) for row in MANDATES]
    for mandate in mandates:
        yield from check_mandate(mandate, mandates, today)
    yield from check_seats(mandates)
    yield from check_deeds(mandates)
    yield from check_second_charter(mandates)
    yield from check_today(mandates, today)
    yield from check_chain(mandates, today)


def loading_days() -> Iterator[date]:
    on = FIRST_LOAD
    while on <= LAST_LOAD:
        yield on
        on += timedelta(days=1)


def count_table() -> str:
    mandates = [placed(row, FIRST_LOAD) for row in MANDATES]
    in_force = [m for m in mandates if m.in_force(FIRST_LOAD)]
    roles = open_roles(FIRST_LOAD)
    held = {m.role for m in in_force}
    lines = [
        ("districts", len(DISTRICTS)),
        (
            "circles, of which open",
            f"{len(CIRCLES)}, {sum(is_open(c, FIRST_LOAD) for c in CIRCLES.values())}",
        ),
        ("roles, of which open", f"{len(ROLES)}, {len(roles)}"),
        ("roles held / free", f"{len(held)} / {len(roles) - len(held)}"),
        (
            "people, of which members today",
            f"{len(PEOPLE)}, {sum(is_member(p, FIRST_LOAD) for p in PEOPLE)}",
        ),
        ("mandates", len(MANDATES)),
        ("… with fixed dates", sum("starts_on" in row for row in MANDATES)),
        ("… in force today", len(in_force)),
        ("… people holding them", len({m.person for m in in_force})),
        ("… ending within 30 days", sum((m.ends - FIRST_LOAD).days <= 30 for m in in_force)),
        ("… resigned or withdrawn", sum(1 for row in MANDATES if row["ended"])),
        ("… with a handover note", sum(1 for row in MANDATES if row["handover"])),
        ("moments of history", len(HISTORY)),
        ("rules changed", len(RULES)),
    ]
    table = [f"{name:<34}{value}" for name, value in lines]
    for key in roles:
        if key not in held:
            since = max(m.ends for m in mandates if m.role == key)
            table.append(f"  free: {key:<26}for {(FIRST_LOAD - since).days} days")
    return "\n".join(table)


def main() -> int:
    still = (check_circles, check_roles, check_people, check_rules, check_history, check_charters)
    wrongs = [wrong for check in still for wrong in check()]
    days = list(loading_days())
    for today in days:
        wrongs += [f"Loaded on {today}. {wrong}" for wrong in check_day(today)]
        if len(wrongs) > 20:
            break
    lines = [
        count_table(),
        f"Checked for {len(days)} loading days, {days[0]} to {days[-1]}.",
        *(f"✗ {wrong}" for wrong in wrongs[:20]),
        "Not good." if wrongs else "All good.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
