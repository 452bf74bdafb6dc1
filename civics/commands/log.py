"""Registre public : vérifier une preuve, recalculer une racine, faire une preuve."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from civics.answers import Answer
from civics.problems import WrongInput
from civics.reading import read_text
from civics.tlog import base64s
from civics.tlog.checkpoints import Checkpoint, opened, parse_checkpoint
from civics.tlog.hashes import LENGTH
from civics.tlog.keys import Key
from civics.tlog.logs import Log
from civics.tlog.notes import Note, parse_note
from civics.tlog.papers import HEAD, Continuation, Proof, parse_continuation, parse_proof


def arguments(parser: ArgumentParser) -> None:
    """What can be asked: `verify`, `root`, `prove`."""
    asked = parser.add_subparsers(dest="asked", required=True, metavar="verify|root|prove")

    def ask(name: str, said: str) -> ArgumentParser:
        one = asked.add_parser(name, help=said, description=said)
        one.add_argument("--json", action="store_true", default=SUPPRESS, help="un objet JSON")
        return one

    verify = ask(
        "verify", "Vérifier un point de repère, une preuve, ou que le registre a seulement grandi."
    )
    verify.add_argument("file", type=Path, metavar="FICHIER")
    verify.add_argument(
        "--key", required=True, metavar="CLÉ", help="la clé du registre, ou son fichier"
    )
    verify.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="CLÉ",
        help="un témoin qui doit avoir signé",
    )
    verify.add_argument(
        "--quorum", type=int, metavar="N", help="combien de témoins suffisent (sinon, tous)"
    )
    verify.add_argument(
        "--entry", type=Path, metavar="FICHIER", help="l’entrée, si la preuve ne la porte pas"
    )
    verify.add_argument(
        "--older", type=Path, metavar="FICHIER", help="un point de repère gardé d’avant"
    )
    verify.add_argument(
        "--hashes",
        type=Path,
        nargs="+",
        default=[],
        metavar="FICHIER",
        help="toutes les empreintes",
    )

    root = ask("root", "Recalculer la racine d’un registre.")
    prove = ask("prove", "Faire la preuve d’une entrée (--index) ou de la croissance (--old).")
    prove.add_argument(
        "--checkpoint",
        type=Path,
        required=True,
        metavar="FICHIER",
        help="le point de repère où mène la preuve",
    )
    which = prove.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--index", type=int, metavar="N", help="le rang de l’entrée, la première étant 0"
    )
    which.add_argument("--old", type=int, metavar="N", help="le nombre d’entrées d’avant")
    for one in (root, prove):
        one.add_argument(
            "files", type=Path, nargs="+", metavar="FICHIER", help="une entrée par ligne"
        )
        one.add_argument(
            "--hashes", action="store_true", help="les fichiers tiennent les empreintes des entrées"
        )


def run(options: Namespace) -> Answer:
    """Answer what was asked. A proof that does not hold is wrong input."""
    return {"verify": _verify, "root": _root, "prove": _prove}[options.asked](options)


def _root(options: Namespace) -> Answer:
    log = _log(options.files, hashes=options.hashes)
    root = base64s.written(log.root())
    return Answer((f"{log.size} entrées", f"racine {root}"), {"size": log.size, "root": root})


def _prove(options: Namespace) -> Answer:
    log, source = _log(options.files, hashes=options.hashes), options.checkpoint.name
    note = parse_note(read_text(options.checkpoint), source=source)
    size = _same(log, note, source)
    paper: Proof | Continuation
    if options.old is not None:
        paper = Continuation(options.old, log.consistency(options.old, size), note)
        data: dict[str, Any] = {"old": options.old}
    else:
        paper = Proof(options.index, log.inclusion(options.index, size), note)
        data = {"index": options.index}
    data |= {"size": size, "hashes": [base64s.written(one) for one in paper.hashes]}
    return Answer((str(paper).removesuffix("\n"),), data)


def _same(log: Log, note: Note, source: str) -> int:
    """The size of an unverified checkpoint that these entries lead to."""
    checkpoint = parse_checkpoint(note.text, source=source)
    if log.root(checkpoint.size) != checkpoint.root:
        raise WrongInput("ces entrées ne donnent pas sa racine", source=source)
    return checkpoint.size


def _verify(options: Namespace) -> Answer:
    text, source = read_text(options.file), options.file.name
    log, witnesses = _key(options.key), [_key(one) for one in options.witness]
    paper = _paper(text, source)
    note = paper if isinstance(paper, Note) else paper.checkpoint
    checkpoint, seen = opened(
        note, log=log, witnesses=witnesses, quorum=options.quorum, source=source
    )
    lines, data = _told(checkpoint, note, seen)
    if isinstance(paper, Proof):
        _check_entry(paper, checkpoint, options, lines, data)
    elif options.entry:
        raise WrongInput("ce fichier ne prouve rien d’une entrée", source=source, expected=HEAD)
    if options.older or isinstance(paper, Continuation):
        _check_older(paper, checkpoint, log, options, lines, data)
    if options.hashes:
        if _log(options.hashes, hashes=True).root(checkpoint.size) != checkpoint.root:
            raise WrongInput("ces empreintes ne donnent pas sa racine", source=source)
        lines.append(f"Les {checkpoint.size} empreintes donnent cette racine.")
        data["recomputed"] = True
    return Answer(tuple(lines), data)


def _paper(text: str, source: str) -> Proof | Continuation | Note:
    if text.startswith(HEAD):
        return parse_proof(text, source=source)
    if text.startswith("old "):
        return parse_continuation(text, source=source)
    return parse_note(text, source=source)


def _told(
    checkpoint: Checkpoint, note: Note, seen: tuple[Key, ...]
) -> tuple[list[str], dict[str, Any]]:
    lines = [
        f"Registre « {checkpoint.origin} » : {checkpoint.size} entrées, signé par lui.",
        f"racine {base64s.written(checkpoint.root)}",
    ]
    witnesses = []
    for key in seen:
        value = next(
            one.value for one in note.signatures if one.key_id == key.id and one.name == key.name
        )
        at = key.signed_at(value)
        when = f"{at:%Y-%m-%d %H:%M} UTC" if at else "sans date"
        lines.append(f"Témoin : {key.name}, {when}.")
        witnesses.append({"name": key.name, "at": at.isoformat() if at else None})
    if not seen:
        lines.append("Aucun témoin : ce registre pourrait montrer autre chose à d’autres.")
    return lines, {
        "verified": True, "origin": checkpoint.origin, "size": checkpoint.size,
        "root": base64s.written(checkpoint.root), "witnesses": witnesses,
    }  # fmt: skip


def _check_entry(
    paper: Proof, checkpoint: Checkpoint, options: Namespace, lines: list[str], data: dict[str, Any]
) -> None:
    entry = _bytes(options.entry) if options.entry else paper.extra
    source = options.file.name
    if entry is None:
        raise WrongInput(
            "la preuve ne porte pas l’entrée", source=source, expected="--entry FICHIER"
        )
    if not paper.proves(entry, checkpoint):
        raise WrongInput(
            "la preuve ne tient pas : cette entrée n’est pas là dans ce registre", source=source
        )
    said = entry.decode(errors="replace")
    said = "".join(one if one.isprintable() or one == "\n" else "�" for one in said)
    lines.append(f"La preuve tient : l’entrée {paper.index} (la première est 0) y est, et dit :")
    lines += [f"  {line}" for line in said.split("\n")]
    data |= {"index": paper.index, "entry": said}


def _check_older(
    paper: Proof | Continuation | Note, checkpoint: Checkpoint, log: Key, options: Namespace,
    lines: list[str], data: dict[str, Any],
) -> None:  # fmt: skip
    source = options.file.name
    if not options.older:
        raise WrongInput("à quoi le comparer ?", source=source, expected="--older FICHIER")
    older, _ = opened(read_text(options.older), log=log, source=options.older.name)
    if older.size > checkpoint.size:
        raise WrongInput(
            f"le registre a rétréci : {older.size} entrées avant, {checkpoint.size} maintenant",
            source=source,
        )
    if options.hashes:
        kept = _log(options.hashes, hashes=True).root(older.size) == older.root
    elif isinstance(paper, Continuation):
        kept = paper.proves(older, checkpoint)
    elif older.size == checkpoint.size:
        kept = older.root == checkpoint.root
    else:
        raise WrongInput(
            "il manque de quoi le comparer", source=source,
            expected="une preuve de croissance, ou --hashes",
        )  # fmt: skip
    if not kept:
        raise WrongInput("le passé a été réécrit : ce n’est plus le même registre", source=source)
    lines.append(f"Ses {older.size} premières entrées sont celles d’avant.")
    data["older"] = older.size


def _log(files: list[Path], *, hashes: bool) -> Log:
    log = Log()
    for file in files:
        for one in _hashes(file) if hashes else _lines(file):
            log.append_hash(one) if hashes else log.append(one)
    return log


def _lines(file: Path) -> Iterator[bytes]:
    """Each line is an entry, in UTF-8, without what ends the line."""
    lines = _bytes(file).split(b"\n")
    for row, line in enumerate(lines, 1):
        if line or row < len(lines):
            yield line.removesuffix(b"\r")


def _hashes(file: Path) -> Iterator[bytes]:
    """Leaf hashes as tiles hold them, 32 bytes each without anything between; or a base64 line each."""
    whole = _bytes(file)
    lines = whole.split(b"\n")
    if len(lines[0].rstrip()) == len(base64s.written(bytes(LENGTH))):
        for row, line in enumerate(lines, 1):
            if line or row < len(lines):
                yield base64s.read_hash(line.rstrip().decode("latin-1"), source=file.name, row=row)
        return
    if len(whole) % LENGTH:
        raise WrongInput(
            f"{len(whole)} octets", source=file.name, expected=f"{LENGTH} octets par empreinte"
        )
    for start in range(0, len(whole), LENGTH):
        yield whole[start : start + LENGTH]


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise WrongInput("ce fichier ne s’ouvre pas", source=file.name) from error


def _key(given: str) -> Key:
    if "+" in given:
        try:
            return Key.parse(given)
        except WrongInput:
            if not Path(given).exists():
                raise
    return Key.parse(read_text(Path(given)), source=Path(given).name)
