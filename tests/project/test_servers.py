"""What the tests themselves stand on: the application's role, the guards in the database, and a worker that is real."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import pgtrigger
import pytest
import yaml
from django.db import DatabaseError, connection
from pytest_socket import SocketConnectBlockedError

from ovop_portal import celery_app
from ovop_portal.common.guards import HardTrigger, NoTruncate
from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.processes import Child, pauses
from ovop_portal.embedded.valkey import MEMORY
from tests.support.database import database_name
from tests.support.owner import owner_connection


def text_of(path: Path, lines: int = 1) -> list[str]:
    """The lines of a file, once it has so many."""
    for _ in pauses(30):
        if path.exists() and len(found := path.read_text().splitlines()) >= lines:
            return found
    raise AssertionError(f"{path} has not {lines} lines")


@pytest.mark.django_db
def test_the_application_is_not_the_owner_of_its_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        )
        assert cursor.fetchone() == ("web", 0)


@pytest.mark.django_db(transaction=True)
def test_the_application_stays_the_application_after_the_tables_were_emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("web",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE {table}",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} ADD COLUMN n int",
        "DROP TABLE {table}",
        "CREATE TABLE of_ones_own (n int)",
        "CREATE TEMPORARY TABLE {table} (n int)",
        "CREATE FUNCTION pg_temp.of_ones_own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA of_ones_own",
        "CREATE VIEW of_ones_own AS SELECT 1",
        "COPY {table} TO PROGRAM 'cat'",
        "COPY {table} FROM '/etc/passwd'",
        "SELECT lo_create(0)",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1)",
        "SET session_replication_role = replica",
        "SET ROLE owner",
        "SET SESSION AUTHORIZATION owner",
        "ALTER FUNCTION {function}() RESET ALL",
    ],
)
def test_the_application_may_not_touch_what_guards_it(statement: str) -> None:
    model, guard = pgtrigger.registered()[0]
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as refused:
        cursor.execute(statement.format(table=model._meta.db_table, function=guard.get_pgid(model)))
    assert refused.value.__cause__.pgcode == "42501"


@pytest.mark.django_db
def test_every_guard_stands_in_the_database_and_fires_always() -> None:
    """`pgtrigger ls` would call these disabled: it does not know ENABLE ALWAYS."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
        standing = dict(cursor.fetchall())
    assert standing == {trigger.get_pgid(model): "A" for model, trigger in pgtrigger.registered()}
    assert all(isinstance(trigger, HardTrigger) for _, trigger in pgtrigger.registered())


@pytest.mark.django_db
def test_no_function_of_ours_looks_a_name_up_where_the_application_can_write() -> None:
    """Those of the extensions name the schema of their parts themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
            " AND NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, public, pg_temp']"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "guarded",
    [pair for pair in pgtrigger.registered() if isinstance(pair[1], NoTruncate)],
    ids=lambda pair: pair[0].__name__,
)
def test_not_even_the_owner_empties_a_guarded_table(guarded: tuple[type, NoTruncate]) -> None:
    model, _guard = guarded
    refused = pytest.raises(DatabaseError, match="is append-only")
    with owner_connection() as owner, owner.cursor() as cursor, refused:
        cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')


@pytest.mark.django_db(transaction=True)
def test_the_worker_works_on_the_test_database_as_the_application(worker: Child, tmp_path: Path) -> None:
    celery_app.send_task("tests.note_role", [str(tmp_path / "role")])
    assert text_of(tmp_path / "role") == [f"web {database_name()}"]


@pytest.mark.django_db(transaction=True)
def test_a_task_whose_worker_was_killed_is_done_by_another(worker: Child, tmp_path: Path) -> None:
    celery_app.send_task("tests.linger", [str(tmp_path / "tries")])
    (first,) = text_of(tmp_path / "tries")
    os.kill(int(first), signal.SIGKILL)
    first, second = text_of(tmp_path / "tries", lines=2)
    assert first != second


@pytest.mark.django_db(transaction=True)
def test_the_whole_portal_runs_beside_the_tests(portal: str) -> None:
    with urlopen(f"{portal}/health/live") as answer:
        assert answer.status == 200


def test_nothing_leaves_for_the_broker_in_a_test_without_the_worker(
    woken: list[tuple[str, tuple[object, ...]]],
) -> None:
    celery_app.send_task("tests.note_role", args=["/nowhere"])
    assert woken == [("tests.note_role", ("/nowhere",))]


def test_a_test_speaks_to_nobody_outside() -> None:
    # The block warns as well, and a warning is an error here.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match='with host "192.0.2.1"'):
        socket.create_connection(("192.0.2.1", 80))


def test_the_cache_s_memory_has_an_end_and_no_queue_is_ever_dropped_for_it() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    said = services["redis"]["command"]
    with celery_app.connection_for_write() as link:
        server = link.default_channel.client
        running = server.config_get("maxmemory*")

    assert tuple(said[-4:]) == MEMORY
    assert (running["maxmemory"], running["maxmemory-policy"]) == (str(192 * 1024**2), "volatile-lru")
