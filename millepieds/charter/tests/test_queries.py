from datetime import timedelta

import pytest
from django.utils.formats import date_format

from millepieds.charter.actions import FoundingProof, adopt_charter, change_rule
from millepieds.charter.models import CharterVersion, RuleValue
from millepieds.charter.queries import (
    EFFECTS,
    article_numbers,
    changes_between,
    signing_time,
    signing_time_of,
    text_in_force,
    text_of,
    touched_by,
    versions,
)
from millepieds.charter.queries.stories import Worth, rule_stories
from millepieds.charter.rules import (
    NOTICE_OF_A_CHANGE,
    REMINDER_TO_SIGN,
    RULES,
    TIME_TO_SIGN_AGAIN,
)
from millepieds.circles.actions.founding import call_for_founding
from millepieds.circles.rules.terms import (
    LAST_NOTICE,
    LONGEST_MANDATE,
    MOST_MANDATES,
    NOTICE,
    REOPENED_BY,
)
from millepieds.circles.tests.makers import (
    charter_text,
    make_mandate,
    make_person,
    make_role,
    sign_all,
)
from millepieds.core import actors
from millepieds.core.authority import grounds
from millepieds.core.clock import now, pretend, today
from millepieds.members.actions import knock
from millepieds.members.queries import end_of, is_member
from millepieds.members.rules import LONGEST_WAIT, WELCOME
from millepieds.people.models import Person
from tests.pages import as_typed

DAY = timedelta(days=1)


def adopt(number: int, by: Person) -> CharterVersion:
    text = charter_text(min(number, 2))
    return adopt_charter({**text, "number": number}, by=actors.person(by))


def test_a_number_is_shown_for_each_stable_key(odile: Person) -> None:
    numbers = article_numbers(on=today())
    assert numbers["self-management"] == "1"
    assert numbers["self-management.term"] == "1.3"
    assert numbers["care.leave"] == "3.4"
    assert article_numbers(on=today() - DAY) == {}
    assert "care.rest" not in numbers
    adopt(2, odile)
    assert article_numbers(on=today())["care.rest"]


def test_a_version_is_read_back_as_the_text_it_was_adopted_from(odile: Person) -> None:
    adopt(2, odile)
    after, before = versions()
    assert [text_of(one) for one in (before, after)] == [charter_text(1), charter_text(2)]
    assert text_in_force(on=today()) == charter_text(2)
    assert changes_between(before, before) == []
    came = [change.key for change in changes_between(before, after)]
    assert "care" in came


def test_a_new_version_gives_time_then_is_asked_and_never_at_once(
    odile: Person, amina: Person
) -> None:
    """Amina has 30 days; on the thirtieth midnight her membership, and her mandate, stop."""
    one = CharterVersion.objects.get()
    assert signing_time_of(amina, on=today()).to_sign is None
    version, start, at = adopt(2, odile), today(), now()
    time = signing_time(on=start)
    assert (time.in_force, set(time.enough)) == (version, {one.pk, version.pk})
    own = signing_time_of(amina, on=start)
    assert (own.to_sign, own.suspended_from, own.is_over) == (version, start + 30 * DAY, False)
    assert own.last_day == start + 29 * DAY
    for days, member in [(0, True), (29, True), (30, False), (31, False)]:
        with pretend(at + timedelta(days=days)):
            assert is_member(amina.pk, on=today()) is member
            assert bool(grounds(actors.person(amina), WELCOME, on=today())) is member
    with pretend(at + 40 * DAY):
        sign_all(amina, version)
        assert is_member(amina.pk, on=today())
        assert grounds(actors.person(amina), WELCOME, on=today())  # suspended, not ended


def test_the_second_before_midnight_is_still_in_time(odile: Person, amina: Person) -> None:
    adopt(2, odile)
    last = end_of(today() + 29 * DAY)
    for moment, member in [(last - timedelta(seconds=1), True), (last, False)]:
        with pretend(moment):
            assert is_member(amina.pk, on=today()) is member


def test_whoever_signs_in_time_is_never_suspended(odile: Person, amina: Person) -> None:
    version = adopt(2, odile)
    at = now()
    with pretend(at + 29 * DAY):
        sign_all(amina, version)
    for days in (29, 30, 31, 300):
        with pretend(at + timedelta(days=days)):
            assert is_member(amina.pk, on=today())


def test_signing_late_does_not_rewrite_the_days_of_suspension(odile: Person, amina) -> None:
    version, at = adopt(2, odile), now()
    with pretend(at + 40 * DAY):
        sign_all(amina, version)
        assert not is_member(amina.pk, on=today() - 5 * DAY)


