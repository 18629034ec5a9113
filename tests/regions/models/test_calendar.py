"""Days on which everybody is closed: each once, with what decreed it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ovop_portal.common import reference
from regions.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("again", "name"),
    [
        ({"day": date(2026, 8, 17), "name": "Lain", "source": "Lain"}, "regions_holiday_day"),
        ({"day": date(2026, 8, 18), "name": "", "source": "Keputusan"}, "holiday_has_name"),
        ({"day": date(2026, 8, 18), "name": "Cuti bersama", "source": ""}, "holiday_has_source"),
    ],
)
def test_a_day_stands_once_with_its_name_and_what_decreed_it(again: dict[str, object], name: str) -> None:
    Holiday.objects.create(day=date(2026, 8, 17), name="Proklamasi Kemerdekaan", source="Keppres")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Holiday.objects.create(**again)


def test_of_a_decreed_year_all_seventeen_holidays_and_eight_days_of_joint_leave_are_there() -> None:
    """The sums that the decree for 2026 itself gives."""
    rows = [
        row["name"] for row in reference.rows("regions/holidays.csv", "day", "name", "source") if row["day"] < "2027"
    ]
    leave = [name for name in rows if name.startswith("Cuti bersama")]
    assert (len(rows) - len(leave), len(leave)) == (17, 8)
