"""Files come from people and spreadsheets; what is wrong is said with its row and its column."""

import pytest

from civics.problems import WrongInput
from civics.reading import each_row, read_json, read_table


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "pool.csv : ce fichier est vide."),
        (
            "id,age\n1,20\n2\n",
            "pool.csv, ligne 3 : 1 cases ; attendu : 2, comme la première ligne.",
        ),
        ("id,id\n1,2\n", "pool.csv, ligne 1 : la colonne « id » est là deux fois."),
        ("id,\n1,2\n", "pool.csv, ligne 1 : une colonne n’a pas de nom."),
        ("name\nAmina\n", "pool.csv, ligne 1 : la colonne « id » manque ; attendu : id."),
        ('id\n"a" b\n', "pool.csv, ligne 2 : cette ligne n’est pas du CSV."),
        (b"id\n\xff\n", "pool.csv : ce fichier n’est pas en UTF-8."),
        (None, "pool.csv : ce fichier ne s’ouvre pas."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(tmp_path, text, said) -> None:
    path = tmp_path / "pool.csv"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(WrongInput) as problem:
        read_table(path, needed=["id"])
    assert str(problem.value) == said


def test_a_table_from_a_french_spreadsheet_is_read(tmp_path) -> None:
    path = tmp_path / "pool.csv"
    path.write_bytes('\ufeffid;prénom\r\n1;Zoé\r\n\r\n2;"Anne; Marie"\r\n'.encode())
    assert [(row.number, row.cells) for row in read_table(path)] == [
        (2, {"id": "1", "prénom": "Zoé"}),
        (4, {"id": "2", "prénom": "Anne; Marie"}),
    ]


def test_a_row_of_empty_cells_is_a_row_for_whoever_asks(tmp_path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("a,b\n1,2\n,\n\n3,4\n")
    assert [row.number for row in each_row(path)] == [2, 3, 5]
    assert [row.number for row in read_table(path)] == [2, 5]


@pytest.mark.parametrize("said", ["", "9" * 5000, "douze", "-1", "1.5", "²"])
def test_a_number_that_is_none_is_refused_in_its_cell(tmp_path, said) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(f'liste,voix\nAmina,"{said}"\n')
    with pytest.raises(WrongInput, match=r"votes\.csv, ligne 2, colonne « voix »"):
        read_table(path)[0].whole("voix")


def test_a_name_twice_in_json_is_refused(tmp_path) -> None:
    path = tmp_path / "t.json"
    path.write_text('{"A": 1, "A": 2}')
    with pytest.raises(WrongInput, match=r"t\.json : « A » est là deux fois"):
        read_json(path)
