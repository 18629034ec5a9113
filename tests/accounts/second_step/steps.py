"""Somebody with a second step, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.adapter import get_adapter

from ovop_portal.accounts.models import User
from ovop_portal.accounts.second_step import factors, passkeys, totp
from ovop_portal.common.clock import now as read_clock
from tests.accounts.second_step.software_key import SoftwareKey

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def code_at(moment: datetime, later: int = 0, secret: str = SECRET) -> str:
    """What the application shows so many steps after `moment`."""
    return totp.code_of(secret, totp.step_at(moment) + later)


def with_app(user: User, *, now: datetime | None = None) -> User:
    """The application is set up; the code of the step before `now` was used for that."""
    now = now or read_clock()
    factors.add_app(user, SECRET, code_at(now, -1), now=now)
    return user


def with_key(user: User, key: SoftwareKey, *, now: datetime | None = None) -> User:
    asked = passkeys.ask_to_make(user, [])
    factors.add_passkey(user, "Ponsel", asked.state, key.make(asked.options), now=now or read_clock())
    return user


def paper_of(user: User) -> list[str]:
    """The codes on paper that are not used up."""
    paper = factors.factors_of(user).paper
    assert paper
    codes: list[str] = paper.wrap().get_unused_codes()
    return codes


def step_in(client: Any, user: User) -> Any:
    """Signed in, with the second step taken a moment ago."""
    client.force_login(user)
    return client.post("/akun/langkah-kedua/masuk/", {"cara": "aplikasi", "kode": code_at(read_clock(), 1)})


def sealed(text: str) -> str:
    said: str = get_adapter().encrypt(text)
    return said
