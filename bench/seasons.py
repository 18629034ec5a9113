"""The databases that are measured. Each is a season that stands at one stage, made by `demo_season` and kept as a template; what is measured is a copy.

A template is made anew when migrations, reference data or the maker of seasons have changed, and when it is so old that its windows would have closed.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2

from ovop_portal.embedded import postgres, template
from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.processes import run

# Proposed files of each size. 4,789 proposed are 5,000 assessed, of which five jurors with ten criteria make 250,000 cells.
SIZES = {"2024": "2024", "5000": "4789"}
STAGES = ("screening", "scoring", "plenary", "published")
KEPT_FOR = timedelta(days=4)
BASE, COPY = "bench_base", "bench_copy"


class Databases:
    """The databases in the server of a bench, made as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.host = os.environ["PGHOST"]

    def make(self, sizes: Iterable[str], stages: Sequence[str], *, again: bool = False) -> None:
        """Make the seasons that are not there, on all cores; those that take longest begin first."""
        self._base()
        wanted = [(size, stage) for size in sorted(sizes, key=int, reverse=True) for stage in reversed(stages)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda season: self._season(*season, again=again), wanted))

    @contextmanager
    def copy(self, size: str, stage: str) -> Iterator[dict[str, str]]:
        """The addresses of a copy of one season that was made, which is gone afterwards."""
        name = season_name(size, stage)
        self._run(f"DROP DATABASE IF EXISTS {COPY}", f"CREATE DATABASE {COPY} TEMPLATE {name} STRATEGY file_copy")
        try:
            self._analyze(COPY)
            yield self._addresses(COPY)
        finally:
            self._run(f"DROP DATABASE {COPY}")

    def _season(self, size: str, stage: str, *, again: bool) -> None:
        name = season_name(size, stage)
        wanted = f"{fingerprint()} {size}"
        if not again and self._is_fresh(name, wanted):
            return
        began = time.monotonic()
        today = datetime.now(UTC).date()
        self._make(name, BASE)
        year = 2024 if stage == "published" else today.year
        words = ["demo_season", "--scale", SIZES[size], "--stage", stage, "--edition", year, "--today", today]
        self._manage(name, *words)
        self._analyze(name)
        self._comment(name, wanted)
        print(f"  {name} made in {time.monotonic() - began:.0f} s", flush=True)

    def _base(self) -> None:
        """Migrated, with the reference data."""
        if not self._is_fresh(BASE, fingerprint()):
            self._make(BASE, postgres.DATABASE)
            self._manage(BASE, "migrate", "--no-input", as_owner=True)
            self._manage(BASE, "load_reference")
            self._comment(BASE, fingerprint())

    def _make(self, name: str, source: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {source}")

    def _manage(self, name: str, *words: Any, as_owner: bool = False) -> None:
        addresses = self._addresses(name)
        if as_owner:
            addresses["DATABASE_URL"] = addresses["DATABASE_OWNER_URL"]
        run(
            [sys.executable, ROOT / "manage.py", *map(str, words)],
            log=self.folder / "log" / f"{name}.log",
            env={**os.environ, **addresses},
            cwd=ROOT,
        )

    def _addresses(self, name: str) -> dict[str, str]:
        return {
            "DATABASE_URL": postgres.url("web", self.host, name),
            "DATABASE_OWNER_URL": postgres.url("owner", self.host, name),
        }

    def _analyze(self, name: str) -> None:
        """What autovacuum would have done by the time people come."""
        self._run("VACUUM (ANALYZE, FREEZE)", database=name)

    def _is_fresh(self, name: str, wanted: str) -> bool:
        found = self._run(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'")
        said, _, made = ((found and found[0][0]) or "").rpartition(" made ")
        return said == wanted and datetime.now(UTC) - datetime.fromisoformat(made) < KEPT_FOR

    def _comment(self, name: str, text: str) -> None:
        """Said last: a broken-off making leaves a database without it."""
        self._run(f"COMMENT ON DATABASE {name} IS '{text} made {datetime.now(UTC).isoformat()}'")

    def _run(self, *statements: str, database: str = "postgres") -> list[Any]:
        link = psycopg2.connect(host=self.host, user="owner", dbname=database)
        link.autocommit = True
        try:
            with link.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            link.close()


def season_name(size: str, stage: str) -> str:
    """The database of a season that stands at a stage."""
    return f"season_{size}_{stage}"


def fingerprint() -> str:
    """Changes with what seasons are made of."""
    digest = hashlib.sha256(template.fingerprint().encode())
    for folder in ("fixtures", "ovop_portal/demo/season"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
