"""A migrated, empty database that each test run begins as a copy of: the migrations are run again only when they have changed."""

from __future__ import annotations

import hashlib
import sys

import psycopg2

from ovop_portal.embedded import postgres
from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.processes import run
from ovop_portal.embedded.servers import Servers

NAME = "ovop_migrated"


def fingerprint() -> str:
    """Changes with every migration, ours and those the packages bring, and with the roles."""
    digest = hashlib.sha256()
    ours = [path for path in ROOT.rglob("migrations/*.*") if ".venv" not in path.parts]
    for path in [ROOT / "requirements" / "dev.txt", ROOT / "ovop_portal" / "embedded" / "roles.sql", *sorted(ours)]:
        digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()


def provide(up: Servers) -> None:
    """Have it ready in our own server, and tell the tests its name."""
    if "PGHOST" not in up.addresses:
        return
    wanted = fingerprint()
    link = psycopg2.connect(host=up.addresses["PGHOST"], user="owner", dbname="postgres")
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() != (wanted,):
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
            cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE {postgres.DATABASE}")
            migrate(up)
            # Said last: a broken-off migration leaves a database without it.
            cursor.execute(f"COMMENT ON DATABASE {NAME} IS %s", [wanted])
    link.close()
    up.addresses["DATABASE_TEMPLATE"] = NAME


def migrate(up: Servers) -> None:
    address = postgres.url("owner", up.addresses["PGHOST"], NAME)
    environment = {**up.environment, "DATABASE_URL": address, "DATABASE_OWNER_URL": address}
    run(
        [sys.executable, ROOT / "manage.py", "migrate", "--no-input"],
        log=up.place.log / "migrate.log",
        env=environment,
        cwd=ROOT,
    )
