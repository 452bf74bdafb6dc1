from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from millepieds.charter.actions import FoundingProof, adopt_charter, change_rule
from millepieds.charter.models import Article, CharterVersion, RuleValue, Signature
from millepieds.charter.queries import (
    opened_under,
    rule,
    rules_on,
    version_in_force,
)
from millepieds.charter.rules import (
    NOTICE_OF_A_CHANGE,
    RULES,
    Procedure,
    value_kept,
)
from millepieds.charter.rules.wording import fingerprint
from millepieds.charter.tests.makers import change, make_room_for
from millepieds.circles.rules.terms import LAST_NOTICE, LONGEST_MANDATE, NOTICE, PROPOSAL_KEPT
from millepieds.circles.tests.makers import (
    accept,
    charter_text,
    make_mandate,
    make_person,
    make_proposal,
    make_role,
    sign_all,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.members.actions import knock
from millepieds.members.queries import at_the_door
from millepieds.people.models import Person

WAIT = "members.longest_wait"
DAY = timedelta(days=1)


@pytest.mark.parametrize("bound", ["least", "most"])
@pytest.mark.parametrize("key", RULES)
def test_each_rule_takes_both_its_bounds(odile: Person, key: str, bound: str) -> None:
    value = getattr(RULES[key], bound)
    make_room_for(key, value, odile)
    before = rule(key, on=today())
    change(key, value, odile, days=60)
    assert rule(key, on=today() + timedelta(days=59)) == before
    assert rule(key, on=today() + timedelta(days=60)) == value
    assert rules_on(today() + timedelta(days=400))[key] == value


@pytest.mark.parametrize("key", RULES)
def test_each_rule_stays_inside_its_bounds(odile: Person, key: str) -> None:
    for value in (RULES[key].least - 1, RULES[key].most + 1):
        with pytest.raises(Refused, match=r"stays between") as no:
            change(key, value, odile)
        assert no.value.refusal.article == "transparency.rules"
    assert not RuleValue.objects.exists()
    assert not Entry.objects.filter(deed="charter.rule_changed").exists()


def test_a_rule_has_a_value_on_any_day(odile: Person) -> None:
    on = today()
    change(WAIT, 10, odile, days=10)
    change(WAIT, 20, odile, days=20)
    change(WAIT, 12, odile, days=10)  # said again for the same day: the last word stands
    values = [rule(WAIT, on=on + timedelta(days=days)) for days in (-4000, 0, 9, 10, 19, 20, 4000)]
    assert values == [7, 7, 7, 12, 12, 20, 20]
    assert [rules_on(on + timedelta(days=days))[WAIT] for days in (9, 10, 20)] == [7, 12, 20]


def test_the_journal_keeps_what_a_rule_was(odile: Person) -> None:
    value = change(WAIT, 10, odile, days=3)
    entry = Entry.objects.get(deed="charter.rule_changed")
    assert value.entry == entry
    assert entry.particulars.facts == {
        "rule": WAIT, "before": 7, "after": 10, "procedure": "founding",
        "effective_on": (today() + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert entry.particulars.mandate_id
    assert entry.particulars.actor == odile


def test_what_a_rule_was_is_what_it_was_on_the_eve(odile: Person) -> None:
    """Not what it is worth today, when another change comes in between."""
    change(WAIT, 10, odile, days=3)
    change(WAIT, 20, odile, days=9)
    entry = Entry.objects.filter(deed="charter.rule_changed").latest("number")
    assert (entry.particulars.facts["before"], entry.particulars.facts["after"]) == (10, 20)


@dataclass(frozen=True)
class ProofOfAnother(FoundingProof):
    """Says that the Coordination decided what is the Agora's."""

    procedure: Procedure = Procedure.COORDINATION


def test_the_procedure_of_another_rule_proves_nothing(odile: Person) -> None:
    with pytest.raises(Refused, match="procedure that this rule names"):
        change_rule(WAIT, 10, effective_on=today(), proof=ProofOfAnother(), by=actors.person(odile))
    assert not RuleValue.objects.exists()


def test_bruno_without_a_proof_changes_nothing(bruno: Person) -> None:
    with pytest.raises(Refused, match=r"transparency\.rules") as no:
        change(WAIT, 10, bruno)
    assert no.value.refusal.power == "charter.change_rules"
    assert not RuleValue.objects.exists()


def test_the_proof_ends_with_the_founding(odile: Person) -> None:
    with pretend(now() + 91 * DAY), pytest.raises(Refused, match="procedure"):
        change(WAIT, 10, odile)


def test_notice_of_a_change_is_kept(odile: Person) -> None:
    change(NOTICE_OF_A_CHANGE, 10, odile)
    with pytest.raises(Refused, match="too early"):
        change(WAIT, 10, odile, days=9)
    assert change(WAIT, 10, odile, days=10)


def test_two_changes_to_come_hold_together_on_their_day(odile: Person) -> None:
    """Each is fine beside today's values; together they would announce an end before its notice."""
    change(LAST_NOTICE, 29, odile, days=10)
    with pytest.raises(Refused, match="last notice"):
        change(NOTICE, 20, odile, days=10)


def test_a_change_holds_beside_those_that_come_after_it(odile: Person) -> None:
    change(LAST_NOTICE, 29, odile, days=10)
    with pytest.raises(Refused, match="last notice"):
        change(NOTICE, 20, odile, days=5)


def test_a_request_keeps_the_rule_it_was_made_under(odile: Person) -> None:
    nour = make_person("Nour")
    knock(nour, district=None, languages="", wishes="", needs=(), by=actors.person(nour))
    set_by = change(WAIT, 1, odile).entry_id
    with pretend(now() + 2 * DAY):
        [waiting] = at_the_door(now=now()).waiting
        assert not waiting.late
    with pretend(now() + 8 * DAY):
        [waiting] = at_the_door(now=now()).waiting
        assert waiting.late
    assert opened_under(WAIT, on=today()) == {WAIT: {"value": 1, "entry": set_by}}
    assert opened_under(WAIT, on=today() - DAY) == {WAIT: {"value": 7, "entry": None}}
    assert [value_kept(kept, WAIT) for kept in ({WAIT: {"value": 3, "entry": 9}}, {})] == [3, 7]


def test_a_mandate_keeps_the_rule_it_was_proposed_under(odile: Person, bruno: Person) -> None:
    role = make_role(by=odile)
    mandate = make_proposal(role, bruno, by=odile, days=365)
    change(LONGEST_MANDATE, 60, odile)
    accepted = accept(mandate)
    assert accepted.ends_on - accepted.starts_on == timedelta(days=365)
    assert accepted.opened_under == {
        LONGEST_MANDATE: {"value": 365, "entry": None},
        PROPOSAL_KEPT: {"value": 14, "entry": None},
    }
    with pytest.raises(Refused, match="longer than 60"):
        make_proposal(make_role("Rêve", by=odile), bruno, by=odile, days=61)


def test_the_next_version_is_adopted_and_never_another(odile: Person) -> None:
    by = actors.person(odile)
    with pytest.raises(Refused, match=r"number 2\. \(art\. transparency\.signature\)"):
        adopt_charter(charter_text(1), by=by)
    version = adopt_charter(charter_text(2), by=by)
    assert version_in_force(on=today()) == version
    assert version.fingerprint == fingerprint(charter_text(2))
    assert Entry.objects.filter(deed="charter.charter_adopted").count() == 2


@pytest.mark.parametrize("someone", ["bruno", "a job", "a passer-by"])
def test_a_charter_is_adopted_under_a_mandate(bruno: Person, someone: str) -> None:
    by = {"bruno": actors.person(bruno), "a job": actors.JOB, "a passer-by": actors.OUTSIDER}
    with pytest.raises(Refused, match=r"self-management\.mandates"):
        adopt_charter(charter_text(2), by=by[someone])
    assert CharterVersion.objects.count() == 1


@pytest.mark.parametrize("table", ["charterversion", "article", "commitment", "rulevalue"])
@pytest.mark.parametrize(
    "sql", ["UPDATE charter_{0} SET id = id", "DELETE FROM charter_{0}", "words"]
)
def test_a_charter_and_the_story_of_a_rule_are_never_changed_silently(
    odile: Person, table: str, sql: str
) -> None:
    change(WAIT, 10, odile)
    column = {"charterversion": "preamble", "article": "body", "commitment": "text"}
    if sql == "words":
        sql = f"UPDATE charter_{{0}} SET {column.get(table, 'value')} = '20'"
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        connection.cursor().execute(sql.format(table))


@pytest.mark.only_on("sqlite")  # which alone knows REPLACE
def test_an_article_is_not_slipped_into_the_place_of_another(odile: Person) -> None:
    article = Article.objects.order_by("pk")[0]
    sql = (
        "REPLACE INTO charter_article (id, version_id, key, number, title, body) "
        "SELECT id, version_id, key, number, title, 'menti' FROM charter_article WHERE id = %s"
    )
    try:
        with transaction.atomic():
            connection.cursor().execute(sql, [article.pk])
    except DatabaseError:
        pass
    article.refresh_from_db()
    assert article.body != "menti"


def test_a_fingerprint_is_the_same_however_the_text_is_laid_out() -> None:
    text = charter_text(1)
    assert fingerprint(dict(reversed(text.items()))) == fingerprint(text)
    assert fingerprint({**text, "title": "Autre"}) != fingerprint(text)


def test_signing_twice_is_refused_and_kept_once(bruno: Person) -> None:
    with pytest.raises(Refused, match="already signed"):
        sign_all(bruno)
    assert Signature.objects.filter(person=bruno).count() == 1


def test_the_dry_run_writes_nothing_and_lists_what_is_touched(as_, odile, bruno: Person) -> None:
    mandate = make_mandate(make_role("Mémoire", by=odile), bruno, by=odile, days=300)
    before = Entry.objects.count()
    page = as_(odile).post(
        f"/regles/{LONGEST_MANDATE}/", {"value": 100, "effective_on": today().isoformat()}
    )
    assert [touched.url for touched in page.context["dry_run"]] == [mandate.get_absolute_url()]
    assert Entry.objects.count() == before
    assert not RuleValue.objects.exists()
