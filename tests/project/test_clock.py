"""Who reads the clock: views, commands, tasks and the admin. Everything below takes the hour as an argument, so that a test can say it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOORS = re.compile(r"(^|[/_])(views|tasks|admin)\.py$|/views/|/management/commands/")
# Others that do, and why: each is called by something that has no hour to give.
BESIDE = {
    "awards/readers.py": "The door of the files asks every room for a person and a file.",
    "ovop_portal/documents/kept.py": "Django's middleware and the fields of a form ask for a request and a file.",
    "ovop_portal/front/health.py": "The checks of a package, called with nothing; one of them holds the clock itself against the machine's.",
}


def reads_the_clock(source: str) -> bool:
    """Does a module call on the hour of now, by whatever name?"""
    return any(
        (isinstance(node, ast.ImportFrom) and _is_clock(node) and any(name.name == "now" for name in node.names))
        or (isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today") and _is_hand(node.value))
        for node in ast.walk(ast.parse(source))
    )


def _is_clock(node: ast.ImportFrom) -> bool:
    return (node.module or "").rpartition(".")[2] in ("clock", "timezone")


def _is_hand(node: ast.expr) -> bool:
    """`clock` or `timezone`, or a class of the standard library, however it is reached."""
    return getattr(node, "attr", getattr(node, "id", "")) in ("clock", "timezone", "datetime", "date")


def readers() -> set[str]:
    paths = {path for room in settings.ROOMS for path in (ROOT / room.replace(".", "/")).rglob("*.py")}
    found = {str(path.relative_to(ROOT)) for path in paths if reads_the_clock(path.read_text())}
    return {name for name in found if not DOORS.search(name)}


def test_only_the_doors_read_the_clock() -> None:
    assert readers() == set(BESIDE)


def test_whoever_reads_it_is_found_by_whatever_name() -> None:
    for source in (
        "from ovop_portal.common.clock import day_in_wib, now",
        "from ovop_portal.common.clock import now as read_clock",
        "from .clock import now",
        "from ovop_portal.common import clock\nx = clock.now()",
        "from django.utils import timezone\nx = timezone.now()",
        "import datetime\nx = datetime.datetime.now(datetime.UTC)",
        "from datetime import date\nx = date.today()",
    ):
        assert reads_the_clock(source), source
    assert not reads_the_clock("from ovop_portal.common.clock import day_in_wib\nx = form.now")
