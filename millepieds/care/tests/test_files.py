"""What someone wrote when they were invited to be heard is in their own file, and in nobody else's."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from millepieds.care.actions.hearing import reply
from millepieds.care.actions.procedure import note
from millepieds.care.models import Report, Stage
from millepieds.care.rules.terms import Taken
from millepieds.care.tests.makers import (
    make_invitation_opened,
    make_invited,
    make_matter,
)
from millepieds.care.tests.test_reporting import everything_in_the_database
from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.home.actions import merge
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db
CANARY = "serin-entendu"
TO_A_MACHINE, TO_READ = "/mes-donnees/fichier/", "/mes-donnees/fichier.html"
FILES = ("/mes-donnees/", TO_A_MACHINE, TO_READ)


def make_replies(matter: Report, person: Person, *, by: Person, what: str) -> Stage:
    """Invited in a keeper's words, they ask for another day, then answer in writing."""
    invitation = make_invited(matter, person, by=by, words=f"{CANARY}-mots", place=f"{CANARY}-lieu")
    make_invitation_opened(invitation, person)
    me = actors.person(person)
    reply(invitation.pk, Taken.ANOTHER_DAY, f"{CANARY}-{what}-jeudi", by=me)
    return reply(invitation.pk, Taken.IN_WRITING, f"{CANARY}-{what}-noir", by=me)


def canaries(text: str) -> set[str]:
    return {*re.findall(rf"{CANARY}[-a-z]+", text)}


def test_the_invited_find_their_own_words_in_their_file_and_nobody_finds_those_of_another(
    matter, amina, bruno, odile, leila, keepers, as_
) -> None:
    """Both are heard: Amina, who is named, and Bruno, who reported. Neither has the words of the other."""
    for person, what in ((amina, "amina"), (bruno, "bruno")):
        make_replies(matter, person, by=keepers[0], what=what)
    with pretend(now() + timedelta(days=8)):  # its day is past, and all is closed
        note(matter, Taken.ENDED, "Réglé.", by=actors.person(keepers[0]))
    own = {
        person: {f"{CANARY}-{what}-{word}" for word in ("jeudi", "noir")}
        for person, what in ((amina, "amina"), (bruno, "bruno"))
    }
    for person in (amina, bruno, odile, leila, *keepers):
        for path in FILES:
            found = canaries(as_(person).get(path).content.decode())
            assert found == own.get(person, set()), (person, path)


def test_no_export_of_the_whole_house_has_a_word_of_it(matter, amina, odile, keepers, as_) -> None:
    make_replies(matter, amina, by=keepers[0], what="amina")
    visit = as_(odile)
    sheets = ZipFile(BytesIO(visit.get("/emporter/feuilles/").content))
    taken = [sheets.read(name).decode(errors="replace") for name in sheets.namelist()]
    taken.append(visit.get("/emporter/fichier/").content.decode())
    assert len(taken) > 1
    assert canaries("".join(taken) + everything_in_the_database()) == set()


def test_the_file_says_when_and_what_and_leads_to_no_report(matter, amina, keepers, as_) -> None:
    invitation = make_replies(matter, amina, by=keepers[0], what="amina").invitation
    assert invitation
    mine = as_(amina).get(TO_A_MACHINE).json()["care.Stage"]
    assert [one["kind"] for one in mine] == [
        "l’invitation a été ouverte", "la personne invitée demande un autre jour",
        "la personne invitée répond par écrit",
    ]  # fmt: skip
    assert {one["invitation"] for one in mine} == {invitation.pk}
    assert all(set(one) == {"id", "kind", "invitation", "day", "words"} for one in mine)
    assert all(one["day"].startswith(today().isoformat()) for one in mine)
    assert as_(amina).get(TO_A_MACHINE).json()["care.Report"] == []


def test_the_account_that_stays_has_the_words_of_the_one_that_closed(
    bruno, odile, keepers, as_
) -> None:
    before, since = (make_member(name, welcomed_by=odile) for name in ("Zoé d’avant", "Zoé"))
    row = make_matter(bruno, before, keepers)
    make_replies(row, before, by=keepers[0], what="avant")
    merge(before, into=since, by=actors.person(since))
    assert f"{CANARY}-avant-noir" in canaries(as_(since).get(TO_READ).content.decode())


def test_a_lost_master_key_closes_the_pages_of_nobody_else(
    matter, amina, odile, keepers, as_, settings
) -> None:
    """All that is sealed is opened to know whose it is: a copy brought back without its key still serves."""
    make_replies(matter, amina, by=keepers[0], what="amina")
    settings.SEALING_KEYS = ""
    for person in (amina, odile):
        for path in (*FILES, "/pour-moi/"):
            page = as_(person).get(path)
            assert page.status_code == 200
            assert canaries(page.content.decode()) == set()
