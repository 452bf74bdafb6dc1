"""The house rules that no linter knows. Each is stated in docs/house-style.md."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Field, Model

from millepieds.core.beside import PARTS
from millepieds.core.deeds import DEEDS, Audience, Deed, HouseKey
from millepieds.core.powers import POWERS
from millepieds.home.rules.words import FACTS
from tests.layers import HEIGHT, ROOT

HOUSE = ROOT / "millepieds"
SHAPE = {
    "__init__", "apps", "models", "rules", "actions", "queries", "forms", "http", "views", "urls",
    "privacy", "deeds", "tasks", "management", "templatetags", "migrations", "templates", "tests",
    "adapter", "middleware", "receivers", "context", "backend", "effects", "texts",
    "pictures", "sheets", "searched", "signals", "beside",
}  # fmt: skip
FRONT = {"models", "rules", "actions", "queries", "http"}
ALSO_SHOWN = {
    # what another area may import besides the front: why
    "home → people.deeds": "erasing crosses every area; the deed belongs to the person erased",
    "home → people.forms": "two accounts are proved as one account is, in the same boxes",
    "members → people.forms": "a code is typed in the same box, whatever it proves an address for",
    "tensions → members.forms": "members are named in one box, whatever they are named for",
    "care → members.forms": "members are named in one box, whatever they are named for",
    "decisions → circles.forms": "a circle or a role is said in the same boxes, by a mandate or by consent",
    "decisions → members.forms": "members are named in one box, whatever they are named for",
    "meetings → members.signals": "whoever leaves hands their places on at once, above where one leaves",
    "meetings → people.forms": "a code is typed in the same box, whatever it proves an address for",
    "meetings → members.forms": "members are named in one box, whatever they are named for",
    "members → charter.forms": "signing makes a member, and its boxes are the charter's articles",
}
NOT_DEEDS = {
    # public functions of an action module that are no deeds: why
    "journal.actions.record": "the trace itself",
    "home.actions.merge": "closes what areas above keep; `merge_accounts`, inside it, is the deed",
    "journal.actions.forget": "a part of `erase`, which is the deed",
    "journal.actions.sign_checkpoint": "says how far the journal is; told in it, it would never end",
    "letters.actions.write": "a letter is part of the deed that writes it",
    "letters.actions.write_to_all": "a letter is part of the deed that writes it",
    "letters.actions.write_news": "a letter is part of the deed that writes it",
    "letters.actions.take_back_news": "a part of leaving, which is the deed",
    "home.actions.send_news": "what the letters say was remembered before",
    "letters.actions.write_outside": "a letter is part of the deed that writes it",
    "letters.actions.send_due": "the postman: what the letters say was remembered before",
    "search.actions.index": "the index is part of the deed that writes what is found",
    "search.actions.rebuild": "the same words again: nothing is decided",
    "search.actions.catch_up": "the same words again: nothing is decided",
    "search.actions.leave_nothing_behind": "the same words again: nothing is decided",
    "meetings.actions.places.take_place": "a part of signing up, which is the deed",
    "meetings.actions.places.keep_needs": "a part of signing up, or of saying what one needs",
    "meetings.actions.places.let_go": "a part of withdrawing, which is the deed",
    "meetings.actions.places.give_free_places": "each place given is told; without one, nothing is done",
    "meetings.actions.places.tell": "a letter is part of the deed that writes it",
    "meetings.actions.places.tell_all": "a letter is part of the deed that writes it",
    "members.actions.charter.publish_charter": "adopting is one deed, telling everyone another",
    "meetings.actions.minuting.ask_again": "a part of saving other words, or of giving a task",
    "meetings.actions.room.treat": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.begin_round": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.end_round": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.come_in": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.bring_in": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.raise_hand": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.lower_hand": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.give_floor": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.pass_turn": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.end_speech": "a gesture in a room, gone when it closes: ADR 29",
    "meetings.actions.room.led": "asks who leads; changes nothing",
    "meetings.actions.room.noted": "puts words together; changes nothing",
    "meetings.actions.places.forget_letters_to": "a part of the deed by which a guest is forgotten",
    "letters.actions.take_back_outside": "a letter is part of the deed that writes it, or takes it back",
    "meetings.actions.room.suggest": "a sentence offered to the scribe: what is noted is the deed",
    "meetings.actions.room.take_suggestion": "`save_minutes`, inside it, is the deed",
    "circles.actions.mandates.formal_commitment": "the sentence of a commitment, in words",
}
LONG: dict[str, str] = {
    # files of more than 300 lines: why they stay whole
}
LET_THROUGH_UNESCAPED = {
    # where markup is not escaped: why nothing of a person can be in it
    "core/templates/core/forms/notes.html": "help texts are ours, and Django writes a list in one",
    "core/templatetags/house.py": "drawings of the Lucide package, by our own names",
    "website/queries.py": "Markdown of those who publish, cleaned by nh3 to a short list of tags",
    "people/adapter.py": "a QR code drawn by segno: squares only",
}
METHODS = {"require_GET", "require_POST", "require_safe", "require_http_methods"}
WAYS_TO_ASK = {"ground_to", "grounds", "circles_reached", "holders", "who_may"}


def area_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("millepieds.")]


def crossing_links() -> Iterator[tuple[type[Model], "Field[object, object]"]]:
    for model in OUR_MODELS:
        for link in model._meta.get_fields():
            to = link.related_model
            if isinstance(link, Field) and to in OUR_MODELS and area_of(to) != area_of(model):
                yield model, link


@pytest.mark.parametrize(("model", "link"), list(crossing_links()), ids=str)
def test_links_between_areas_point_down_and_leave_no_trace_above(model, link) -> None:
    assert HEIGHT[area_of(link.related_model)] < HEIGHT[area_of(model)]
    assert link.remote_field.hidden, "give it related_name='+'"


# The code, read as a tree


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def code(*patterns: str) -> list[Path]:
    """Python files of the areas, without tests and migrations."""
    found = chain.from_iterable(HOUSE.glob(pattern) for pattern in patterns or ["**/*.py"])
    aside = {"migrations", "tests"}
    return sorted(path for path in set(found) if not aside & set(path.parts[len(HOUSE.parts) :]))


def said(path: Path) -> str:
    """millepieds/circles/actions/mandates.py is circles.actions.mandates."""
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts)


def calls_in(node: ast.AST) -> list[ast.Call]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Call)]


def last_word(node: ast.expr) -> str:
    """`deeds.LEFT` and `LEFT` are both LEFT."""
    return ast.unparse(node).rpartition(".")[2]


def declared_by(function: str) -> dict[str, tuple[str, Path]]:
    """NAME = function("key", …): the key and the file, by name."""
    found = {}
    for path in code():
        for node in tree(path).body:
            call = node.value if isinstance(node, ast.Assign) else None
            if isinstance(call, ast.Call) and last_word(call.func) == function:
                assert isinstance(node, ast.Assign)
                found[last_word(node.targets[0])] = (ast.literal_eval(call.args[0]), path)
    return found


ACTIONS = code("*/actions.py", "*/actions/*.py")


def functions_of_actions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in ACTIONS:
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{said(path)}.{node.name}", node


@pytest.mark.parametrize(
    ("name", "deed"), [pair for pair in functions_of_actions() if pair[0] not in NOT_DEEDS]
)
def test_every_action_is_atomic_signed_and_remembered(name: str, deed: ast.FunctionDef) -> None:
    assert "transaction.atomic" in [ast.unparse(each) for each in deed.decorator_list]
    assert "by" in [arg.arg for arg in deed.args.kwonlyargs]
    assert "record" in [ast.unparse(call.func) for call in calls_in(deed)]


def test_what_is_said_to_be_no_deed_is_still_there() -> None:
    assert set(NOT_DEEDS) <= {name for name, _ in functions_of_actions()}


def test_every_deed_is_remembered_somewhere_and_every_trace_is_declared() -> None:
    recorded = {
        last_word(call.args[0])
        for path in ACTIONS
        for call in calls_in(tree(path))
        if last_word(call.func) == "record"
    }
    assert recorded == set(declared_by("deed"))


# other tests declare deeds of their own, to walk the register with
OUR_DEEDS = [deed for deed in DEEDS.values() if not deed.key.startswith("tests.")]


@pytest.mark.parametrize("deed", OUR_DEEDS, ids=[deed.key for deed in OUR_DEEDS])
def test_every_deed_has_its_audience_its_words_and_typed_facts(deed: Deed) -> None:
    area, _, verb = deed.key.partition(".")
    assert area in HEIGHT
    assert re.fullmatch("[a-z]+(_[a-z]+)*", verb)
    assert isinstance(deed.audience, Audience)
    assert deed.says
    allowed = (int, date, datetime, Enum, HouseKey)
    assert all(issubclass(kind, allowed) for kind in deed.facts.values())
    assert deed.facts.keys() <= FACTS.keys(), "say the fact in words in home/rules/words.py"


def test_every_deed_is_declared_by_its_own_area() -> None:
    declared = declared_by("deed").values()
    assert [key for key, path in declared if key.split(".")[0] != said(path).split(".")[0]] == []


def imports(path: Path) -> Iterator[str]:
    """Each thing of ours that a file imports, in full."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("millepieds"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith("millepieds."))


