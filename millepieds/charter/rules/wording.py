"""The text of a charter: written and read back, checked, compared with the one before. Plain Python."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

Text = Mapping[str, Any]  # number, title, preamble, articles; each: key, title, body, commitments
KEY = re.compile("[a-z]+(-[a-z]+)*")
SENTENCES = re.compile(r"(?<=[.!?…])\s+")

# What the house says no with. A charter that loses one of these would leave refusals without a reason.
CITED = frozenset({
    "action.handover", "action.offer", "care.leave", "care.refusal", "care.tension", "care.welcome",
    "self-management.assign", "self-management.mandates", "self-management.perimeter",
    "self-management.renewal", "self-management.seats", "self-management.term",
    "transparency.rules", "transparency.signature", "transparency.trace", "trust.consent",
    "trust.honesty",
})  # fmt: skip


def fingerprint(text: Text) -> str:
    """SHA-256 of the text, as JSON with sorted keys and no spaces, in UTF-8."""
    plain = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(plain.encode()).hexdigest()


def keys_of(text: Text) -> list[str]:
    """Those of articles, and of their commitments: "care", "care.leave"."""
    return [
        key
        for article in text["articles"]
        for key in (
            article["key"],
            *(f"{article['key']}.{one['key']}" for one in article["commitments"]),
        )
    ]


def refusal_to_adopt(text: Text, *, last: int, cited: Collection[str] = CITED) -> Refusal | None:
    """Its number, nothing empty, each key once, and every article that the house cites."""
    if text["number"] != last + 1:
        return Refusal(
            _("Versions of the charter follow each other: the next one is number %(next)s."),
            article="transparency.signature", who=Who.YOU, instead=_("Give the text its right number."),
            values={"next": last + 1},
        )  # fmt: skip
    if empty := next(_empty_parts(text), None):
        return Refusal(
            _("A part of this text is empty: “%(part)s”."), article="transparency.signature", who=Who.YOU,
            instead=_("Write it, or take it away whole."), values={"part": empty},
        )  # fmt: skip
    keys = keys_of(text)
    if wrong := next((key for key in keys for part in key.split(".") if not _is_key(part)), None):
        return Refusal(
            _("“%(key)s” is not a key."), article="transparency.signature", who=Who.YOU,
            instead=_("A key is made of small letters without accents, and hyphens: “care”."),
            values={"key": wrong},
        )  # fmt: skip
    if twice := next((key for key, count in Counter(keys).items() if count > 1), None):
        return Refusal(
            _("The key “%(key)s” is given twice."), article="transparency.signature", who=Who.YOU,
            instead=_("Each article, and each commitment in it, has its own."),
            values={"key": twice},
        )  # fmt: skip
    if missing := sorted(set(cited) - set(keys)):
        return Refusal(
            _("The house says no by “%(key)s”, and this text no longer has it."),
            article="transparency.rules", who=Who.YOU,
            instead=_("Keep something under this key: its words and its place may change."),
            values={"key": missing[0]},
        )  # fmt: skip
    return None


def _is_key(word: str) -> bool:
    return len(word) <= 40 and KEY.fullmatch(word) is not None


def _empty_parts(text: Text) -> Iterator[str]:
    """The parts that say nothing, by their own name in the written text."""
    yield from (f"# {text['title']}" for part in ("title", "preamble") if not text[part].strip())
    if not text["articles"]:
        yield "##"
    for article in text["articles"]:
        head = f"## {article['key']} : {article['title']}"
        parts = (article["title"], article["body"], *(c["text"] for c in article["commitments"]))
        if not article["commitments"] or not all(part.strip() for part in parts):
            yield head


# Written by hand: « # titre », the preamble, « ## clé : titre », a body, « - clé : engagement ».


@dataclass(frozen=True)
class Mistake:
    """A line that cannot be read, and why."""

    line: int
    says: str


def written(text: Text) -> str:
    """The text as one writes it: what `read` gives back."""
    parts = [f"# {text['title']}", text["preamble"]]
    for article in text["articles"]:
        said = [f"- {one['key']} : {one['text']}" for one in article["commitments"]]
        parts += [f"## {article['key']} : {article['title']}", article["body"], "\n\n".join(said)]
    return "\n\n".join(parts) + "\n"


def read(typed: str, *, number: int) -> tuple[dict[str, Any], list[Mistake]]:
    """The text, and the lines that could not be read. A line that starts nothing goes on with the last."""
    text: dict[str, Any] = {"number": number, "title": "", "preamble": "", "articles": []}
    mistakes: list[Mistake] = []
    into, name = text, "preamble"
    for line, said in enumerate(map(str.strip, typed.splitlines()), start=1):
        head, _space, rest = said.partition(" ")
        key, colon, words = (part.strip() for part in rest.partition(":"))
        if head == "#" and line > 1 and text["title"]:
            mistakes.append(Mistake(line, _("a second title")))
        elif head == "#":
            text["title"] = rest.strip()
        elif head in ("##", "-") and not (colon and words and _is_key(key)):
            mistakes.append(
                Mistake(line, _("a key, a colon, then words are expected: “care : Care”"))
            )
        elif head == "##":
            into, name = {"key": key, "title": words, "body": "", "commitments": []}, "body"
            text["articles"].append(into)
        elif head == "-" and not text["articles"]:
            mistakes.append(Mistake(line, _("a commitment stands under an article")))
        elif head == "-":
            into, name = {"key": key, "text": words}, "text"
            text["articles"][-1]["commitments"].append(into)
        elif said:
            into[name] = f"{into[name]} {said}".strip()
    if not text["title"]:
        mistakes.insert(0, Mistake(1, _("the title is missing: “# The charter”")))
    return text, mistakes


# Compared: article by article, by their keys, then sentence by sentence.


@dataclass(frozen=True)
class Passage:
    """A piece of text that stayed, left, or came."""

    kind: str  # "same", "gone" or "new"
    text: str


Paragraph = Sequence[Passage]


@dataclass(frozen=True)
class Change:
    """What became of one article, or of the preamble, whose key is empty."""

    key: str
    title: str
    number: int | None  # none once it is gone
    before: int | None  # none when it is new
    renamed_from: str
    moved: bool
    paragraphs: Sequence[Paragraph]


def difference(before: Text, after: Text) -> list[Change]:
    """Only what changed, in the order of the new text; what is gone comes last."""
    old, new = _by_key(before), _by_key(after)
    common = [key for key in old if key in new]
    stayed = {
        key for kind, key in _compared(common, [k for k in new if k in old]) if kind == "same"
    }
    numbers = ({k: n for n, k in enumerate(of, 1)} for of in (old, new))
    was, is_now = numbers
    changes = _preamble(before, after)
    for key in [*new, *(key for key in old if key not in new)]:
        one, other = old.get(key), new.get(key)
        title = (other or one or {})["title"]
        renamed = one["title"] if one and other and one["title"] != title else ""
        moved = key in common and key not in stayed
        paragraphs = _paragraphs(one, other)
        if renamed or moved or paragraphs:
            changes.append(
                Change(key, title, is_now.get(key), was.get(key), renamed, moved, paragraphs)
            )
    return changes


def _by_key(text: Text) -> dict[str, Text]:
    return {article["key"]: article for article in text["articles"]}


def _preamble(before: Text, after: Text) -> list[Change]:
    renamed = before["title"] if before["title"] != after["title"] else ""
    paragraph = passages(before["preamble"], after["preamble"])
    if not renamed and not paragraph:
        return []
    return [Change("", after["title"], 0, 0, renamed, False, [paragraph] if paragraph else [])]


def _paragraphs(one: Text | None, other: Text | None) -> list[Paragraph]:
    """The body, then each commitment by its key; those that did not change are left out."""
    old = {c["key"]: c["text"] for c in one["commitments"]} if one else {}
    new = {c["key"]: c["text"] for c in other["commitments"]} if other else {}
    pairs = [(one["body"] if one else "", other["body"] if other else "")]
    pairs += [(old.get(key, ""), text) for key, text in new.items()]
    pairs += [(text, "") for key, text in old.items() if key not in new]
    return [paragraph for pair in pairs if (paragraph := passages(*pair))]


def passages(old: str, new: str) -> Paragraph:
    """One text beside the one before, sentence by sentence; nothing when they are the same."""
    if old == new:
        return ()
    before, after = ([s for s in SENTENCES.split(text) if s] for text in (old, new))
    return [Passage(kind, text) for kind, text in _compared(before, after)]


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[str, str]]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (("same", text) for text in old[i:j])
            continue
        yield from (("gone", text) for text in old[i:j])
        yield from (("new", text) for text in new[k:m])
