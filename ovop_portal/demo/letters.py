"""Reading the folder in which the demo's mails land (Django's file backend: one file for a connection, letters between lines of dashes)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

SHOWN = 200
NO_MAILBOX = re.compile(r" <[^<>]*\.invalid>$")
BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    """A mail as it was sent. `name` and `n` (from 1) find it again."""

    name: str
    n: int
    to: str
    sender: str
    subject: str
    at: datetime | None
    text: str


def letters() -> list[Letter]:
    """The newest letters, newest first."""
    found: list[Letter] = []
    for path in sorted(folder().glob("*.log"), reverse=True):
        found += reversed(list(read(path)))
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]


def letter(name: str, n: int) -> Letter | None:
    """One letter. The name is looked for among the files of the folder, so it can lead nowhere else."""
    path = next((path for path in folder().glob("*.log") if path.name == name), None)
    return next((item for item in read(path) if item.n == n), None) if path else None


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def read(path: Path) -> Iterator[Letter]:
    """The letters of one file, in the order of sending."""
    parts = [part for part in path.read_bytes().split(BETWEEN) if part.strip()]
    for n, part in enumerate(parts, start=1):
        message = email.message_from_bytes(part, policy=email.policy.default)
        yield Letter(
            name=path.name,
            n=n,
            # What would go to a telephone stands here with its channel and number (`channels/kept.py`).
            to=NO_MAILBOX.sub("", str(message["To"] or "")),
            sender=str(message["From"] or ""),
            subject=str(message["Subject"] or ""),
            at=_moment(message),
            text=_text(message),
        )


def _moment(message: EmailMessage) -> datetime | None:
    """When it was written. Django dates letters in "-0000", which is UTC by a sender who does not tell their zone, and comes without one."""
    date = message["Date"]
    if not date:
        return None
    at: datetime = date.datetime
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    """The plain part; a letter always has one. Never its HTML: what a page shows is escaped text."""
    body = message.get_body(preferencelist=("plain",))
    return body.get_content() if body else ""