def test_an_area_shows_the_others_only_its_front() -> None:
    seen = {
        f"{area} → {other}.{what}"
        for path in code()
        for area in [path.relative_to(HOUSE).parts[0]]
        for _, other, what, *_ in [f"{name}...".split(".") for name in imports(path)]
        if other not in (area, "core") and what and what not in FRONT
    }
    assert seen == set(ALSO_SHOWN)


def _templates() -> Iterator[tuple[str, Path, str]]:
    for path in sorted(HOUSE.glob("*/templates/**/*.html")):
        yield path.relative_to(HOUSE).parts[0], path, path.read_text()


def test_a_page_takes_nothing_from_an_area_above_its_own() -> None:
    """Neither its tags nor its parts: an area above puts its own there, by `core/beside.py`."""
    tags = {path.stem: path.parts[-3] for path in HOUSE.glob("*/templatetags/*.py")}
    taken = [
        (area, tags.get(name, name), path.name)
        for area, path, text in _templates()
        for name in [
            *chain.from_iterable(each.split() for each in re.findall(r"{% load ([\w ]+) %}", text)),
            *re.findall(r"{% (?:include|extends) \"(\w+)/", text),
        ]
    ]
    assert [one for one in taken if HEIGHT.get(one[1], 0) > HEIGHT[one[0]]] == []
    assert {"core", "charter"} <= {other for _, other, _ in taken}


