"""The catalogue finds what people look for: by common forms of a word, by place, and with a way out where nothing is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Award
from awards.pages.public.catalogue import search, words_of
from awards.states import NominationState as S
from tests.awards.dinas import words
from tests.awards.editions import following, publish, recommend
from tests.scene import Scene
from tests.support import second_person

pytestmark = pytest.mark.django_db


def asked(client: Client, **filters: Any) -> Any:
    return client.get(reverse("awards:catalogue"), filters)


def found(client: Client, **filters: Any) -> list[str]:
    return [card.product for card in asked(client, **filters).context["cards"]]


def shelf(scene: Scene, **stars: int) -> None:
    """Products by name (underlines for spaces) with their stars, published."""
    names = [name.replace("_", " ") for name in stars]
    files = scene.bring(*[S.IN_ASSESSMENT] * len(stars), names=names)
    publish(scene, dict(zip(files, stars.values(), strict=True)))


# --- Words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("tenun", [["tenun", "menenun"]]),
        ("Tenunan", [["tenun", "menenun"]]),
        ("tenunannya", [["tenun", "menenun"]]),
        ("menenun", [["enun"]]),
        ("sulaman", [["sulam", "menyulam"]]),
        ("mengukir", [["ukir"]]),
        ("ulosnya", [["ulos"]]),
        ("ukir-ukiran", [["ukir"], ["ukir"]]),
        # Names and short words stay what they are.
        ("ikan Medan", [["ikan"], ["medan"]]),
        ("menado", [["menado"]]),
        ("teh -- 5", [["teh"], ["5"]]),
        # What joins words is none of them, but where it is all there is.
        ("teh+gula", [["teh"], ["gula"]]),
        ("teh & gula", [["teh"], ["gula"]]),
        ("teh dan gula", [["teh"], ["gula"]]),
        ("&", [["dan"]]),
    ],
)
def test_of_a_word_the_part_is_looked_for_that_its_forms_share(typed: str, looked_for: list[list[str]]) -> None:
    assert words_of(typed) == looked_for


def test_common_forms_of_a_word_find_the_same_products(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=2, Menenun_Bersama=2, Tenunan_Emas=2, Keripik_Pisang=1)
    all_three = {"Tenun Ikat", "Menenun Bersama", "Tenunan Emas"}

    assert [set(found(client, q=typed)) for typed in ("tenun", "TENUNAN", "menenun", "tenunannya")] == [all_three] * 4
    assert found(client, q="keripiknya pisang") == ["Keripik Pisang"]
    assert found(client, q="keripik tenunan") == []


def test_a_revoked_award_says_so_on_its_card(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=3, Anyaman_Rotan=2)
    award = Award.objects.get(stars=3)
    second_person.revoke(
        award,
        decree_number="12 Tahun 2026",
        date=scene.now.date(),
        reason="Usaha tutup",
        by=scene.secretariat,
        now=scene.now,
    )

    page = asked(client)

    assert [(card.product, card.is_revoked) for card in page.context["cards"]] == [
        ("Tenun Ikat", True),
        ("Anyaman Rotan", False),
    ]
    assert page.content.decode().count('data-status="revoked"') == 1


# --- Places -------------------------------------------------------------------------------------------------------------


def test_the_regencies_of_a_province_are_offered_once_it_is_chosen(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=2)
    without, within = asked(client), asked(client, provinsi="51")

    assert 'name="kabupaten"' not in without.content.decode()
    assert within.context["filters"].fields["kabupaten"].choices == [("", "Semua"), ("51.07", "Kab. Karangasem")]
    chosen = asked(client, provinsi="51", kabupaten="51.07")
    assert [card.product for card in chosen.context["cards"]] == ["Tenun Ikat"]
    assert [chip["label"] for chip in chosen.context["chips"]] == [scene.regency.province.name, "Kab. Karangasem"]
    assert chosen.context["chips"][0]["url"] == "?"


@pytest.mark.parametrize(
    "query", ["provinsi=33&kabupaten=51.07", "kabupaten=51.07", "kabupaten=entah", "provinsi=%C2%B2"]
)
def test_a_regency_that_is_not_on_offer_asks_for_nothing(scene: Scene, client: Client, query: str) -> None:
    shelf(scene, Tenun_Ikat=2)

    assert len(client.get(f"{reverse('awards:catalogue')}?{query}").context["cards"]) == 1


def test_one_answer_that_cannot_be_lets_the_other_filters_stand(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=2, Keripik_Pisang=2)

    assert found(client, q="keripik", bintang="9", urut="entah") == ["Keripik Pisang"]


# --- Nothing found ------------------------------------------------------------------------------------------------------


def test_where_nothing_is_found_the_page_says_what_and_shows_the_ways_out_with_their_numbers(
    scene: Scene, client: Client
) -> None:
    shelf(scene, Tenun_Ikat=2, Tenun_Emas=2, Keripik_Pisang=1)
    page = asked(client, q="tenun", bintang="1", provinsi="51", kabupaten="51.07")

    assert page.context["empty"]["words"] == "Tidak ada produk untuk “tenun” di Kab. Karangasem"
    ways = {way["label"]: way["url"] for way in page.context["empty"]["ways"]}
    assert list(ways) == ["Hapus kata kunci (1 produk)", "Hapus saringan bintang (2 produk)"]
    for label, url in ways.items():
        assert f"({len(client.get(reverse('awards:catalogue') + url).context['cards'])} produk)" in label
    assert "Lihat semua produk (3)" in words(page)


def test_a_way_out_that_leads_to_nothing_is_not_shown(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=2)
    page = asked(client, q="songket", bintang="3")

    assert (page.context["empty"]["words"], page.context["empty"]["ways"]) == ("Tidak ada produk untuk “songket”", [])
    assert "Lihat semua produk (1)" in words(page)


def test_letting_go_of_an_edition_counts_each_product_once(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=2)
    later = following(scene)
    shelf(later, Tenun_Emas=1)

    [way] = asked(client, q="emas", edisi=scene.edition.year).context["empty"]["ways"][1:]
    assert way == {"label": "Hapus saringan penyelenggaraan (1 produk)", "url": "?q=emas"}


def test_an_empty_catalogue_waits_for_its_first_edition(scene: Scene, client: Client) -> None:
    assert "Belum ada produk" in words(asked(client))


def test_what_is_not_published_is_in_no_number_of_the_ways_out(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=2)
    later = following(scene)
    hidden = later.at(S.IN_ASSESSMENT, "Songket Rahasia")
    recommend(later, {hidden: 3})
    later.determine()
    page = asked(client, q="songket", bintang="3")

    assert (page.context["empty"]["ways"], page.context["empty"]["all"]) == ([], 1)


def test_finding_nothing_costs_no_more_than_finding_much(
    scene: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    shelf(scene, Tenun_Ikat=2)
    asked(client)
    # What the filters offer, how many there are, the ways out.
    with django_assert_num_queries(3):
        asked(client, q="songket", bintang="1", provinsi="51", kabupaten="51.07", komoditas="kain_tenun")


# --- Order --------------------------------------------------------------------------------------------------------------


def test_stars_of_different_schemes_are_never_sorted_together(scene: Scene, client: Client) -> None:
    before = following(scene, 2018, scheme="kemenperin_five_star_2013_2018")
    shelf(scene, Tenun_A=1, Tenun_B=3)
    shelf(before, Ulos_A=5, Ulos_B=2, Ulos_C=4)
    later = following(before, 2028)
    shelf(later, Songket_A=2)

    # Of the newest scheme all, by stars over its editions; then the old one by itself.
    assert found(client, urut="bintang") == ["Tenun B", "Songket A", "Tenun A", "Ulos A", "Ulos C", "Ulos B"]
    assert "Bintang dari skala yang berbeda tidak dapat dibandingkan" in words(asked(client, urut="bintang"))
    assert search({"urut": "bintang"}, scene.now).count() == 6


# --- Words as people type them ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "Kab. Karangasem", "Kabupaten Karangasem", "karangasem, bali", "bali.", "“bali”", "‘Tenun’ ikat", "TENUN-IKAT", "tenun, (ikat)", "Provinsi Bali",
        "UD. Tenun Ikat", "tenun\u00adikat"[:5], "ｔｅｎｕｎ", "2026", "",
    ],
)  # fmt: skip
def test_what_a_card_prints_is_found_however_it_is_typed(scene: Scene, client: Client, typed: str) -> None:
    shelf(scene, Tenun_Ikat=2)

    assert found(client, q=typed) == ["Tenun Ikat"]


def test_short_names_of_provinces_find_their_products(scene: Scene, client: Client) -> None:
    scene.regency.province.short_name = "NTB"
    scene.regency.province.name = "Nusa Tenggara Barat"
    scene.regency.province.save()
    shelf(scene, Tenun_Ikat=2)

    assert [found(client, q=typed) for typed in ("NTB", "ntb.", "nusa tenggara", "Jateng")] == [
        *[["Tenun Ikat"]] * 3,
        [],
    ]


def test_a_slip_of_the_keyboard_finds_what_is_near_and_says_so(scene: Scene, client: Client) -> None:
    shelf(scene, Tenun_Ikat=2, Keripik_Pisang=1)
    slip = asked(client, q="tnun")

    assert [card.product for card in slip.context["cards"]] == ["Tenun Ikat"]
    assert "Tidak ada produk untuk “tnun”. Ini yang ejaannya mirip:" in words(slip)
    assert found(client, q="kripik bali") == ["Keripik Pisang"]
    assert "mirip" not in words(asked(client, q="tenun"))
    assert found(client, q="xyzzy") == []


def test_products_stand_by_the_alphabet_whatever_their_capitals_and_marks(scene: Scene, client: Client) -> None:
    shelf(scene, batik_Ayu=2, Batik_Abadi=2, éka_Karya=2, Dewi=2)

    assert found(client, urut="nama") == ["Batik Abadi", "batik Ayu", "Dewi", "éka Karya"]
