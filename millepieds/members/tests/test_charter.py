"""A charter that changes: everyone is told, then reminded, and reads their own date everywhere."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.formats import date_format
from django.utils.translation import override

from millepieds.charter.actions import FoundingProof, adopt_charter, change_rule
from millepieds.charter.models import CharterVersion
from millepieds.charter.rules import REMINDER_TO_SIGN
from millepieds.charter.rules.wording import written
from millepieds.circles.tests.makers import charter_text, make_member, make_person, sign_all
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.members.actions import knock, leave, welcome
from millepieds.members.actions.charter import (
    announce_charter,
    publish_charter,
    remind_to_sign,
)
from millepieds.people.models import Person

DAY = timedelta(days=1)


def text(number: int) -> dict[str, object]:
    return {**charter_text(2), "number": number}


def letters(key: str) -> dict[str, Letter]:
    """Who a letter of this key was written to."""
    rows = Letter.objects.filter(key__startswith=f"{key}:").select_related("person")
    return {str(row.person): row for row in rows}


def in_french(day) -> str:
    with override("fr"):
        return date_format(day)


def test_everyone_is_told_at_once_and_once(odile, amina, bruno: Person) -> None:
    gone = make_member("Zoé", welcomed_by=odile)
    leave(gone, by=actors.person(gone))
    publish_charter(text(2), by=actors.person(odile))
    for _ in range(2):
        announce_charter(by=actors.JOB)
    told = letters("charter:2")
    assert told.keys() == {"Odile", "Amina", "Bruno"}
    assert in_french(today() + 29 * DAY) in told["Bruno"].text
    assert Entry.objects.filter(deed="members.charter_announced").count() == 1


def test_a_charter_adopted_elsewhere_is_announced_in_the_night(odile, bruno: Person) -> None:
    adopt_charter(text(2), by=actors.person(odile))
    assert not letters("charter:2")
    for _ in range(2):
        call_command("nightly")
    assert letters("charter:2").keys() == {"Odile", "Bruno"}


def test_the_first_charter_is_news_for_nobody(odile: Person) -> None:
    announce_charter(by=actors.JOB)
    assert not Entry.objects.filter(deed="members.charter_announced").exists()


@pytest.mark.parametrize(("days", "reminded"), [(22, False), (23, True), (29, True), (30, False)])
def test_whoever_has_not_signed_is_reminded_before_the_last_day(
    odile, amina, bruno: Person, days: int, reminded: bool
) -> None:
    at, last = now(), today() + 29 * DAY
    publish_charter(text(2), by=actors.person(odile))
    sign_all(amina)
    with pretend(at + days * DAY):
        remind_to_sign(by=actors.JOB)
    with pretend(at + days * DAY + DAY):
        remind_to_sign(by=actors.JOB)
    told = letters(f"charter:2:last:{last}")
    assert told.keys() == ({"Odile", "Bruno"} if reminded or days == 22 else set())
    assert Entry.objects.filter(deed="members.signing_reminded").count() == len(told) / 2


@pytest.mark.parametrize(("value", "day"), [(1, 29), (29, 1)])
def test_the_reminder_is_the_rule_s(odile: Person, value: int, day: int) -> None:
    """At both ends of what the time to sign leaves it."""
    at = now()
    publish_charter(text(2), by=actors.person(odile))
    change_rule(
        REMINDER_TO_SIGN,
        value,
        effective_on=today(),
        proof=FoundingProof(),
        by=actors.person(odile),
    )
    for days, count in [(day - 1, 0), (day, 1)]:
        with pretend(at + days * DAY):
            remind_to_sign(by=actors.JOB)
        assert Entry.objects.filter(deed="members.signing_reminded").count() == count


def test_each_person_reads_their_own_date_on_both_pages(as_, odile, amina, bruno) -> None:
    """Amina signed the first version only, Bruno the second too; then comes a third."""
    at, start = now(), today()
    publish_charter(text(2), by=actors.person(odile))
    sign_all(bruno)
    with pretend(at + 20 * DAY):
        publish_charter(text(3), by=actors.person(odile))
        for who, days in [(amina, 29), (bruno, 49)]:
            last = in_french(start + days * DAY)
            assert last in letters("charter:3")[str(who)].text
            for path in ("/pour-moi/", "/charte/signer/"):
                page = as_(who).get(path, headers={"accept-language": "fr"})
                assert f"jusqu’au {last} inclus" in page.content.decode().replace("Jusq", "jusq")


def test_whoever_is_suspended_never_reads_that_nothing_changes(as_, odile, amina: Person) -> None:
    at, start = now(), today()
    publish_charter(text(2), by=actors.person(odile))
    sign_all(odile)
    with pretend(at + 40 * DAY):
        publish_charter(text(3), by=actors.person(odile))
        assert "suspendue" in letters("charter:3")["Amina"].text
        for path in ("/pour-moi/", "/charte/signer/"):
            page = as_(amina).get(path, headers={"accept-language": "fr"}).content.decode()
            assert "rien ne change" not in page
            assert "suspendue" in page
        assert in_french(start + 30 * DAY) in page


def test_whoever_was_only_welcomed_is_told_no_date(as_, odile: Person) -> None:
    nour = make_person("Nour")
    request = knock(nour, district=None, languages="", wishes="", needs=(), by=actors.person(nour))
    welcome(request, by=actors.person(odile))
    publish_charter(text(2), by=actors.person(odile))
    assert "Nour" not in letters("charter:2")
    assert "rien ne change" not in as_(nour).get("/charte/signer/").content.decode()


PAGE = "/charte/proposer/"


def test_a_new_text_is_read_before_it_is_adopted(as_, odile, bruno: Person) -> None:
    client, typed = as_(odile), written({**charter_text(2), "number": 2})
    assert written(charter_text(1)) == client.get(PAGE).context["form"]["typed"].value()
    page = client.post(PAGE, {"typed": typed})
    assert page.context["members"] == 2
    assert page.context["last_day"] == today() + 29 * DAY
    assert [change.key for change in page.context["changes"]]
    assert CharterVersion.objects.count() == 1
    words = {"typed": typed, "seen": page.context["seen"], "adopt": ""}
    assert client.post(PAGE, words).status_code == 302
    assert CharterVersion.objects.get(number=2).fingerprint == page.context["seen"]
    assert letters("charter:2").keys() == {"Odile", "Bruno"}


def test_only_the_text_that_was_read_is_adopted(as_, odile: Person) -> None:
    read = as_(odile).post(PAGE, {"typed": written(charter_text(2))}).context["seen"]
    other = written({**charter_text(2), "title": "Autre"})
    page = as_(odile).post(PAGE, {"typed": other, "seen": read, "adopt": ""})
    assert page.status_code == 200
    assert page.context["changes"]
    assert CharterVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (written(charter_text(1)), "Rien n’a encore changé"),
        ("# Titre\nPréambule\n## Soin", "Ligne 3"),
        (written(charter_text(2)).replace("- leave :", "- partir :"), "care.leave"),
        (written(charter_text(2)).replace("## trust :", "## care :"), "care"),
    ],
)
def test_a_text_that_will_not_do_comes_back_with_its_reason(as_, odile, typed, said) -> None:
    page = as_(odile).post(PAGE, {"typed": typed, "adopt": ""})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert page.context["form"]["typed"].value() == typed


def test_a_text_from_a_file_is_checked_the_same(odile: Person, tmp_path: Path) -> None:
    short = {**charter_text(2), "articles": charter_text(2)["articles"][1:]}
    for name, said in [("short", short), ("whole", charter_text(2))]:
        (tmp_path / name).write_text(json.dumps(said), "utf-8")
    with pytest.raises(CommandError, match=r"self-management"):
        call_command("adopt", str(tmp_path / "short"), by="odile@exemple.test")
    call_command("adopt", str(tmp_path / "whole"), by="odile@exemple.test", stdout=StringIO())
    assert letters("charter:2").keys() == {"Odile"}
