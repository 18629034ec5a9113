"""One small door to the HTTP interfaces of others: JSON out, JSON back, within seconds, to the address that the settings name and to no other.

answer = post(url, {"to": "+62…"}, token="…")     # raises Unanswered, or OSError where nothing was sent
if answer.status == 429: …
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ovop_portal.notifications.channels.outcomes import Unanswered

# Waiting for one piece of the answer, and for the whole of it.
PIECE_SECONDS, WHOLE_SECONDS = 10.0, 30.0
MOST_BYTES = 64_000
# No channel may put a message off for longer.
LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """What the other side said. `said` is empty where it said nothing that we can read."""

    status: int
    said: Mapping[str, Any]
    wait: timedelta | None = None


class _Stay(HTTPRedirectHandler):
    """An answer that leads elsewhere is an answer: the token is for one address."""

    def redirect_request(self, *_more: Any) -> None:
        return None


_opener = build_opener(_Stay)


def post(url: str, body: Mapping[str, Any], *, token: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Send `body` and read the answer, whatever its status.

    An `OSError` is raised where the request was not given over as a whole, so that nothing can have come of it; `Unanswered` where it was, and no answer
    came that could be read in time.
    """
    request = Request(url, data=json.dumps(body, ensure_ascii=False).encode(), method="POST")
    for name, value in {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {token}",
        **(headers or {}),
    }.items():
        request.add_unredirected_header(name, value)
    try:
        response: Any = _opener.open(request, timeout=PIECE_SECONDS)
    except HTTPError as refusal:
        response = refusal
    except URLError:
        raise
    except (OSError, HTTPException) as broken:
        raise Unanswered(type(broken).__name__) from broken
    with response:
        return Answer(response.status, _read(response), _wait(response.headers))


def _read(response: HTTPResponse) -> Mapping[str, Any]:
    """The JSON object of an answer; empty where it is none, too long or too slow. The status has come by then, and says enough."""
    began, text = time.monotonic(), b""
    try:
        while piece := response.read1(MOST_BYTES):
            text += piece
            if len(text) > MOST_BYTES or time.monotonic() - began > WHOLE_SECONDS:
                return {}
        said = json.loads(text)
    except (OSError, HTTPException, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _wait(headers: Mapping[str, str]) -> timedelta | None:
    """`Retry-After`, in seconds or as a date, by the clock of the other side; None where it says nothing sensible."""
    asked, day = headers.get("Retry-After", ""), headers.get("Date", "")
    try:
        seconds = int(asked) if asked.isdecimal() else None
        wait = (
            timedelta(seconds=seconds)
            if seconds is not None
            else parsedate_to_datetime(asked) - parsedate_to_datetime(day)
        )
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)
