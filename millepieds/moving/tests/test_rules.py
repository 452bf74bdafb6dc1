import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.moving.rules.house import House
from millepieds.moving.rules.lines import (
    KIND_WORDS,
    KINDS_WRITTEN,
    PROCESS_WORDS,
    PROCESSES_WRITTEN,
    CircleLine,
    MandateLine,
    RoleLine,
    lines_of,
)
from millepieds.moving.rules.planning import plan
from millepieds.moving.rules.reading import Unreadable, shielded, table_of, text_of, unshielded
from millepieds.moving.rules.sheets import (
    COLUMNS,
    FILES,
    MOST_BYTES,
    MOST_ROWS,
    Sheet,
    fingerprint,
    guess,
    key_of,
    plain,
    sheet_of,
)

# Columns and files


@pytest.mark.parametrize(
    ("sheet", "titles", "found"),
    [
        (Sheet.CIRCLES, ["Nom", "TYPE", "Raison d'être"], ["name", "kind", "purpose"]),
        (Sheet.CIRCLES, ["Nom du cercle", "type de cercle", "Mission principale"], ["name", "kind", "purpose"]),
        (Sheet.CIRCLES, ["name", "kind", "Purpose", "Couleur"], ["name", "kind", "purpose", ""]),
        (Sheet.CIRCLES, ["Nom", "Nom"], ["name", ""]),
        (Sheet.ROLES, ["Rôle", "Cercle", "Redevabilités", "Durée (en jours)"], ["name", "circle", "accountabilities", "term_days"]),
        (Sheet.MANDATES, ["ROLE", "Titulaire", "Du", "Au"], ["role", "person", "starts_on", "until"]),
        (Sheet.PEOPLE, ["Prénom Nom", "Adresse e-mail"], ["name", "address"]),
        (Sheet.PEOPLE, ["Name", "Mail"], ["name", "address"]),
        (Sheet.PEOPLE, [], []),
    ],
)  # fmt: skip
def test_a_column_is_recognised_by_its_title(
    sheet: Sheet, titles: list[str], found: list[str]
) -> None:
    assert guess(titles, sheet) == found


@pytest.mark.parametrize("sheet", Sheet)
def test_the_titles_we_write_are_those_we_read(sheet: Sheet) -> None:
    assert guess([one.titles[0] for one in COLUMNS[sheet]], sheet) == [
        one.key for one in COLUMNS[sheet]
    ]
    assert sheet_of(f"{FILES[sheet][0]}.csv") is sheet


def test_the_words_we_write_are_those_we_read() -> None:
    assert {KIND_WORDS[plain(word)] for word in KINDS_WRITTEN.values()} == set(KINDS)
    assert all(PROCESS_WORDS[plain(word)] is process for process, word in PROCESSES_WRITTEN.items())


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("cercles.csv", Sheet.CIRCLES), ("2026 - Rôles.CSV", Sheet.ROLES),
        ("mandats_en_cours.tsv", Sheet.MANDATES), ("liste des adresses.csv", Sheet.PEOPLE),
        ("budget.csv", None), ("", None),
    ],
)  # fmt: skip
def test_a_file_is_recognised_by_its_name(name: str, sheet: Sheet | None) -> None:
    assert sheet_of(name) is sheet


# Reading

CELLS = st.text(
    st.sampled_from("aé ’;,\t\n\"'|=-ÿœ0€x"), max_size=8
).map(lambda text: text.strip())  # fmt: skip


