"""What every test finds: its database, its processes, its browser (see `tests/support/`), and a quiet surrounding."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from ovop_portal import celery_app

pytest_plugins = [
    "tests.support.standing",
    "tests.support.database",
    "tests.support.processes",
    "tests.support.browser",
    "tests.support.cores",
]


# The machine may have much else to do: how long an example takes says nothing about it.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")


def pytest_collection_finish() -> None:
    """The code and the tests stay to the end: the search for garbage need not walk through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_files_left() -> Iterator[None]:
    yield
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Limits on tries are counted in the cache: no test may use up another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def woken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[object, ...]]]:
    """The tasks that this test woke, with their arguments. They reach Celery only in tests that use the real `worker`."""
    calls: list[tuple[str, tuple[object, ...]]] = []
    send_task = celery_app.send_task

    def note(name: str, args: tuple[object, ...] | None = None, kwargs: object = None, **options: object) -> object:
        calls.append((name, tuple(args or ())))
        return send_task(name, args, kwargs, **options) if "worker" in request.fixturenames else None

    monkeypatch.setattr(celery_app, "send_task", note)
    return calls
