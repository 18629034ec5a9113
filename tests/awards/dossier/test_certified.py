"""What is public of an award is what was sent for it, as far as its owner agrees: names, facts, story and photos, on every page the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from awards.certificates.printing import words_on
from awards.models import Award, Nomination, Publication
from awards.operations import candidates
from awards.operations.programme import change_consent
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import CommodityGroup, Ikm, PhotoSlot, Product
from ovop_portal.documents.models import Document
from ovop_portal.documents.readers import may_read
from tests.awards.dinas import words
from tests.awards.editions import again, decree, following, publish, recommend
from tests.documents.factories import document
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def the_award(nomination: Nomination) -> Award:
    return Award.objects.for_list().get(nomination=nomination)


def awarded(scene: Scene, name: str = "Gringsing Cemplong") -> Award:
    nomination = scene.at(S.IN_ASSESSMENT, name)
    publish(scene, {nomination: 2})
    return the_award(nomination)


def cover(award: Award) -> Document:
    return award.nomination.product.photos.get(slot=PhotoSlot.WHOLE).document


def put(scene: Scene, product: Product, *, alt: str = "") -> Document:
    """Another photo of the whole product."""
    photo = document("ikm.photo", now=scene.now, photo=True)
    firms.put_photo(product, PhotoSlot.WHOLE, photo, alt=alt, by=scene.owner, now=scene.now)
    return photo


def product_page(client: Client, award: Award) -> Any:
    return client.get(reverse("awards:product", args=["x", award.nomination.product_id]), follow=True)


def public_pages(client: Client, award: Award) -> dict[str, str]:
    pages = {
        "catalogue": client.get(reverse("awards:catalogue")),
        "product": product_page(client, award),
        "verify": client.get(reverse("awards:verify", args=[award.code])),
    }
    return {name: response.content.decode() for name, response in pages.items()}


def everybody_sees(document: Document) -> bool:
    return may_read(AnonymousUser(), document)


# --- Names and facts ----------------------------------------------------------------------------------------------------


def test_what_a_firm_changes_later_changes_no_public_page_and_not_the_certificate(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    before, printed = public_pages(client, award), words_on(award.in_force())

    Product.objects.filter(pk=award.nomination.product_id).update(
        name="Kain Baru", story="Cerita baru", distinction="Kekhasan baru", commodity_group="anyaman"
    )
    Ikm.objects.filter(pk=award.nomination.ikm_id).update(name="Usaha Baru", phone="+628777777777")
    put(scene, award.nomination.product)

    assert {name: page == before[name] for name, page in public_pages(client, award).items()} == dict.fromkeys(
        before, True
    )
    assert words_on(the_award(award.nomination).in_force()) == printed
    for page in before.values():
        assert "Gringsing Cemplong" in page


def test_page_verification_and_certificate_say_the_same_names(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    Product.objects.update(name="Kain Baru")
    printed, pages = words_on(award.in_force()), public_pages(client, award)

    assert (printed["product"], printed["firm"]) == ("Gringsing Cemplong", "Usaha Gringsing Cemplong")
    assert printed["commodity"] == CommodityGroup.objects.get(pk="kain_tenun").label
    assert [name for name, page in pages.items() if not (printed["product"] in page and printed["firm"] in page)] == []


def test_the_address_of_a_product_follows_its_certified_name(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    Product.objects.update(name="Kain Baru")

    assert product_page(client, award).redirect_chain == [
        (f"/produk/gringsing-cemplong-{award.nomination.product_id}/", 301)
    ]
    assert f'href="/produk/gringsing-cemplong-{award.nomination.product_id}/"' in public_pages(client, award)["verify"]


def test_the_catalogue_is_searched_sorted_and_filtered_by_what_was_certified(scene: Scene, client: Client) -> None:
    first, second = scene.at(S.IN_ASSESSMENT, "Anyaman Ata"), scene.at(S.IN_ASSESSMENT, "Bokor Lontar")
    publish(scene, {first: 2, second: 2})
    Product.objects.filter(pk=first.product_id).update(name="Cobek Kuwung", commodity_group="anyaman")

    def found(**filters: str) -> list[str]:
        return [card.product for card in client.get(reverse("awards:catalogue"), filters).context["cards"]]

    assert found(q="ata usaha") == ["Anyaman Ata"]
    assert found(q="cobek kuwung") == []
    assert found(urut="nama") == ["Anyaman Ata", "Bokor Lontar"]
    assert (len(found(komoditas="kain_tenun")), found(komoditas="anyaman")) == (2, [])


def test_a_holder_who_was_assessed_again_is_shown_as_sent_again_and_the_old_certificate_as_sent_then(
    scene: Scene, client: Client
) -> None:
    first = awarded(scene)
    Product.objects.update(name="Gringsing Emas")
    later = following(scene)
    publish(later, {again(later, first): 3})

    assert "Gringsing Emas" in words(product_page(client, first))
    assert "Gringsing Cemplong" in words(client.get(reverse("awards:verify", args=[first.code])))
    assert [card.product for card in client.get(reverse("awards:catalogue")).context["cards"]] == ["Gringsing Emas"]
    of_then = client.get(reverse("awards:catalogue"), {"edisi": scene.edition.year})
    assert [card.product for card in of_then.context["cards"]] == ["Gringsing Cemplong"]


# --- Photos and consent -------------------------------------------------------------------------------------------------


def test_the_photos_that_were_sent_are_public_and_no_later_one_is(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    sent = cover(award)
    later = put(scene, award.nomination.product)

    assert (everybody_sees(sent), everybody_sees(later)) == (True, False)
    assert all(str(sent.pk) in page and str(later.pk) not in page for page in public_pages(client, award).values())
    assert client.get(reverse("documents:file", args=[later.pk])).status_code == 404


def test_a_photo_is_not_public_before_the_hour_of_publication(scene: Scene) -> None:
    nomination = scene.at(S.IN_ASSESSMENT)
    photo = nomination.product.photos.get(slot=PhotoSlot.WHOLE).document
    recommend(scene, {nomination: 2})
    scene.determine()
    before = everybody_sees(photo)
    scene.publish()

    assert (before, everybody_sees(photo)) == (False, True)


def test_without_consent_no_page_and_no_address_shows_a_photo(scene: Scene, client: Client) -> None:
    award = awarded(scene)
    change_consent([award], may_publish=False, by=scene.owner, now=scene.now)

    assert not everybody_sees(cover(award))
    assert {name: "<img" in page or "og:image" in page for name, page in public_pages(client, award).items()} == {
        "catalogue": False, "product": False, "verify": False,
    }  # fmt: skip


def test_consent_of_then_does_not_make_later_photos_public(scene: Scene, client: Client) -> None:
    first = awarded(scene)
    then = cover(first)
    now = put(scene, first.nomination.product)
    later = following(scene)
    publish(later, {again(later, first, may_publish=False): 3})

    assert (everybody_sees(then), everybody_sees(now)) == (False, False)
    pages = public_pages(client, first)
    assert "Pemilik usaha belum mengizinkan" in pages["product"]
    assert not any(hidden in page for page in pages.values() for hidden in ("<img", "Ditenun tiga generasi", "wa.me"))
    of_then = client.get(reverse("awards:catalogue"), {"edisi": scene.edition.year}).content.decode()
    assert "<img" not in of_then


def test_a_refusal_counts_from_the_publication_of_its_edition_stars_or_not(scene: Scene) -> None:
    first = awarded(scene)
    later = following(scene)
    refused = again(later, first, may_publish=False)
    hidden_until_then = everybody_sees(cover(first))
    publish(later, {refused: 0})

    assert (hidden_until_then, everybody_sees(cover(first))) == (True, False)


def test_an_invitation_that_nobody_answered_refuses_nothing(scene: Scene) -> None:
    first = awarded(scene)
    later = following(scene)
    invited = candidates.invite_holders([first], later.edition, by=scene.secretariat, now=scene.now)
    candidates.lapse_invitations(invited, by="system:tests", now=scene.now)
    decree(later.edition)
    Publication.objects.create(
        edition=later.edition,
        visible_from=scene.now,
        published_by="system:tests",
        ledger_size=1,
        ledger_root="0" * 64,
    )

    assert everybody_sees(cover(first))


def test_consent_that_comes_later_shows_what_was_sent_with_it_and_nothing_older(scene: Scene, client: Client) -> None:
    first = awarded(scene)
    then = cover(first)
    change_consent([first], may_publish=False, by=scene.owner, now=scene.now)
    kept = first.nomination.product.photos.get(slot=PhotoSlot.DETAIL).document
    now = put(scene, first.nomination.product, alt="Kain terbentang di halaman")
    later = following(scene)
    publish(later, {again(later, first): 3})

    # The detail was sent both times.
    assert (everybody_sees(then), everybody_sees(now), everybody_sees(kept)) == (False, True, True)
    assert 'alt="Kain terbentang di halaman"' in product_page(client, first).content.decode()
    assert str(then.pk) not in public_pages(client, first)["verify"]


def test_the_page_of_a_product_and_a_verification_cost_the_same_whatever_was_awarded(
    scene: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    first = awarded(scene)
    later = following(scene)
    publish(later, {again(later, first): 3})
    page = reverse("awards:product", args=["gringsing-cemplong", first.nomination.product_id])
    client.get(page)
    for url in (page, reverse("awards:verify", args=[first.code])):
        with django_assert_num_queries(2):  # the clock, the awards
            assert client.get(url).status_code == 200
