"""Alive and ready."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from health_check.exceptions import ServiceUnavailable

from ovop_portal.accounts.models import OpenSession
from ovop_portal.common import clock
from ovop_portal.documents.models import Blob, Condition, FileCheck
from ovop_portal.embedded.processes import pauses
from ovop_portal.front import health
from ovop_portal.front.health import HEART, Migrations, Writes
from ovop_portal.front.tasks import beat_heart
from ovop_portal.ledger import journal, sealing
from tests.support import doors
from tests.support.database import database_name

NEEDED = ["database", "writes", "migrations", "cache", "storage", "beat"]
WELL = dict.fromkeys([*NEEDED, "files", "clock", "ledger", "invariants", "sessions", "role"], "ok")


@pytest.fixture(autouse=True)
def _look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Migrations, "complete", False)
    monkeypatch.setattr(Writes, "well_until", 0.0)


def ask(client: Client) -> tuple[int, Any]:
    response = client.get("/health/ready")
    return response.status_code, response.json()


def test_alive_is_asked_without_a_database_and_says_nothing_else(client: Client) -> None:
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": {}})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_ready_is_when_everything_answers(client: Client) -> None:
    beat_heart()

    assert ask(client) == (200, {"status": "ok", "checks": WELL})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last", [None, 0.0])
def test_a_stopped_beat_is_not_ready(client: Client, last: float | None) -> None:
    cache.set(HEART, last)

    assert ask(client) == (503, {"status": "down", "checks": {**WELL, "beat": "down"}})


@pytest.mark.django_db(transaction=True)
def test_a_waiting_migration_is_not_ready_until_it_is_applied(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat_heart()
    applied = MigrationRecorder.applied_migrations
    late = max(name for name in applied(MigrationRecorder(connection)) if name[0] == "awards")  # the newest
    with monkeypatch.context() as patch:
        patch.setattr(
            MigrationRecorder, "applied_migrations", lambda self: {k: v for k, v in applied(self).items() if k != late}
        )
        assert ask(client) == (503, {"status": "down", "checks": {**WELL, "migrations": "down"}})

    assert ask(client)[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_lost_cache_or_disk_is_not_ready_and_the_answer_gives_no_reasons(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = str(tmp_path / "file")
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://localhost:1/0"}
    }

    assert ask(client) == (
        503,
        {"status": "down", "checks": {**WELL, "cache": "down", "storage": "down", "beat": "down"}},
    )


@pytest.mark.django_db
def test_the_heart_holds_the_hour_of_the_database() -> None:
    before = clock.now().timestamp()
    beat_heart()

    assert before <= cache.get(HEART) <= clock.now().timestamp()


@pytest.mark.django_db(transaction=True)
def test_a_machine_whose_clock_is_off_says_so_and_does_not_call_the_beat_dead(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat_heart()
    three_days_later = SimpleNamespace(monotonic=time.monotonic, time=lambda: time.time() + 3 * 86_400)
    monkeypatch.setattr(health, "time", three_days_later)

    assert ask(client) == (200, {"status": "ok", "checks": {**WELL, "clock": "down"}})


@pytest.mark.django_db(transaction=True)
def test_a_database_that_can_only_be_read_is_not_ready() -> None:
    def full(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            raise OperationalError("could not extend file: No space left on device")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full), pytest.raises(ServiceUnavailable, match="takes no row"):
        Writes().write()
    Writes().write()
    assert not OpenSession.objects.filter(session_key__startswith="health-").exists()


@pytest.mark.django_db(transaction=True)
def test_a_damaged_file_is_told_and_takes_no_process_out_of_service(client: Client) -> None:
    beat_heart()
    now = datetime(2026, 11, 21, 3, tzinfo=UTC)
    blob = Blob.objects.create(sha256="a" * 64, size=1, content_type="application/pdf", stored_at=now)
    FileCheck.objects.create(blob=blob, condition=Condition.MISSING, checked_at=now, since=now)

    assert ask(client) == (200, {"status": "ok", "checks": {**WELL, "files": "down"}})


# --- What whoever has the application's login can do to the others --------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_events_that_nobody_seals_are_told(client: Client) -> None:
    beat_heart()
    now = clock.now()
    journal.record("submitted", "nomination:1", by="system:tests", now=now - timedelta(minutes=14))
    assert ask(client)[1]["checks"] == WELL
    journal.record("submitted", "nomination:2", by="system:tests", now=now - timedelta(minutes=16))
    assert ask(client) == (200, {"status": "ok", "checks": {**WELL, "ledger": "down"}})

    sealing.seal(now)

    assert ask(client)[1]["checks"] == WELL


@pytest.mark.django_db(transaction=True)
def test_a_key_that_the_doors_do_not_know_is_told_until_the_next_migrate(client: Client) -> None:
    beat_heart()
    with override_settings(LEDGER_SIGNING_KEY="1" * 64):
        assert ask(client) == (200, {"status": "ok", "checks": {**WELL, "ledger": "down"}})
    with doors.told(LEDGER_SIGNING_KEY="1" * 64):
        assert ask(client)[1]["checks"] == WELL


@pytest.mark.django_db(transaction=True)
def test_a_session_that_holds_a_lock_for_long_is_told_whatever_it_set_for_itself(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat_heart()
    thief = connection.copy()
    try:
        with thief.cursor() as cursor:
            cursor.execute(
                "SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0; SET application_name = ''"
            )
            cursor.execute("BEGIN; SELECT pg_advisory_xact_lock(7206962)")
        assert ask(client)[1]["checks"] == WELL, "not for long yet"
        monkeypatch.setattr(health, "OPEN_FOR_LONG", timedelta(milliseconds=20))
        assert ask(client) == (200, {"status": "ok", "checks": {**WELL, "sessions": "down"}})
    finally:
        thief.close()
    # The server needs a moment to see that it is gone.
    assert any(ask(client)[1]["checks"] == WELL for _ in pauses(10))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["", "IN DATABASE {database}"])
def test_defaults_that_the_role_gave_itself_are_told_until_roles_are_laid_down_again(
    client: Client, where: str
) -> None:
    """`search_path` or `default_transaction_read_only` would stop every new session, also of the tests that run beside this one."""
    beat_heart()
    role = f"ALTER ROLE web {where.format(database=connection.ops.quote_name(database_name()))}"
    with connection.cursor() as cursor:
        cursor.execute(f"{role} SET geqo = on")
        try:
            assert ask(client) == (200, {"status": "ok", "checks": {**WELL, "role": "down"}})
        finally:
            # As `roles.sql` does.
            cursor.execute(f"{role} RESET ALL")
    assert ask(client)[1]["checks"] == WELL