@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6),
    delimiter=st.sampled_from(";,\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_spreadsheet_writes_is_read(
    rows: list[list[str]], delimiter: str, encoding: str, end: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([["nom", "adresse"], *rows])
    table = table_of(Sheet.PEOPLE, text_of(text.getvalue().encode(encoding)))
    assert table.says == ["name", "address"]
    told = {row.number: list(row.cells) for row in table.rows}
    assert told == {number: row for number, row in enumerate(rows, start=2) if any(row)}


@given(st.text(max_size=20))
def test_a_shield_comes_off_as_it_was_put(value: str) -> None:
    cell = shielded(value)
    assert not cell.startswith(("=", "+", "-", "@"))
    assert unshielded(cell) == value


@given(st.binary(max_size=200))
def test_no_file_breaks_the_reading(raw: bytes) -> None:
    try:
        lines_of(table_of(Sheet.ROLES, text_of(raw)))
    except Unreadable as why:
        assert why.because % why.values


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\n\n", b"PK\x03\x04" + b"x" * 40, b"\xd0\xcf\x11\xe0", b"nom;adresse\n\0;x",
        b"nom;\x81", b"x" * (MOST_BYTES + 1), b'nom;adresse\n"ouvert;x\n',
        b"nom;adresse\n" + b"a;b\n" * (MOST_ROWS + 1), b";".join([b"t"] * 41),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_not_a_sheet_is_said_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(Unreadable) as why:
        table_of(Sheet.PEOPLE, text_of(raw))
    assert len(str(why.value)) > 20


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    text = '\nnom;adresse\n"Zoé\nde Nîmes";z@exemple.test\n\nYann;y@exemple.test\n'
    assert [row.number for row in table_of(Sheet.PEOPLE, text).rows] == [3, 5]
    marked = "sep=;\nnom;adresse\nZoé;z@exemple.test\n"
    assert [row.number for row in table_of(Sheet.PEOPLE, marked).rows] == [2]


def test_what_the_person_answers_for_a_column_is_believed_once() -> None:
    answers = {0: "address", 1: "name", 2: "name", 9: "name"}
    table = table_of(Sheet.PEOPLE, "nom;adresse;x\na;b;c", says=answers)
    assert table.says == ["address", "name", ""]
    assert table.ignored == ["x"]
    assert fingerprint([table]) != fingerprint([table_of(Sheet.PEOPLE, "nom;adresse;x\na;b;c")])


@pytest.mark.parametrize(
    ("words", "key"),
    [("Vie interne", "vie-interne"), ("Déjà_là", "deja-la"), ("se_loger", "se_loger"), ("Œuvre !", "oeuvre"), ("日本", "")],
)  # fmt: skip
def test_a_name_always_gives_the_same_key(words: str, key: str) -> None:
    assert key_of(words) == key


# Cells

ROLE = "nom;cercle;utilité;responsabilités"


@pytest.mark.parametrize(
    ("sheet", "title", "cell", "wrong"),
    [
        (Sheet.CIRCLES, "nom", "", True), (Sheet.CIRCLES, "nom", "x" * 81, True),
        (Sheet.CIRCLES, "nom", "=1+1", True), (Sheet.CIRCLES, "nom", "@qui", True),
        (Sheet.CIRCLES, "nom", "'=1+1", False), (Sheet.CIRCLES, "nom", "L’été", False),
        (Sheet.CIRCLES, "sorte", "Pôle", False), (Sheet.CIRCLES, "sorte", "comité", False),
        (Sheet.CIRCLES, "sorte", "bureau", True),
        (Sheet.ROLES, "places", "2", False), (Sheet.ROLES, "places", "2,0", False),
        (Sheet.ROLES, "places", "0", True), (Sheet.ROLES, "places", "21", True),
        (Sheet.ROLES, "places", "deux", True), (Sheet.ROLES, "places", "٣", True),
        (Sheet.ROLES, "jours", "731", True), (Sheet.ROLES, "jours", "", False),
        (Sheet.ROLES, "compte rendu tous les", "13", True), (Sheet.ROLES, "compte rendu tous les", "90", False),
        (Sheet.ROLES, "compte rendu tous les", "366", True), (Sheet.ROLES, "compte rendu tous les", "", False),
        (Sheet.ROLES, "comment", "tirage au sort", False), (Sheet.ROLES, "comment", "à la fondation", True),
        (Sheet.ROLES, "pouvoirs", "members.welcome, circles.open", False),
        (Sheet.ROLES, "pouvoirs", "circles.found", True), (Sheet.ROLES, "pouvoirs", "tout", True),
        (Sheet.MANDATES, "dernier jour", "31/12/2026", False), (Sheet.MANDATES, "dernier jour", "2026-12-31", False),
        (Sheet.MANDATES, "dernier jour", "31.12.2026", False), (Sheet.MANDATES, "dernier jour", "31/02/2026", True),
        (Sheet.MANDATES, "dernier jour", "12/31/2026", True), (Sheet.MANDATES, "dernier jour", "31/12/26", True),
        (Sheet.MANDATES, "dernier jour", "9999-12-31", True), (Sheet.MANDATES, "dernier jour", "bientôt", True),
        (Sheet.PEOPLE, "adresse", "zoe@exemple.test", False), (Sheet.PEOPLE, "adresse", "zoe@exemple", True),
        (Sheet.PEOPLE, "adresse", "zoe exemple.test", True), (Sheet.PEOPLE, "adresse", "a@b.test,c@d.test", True),
    ],
)  # fmt: skip
def test_a_cell_is_read_or_said_to_be_wrong(
    sheet: Sheet, title: str, cell: str, wrong: bool
) -> None:
    good = {
        "nom": "Zoé", "sorte": "groupe", "utilité": "Aider.", "cercle": "Agora", "rôle": "Clés",
        "responsabilités": "Tenir", "personne": "Zoé", "dernier jour": "2026-12-31", "adresse": "",
    }  # fmt: skip
    titles = [one.titles[0] for one in COLUMNS[sheet]]
    cells = [cell if one == title else good.get(one, "") for one in titles]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([titles, cells])
    _lines, problems = lines_of(table_of(sheet, text.getvalue()))
    assert [(one.row, one.found) for one in problems] == ([(2, cell[:120])] if wrong else [])


def test_a_row_longer_than_its_titles_is_said() -> None:
    _lines, problems = lines_of(table_of(Sheet.PEOPLE, "nom;adresse\nZoé;;;"))
    assert problems == []
    _lines, problems = lines_of(table_of(Sheet.PEOPLE, "nom;adresse\nZoé;;x"))
    assert [(one.row, one.found) for one in problems] == [(2, "x")]


def test_a_sheet_without_a_column_it_needs_says_which() -> None:
    lines, problems = lines_of(table_of(Sheet.CIRCLES, "nom\nLogement"))
    assert lines == []
    assert [one.column for one in problems] == ["sort of circle", "what it is for"]


def test_responsibilities_are_one_a_line_or_between_bars() -> None:
    lines, _ = lines_of(table_of(Sheet.ROLES, f'{ROLE}\nA;Agora;B;"Un | deux\n\ntrois"'))
    role = lines[0]
    assert isinstance(role, RoleLine)
    assert role.accountabilities == ("Un", "deux", "trois")
    assert (role.seats, role.term_days, role.assigned_by) == (1, 365, Process.APPOINTED)


# The plan

AGORA = CircleLine(0, "agora", "Agora", Kind.AGORA, "", "Ensemble.", "")
OLD = CircleLine(0, "vie", "Vie interne", Kind.POLE, "agora", "Prendre soin.", "")
CLES = RoleLine(0, "cles", "vie", "Clés", "Ouvrir.", "", ("Garder",), (), 1, 90, Process.LOT, "")
HOUSE = House(
    today=date(2026, 11, 24), longest_mandate=365, root="agora",
    circles={"agora": AGORA, "vie": OLD}, roles={"cles": CLES},
    closed={Sheet.CIRCLES: {"fete"}, Sheet.ROLES: set()},
    may_open={"agora", "vie"}, may_assign={"agora", "vie"}, may_found=set(), may_invite=True,
    held_before=set(), members={"bruno": [7], "amina": [8], "zoe": [1], "jean": [3, 4]},
    lent={("cles", 8)}, invited={"deja@exemple.test"}, me=1,
)  # fmt: skip
C, R, M = (
    "clé;nom;sorte;dans;utilité\n",
    f"{ROLE}\n",
    "cercle;rôle;personne;premier jour;dernier jour\n",
)
P = "nom;adresse\n"


@pytest.mark.parametrize(
    ("sheet", "text", "found"),
    [
        # circles
        (Sheet.CIRCLES, C + ";Se loger;pôle;;Un toit.", []),
        (Sheet.CIRCLES, C + ";B;groupe;A;x\n;A;pôle;;x", []),  # in any order
        (Sheet.CIRCLES, C + ";B;groupe;vie interne;x", []),
        (Sheet.CIRCLES, C + ";B;groupe;Vie;x", []),  # by its key
        (Sheet.CIRCLES, C + ";B;groupe;Nulle part;x", [(2, "inside which circle", "Nulle part")]),
        (Sheet.CIRCLES, C + ";A;pôle;B;x\n;B;pôle;A;x", [(2, "inside which circle", "B"), (3, "inside which circle", "A")]),
        (Sheet.CIRCLES, C + ";A;pôle;A;x", [(2, "inside which circle", "A")]),
        (Sheet.CIRCLES, C + ";A;pôle;;x\n;A;groupe;;x", [(3, "key", "a")]),
        (Sheet.CIRCLES, C + "a1;A;pôle;;x\na2;A;groupe;;x", []),
        (Sheet.CIRCLES, C + "a1;A;pôle;;x\na2;A;groupe;;x\n;B;groupe;A;x", [(4, "inside which circle", "A")]),
        (Sheet.CIRCLES, C + ";Fête;groupe;;x", [(2, "key", "fete")]),
        (Sheet.CIRCLES, C + "tous;Assemblée;agora;;x", []),  # ours, whatever its key
        (Sheet.CIRCLES, C + ";Autre;agora;Agora;x", [(2, "sort of circle", "Autre")]),
        # roles
        (Sheet.ROLES, R + "Mémoire;Vie interne;x;y", []),
        (Sheet.ROLES, R + "Clés;Vie interne;x;y", []),  # here already
        (Sheet.ROLES, R + "Mémoire;Ailleurs;x;y", [(2, "circle", "Ailleurs")]),
        (Sheet.ROLES, R + "A;Agora;x;y\nA;Agora;x;y", [(3, "key", "agora-a")]),
        (Sheet.ROLES, R + "A;Agora;x;y\nA;Vie interne;x;y", []),
        # mandates
        (Sheet.MANDATES, M + ";Clés;Bruno;;2027-01-31", []),
        (Sheet.MANDATES, M + ";Clés;Inconnue;;2027-01-31", []),  # later
        (Sheet.MANDATES, M + ";Clés;Bruno;2019-01-01;2020-01-01", []),  # over
        (Sheet.MANDATES, M + ";Clés;Bruno;2026-01-01;2027-01-31", []),  # begun: from today
        (Sheet.MANDATES, M + ";Clés;Bruno;;2027-12-31", [(2, "last day", "2027-12-31")]),
        (Sheet.MANDATES, M + ";Clés;Inconnue;;2027-12-31", [(2, "last day", "2027-12-31")]),
        (Sheet.MANDATES, M + ";Clés;Bruno;2027-01-02;2027-01-01", [(2, "last day", "2027-01-01")]),
        (Sheet.MANDATES, M + ";Serrures;Bruno;;2027-01-31", [(2, "role", "Serrures")]),
        (Sheet.MANDATES, M + ";Clés;Jean;;2027-01-31", [(2, "person", "Jean")]),
        (Sheet.MANDATES, M + ";Clés;Zoé;;2027-01-31", []),  # oneself: a remark
        (Sheet.MANDATES, M + ";Clés;Amina;;2027-01-31", []),  # proposed already
        (Sheet.MANDATES, M + ";Clés;Bruno;;2027-01-31\n;clés;BRUNO;;2027-01-31", [(3, "person", "BRUNO")]),
        # people
        (Sheet.PEOPLE, P + "Zoé;zoe@exemple.test", []),
        (Sheet.PEOPLE, P + "Zoé;", []),
        (Sheet.PEOPLE, P + "Zoé;z@exemple.test\nZoé;Z@exemple.test", [(3, "mail address", "z@exemple.test")]),
        (Sheet.PEOPLE, P + "Zoé;deja@exemple.test", []),
    ],
)  # fmt: skip
def test_what_a_sheet_asks_is_possible_or_not(
    sheet: Sheet, text: str, found: list[tuple[int, str, str]]
) -> None:
    problems = plan([table_of(sheet, text)], HOUSE).problems
    assert [(one.row, one.column, one.found) for one in problems] == found


def test_each_circle_comes_after_the_one_that_holds_it() -> None:
    made = plan([table_of(Sheet.CIRCLES, C + ";C;groupe;B;x\n;B;comité;A;x\n;A;pôle;;x")], HOUSE)
    assert [(one.key, one.parent) for one in made.circles] == [
        ("a", "agora"),
        ("b", "a"),
        ("c", "b"),
    ]


def test_what_is_here_already_is_recognised_and_what_differs_is_said_once() -> None:
    made = plan([table_of(Sheet.CIRCLES, C + "vie;Vie interne;pôle;;Autre chose.")], HOUSE)
    assert (made.circles, made.known[Sheet.CIRCLES], made.is_ready) == ([], 1, False)
    assert [(one.row, one.column, one.values["here"]) for one in made.remarks] == [
        (2, "what it is for", "Prendre soin.")
    ]


def test_a_mandate_begun_before_runs_from_today_and_keeps_its_last_day() -> None:
    made = plan([table_of(Sheet.MANDATES, M + ";Clés;Bruno;2026-01-01;31/01/2027")], HOUSE)
    assert [(one.person_id, one.starts_on, one.ends_on) for one in made.mandates] == [
        (7, HOUSE.today, date(2027, 2, 1))
    ]


def test_an_unread_column_is_said() -> None:
    made = plan([table_of(Sheet.PEOPLE, "nom;adresse;couleur\nZoé;;bleu")], HOUSE)
    assert "couleur" in [one.found for one in made.remarks]


@pytest.mark.parametrize("power", ["may_open", "may_assign", "may_invite"])
def test_without_the_power_it_is_a_problem_of_the_row(power: str) -> None:
    none = {"may_open": set(), "may_assign": set(), "may_invite": False}
    house = House(**{**vars(HOUSE), power: none[power]})
    tables = [
        table_of(Sheet.CIRCLES, C + ";A;pôle;;x"), table_of(Sheet.MANDATES, M + ";Clés;Bruno;;2027-01-31"),
        table_of(Sheet.PEOPLE, P + "Zoé;z@exemple.test"),
    ]  # fmt: skip
    wrong = {"may_open": Sheet.CIRCLES, "may_assign": Sheet.MANDATES, "may_invite": Sheet.PEOPLE}
    assert [(one.sheet, one.row) for one in plan(tables, house).problems] == [(wrong[power], 2)]


def test_the_founding_lends_each_role_once() -> None:
    tables = [table_of(Sheet.MANDATES, M + ";Clés;Bruno;;2027-01-31")]
    founding = House(**{**vars(HOUSE), "may_assign": set(), "may_found": {"vie"}})
    assert plan(tables, founding).problems == []
    again = House(**{**vars(founding), "held_before": {"cles"}})
    assert [one.row for one in plan(tables, again).problems] == [2]


def test_a_mandate_line_says_what_it_must() -> None:
    lines, _ = lines_of(table_of(Sheet.MANDATES, M + "Vie;Clés;Bruno;;31-12-2026"))
    assert lines == [MandateLine(2, "Vie", "Clés", "Bruno", None, date(2026, 12, 31))]
