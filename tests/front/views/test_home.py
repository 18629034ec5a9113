"""The home page and the way to one's own desk."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from awards.models import WindowKind
from awards.operations.outcome import recommend_star
from awards.pages.public.catalogue import search
from awards.states import NominationState as S
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.common.formats import tenggat
from ovop_portal.front.figures import home_figures
from tests.accounts.factories import person
from tests.scene import NOW, Scene, load_reference_data
from tests.support.second_person import revoke

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


def test_the_hour_until_which_firms_are_nominated_stands_on_top_while_they_are(client: Client) -> None:
    scene = Scene.begin(now())
    closes_at = scene.edition.windows.get(kind=WindowKind.NOMINATION).closes_at

    assert home_figures(now()).closes_at == closes_at
    assert f"Sampai <b>{' '.join(tenggat(closes_at).split())}</b>" in text(client)
    assert len(re.findall("Daftarkan usaha ?</a>", text(client))) == 2  # in the menu and beside the hour
    scene.edition.windows.filter(kind=WindowKind.NOMINATION).update(closes_at=now() - timedelta(hours=1))
    assert home_figures(now()).closes_at is None


def test_the_map_counts_the_products_of_each_province_and_none_where_there_is_none(client: Client) -> None:
    scene = Scene.begin(now())
    assert "Produk berbintang menurut provinsi" not in text(client)
    scene.award()

    assert [(each.code, each.count) for each in home_figures(now()).provinces] == [("33", 0), ("51", 1)]
    assert "<title>Bali: 1</title>" in text(client)


def test_the_newest_products_come_with_their_cards(client: Client) -> None:
    award = Scene.begin(now()).award()

    figures = home_figures(now())

    assert [card.product for card in figures.newest] == [award.nomination.product.name]
    assert f">{award.nomination.product.name}</a></h2>" in text(client)


def test_the_home_page_costs_nine_queries_whatever_there_is(client: Client, django_assert_num_queries: Any) -> None:
    # the clock, the groups, what they hold, their photos, the newest edition, the provinces' counts, the running edition's stages
    with django_assert_num_queries(7):
        client.get("/")
    scene = Scene.begin(now())
    files = scene.bring(*[S.IN_ASSESSMENT] * 4)
    recommend_star([(file, 2, "") for file in files], by=scene.secretariat, now=scene.now)
    scene.determine(), scene.publish()
    with django_assert_num_queries(9):  # and the newest products and the names of the provinces
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
