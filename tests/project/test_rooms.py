"""The rooms have an order, and nothing looks up.

import-linter sees imports (`lint-imports`). Here is what it cannot see: relations, addresses, templates, tags, permissions and models named by a text.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Lowest first. Written by hand; the tests below hold settings and contract against it.
ORDER = [
    "ovop_portal.common",
    "ovop_portal.ledger",
    "regions",
    "ovop_portal.accounts",
    "ovop_portal.documents",
    "ovop_portal.backup",
    "ovop_portal.notifications",
    "ikm",
    "awards",
    "assessments",
    "ovop_portal.front",
    "ovop_portal.demo",
]
LABELS = [room.rpartition(".")[2] for room in ORDER]
HEIGHT = {label: height for height, label in enumerate(LABELS)}
LOWEST = -1  # whatever is not ours

# Calls that name something by a text, and what that text looks like; its first group is the room.
PERMISSION_OR_MODEL = re.compile(r"([a-z_]+)\.\w+")
TASK = re.compile(r"(?:ovop_portal\.)?([a-z_]+)\.tasks\.\w+")
TEMPLATE = re.compile(r"([a-z_]+)/[\w/.]+")
NAMING_CALLS = {
    **dict.fromkeys(["has_perm", "allow", "require", "add_perm", "test_rule"], PERMISSION_OR_MODEL),
    **dict.fromkeys(["get_model", "ForeignKey", "OneToOneField", "ManyToManyField"], PERMISSION_OR_MODEL),
    **dict.fromkeys(["wake", "send_task", "signature"], TASK),
    **dict.fromkeys(["render", "render_form", "render_to_string", "get_template", "TemplateResponse"], TEMPLATE),
}
# A page's name wherever it stands, since names are kept in tables as often as they are called.
PAGE = re.compile(r"([a-z_]+):[a-z_]+")


def height_of(label: str) -> int:
    return HEIGHT.get(label, LOWEST)


# --- What looks up in a piece of code ------------------------------------------------------------------------------------


def upward_in_code(source: str, room: str) -> list[str]:
    """Texts in `source`, a module of `room`, that name something of a higher room."""
    return [text for text, label in _named_in_code(ast.parse(source)) if height_of(label) > height_of(room)]


def _named_in_code(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            yield from _named_by([node], PAGE)
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in NAMING_CALLS:
                yield from _named_by([*node.args, *(keyword.value for keyword in node.keywords)], NAMING_CALLS[called])


def _named_by(nodes: list[ast.expr], pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (named := pattern.fullmatch(node.value)):
            yield node.value, named[1]


# --- What looks up in a template -----------------------------------------------------------------------------------------


def upward_in_template(source: str, room: str) -> list[str]:
    """Tags in `source`, a template of `room`, that name something of a higher room."""
    return [text for text, label in _named_in_template(source) if height_of(label) > height_of(room)]


def _named_in_template(source: str) -> Iterator[tuple[str, str]]:
    for name in re.findall(r"""{%-?\s*url\s+['"]([\w:]+)['"]""", source):
        yield name, name.partition(":")[0]
    for path in re.findall(r"""{%-?\s*(?:include|extends)\s+['"]([^'"]+)['"]""", source):
        yield path, path.partition("/")[0]
    for permission in re.findall(r"""{%-?\s*(?:has_perm|test_rule)\s+['"]([\w.]+)['"]""", source):
        yield permission, permission.partition(".")[0]
    for label in re.findall(r"\bperms\.(\w+)\.", source):
        yield f"perms.{label}", label
    for libraries in re.findall(r"{%-?\s*load\s+([\w\s]+?)-?%}", source):
        for library in libraries.split():
            if owner := TAGS.get(library):
                yield library, owner


TAGS = {
    path.stem: label
    for label, room in zip(LABELS, ORDER, strict=True)
    for path in (ROOT / room.replace(".", "/") / "templatetags").glob("*.py")
    if path.stem != "__init__"
}


# --- The whole tree ------------------------------------------------------------------------------------------------------


def modules() -> list[tuple[str, Path]]:
    """(room, file) of all our code; migrations are made by Django and name models by necessity."""
    return [
        (label, path)
        for label, room in zip(LABELS, ORDER, strict=True)
        for path in sorted((ROOT / room.replace(".", "/")).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def templates() -> list[tuple[str, Path]]:
    """(room, file) of all templates. What lies in no room's folder (base, components, form pack) is for everybody: the lowest."""
    folders = [ROOT / "templates", *(ROOT / room.replace(".", "/") / "templates" for room in ORDER)]
    return [
        (_room_of_template(path.relative_to(folder), folder), path)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".html", ".txt")
    ]


def _room_of_template(path: Path, folder: Path) -> str:
    if folder != ROOT / "templates":
        return folder.parent.name
    return path.parts[0] if path.parts[0] in HEIGHT else "common"


def test_settings_contract_and_tests_know_the_same_order() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contract["contracts"][0]["layers"]

    assert list(settings.ROOMS) == ORDER[:-1]
    assert settings.INSTALLED_APPS[: len(ORDER) - 1] == ORDER[:-1]
    assert settings.INSTALLED_APPS[-1] == "ovop_portal.demo"
    assert layers[-2:0:-1] == ORDER
    assert set(contract["root_packages"]) == {room.partition(".")[0] for room in ORDER}


def test_every_room_of_ours_is_installed_under_its_own_label() -> None:
    assert {app.name: app.label for app in apps.get_app_configs() if app.name in ORDER} == dict(
        zip(ORDER, LABELS, strict=True)
    )


def test_relations_point_down() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        if height_of(field.related_model._meta.app_label) > height_of(model._meta.app_label) >= 0
    ]

    assert upward == []


def test_no_code_names_a_higher_room() -> None:
    found = {
        f"{path.relative_to(ROOT)}": upward
        for room, path in modules()
        if (upward := upward_in_code(path.read_text(), room))
    }

    assert found == {}


def test_no_template_names_a_higher_room() -> None:
    found = {
        f"{path.relative_to(ROOT)}": upward
        for room, path in templates()
        if (upward := upward_in_template(path.read_text(), room))
    }

    assert found == {}


def test_every_template_folder_belongs_to_a_room_or_to_everybody() -> None:
    shared = {"components", "ovop", "account", "admin", "registration"}  # account: names that allauth looks for
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}

    assert folders - shared - set(LABELS) == set()