def test_the_time_to_sign_is_the_rule_s_as_it_stood_at_the_adoption(odile: Person, amina) -> None:
    version, at = adopt(2, odile), now()
    change_rule(
        TIME_TO_SIGN_AGAIN, 8, effective_on=today() + DAY, proof=FoundingProof(),
        by=actors.person(odile),
    )  # fmt: skip
    assert signing_time(on=today()).in_force == version
    with pretend(at + 20 * DAY):
        assert is_member(amina.pk, on=today())


def test_with_two_versions_in_a_row_each_person_has_their_own_date(odile, amina, bruno) -> None:
    """Amina signed the first version only, Bruno the second too; then comes a third."""
    start, at = today(), now()
    sign_all(bruno, adopt(2, odile))
    with pretend(at + 20 * DAY):
        third = adopt(3, odile)
        dates = {who: signing_time_of(who, on=today()) for who in (amina, bruno)}
        assert {time.to_sign for time in dates.values()} == {third}
        assert dates[amina].suspended_from == start + 30 * DAY
        assert dates[bruno].suspended_from == start + 50 * DAY
        for who, days in [(amina, 30), (bruno, 50)]:
            assert is_member(who.pk, on=start + (days - 1) * DAY)
            assert not is_member(who.pk, on=start + days * DAY)


def test_whoever_was_suspended_before_a_third_version_still_is(odile, amina) -> None:
    start, at = today(), now()
    sign_all(odile, adopt(2, odile))
    with pretend(at + 40 * DAY):
        third = adopt(3, odile)
        time = signing_time_of(amina, on=today())
        assert (time.to_sign, time.is_over) == (third, True)
        assert time.suspended_from == start + 30 * DAY
        sign_all(amina, third)
        assert signing_time_of(amina, on=today()).to_sign is None
        assert is_member(amina.pk, on=today())


def test_whoever_never_signed_has_nothing_to_lose(odile: Person) -> None:
    nour = make_person("Nour")
    time = signing_time_of(nour, on=today())
    assert time.to_sign
    assert (time.suspended_from, time.last_day, time.is_over) == (None, None, False)


def test_a_rule_tells_its_story(odile: Person) -> None:
    key, by, on = "members.longest_wait", actors.person(odile), today()
    for value, days in [(8, 0), (11, 1), (9, 1), (12, 5), (10, 5), (13, 9)]:
        day = on + timedelta(days=days)
        change_rule(key, value, effective_on=day, proof=FoundingProof(), by=by)
    [before] = [s for s in rule_stories(on=on - DAY) if s.rule.key == key]
    assert before.now == Worth(7)
    assert [worth.value for worth in before.coming] == [8, 9, 10, 13]
    [story] = [s for s in rule_stories(on=on + 2 * DAY) if s.rule.key == key]
    assert story.now == Worth(9, on + DAY)
    assert story.before == [Worth(8, on), Worth(7)]
    assert story.coming == [Worth(10, on + 5 * DAY), Worth(13, on + 9 * DAY)]
    assert len(rule_stories(on=on)) == len(RULES)


def test_a_change_of_rule_lists_the_mandates_it_would_touch(odile: Person, bruno, amina) -> None:
    long = make_mandate(make_role("Mémoire", by=odile), bruno, by=odile, days=300)
    short = make_mandate(make_role("Fête", by=odile), bruno, by=odile, days=40)

    def urls(key: str, value: int) -> set[str]:
        return {touched.url for touched in touched_by(RULES[key], value, on=today())}

    assert urls(LONGEST_MANDATE, 300) == set()
    assert urls(LONGEST_MANDATE, 299) == {long.get_absolute_url()}
    assert urls(NOTICE, 39) == set()
    assert urls(NOTICE, 40) == {short.get_absolute_url()}
    assert urls(LAST_NOTICE, 39) == set()
    assert urls(LAST_NOTICE, 40) == {short.get_absolute_url()}


def touched(key: str, value: int) -> list[str]:
    return [str(thing.what) for thing in touched_by(RULES[key], value, on=today())]


def test_every_rule_says_what_its_change_touches_or_that_nothing_reads_it() -> None:
    assert {key for key, rule in RULES.items() if not rule.waits_for} == set(EFFECTS)


def test_a_change_of_the_wait_counts_who_was_told_another(odile: Person) -> None:
    assert touched(LONGEST_WAIT, 3) == []
    nour = make_person("Nour")
    knock(nour, district=None, languages="", wishes="", needs=(), by=actors.person(nour))
    [said] = touched(LONGEST_WAIT, 3)
    assert said.startswith("1 personne qui attend")
    assert "Nour" not in said


