"""What every file of the arithmetic keeps: it runs alone, and its words can be checked."""

import ast
import doctest
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import civics

HERE = Path(civics.__file__).parent
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(civics.__path__, "civics.")
    if ".tests" not in module.name and not module.name.endswith("__main__")
)
LONG: dict[str, str] = {
    # files of more than 300 lines: why they stay whole
}


@pytest.mark.parametrize("name", MODULES)
def test_each_example_in_the_words_is_true(name) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_whatever_is_public_says_what_it_does(name) -> None:
    file = Path(str(import_module(name).__file__))
    tree = ast.parse(file.read_text())
    things = [
        tree,
        *(part for part in tree.body if isinstance(part, ast.FunctionDef | ast.ClassDef)),
    ]
    silent = [
        getattr(part, "name", name)
        for part in things
        if not getattr(part, "name", "").startswith("_") and not ast.get_docstring(part)
    ]
    assert silent == []


def test_a_file_is_one_idea() -> None:
    lengths = {
        str(file.relative_to(HERE)): len(file.read_text().splitlines())
        for file in HERE.rglob("*.py")
    }
    assert {name for name, length in lengths.items() if length > 300} == set(LONG)


def test_nothing_of_the_house_is_needed() -> None:
    names = ", ".join(MODULES)
    told = f"import sys, {names}; print([m for m in sys.modules if m.split('.')[0] in ('django', 'millepieds')])"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
