"""The page for those who do not program says what the code answers."""

import re
import shlex
from pathlib import Path

from civics.cli import main
from civics.tlog import Log, leaf_hash, node_hash, trees

PAGE = (Path(__file__).parents[2] / "docs" / "algorithms" / "tlog.md").read_text("utf-8")
WORDS = ["lac", "mer", "mai", "cap", "duo"]


def in_play(word: str) -> int:
    return sum(ord(letter) - ord("a") + 1 for letter in word) % 100


def married(left: int, right: int) -> int:
    return (3 * left + right) % 100


def stands(level: int, number: int) -> int:
    """The number in play of a complete subtree."""
    if not level:
        return in_play(WORDS[number])
    return married(stands(level - 1, 2 * number), stands(level - 1, 2 * number + 1))


def proof_in_play(prove) -> list[int]:
    """What the code would read for a proof, in numbers in play."""
    read: list[int] = []

    def note(places):
        read.extend(stands(*place) for place in places)
        return [bytes(32)] * len(places)

    prove(note)
    return read


def test_the_sums_on_paper_are_right() -> None:
    sums = re.findall(r"3 × (\d+) \+ (\d+) = (\d+)", PAGE)
    assert len(sums) >= 9
    for left, right, said in sums:
        assert 3 * int(left) + int(right) == int(said)
    assert re.search(
        "cinq lignes : " + ", ".join(f"`{word}` {in_play(word)}" for word in WORDS), PAGE
    )
    assert f"{married(stands(2, 0), in_play('duo'))} est la racine" in PAGE


def test_the_proofs_on_paper_are_the_code_s() -> None:
    inside = proof_in_play(lambda read: trees.inclusion(2, 5, read))
    assert f"La preuve : {', '.join(map(str, inside))}. On part de 23" in PAGE
    grown = proof_in_play(lambda read: trees.consistency(3, 5, read))
    assert f"La preuve : {', '.join(map(str, grown))}.\n" in PAGE


def test_the_true_hashes_are_the_code_s() -> None:
    log = Log(word.encode() for word in WORDS)
    leaves = [leaf_hash(word.encode()) for word in WORDS]
    left, right = node_hash(*leaves[:2]), node_hash(*leaves[2:4])
    for what, value in {
        **{f"`{word}`": leaf for word, leaf in zip(WORDS, leaves, strict=True)},
        "`lac` et `mer`": left,
        "`mai` et `cap`": right,
        "les quatre premiers": log.root(4),
        "la racine": log.root(),
        "la racine des trois premiers": log.root(3),
    }.items():
        assert f"| {what} | {value.hex()[:8]} |" in PAGE


def test_the_command_answers_what_the_page_says(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mots.txt").write_text("".join(f"{word}\n" for word in WORDS))
    shown = re.search(r"(civics log root .*)\n```\n```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    assert main(shlex.split(shown[1])[1:]) == 0
    assert capsys.readouterr().out == shown[2]