def test_every_place_of_a_page_is_filled_by_areas_above_it() -> None:
    named = {
        place: area
        for area, _, text in _templates()
        for place in re.findall(r"{% beside \"([\w.]+)\"", text)
    }
    assert named.keys() == PARTS.keys()
    for place, parts in PARTS.items():
        assert place.startswith(f"{named[place]}.")
        heights = [HEIGHT[part.__module__.split(".")[1]] for part in parts]
        assert heights == sorted(heights)
        assert HEIGHT[named[place]] < heights[0]


@pytest.mark.parametrize("area", [area for area in HEIGHT if area != "core"])
def test_every_area_has_the_same_shape(area: str) -> None:
    found = {path.stem for path in (HOUSE / area).iterdir() if path.name != "__pycache__"}
    assert found <= SHAPE
    assert ast.get_docstring(tree(HOUSE / area / "__init__.py")), "say what this area is"


def test_every_model_has_its_word_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert [model.__name__ for model in OUR_MODELS if f"`{model.__name__}`" not in glossary] == []


def test_settings_and_layers_name_the_same_areas() -> None:
    assert list(settings.AREAS) == list(HEIGHT)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_import_nothing_of_ours() -> None:
    for path in HOUSE.glob("*/migrations/*.py"):
        assert list(imports(path)) == [], path
        assert "millepieds." not in path.read_text("utf-8"), path


# Rights


