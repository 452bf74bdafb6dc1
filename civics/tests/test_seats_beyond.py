"""Community lists, delegates to the Senate, and the command that tells all of it."""

import json
from datetime import date

import pytest

from civics.cli import main
from civics.problems import WrongInput
from civics.seats import Births, allot_delegates, community_faults, community_shape, delegates

MUNICIPAL = [f"m{place:02}" for place in range(31)]
SEX = {name: "FM"[place % 2] for place, name in enumerate(MUNICIPAL)}
VOTES = "Delafosse=24046,Saurel=17644,Altrad=9226"


# community lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seats", "council", "length", "as_municipal", "top", "within"),
    [
        (46, 65, 48, True, 12, 39),  # Montpellier
        (46, 69, 48, True, 12, 41),
        (4, 29, 5, False, 1, 17),  # one more name under five seats …
        (5, 29, 7, False, 1, 17),  # … two from five
        (15, 29, 17, False, 4, 17),  # 17 of 29 is under three fifths
        (16, 29, 18, True, 4, 17),
        (1, 15, 2, False, 1, 9),
        (7, 15, 9, False, 2, 9),  # 9 is three fifths of 15, not more
        (8, 15, 10, True, 2, 9),
    ],
)
def test_a_community_list_has_its_shape(seats, council, length, as_municipal, top, within) -> None:
    shape = community_shape(seats, council)
    assert (shape.length, shape.as_municipal) == (length, as_municipal)
    assert (shape.top, shape.within) == (top, within)


@pytest.mark.parametrize(("seats", "council"), [(0, 15), (16, 15)])
def test_a_community_without_seats_or_with_too_many_is_refused(seats, council) -> None:
    with pytest.raises(WrongInput, match="au moins 1"):
        community_shape(seats, council)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], []),
        ([0, 1, 4, 5, 8, 9, 12, 13, 14, 15], []),
        ([0, 1, 4, 5, 8, 9, 12, 13, 14, 17], ["m17 » est 18e sur la liste municipale"]),
        ([0, 1, 4, 6, 7, 8, 9, 10, 11, 12], ["« m04 » et « m06 » se suivent et sont du même sexe"]),
        ([0, 3, 4, 5, 6, 7, 8, 9, 10, 11], ["le premier quart (2)"]),
        (
            [0, 1, 6, 5, 8, 9, 10, 11, 12, 13],
            ["« m05 » est après « m06 », mais avant sur la liste municipale"],
        ),
        ([0, 1, 2, 3], ["4 noms au lieu de 10 pour 8 sièges"]),
        (
            [0, 1, 2, 3, 4, 5, 6, 7, 6, 7],
            ["« m06 » est deux fois", "« m06 » est après « m07 », mais avant"],
        ),
    ],
)
def test_what_is_wrong_with_a_community_list_is_said(places, said) -> None:
    community = [MUNICIPAL[place] for place in places]
    faults = community_faults(community, MUNICIPAL, sex=SEX, shape=community_shape(8, 29))
    assert len(faults) == len(said)
    assert all(words in fault for words, fault in zip(said, faults, strict=True))
    assert all("L273-9" in fault for fault in faults)


def test_a_long_community_list_is_the_municipal_one() -> None:
    shape = community_shape(16, 29)
    assert community_faults(MUNICIPAL[:18], MUNICIPAL, sex=SEX, shape=shape) == ()
    faults = community_faults(MUNICIPAL[1:19], MUNICIPAL, sex=SEX, shape=shape)
    assert len(faults) == 1
    assert "ordre de la liste municipale" in faults[0]


def test_a_stranger_has_no_place_on_a_community_list() -> None:
    shape = community_shape(1, 15)
    faults = community_faults(["m00", "zoé"], MUNICIPAL, sex=SEX | {"zoé": "M"}, shape=shape)
    assert len(faults) == 1
    assert "« zoé » n’est pas sur la liste municipale" in faults[0]
    with pytest.raises(WrongInput, match="le sexe légal de « max » n’est pas donné"):
        community_faults(["m00", "max"], MUNICIPAL, sex=SEX, shape=shape)


# delegates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "council", "by_right", "elected", "substitutes"),
    [
        (80, 7, 0, 1, 3),
        (499, 11, 0, 1, 3),
        (1_200, 15, 0, 3, 3),
        (2_000, 19, 0, 5, 3),
        (3_000, 23, 0, 7, 4),
        (4_000, 27, 0, 15, 5),
        (8_999, 29, 0, 15, 5),
        (9_000, 29, 29, 0, 8),
        (30_799, 39, 39, 0, 10),  # 800 whole inhabitants make one more
        (30_800, 39, 39, 1, 10),
        (285_121, 65, 65, 318, 79),  # Montpellier
        (264_538, 65, 65, 293, 74),  # … 358 as the press said, with the people of 2014
        (479_553, 69, 69, 561, 128),  # Toulouse 2020: 561 + 69 = 630
    ],
)
def test_a_council_has_its_delegates(population, council, by_right, elected, substitutes) -> None:
    posts = delegates(population, council)
    assert (posts.by_right, posts.elected, posts.substitutes) == (by_right, elected, substitutes)


