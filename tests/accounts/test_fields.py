"""The code of an account as somebody types it."""

from __future__ import annotations

import pytest

from ovop_portal.accounts.fields import HolderCodeField


@pytest.mark.parametrize("typed", ["12345678", "1234 5678", "1234-5678", " 1234.5678 ", "１２３４５６７８"])
def test_a_code_is_read_however_it_is_spaced(typed: str) -> None:
    assert HolderCodeField().clean(typed) == "12345678"
