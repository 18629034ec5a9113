"""How the portal writes its log: one line an event, with the hour and a level, and never what somebody typed.

Both logs go to standard error, for what a command prints belongs to its reader: the program's as plain lines, the security log (`accounts/security.py`) as
one JSON object a line. A failure brings its trace; what a visitor was rightly refused brings none. The words of a database error are left out: they quote the
row.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest
from structlog.stdlib import ProcessorFormatter

SECURITY = "ovop.security"
# Parts of an address that open something by themselves: a link of an invitation, or for a new password.
SECRETS = ("token", "key")
# What may be one of them in an address that leads nowhere, such as a link with something behind it.
LONG_PART = re.compile(r"[^/]{16,}")
HIDDEN = "…"
# What the server tells beside its words (libpq's diagnostics).
CODES = ("sqlstate", "table_name", "constraint_name", "source_function")
BEFORE: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[*BEFORE, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)


def lines() -> logging.Formatter:
    """Plain lines for whoever reads along."""
    return ProcessorFormatter(
        foreign_pre_chain=[*BEFORE, structlog.stdlib.add_logger_name],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            _tell_trace,
            structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, sort_keys=False),
        ],
    )


def objects() -> logging.Formatter:
    """One JSON object a line, for machines that watch."""
    return ProcessorFormatter(
        foreign_pre_chain=BEFORE,
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


class Discreet(logging.Filter):
    """A filter for what Django and Celery log by themselves: it takes the trace off refusals, the words off database errors and the secrets out of addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        # Django notes with each answer its status; below 500 nothing is broken.
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            record.args = tuple(discreet_path(request) if said == request.path else said for said in record.args)
        # Celery writes the exception's own words into its line.
        if problem is not None and isinstance(record.args, Mapping) and "exc" in record.args:
            record.args = {**record.args, "exc": words_of(problem)}
        return True


def discreet_path(request: HttpRequest) -> str:
    """The address that was asked for, without what opens something to whoever reads along."""
    if request.resolver_match is None:
        return LONG_PART.sub(HIDDEN, request.path)
    path, parts = request.path, request.resolver_match.kwargs
    for name in SECRETS:
        if name in parts:
            path = path.replace(str(parts[name]), HIDDEN)
    return path


def words_of(problem: BaseException) -> str:
    """The words of an exception; of a refusal by the server only its code and the constraint, because its words quote the row."""
    said: Any = getattr(problem, "diag", None) or getattr(problem.__cause__, "diag", None)
    if getattr(said, "sqlstate", None) is None:
        return str(problem)
    return " ".join(f"{name}={value}" for name in CODES if (value := getattr(said, name)))


def trace_of(problem: BaseException) -> str:
    """The trace of an exception and of those that led to it, oldest first, in words that quote no row."""
    return "\n".join(
        "".join(traceback.format_tb(one.__traceback__))
        + f"{type(one).__module__}.{type(one).__qualname__}: {words_of(one)}"
        for one in reversed(list(_chain(problem)))
    )


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        yield problem
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)


def _tell_trace(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    found = event.pop("exc_info", None)
    problem = found[1] if isinstance(found, tuple) else found
    if isinstance(problem, BaseException):
        event["exception"] = trace_of(problem)
    return event
