"""Independent readers open the sheets to print: their words, their fonts, their structure, their square."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from millepieds.charter.actions import adopt_charter
from millepieds.charter.queries import text_in, version_in_force
from millepieds.circles.actions.structure import CircleWords
from millepieds.circles.rules.powers import OPEN
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import charter_text, make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import pretend, today
from millepieds.core.paper import sheet
from millepieds.decisions.actions.deciding import decide
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.rules.rounds import SILENCE_CONSENTS, EffectKind
from millepieds.decisions.rules.terms import Openness
from millepieds.decisions.tests.makers import (
    make_advice,
    make_answer,
    make_asked,
    make_decision,
    make_places,
    make_question,
    once_heard,
    verdict,
)
from millepieds.decisions.tests.rounds import (
    make_adopted,
    make_coordination,
    make_round,
    make_stance,
    once_closed,
    once_listened,
)
from millepieds.meetings.actions.minuting import (
    Written,
    name_present,
    propose_minutes,
    save_minutes,
)
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.members.actions import name_districts
from millepieds.people.models import Person
from millepieds.people.rules import MEMBERSHIP, PURPOSES
from tests.layers import ROOT

pytestmark = [pytest.mark.judges, pytest.mark.django_db]
DOTS = 200  # an inch, as a phone would see it


def said_by(*command: object) -> str:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, check=False,
        text=True, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def words_of(pdf: Path) -> str:
    """The text as someone reads it, whatever the lines."""
    return " ".join(said_by("pdftotext", "-layout", pdf, "-").split())


def read_aloud(pdf: Path) -> str:
    """The structure that a screen reader follows, without the ends of lines."""
    return re.sub(r'"\n\s+"', "", said_by("pdfinfo", "-struct-text", pdf))


def facts_of(pdf: Path) -> dict[str, str]:
    lines = [line.partition(":") for line in said_by("pdfinfo", pdf).splitlines()]
    return {name: value.strip() for name, _, value in lines}


def is_sound(pdf: Path, language: str = "fr") -> None:
    said_by("qpdf", "--check", pdf)
    fonts = [line.split() for line in said_by("pdffonts", pdf).splitlines()[2:]]
    assert fonts
    # name … type … encoding, emb sub uni object ID: every font is in the file and can be read back
    assert {tuple(font[-5:-2]) for font in fonts} == {("yes", "yes", "yes")}
    facts = facts_of(pdf)
    assert facts["Tagged"] == "yes"
    assert facts["JavaScript"] == "no"
    assert facts["Page size"].endswith("(A4)")
    metadata = said_by("pdfinfo", "-meta", pdf)
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert f'"/Lang": "u:{language}"' in said_by("qpdf", "--json", pdf)


def squares_of(pdf: Path, folder: Path) -> list[str]:
    said_by("pdftoppm", "-r", DOTS, "-png", "-f", 1, "-l", 1, pdf, folder / "square")
    [picture] = folder.glob("square*.png")
    return said_by("zbarimg", "--quiet", "--raw", picture).split()


@pytest.fixture
def taken(as_: Any, odile: Person, tmp_path: Path) -> Callable[..., Path]:
    """A sheet taken from its page, and left in build/sheets for eyes."""
    districts = json.loads((ROOT / "demo/data/districts.json").read_text("utf-8"))
    name_districts([(one["key"], one["name"]) for one in districts], by=actors.JOB)
    adopt_charter(charter_text(2), by=actors.person(odile))

    def take(path: str, language: str = "") -> Path:
        answer = as_(None).get(path, {"langue": language} if language else {})
        assert answer["Content-Type"] == "application/pdf"
        kept = ROOT / "build" / "sheets"
        kept.mkdir(parents=True, exist_ok=True)
        pdf = kept / str(answer["Content-Disposition"]).split('"')[1]
        pdf.write_bytes(answer.content)
        return pdf

    return take


def test_whoever_joins_with_a_pen_has_one_sheet(taken, tmp_path: Path) -> None:
    pdf = taken("/rejoindre/feuille.pdf")
    is_sound(pdf)
    facts, words = facts_of(pdf), words_of(pdf)
    assert (facts["Title"], facts["Pages"]) == ("Rejoindre", "1")
    for word in ("Mon nom", "Je n’ai pas de mail", "Mon téléphone", "Prés d’Arènes", "tamaziɣt",
                 "garder mes enfants", "Signature", "Saisi par", "Date"):  # fmt: skip
        assert word in words, word
    assert "Les personnes qui accueillent lisent mon nom, comment me joindre" in words
    assert f"version {PURPOSES[MEMBERSHIP].version} du texte" in words
    assert words.count("☐") == 1 + 3 + 7 + 1 + 10 + 1 + 4 + 2
    assert f"{settings.ORIGIN}/rejoindre/".partition("://")[2] in words
    assert squares_of(pdf, tmp_path) == [f"{settings.ORIGIN}/rejoindre/"]


def test_a_town_of_many_districts_still_fits_on_one_sheet(taken, tmp_path: Path) -> None:
    name_districts([(f"d{n}", f"Quartier {n}") for n in range(12)], by=actors.JOB)
    assert facts_of(taken("/rejoindre/feuille.pdf"))["Pages"] == "1"


def test_whoever_signs_with_a_pen_has_the_whole_charter(taken, tmp_path: Path) -> None:
    pdf = taken("/charte/feuille.pdf")
    is_sound(pdf)
    words, version, text = words_of(pdf), version_in_force(on=today()), charter_text(2)
    assert version
    spoken = " ".join(read_aloud(pdf).split())  # where no line ends in the middle of a sentence
    for article in text["articles"]:
        assert f"{article['title']}" in words
        for commitment in article["commitments"]:
            assert commitment["text"].startswith("Concrètement")
            assert " ".join(commitment["text"].split()) in spoken, commitment["key"]
    assert words.count("☐") == len(text["articles"])
    assert words.count("et je m’y engage") == len(text["articles"])
    assert version.fingerprint in words
    assert "version 2, adoptée le" in words
    assert "Signature" in words
    assert squares_of(pdf, tmp_path) == [f"{settings.ORIGIN}{version.get_absolute_url()}"]


def test_the_structure_is_that_of_a_page_read_aloud(taken) -> None:
    told = read_aloud(taken("/charte/feuille.pdf"))
    assert len(re.findall(r"^ *H1 ", told, re.MULTILINE)) == len(charter_text(2)["articles"])
    assert told.count("LI (block)") == sum(
        len(article["commitments"]) for article in charter_text(2)["articles"]
    )
    assert "Figure" in told


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES[1:]])
def test_both_sheets_are_in_each_language_of_their_pages(taken, tmp_path: Path, code: str) -> None:
    with override(code):
        title, tick = gettext("Join"), gettext("I have read article %(number)s, and I commit to it")
    join, charter = taken("/rejoindre/feuille.pdf", code), taken("/charte/feuille.pdf", code)
    version = version_in_force(on=today())
    assert version
    text = text_in(version, code)
    assert text
    for pdf, its_title in ((join, title), (charter, text["title"])):
        is_sound(pdf, code.partition("-")[0])
        assert facts_of(pdf)["Title"] == its_title
    assert facts_of(join)["Pages"] == "1"
    assert squares_of(join, tmp_path) == [f"{settings.ORIGIN}/rejoindre/?langue={code}"]
    asked = [each["text"] for article in text["articles"] for each in article["commitments"]]
    written = "".join([text["preamble"], (tick % {"number": 1}) * 6, *asked])
    assert not letters_of(written) - letters_of(words_of(charter))


def letters_of(text: str) -> Counter[str]:
    """How many of each: readers of Arabic give joined letters back in another order, and marks twice."""
    return Counter(sign for sign in text if sign.isalpha())


def test_arabic_is_written_joined_and_from_right_to_left(tmp_path: Path) -> None:
    """Read back by someone else: the same letters, none replaced by an empty square."""
    wish = "أريد أن أساعد الجيران"
    pdf = tmp_path / "arabic.pdf"
    words = {
        "title": wish, "lead": wish, "name": wish, "mail": "…", "no_mail": wish, "phone": "…",
        "reach": wish, "ways": [wish], "district": "…", "districts": [], "elsewhere": "…",
        "languages": "…", "tongues": ["العربية"], "other": "…", "needs": "…", "needs_known": [],
        "wishes": wish, "consents": [],
    }  # fmt: skip
    pdf.write_bytes(sheet("members/paper/join.typ", words, leads_to="/ar/", on=today()))
    shown = "".join(sign for sign in said_by("pdftotext", pdf, "-") if not is_a_mark(sign))
    assert shown.count(wish) >= 5
    assert "\ufffd" not in shown
    assert "DejaVuSans" in said_by("pdffonts", pdf)


def is_a_mark(sign: str) -> bool:
    """An invisible sign that says which way to read."""
    return sign in "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"


def test_the_judges_see_a_planted_fault(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(AssertionError):
        is_sound(broken)


@pytest.mark.parametrize("who", ["amina", "passer-by"])
def test_a_decision_is_pinned_on_a_wall(
    as_, leila: Person, bruno: Person, amina: Person, tmp_path: Path, who: str
) -> None:
    places = make_places(bruno, by=leila)
    question = make_question(places, by=bruno, openness=Openness.TOWN)
    (asked,) = make_asked(question, amina, by=bruno)
    make_answer(make_advice(asked, "Je viendrai avec des crêpes."), by=bruno)
    sheet = tmp_path / "avis.pdf"
    sheet.write_bytes(as_(bruno).get(f"/avis/{asked.pk}/feuille.pdf").content)
    is_sound(sheet)
    assert "Faut-il ouvrir le samedi" in words_of(sheet)
    [square] = squares_of(sheet, tmp_path)
    assert as_(None).get(square.removeprefix(settings.ORIGIN)).status_code == 200
    with once_heard():
        decide(question, verdict(), by=actors.person(bruno))
        reader = as_(amina if who == "amina" else None)
        pdf = tmp_path / "decision.pdf"
        pdf.write_bytes(reader.get(f"/decisions/{question.pk}/decision.pdf").content)
    is_sound(pdf)
    words = words_of(pdf)
    assert "Le local ouvre le samedi de 9 h à midi." in words
    assert ("Je viendrai avec des crêpes." in words) is (who == "amina")
    assert ("Bruno" in words) is (who == "amina")


def test_a_decision_by_consent_says_what_it_did(
    as_, leila: Person, bruno: Person, amina: Person, tmp_path: Path
) -> None:
    circle = make_coordination(bruno, amina, by=leila)
    make_mandate(make_role("Clés", circle=circle, by=leila, powers=(OPEN,)), amina, by=leila)
    pole = CircleWords(Kind.POLE, "Fêtes", "Que l’on se réjouisse ensemble.")
    opens = Does(EffectKind.OPEN_CIRCLE, circle=circle, words=pole)
    own = Does(EffectKind.OWN_RULE, rule=SILENCE_CONSENTS, value=1)
    proposal = make_round(circle, by=bruno, effects=[opens, own])
    ours = "change une règle, pour ce cercle seulement : Ne rien dire jusqu’à la fin du tour, c’est consentir : oui."
    asked = tmp_path / "round.pdf"
    asked.write_bytes(as_(amina).get(f"/propositions/{proposal.pk}/feuille.pdf").content)
    assert ours in words_of(asked)
    with once_listened():
        make_stance(proposal, amina)
    with once_closed():
        taken = make_adopted(proposal, by=amina)
        pdf = tmp_path / "decision.pdf"
        pdf.write_bytes(as_(amina).get(f"/decisions/{taken.pk}/decision.pdf").content)
    is_sound(pdf)
    assert "ouvre un cercle : Fêtes" in words_of(pdf)
    assert "Que l’on se réjouisse ensemble." in words_of(pdf)
    assert ours in words_of(pdf)


@pytest.mark.parametrize("who", ["amina", "passer-by"])
def test_the_decisions_of_a_year_are_bound_in_their_order(
    as_, leila: Person, bruno: Person, amina: Person, tmp_path: Path, who: str
) -> None:
    places = make_places(bruno, by=leila)
    make_decision(places, amina, by=bruno, title="Ouvrir le jardin", openness=Openness.TOWN)
    last = make_decision(places, amina, by=bruno, title="Fermer la cave")  # the members'
    with once_heard():
        reader = as_(amina if who == "amina" else None)
        pdf = tmp_path / "decisions.pdf"
        pdf.write_bytes(reader.get(f"/decisions/{last.year}/decisions.pdf").content)
    is_sound(pdf)
    words = words_of(pdf)
    assert f"Décisions de {last.year}" in words
    assert f"{last.year}-001 Ouvrir le jardin" in words
    assert (f"{last.year}-002 Fermer la cave" in words) is (who == "amina")
    assert ("Bruno" in words) is (who == "amina")
    assert "Faut-il ouvrir" not in words
    assert read_aloud(pdf).count("H1") == (2 if who == "amina" else 1)
    [square] = squares_of(pdf, tmp_path)
    assert as_(None).get(square.removeprefix(settings.ORIGIN)).status_code == 200


@pytest.mark.parametrize(("lines", "pages"), [(3, "1"), (70, "2")])
def test_minutes_are_read_on_two_pages(
    as_: Any, amina: Person, bruno: Person, odile: Person, tmp_path: Path, lines: int, pages: str
) -> None:
    """Short ones on one; an evening of three hours, on two at most."""
    meeting = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)
    hand, said = actors.person(amina), "Bruno a le devis du four et le lira à la prochaine agora."
    with pretend(meeting.ends_at):
        written = Written(
            "\n".join(f"{n}. {said}" for n in range(lines)), tasks="Amina : la farine, lundi.",
            decided="Le four est réparé.", next_time="Jeudi 12, 19 h.", from_paper=True,
            tensions="La porte close : chacun a parlé.",
        )  # fmt: skip
        save_minutes(meeting, written, by=hand)
        name_present(meeting, [amina, bruno], [odile], by=hand)
        propose_minutes(meeting, by=hand)
        answer = as_(bruno).get(f"/reunions/{meeting.pk}/compte-rendu.pdf")
    pdf = tmp_path / "compte-rendu.pdf"
    pdf.write_bytes(answer.content)
    is_sound(pdf)
    words = words_of(pdf)
    assert facts_of(pdf)["Pages"] == pages
    for each in ("Le four est réparé.", f"{lines - 1}. {said}", "la farine", "Jeudi 12", "Odile",
                 "La porte close", "Écrit sur papier"):  # fmt: skip
        assert each in words, each
    assert squares_of(pdf, tmp_path) == [f"{settings.ORIGIN}/reunions/{meeting.pk}/compte-rendu/"]
