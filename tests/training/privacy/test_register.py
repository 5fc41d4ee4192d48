"""The register names every model, and says of each what its docstring says."""

import inspect

import pytest
from django.apps import apps
from django.db import models

from training.models import User
from training.privacy.entry import Entry, Erasure
from training.privacy.register import ACCOUNTS, LEARNERS, NAMES_AN_AUTHOR, NOBODY, REGISTER, STAFF

OURS = ("training", "modules", "quizzes", "certificates")
ONLY_SQLITE = {"wagtailsearch.SQLiteFTSIndexEntry"}
MODELS = {model._meta.label: model for model in apps.get_models()}
PERSONAL = {label: entry for label, entry in REGISTER.items() if isinstance(entry, Entry)}


def test_every_model_of_every_app_is_in_the_register() -> None:
    assert set(MODELS) | ONLY_SQLITE == set(REGISTER)


def test_no_model_is_declared_twice() -> None:
    assert len(REGISTER) == len(LEARNERS) + len(ACCOUNTS) + len(STAFF) + len(NOBODY)


@pytest.mark.parametrize("label", PERSONAL)
def test_every_field_of_a_personal_model_is_named(label: str) -> None:
    entry, meta = PERSONAL[label], MODELS[label]._meta
    own_key = {meta.pk.name} - set(entry.fields)

    fields = {field.name for field in (*meta.local_concrete_fields, *meta.local_many_to_many)} - own_key

    assert set(entry.fields) | set(entry.links) == fields


@pytest.mark.parametrize("label", PERSONAL)
def test_every_field_is_exported_or_says_why_not(label: str) -> None:
    entry = PERSONAL[label]
    exported = {column.split("__")[0] for column in entry.columns}

    named = set(entry.fields) - set(entry.not_exported)

    assert named - exported == set()
    assert exported & set(entry.not_exported) == set()
    assert all(entry.not_exported.values())


@pytest.mark.parametrize("label", [label for label in MODELS if label.split(".")[0] in OURS])
def test_docstring_of_our_model_ends_with_the_line_of_the_register(label: str) -> None:
    docstring = " ".join(inspect.cleandoc(MODELS[label].__doc__ or "").split())

    assert docstring.endswith(REGISTER[label].sentence)
    assert docstring.count("Personal data:") == 1


@pytest.mark.parametrize("label", PERSONAL)
def test_path_leads_from_the_row_to_its_person(label: str) -> None:
    entry, model = PERSONAL[label], MODELS[label]

    end = model
    for step in filter(None, entry.path.split("__")):
        end = end._meta.get_field(step).related_model

    expected = "training.Learner" if label in LEARNERS else "training.User"
    assert end._meta.label == expected or entry.erasure is Erasure.RUNS_OUT


@pytest.mark.parametrize("label", PERSONAL)
def test_limits_and_purposes_are_given(label: str) -> None:
    entry = PERSONAL[label]

    assert entry.keep
    assert entry.at_most
    assert all(entry.fields.values())


def test_content_names_its_author_nowhere_else() -> None:
    found = {
        label: tuple(
            field.name
            for field in MODELS[label]._meta.local_concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model is User
        )
        for label in set(NOBODY) & set(MODELS)
    }

    assert {label: sorted(names) for label, names in found.items() if names} == {
        label: sorted(names) for label, names in NAMES_AN_AUTHOR.items()
    }


@pytest.mark.parametrize("label", NAMES_AN_AUTHOR)
def test_content_stays_without_its_author(label: str) -> None:
    fields = [MODELS[label]._meta.get_field(name) for name in NAMES_AN_AUTHOR[label]]

    assert {field.remote_field.on_delete for field in fields} == {models.SET_NULL}


def test_limits_are_those_of_the_data_map() -> None:
    limits = {label: PERSONAL[label].at_most for label in ("training.Learner", "training.Turn", "training.Share")}

    assert limits == {
        "training.Learner": "12 months idle, with an account 24, or as long as its certificate",
        "training.Turn": "12 months idle or after completion",
        "training.Share": "5 years",
    }
