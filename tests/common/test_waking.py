"""A broker that is away must cost a delay, never a request."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator

import pytest
from django.db import transaction

from ovop_portal import celery_app
from ovop_portal.common import waking

TASK = "ovop_portal.ledger.tasks.seal"


@pytest.fixture(autouse=True)
def _rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "_rests_until", 0.0)


@pytest.fixture(params=["refuses", "is silent"])
def broker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A bad broker on this machine in place of the real one, asked for real."""
    monkeypatch.setitem(waking.IMPATIENT, "socket_timeout", 1)
    monkeypatch.setattr(celery_app, "send_task", type(celery_app).send_task.__get__(celery_app))
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "is silent":
            server.listen(5)
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        address = celery_app.connection_for_write(url, transport_options=waking.IMPATIENT)
        monkeypatch.setattr(waking, "_connection", lambda: address)
        yield


@pytest.mark.usefixtures("broker")
def test_a_broker_that_is_away_or_silent_holds_up_a_request_for_seconds_at_most_and_only_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begin = time.monotonic()
    with caplog.at_level(logging.WARNING):
        for _ in range(20):
            waking._send(TASK, ())
    assert time.monotonic() - begin < 10
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [f"could not wake {TASK}"]


@pytest.mark.django_db(transaction=True)
class TestOnCommit:
    def test_a_task_is_woken_by_name_with_ids_once_the_work_is_committed(self, woken: list[object]) -> None:
        with transaction.atomic():
            waking.wake(TASK, "id", 7)
            assert woken == []
        assert woken == [(TASK, ("id", 7))]

    def test_work_that_is_rolled_back_wakes_nobody(self, woken: list[object]) -> None:
        with transaction.atomic():
            waking.wake(TASK)
            transaction.set_rollback(True)
        assert woken == []
