"""Codes of an application, against the standard's own examples."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from ovop_portal.accounts.second_step import totp

# RFC 6238, appendix B, of which six of eight digits are used.
SECRET = base64.b32encode(b"12345678901234567890").decode()
EXAMPLES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 20000000000: "353130"}


@pytest.mark.parametrize("second", EXAMPLES)
def test_the_examples_of_the_standard_come_out(second: int) -> None:
    assert totp.code_of(SECRET, second // totp.PERIOD) == EXAMPLES[second]


def test_a_clock_may_be_half_a_minute_off_and_not_more() -> None:
    now = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    code = totp.code_of(SECRET, totp.step_at(now))

    off = [-60, -30, 0, 30, 60]
    taken = [totp.step_of(SECRET, code, now=now + timedelta(seconds=each)) is not None for each in off]

    assert taken == [False, True, True, True, False]


def test_neither_a_used_code_nor_one_before_it_is_taken_again() -> None:
    now = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
    here = totp.step_at(now)
    codes = [totp.code_of(SECRET, step) for step in (here - 1, here, here + 1)]

    assert [totp.step_of(SECRET, code, now=now, after=here) for code in codes] == [None, None, here + 1]


def test_the_picture_says_whose_account_of_which_portal_it_is() -> None:
    assert totp.address_of("ABC", "sari@contoh.test") == (
        "otpauth://totp/Portal%20OVOP:sari%40contoh.test?secret=ABC&issuer=Portal%20OVOP"
    )


def test_every_secret_is_another_of_160_bits() -> None:
    secrets = {totp.new_secret() for _each in range(20)}

    assert (len(secrets), {len(base64.b32decode(secret)) for secret in secrets}) == (20, {20})
