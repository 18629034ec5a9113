"""README and docs say what is true: their links lead somewhere, the season's hash is the tested one, the commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from ovop_portal.demo.people import PEOPLE
from tests.demo.test_season import SHA256

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_readme_states_the_tested_hash_of_the_season() -> None:
    assert re.findall(r"\b[0-9a-f]{64}\b", README) == [SHA256]


def test_the_readme_names_every_account_of_the_demo() -> None:
    jurors = " ".join(f"juror.{n}@demo.example" for n in range(1, 6))
    named = README.replace("`juror.1@demo.example` … `juror.5@demo.example`", jurors)

    assert [person.email for person in PEOPLE if person.email not in named] == []


def test_the_commands_of_the_readme_are_commands() -> None:
    table = README.partition("| command | does |")[2].partition("\n\n")[0]
    told = {name for row in table.splitlines() for name in re.findall(r"`([a-z_]+)", row.split(" | ")[0])}

    assert told - get_commands().keys() == set()
    assert {"load_reference", "demo_season", "verify_results", "verify_ledger"} <= told
