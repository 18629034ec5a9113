from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from ovop_portal.common.canonical import canonical_json, digest, parsed

WIB = timezone(timedelta(hours=7))


def test_a_value_has_one_text_whatever_the_order_of_its_keys() -> None:
    one = {"b": [1, True, None], "a": {"é": "x", "d": Decimal("1.50")}}
    other = {"a": {"d": Decimal("1.50"), "é": "x"}, "b": (1, True, None)}
    assert canonical_json(one) == canonical_json(other) == '{"a":{"d":"1.50","é":"x"},"b":[1,true,null]}'


def test_what_json_cannot_say_is_said_as_text() -> None:
    value = {
        "score": Decimal("1E+2"),
        "day": date(2026, 11, 21),
        "hour": datetime(2026, 11, 22, 6, 30, tzinfo=WIB),
        "id": UUID(int=1),
        "word": gettext_lazy("Beranda"),
    }
    assert parsed(value) == {
        "score": "100",
        "day": "2026-11-21",
        "hour": "2026-11-21T23:30:00+00:00",
        "id": "00000000-0000-0000-0000-000000000001",
        "word": "Beranda",
    }


def test_the_same_moment_in_two_zones_has_one_text() -> None:
    assert digest(datetime(2026, 1, 1, 7, tzinfo=WIB)) == digest(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), Decimal("NaN"), datetime(2026, 1, 1), {1: "a"}, {"a": object()}, {1, 2}, b"bytes", "nul\x00"],
)
def test_a_value_without_one_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json({"value": value})
