"""The home page and the way to one's own desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from awards.models import Edition
from awards.operations.outcome import revoke
from awards.pages.public.catalogue import search
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.front.figures import Step, home_figures
from tests.accounts.factories import person
from tests.scene import NOW, Scene, load_reference_data

pytestmark = pytest.mark.django_db


def text(client: Client) -> str:
    return " ".join(client.get("/").content.decode().split())


def test_an_empty_portal_has_its_groups_and_its_search_and_says_nothing_it_does_not_know(client: Client) -> None:
    load_reference_data()

    page = text(client)

    assert page.count("Belum ada produk berbintang") == 5
    assert 'name="q"' in page
    assert 'name="kode"' in page
    assert "Penerima terbaru" not in page
    assert "Pengusulan" not in page


def test_the_newest_published_edition_is_counted_from_rows(client: Client) -> None:
    scene = Scene.begin(now())
    scene.award()

    page = text(client)

    assert "Penerima terbaru 2026" in page
    assert "<b>1 IKM</b> dari <b>1 provinsi</b> menerima bintang." in page
    assert page.count("1 produk berbintang") == 1


def test_a_star_that_was_taken_back_was_received_and_is_named_beside_the_figure(client: Client) -> None:
    scene = Scene.begin(now())
    award = scene.award()
    revoke(award, decree_number="12", date=now().date(), reason="Usaha tutup", by=scene.secretariat, now=now())

    page = text(client)

    assert "<b>1 IKM</b> dari <b>1 provinsi</b> menerima bintang." in page
    assert "1 di antaranya kemudian dicabut." in page


def test_each_group_counts_what_its_link_to_the_catalogue_shows(client: Client) -> None:
    scene = Scene.begin(now())
    scene.award()

    counted = {group.code: group.awarded for group in home_figures(now()).groups}

    assert counted == {code: search({"komoditas": [code]}, now()).count() for code in counted}
    assert all(f'href="/katalog/?komoditas={code}"' in text(client) for code in counted)


def test_a_result_that_is_not_out_yet_is_in_no_figure() -> None:
    scene = Scene.begin(NOW)
    award = scene.award()

    before, at = (
        home_figures(award.nomination.edition.publication.visible_from + step) for step in (-timedelta(1), timedelta(0))
    )

    assert (before.latest, [group.awarded for group in before.groups]) == (None, [0, 0, 0, 0, 0])
    assert (at.latest, sorted(group.awarded for group in at.groups)) == (scene.edition, [0, 0, 0, 0, 1])


def test_the_running_edition_shows_its_stages_by_the_clock() -> None:
    scene = Scene.begin(NOW)
    [nomination, *rest] = scene.edition.windows.order_by("pk")
    nomination.closes_at = NOW - timedelta(minutes=1)
    nomination.save()
    for window in rest[1:]:
        window.opens_at = NOW + timedelta(days=10)
        window.save()

    figures = home_figures(NOW)

    assert figures.running == scene.edition
    assert [(step.name, step.state) for step in figures.steps] == [
        ("Pengusulan", "done"),
        ("Seleksi administrasi", "now"),
        ("Penilaian", "later"),
        ("Pleno", "later"),
    ]
    assert figures.steps[0] == Step("Pengusulan", "done", "2\xa0Mei–1\xa0Juni\xa02026")


def test_the_home_page_costs_five_queries_whatever_there_is(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(
        5
    ):  # the clock, the groups, what they hold, the newest edition, the running one's stages
        client.get("/")
    Scene.begin(now()).award()
    Edition.objects.filter(year=2024).first()
    with django_assert_num_queries(5):
        client.get("/")


@pytest.mark.parametrize(
    ("roles", "desk"),
    [
        ((Role.OWNER,), "/usulan/"),
        ((Role.JUROR,), "/juri/"),
        ((Role.SCREENER,), "/panitia/"),
        ((Role.SECRETARIAT,), "/panitia/"),
        ((Role.CURATOR,), "/panitia/go-global/"),
        ((Role.AUDITOR,), "/panitia/jejak/"),
        ((Role.SCREENER, Role.JUROR), "/juri/"),
        ((), "/akun/"),
    ],
)
def test_everybody_begins_at_the_own_desk(client: Client, roles: tuple[Role, ...], desk: str) -> None:
    client.force_login(person("Sari", *roles))

    assert client.get("/beranda/")["Location"] == desk


def test_the_people_of_an_office_begin_at_its_desk(client: Client) -> None:
    scene = Scene.begin(NOW)
    desks = {}
    for name in ("dinas_operator", "dinas_signer", "province_officer"):
        client.force_login(scene.people[name])
        desks[name] = client.get("/beranda/")["Location"]

    assert desks == {"dinas_operator": "/dinas/", "dinas_signer": "/dinas/", "province_officer": "/provinsi/"}
