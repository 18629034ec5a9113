"""Public pages are shown from copies: without a query, alike for all strangers, never old while the database answers, and never private."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Award
from awards.operations.programme import change_consent
from awards.states import NominationState as S
from ovop_portal.common import shared_pages
from ovop_portal.common.clock import now
from ovop_portal.common.shared_pages import Copies, copies, freshness
from tests.accounts.factories import person
from tests.awards.editions import publish
from tests.scene import Scene
from tests.support import second_person
from tests.support.standing import standing, standing_for_a_moment

pytestmark = pytest.mark.django_db

# Never changed once their edition is out (a seal: never, and shown with its signed head only), or reference data, which the minute bounds.
FROZEN = {"ledger_seal", "awards_award", "awards_proposal", "awards_correction", "ikm_ikm"}
REFERENCE = {"ikm_commoditygroup", "regions_province", "regions_regency"}


@pytest.fixture(autouse=True)
def _copies_are_shown(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.SHARED_PAGES, settings.PORTAL_URL = True, "http://testserver"
    monkeypatch.setattr(shared_pages, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(shared_pages, "LEAVE_ALONE", 0.0)
    copies.clear()
    freshness.clear()
    yield
    copies.clear()
    freshness.clear()


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


@standing
def award(scene: Scene) -> Award:
    publish(scene, {scene.at(S.IN_ASSESSMENT, "Tenun Ikat"): 3})
    return Award.objects.get()


def pages(award: Award) -> list[str]:
    public = ["front:home", "awards:catalogue", "awards:figures", "awards:verify_lookup", "front:heads", "front:help"]
    product = Client().get(reverse("awards:product", args=["x", award.nomination.product_id])).headers["Location"]
    return [*map(reverse, public), reverse("awards:verify", args=[award.code]), product, "/katalog/?q=tenun"]


@contextmanager
def database_away() -> Iterator[None]:
    def refuse(*_any: Any) -> Any:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        yield


def asked(path: str, **cookies: str) -> Any:
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    return client.get(path)


def test_a_copy_costs_the_question_for_the_version_and_nothing_within_a_second(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = pages(award)
    first = [asked(path) for path in addresses]
    with CaptureQueriesContext(
        connection,
    ) as spent:
        again = [asked(path) for path in addresses]
    assert len(spent) == len(addresses)
    monkeypatch.setattr(shared_pages, "LOOK_EVERY", 60.0)
    freshness.current()
    with CaptureQueriesContext(connection) as spent:
        third = [asked(path) for path in addresses]

    assert len(spent) == 0
    assert [one.status_code for one in third] == [200] * len(addresses)
    assert [one.content for one in first] == [one.content for one in again] == [one.content for one in third]
    assert {one.headers["Vary"] for one in third} == {"Accept-Language, Cookie"}
    assert all("Content-Security-Policy" in one.headers and "Age" in one.headers for one in third)


def test_every_table_of_a_shared_page_is_watched_or_never_changes(award: Award) -> None:
    addresses = pages(award)
    watched = {rows().model._meta.db_table for rows in shared_pages._watched}
    with CaptureQueriesContext(connection) as spent:
        for path in addresses:
            copies.clear()
            cache.clear()
            asked(path)
    tables = {table for one in spent for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}

    assert tables - watched - FROZEN - REFERENCE == set()


def test_a_revocation_and_a_withdrawn_consent_are_seen_at_once(award: Award, scene: Scene) -> None:
    verification, catalogue = reverse("awards:verify", args=[award.code]), reverse("awards:catalogue")
    before = asked(verification).content, asked(catalogue).content

    second_person.revoke(
        award, decree_number="1", date=scene.now.date(), reason="Tutup", by=scene.secretariat, now=scene.now
    )
    revoked = asked(verification).content, asked(catalogue).content
    freshness.clear()
    version = shared_pages.version()
    change_consent([award], may_publish=False, by=scene.owner, now=scene.now)

    assert b'data-status="revoked"' in revoked[1]
    assert before[0] != revoked[0]
    assert before[1] != revoked[1]
    assert shared_pages.version() != version


def test_without_the_database_the_last_copy_is_shown_and_says_so(award: Award) -> None:
    addresses = pages(award)
    fresh = [asked(path).content for path in addresses]
    with database_away():
        old = [asked(path) for path in addresses]
        unseen = asked("/katalog/?q=anyaman")

    assert [one.status_code for one in old] == [200] * len(addresses)
    assert all("Salinan halaman ini dibuat" in one.content.decode() for one in old)
    assert not any("Salinan halaman ini" in one.decode() for one in fresh)
    assert unseen.status_code >= 500
    assert "Salinan halaman ini" not in asked(addresses[0]).content.decode()


def test_another_process_finds_the_copies_of_this_one(award: Award, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(reverse("front:home"))
    monkeypatch.setattr(shared_pages, "copies", Copies())
    with database_away():
        assert asked(reverse("front:home")).status_code == 200


def test_a_cache_that_is_away_is_done_without(award: Award, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nobody.sock"}
    }
    asked(reverse("front:home"))
    with database_away():
        assert asked(reverse("front:home")).status_code == 200


def test_who_is_signed_in_neither_sees_a_copy_nor_leaves_one(award: Award) -> None:
    client, home = Client(), reverse("front:home")
    client.force_login(person("Ni Wayan Sari"))

    pages = [client.get(home), asked(home), asked(home), client.get(home)]

    assert ["Ni Wayan Sari" in page.content.decode() for page in pages] == [True, False, False, True]
    assert ["Age" in page.headers for page in pages] == [False, False, True, False]


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "csrftoken", "anything"])
def test_a_page_asked_for_with_a_cookie_leaves_no_copy(award: Award, cookie: str) -> None:
    home = reverse("front:home")
    asked(home, **{cookie: "x" * 32})
    with database_away():
        assert asked(home).status_code >= 500


def test_pages_with_a_token_or_for_one_reader_are_not_shared() -> None:
    for path in ("/masuk/", "/status/", "/daftar/akun/", "/kata-sandi/pulihkan/", "/akun/"):
        assert not shared_pages._is_shared(path)


def test_another_port_or_name_of_the_portal_leaves_no_copy_anywhere(award: Award, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    home = reverse("front:home")
    asked(home)
    kept, common = set(copies._kept), {key for key in cache._cache if "halaman" in key}  # type: ignore[attr-defined]

    for host in [*(f"testserver:{port}" for port in range(20_000, 20_010)), "localhost", "TESTSERVER", "testserver."]:
        assert Client(SERVER_NAME="x", headers={"host": host}).get(home).status_code == 200

    assert len(kept) == len(common) == 1
    assert (set(copies._kept), {key for key in cache._cache if "halaman" in key}) == (kept, common)  # type: ignore[attr-defined]


def test_addresses_with_a_query_push_out_no_page_that_everybody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_pages, "MOST_COPIES", 3)
    kept = Copies()
    for key in ["/", "/?1", "/katalog/", *(f"/?{n}" for n in range(2, 9))]:
        kept.keep(key, shared_pages.Copy("1", 2e9, (), b"x"))

    assert list(kept._kept) == ["/", "/katalog/", "/?8"]


def test_memory_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_pages, "MOST_COPIES", 3)
    kept = Copies()
    for n in range(5):
        kept.keep(f"?{n}", shared_pages.Copy("1", 2e9, (), b"x" * 10))

    assert [bool(kept.find(f"?{n}", "1")) for n in range(5)] == [False, False, True, True, True]
    assert kept._bytes == 30
