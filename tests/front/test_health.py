"""Alive and ready."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from ovop_portal.documents.models import Blob, Condition, FileCheck
from ovop_portal.front.health import HEART, Migrations
from ovop_portal.front.tasks import beat_heart

WELL = {"database": "ok", "migrations": "ok", "cache": "ok", "storage": "ok", "beat": "ok", "files": "ok"}


@pytest.fixture(autouse=True)
def _look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Migrations, "complete", False)


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


def test_the_heart_holds_the_hour() -> None:
    before = datetime.now(UTC).timestamp()
    beat_heart()

    assert before <= cache.get(HEART) <= datetime.now(UTC).timestamp()


@pytest.mark.django_db(transaction=True)
def test_a_damaged_file_is_told_and_takes_no_process_out_of_service(client: Client) -> None:
    beat_heart()
    now = datetime(2026, 11, 21, 3, tzinfo=UTC)
    blob = Blob.objects.create(sha256="a" * 64, size=1, content_type="application/pdf", stored_at=now)
    FileCheck.objects.create(blob=blob, condition=Condition.MISSING, checked_at=now, since=now)

    assert ask(client) == (200, {"status": "ok", "checks": {**WELL, "files": "down"}})