@pytest.mark.parametrize(
    ("population", "council"), [(5_000, 30), (-1, 7), (9_000, 0), (10**12, 69)]
)
def test_a_council_that_no_text_knows_is_refused(population, council) -> None:
    with pytest.raises(WrongInput):
        delegates(population, council)


def test_lists_share_delegates_without_bonus_and_without_threshold() -> None:
    votes = {"A": 48, "B": 11, "C": 4, "D": 2}  # D has 3 %
    found = allot_delegates(votes, delegates(285_121, 65), population=285_121)
    assert list(found.delegates.seats.values()) == [236, 54, 19, 9]
    assert list(found.substitutes.seats.values()) == [60, 13, 4, 2]


def test_a_short_list_leaves_what_it_cannot_fill_to_the_next() -> None:
    posts = delegates(2_000, 19)  # five delegates, three substitutes
    votes = {"A": 15, "B": 4}
    short = allot_delegates(votes, posts, population=2_000, names={"A": 3, "B": 8})
    assert (short.delegates.seats, short.substitutes.seats) == ({"A": 3, "B": 2}, {"A": 0, "B": 3})
    none = allot_delegates(votes, posts, population=2_000, names={"A": 3, "B": 1})
    assert (none.delegates.unfilled, none.substitutes.unfilled) == (1, 3)
    with pytest.raises(WrongInput, match="les noms par liste"):
        allot_delegates(votes, posts, population=2_000, names={"A": 3})


def test_the_older_of_the_two_next_on_the_lists_is_the_substitute() -> None:
    posts = delegates(1_200, 15)  # three delegates, three substitutes
    births = Births(
        {
            "A": [date(1960, 1, day) for day in (1, 2, 3, 4, 5)],
            "B": [date(1950, 1, day) for day in (1, 2, 3, 4)],
        }
    )
    found = allot_delegates({"A": 7, "B": 7}, posts, population=1_200, births=births)
    assert found.delegates.seats == {"A": 1, "B": 2}
    assert found.substitutes.seats == {"A": 1, "B": 2}
    later = Births({"A": births.of["A"], "B": [*births.of["B"][:3], date(1990, 1, 1)]})
    found = allot_delegates({"A": 7, "B": 7}, posts, population=1_200, births=later)
    assert found.delegates.seats == {"A": 1, "B": 2}
    assert found.substitutes.seats == {"A": 2, "B": 1}  # A’s third is older than B’s fourth


def test_how_small_communes_vote_for_their_delegates_was_not_read() -> None:
    with pytest.raises(WrongInput, match="n’a pas été lu"):
        allot_delegates({"A": 1}, delegates(999, 15), population=999)


# the command --------------------------------------------------------------------------------------


def civics(capsys: pytest.CaptureFixture[str], *typed: str) -> tuple[int, str, str]:
    ended = main(["seats", *typed])
    said = capsys.readouterr()
    return ended, said.out, said.err


def test_the_command_of_the_issue_gives_its_seats(capsys) -> None:
    typed = ["--rules", "fr-2020", "--council", "65", "--valid", "50916", "--votes", VOTES]
    ended, out, _ = civics(capsys, *typed, "--json")
    assert ended == 0
    told = json.loads(out)
    assert told["seats"] == {"Delafosse": 48, "Saurel": 11, "Altrad": 6}
    assert {rule["topic"] for rule in told["articles"]} == {"bonus", "averages", "threshold"}
    ended, out, _ = civics(capsys, *typed)
    assert "Altrad 9226 ÷ 6 = 1537,66" in out
    assert "Delafosse  24046  47,22 %     33               15      48" in out


def test_population_stands_for_the_council_and_a_file_for_the_votes(capsys, tmp_path) -> None:
    votes = tmp_path / "voix.csv"
    votes.write_text("list;votes\nUnis, ensemble;24046\nSaurel;17644\nAltrad;9226\n")
    _, out, _ = civics(
        capsys, "--rules", "fr-2020", "--population", "285121", "--votes", str(votes), "--json"
    )
    assert json.loads(out)["seats"] == {"Unis, ensemble": 48, "Saurel": 11, "Altrad": 6}


def test_ages_come_from_a_file(capsys, tmp_path) -> None:
    ages = tmp_path / "ages.csv"
    ages.write_text("list,born\n" + "A,1990-01-01\nB,1950-02-28\n" * 3)
    typed = ["--rules", "fr-2020", "--council", "3", "--votes", "A=10,B=10", "--json"]
    ended, out, err = civics(capsys, *typed)
    assert (ended, out) == (2, "")
    assert "les dates de naissance de la liste « A », avec --ages" in err
    ended, out, _ = civics(capsys, *typed, "--ages", str(ages))
    assert json.loads(out)["bonus"] == {"B": 1}
    ages.write_text("list,born\nA,1990-13-01\n")
    ended, _, err = civics(capsys, *typed, "--ages", str(ages))
    assert (ended, err) == (
        2,
        "ages.csv, ligne 2, colonne « born » : « 1990-13-01 » n’est pas une date ; "
        "attendu : par exemple 1975-03-28.\n",
    )


