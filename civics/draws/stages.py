"""What may happen next in a draw, and why the rest is refused."""

import hashlib
import re
from collections.abc import Callable

from civics.draws.record import commitment_of, frozen_hash
from civics.draws.transcript import (
    Committed,
    Emitted,
    Event,
    Revealed,
    Rolled,
    Stage,
    Transcript,
)
from civics.draws.writing import one_line, seen
from civics.problems import WrongInput

FEWEST_PHRASES = 3
TYPINGS = 2
HEX = re.compile("[0-9a-f]{64}")
SIGNATURE = re.compile("(?:[0-9a-f]{2})+")

MOVES: dict[Stage, frozenset[Stage]] = {
    # from → to; chance that nobody holds comes after all that anybody chose
    Stage.FROZEN: frozenset({Stage.COMMITTED}),
    Stage.COMMITTED: frozenset({Stage.COMMITTED, Stage.REVEALED}),
    Stage.REVEALED: frozenset({Stage.REVEALED, Stage.DICE}),
    Stage.DICE: frozenset({Stage.DICE, Stage.BEACON, Stage.DRAWN}),
    Stage.BEACON: frozenset({Stage.DRAWN}),
    Stage.DRAWN: frozenset(),
}
FRENCH = {
    Stage.FROZEN: "le gel du vivier",
    Stage.COMMITTED: "les phrases scellées",
    Stage.REVEALED: "l’ouverture des phrases",
    Stage.DICE: "les dés",
    Stage.BEACON: "la balise",
    Stage.DRAWN: "le tirage",
}


def add(transcript: Transcript, event: Event) -> Transcript:
    """The draw with one more event, its words in the form that is hashed.

    Raises WrongInput, and why, for whatever does not come at its moment or is not true: a phrase
    sealed or opened twice, late, or not the one sealed; dice before the last phrase; too few dice;
    two typings that differ; a beacon that was not announced. Source: RFC 3797, section 3.

    >>> from civics.draws.transcript import freeze
    >>> start = freeze(["Amina"], title="14 mars", rule="Les présents", take=1)
    >>> try: add(start, Rolled("Bruno", "6" * 25))
    ... except WrongInput as problem: print(problem)
    trop tôt pour les dés ; attendu : les phrases scellées.
    """
    check_move(transcript, event.stage)
    return Transcript(
        transcript.frozen, (*transcript.events, _CHECKS[event.stage](transcript, event))
    )


def check_move(transcript: Transcript, to: Stage) -> None:
    """Raises WrongInput unless the draw may go on to that stage now."""
    stages, here = list(Stage), transcript.stage
    if to not in MOVES[here]:
        when = "tôt" if stages.index(to) > stages.index(here) else "tard"
        raise WrongInput(
            f"trop {when} pour {FRENCH[to]}", expected=awaited(transcript) or following(transcript)
        )
    if to != here and (waiting := awaited(transcript)):
        raise WrongInput(f"trop tôt pour {FRENCH[to]}", expected=waiting)
    if to is Stage.DRAWN and transcript.frozen.beacon and not transcript.emission:
        raise WrongInput(f"trop tôt pour {FRENCH[to]}", expected="la balise annoncée au gel")


def following(transcript: Transcript) -> str:
    """What may come once the present stage is complete, in words.

    >>> from civics.draws.transcript import freeze
    >>> following(freeze(["Amina"], title="14 mars", rule="Les présents", take=1))
    'les phrases scellées'
    """
    here, due = transcript.stage, transcript.frozen.beacon and not transcript.emission
    closed = {Stage.DRAWN if due else Stage.BEACON}
    closed |= {here} - {Stage.COMMITTED}  # one more seal is welcome until the first opening
    may = [stage for stage in Stage if stage in MOVES[here] - closed]
    return " ou ".join(FRENCH[stage] for stage in may)


