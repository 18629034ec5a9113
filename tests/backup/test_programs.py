"""PostgreSQL's programs: found where the server's are, told no password that others could read."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from ovop_portal.backup import programs
from ovop_portal.backup.problems import Problem
from ovop_portal.embedded import postgres


@pytest.mark.parametrize("name", ["pg_dump", "pg_restore"])
def test_they_are_those_of_the_embedded_server_where_there_is_one(name: str) -> None:
    assert programs.find(name) == postgres.find() / name


def test_else_those_on_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(programs.importlib.util, "find_spec", lambda name: None)
    program = tmp_path / "pg_dump"
    program.touch(mode=0o700)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert programs.find("pg_dump") == program
    with pytest.raises(Problem, match="pg_nothing was not found: install the client programs of PostgreSQL"):
        programs.find("pg_nothing")


@pytest.mark.django_db
def test_no_password_stands_among_their_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "kata-sandi")

    assert not any("kata-sandi" in word for word in programs._command("pg_dump"))
    assert programs._environment()["PGPASSWORD"] == "kata-sandi"


@pytest.mark.django_db
def test_what_they_complain_of_is_told() -> None:
    refused = pytest.raises(Problem, match="^pg_dump failed: .*no matching tables were found")
    with refused, programs.output_of("pg_dump", "--table=no_such_table") as told:
        told.read()
