"""A circle does otherwise than the movement, from a day on, and the movement still does what it did."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from millepieds.charter.rules import NOTICE_OF_A_CHANGE, RULES, Unit
from millepieds.charter.tests.makers import change
from millepieds.circles.actions.structure import close_circle
from millepieds.circles.models import OwnRule
from millepieds.circles.queries.own import is_own, opened_under_in, own_of, own_rule, own_rules
from millepieds.circles.rules.own import refusal_to_own, refusal_to_set_own
from millepieds.circles.rules.terms import LONGEST_MANDATE
from millepieds.circles.tests.makers import make_circle, make_own_rule
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.reading import one_page
from millepieds.core.refusals import Refused
from millepieds.decisions.rules.rounds import QUORUM, SILENCE_CONSENTS
from millepieds.journal.models import Entry
from millepieds.meetings.rules.room import ALTERNATES
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

DAY = timedelta(days=1)
NOW = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("key", "value", "before", "said"),
    [
        (SILENCE_CONSENTS, 1, None, ""),
        (SILENCE_CONSENTS, 0, None, ""),  # so it stays if the movement changes
        (SILENCE_CONSENTS, 1, 0, ""),
        (SILENCE_CONSENTS, None, 1, ""),
        (SILENCE_CONSENTS, 1, 1, "nothing would change"),
        (SILENCE_CONSENTS, None, None, "nothing would change"),
        (SILENCE_CONSENTS, 2, None, "stays between"),
        (QUORUM, 5, None, "the whole movement's"),
    ],
)
def test_what_a_circle_may_give_itself(key, value, before, said) -> None:
    no = refusal_to_own(RULES[key], value, before=before)
    assert said in no.because if no else not said


@pytest.mark.parametrize(
    ("proven", "effective_on", "said"),
    [(True, NOW, ""), (False, NOW, "by consent"), (True, NOW - DAY, "too early")],
)
def test_only_by_its_consent_and_not_before_the_day_that_is_announced(
    proven, effective_on, said
) -> None:
    no = refusal_to_set_own(
        RULES[SILENCE_CONSENTS], 1, before=None, proven=proven, effective_on=effective_on,
        earliest=NOW,
    )  # fmt: skip
    assert said in no.because if no else not said


def test_what_a_circle_may_own_is_said_by_yes_or_no_as_its_form_asks() -> None:
    own = {key for key, rule in RULES.items() if rule.of_a_circle}
    assert own == {SILENCE_CONSENTS, ALTERNATES}
    assert {RULES[key].unit for key in own} == {Unit.YES_NO}


@pytest.mark.django_db
def test_one_circle_has_its_own_and_the_others_the_movements(odile: Person) -> None:
    one, other = make_circle("Jardin", by=odile), make_circle("Fêtes", by=odile)
    make_own_rule(one, SILENCE_CONSENTS, 1, by=odile)
    on = today()
    worth = [own_rule(circle.pk, SILENCE_CONSENTS, on=on) for circle in (one, other)]
    assert worth == [1, 0]
    assert own_rule(one.pk, SILENCE_CONSENTS, on=on - DAY) == 0
    change(SILENCE_CONSENTS, 1, odile)
    make_own_rule(other, SILENCE_CONSENTS, 0, by=odile)
    assert own_rule(other.pk, SILENCE_CONSENTS, on=on) == 0
    make_own_rule(other, SILENCE_CONSENTS, None, by=odile)
    assert own_rule(other.pk, SILENCE_CONSENTS, on=on) == 1
    assert own_of(other.pk, SILENCE_CONSENTS, on=on) is None


@pytest.mark.django_db
def test_pages_and_deeds_read_the_same(odile: Person) -> None:
    circle = make_circle("Jardin", by=odile)
    for value in (1, None, 0):
        make_own_rule(circle, SILENCE_CONSENTS, value, by=odile)
        asked = own_of(circle.pk, SILENCE_CONSENTS, on=today())
        with one_page():
            assert own_of(circle.pk, SILENCE_CONSENTS, on=today()) == asked
            assert own_rules(on=today()).get((circle.pk, SILENCE_CONSENTS)) == asked
            assert own_rule(circle.pk, SILENCE_CONSENTS, on=today()) == (value or 0)


@pytest.mark.django_db
def test_the_register_says_what_it_was_what_it_is_and_whose(odile: Person) -> None:
    circle = make_circle("Jardin", by=odile)
    row = make_own_rule(circle, SILENCE_CONSENTS, 1, by=odile)
    entry = Entry.objects.get(deed="circles.own_rule_set")
    assert row.entry == entry
    assert entry.particulars.circle_id == circle.pk
    assert entry.particulars.mandate_id
    assert entry.particulars.facts == {
        "rule": SILENCE_CONSENTS, "before": 0, "after": 1, "own": True,
        "effective_on": today().isoformat(),
    }  # fmt: skip
    make_own_rule(circle, SILENCE_CONSENTS, None, by=odile, days=3)
    last = Entry.objects.order_by("-number")[0].particulars.facts
    assert (last["before"], last["after"], last["own"]) == (1, 0, False)


@pytest.mark.django_db
def test_what_opens_in_a_circle_keeps_its_own_rule_and_says_so(odile: Person) -> None:
    circle = make_circle("Jardin", by=odile)
    before = opened_under_in(circle.pk, SILENCE_CONSENTS, QUORUM, on=today())
    row = make_own_rule(circle, SILENCE_CONSENTS, 1, by=odile)
    kept = opened_under_in(circle.pk, SILENCE_CONSENTS, QUORUM, on=today())
    assert kept[SILENCE_CONSENTS] == {"value": 1, "entry": row.entry_id, "circle": circle.pk}
    assert kept[QUORUM] == before[QUORUM]
    assert [is_own(each, SILENCE_CONSENTS) for each in (before, kept, {})] == [False, True, False]


@pytest.mark.django_db
def test_it_waits_as_long_as_any_rule_that_changes(odile: Person) -> None:
    change(NOTICE_OF_A_CHANGE, 7, odile)
    circle = make_circle("Jardin", by=odile)
    with pytest.raises(Refused, match="too early"), transaction.atomic():
        make_own_rule(circle, SILENCE_CONSENTS, 1, by=odile)
    make_own_rule(circle, SILENCE_CONSENTS, 1, by=odile, days=7)
    assert own_rule(circle.pk, SILENCE_CONSENTS, on=today() + 6 * DAY) == 0
    assert own_rule(circle.pk, SILENCE_CONSENTS, on=today() + 7 * DAY) == 1


@pytest.mark.django_db
def test_neither_a_stranger_nor_a_closed_circle_gives_itself_a_rule(
    odile: Person, bruno: Person
) -> None:
    circle = make_circle("Jardin", by=odile)
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="by consent"), transaction.atomic():
        make_own_rule(circle, SILENCE_CONSENTS, 1, by=bruno)
    with pytest.raises(Refused, match="the whole movement's"), transaction.atomic():
        make_own_rule(circle, LONGEST_MANDATE, 100, by=odile)
    assert Entry.objects.count() == entries
    close_circle(circle, by=actors.person(odile))
    with pytest.raises(Refused, match="not open"), transaction.atomic():
        make_own_rule(circle, SILENCE_CONSENTS, 1, by=odile)
    assert not OwnRule.objects.exists()


@pytest.mark.django_db
def test_what_a_circle_gave_itself_is_never_rewritten(odile: Person) -> None:
    row = make_own_rule(make_circle("Jardin", by=odile), SILENCE_CONSENTS, 1, by=odile)
    for again in (lambda: OwnRule.objects.update(value=0), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            again()
    for wrong in ({"rule": "", "entry": Entry.objects.earliest("number")}, {"entry": row.entry}):
        whole = {"circle": row.circle, "rule": SILENCE_CONSENTS, "effective_on": today()} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnRule.objects.create(**whole)


@pytest.mark.django_db
def test_the_pages_of_rules_name_the_circles_that_have_their_own(as_, odile: Person, bruno) -> None:
    circle, gone = make_circle("Jardin", by=odile), make_circle("Ancien", by=odile)
    for each in (circle, gone):
        make_own_rule(each, SILENCE_CONSENTS, 1, by=odile)
    close_circle(gone, by=actors.person(odile))
    for path in (reverse("charter:rules"), reverse("charter:rule", args=[SILENCE_CONSENTS])):
        page = as_(bruno).get(path).content.decode()
        assert f"{circle.get_absolute_url()}#own-rules" in page
        assert gone.get_absolute_url() not in page
    assert "#own-rules" not in as_(bruno).get(
        reverse("charter:rule", args=[QUORUM])
    ).content.decode()  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["charter:rules", "circles:who_decides"])
def test_lists_ask_no_more_for_many_circles_with_their_own(as_, odile: Person, name: str) -> None:
    circles = [make_circle(f"Jardin {n}", by=odile) for n in range(4)]
    client, left = as_(odile), iter(circles)
    same_queries_for_one_or_many(
        make=lambda: make_own_rule(next(left), SILENCE_CONSENTS, 1, by=odile),
        call=lambda: client.get(reverse(name)),
    )