def test_a_community_has_ages_of_its_own(capsys, tmp_path) -> None:
    ages, theirs = tmp_path / "ages.csv", tmp_path / "community.csv"
    ages.write_text("list,born\n" + "A,1990-01-01\nB,1950-02-28\n" * 15)
    theirs.write_text("list,born\n" + "A,1940-01-01\nB,1950-02-28\n" * 5)
    typed = ["--rules", "fr-2020", "--council", "15", "--votes", "A=10,B=10", "--json"]
    typed += ["--ages", str(ages), "--community", "4"]
    assert civics(capsys, *typed)[0] == 2
    _, out, _ = civics(capsys, *typed, "--community-ages", str(theirs))
    told = json.loads(out)
    assert (told["bonus"], told["community"]["seats"]) == ({"B": 8}, {"A": 3, "B": 1})


def test_a_council_that_is_not_that_of_the_table_is_told(capsys) -> None:
    typed = ["--rules", "fr-2020", "--population", "285121", "--votes", "A=2,B=1", "--json"]
    assert json.loads(civics(capsys, *typed)[1])["unread"] == []
    told = json.loads(civics(capsys, *typed, "--council", "69")[1])["unread"]
    assert told == [
        "le tableau donne 65 sièges pour 285121 habitants, et non 69 (CGCT, article L2121-2)"
    ]


def test_a_first_round_that_nobody_won_has_no_seats(capsys) -> None:
    typed = ["--rules", "fr-2020", "--council", "65", "--first-round"]
    _, out, _ = civics(capsys, *typed, "--votes", "A=45,B=44,C=7,D=4", "--json")
    told = json.loads(out)
    assert (told["seats"], told["may_stay"], told["may_merge"]) == (None, ["A", "B"], ["C"])
    _, out, _ = civics(capsys, *typed, "--votes", "A=51,B=44,C=5", "--json")
    assert json.loads(out)["seats"] == {"A": 50, "B": 14, "C": 1}


def test_community_delegates_and_grid_are_told(capsys) -> None:
    typed = ["--rules", "fr-2020", "--council", "65", "--votes", VOTES, "--community", "46"]
    _, out, _ = civics(capsys, *typed, "--json")
    told = json.loads(out)
    assert told["community"]["seats"] == {"Delafosse": 34, "Saurel": 8, "Altrad": 4}
    assert (told["community"]["list"]["length"], told["community"]["list"]["as_municipal"]) == (
        48,
        True,
    )
    assert len(told["unread"]) == 2
    _, out, _ = civics(
        capsys, "--rules", "fr-2020", "--delegates", "--population", "285121",
        "--votes", "A=48,B=11,C=4,D=2", "--json",
    )  # fmt: skip
    told = json.loads(out)
    assert (told["delegates"], told["seats"]) == (383, {"A": 236, "B": 54, "C": 19, "D": 9})
    assert told["substitutes"] == {"A": 60, "B": 13, "C": 4, "D": 2}
    _, out, _ = civics(capsys, "--rules", "fr-2020", "--council", "65", "--grid", "4", "--json")
    grid = json.loads(out)["grid"]
    assert {"votes": {"A": 2, "B": 1, "C": 1}, "seats": {"A": 49, "B": 8, "C": 8}} in grid
    assert {"votes": {"A": 2, "B": 2, "C": 0}, "seats": None} in grid


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--council", "65"], "il manque --votes"),
        (["--votes", "A=1"], "combien de sièges ?"),
        (["--council", "65", "--votes", "A=1,B"], "--votes, morceau 2 : « B » ne va pas"),
        (["--council", "65", "--votes", "A=1,A=2"], "morceau 2 : « A » est là deux fois"),
        (["--council", "65", "--votes", "A=1.5"], "un nom, =, un nombre entier"),
        (["--council", "65", "--votes", "A=" + "9" * 5000], "un nom, =, un nombre entier"),
        (["--council", "65", "--votes", "none.csv"], "none.csv : ce fichier ne s’ouvre pas"),
        (["--council", "0", "--votes", "A=1"], "un conseil n’a pas 0 sièges"),
        (["--council", "65", "--grid", "1000"], "cette grille a 501501 points"),
        (["--council", "65", "--grid", "0"], "cette grille ne va pas"),
        (["--council", "65", "--delegates"], "les délégués dépendent de la population"),
        (["--council", "65", "--grid", "2", "--first-round"], "--first-round et --community"),
    ],
)
def test_what_is_mistyped_is_told_in_one_line_and_nothing_else(capsys, typed, said) -> None:
    ended, out, err = civics(capsys, "--rules", "fr-2020", *typed)
    assert (ended, out, err.count("\n")) == (2, "", 1)
    assert said in err