def awaited(transcript: Transcript) -> str:
    """What the present stage still waits for, in words; empty when it is complete.

    >>> from civics.draws.transcript import freeze
    >>> awaited(freeze(["Amina"], title="14 mars", rule="Les présents", take=1))
    ''
    """
    if transcript.stage is Stage.COMMITTED:
        missing = FEWEST_PHRASES - len(transcript.commitments)
        return f"{missing} phrase(s) scellée(s) de plus" if missing > 0 else ""
    if transcript.stage is Stage.REVEALED:
        closed = [name for name in transcript.commitments if name not in transcript.phrases]
        return f"la phrase de {', '.join(closed)}, ou qu’elle manque" if closed else ""
    if transcript.stage is Stage.DICE and len(transcript.typings) < TYPINGS:
        return "une deuxième saisie des dés, par une autre personne"
    return ""


def _committed(transcript: Transcript, event: Committed) -> Committed:
    author = one_line(event.author)
    if seen(author) in map(seen, transcript.commitments):
        raise WrongInput(f"« {author} » a déjà scellé une phrase")
    return Committed(author, _hex(event.commitment, HEX, "64 chiffres hexadécimaux"))


def _revealed(transcript: Transcript, event: Revealed) -> Revealed:
    author = one_line(event.author)
    if author not in transcript.commitments:
        raise WrongInput(f"« {author} » n’a pas scellé de phrase")
    if author in transcript.phrases:
        raise WrongInput(f"« {author} » a déjà ouvert sa phrase, ou elle manque")
    if event.phrase is None:
        return Revealed(author, None)
    phrase = one_line(event.phrase)
    sealed = transcript.commitments[author]
    if commitment_of(frozen_hash(transcript), author, phrase) != sealed:
        raise WrongInput(f"ce n’est pas la phrase que « {author} » a scellée")
    return Revealed(author, phrase)


def _rolled(transcript: Transcript, event: Rolled) -> Rolled:
    typed_by, faces = one_line(event.typed_by), event.faces.replace(" ", "")
    if wrong := set(faces) - set("123456"):
        raise WrongInput(f"« {min(wrong)} » n’est pas une face de dé", expected="de 1 à 6")
    if len(faces) != transcript.frozen.dice:
        raise WrongInput(
            f"{len(faces)} dés", expected=f"{transcript.frozen.dice}, comme annoncé au gel"
        )
    for first in transcript.typings:
        if len(transcript.typings) == TYPINGS:
            raise WrongInput("les dés sont déjà saisis deux fois")
        if seen(first.typed_by) == seen(typed_by):
            raise WrongInput(f"« {typed_by} » a déjà saisi les dés", expected="une autre personne")
        for place, (one, other) in enumerate(zip(first.faces, faces, strict=True), start=1):
            if one != other:
                raise WrongInput(f"les deux saisies diffèrent au dé n° {place} : {one} et {other}")
    return Rolled(typed_by, faces)


def _emitted(transcript: Transcript, event: Emitted) -> Emitted:
    announced = transcript.frozen.beacon
    if announced is None:
        raise WrongInput("aucune balise n’a été annoncée au gel")
    if event.round != announced.round:
        raise WrongInput(f"émission n° {event.round}", expected=f"n° {announced.round}, annoncé")
    randomness = _hex(event.randomness, HEX, "64 chiffres hexadécimaux")
    if event.signature is None:
        return Emitted(event.round, randomness)
    signature = _hex(event.signature, SIGNATURE, "des chiffres hexadécimaux, par deux")
    if hashlib.sha256(bytes.fromhex(signature)).hexdigest() != randomness:
        raise WrongInput("cette émission n’est pas l’empreinte de sa signature")
    return Emitted(event.round, randomness, signature)


def _hex(said: str, form: re.Pattern[str], expected: str) -> str:
    if not form.fullmatch(said):
        raise WrongInput(f"« {said} » ne va pas", expected=f"{expected}, en minuscules")
    return said


_CHECKS: dict[Stage, Callable[..., Event]] = {
    Stage.COMMITTED: _committed,
    Stage.REVEALED: _revealed,
    Stage.DICE: _rolled,
    Stage.BEACON: _emitted,
}
