"""What a request is answered when something fails beneath its view: the one table from errors of the database and of the request to a status.

    400  the address or the body cannot be read at all
    409  somebody stored the same thing, or moved it, in the same moment
    422  an answer that no form should have let through
    503  the database is busy, full or away: nothing was stored, and the same form may be sent again

Views refuse in words of their own what they can foresee; here lands what they cannot. Whatever is not in the table stays a fault of the program (500).
"""

from __future__ import annotations

import errno
import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, RawPostDataException

logger = logging.getLogger(__name__)

# Classes of SQLSTATE (PostgreSQL, appendix A): somebody else was faster, and what the database refuses because of what it is.
TWINS = {"23505", "23503", "23P01"}  # unique, foreign key, exclusion
RAISED_BY_A_GUARD = "exec_stmt_raise"
# The disk is full, or the folder for what is uploaded.
FULL = {errno.ENOSPC, errno.EDQUOT}


def status_of(problem: BaseException, request: HttpRequest) -> HTTPStatus | None:
    """The answer to `problem`; None where it is a fault of the program."""
    if isinstance(problem, IntegrityError):
        return HTTPStatus.CONFLICT if _somebody_was_faster(problem) else HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(problem, DataError) or _is_text_with_nul(problem):
        return HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.BAD_REQUEST
    if isinstance(problem, (OperationalError, InterfaceError)):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(problem, OSError) and problem.errno in FULL:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(problem, (BadRequest, UnicodeError, RawPostDataException)) or _is_of_the_admins_filter(
        problem, request
    ):
        return HTTPStatus.BAD_REQUEST
    return None


def note(problem: BaseException, status: HTTPStatus) -> None:
    """Log the problem for the engineers: with its trace where a form should have refused it, in one line where nobody is at fault."""
    logger.log(
        logging.ERROR if status == HTTPStatus.UNPROCESSABLE_ENTITY else logging.WARNING,
        "answered with %d: %s %s",
        status,
        type(problem).__name__,
        _sqlstate(problem),
        exc_info=problem if status == HTTPStatus.UNPROCESSABLE_ENTITY else None,
    )


def _somebody_was_faster(problem: IntegrityError) -> bool:
    """A twin of the same content, or a row that a guard holds fast by now."""
    said: Any = getattr(problem.__cause__, "diag", None)
    return _sqlstate(problem) in TWINS or getattr(said, "source_function", "") == RAISED_BY_A_GUARD


def _is_of_the_admins_filter(problem: BaseException, request: HttpRequest) -> bool:
    """The lists of Django's admin take any lookup from the address, such as a year that no calendar has."""
    match = request.resolver_match
    return (
        match is not None
        and match.app_name == "admin"
        and request.method == "GET"
        and isinstance(problem, (ValueError, OverflowError, TypeError))
    )


def _is_text_with_nul(problem: BaseException) -> bool:
    """What the driver of PostgreSQL says of a text with a NUL in it, before the database sees it. Forms refuse it at its field; a list of marked rows does not."""
    return isinstance(problem, ValueError) and "NUL (0x00)" in str(problem)


def _sqlstate(problem: BaseException) -> str:
    return getattr(problem.__cause__, "pgcode", None) or ""
