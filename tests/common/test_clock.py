"""The hour that counts: the database's, of the arrival of a request, and deadlines to the end of the printed minute."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import DateTimeField, Value
from django.http import HttpResponse
from django.test import RequestFactory

from awards.models import Window
from ovop_portal.common import clock, formats
from ovop_portal.common.middleware import note_arrival
from regions.models import Office
from tests.regions.factories import OfficeFactory
from tests.scene import NOW, Scene

DEADLINES = [datetime(2026, 6, 30, 16, 59, second, micro, UTC) for second, micro in ((0, 0), (59, 0), (59, 999_999))]


@pytest.mark.parametrize("deadline", DEADLINES)
@pytest.mark.parametrize(
    ("moment", "in_time"),
    [
        (datetime(2026, 6, 30, 16, 58, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 16, 59, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 16, 59, 0, 400_000, UTC), True),
        (datetime(2026, 6, 30, 16, 59, 59, 999_999, UTC), True),
        (datetime(2026, 6, 30, 17, 0, 0, tzinfo=UTC), False),
    ],
)
def test_who_comes_while_the_printed_minute_is_on_the_clock_is_in_time(
    deadline: datetime, moment: datetime, in_time: bool
) -> None:
    assert formats.pukul(deadline) == "pukul\u00a023.59\u00a0WIB"
    assert (clock.is_in_time(moment, deadline), clock.has_passed(deadline, moment)) == (in_time, not in_time)


@pytest.mark.django_db
def test_a_statement_finds_the_windows_that_are_open_by_the_same_rule() -> None:
    scene = Scene.begin(NOW)
    window = scene.edition.windows.get(kind="nomination")
    window.closes_at = NOW.replace(minute=59, second=30)
    window.save()
    moments = [
        window.opens_at - timedelta(microseconds=1),
        window.opens_at,
        NOW.replace(minute=59, second=59, microsecond=999_999),
        NOW + timedelta(hours=1),
    ]
    rows = Window.objects.filter(pk=window.pk)

    by_python = [scene.edition.is_open("nomination", moment) for moment in moments]
    by_value = [rows.open_at(moment).exists() for moment in moments]
    by_expression = [rows.open_at(Value(moment, DateTimeField())).exists() for moment in moments]

    assert by_python == by_value == by_expression == [False, True, True, False]


@pytest.mark.django_db
def test_within_a_request_the_clock_stands_at_its_arrival() -> None:
    OfficeFactory(code="51.07")
    before = clock.now()
    with clock.arrival(time.monotonic() - 90):
        arrived = clock.now()
        waited = clock.waited()
        milliseconds = waited // timedelta(milliseconds=1)
        stated = Office.objects.values_list(clock.arrival_in_statement(milliseconds)).first()[0]
    after = clock.now()

    assert abs(stated - arrived) < timedelta(seconds=5)
    assert timedelta(seconds=90) <= waited
    # The two clocks of a machine are not read in the same microsecond.
    slack = timedelta(seconds=1)
    assert before - slack <= arrived + timedelta(seconds=90) <= after + slack
    assert clock.waited() == timedelta()


def test_a_request_arrives_before_anything_else_looks_at_it(settings) -> None:
    seen: list[timedelta] = []

    def slow_view(request: object) -> HttpResponse:
        end = time.monotonic() + 0.01
        while time.monotonic() < end:
            pass
        seen.append(clock.waited())
        return HttpResponse()

    note_arrival(slow_view)(RequestFactory().get("/"))

    assert seen[0] >= timedelta(milliseconds=10)
    assert settings.MIDDLEWARE[0] == "ovop_portal.common.middleware.note_arrival"