def test_a_change_of_the_most_mandates_counts_people_and_names_nobody(odile, bruno) -> None:
    for name in ("Mémoire", "Fête"):
        make_mandate(make_role(name, by=odile), bruno, by=odile)
    assert touched(MOST_MANDATES, 2) == []
    [said] = touched(MOST_MANDATES, 1)
    assert said.startswith("1 personne en tient davantage")
    assert "Bruno" not in said


def test_a_call_under_way_keeps_its_number(odile: Person, bruno: Person) -> None:
    assert touched(REOPENED_BY, 9) == []
    with pretend(now() + 91 * DAY):
        call_for_founding(bruno, by=actors.person(bruno))
        assert list(map(as_typed, touched(REOPENED_BY, 9))) == [
            "l’appel à refonder en cours garde son nombre : 2 personnes"
        ]


def test_a_version_keeps_the_time_it_was_adopted_with(odile: Person) -> None:
    assert touched(TIME_TO_SIGN_AGAIN, 9) == touched(REMINDER_TO_SIGN, 9) == []
    version = adopt(2, odile)
    [kept] = touched_by(RULES[TIME_TO_SIGN_AGAIN], 9, on=today())
    assert kept.url == version.get_absolute_url()
    assert date_format(today() + 29 * DAY) in str(kept.what)
    assert date_format(today() + 21 * DAY) in touched(REMINDER_TO_SIGN, 9)[0]
    assert touched_by(RULES[TIME_TO_SIGN_AGAIN], 9, on=today() + 30 * DAY) == []


def test_changes_already_planned_keep_their_day(odile: Person) -> None:
    by = actors.person(odile)
    assert touched(NOTICE_OF_A_CHANGE, 30) == []
    change_rule(
        LONGEST_WAIT, 3, effective_on=today() + 5 * DAY, proof=FoundingProof(), by=by
    )  # fmt: skip
    assert touched(NOTICE_OF_A_CHANGE, 30) == ["1 changement de règle déjà prévu garde son jour"]


@pytest.mark.parametrize(
    ("value", "days", "said"),
    [
        ("29", 0, "reste entre 30 et 730"),
        ("731", 0, "reste entre 30 et 730"),
        ("30", 0, "La fin d’un mandat serait annoncée"),
        ("100", -1, "trop tôt"),
        ("beaucoup", 0, "nombre entier"),
    ],
)
@pytest.mark.parametrize("button", ["try", "change"])
def test_a_form_says_what_would_do_instead_and_comes_back_filled(
    as_, odile: Person, value: str, days: int, said: str, button: str
) -> None:
    day = (today() + days * DAY).isoformat()
    page = as_(odile).post(
        f"/regles/{LONGEST_MANDATE}/", {"value": value, "effective_on": day, button: ""},
        headers={"accept-language": "fr"},
    )  # fmt: skip
    assert page.status_code == 200
    assert page.context["dry_run"] is None
    assert said in page.content.decode()
    assert f'value="{value}"' in page.content.decode()
    assert not RuleValue.objects.exists()


def test_the_bounds_are_on_the_fields_themselves(as_, odile: Person) -> None:
    page = as_(odile).get(f"/regles/{LONGEST_MANDATE}/").content.decode()
    assert 'max="730" min="30"' in page
    assert f'min="{today().isoformat()}"' in page


@pytest.mark.parametrize("button", ["try", "change"])
def test_bruno_is_refused_a_dry_run_as_the_change_itself(as_, bruno: Person, button: str) -> None:
    words = {"value": 9, "effective_on": today().isoformat(), button: ""}
    assert as_(bruno).post(f"/regles/{LONGEST_WAIT}/", words).status_code == 403


def test_the_page_of_rules_says_who_changes_them_today_and_what_is_not_applied(as_, odile) -> None:
    page = as_(None).get("/regles/", headers={"accept-language": "fr"}).content.decode()
    assert "Une règle se change par une proposition" in page
    assert page.count("Pas encore appliquée ici") == sum(bool(r.waits_for) for r in RULES.values())


def test_the_page_of_rules_keeps_the_first_value_after_two_changes(as_, odile: Person) -> None:
    for value, days in [(8, 0), (9, 1)]:
        change_rule(
            LONGEST_WAIT, value, effective_on=today() + days * DAY, proof=FoundingProof(),
            by=actors.person(odile),
        )  # fmt: skip
    with pretend(now() + 2 * DAY):
        page = as_(None).get("/regles/", headers={"accept-language": "fr"}).content.decode()
    assert "7 jours (le premier jour)" in page


@pytest.mark.parametrize("path", ["/charte/", "/charte/1/", "/regles/"])
def test_the_town_reads_the_charter_and_the_rules(as_, odile: Person, path: str) -> None:
    assert as_(None).get(path).status_code == 200
