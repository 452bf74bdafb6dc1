"""What each step of a mandate asks, how far a power reaches, what may be moved or closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millepieds.charter.rules import CHANGE_RULES
from millepieds.circles.rules import commitments
from millepieds.circles.rules import mandates as rules
from millepieds.circles.rules.powers import (
    ASSIGN,
    FOUND,
    OPEN,
    reaching,
    refusal_to_give_powers,
)
from millepieds.circles.rules.reopening import (
    refusal_to_call,
    refusal_to_support,
    refusal_to_take_back_call,
)
from millepieds.circles.rules.spread import Balance, balance, moves, spread
from millepieds.circles.rules.structure import (
    refusal_to_change_founding,
    refusal_to_close_circle,
    refusal_to_move,
    refusal_to_shrink,
    refusal_when_circle_closed,
)
from millepieds.core.powers import Ground, Reach
from millepieds.members.rules import WELCOME
from millepieds.website.rules import PUBLISH

TODAY = date(2026, 3, 15)
DAY = timedelta(days=1)
AMINA, BRUNO = 1, 2

AGORA, POLE, COMMITTEE, GROUP, OTHER = 1, 2, 3, 4, 5
PARENTS = {AGORA: None, POLE: AGORA, COMMITTEE: POLE, GROUP: COMMITTEE, OTHER: AGORA}


def held_in(*circles: int) -> list[Ground]:
    return [Ground(circle * 10, AMINA, circle, circle, TODAY, "a.power") for circle in circles]


@pytest.mark.parametrize(
    ("reach", "held", "circle", "given", "found"),
    [
        (Reach.OWN, [POLE], POLE, [], [POLE]),
        (Reach.OWN, [POLE], COMMITTEE, [], []),
        (Reach.OWN, [POLE], AGORA, [], []),
        (Reach.INSIDE, [POLE], POLE, [], [POLE]),
        (Reach.INSIDE, [POLE], COMMITTEE, [], [POLE]),
        (Reach.INSIDE, [POLE], GROUP, [], [POLE]),
        (Reach.INSIDE, [POLE], AGORA, [], []),
        (Reach.INSIDE, [POLE], OTHER, [], []),
        (Reach.INSIDE, [AGORA], GROUP, [], [AGORA]),
        (Reach.INSIDE, [AGORA], POLE, [POLE], []),  # given to the pole, it leaves the agora
        (Reach.INSIDE, [AGORA], GROUP, [POLE], []),  # and all that the pole holds with it
        (Reach.INSIDE, [AGORA], OTHER, [POLE], [AGORA]),
        (Reach.INSIDE, [AGORA, POLE], POLE, [AGORA, POLE], [POLE]),
        (Reach.INSIDE, [AGORA, POLE], GROUP, [AGORA, POLE], [POLE]),
        (Reach.INSIDE, [AGORA], None, [], []),
        (Reach.INSIDE, [AGORA], 99, [], []),
        (Reach.MOVEMENT, [OTHER], GROUP, [GROUP], [OTHER]),
        (Reach.MOVEMENT, [OTHER], None, [], [OTHER]),
        (Reach.MOVEMENT, [], AGORA, [], []),
    ],
)
def test_how_far_a_power_reaches(reach, held, circle, given, found: list[int]) -> None:
    grounds = reaching(held_in(*held), reach, circle, parents=PARENTS, given=given)
    assert [ground.circle_id for ground in grounds] == found


def test_circles_that_hold_each_other_by_mistake_end_the_walk() -> None:
    assert reaching(held_in(AGORA), Reach.INSIDE, 7, parents={7: 8, 8: 7}, given=()) == []


@dataclass
class ATerm:
    person_id: int = AMINA
    starts_on: date = TODAY
    ends_on: date = TODAY + 90 * DAY
    ended_on: date | None = None
    is_accepted: bool = False
    is_declined: bool = False
    lapses_on: date = TODAY + 14 * DAY


@pytest.mark.parametrize(
    ("added", "reaches_agora", "article"),
    [
        ((), False, None),
        ((ASSIGN, OPEN), False, None),
        ((PUBLISH,), True, None),
        ((PUBLISH,), False, "self-management.perimeter"),
        ((ASSIGN, WELCOME), False, "self-management.perimeter"),
        ((FOUND,), True, "self-management.mandates"),
        ((CHANGE_RULES,), True, "self-management.mandates"),
        (("rule.the.world",), True, "self-management.mandates"),
    ],
)
def test_who_puts_which_power_on_a_role(added, reaches_agora: bool, article: str | None) -> None:
    no = refusal_to_give_powers(added, reaches_agora=reaches_agora, agora_id=AGORA)
    assert (no and no.article) == article


@pytest.mark.parametrize(
    ("term", "days", "runs"),
    [
        (ATerm(), 0, False),
        (ATerm(is_accepted=True), -1, False),
        (ATerm(is_accepted=True), 0, True),
        (ATerm(is_accepted=True), 89, True),
        (ATerm(is_accepted=True), 90, False),
        (ATerm(is_accepted=True, ended_on=TODAY + 5 * DAY), 4, True),
        (ATerm(is_accepted=True, ended_on=TODAY + 5 * DAY), 5, False),
        (ATerm(is_accepted=True, ended_on=TODAY), 0, False),
    ],
)
def test_when_a_mandate_runs(term: ATerm, days: int, runs: bool) -> None:
    assert rules.runs(term, on=TODAY + days * DAY) is runs


@pytest.mark.parametrize(
    ("seats", "taken", "seat"),
    [(1, set(), 1), (1, {1}, None), (3, {1, 3}, 2), (2, {1, 2, 3}, None), (3, {2}, 1)],
)
def test_the_first_seat_that_is_free(seats: int, taken: set[int], seat: int | None) -> None:
    assert rules.free_seat(seats, taken) == seat


PROPOSED: dict[str, Any] = {
    "starts_on": TODAY, "ends_on": TODAY + 90 * DAY, "longest": 365, "term_days": 365,
    "today": TODAY, "proposer_id": BRUNO, "person_id": AMINA, "is_member": True, "holds_then": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("other", "article"),
    [
        ({}, None),
        ({"starts_on": TODAY - DAY}, "self-management.term"),
        ({"holds_then": True}, "self-management.seats"),
        ({"starts_on": TODAY + 10 * DAY}, None),
        ({"ends_on": TODAY}, "self-management.term"),
        ({"ends_on": TODAY + DAY}, None),
        ({"ends_on": TODAY + 365 * DAY}, None),
        ({"ends_on": TODAY + 366 * DAY}, "self-management.term"),
        ({"longest": 90}, None),
        ({"longest": 89}, "self-management.term"),
        ({"term_days": 90}, None),
        ({"term_days": 89}, "self-management.term"),
        ({"proposer_id": AMINA}, "self-management.assign"),
        ({"proposer_id": None}, None),
        ({"is_member": False}, "self-management.mandates"),
    ],
)
def test_what_a_proposal_asks(other: dict[str, Any], article: str | None) -> None:
    no = rules.refusal_to_propose(**{**PROPOSED, **other})
    assert (no and no.article) == article
    assert no is None or no.instead


ACCEPTED: dict[str, Any] = {
    "by_person_id": AMINA, "is_member": True, "ticked": {0, 1}, "responsibilities": 2, "seat": 1,
    "holds_then": False, "today": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("term", "other", "article"),
    [
        (ATerm(), {}, None),
        (ATerm(), {"ticked": {0, 1, 2}}, None),
        (ATerm(), {"today": TODAY + 13 * DAY}, None),
        (ATerm(), {"today": TODAY + 14 * DAY}, "self-management.term"),  # lapsed
        (ATerm(ends_on=TODAY + 5 * DAY), {"today": TODAY + 5 * DAY}, "self-management.term"),
        (ATerm(ended_on=TODAY), {}, "self-management.term"),  # taken back
        (ATerm(), {"by_person_id": BRUNO}, "self-management.mandates"),
        (ATerm(), {"by_person_id": None}, "self-management.mandates"),
        (ATerm(), {"is_member": False}, "self-management.mandates"),
        (ATerm(), {"ticked": {0}}, "self-management.mandates"),
        (ATerm(), {"ticked": ()}, "self-management.mandates"),
        (ATerm(), {"seat": None}, "self-management.seats"),
        (ATerm(), {"holds_then": True}, "self-management.seats"),
        (ATerm(is_accepted=True), {}, "self-management.term"),
        (ATerm(is_declined=True), {}, "self-management.term"),
    ],
)
def test_what_accepting_asks(term: ATerm, other: dict[str, Any], article: str | None) -> None:
    no = commitments.refusal_to_accept(term, **{**ACCEPTED, **other})
    assert (no and no.article) == article


def test_the_role_says_how_it_is_given_and_the_founding_says_so() -> None:
    assert rules.process_of("lot", power=ASSIGN) is rules.Process.LOT
    assert rules.process_of("lot", power=FOUND) is rules.Process.FOUNDING


HELD = ATerm(is_accepted=True)


@dataclass
class ARole:
    accountabilities: tuple[str, ...] = ("Relire",)
    powers: tuple[str, ...] = ("a", "b")


@pytest.mark.parametrize(
    ("stands", "gives", "asks"),
    [
        (ARole(), {"a", "b"}, False),
        (ARole(powers=("b", "a")), {"a", "b"}, False),
        (ARole(powers=("a",)), {"a"}, True),  # taken off: gone at once
        (ARole(powers=("a", "b", "c")), {"a", "b"}, True),  # added: it waits
        (ARole(powers=("c",)), set(), True),
        (ARole(accountabilities=("Relire", "Publier")), {"a", "b"}, True),
    ],
)
def test_a_mandate_gives_what_was_accepted_and_is_still_there(stands, gives, asks: bool) -> None:
    assert commitments.powers_given(ARole(), stands.powers) == gives
    assert commitments.asks_again(ARole(), stands) is asks
    assert commitments.powers_given(None, stands.powers) == set()
    assert commitments.asks_again(None, stands)


AGAIN: dict[str, Any] = {
    "by_person_id": AMINA, "is_member": True, "ticked": {0}, "responsibilities": 1,
    "changed": True, "today": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("term", "other", "article"),
    [
        (HELD, {}, None),
        (HELD, {"by_person_id": BRUNO}, "self-management.mandates"),
        (HELD, {"is_member": False}, "self-management.mandates"),
        (HELD, {"ticked": ()}, "self-management.mandates"),
        (HELD, {"changed": False}, "self-management.mandates"),
        (HELD, {"today": TODAY + 90 * DAY}, "self-management.term"),
        (ATerm(), {}, "self-management.term"),
    ],
)
def test_what_committing_again_asks(term: ATerm, other: dict[str, Any], article) -> None:
    no = commitments.refusal_to_commit_again(term, **{**AGAIN, **other})
    assert (no and no.article) == article


@pytest.mark.parametrize(
    ("no", "article"),
    [
        (commitments.refusal_when_changed(read=7, stands=7), None),
        (commitments.refusal_when_changed(read=7, stands=8), "self-management.mandates"),
        (commitments.refusal_when_changed(read=None, stands=8), "self-management.mandates"),
        (rules.refusal_of_a_second_founding(mandates_before=0), None),
        (rules.refusal_of_a_second_founding(mandates_before=1), "self-management.assign"),
        (rules.refusal_to_end(HELD, today=TODAY), None),
        (rules.refusal_to_end(HELD, today=TODAY + 90 * DAY), "self-management.term"),
        (rules.refusal_to_end(ATerm(), today=TODAY), "self-management.term"),
        (rules.refusal_when_no_longer_open(ATerm(), today=TODAY + 13 * DAY), None),
        (
            rules.refusal_when_no_longer_open(ATerm(), today=TODAY + 14 * DAY),
            "self-management.term",
        ),
        (rules.refusal_when_no_longer_open(HELD, today=TODAY), "self-management.term"),
        (
            rules.refusal_when_no_longer_open(ATerm(is_declined=True), today=TODAY),
            "self-management.term",
        ),
        (rules.refusal_to_resign(HELD, by_person_id=AMINA, today=TODAY), None),
        (
            rules.refusal_to_resign(HELD, by_person_id=BRUNO, today=TODAY),
            "self-management.mandates",
        ),
        (rules.refusal_to_resign(ATerm(), by_person_id=AMINA, today=TODAY), "self-management.term"),
        (rules.refusal_to_answer_offer(is_open=True), None),
        (rules.refusal_to_answer_offer(is_open=False), "action.offer"),
        (rules.refusal_to_leave_handover(HELD, by_person_id=AMINA), None),
        (rules.refusal_to_leave_handover(HELD, by_person_id=BRUNO), "action.handover"),
        (rules.refusal_to_leave_handover(ATerm(), by_person_id=AMINA), "action.handover"),
        (rules.refusal_to_found(circles=0), None),
        (rules.refusal_to_found(circles=1), "self-management.renewal"),
        (rules.refusal_when_closed(), "self-management.mandates"),
        (refusal_when_circle_closed(), "self-management.perimeter"),
        (rules.refusal_to_lend_founding(is_founding=False), None),
        (rules.refusal_to_lend_founding(is_founding=True), "self-management.renewal"),
        (refusal_to_close_circle(inner=0, is_root=False), None),
        (refusal_to_close_circle(inner=1, is_root=False), "self-management.perimeter"),
        (refusal_to_close_circle(inner=0, is_root=True), "self-management.perimeter"),
        (refusal_to_change_founding(is_founding=False), None),
        (refusal_to_change_founding(is_founding=True), "self-management.renewal"),
        (refusal_to_shrink(seats=2, highest_taken=2), None),
        (refusal_to_shrink(seats=1, highest_taken=2), "self-management.seats"),
        (refusal_to_shrink(seats=1, highest_taken=0), None),
        (refusal_to_move(POLE, AGORA, PARENTS), None),
        (refusal_to_move(POLE, OTHER, PARENTS), None),
        (refusal_to_move(POLE, POLE, PARENTS), "self-management.perimeter"),
        (refusal_to_move(POLE, GROUP, PARENTS), "self-management.perimeter"),
        (refusal_to_move(AGORA, POLE, PARENTS), "self-management.perimeter"),
        (refusal_to_move(AGORA, None, PARENTS), None),
        (refusal_to_move(POLE, None, PARENTS), "self-management.perimeter"),
        (refusal_to_move(POLE, 99, PARENTS), "self-management.perimeter"),
    ],
)
def test_each_refusal_rests_on_its_article(no, article: str | None) -> None:
    assert (no and no.article) == article
    assert no is None or no.instead


@pytest.mark.parametrize(
    ("member", "is_open", "free", "already", "because"),
    [
        (True, True, True, False, None),
        (False, True, True, False, "Only a member"),
        (True, False, True, False, "not free"),
        (True, True, False, False, "not free"),
        (True, True, True, True, "already offered"),
    ],
)
def test_a_member_offers_to_take_a_free_role(member, is_open, free, already, because) -> None:
    no = rules.refusal_to_offer(is_member=member, open_on=is_open, free=free, already=already)
    assert (no and because in no.because) if because else no is None


@pytest.mark.parametrize(
    ("member", "assigners", "is_open", "already", "to_call", "to_support"),
    [
        (True, 0, False, False, None, "no longer open"),
        (True, 0, True, False, "already open", None),
        (True, 0, True, True, "already open", "already support"),
        (False, 0, True, False, "Only members", "Only members"),
        (True, 1, True, True, "still propose", "still propose"),
        (True, 0, False, True, None, "no longer open"),
    ],
)
def test_the_founding_reopens_when_nobody_is_left(
    member, assigners, is_open, already, to_call, to_support
) -> None:
    asked = {"is_member": member, "assigners": assigners}
    calls = refusal_to_call(**asked, call_is_open=is_open)
    supports = refusal_to_support(**asked, is_open=is_open, supports_already=already)
    for no, because in ((calls, to_call), (supports, to_support)):
        assert (no and because in no.because) if because else no is None


@pytest.mark.parametrize(
    ("mine", "closed", "may"),
    [(True, False, True), (True, True, False), (False, False, False)],
)
def test_a_call_is_taken_back_by_its_caller_while_it_is_open(mine, closed, may: bool) -> None:
    assert (refusal_to_take_back_call(is_mine=mine, is_closed=closed) is None) is may


@pytest.mark.parametrize(("day", "share"), [(-5, 0), (0, 0), (45, 50), (90, 100), (400, 100)])
def test_how_much_of_a_term_has_passed(day: int, share: int) -> None:
    assert rules.share_passed(TODAY, TODAY + 90 * DAY, on=TODAY + day * DAY) == share


@pytest.mark.parametrize(
    ("counts", "figures"),
    [
        ([], (0, 0, None, 0)),
        ([1], (1, 1, None, 0)),
        ([4] + [1] * 9, (13, 10, None, 1)),  # the tenth would be one person
        ([1] * 11, (11, 11, 18, 0)),
        ([5, 4] + [1] * 9, (18, 11, 50, 2)),
        ([3, 3, 3], (9, 3, None, 0)),
    ],
)
def test_how_power_is_spread(counts: list[int], figures: tuple[int, ...]) -> None:
    found = spread(counts, warns_above=3)
    assert (
        found.mandates, found.holders, found.share_of_most_loaded_tenth, found.above_the_warning
    ) == figures  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 0, 0], None),
        ([5, 5, 0], None),
        ([10, 0, 0], None),
        ([6, 5, 0], Balance(55, 45, 0)),
        ([11, 0, 0], Balance(100, 0, 0)),
        ([10, 9, 1], None),  # one person, whatever the share
        ([10, 9, 2], None),
        ([12, 2, 0], None),
        ([10, 9, 3], Balance(45, 40, 15)),
        ([100, 97, 3], Balance(50, 50, 0)),
        ([5, 5, 5], Balance(35, 35, 35)),  # each true by itself, 105 together
    ],
)
def test_a_balance_never_tells_of_one_person(counts: list[int], shown: Balance | None) -> None:
    assert balance(counts) == shown


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_each_share_is_the_nearest_step_of_five(counts: list[int]) -> None:
    found, declared = balance(counts), sum(counts)
    assert (found is None) is (declared < 11 or any(count in (1, 2) for count in counts))
    if found:
        for share, count in zip((found.women, found.men, found.others), counts, strict=True):
            assert share % 5 == 0
            assert abs(share - 100 * count / declared) <= 2.5


@pytest.mark.parametrize(
    ("before", "counts", "another"),
    [
        (None, [6, 5, 0], True),
        ([6, 5, 0], [6, 5, 0], False),
        ([6, 5, 0], [7, 5, 0], False),
        ([6, 5, 0], [7, 4, 0], False),
        ([6, 5, 0], [7, 4, 1], True),
        ([6, 5, 0], [6, 8, 0], True),
    ],
)
def test_a_figure_moves_when_three_answers_changed(before, counts, another: bool) -> None:
    assert moves(before, counts) is another
