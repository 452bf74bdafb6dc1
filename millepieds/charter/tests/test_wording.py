"""A charter on paper: read back as it was written, refused when it says nothing, compared by article."""

from typing import Any

import pytest

from millepieds.charter.rules.wording import (
    CITED,
    Passage,
    difference,
    keys_of,
    read,
    refusal_to_adopt,
    written,
)
from millepieds.circles.tests.makers import charter_text


def text(number: int = 2, **changed: Any) -> dict[str, Any]:
    return {**charter_text(number), **changed}


def without(key: str) -> dict[str, Any]:
    """The second charter, less one article or one commitment."""
    article, _, commitment = key.partition(".")
    kept = [one for one in text()["articles"] if commitment or one["key"] != article]
    for one in kept:
        one["commitments"] = [
            each for each in one["commitments"] if f"{one['key']}.{each['key']}" != key
        ]
    return text(articles=kept)


def first(**changed: Any) -> dict[str, Any]:
    """The second charter, its first article changed."""
    one, *others = text()["articles"]
    return text(articles=[{**one, **changed}, *others])


@pytest.mark.parametrize("number", [1, 2])
def test_our_own_charters_may_be_adopted(number: int) -> None:
    assert refusal_to_adopt(text(number), last=number - 1) is None


@pytest.mark.parametrize(("number", "last"), [(1, 1), (3, 1), (2, 0)])
def test_versions_follow_each_other(number: int, last: int) -> None:
    no = refusal_to_adopt({**text(), "number": number}, last=last)
    assert no
    assert no.values == {"next": last + 1}


@pytest.mark.parametrize("key", sorted(CITED))
def test_no_charter_loses_what_the_house_says_no_with(key: str) -> None:
    no = refusal_to_adopt(without(key), last=1)
    assert no
    assert no.values == {"key": key}


def test_what_the_house_does_not_cite_may_go() -> None:
    free = sorted(set(keys_of(text())) - CITED - {key.partition(".")[0] for key in CITED})
    assert free
    assert [refusal_to_adopt(without(key), last=1) for key in free] == [None] * len(free)


LINE = {"key": "mandates", "text": "Concrètement, oui."}


@pytest.mark.parametrize(
    ("faulty", "because"),
    [
        (text(title=""), "empty"),
        (text(preamble=" "), "empty"),
        (text(articles=[]), "empty"),
        (first(title=""), "empty"),
        (first(body="\n"), "empty"),
        (first(commitments=[]), "empty"),
        (first(commitments=[{**LINE, "text": ""}]), "empty"),
        (first(commitments=[LINE, LINE]), "twice"),
        (text(articles=[*text()["articles"], text()["articles"][0]]), "twice"),
        (first(key="Éléphant"), "not a key"),
        (first(commitments=[{**LINE, "key": "a b"}]), "not a key"),
        (first(key="a" * 41), "not a key"),
    ],
)
def test_a_text_with_a_hole_is_refused_and_the_hole_is_named(faulty, because: str) -> None:
    no = refusal_to_adopt(faulty, last=1)
    assert no
    assert because in no.because
    assert no.article in CITED


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_written_is_read_back(number: int) -> None:
    assert read(written(text(number)), number=number) == (text(number), [])


def test_a_long_line_may_be_broken() -> None:
    typed = "# Titre\nUn.\nDeux.\n\n## care : Soin\nTrois.\n- leave : Je\npars.\n"
    said, mistakes = read(typed, number=3)
    assert not mistakes
    assert said["preamble"] == "Un. Deux."
    assert said["articles"][0]["commitments"] == [{"key": "leave", "text": "Je pars."}]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("", [1]),
        ("Sans titre", [1]),
        ("# Titre\n# Encore", [2]),
        ("# Titre\n## Soin", [2]),
        ("# Titre\n## Soin : Soin", [2]),
        ("# Titre\n- leave : Je pars.", [2]),
        ("# Titre\n## care : Soin\n- Je pars.\n- leave :", [3, 4]),
    ],
)
def test_a_line_that_cannot_be_read_is_named(typed: str, lines: list[int]) -> None:
    assert [mistake.line for mistake in read(typed, number=1)[1]] == lines


def test_nothing_changed_is_nothing_to_read() -> None:
    assert difference(text(), text()) == []


def test_an_article_that_moves_is_not_one_that_goes_and_comes() -> None:
    one, two, three, *others = text()["articles"]
    [change] = difference(text(), text(articles=[two, three, one, *others]))
    assert (change.key, change.before, change.number, change.moved) == (one["key"], 1, 3, True)
    assert change.paragraphs == []


def test_an_article_new_gone_or_renamed_says_so() -> None:
    new = {"key": "rest", "title": "Repos", "body": "Souffler.", "commitments": [LINE]}
    one, two, *others = text()["articles"]
    after = text(articles=[new, one, *others])
    came, gone = difference(text(), after)
    assert (came.title, came.before, came.number) == ("Repos", None, 1)
    assert came.paragraphs[0] == [Passage("new", "Souffler.")]
    assert (gone.title, gone.before, gone.number) == (two["title"], 2, None)
    assert {passage.kind for p in gone.paragraphs for passage in p} == {"gone"}
    [renamed] = difference(text(), first(title="Sans chef"))
    assert (renamed.title, renamed.renamed_from) == ("Sans chef", one["title"])


def test_only_the_sentence_that_changed_is_shown_as_changed() -> None:
    before = first(body="Ici, personne n’est chef. Le pouvoir circule. Tu peux le recevoir.")
    after = first(body="Ici, personne n’est chef. Le pouvoir est prêté. Tu peux le recevoir.")
    [change] = difference(before, after)
    assert change.paragraphs == [
        [
            Passage("same", "Ici, personne n’est chef."),
            Passage("gone", "Le pouvoir circule."),
            Passage("new", "Le pouvoir est prêté."),
            Passage("same", "Tu peux le recevoir."),
        ]
    ]


def test_the_preamble_and_the_title_are_compared_too() -> None:
    [change] = difference(text(), text(title="Notre charte", preamble="Nous."))
    assert (change.key, change.renamed_from) == ("", text()["title"])
    assert change.paragraphs[0][-1] == Passage("new", "Nous.")
