"""The documentation says what is: what it points to exists, what it lists is whole."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.BASE_DIR
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "deploy" / "README.md"]
FIRST = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "build"}
HEADINGS = [
    "Context", "Decision", "Consequences", "Where to change it if we change our mind",
]  # fmt: skip


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def quoted(page: Path) -> list[str]:
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL))


def looks_like_a_path(words: str) -> bool:
    """Written from the root of the repository, without a blank to fill."""
    first, slash, _ = words.partition("/")
    return bool(slash) and first in FIRST and not re.search(r"[ <>…{}]|NNNN", words)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", text_of(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_quoted_exists(page: Path) -> None:
    paths = [words for words in quoted(page) if looks_like_a_path(words)]
    assert [path for path in paths if not list(ROOT.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = re.findall(r"`make ([a-z -]+)`", text_of(page))
    blocks = re.findall(r"```sh\n(.*?)```", text_of(page), re.DOTALL)
    named += re.findall(r"^(?:[A-Z]+=\S+ )?make ([a-z-]+)", "\n".join(blocks), re.MULTILINE)
    assert {target for words in named for target in words.split()} <= targets


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_the_house_exists(page: Path) -> None:
    named = set(re.findall(r"bin/millepieds ([a-z]+(?:-[a-z]+)*)", text_of(page)))
    assert named <= set(get_commands())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_knows_this_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp)/|pypi\.org", text_of(page))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("page", ADRS, ids=name_of)
def test_a_decision_has_its_number_and_its_four_parts(page: Path) -> None:
    text = text_of(page)
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


def glossary() -> list[list[str]]:
    rows = [line for line in text_of(ROOT / "docs" / "glossary.md").splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [row for row in cells if row[0] != "Code" and not row[0].startswith("---")]


def test_the_glossary_has_four_columns_and_its_code_in_backticks() -> None:
    bad = [
        row for row in glossary() if len(row) != 4 or row[0][0] != "`" or not (row[1] and row[2])
    ]
    assert bad == []


def test_every_model_is_in_the_glossary_once() -> None:
    words = [row[0].strip("`") for row in glossary()]
    models = {
        model.__name__ for model in apps.get_models() if model.__module__.startswith("millepieds.")
    }
    assert {name: words.count(name) for name in models if words.count(name) != 1} == {}


def test_every_article_of_the_glossary_exists() -> None:
    charter = json.loads(text_of(ROOT / "millepieds" / "charter" / "texts" / "charter-1.json"))
    keys = {
        f"{article['key']}.{commitment['key']}"
        for article in charter["articles"]
        for commitment in article["commitments"]
    }
    assert {row[3].strip("`") for row in glossary() if row[3]} <= keys


def test_every_area_is_described() -> None:
    text = text_of(ROOT / "docs" / "architecture.md")
    assert [area for area in settings.AREAS if f"| `{area}` |" not in text] == []
