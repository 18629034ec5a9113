"""The key of backups, as the settings give it."""

from __future__ import annotations

from typing import Any

import pytest

from ovop_portal.backup.keys import Key, key_of_settings
from ovop_portal.backup.problems import Problem


def test_without_a_key_backups_lie_open(settings: Any) -> None:
    settings.BACKUP_KEY = ""
    assert key_of_settings() is None


def test_a_key_is_64_hexadecimal_digits(settings: Any) -> None:
    settings.BACKUP_KEY = "ab" * 32
    assert key_of_settings() == Key(b"\xab" * 32)

    for wrong in ("ab" * 31, "zz" * 32, "ab" * 33):
        settings.BACKUP_KEY = wrong
        with pytest.raises(Problem, match="BACKUP_KEY is no key: 64 hexadecimal digits are needed"):
            key_of_settings()


def test_the_name_of_a_key_tells_keys_apart_and_nothing_of_the_key(key: Key) -> None:
    assert key.name != Key(bytes(32)).name
    assert key.secret.hex().find(key.name) == -1