def test_every_refusal_names_its_article_and_what_to_do_instead() -> None:
    """Or the power that was missing: the page then says who holds it."""
    refusals = [
        (f"{said(path)}:{call.lineno}", {given.arg for given in call.keywords})
        for path in code()
        for call in calls_in(tree(path))
        if last_word(call.func) == "Refusal"
    ]
    assert refusals
    assert [at for at, given in refusals if not {"article", "instead"} <= given] == []
    assert [at for at, given in refusals if len({"power", "who"} & given) != 1] == []


def test_every_power_has_its_sentence_and_other_words_to_find_it() -> None:
    assert [key for key, power in POWERS.items() if not (power.says and power.also_called)] == []
    assert {key for key, _ in declared_by("power").values()} == set(POWERS)


def test_every_power_is_asked_for_somewhere() -> None:
    asked = {
        last_word(given)
        for path in ACTIONS
        for call in calls_in(tree(path))
        if last_word(call.func) in WAYS_TO_ASK
        for given in call.args
    }
    assert set(declared_by("power")) - asked == set()


def test_rules_run_where_django_is_not() -> None:
    modules = [f"millepieds.{said(path)}" for path in code("*/rules.py", "*/rules/*.py")]
    alone = "\n".join([
        "import importlib, sys",
        f"for name in {modules!r}: importlib.import_module(name.removesuffix('.__init__'))",
        "sys.exit('django' in sys.modules)",
    ])  # fmt: skip
    assert subprocess.run([sys.executable, "-c", alone], cwd=ROOT, check=False).returncode == 0


def test_nobody_is_above_the_others() -> None:
    """No superuser, no staff, no group, no admin site: rights are mandates."""
    above = re.compile(
        r"superuser|is_staff|PermissionsMixin|django\.contrib\.admin|\bGroup\b|has_perm|"
        r"permission_required|user_passes_test|user_permissions"
    )
    config = [ROOT / "config" / "settings.py", ROOT / "config" / "urls.py"]
    found = [str(path) for path in [*code(), *config] if above.search(path.read_text("utf-8"))]
    assert found == []
    fields = {field.name for field in apps.get_model("people.Person")._meta.get_fields()}
    assert not fields & {"is_superuser", "is_staff", "groups", "user_permissions", "is_admin"}


# Pages


def templates(*ends: str) -> list[Path]:
    return [path for end in ends for path in sorted(HOUSE.glob(f"*/templates/**/*{end}"))]


def test_every_form_that_posts_is_protected_and_done_once() -> None:
    samples = HOUSE / "core/templates/core/style.html"  # shows the look; nothing in it is sent
    posting = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)
    bare = [
        str(path.relative_to(HOUSE))
        for path in templates(".html")
        if path != samples
        for form in posting.findall(path.read_text("utf-8"))
        if "{% csrf_token %}" not in form or "{% once %}" not in form
    ]
    assert bare == []


def test_nothing_is_let_through_unescaped_without_a_reason() -> None:
    raw = re.compile(r"\|safe\b|autoescape off|mark_safe\(|\|safeseq")
    paths = [*templates(".html", ".svg"), *code()]
    found = {
        path.relative_to(HOUSE).as_posix() for path in paths if raw.search(path.read_text("utf-8"))
    }
    assert found == set(LET_THROUGH_UNESCAPED)


def views() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions of views that take a request and answer a URL."""
    named = {
        last_word(call.args[1])
        for path in code("*/urls.py")
        for call in calls_in(tree(path))
        if last_word(call.func) == "path" and len(call.args) > 1
    }
    for path in code("*/views.py", "*/views/*.py"):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and node.name in named:
                yield f"{said(path)}.{node.name}", node


@pytest.mark.parametrize(("name", "view"), list(views()))
def test_every_view_says_to_which_methods_it_answers(name: str, view: ast.FunctionDef) -> None:
    worn = {
        last_word(each.func if isinstance(each, ast.Call) else each) for each in view.decorator_list
    }
    assert worn & METHODS


def test_no_file_is_too_long_to_be_read() -> None:
    lengths = {said(path): len(path.read_text("utf-8").splitlines()) for path in code()}
    assert {name for name, length in lengths.items() if length > 300} == set(LONG)
