"""No refusal without its article: every key used in the code is in each charter we publish."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from millepieds.charter.rules import RULES, wording
from millepieds.circles.tests.makers import charter_text

HOUSE = Path(__file__).parents[2]


def article_keys() -> Iterator[tuple[str, str]]:
    for path in sorted(HOUSE.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.keyword) or node.arg != "article":
                continue
            if isinstance(node.value, ast.Constant):
                where = f"{path.relative_to(HOUSE)}:{node.value.lineno}"
                yield where, str(node.value.value)


def keys_of(number: int) -> set[str]:
    return set(wording.keys_of(charter_text(number)))


USED = list(article_keys())


def test_what_the_code_cites_is_declared_so_that_no_charter_loses_it() -> None:
    assert len(USED) > 40
    assert {key for _, key in USED} == wording.CITED


@pytest.mark.parametrize("number", [1, 2])
def test_every_article_cited_is_in_the_charter(number: int) -> None:
    assert [(where, key) for where, key in USED if key not in keys_of(number)] == []


@pytest.mark.parametrize("number", [1, 2])
def test_every_rule_rests_on_an_article_of_the_charter(number: int) -> None:
    assert [rule.key for rule in RULES.values() if rule.article not in keys_of(number)] == []


def test_a_key_stays_from_one_version_to_the_next() -> None:
    assert keys_of(1) <= keys_of(2)


@pytest.mark.parametrize("number", [1, 2])
def test_each_key_is_given_once_and_each_commitment_is_concrete(number: int) -> None:
    for article in charter_text(number)["articles"]:
        keys = [one["key"] for one in article["commitments"]]
        assert len(keys) == len(set(keys))
        assert all(one["text"].startswith("Concrètement, ") for one in article["commitments"])
