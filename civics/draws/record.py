"""The text that is hashed: lines that anyone can write again, longer at each stage."""

import hashlib
from collections.abc import Iterator

from civics.draws.transcript import Stage, Transcript

FORMAT = "civics draw 1"


def commitment_of(frozen: str, author: str, phrase: str) -> str:
    """The hash that seals a phrase: for this draw and this author only, so it cannot be copied.

    `frozen` is the hash read aloud at the freeze; author and phrase are in the form of `one_line`.

    >>> commitment_of("00" * 32, "Amina", "il pleut sur la place")[:16]
    '5c930a3b5aa59a95'
    """
    return _hash(f"{FORMAT} phrase\n{frozen}\n{author}\n{phrase}\n")


def frozen_hash(transcript: Transcript) -> str:
    """The hash of all that was settled before any chance, to be read aloud first."""
    return _hash(_frozen(transcript))


def text_of(transcript: Transcript) -> str:
    """The whole text so far, in UTF-8 with one line feed at the end of each line.

    What is chosen by nobody is alone in coming last: who typed the dice, the order in which phrases
    arrived and everything else that could be tried again until it pleases stay out of it.

    >>> from civics.draws.transcript import freeze
    >>> print(text_of(freeze(["Zoé", "Amina"], title="14 mars", rule="Les présents", take=1)), end="")
    civics draw 1
    title: 14 mars
    rule: Les présents
    take: 1
    dice: 25
    beacon: none
    quotas: 0
    pool: 2
    Amina
    Zoé
    """
    return "".join(part for _, part in _parts(transcript))


def hashes(transcript: Transcript) -> dict[Stage, str]:
    """The SHA-256 of the text as it stood at the end of each stage, 64 hexadecimal digits each.

    That of the present stage still changes while `civics.draws.stages.awaited` names something; that
    of the last stage is the seed. Source: FIPS 180-4; `sha256sum` on the text gives the same.
    """
    found: dict[Stage, str] = {}
    text = ""
    for stage, part in _parts(transcript):
        text += part
        found[stage] = _hash(text)
    return found


def _parts(transcript: Transcript) -> Iterator[tuple[Stage, str]]:
    yield Stage.FROZEN, _frozen(transcript)
    authors = sorted(transcript.commitments)
    if authors:
        sealed = [f"{author}\t{transcript.commitments[author]}" for author in authors]
        yield Stage.COMMITTED, _lines(f"commitments: {len(authors)}", *sealed)
    if transcript.phrases:
        opened = [transcript.phrases.get(author) or "" for author in authors]
        yield Stage.REVEALED, _lines("phrases:", *opened)
    if transcript.typings:
        yield Stage.DICE, _lines(f"faces: {transcript.typings[0].faces}")
    if transcript.emission:
        yield Stage.BEACON, _lines(f"randomness: {transcript.emission.randomness}")


def _frozen(transcript: Transcript) -> str:
    frozen = transcript.frozen
    features = sorted({quota.feature for quota in frozen.quotas})
    beacon = f"{frozen.beacon.round}\t{frozen.beacon.source}" if frozen.beacon else "none"
    return _lines(
        FORMAT,
        f"title: {frozen.title}",
        f"rule: {frozen.rule}",
        f"take: {frozen.take}",
        f"dice: {frozen.dice}",
        f"beacon: {beacon}",
        f"quotas: {len(frozen.quotas)}",
        *(f"{q.feature}\t{q.value}\t{q.least}\t{q.most}" for q in frozen.quotas),
        f"pool: {len(frozen.people)}",
        *(
            "\t".join([name, *(frozen.traits[name][feature] for feature in features)])
            for name in frozen.people
        ),
    )


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
