"""The page of a product for search engines and for those who pass its address on."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from awards.models import Award
from awards.operations.programme import change_consent
from awards.states import NominationState as S
from tests.awards.editions import publish
from tests.scene import Scene
from tests.support import second_person

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def awarded(scene: Scene, name: str = "Gringsing Cemplong") -> Award:
    nomination = scene.at(S.IN_ASSESSMENT, name)
    publish(scene, {nomination: 2})
    return Award.objects.for_list().get()


def the_page(client: Client) -> str:
    award = Award.objects.get()
    return client.get(reverse("awards:product", args=["x", award.nomination.product_id]), follow=True).content.decode()


def structured(client: Client) -> dict[str, Any]:
    [block] = BLOCK.findall(the_page(client))
    return json.loads(block)


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og:)?[a-z:]+)" content="([^"]*)"', page))


def test_a_search_engine_reads_product_award_brand_and_certificates(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    data = structured(client)
    address = f"http://testserver/produk/gringsing-cemplong-{award.nomination.product_id}/"

    assert (data["@type"], data["name"], data["url"]) == ("Product", "Gringsing Cemplong", address)
    assert data["award"] == f"Bintang 2 dari 3, OVOP {scene.edition.year}"
    assert data["brand"] == {"@type": "Brand", "name": "Usaha Gringsing Cemplong"}
    assert data["manufacturer"]["address"]["addressRegion"] == scene.regency.province.name
    assert not {"aggregateRating", "offers", "review"} & set(data)
    ours, *others = data["hasCertification"]
    assert ours["issuedBy"]["name"] == "Kementerian Perindustrian Republik Indonesia"
    assert ours["certificationStatus"] == "https://schema.org/CertificationActive"
    assert (ours["validFrom"], ours["expires"]) == (award.valid_from.isoformat(), award.valid_until.isoformat())
    assert ours["url"] == f"{settings.PORTAL_URL}/v/{award.code}/"
    assert {one["name"] for one in others} == {"Sertifikat halal", "Izin P-IRT"}


def test_whoever_passes_the_address_on_sends_title_sentence_and_photo(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    whole = award.nomination.product.photos.get(slot="utuh").document
    sent = meta(the_page(client))

    assert sent["og:title"] == "Gringsing Cemplong"
    assert sent["og:description"] == sent["description"]
    assert sent["description"].startswith(f"Bintang 2 dari 3, OVOP {scene.edition.year}. Usaha Gringsing Cemplong, ")
    assert sent["description"].endswith("Tenun ikat ganda")
    assert sent["og:image"] == f"http://testserver/berkas/{whole.pk}/?lebar=640" == structured(client)["image"]
    assert client.get(sent["og:image"]).status_code == 200


def test_without_consent_search_engines_get_names_and_stars_only(scene: Scene, client: Client) -> None:
    change_consent([awarded(scene)], may_publish=False, by=scene.owner, now=scene.now)
    data, sent = structured(client), meta(the_page(client))

    assert "image" not in data
    assert "og:image" not in sent
    assert [one["name"] for one in data["hasCertification"]] == [f"One Village One Product {scene.edition.year}"]
    assert "Tenun ikat ganda" not in the_page(client)


def test_a_revoked_award_is_advertised_nowhere(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    second_person.revoke(
        award, decree_number="1/2027", date=scene.now.date(), reason="Usaha tutup", by=scene.secretariat, now=scene.now
    )
    data = structured(client)

    assert "award" not in data
    assert data["hasCertification"][0]["certificationStatus"] == "https://schema.org/CertificationInactive"
    assert "Bintang" not in meta(the_page(client))["og:description"]


def test_no_name_ends_the_block_or_a_tag(scene: Scene, client: Client) -> None:
    nasty = '</script><script>alert(1)</script>\u2028"><b>&amp;'
    awarded(scene, nasty)
    page = the_page(client)

    assert structured(client)["name"] == nasty.replace("\u2028", " ")
    assert "<script>alert" not in page
    assert "<b>&amp;" not in page


def test_an_error_is_reported_by_a_letter_that_names_the_page(scene: Scene, client: Client, settings: Any) -> None:
    settings.CONTACT_EMAIL = "bantuan@ovop.example"
    award = awarded(scene)
    [begun] = re.findall(r'href="(mailto:[^"]*)">Laporkan kesalahan', the_page(client))

    address = f"http%3A%2F%2Ftestserver%2Fproduk%2Fgringsing-cemplong-{award.nomination.product_id}%2F"
    assert begun == f"mailto:bantuan@ovop.example?subject=Kesalahan%20pada%20halaman%20produk%20{address}"
