"""Les sièges d’un conseil, de sa communauté, et les délégués aux sénatoriales."""

from argparse import ArgumentParser, Namespace
from math import comb
from pathlib import Path
from string import ascii_uppercase

from civics.answers import Answer
from civics.problems import WrongInput
from civics.reading import read_table
from civics.seats.ages import Births, read_births
from civics.seats.community import allot_community, community_shape
from civics.seats.council import allot
from civics.seats.delegates import allot_delegates, delegates
from civics.seats.french import RULES
from civics.seats.grid import every_split, what_if
from civics.seats.rounds import check_votes, first_round
from civics.seats.rulesets import RuleSet, Topic, check_population, council_size
from civics.seats.told import tell_delegates, tell_grid, tell_seats, tell_second_round

MOST_POINTS = 200_000
LONGEST_NUMBER = 18  # digits; whoever types more has slipped


def arguments(parser: ArgumentParser) -> None:
    """What may be typed."""
    add = parser.add_argument
    add("--rules", required=True, choices=list(RULES), help="les règles : " + ", ".join(RULES))
    add("--council", type=int, metavar="N", help="sièges du conseil municipal")
    add("--population", type=int, metavar="N", help="population municipale")
    add("--votes", metavar="LISTE=VOIX,…", help="les voix, ou un CSV de colonnes list et votes")
    add("--valid", type=int, metavar="N", help="suffrages exprimés (sinon, la somme des voix)")
    add("--ages", type=Path, metavar="CSV", help="naissances : list et born (1975-03-28)")
    add("--community-ages", type=Path, metavar="CSV", help="les mêmes, pour la communauté")
    add("--first-round", action="store_true", help="ces voix sont celles d’un premier tour")
    add("--community", type=int, metavar="N", help="aussi N sièges dans la communauté")
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--delegates", action="store_true", help="délégués aux sénatoriales ; voix de conseillers"
    )
    other.add_argument(
        "--grid", type=int, metavar="PARTS", help="toutes les façons de couper les voix en PARTS"
    )
    add("--names", metavar="LISTE=NOMS,…", help="combien de noms par liste, pour --delegates")
    add("--lists", type=int, default=3, metavar="N", help="combien de listes pour --grid (3)")


def run(options: Namespace) -> Answer:
    """Answer what was asked."""
    rules = RULES[options.rules]
    births = _births(options.ages)
    if options.delegates or options.grid is not None:
        if options.first_round or options.community is not None:
            raise WrongInput("--first-round et --community ne vont qu’avec des voix d’électeurs")
        return _delegates(options, rules, births) if options.delegates else _grid(options, rules)
    council = _council(options, rules)
    votes = read_numbers(options.votes or "", "votes")
    if options.first_round:
        found = first_round(votes, rules=rules, valid=options.valid)
        if not found.won_by:
            valid = check_votes(votes, options.valid)
            return tell_second_round(found, votes, valid=valid, rules=rules)
    unread = _unread_of_council(options, rules)
    allotted = allot(votes, rules=rules, council=council, valid=options.valid, births=births)
    if options.community is None:
        return tell_seats(allotted, unread=unread)
    shape = community_shape(options.community, council)
    theirs = allot_community(
        votes,
        rules=rules,
        seats=options.community,
        valid=options.valid,
        births=_births(options.community_ages),
    )
    return tell_seats(allotted, unread=unread, community=(theirs, shape))


def read_numbers(typed: str, column: str) -> dict[str, int]:
    """Numbers by list: typed as `A=12,B=7`, or a CSV file with the columns `list` and `column`."""
    if not typed:
        raise WrongInput(f"il manque --{column}", expected="par exemple Saurel=17644,Altrad=9226")
    numbers: dict[str, int] = {}
    if "=" not in typed:
        for row in read_table(Path(typed), needed=["list", column]):
            name = row.text("list")
            if name in numbers:
                raise row.problem("list", f"« {name} » est là deux fois")
            numbers[name] = row.whole(column)
        return numbers
    for place, part in enumerate(typed.split(","), start=1):
        name, _, said = (piece.strip() for piece in part.rpartition("="))
        if not (name and said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER):
            raise WrongInput(
                f"--{column}, morceau {place} : « {part.strip()} » ne va pas",
                expected="un nom, =, un nombre entier, comme Saurel=17644",
            )
        if name in numbers:
            raise WrongInput(f"--{column}, morceau {place} : « {name} » est là deux fois")
        numbers[name] = int(said)
    return numbers


def _council(options: Namespace, rules: RuleSet) -> int:
    if options.population is not None:
        check_population(options.population, rules=rules)
    if options.council is not None:
        return int(options.council)
    if options.population is None:
        raise WrongInput("combien de sièges ?", expected="--council ou --population")
    return council_size(options.population, rules=rules)


def _unread_of_council(options: Namespace, rules: RuleSet) -> tuple[str, ...]:
    """What is not sure about the number of seats: its rule, or that it is not that of the table."""
    if options.council is None:
        return rules.unread(Topic.COUNCIL)
    if options.population is None or not rules.sized_by_population:
        return ()
    if (size := council_size(options.population, rules=rules)) == options.council:
        return ()
    return (
        f"le tableau donne {size} sièges pour {options.population} habitants, et non"
        f" {options.council} ({rules.rules[Topic.COUNCIL].article})",
    )


def _births(path: Path | None) -> Births:
    return read_births(path) if path else Births()


def _grid(options: Namespace, rules: RuleSet) -> Answer:
    council = _council(options, rules)
    if options.grid < 1 or not 1 <= options.lists <= len(ascii_uppercase):
        raise WrongInput("cette grille ne va pas", expected="--grid 1 ou plus, --lists de 1 à 26")
    if (points := comb(options.grid + options.lists - 1, options.lists - 1)) > MOST_POINTS:
        raise WrongInput(
            f"cette grille a {points} points", expected=f"{MOST_POINTS} au plus : moins de parts"
        )
    found = what_if(every_split(options.lists, options.grid), rules=rules, council=council)
    names = ascii_uppercase[: options.lists]
    return tell_grid(list(found), names, council=council, parts=options.grid, rules=rules)


def _delegates(options: Namespace, rules: RuleSet, births: Births) -> Answer:
    if options.population is None:
        raise WrongInput("les délégués dépendent de la population", expected="--population")
    posts = delegates(options.population, _council(options, rules))
    unread = _unread_of_council(options, rules)
    if not options.votes:
        return tell_delegates(posts, rules=rules, unread=unread)
    votes = read_numbers(options.votes, "votes")
    names = read_numbers(options.names, "names") if options.names else None
    shared = allot_delegates(
        votes, posts, population=options.population, names=names, births=births
    )
    return tell_delegates(posts, rules=rules, unread=unread, votes=votes, shared=shared)
