"""Un panel tiré au sort qui ressemble à la ville, où la plus petite chance est la plus grande possible."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from civics.answers import Answer, table
from civics.panels.files import read_pool
from civics.panels.lottery import Lottery, Objective, fair_lottery
from civics.panels.publication import Published, publish, read_published
from civics.problems import WrongInput
from civics.progress import on_the_terminal
from civics.reading import read_text

USUAL = 1000  # three dice of ten faces


def arguments(parser: ArgumentParser) -> None:
    """What can be typed after `civics panel`."""
    parser.add_argument("--people", type=Path, required=True, help="les personnes (CSV : id, …)")
    parser.add_argument(
        "--quotas", type=Path, required=True, help="les quotas (CSV : feature,value,min,max)"
    )
    parser.add_argument("--size", type=int, required=True, help="le nombre de personnes à tirer")
    parser.add_argument(
        "--objective", choices=[*Objective], default=Objective.LEXIMIN, help="leximin d’ordinaire"
    )
    parser.add_argument("--address", metavar="COLONNE", help="jamais deux personnes d’une adresse")
    parser.add_argument(
        "--published",
        type=int,
        metavar="M",
        help=f"publier M panels numérotés ({USUAL} d’ordinaire)",
    )
    parser.add_argument("--write", type=Path, metavar="FICHIER", help="où écrire cette liste")
    parser.add_argument("--check", type=Path, metavar="FICHIER", help="vérifier une liste publiée")
    parser.add_argument(
        "--seed", metavar="HEX", help="tirer un panel de la liste avec cette graine"
    )


def run(options: Namespace) -> Answer:
    """Solve, publish and draw as asked."""
    seed = _seed(options.seed)
    pool = read_pool(options.people, options.quotas, options.size, address=options.address)
    tell = on_the_terminal()
    if options.check:
        given = read_text(options.check)
        return _checked(read_published(given, pool, source=options.check.name), seed)
    if options.write and options.write.exists():
        raise WrongInput("ce fichier existe déjà", source=options.write.name)
    wanted = options.published
    if wanted is None and (options.write or seed is not None):
        wanted = USUAL
    if wanted is not None and wanted < 1:
        raise WrongInput(f"--published : {wanted}", expected="au moins 1")
    lottery = fair_lottery(pool, Objective(options.objective), tell=tell)
    published = publish(lottery, wanted, tell=tell) if wanted is not None else None
    if published and options.write:
        _write(options.write, published.text)
    return _answer(lottery, published, seed)


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise WrongInput("ce fichier ne s’écrit pas", source=path.name) from error


def _seed(typed: str | None) -> bytes | None:
    try:
        return None if typed is None else bytes.fromhex(typed)
    except ValueError:
        raise WrongInput(
            f"--seed : « {typed} »", expected="des paires de chiffres hexadécimaux (0 à 9, a à f)"
        ) from None


def _answer(lottery: Lottery, published: Published | None, seed: bytes | None) -> Answer:
    chances = lottery.chances
    data = {
        **_figures(chances),
        "panels": len(lottery.panels),
        "certified": lottery.certified,
        "bound": float(lottery.bound),
        "residual": float(lottery.residual),
        "objective": lottery.objective,
        "panel": [],
    }
    proof = "une recherche de tous les panels" if lottery.searched else "l’addition des quotas"
    lines = [
        f"{len(chances)} personnes, {lottery.pool.size} à tirer, {len(lottery.panels)} panels"
        f" ({lottery.objective}).",
        f"Chance la plus petite : {_percent(data['min'])} ; Gini : {_french(data['gini'], 3)}.",
        f"Optimum {'prouvé' if lottery.certified else 'NON prouvé'} par {proof} :"
        f" reste {data['bound']:.1e}, écart au calcul {data['residual']:.1e}.",
        "",
        *_by_chance(chances, published),
    ]
    if published:
        more, told = _published(published, chances, seed)
        data |= more
        lines += told
    return Answer(tuple(lines), data)


def _checked(published: Published, seed: bytes | None) -> Answer:
    more, told = _published(published, published.chances, seed)
    data = {
        **_figures(published.chances),
        "panels": len(published.panels),
        "certified": False,
        "panel": [],
        **more,
    }
    first = "Chaque panel de la liste respecte les quotas. L’optimum, lui, n’a pas été recalculé."
    return Answer((first, "", *_by_chance(published.chances, None), *told), data)


def _published(
    published: Published, aimed: dict[str, Fraction], seed: bytes | None
) -> tuple[dict[str, Any], list[str]]:
    chances = published.chances
    moved = {id: chance - aimed[id] for id, chance in chances.items()}
    most = max(abs(move) for move in moved.values())
    told = {
        "panels": len(published.panels),
        "sha256": published.sha256,
        "times": published.times,
        "moved": {id: float(move) for id, move in moved.items()},
        "most_moved": float(most),
    }
    lines = [
        "",
        f"Liste publiée : {len(published.panels)} panels, empreinte SHA-256 {published.sha256}",
        f"Une chance y bouge d’au plus {_percent(float(most))}.",
    ]
    if seed is None:
        return {"published": told}, lines
    number = published.drawn(seed)
    panel = published.panels[number - 1]
    lines += ["", f"La graine {seed.hex()} tire le panel {number} :", *_in_lines(panel)]
    return {"published": told, "seed": seed.hex(), "number": number, "panel": [*panel]}, lines


def _figures(chances: dict[str, Fraction]) -> dict[str, Any]:
    return {
        "chance": {id: float(chance) for id, chance in chances.items()},
        "min": float(min(chances.values())),
        "gini": float(gini(list(chances.values()))),
    }


def gini(chances: Sequence[Fraction]) -> Fraction:
    """How unequal chances are: 0 when all are equal, close to 1 when one person has them all.

    >>> gini([Fraction(1, 2), Fraction(1, 2)]), gini([Fraction(0), Fraction(1)])
    (Fraction(0, 1), Fraction(1, 2))
    """
    count, total = len(chances), sum(chances)
    ranked = sum(rank * chance for rank, chance in enumerate(sorted(chances), start=1))
    return Fraction(2 * ranked, count * total) - Fraction(count + 1, count)


def _by_chance(aimed: dict[str, Fraction], published: Published | None) -> tuple[str, ...]:
    """One line for each chance, from the smallest, with how many people have it."""
    groups: dict[str, list[str]] = {}
    for id, chance in sorted(aimed.items(), key=lambda pair: pair[1]):
        groups.setdefault(_percent(float(chance)), []).append(id)
    columns = ["chance", "personnes", "par exemple"]
    if not published:
        return table(columns, ([said, len(ids), ids[0]] for said, ids in groups.items()))
    chances = published.chances
    rows = []
    for said, ids in groups.items():
        those = [float(chances[id]) for id in ids]
        range_ = f"{_percent(min(those))} à {_percent(max(those))}"
        rows.append([said, len(ids), range_, ids[0]])
    return table(["chance", "personnes", "dans la liste", "par exemple"], rows)


def _in_lines(panel: Sequence[str]) -> list[str]:
    lines = [""]
    for id in panel:
        if len(lines[-1]) + len(id) > 90:
            lines.append("")
        lines[-1] += f"  {id}"
    return lines


def _percent(share: float) -> str:
    return f"{_french(100 * share, 4)} %"


def _french(number: float, digits: int) -> str:
    return f"{number:.{digits}f}".replace(".", ",")
