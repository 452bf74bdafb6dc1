"""L’alternance simple, telle qu’on la fait à la main : la meilleure, le meilleur, et ainsi de suite."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from civics.answers import Answer, table
from civics.lists.candidacies import Judging, read_candidates
from civics.lists.weave import weave


def arguments(parser: ArgumentParser) -> None:
    """The file of candidates, the head of the list and its length."""
    parser.add_argument("candidates", type=Path, metavar="candidates.csv")
    parser.add_argument("--head", help="l’id de la tête de liste (sinon : première au jugement)")
    parser.add_argument("--names", type=int, help="combien de noms (sinon : autant que possible)")
    parser.add_argument("--grades", help="les colonnes des mentions, de la meilleure à la pire")


def run(options: Namespace) -> Answer:
    """The list, alternating."""
    grades = tuple(grade.strip() for grade in (options.grades or "").split(",") if grade.strip())
    candidates = read_candidates(options.candidates, Judging(grades) if grades else None)
    ids = weave(candidates, head=options.head, length=options.names)
    known = {one.id: one for one in candidates}
    rows = [[rank, one, known[one].sex, known[one].rank] for rank, one in enumerate(ids, 1)]
    return Answer(table(["rang", "id", "sexe", "jugement"], rows), {"list": list(ids)})
