"""Un classement par jugement majoritaire, par approbation ou par notes."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from civics.answers import Answer
from civics.judgment.files import read_ballots, read_tallies
from civics.judgment.majority import judge
from civics.judgment.scores import approve, score
from civics.judgment.tallies import NoOpinion, Tallies
from civics.judgment.told import tell_judgment, tell_scores
from civics.problems import WrongInput
from civics.progress import on_the_terminal


def arguments(parser: ArgumentParser) -> None:
    """What may be typed."""
    add = parser.add_argument
    held = parser.add_mutually_exclusive_group(required=True)
    held.add_argument(
        "--tallies", type=Path, metavar="JSON", help="combien de fois chaque mention, par option"
    )
    held.add_argument(
        "--ballots", type=Path, metavar="CSV", help="un bulletin par ligne, une option par colonne"
    )
    add("--grades", metavar="MENTIONS", help="de la meilleure à la pire : « Excellent,Bien,… »")
    add(
        "--no-opinion",
        choices=[policy.value for policy in NoOpinion],
        help="sans avis : worst, la pire mention (sinon) ; excluded, ne compte pas",
    )
    add("--method", choices=["majority", "approval", "score"], default="majority", help="méthode")
    add("--why", nargs=2, metavar=("A", "B"), help="seulement : pourquoi l’un est avant l’autre")


def run(options: Namespace) -> Answer:
    """Answer what was asked."""
    grades = [grade.strip() for grade in options.grades.split(",")] if options.grades else None
    no_opinion = NoOpinion(options.no_opinion or NoOpinion.WORST)
    if options.ballots:
        if grades is None:
            raise WrongInput("il manque --grades", expected="« Excellent,Bien,Passable »")
        tallies = read_ballots(options.ballots, grades=grades, tell=on_the_terminal())
    else:
        filled = options.no_opinion is not None
        tallies = read_tallies(options.tallies, grades=grades, filled=filled)
    if options.method != "majority":
        return _scores(tallies, options.method, no_opinion)
    found = judge(tallies, no_opinion=no_opinion)
    named = tallies.grades != tuple(map(str, range(len(tallies.grades))))
    return tell_judgment(found, named=named, pair=tuple(options.why) if options.why else None)


def _scores(tallies: Tallies, method: str, no_opinion: NoOpinion) -> Answer:
    if method == "approval":
        found = approve(tallies, no_opinion=no_opinion)
        return tell_scores(found, tallies, no_opinion=no_opinion, what="approbations")
    found = score(tallies, no_opinion=no_opinion)
    return tell_scores(found, tallies, no_opinion=no_opinion, what="points")
