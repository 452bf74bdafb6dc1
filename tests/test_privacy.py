"""What the house knows of people is declared, field by field; no field escapes."""

import pytest
from django.apps import apps
from django.db.models import Field, Model

from millepieds.core.privacy import REGISTRY, Category, Declared, OnErase

ABOUT_PEOPLE = {"account", "mfa", "sessions"}  # areas of others that know something of ours
KEPT_BY_DJANGO = {"contenttypes", "auth"}  # tables that name models, not persons


def models_of_the_house() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("millepieds.") or model._meta.app_label in ABOUT_PEOPLE
    ]


def fields_of(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if isinstance(field, Field)}


MODELS = {model._meta.label: model for model in models_of_the_house()}


def test_every_table_that_knows_people_is_declared() -> None:
    assert set(REGISTRY) == set(MODELS)


def test_no_other_app_keeps_a_table_unseen() -> None:
    seen = {model._meta.app_label for model in MODELS.values()}
    assert {model._meta.app_label for model in apps.get_models()} - seen <= KEPT_BY_DJANGO


@pytest.mark.parametrize("label", MODELS)
def test_every_field_is_blanked_or_kept_and_no_other(label: str) -> None:
    declared = REGISTRY[label]
    assert declared.fields == fields_of(MODELS[label])
    assert not set(declared.blanks) & set(declared.keeps)


@pytest.mark.parametrize("declared", REGISTRY.values(), ids=REGISTRY)
def test_a_declaration_says_all_a_person_may_ask(declared: Declared) -> None:
    assert declared.says
    assert declared.retention
    personal = declared.category is not Category.NOTHING_PERSONAL
    assert bool(declared.whose) is personal or declared.model == "sessions.Session"
    if declared.on_erase is OnErase.BLANK:
        assert declared.blanks
    else:
        assert not declared.blanks


@pytest.mark.parametrize("declared", REGISTRY.values(), ids=REGISTRY)
def test_whose_a_row_is_leads_to_a_person(declared: Declared) -> None:
    rows = apps.get_model(declared.model)._default_manager
    for path in declared.whose:
        str(rows.filter(**{path: 1}).query)


@pytest.mark.parametrize("declared", REGISTRY.values(), ids=REGISTRY)
def test_what_a_blank_is_fits_its_field(declared: Declared) -> None:
    for name, blank in declared.blanks.items():
        field = apps.get_model(declared.model)._meta.get_field(name)
        assert isinstance(field, Field)
        assert blank is not None or field.null, f"{declared.model}.{name}"
