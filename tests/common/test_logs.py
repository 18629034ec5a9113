"""The log has an hour and a level in each line, no trace of a refusal, and nothing that was stored."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import structlog
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse, HttpResponseForbidden
from django.test import RequestFactory
from django.urls import Resolver404, get_resolver, resolve
from django.utils.log import log_response

from ovop_portal import celery_app
from ovop_portal.common import logs

STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"


NAME = "Siti Aminah"


def store_half(name: str) -> None:
    """A row without what it must have: the server's words quote the rest of it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_user (name) VALUES (%s)", [name])


def test_the_server_itself_would_quote_the_row(db: None) -> None:
    with pytest.raises(IntegrityError, match=NAME):
        store_half(NAME)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What reaches standard error, by the handler that the settings describe."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.lines())
    handler.addFilter(logs.Discreet())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_a_line_has_hour_level_event_and_origin(written: io.StringIO) -> None:
    logging.getLogger("awards.tasks").warning("%d certificates wait", 3)

    assert re.fullmatch(rf"{STAMP} \[warning\s*\] 3 certificates wait\s+\[awards\.tasks\]\s*\n", written.getvalue())


def test_a_failure_brings_its_trace_and_the_one_that_led_to_it(written: io.StringIO) -> None:
    try:
        try:
            raise KeyError("lid")
        except KeyError as first:
            raise RuntimeError("no lid") from first
    except RuntimeError:
        logging.getLogger("awards").exception("broken")

    text = written.getvalue()
    assert text.index("builtins.KeyError: 'lid'") < text.index("builtins.RuntimeError: no lid")
    assert "test_logs.py" in text


@pytest.mark.django_db
def test_a_database_error_is_told_by_its_code_and_never_by_the_row(written: io.StringIO) -> None:
    try:
        store_half(NAME)
    except IntegrityError:
        logging.getLogger("awards").exception("not stored")

    text = written.getvalue()
    assert "sqlstate=23502 table_name=accounts_user" in text
    assert NAME not in text


@pytest.mark.django_db
def test_celery_tells_a_failed_task_without_the_row(written: io.StringIO) -> None:
    @celery_app.task(name="tests.fails", shared=False)
    def fails() -> None:
        store_half(NAME)

    fails.apply()

    assert "sqlstate=23502" in written.getvalue()
    assert NAME not in written.getvalue()


def test_worker_and_beat_keep_this_logging() -> None:
    before = list(logging.getLogger().handlers)
    celery_app.log.setup_logging_subsystem()
    assert logging.getLogger().handlers == before


@pytest.mark.parametrize("problem", [PermissionDenied("not yours"), BadRequest("nonsense")])
def test_a_refusal_is_one_line(written: io.StringIO, problem: Exception) -> None:
    request = RequestFactory().get("/panitia/")
    try:
        raise problem
    except type(problem) as caught:
        log_response("Forbidden: %s", request.path, response=HttpResponseForbidden(), request=request, exception=caught)

    assert len(written.getvalue().splitlines()) == 1


# What may stand in an address and opens nothing by itself.
HARMLESS = {
    "act",
    "appointment",
    "code",
    "commodity",
    "decree",
    "deed",
    "juror",
    "n",
    "name",
    "number",
    "pk",
    "slug",
    "stage",
    "uidb36",
    "uuid",
    "which",
    "year",
}


def test_every_part_of_an_address_is_known_to_open_something_or_not() -> None:
    def parts(patterns: Any) -> Iterator[str]:
        for one in patterns:
            yield from one.pattern.converters or one.pattern.regex.groupindex
            yield from parts(getattr(one, "url_patterns", ()))

    ours = [one for one in get_resolver().url_patterns if not str(one.pattern).startswith("pengelola")]
    assert set(parts(ours)) - HARMLESS == set(logs.SECRETS)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/undangan/abcdefghijklmnop/", "/undangan/…/"),
        ("/kata-sandi/1-abc-0123456789abcdef/", "/kata-sandi/1-…/"),
        ("/undangan/abcdefghijklmnop/lagi", "/undangan/…/lagi"),
        ("/usulan/OVOP-2026-0001/", "/usulan/OVOP-2026-0001/"),
    ],
)
def test_a_link_that_opens_something_is_not_told(path: str, told: str, written: io.StringIO) -> None:
    request = RequestFactory().post(path)
    with suppress(Resolver404):
        request.resolver_match = resolve(path)

    log_response("%s: %s", "Unprocessable", path, response=HttpResponse(status=422), request=request)

    assert f"Unprocessable: {told} " in written.getvalue()
    assert "abcdef" not in written.getvalue()


def test_the_security_log_is_one_object_a_line() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.objects())
    logger = logging.getLogger(logs.SECURITY)
    logger.addHandler(handler)
    structlog.get_logger(logs.SECURITY).info("signed_in", account="1", address="192.0.2.1")
    logger.removeHandler(handler)

    said = json.loads(stream.getvalue())
    assert re.fullmatch(STAMP, said.pop("timestamp"))
    assert said == {"event": "signed_in", "account": "1", "address": "192.0.2.1", "level": "info"}
