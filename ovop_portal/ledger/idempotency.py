"""Each form is obeyed once, however often it is sent.

A form carries a key made when the page was drawn (hidden field `kunci`). Pages hand their work to `accounts.carrying_out`, which does it inside `once`.

The key is written first, in the same transaction as the work. A twin that comes meanwhile waits for it at the unique index and then gets the answer that
was kept; when the first sending is refused, nothing remains and the corrected form may come with the same key.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import connection, transaction
from django.http import HttpRequest

from ovop_portal.common.canonical import digest, parsed
from ovop_portal.common.jinja import rendered
from ovop_portal.common.verbs import KEY_REUSED, Missing, Refused
from ovop_portal.common.widgets import KEPT
from ovop_portal.ledger.journal import Actor, actor_of
from ovop_portal.ledger.models import DoneOperation

FIELD = "kunci"
NOT_PART_OF_THE_REQUEST = {FIELD, "csrfmiddlewaretoken"}
# The actor for everybody who has not signed in. They share it, so none of them is told what became of a form.
VISITOR = "system:visitor"
KEPT_FOR = timedelta(days=30)
KEY_PATTERN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class BadKey(SuspiciousOperation):
    """The form has no key, or one that the portal did not make: answered as 400."""


class KeyReused(Refused):
    """The key was used before, for something else: shown as a form error (422), with the way to what the first sending did (`path` of its answer), unless
    visitors sent it.

    The form then gets a new key (`PortalFormMixin.add_refused`), so that sending it again is a change of its own.
    """

    def __init__(self, response: dict[str, Any]) -> None:
        self.response = response
        words = rendered("components/sudah_dikirim.jinja", path=str(response.get("path", "")))
        super().__init__(Missing(KEY_REUSED, words))


@dataclass
class Turn:
    """Whose turn it is: the first sending does the work and keeps an answer; a repeat finds it in `response`."""

    first: bool
    response: dict[str, Any] = field(default_factory=dict)

    def keep(self, **response: Any) -> None:
        """Keep the answer that every repeat will get, such as `path` and `message`."""
        self.response = parsed(response)


def new_key() -> str:
    """A key for a form that is about to be drawn."""
    return str(uuid.uuid4())


@contextmanager
def once(key: str | None, *, by: Actor | str, request: object, now: datetime) -> Iterator[Turn]:
    """Let the body do its work at most once for this key and actor. One transaction.

    `request` is the request of the form, or any value that canonical JSON can say; a visitor without an account is `by=VISITOR`, and keeps no answer
    that says what was done.
    Raises `KeyReused` when the key came before with other content, `BadKey` when there is no proper key.
    """
    if not key or not KEY_PATTERN.fullmatch(key):
        raise BadKey("form without a proper key")
    actor, fingerprint = actor_of(by), request_hash(request)
    with transaction.atomic():
        if not _taken(key, actor, fingerprint, now):
            yield _repeat(key, actor, fingerprint)
            return
        turn = Turn(first=True)
        yield turn
        if not turn.response:
            raise RuntimeError("the first sending of a form keeps an answer for its repeats")
        DoneOperation.objects.filter(actor=actor, key=key).update(response=turn.response)


def request_hash(request: object) -> str:
    """One hash of what was asked: the address, the fields in their order, and the bytes of the files."""
    if not isinstance(request, HttpRequest):
        return digest(request)
    fields = {
        _said(name): [_said(value) for value in values]
        for name, values in request.POST.lists()
        if name not in NOT_PART_OF_THE_REQUEST and not name.endswith(KEPT)
    }
    files = {
        _said(name): [[_said(file.name or ""), _file_hash(file)] for file in values]
        for name, values in request.FILES.lists()
    }
    return digest({"path": _said(request.path), "fields": fields, "files": files})


def _said(text: str) -> str:
    """What a browser sent, as text that can be hashed: a NUL is refused by its field, in words, and not here."""
    return text.replace("\\", "\\\\").replace("\0", "\\0")


def forget(now: datetime) -> int:
    """Drop keys older than a month: no browser sends such a form again. Returns how many."""
    return DoneOperation.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


def _taken(key: str, actor: str, fingerprint: str, now: datetime) -> bool:
    """Is the key now ours? A twin at work makes this wait until it commits (then no) or is refused (then yes)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_doneoperation (key, actor, request_hash, response, at) VALUES (%s, %s, %s, NULL, %s)"
            " ON CONFLICT (actor, key) DO NOTHING",
            [key, actor, fingerprint, now],
        )
        return cursor.rowcount == 1


def _repeat(key: str, actor: str, fingerprint: str) -> Turn:
    done = DoneOperation.objects.get(actor=actor, key=key)
    if done.request_hash != fingerprint:
        raise KeyReused({} if actor == VISITOR else done.response or {})
    return Turn(first=False, response=done.response or {})


def _file_hash(file: Any) -> str:
    value = sha256()
    for chunk in file.chunks():
        value.update(chunk)
    file.seek(0)
    return value.hexdigest()
