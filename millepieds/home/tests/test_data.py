"""Bruno takes away what the house knows of him: once for machines, once to read. Both say the same."""

from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime

from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import now
from millepieds.core.privacy import REGISTRY
from millepieds.home.actions import erase
from millepieds.home.queries.data import data_about
from millepieds.members.actions import change_answers, name_districts
from millepieds.members.models import District, Membership
from millepieds.people.actions import give_consent
from millepieds.people.models import Person
from millepieds.people.rules import PHONE_CALLS, Channel
from millepieds.website.models import Voice
from tests.counting import same_queries_for_one_or_many

JPEG = b"\xff\xd8\xff\xe0 not quite a portrait"


@dataclass
class File(HTMLParser):
    """The file as any reader finds it: for each table, each line, what each field says."""

    html: str
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    loaded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._lines: list[dict[str, str]] = []
        self._open: list[str] = []
        self._name = ""
        self.feed(self.html)
        assert self._open == [], "each tag that opens is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= given.keys()
        self.loaded += [given["src"]] if "src" in given else []
        if "data-table" in given:
            self._lines = self.tables.setdefault(given["data-table"], [])
        if tag == "dl":
            self._lines.append({})
        self._name = given.get("data-field", self._name)
        if tag == "dd":
            self._lines[-1][self._name] = ""
        if "dd" in self._open and (found := given.get("datetime") or given.get("src")):
            self._lines[-1][self._name] = found
        if tag not in ("meta", "img", "hr", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["dd"]:
            self._lines[-1][self._name] += data


def as_read(value: Any) -> str:
    """A value of the JSON, as the file to read should say it."""
    if isinstance(value, list):
        return " · ".join(map(str, value))
    if isinstance(value, dict):
        return " · ".join(f"{name} {one}" for name, one in value.items())
    return str(value)


def same(said: str, value: Any) -> bool:
    if said == as_read(value):
        return True
    try:
        far = datetime.fromisoformat(said) - datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return abs(far.total_seconds()) < 0.001  # JSON counts in milliseconds


@pytest.fixture
def told(odile: Person, bruno: Person) -> Person:
    """Bruno lives somewhere, needs something, agreed, holds a role and speaks for the movement."""
    me = actors.person(bruno)
    name_districts([("mosson", "Mosson")], by=actors.JOB)
    change_answers(
        Membership.objects.get(person=bruno), district=District.objects.get(), languages="français, العربية",
        wishes="Peindre <b>des banderoles</b> & coller.", needs=["childcare", "hours"], by=me,
    )  # fmt: skip
    give_consent(bruno, PHONE_CALLS, channel=Channel.VOICE, by=me)
    make_mandate(make_role("Mémoire", by=odile), bruno, by=odile)
    Voice.objects.create(person=bruno, words="Un pied dedans.", picture=JPEG, shown_at=now())
    return bruno


def both(client: Any) -> tuple[dict[str, Any], File]:
    page = client.get("/mes-donnees/fichier.html")
    assert page["Content-Disposition"] == 'attachment; filename="mes-donnees.html"'
    return client.get("/mes-donnees/fichier/").json(), File(page.content.decode())


def test_all_that_the_json_says_is_in_the_file_to_read(as_, told: Person) -> None:
    tables, file = both(as_(told))
    assert file.tables == {name: file.tables[name] for name in tables}
    for name, rows in tables.items():
        kept = [{k: v for k, v in row.items() if v not in (None, "", [], {})} for row in rows]
        assert [set(row) for row in file.tables[name]] == [set(row) for row in kept], name
        for read, row in zip(file.tables[name], kept, strict=True):
            assert [k for k, value in row.items() if not same(read[k], value)] == [], name


def test_what_is_coded_is_said_in_words(as_, told: Person) -> None:
    tables, file = both(as_(told))
    [path] = tables["members.Membership"]
    assert path["district"] == "Mosson"
    assert path["needs"] == [
        "quelqu’un pour garder mes enfants",
        "d’autres heures que le soir en semaine",
    ]
    assert "7 jours" in path["opened_under"][0]
    assert tables["circles.Mandate"][0]["role"] == "Mémoire"
    assert tables["people.Consent"][0]["purpose"] == "M’appeler au téléphone"
    assert {row["version"] for row in tables["charter.Signature"]} == {"La charte 1"}
    assert path["wishes"] == file.tables["members.Membership"][0]["wishes"]


def test_each_line_of_the_journal_about_me_says_what_was_done_and_when(as_, told: Person) -> None:
    tables, _ = both(as_(told))
    deeds = [row["deed"] for row in tables["journal.Particulars"]]
    assert {"Une personne est devenue membre", "Un mandat a été accepté"} <= set(deeds)
    assert all(row["day"] for row in tables["journal.Particulars"])
    [given] = [
        row["facts"]
        for row in tables["journal.Particulars"]
        if len(row["facts"]) == 3 and "dit" in row["facts"]
    ]
    assert set(given.values()) == {
        "M’appeler au téléphone", "1", "de vive voix, noté par une personne qui accueille"
    }  # fmt: skip


def test_my_picture_is_in_both_files_and_only_named_on_the_page(as_, told: Person) -> None:
    tables, file = both(as_(told))
    picture = tables["website.Voice"][0]["picture"]
    assert picture.startswith("data:image/jpeg;base64,")
    assert file.loaded == [picture]
    assert "data:image" not in as_(told).get("/mes-donnees/").content.decode()


def test_the_file_needs_nothing_but_itself(as_, told: Person) -> None:
    """No script, no style, nothing to fetch: it opens from a disk, in any browser, in ten years."""
    _, file = both(as_(told))
    assert not {"script", "style", "link", "iframe", "form"} & set(file.tags)
    assert not {"style", "onclick", "srcset"} & file.attributes
    assert all(address.startswith("data:") for address in file.loaded)
    assert file.html.startswith("<!doctype html>")
    assert '<html lang="fr" dir="ltr">' in file.html
    assert "&lt;b&gt;des banderoles&lt;/b&gt; &amp; coller" in file.html


def test_a_moment_is_read_in_the_time_of_the_town(as_, told: Person) -> None:
    _, file = both(as_(told))
    assert date_format(localtime(told.met_at), "DATETIME_FORMAT") in file.html


def test_what_is_kept_and_not_copied_is_named(as_, told: Person) -> None:
    """Keys, codes, open visits, letters on their way: the file says that they exist."""
    _, file = both(as_(told))
    secret = {d.model for d in REGISTRY.values() if not d.exported and d.whose}
    assert secret == {
        "account.EmailConfirmation", "mfa.Authenticator", "letters.Letter", "meetings.Guest", "members.Invitation",
    }  # fmt: skip
    for words in ("tes clés", "visites ouvertes", "les mails qui t’ont été écrits"):
        assert words in file.html, words


def test_someone_forgotten_is_in_nobody_elses_file(as_, told: Person, odile: Person) -> None:
    erase(told, by=actors.person(told))
    for path in ("/mes-donnees/", "/mes-donnees/fichier/", "/mes-donnees/fichier.html"):
        text = as_(odile).get(path).content.decode()
        assert "Bruno" not in text
        assert "bruno@exemple.test" not in text


def test_one_line_or_many_ask_the_same(bruno: Person) -> None:
    path, me = Membership.objects.get(person=bruno), actors.person(bruno)
    same_queries_for_one_or_many(
        make=lambda: change_answers(
            path, district=None, languages="", wishes="", needs=(), by=me
        ),
        call=lambda: data_about(bruno),
    )  # fmt: skip
