"""What people agreed to is kept in the very words they read, version after version."""

from hashlib import sha256

import pytest
from django.utils.translation import gettext, override

from millepieds.core import actors
from millepieds.people import actions
from millepieds.people.models import Consent, Person
from millepieds.people.rules import MEMBERSHIP, NAME_IN_TOWN, PHONE_CALLS, PURPOSES, Channel, Words
from tests.pages import as_typed

PUBLISHED = {
    # each version, by the first digits of its French words. Nothing here changes: other words are a
    # line more, and a version more in people/rules.py
    (MEMBERSHIP, 1): "b9f66fbe1c0e171f",
    (NAME_IN_TOWN, 1): "ea195955259220f1",
    (PHONE_CALLS, 1): "3ac8441349a7799b",
}


def read_by_people(words: Words) -> str:
    with override("fr"):
        return as_typed(f"{gettext(words.title)}\n{gettext(words.text)}")


def test_the_words_of_a_version_never_change() -> None:
    today = {
        (key, version): sha256(read_by_people(words).encode()).hexdigest()[:16]
        for key, purpose in PURPOSES.items()
        for version, words in enumerate(purpose.versions, start=1)
    }
    assert today == PUBLISHED


def test_every_version_is_said_in_french() -> None:
    for purpose in PURPOSES.values():
        for words in purpose.versions:
            assert read_by_people(words) != f"{words.title}\n{words.text}"


def test_the_ledger_shows_the_words_of_each_line(as_amina, amina: Person, settings) -> None:
    actions.give_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina))
    lost = actions.give_consent(amina, PHONE_CALLS, channel=Channel.WEB, by=actors.person(amina))
    Consent.objects.filter(pk=lost.pk).update(version=9)
    newest, first = sorted(
        as_amina.get("/moi/accords/").context["ledger"], key=lambda c: -c.version
    )
    assert newest.words is None  # of a version that this house never had
    assert str(newest) == PHONE_CALLS
    assert first.words == PURPOSES[NAME_IN_TOWN].words


def test_what_is_given_on_a_page_of_its_own_is_not_given_in_one_click(as_amina: object) -> None:
    for agrees in ("yes", "no"):
        page = as_amina.post("/moi/accords/", {"purpose": MEMBERSHIP, "agrees": agrees})  # type: ignore[attr-defined]
        assert page.status_code == 200
    assert not Consent.objects.exists()
    text = page.content.decode()
    assert "/rejoindre/" in text
    assert f'value="{MEMBERSHIP}"' in text


@pytest.mark.parametrize("version", [0, 2])
def test_a_line_of_a_version_that_never_was_has_no_words(version: int) -> None:
    assert Consent(purpose=PHONE_CALLS, version=version).words is None
