"""What was sealed is read by its own format, through one type, and stays to the byte what it was."""

from __future__ import annotations

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from awards.dossier.snapshot import Decree, Named, Permit, UnreadableDossier, read
from ovop_portal.common.canonical import digest
from tests.support.dossiers import TEXT, a_dossier, document, text_of

ROOT = Path(__file__).parents[3]
# The seal of a text of the first format. It may never become another: what was sent is proved by it.
SEAL = "3f0181e5741d9cdd58ea6a81034d3e1969695b6500fb14644ffd2d5adbb868da"


def test_a_text_of_the_first_format_keeps_its_seal() -> None:
    assert digest(read(TEXT).text) == digest(TEXT) == SEAL


def test_a_text_is_read_into_values_of_their_kinds() -> None:
    dossier = read(TEXT)

    assert dossier.composed_on == date(2026, 6, 1)
    assert dossier.ikm.regency == Named("51.07", "Kab. Karangasem, Bali")
    assert (dossier.product.local_material_pct, dossier.product.value_added_pct) == (Decimal(80), Decimal("62.5"))
    assert dossier.permits == (Permit("nib", "9120001234567", date(2019, 2, 1), None, UUID(int=2)),)
    assert dossier.decrees == (Decree("188/12/2020", date(2020, 3, 4), UUID(int=1)),)
    assert (dossier.figures[0].workers, dossier.figures[0].production_value) == (13, None)


@pytest.mark.parametrize(
    "text",
    [
        text_of(sentra=None),
        text_of(sentra={"decrees": []}),
        text_of(ikm={"sentra_by_office": True, "sentra_since": None, "founded_in": None}),
        text_of(product={"local_material_pct": None, "supply_years": None, "value_added_pct": 0}),
        text_of(permits=[], photos=[], figures=[]),
        {**TEXT, "sentra": {name: said for name, said in TEXT["sentra"].items() if name != "commodity_group"}},
    ],
)
def test_whatever_the_first_format_may_say_is_written_again_as_it_stood(text: dict[str, Any]) -> None:
    assert read(text).text == text


def test_every_document_is_named_once_in_order_of_appearance() -> None:
    twice = [{"slot": slot, "alt": "", "document": document(3)} for slot in ("utuh", "detail")]

    assert a_dossier(photos=twice).documents == [UUID(int=2), UUID(int=3), UUID(int=1)]


def test_the_content_is_the_same_on_another_day_and_another_with_any_other_word() -> None:
    same, other = a_dossier(composed_on="2026-07-02"), a_dossier(product={"story": "Ditenun dua generasi."})

    assert same.content_sha256 == a_dossier().content_sha256 != other.content_sha256


def test_the_sentra_makes_something_else_only_where_the_text_says_so() -> None:
    older = {name: said for name, said in TEXT["sentra"].items() if name != "commodity_group"}
    clay = {"commodity_group": {"code": "gerabah", "name": "Gerabah"}}

    assert a_dossier().trade_of_sentra == ""
    assert a_dossier(sentra=clay).trade_of_sentra == "Gerabah"
    assert read({**TEXT, "sentra": older}).trade_of_sentra == ""
    assert a_dossier(sentra=None).trade_of_sentra == ""


def test_without_numbers_only_their_last_figures_are_left() -> None:
    shown = a_dossier().without_numbers()

    assert (shown.ikm.nib, shown.ikm.npwp, shown.permits[0].number) == (
        "•••••••••4567",
        "•••••••••••2345",
        "•••••••••4567",
    )
    assert shown.product == a_dossier().product


def test_a_choice_that_the_portal_has_no_more_is_read_by_its_code() -> None:
    dossier = a_dossier(ikm={"legal_form": "firma_lama"}, product={"market_reach": ""})

    assert (dossier.ikm.legal_form_label, dossier.product.market_reach_label) == ("firma_lama", "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "an object, not NoneType"),
        ([], "an object, not list"),
        ({}, "format 1"),
        ({**TEXT, "format": 2}, "format 2; known are [1]"),
        (text_of(permits=None), "format 1"),
        (text_of(product={"colour": "merah"}), "colour"),
        (text_of(composed_on="kemarin"), "kemarin"),
        (text_of(product={"value_added_pct": "banyak"}), "format 1"),
        ({name: said for name, said in TEXT.items() if name != "photos"}, "photos"),
    ],
)
def test_what_is_no_dossier_of_a_known_format_is_refused_by_name(text: object, why: str) -> None:
    with pytest.raises(UnreadableDossier, match=re.escape(why)):
        read(text)


# --- One place knows how it is written ---------------------------------------------------------------------------------------

HOME = "awards/dossier/snapshot.py"
ROOMS = ("ikm", "awards", "assessments", "ovop_portal/front", "ovop_portal/demo", "bench")
IN_SQL = re.compile(r"\bdossier(__|\s*#?->|\s*#>)")


def code() -> dict[str, ast.Module]:
    """The modules of all rooms that know of dossiers."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in paths}


def names_a_dossier(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in {"dossier", "dossier_read", "dossier_json", "composed"}


def looks_inside(node: ast.AST) -> bool:
    """Is this a look into the text of a dossier by one of its words, in Python or in SQL?"""
    if isinstance(node, ast.Subscript):
        return names_a_dossier(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"get", "items", "keys"} and names_a_dossier(node.func.value)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(IN_SQL.search(node.value))


def test_nobody_else_looks_into_the_text_of_a_dossier() -> None:
    found = {
        f"{path}:{getattr(node, 'lineno', 0)}"
        for path, module in code().items()
        if path != HOME
        for node in ast.walk(module)
        if looks_inside(node)
    }

    assert found == set()


@pytest.mark.parametrize(
    "line",
    [
        "submission.dossier['ikm']",
        "submission.dossier.get('ikm')",
        "remark.dossier_read['product']['name']",
        "KT('dossier__ikm__name')",
        "cursor.execute(\"SELECT dossier ->> 'ikm'\")",
        "f\"SELECT s.dossier #>> '{{a,b}}' FROM {table}\"",
    ],
)
def test_a_look_would_be_found(line: str) -> None:
    assert any(looks_inside(node) for node in ast.walk(ast.parse(line)))
