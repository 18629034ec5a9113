"""The ledger is written by every room and read for proof alone: whatever a page or verb needs stands in a row of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.project.test_rooms import ROOT

ROOMS = ("regions", "ikm", "awards", "assessments", "ovop_portal")
LEDGER = "ovop_portal/ledger/"
# Who reads events, and for what.
READERS = {
    "ovop_portal/front/trail.py": "the page of the trail",
    "awards/vouchers.py": "proof: the results are those that were sealed",
    "awards/invariants.py": "proof: every nomination is known to the journal",
    "assessments/invariants.py": "proof: every sheet is known to the journal",
    "ovop_portal/accounts/invariants.py": "proof: whoever acted is known",
    "assessments/management/commands/verify_results.py": "proof: the tally is the one that was sealed",
    "awards/certificates/files.py": "proof: what a lost certificate was made of",
}


def reads_events(source: str) -> bool:
    """Does a module reach the events of the ledger: by its model, by the model's name, or in SQL?"""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ovop_portal.ledger"):
            names = {alias.name for alias in node.names}
            if names & {"Event", "EventQuerySet", "models"}:
                return True
        if isinstance(node, ast.Import) and any(alias.name.startswith("ovop_portal.ledger") for alias in node.names):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.lower()
            if text == "ledger.event" or "ledger_event" in text.split():
                return True
    return False


def modules() -> dict[str, Path]:
    """The code of the rooms outside the ledger itself, without its migrations."""
    found = {str(path.relative_to(ROOT)): path for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    return {name: path for name, path in found.items() if not name.startswith(LEDGER) and "/migrations/" not in name}


def test_events_are_read_by_the_trail_and_by_proofs_and_by_nothing_else() -> None:
    assert {name for name, path in modules().items() if reads_events(path.read_text())} == set(READERS)


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("from ovop_portal.ledger.models import Event", True),
        ("from ovop_portal.ledger import journal, models", True),
        ("import ovop_portal.ledger.models", True),
        ('apps.get_model("ledger.Event")', True),
        ('cursor.execute("SELECT body FROM ledger_event WHERE id = 1")', True),
        ("from ovop_portal.ledger import journal", False),
        ("from ovop_portal.ledger.models import Proof", False),
        ("from assessments.models import ScoreEvent", False),
    ],
)
def test_the_test_sees_every_way_to_an_event(source: str, reads: bool) -> None:
    assert reads_events(source) is reads
