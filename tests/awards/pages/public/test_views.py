"""What everybody may read, and what nobody may read before its hour."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from awards.certificates.codes import certificate_code
from awards.models import Award
from awards.operations.programme import change_consent
from awards.pages.public.catalogue import find_certificate
from awards.states import NominationState as S
from ovop_portal.common import clock
from tests.awards.editions import again, following, publish
from tests.scene import Scene, load_reference_data
from tests.support import second_person

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object, **query: object) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_an_awarded_product_is_found_by_its_words_filters_and_page(client, scene):
    award = scene.award()
    name = award.nomination.product.name

    assert name in page(client, "awards:catalogue")
    assert name in page(
        client,
        "awards:catalogue",
        q="KARANGASEM tenun",
        komoditas="kain_tenun",
        bintang="3",
        edisi="2026",
        provinsi="51",
    )
    assert (
        name
        in client.get(
            reverse("awards:product", args=["apa-saja", award.nomination.product_id]), follow=True
        ).content.decode()
    )


def test_before_publication_no_page_knows_the_result(client, scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    scene.decide(scene.sealed_tally())
    scene.determine()
    award = Award.objects.get()

    assert nomination.product.name not in page(client, "awards:catalogue")
    assert client.get(reverse("awards:product", args=["x", nomination.product_id])).status_code == 404
    unknown = client.get(reverse("awards:verify", args=[award.code]))
    assert (unknown.status_code, "Nomor tidak ditemukan" in unknown.content.decode()) == (404, True)
    assert client.get(reverse("awards:certificate", args=[award.code])).status_code == 404


def test_a_certificate_verifies_as_valid_then_expired_and_as_revoked(client, scene):
    award = scene.award()
    valid = page(client, "awards:verify", award.code)
    assert "Piagam asli dan berlaku" in valid
    assert f"Cocokkan alamat situs: {urlsplit(settings.PORTAL_URL).netloc}" in valid
    forgiving = client.get(reverse("awards:verify_lookup"), {"kode": f" {award.code[:4].lower()}-{award.code[4:]} "})
    assert forgiving.url == reverse("awards:verify", args=[award.code])
    sentence = client.get(reverse("awards:verify_lookup"), {"kode": f"Kode: {award.code}, mohon diperiksa"})
    assert sentence.url == reverse("awards:verify", args=[award.code])
    two = client.get(reverse("awards:verify_lookup"), {"kode": f"{award.code} {certificate_code('KRANGGAN22')}"})
    assert two.status_code == 422
    assert "Isi satu kode saja. Isian Anda memuat 2 kode" in two.content.decode()

    for typed in ("OVOP 2026", "KD7F 4M2Q", "12345678901234", "apa?"):
        odd = client.get(reverse("awards:verify_lookup"), {"kode": typed})
        assert odd.status_code == 422
        assert "Kode piagam terdiri atas 11 huruf dan angka, misalnya KD7F 4M2Q 9XR" in odd.content.decode()
        assert f'value="{typed}"' in odd.content.decode()
    # One that may be mistyped is looked up; what comes by an address is told the shape, too.
    mistyped = client.get(reverse("awards:verify_lookup"), {"kode": "KD7F4M2Q9XR"})
    assert mistyped.url == reverse("awards:verify", args=["KD7F4M2Q9XR"])
    unknown, shapeless = (client.get(reverse("awards:verify", args=[code])) for code in ("KD7F4M2Q9XR", "OVOP2026"))
    assert (unknown.status_code, "tidak ada dalam data kami" in unknown.content.decode()) == (404, True)
    assert (shapeless.status_code, "Ini bukan kode piagam" in shapeless.content.decode()) == (404, True)

    late = award.valid_until + timedelta(days=1)
    assert find_certificate(award.code, scene.now, late).standing == "expired"

    second_person.revoke(
        award, decree_number="1/2027", date=scene.now.date(), reason="Usaha tutup", by=scene.secretariat, now=scene.now
    )
    assert "Asli, dicabut pada" in page(client, "awards:verify", award.code)


def test_a_verification_page_carries_no_personal_data(client, scene):
    award = scene.award()
    text = page(client, "awards:verify", award.code)
    ikm = award.nomination.ikm

    for secret in (ikm.nib, ikm.phone, ikm.owner_name, "Jl. Melati 3"):
        assert secret not in text


def test_without_consent_photos_story_and_contact_stay_hidden(client, scene):
    award = scene.award()
    change_consent([award], may_publish=False, by=scene.owner, now=scene.now)
    text = client.get(reverse("awards:product", args=["x", award.nomination.product_id]), follow=True).content.decode()

    assert "Pemilik usaha belum mengizinkan" in text
    assert not any(secret in text for secret in ("Ditenun tiga generasi", "wa.me", "<img"))


def test_a_verification_shows_the_picture_to_compare_only_with_consent(client, scene):
    award = scene.award()
    whole = award.nomination.product.photos.get(slot="utuh").document
    with_consent = page(client, "awards:verify", award.code)
    change_consent([award], may_publish=False, by=scene.owner, now=scene.now)
    without = page(client, "awards:verify", award.code)

    # The verdict, then what the reader holds in their hand, then the facts.
    places = [with_consent.index(part) for part in ("Piagam asli", "<img", "Bintang 3 dari 3", "<dt>Keputusan</dt>")]
    assert places == sorted(places)
    assert f'src="/berkas/{whole.pk}/?lebar=320"' in with_consent
    assert "Cocokkan produk di tangan Anda dengan foto ini." in with_consent
    assert "<img" not in without
    assert "Cocokkan produk" not in without
    assert client.get(f"/berkas/{whole.pk}/?lebar=320").status_code == 404


def test_a_certificate_that_is_being_made_says_so(client, scene):
    award = scene.award()

    answer = client.get(reverse("awards:certificate", args=[award.code]))

    assert (answer.status_code, "Piagam sedang dibuat" in answer.content.decode()) == (202, True)


def test_the_printed_118_stands_beside_the_112_of_its_parts(client):
    load_reference_data()

    assert "Dicetak 118, menurut bagiannya 112." in page(client, "awards:figures")


@pytest.mark.parametrize(
    "query", ["laman=99999999999999999999", "bintang=9", "edisi=abc", "provinsi=%27--", "urut=drop"]
)
def test_odd_addresses_of_the_catalogue_are_answered_calmly(client, scene, query):
    assert client.get(f"{reverse('awards:catalogue')}?{query}").status_code == 200


def test_a_product_that_was_awarded_twice_is_one_product_with_its_newest_star(client, scene):
    first = scene.award()
    later = following(scene)
    publish(later, {again(later, first): 3})

    def shown(**filters: str) -> list[int]:
        return [card.year for card in client.get(reverse("awards:catalogue"), filters).context["cards"]]

    assert (shown(), shown(bintang="3"), shown(edisi="2026")) == ([2028], [2028], [2026])
    assert "1 produk berbintang" in client.get("/").content.decode()


def test_the_catalogue_costs_the_same_queries_for_one_product_and_for_three(client, django_assert_num_queries):
    scene = Scene.begin(clock.now())
    nominations = scene.bring(*[S.IN_ASSESSMENT] * 3, names=["Gringsing", "Songket", "Endek"])
    scene.score(*nominations)
    scene.decide(scene.sealed_tally())
    scene.determine()
    scene.publish()
    url, name = reverse("awards:catalogue"), "Gringsing"
    client.get(url)
    # What the filters offer, how many there are, the cards.
    with django_assert_num_queries(3):
        one = client.get(url, {"q": name})
    with django_assert_num_queries(3):
        three = client.get(url)
    assert (len(one.context["cards"]), len(three.context["cards"])) == (1, 3)
