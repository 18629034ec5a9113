"""One text for one value: the canonical JSON that is hashed wherever the portal promises that something did not change.

Keys are sorted, there are no spaces, and what JSON cannot say is said as text: decimals as written, dates in ISO form, moments in UTC. Floating point
numbers are refused, because one value has several texts there.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.functional import Promise


def canonical_json(value: object) -> str:
    """The canonical text of `value`. Raises `TypeError` for what has no single text."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def parsed(value: object) -> Any:
    """`value` as it comes back from a jsonb column: what must be stored, so that the hash of the stored value is the hash of the given one."""
    return json.loads(canonical_json(value))


def digest(value: object) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return sha256(canonical_json(value).encode()).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        if "\x00" in value:
            raise TypeError("NUL has no place in canonical JSON: PostgreSQL cannot store it")
        return str(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError(f"{value} has no canonical form")
        return format(value, "f")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a moment without a zone has no canonical form")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Promise):
        return str(value)
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form; give it as text")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"keys are text, not {type(key).__name__}")
    return str(key)
