"""Counting tries: in the database, by any number of keys, exactly also when many come at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from awards.pages.owner.views import registration, status
from ovop_portal.accounts import tasks, tries
from ovop_portal.accounts.limits import Limit, address_of, forget, give_back, site_of, within_limits
from ovop_portal.accounts.models import OpenSession, TryCount
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db
NARROW = Limit("narrow", most=2, seconds=60)
WIDE = Limit("wide", most=3, seconds=3600)


def time_passes(seconds: int) -> None:
    TryCount.objects.update(ends_at=F("ends_at") - timedelta(seconds=seconds))


def test_the_try_after_the_last_one_is_refused_until_the_window_is_over() -> None:
    assert [within_limits(NARROW.of("a")) for _ in range(4)] == [True, True, False, False]
    time_passes(59)
    assert not within_limits(NARROW.of("a"))
    time_passes(2)
    assert within_limits(NARROW.of("a"))


def test_keys_and_limits_count_apart_and_case_does_not_matter() -> None:
    for _ in range(2):
        within_limits(NARROW.of("a"))

    assert not within_limits(NARROW.of("A"))
    assert within_limits(NARROW.of("b"))
    assert within_limits(WIDE.of("a"))
    assert within_limits(NARROW.of("a", "b"))


def test_all_keys_of_a_try_are_counted_in_one_statement_and_what_one_refuses_counts_under_none_after_it() -> None:
    with CaptureQueriesContext(connection) as seen:
        answers = [within_limits(NARROW.of("a"), WIDE.of("all")) for _ in range(9)]

    assert (answers, len(seen)) == ([True, True] + [False] * 7, 9)
    assert [within_limits(NARROW.of("b"), WIDE.of("all")) for _ in range(2)] == [True, False]
    assert dict(TryCount.objects.values_list("key", "count")) == {
        NARROW.of("a").key: 9,
        NARROW.of("b").key: 2,
        WIDE.of("all").key: 4,
    }


def test_a_try_that_was_none_is_given_back() -> None:
    counted = NARROW.of("a"), WIDE.of("all")
    for _ in range(5):
        assert within_limits(*counted)
        give_back(*counted)
    give_back(*counted)

    assert set(TryCount.objects.values_list("count", flat=True)) == {0}


def test_nothing_that_is_kept_tells_an_address_or_a_number() -> None:
    within_limits(NARROW.of("+6281234567890", "203.0.113.9"))

    [row] = TryCount.objects.values_list("key", "count")
    assert len(row[0]) == 64
    assert "81234567890" not in str(row)


def test_what_is_over_is_forgotten_with_the_sessions_that_ended() -> None:
    within_limits(NARROW.of("a"))
    within_limits(WIDE.of("a"))
    time_passes(61)
    OpenSession.objects.create(session_key="x" * 32, session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    OpenSession.objects.create(session_key="y" * 32, session_data="", expire_date=datetime(2100, 1, 1, tzinfo=UTC))

    tasks.forget()

    assert TryCount.objects.count() == 1
    assert [session.session_key for session in OpenSession.objects.all()] == ["y" * 32]
    assert forget(datetime(2100, 1, 1, tzinfo=UTC)) == 1


@pytest.mark.parametrize(
    ("sent", "house", "site"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2f3:4:5:6:7", "2001:db8:1:200::", "2001:db8:1::"),
        ("2001:db8:1:2ff::9", "2001:db8:1:200::", "2001:db8:1::"),
        ("2001:db8:1:300::9", "2001:db8:1:300::", "2001:db8:1::"),
        ("2001:db8:2::9", "2001:db8:2::", "2001:db8:2::"),
    ],
)
def test_an_address_of_ipv6_counts_as_the_network_that_its_holder_has(sent: str, house: str, site: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=sent)
    assert (address_of(request), site_of(request)) == (house, site)


@pytest.mark.django_db(transaction=True)
def test_rivals_never_get_more_than_the_limit() -> None:
    limit = Limit("rivals", most=5, seconds=60)
    wide = Limit("rivals.all", most=50, seconds=60)

    at_once(*[lambda: within_limits(limit.of("a"), wide.of("b")) for n in range(8)])

    assert dict(TryCount.objects.values_list("key", "count")) == {limit.of("a").key: 8, wide.of("b").key: 5}


@pytest.mark.parametrize(
    ("of_one", "of_all"),
    [
        (tries.HERE, tries.ANYWHERE),
        (tries.LINKS, tries.LINKS_ANYWHERE),
        (registration.BY_NUMBER, registration.NUMBER_ANYWHERE),
        (status.BY_FILE_A_DAY, status.ANYWHERE),
    ],
    ids=lambda limit: limit.name,
)
def test_one_address_never_uses_up_what_all_addresses_share(of_one: Limit, of_all: Limit) -> None:
    windows = -(-of_all.seconds // of_one.seconds)
    assert of_one.most * windows < of_all.most