# --- The checker itself --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('reverse("awards:catalogue")', ["awards:catalogue"]),
        ('DESKS = [("x", "assessments:jury_queue")]', ["assessments:jury_queue"]),
        ('redirect("accounts:sign_in")', []),
        ('user.has_perm("awards.publish", edition)', ["awards.publish"]),
        ('apps.get_model("awards.Award")', ["awards.Award"]),
        ('models.ForeignKey("awards.Award", models.PROTECT)', ["awards.Award"]),
        ('models.ForeignKey(to="awards.Award", on_delete=x)', ["awards.Award"]),
        ('wake("assessments.tasks.run_tally", 1)', ["assessments.tasks.run_tally"]),
        ('wake("ovop_portal.front.tasks.beat_heart")', ["ovop_portal.front.tasks.beat_heart"]),
        ('wake("ovop_portal.notifications.tasks.sweep")', []),
        ('render(request, "awards/x.html")', ["awards/x.html"]),
        ('record("nomination.opened", "nomination:X")', []),
        ('register(Kind(code="awards.returned"))', []),
    ],
)
def test_the_checker_sees_what_looks_up_from_ikm(source: str, found: list[str]) -> None:
    assert upward_in_code(source, "ikm") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% url 'awards:catalogue' %}", ["awards:catalogue"]),
        ('{% url "accounts:sign_in" as x %}', []),
        ('{% include "awards/_card.html" with x=1 %}', ["awards/_card.html"]),
        ('{% extends "base.html" %}', []),
        ("{% has_perm 'awards.publish' user x as may %}", ["awards.publish"]),
        ("{% if perms.awards.publish %}", ["perms.awards"]),
        ("{% load i18n demo_people ovop %}", ["demo_people"]),
    ],
)
def test_the_checker_sees_what_looks_up_from_a_template_of_ikm(source: str, found: list[str]) -> None:
    assert upward_in_template(source, "ikm") == found
