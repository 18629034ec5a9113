"""Codes of an application that shares a secret with us and has a clock (RFC 6238, as the common applications take it: SHA-1, six digits, 30 seconds)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from django.utils.crypto import constant_time_compare

DIGITS = 6
PERIOD = 30
# A telephone's clock may be so many steps off.
SLACK = 1
ISSUER = "Portal OVOP"


def new_secret() -> str:
    """160 bits, as RFC 4226 recommends, in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // PERIOD


def code_of(secret: str, step: int) -> str:
    """RFC 4226, section 5.3."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, *, now: datetime, after: int = -1) -> int | None:
    """The step that `code` belongs to, if it is of these minutes and later than the step `after`, which was used last; else None."""
    here = step_at(now)
    fitting = [
        step
        for step in range(here - SLACK, here + SLACK + 1)
        if constant_time_compare(code_of(secret, step), code) and step > after
    ]
    return max(fitting, default=None)


def address_of(secret: str, account: str) -> str:
    """What applications read from the picture."""
    said = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(ISSUER)}:{quote(account)}?{said}"
