"""Un tirage au sort que chacun peut refaire : phrases scellées, puis dés."""

import argparse
import sys
from pathlib import Path

from civics.answers import Answer, table
from civics.draws import (
    Beacon,
    Draw,
    Stage,
    Transcript,
    as_data,
    awaited,
    commitment_of,
    draw,
    emitted_at,
    freeze,
    frozen_hash,
    hashes,
    in_blocks,
    in_words,
    look_alikes,
    one_line,
    paper_form,
    read_pool,
    read_transcript,
    stand_in,
    text_of,
)
from civics.draws.beacon import QUICKNET
from civics.draws.stages import FRENCH, following
from civics.draws.transcript import FEWEST_DICE
from civics.problems import WrongInput


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be typed after `civics draw`."""
    parser.add_argument("file", nargs="?", type=Path, metavar="tirage.json")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--so-far", action="store_true", help="les empreintes d’un tirage en cours, et la suite"
    )
    what.add_argument(
        "--text", action="store_true", help="le texte exact dont l’empreinte est la graine"
    )
    what.add_argument(
        "--seal", metavar="NOM", help="l’empreinte qui scelle la phrase tapée, pour cette personne"
    )
    what.add_argument(
        "--gone",
        metavar="NOM",
        action="append",
        help="cette personne tirée laisse sa place : qui vient",
    )
    what.add_argument("--sheet", action="store_true", help="la feuille à imprimer, sans ordinateur")
    what.add_argument(
        "--freeze", type=Path, metavar="vivier.csv", help="geler un vivier (colonne id)"
    )
    parser.add_argument("--title", metavar="PHRASE", help="au gel : quel tirage, quel jour, où")
    parser.add_argument("--take", type=int, metavar="K", help="au gel : le nombre de places")
    parser.add_argument("--rule", metavar="PHRASE", help="au gel : qui est dans le vivier")
    parser.add_argument(
        "--dice", type=int, default=FEWEST_DICE, metavar="N", help="au gel : combien de dés"
    )
    parser.add_argument("--quotas", type=Path, metavar="quotas.csv", help="au gel : les quotas")
    parser.add_argument(
        "--beacon", type=int, metavar="N", help=f"au gel : l’émission de {QUICKNET}"
    )


def run(options: argparse.Namespace) -> Answer:
    """The draw of a file, or one of the steps that lead to it."""
    if options.freeze:
        return _freeze(options)
    if options.file is None:
        if options.sheet:
            return _printed(paper_form())
        raise WrongInput("il manque le fichier du tirage", expected="civics draw tirage.json")
    published = read_transcript(options.file)
    transcript = published.transcript
    frozen = transcript.frozen
    if options.sheet:
        return _printed(
            paper_form(frozen.people, title=frozen.title, rule=frozen.rule, take=frozen.take)
        )
    if options.text:
        return _printed(text_of(transcript).removesuffix("\n"))
    if options.seal:
        return _seal(transcript, options.seal, sys.stdin.readline())
    if options.so_far:
        return _so_far(transcript)
    found = draw(transcript)
    published.check(found)
    if options.gone:
        return _without(transcript, found, [one_line(name) for name in options.gone])
    return Answer(tuple(_told(transcript, found)), found.as_data())


def _printed(text: str) -> Answer:
    return Answer(tuple(text.splitlines()), {"text": text})


def _freeze(options: argparse.Namespace) -> Answer:
    if None in (options.title, options.rule, options.take):
        raise WrongInput("pour geler, il faut aussi --title, --rule et --take")
    people, quotas, traits = read_pool(options.freeze, options.quotas)
    beacon = Beacon(QUICKNET, options.beacon) if options.beacon is not None else None
    start = freeze(
        people,
        title=options.title,
        rule=options.rule,
        take=options.take,
        dice=options.dice,
        beacon=beacon,
        quotas=quotas,
        traits=traits,
    )
    return Answer(_so_far(start).lines, as_data(start))


def _so_far(transcript: Transcript) -> Answer:
    frozen, found = transcript.frozen, hashes(transcript)
    waiting = awaited(transcript)
    if waiting:
        del found[transcript.stage]
    lines = [f"Vivier : {len(frozen.people)}. Places : {frozen.take}. Dés : {frozen.dice}."]
    lines += [f"À regarder avant : {alike}." for alike in look_alikes(frozen.people)]
    if frozen.beacon and frozen.beacon.source == QUICKNET:
        lines.append(
            f"Balise : {QUICKNET} n° {frozen.beacon.round}, {_moment(frozen.beacon.round)}."
        )
    lines += _aloud(found)
    lines += ["", f"On attend : {waiting or following(transcript)}."]
    data = {
        "stage": transcript.stage.value,
        "hashes": {stage.value: digest for stage, digest in found.items()},
        "awaited": waiting or following(transcript),
    }
    return Answer(tuple(lines), data)


def _moment(number: int) -> str:
    return f"émise le {emitted_at(number):%d/%m/%Y à %H:%M:%S} (temps universel)"


def _aloud(found: dict[Stage, str]) -> list[str]:
    lines = []
    for stage, digest in found.items():
        words = in_words(digest).split()
        lines += ["", f"Empreinte après {FRENCH[stage]} :", f"  {in_blocks(digest)}"]
        lines += [
            f"  à voix haute : {' '.join(words[:8])}",
            f"                 {' '.join(words[8:])}",
        ]
    return lines


def _seal(transcript: Transcript, author: str, phrase: str) -> Answer:
    author, phrase = one_line(author), one_line(phrase.rstrip("\r\n"))
    sealed = commitment_of(frozen_hash(transcript), author, phrase)
    lines = (
        f"{author} : {in_blocks(sealed)}",
        "Garde ta phrase, à la lettre près, jusqu’à l’ouverture.",
    )
    return Answer(lines, {"author": author, "commitment": sealed})


def _without(transcript: Transcript, found: Draw, gone: list[str]) -> Answer:
    frozen, seated, lines = transcript.frozen, found.drawn, []
    for name in gone:
        if name not in found.order:
            raise WrongInput(f"« {name} » n’est pas dans ce tirage")
        if name not in seated:  # in the reserve, and said no
            continue
        comes = stand_in(
            found.order, seated, name, quotas=frozen.quotas, traits=frozen.traits, refused=gone
        )
        seated = (*(person for person in seated if person != name), comes)
        lines.append(f"{name} laisse sa place à {comes}.")
    return Answer(tuple(lines), {"drawn": list(seated)})


def _told(transcript: Transcript, found: Draw) -> list[str]:
    drawn = set(found.drawn)
    rows = [
        [place, name, "place" if name in drawn else "réserve"]
        for place, name in enumerate((*found.drawn, *found.reserves), start=1)
    ]
    lines = [*table(["rang", "personne", ""], rows), "", f"Graine : {found.seed}"]
    if missing := found.unopened:
        lines.append(f"Phrases qui manquent : {', '.join(missing)}.")
    if emission := transcript.emission:
        lines.append(
            "Balise : sa signature n’est pas vérifiée ici ; compare l’émission "
            f"n° {emission.round} avec les sites de drand."
        )
    return [*lines, *_aloud(found.hashes)]
