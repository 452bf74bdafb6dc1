import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from millepieds.circles.models import Circle, Role
from millepieds.journal.models import Entry
from millepieds.members.models import Invitation
from millepieds.moving.rules.sheets import MOST_BYTES
from millepieds.moving.tests.makers import CIRCLES, PEOPLE, ROLES
from millepieds.people.models import Person
from tests.pages import Page, faults

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
DOOR = "/emmenager/"


def a_file(content: str | bytes, name: str = "feuille.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def send(client: Client, **sent: object) -> str:
    response = client.post(DOOR, {"once": str(uuid4()), **sent})
    assert response.status_code == 200
    return str(response.content.decode())


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    return found[1] if found else ""


def test_one_looks_and_then_all_of_it_is_done(as_: As, odile: Person) -> None:
    client = as_(odile)
    page = send(client, circles_file=a_file(CIRCLES), roles_file=a_file(ROLES.encode("cp1252")))
    assert Circle.objects.count() == 1
    assert "Logement" in page
    assert faults(client.post(DOOR, {"circles_text": CIRCLES, "roles_text": "x"})) == []
    seen = seen_in(page)
    assert seen
    once = {"circles_text": CIRCLES, "roles_text": ROLES, "seen": seen, "once": str(uuid4())}
    answers = {client.post(DOOR, once)["Location"] for _ in range(3)}  # a nervous finger
    assert answers == {"/qui-decide/"}
    assert (Circle.objects.count(), Role.objects.filter(key="squat-cles").count()) == (3, 1)
    assert Entry.objects.filter(deed="moving.moved_in").count() == 1


def test_what_was_not_looked_at_is_not_written(as_: As, odile: Person) -> None:
    client = as_(odile)
    seen = seen_in(send(client, circles_text=CIRCLES))
    page = send(client, circles_text=CIRCLES.replace("Squat", "Palais"), seen=seen)
    assert Circle.objects.count() == 1
    assert seen_in(page) not in ("", seen)
    send(client, circles_file=a_file(PEOPLE), circles_text=CIRCLES, seen=seen)
    assert Circle.objects.count() == 1


def test_a_problem_is_said_with_its_row_and_nothing_can_be_confirmed(
    as_: As, odile: Person
) -> None:
    page = send(as_(odile), circles_text=f"{CIRCLES}Perdu;groupe;Nulle part;x\n")
    assert "Nulle part" in Page(page).texts
    assert "Cercles, ligne 4, dans quel cercle" in Page(page).texts
    assert not seen_in(page)


def test_a_column_is_corrected_on_the_page(as_: As, odile: Person) -> None:
    client = as_(odile)
    text = "Étiquette;sorte;utilité;couleur\nLogement;pôle;Un toit.;bleu\n"
    page = send(client, circles_text=text)
    assert not seen_in(page)
    assert "couleur" in page  # not read, and said
    columns = {"circles-0": "name", "circles-1": "kind", "circles-2": "purpose", "circles-3": ""}
    page = send(client, circles_text=text, **columns)
    answer = client.post(DOOR, {"circles_text": text, **columns, "seen": seen_in(page)})
    assert answer.status_code == 302
    assert Circle.objects.filter(key="logement").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04rest", b"x" * (MOST_BYTES + 5), b"", b"a\0b",
        b"nom;sorte\n" + b"a;b\n" * 100_000,
    ],
    ids=["picture", "spreadsheet", "too big", "empty", "nul", "100000 rows"],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_loses_nothing_of_the_others(
    as_: As, odile: Person, content: bytes
) -> None:
    page = send(
        as_(odile),
        roles_file=a_file(content, "roles.csv"),
        circles_file=a_file(CIRCLES),
        people_text="nom\nZoé",
    )
    assert Page(page).ids >= {"id_roles_file", "id_circles_text"}
    assert "field-error" in page
    assert "Squat;groupe" in page  # the other file, read
    assert "nom\nZoé" in page  # what was pasted


def test_a_formula_is_said_and_not_taken(as_: As, odile: Person) -> None:
    page = send(as_(odile), people_text='nom;adresse\n"=HYPERLINK(""http://x"")";zoe@exemple.test')
    assert not seen_in(page)
    assert "=HYPERLINK(&quot;http://x&quot;)" in page
    assert Invitation.objects.count() == 0


def test_nothing_sent_is_an_error_and_not_a_break(as_: As, odile: Person) -> None:
    assert "errors" in send(as_(odile))
    assert "errors" in send(as_(odile), circles_text="\0")
    send(
        as_(odile),
        circles_text=CIRCLES,
        **{"circles-0": "<b>", "circles-99": "name", "circles-٣": "name", "circles-": "x"},
    )


def test_whoever_may_not_learns_who_can(as_: As, odile: Person, bruno: Person) -> None:
    for path in (DOOR, "/emporter/", "/emporter/feuilles/", "/emporter/fichier/"):
        answer = as_(bruno).get(path)
        assert answer.status_code == 403
        assert 'id="who"' in answer.content.decode()
    assert as_(bruno).post(DOOR, {"circles_text": CIRCLES}).status_code == 403


def test_ten_sheets_of_columns_do_not_break_the_page(as_: As, odile: Person) -> None:
    assert "field-error" in send(as_(odile), circles_text=";".join(["x"] * 60) + "\n")


def test_too_much_at_once_is_for_the_machine(as_: As, odile: Person) -> None:
    many = "nom;adresse\n" + "".join(f"Membre;m{n}@exemple.test\n" for n in range(1001))
    page = send(as_(odile), people_text=many)
    assert not seen_in(page)
    assert Invitation.objects.count() == 0


def test_sheets_too_big_together_are_sent_one_by_one(as_: As, odile: Person) -> None:
    big = "nom;sorte;utilité\n" + f"Cercle;groupe;{'x' * 900}\n" * 1200
    page = send(as_(odile), circles_file=a_file(big), roles_file=a_file(big))
    assert "errors" in page
    assert len(page) < 50_000  # else the next answer would be too big to be sent
