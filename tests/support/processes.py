"""Real processes beside the tests: a Celery worker, and for journeys the whole portal with web server and beat.

They speak to the test database as the application's role. Tests that use them are `django_db(transaction=True)`, so that both sides see what is committed.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from ovop_portal import celery_app
from ovop_portal.embedded import demo
from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.processes import Child, pauses, start

FOLDER = Path(settings.FOLDER)

# The web server of production.
GUNICORN = ["gunicorn", "ovop_portal.wsgi", "--config", "python:ovop_portal.settings.gunicorn"]


@pytest.fixture(scope="session")
def worker(django_db_setup: None) -> Iterator[Child]:
    """A Celery worker with all queues, as in production. It ends before the test database is dropped."""
    node = f"worker@{settings.TEST_RUN}"
    arguments = ["worker", "-c", "1", "-Q", demo.QUEUES, "-n", node, "--without-gossip", "--without-mingle"]
    arguments += ["--include", "tests.support.tasks"]
    child = _start("test-worker", demo.celery(*arguments))
    try:
        inspect = celery_app.control.inspect(destination=[node], timeout=0.2)
        for _ in pauses(60):
            child.check()
            if inspect.ping():
                break
        yield child
    finally:
        child.stop()


@pytest.fixture(scope="module")
def portal(worker: Child) -> Iterator[str]:
    """The whole portal on a port of its own: web server, worker and beat. Gives the address; ends with the module, because beat works by itself."""
    port = _free_port()
    children = []
    try:
        web = _start("test-web", [*GUNICORN, "--bind", f"127.0.0.1:{port}"])
        children.append(web)
        children.append(_start("test-beat", demo.celery("beat", "-s", str(FOLDER / "beat"), "--pidfile=")))
        demo.wait_for_web(web, f"{demo.address(port)}health/live")
        yield demo.address(port).rstrip("/")
    finally:
        for child in reversed(children):
            child.stop()


def _start(name: str, module: list[str]) -> Child:
    log = FOLDER / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    address = database_url()
    environment = {**os.environ, "DATABASE_URL": address, "DATABASE_OWNER_URL": address}
    return start(name, [sys.executable, "-m", *module], log=log, env=environment, cwd=ROOT)


def database_url() -> str:
    """The address of the test database, as this process is connected to it."""
    at = connection.settings_dict
    login = quote(at["USER"]) + (f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else "")
    server = at["HOST"] + (f":{at['PORT']}" if at["PORT"] else "")
    options = {key: value for key, value in at["OPTIONS"].items() if isinstance(value, str)}
    return f"postgres://{login}@{server}/{at['NAME']}" + (f"?{urlencode(options)}" if options else "")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
