"""What is done with the record of a firm, and who is told that they came second."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from ikm import operations as firms
from ikm import sentras
from ikm.models import Ikm, OwnerLink, Permit, PhotoSlot, Product, ProductPhoto, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import grant_role
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from tests.accounts.factories import person
from tests.documents.factories import document
from tests.regions.factories import DistrictFactory
from tests.scene import NOW, Scene
from tests.support.rivals import at_once

pytestmark = pytest.mark.django_db
FIGURES: dict[str, int | None] = {
    "workers_male": 4, "workers_female": 9, "workers_local": 10, "investment": 250_000_000, "turnover": 900_000_000, "production_value": None,
}  # fmt: skip


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(item.code, item.field) for item in refusal.value.missing]


def register(scene: Scene, **changes: Any) -> Product:
    values = {
        "name": "Tenun Ayu",
        "owner_name": "Ayu",
        "regency": scene.regency,
        "product_name": "Selendang",
        "commodity_group": scene.commodity,
        "by": scene.owner,
    }
    return firms.register_ikm(**(values | changes), now=NOW)


def test_registering_makes_firm_product_and_owner_link(scene: Scene) -> None:
    product = register(scene, owner=scene.owner, nib="9120001234567")

    link = OwnerLink.objects.get(ikm=product.ikm)
    assert (product.ikm.name, product.name, link.user, link.ends_at) == ("Tenun Ayu", "Selendang", scene.owner, None)
    assert [event.kind for event in Event.objects.about(product.ikm.subject)] == ["ikm.registered"]


def test_a_nib_that_is_registered_is_refused_without_a_name(scene: Scene, product: Product) -> None:
    with pytest.raises(Refused) as refusal:
        register(scene, nib=product.ikm.nib)

    assert codes(refusal) == [("nib_taken", "nib")]
    assert product.ikm.name not in str(refusal.value)


def test_writing_somebody_else_s_nib_is_refused(scene: Scene, product: Product) -> None:
    other = register(scene).ikm

    with pytest.raises(Refused) as refusal:
        firms.write(other, {"nib": product.ikm.nib}, seen=other.version, by=scene.owner, now=NOW)

    assert codes(refusal) == [("nib_taken", "nib")]


def test_two_who_write_one_nib_at_once_are_told_apart_by_the_database(
    scene: Scene, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = register(scene).ikm
    # Both looked before either had written.
    monkeypatch.setattr(type(Ikm.objects.none()), "exists", lambda rows: False)

    with pytest.raises(Refused) as refusal:
        firms.write(other, {"nib": product.ikm.nib}, seen=other.version, by=scene.owner, now=NOW)

    assert codes(refusal) == [("nib_taken", "nib")]


def test_writing_counts_the_version_and_names_the_answers_that_changed(scene: Scene, product: Product) -> None:
    before = product.version
    firms.write(product, {"story": "Baru", "raw_material": "Kapas"}, seen=before, by=scene.owner, now=NOW)

    last = Event.objects.about(product.ikm.subject).first()
    assert (product.version, product.story) == (before + 1, "Baru")
    assert (last.kind, last.body) == (
        "ikm.written",
        {"of": "product", "product": str(product.uuid), "fields": ["story"]},
    )


def test_writing_what_stands_there_already_is_no_version(scene: Scene, product: Product) -> None:
    before = product.version
    firms.write(product, {"raw_material": "Kapas"}, seen=0, by=scene.owner, now=NOW)

    assert product.version == before


def test_a_firm_belongs_to_sentras_and_districts_of_its_own_region(scene: Scene, product: Product) -> None:
    ikm, foreign = product.ikm, DistrictFactory(code="33.75.01")
    sentra = sentras.add_sentra(
        name="Sentra Batik", regency=scene.other_regency, commodity_group=scene.commodity, unit_count=9, number="7/2019", date=date(2019, 5, 6),
        document=None, by=scene.other_dinas, now=NOW,
    )  # fmt: skip

    with pytest.raises(Refused) as of_sentra:
        firms.place_in_sentra(ikm, sentra, {}, seen=ikm.version, by=scene.owner, now=NOW)
    with pytest.raises(Refused) as of_district:
        firms.place_in_sentra(ikm, ikm.sentra, {"district": foreign}, seen=ikm.version, by=scene.owner, now=NOW)

    assert codes(of_sentra) + codes(of_district) == [("foreign_sentra", "sentra"), ("foreign_district", "district")]


def test_a_firm_stands_in_a_sentra_of_what_it_makes(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    kilns = Sentra.objects.create(
        name="Sentra Gerabah", regency=scene.regency, commodity_group_id="gerabah", unit_count=9
    )

    with pytest.raises(Refused) as refusal:
        firms.place_in_sentra(ikm, kilns, {}, seen=ikm.version, by=scene.owner, now=NOW)

    assert str(refusal.value) == "Sentra ini untuk gerabah, sedangkan produknya kain tenun"
    # Whose product was put into another group keeps the place, and may still mend the address.
    Sentra.objects.filter(pk=scene.sentra.pk).update(commodity_group="gerabah")
    ikm.sentra.refresh_from_db()
    firms.place_in_sentra(ikm, ikm.sentra, {"address": "Jl. Baru 1"}, seen=ikm.version, by=scene.owner, now=NOW)
    assert ikm.address == "Jl. Baru 1"


def permit(scene: Scene, ikm: Ikm, **changes: Any) -> Permit:
    values = {
        "number": "ID123456789",
        "issued_on": date(2025, 1, 1),
        "valid_until": date(2029, 1, 1),
        "document": document("ikm.permit"),
    }
    return firms.add_permit(ikm, "merek", **(values | changes), by=scene.owner, now=NOW)


def test_the_same_paper_again_gets_new_dates_and_keeps_its_copy(scene: Scene, product: Product) -> None:
    first = permit(scene, product.ikm)
    again = permit(scene, product.ikm, valid_until=date(2030, 1, 1), document=None)

    assert (again.pk, again.valid_until, again.document) == (first.pk, date(2030, 1, 1), first.document)


def test_a_paper_whose_number_was_mended_keeps_its_copy_and_leaves_its_old_place(
    scene: Scene, product: Product
) -> None:
    wrong = permit(scene, product.ikm)
    mended = permit(scene, product.ikm, number="ID987654321", document=None, seen=wrong.fingerprint, before=wrong)

    assert mended.document == wrong.document
    assert list(product.ikm.permits.filter(kind="merek").values_list("number", flat=True)) == ["ID987654321"]


def test_dates_of_a_paper_lie_in_order_and_not_ahead(scene: Scene, product: Product) -> None:
    with pytest.raises(Refused) as ahead:
        permit(scene, product.ikm, issued_on=NOW.date() + timedelta(days=1))
    with pytest.raises(Refused) as order:
        permit(scene, product.ikm, valid_until=date(2024, 1, 1))

    assert codes(ahead) + codes(order) == [("future", "issued_on"), ("order", "valid_until")]


def test_a_paper_that_is_removed_leaves_its_event(scene: Scene, product: Product) -> None:
    firms.remove_permit(permit(scene, product.ikm), by=scene.owner, now=NOW)

    last = Event.objects.about(product.ikm.subject).first()
    assert (last.kind, last.body) == ("permit.removed", {"kind": "merek"})
    assert not product.ikm.permits.filter(kind="merek").exists()


def test_a_better_photo_takes_the_place_of_the_old_one(scene: Scene, product: Product) -> None:
    new = document("ikm.photo", photo=True)
    firms.put_photo(product, PhotoSlot.WHOLE, new, by=scene.owner, now=NOW)
    firms.remove_photo(ProductPhoto.objects.get(product=product, slot=PhotoSlot.DETAIL), by=scene.owner, now=NOW)

    assert product.photos.get(slot=PhotoSlot.WHOLE).document == new
    assert set(product.photos.values_list("slot", flat=True)) == {"utuh", "kemasan", "proses", "tempat"}


def test_all_files_of_a_firm_together_stay_below_the_limit(scene: Scene, product: Product, settings: Any) -> None:
    settings.UPLOAD_MAX_NOMINATION_BYTES = 1_000

    with pytest.raises(Refused) as refusal:
        firms.put_photo(product, PhotoSlot.WHOLE, document("ikm.photo", photo=True), by=scene.owner, now=NOW)

    assert codes(refusal) == [("too_much", "document")]
    assert "1\u00a0KB" in str(refusal.value)


def test_a_file_that_takes_the_place_of_another_is_not_counted_beside_it(
    scene: Scene, product: Product, settings: Any
) -> None:
    first, second = (document("ikm.photo", photo=True) for _each in range(2))
    for slot in PhotoSlot.values:
        product.photos.filter(slot=slot).delete()
    product.ikm.permits.all().delete()
    settings.UPLOAD_MAX_NOMINATION_BYTES = first.size + second.size - 1

    firms.put_photo(product, PhotoSlot.WHOLE, first, by=scene.owner, now=NOW)
    firms.put_photo(product, PhotoSlot.WHOLE, second, by=scene.owner, now=NOW)
    with pytest.raises(Refused) as refusal:
        firms.put_photo(product, PhotoSlot.DETAIL, first, by=scene.owner, now=NOW)

    assert (product.photos.get().document, codes(refusal)) == (second, [("too_much", "document")])


def test_no_more_workers_come_from_nearby_than_there_are(scene: Scene, product: Product) -> None:
    with pytest.raises(Refused) as refusal:
        firms.record_figures(product.ikm, 2024, {**FIGURES, "workers_local": 14}, by=scene.owner, now=NOW)

    assert codes(refusal) == [("local", "workers_local")]


def test_a_linked_owner_sees_the_firm_and_others_do_not(scene: Scene, product: Product) -> None:
    stranger, sister = person("Orang Lain", "owner"), person("Adik", "owner")
    OwnerLink.objects.create(ikm=product.ikm, user=sister, starts_at=NOW)

    sees = {
        name: Ikm.objects.visible_to(user).filter(pk=product.ikm_id).exists()
        for name, user in {**scene.people, "sister": sister, "stranger": stranger}.items()
    }
    assert {name for name, seen in sees.items() if seen} == {
        "owner", "sister", "dinas_operator", "dinas_signer", "province_officer", "screener", "second_screener", "secretariat", "curator",
    }  # fmt: skip


def test_the_verb_itself_refuses_whoever_may_not_give_a_firm_away(scene: Scene) -> None:
    theirs, free = register(scene, owner=scene.owner).ikm, register(scene, name="Bebas").ikm
    both = person("Petugas dan pemilik", "owner")
    office = scene.dinas_operator.memberships.get().office
    grant_role(both, "dinas_operator", office=office, by="system:tests", now=NOW)
    operator, owner = scene.dinas_operator, scene.other_owner
    closed = person("Tutup", "owner")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    closed.refresh_from_db()
    tries = [
        (theirs, owner, operator, "linked"),
        (free, owner, scene.other_dinas, "foreign_region"),
        (free, owner, owner, "foreign_region"),
        (free, owner, scene.secretariat, "foreign_region"),
        (free, scene.juror1, operator, "no_account"),
        (free, closed, operator, "no_account"),
        (free, both, both, "own_account"),
    ]

    for ikm, account, by, code in tries:
        with pytest.raises(Refused) as refusal:
            firms.link_owner(ikm, account, by=by, now=NOW)
        assert code in [item.code for item in refusal.value.missing], (code, by)

    assert not free.owner_links.exists()
    with pytest.raises(Refused) as refusal:
        register(scene, name="Orang lain punya", owner=owner, by=operator)
    assert codes(refusal) == [("other_account", "")]


def test_a_firm_is_taken_back_from_an_account_that_an_office_linked_and_from_no_other(scene: Scene) -> None:
    own, given = register(scene, owner=scene.owner).ikm, register(scene, name="Diberi").ikm
    operator, wrong = scene.dinas_operator, scene.other_owner
    firms.link_owner(given, wrong, by=operator, now=NOW)

    for ikm, account, by, code in [
        (own, scene.owner, operator, "registered"),
        (given, wrong, scene.other_dinas, "foreign_region"),
        (given, wrong, wrong, "foreign_region"),
    ]:
        with pytest.raises(Refused) as refusal:
            firms.unlink_owner(ikm, account, "Keliru", by=by, now=NOW)
        assert code in [item.code for item in refusal.value.missing]
    firms.unlink_owner(given, wrong, "Ibu Kenari keliru", by=operator, now=NOW)
    with pytest.raises(Stale):
        firms.unlink_owner(given, wrong, "Keliru", by=operator, now=NOW)

    link = OwnerLink.objects.get(ikm=given)
    assert (link.ends_at, link.ended_by, link.reason) == (NOW, operator.actor, "Ibu Kenari keliru")
    event = Event.objects.about(given.subject).first()
    assert (event.kind, event.body["owner"], "Kenari" in str(event.body)) == ("ikm.owner_unlinked", wrong.actor, False)
    # The right owner may come now, the wrong one too: it may have been right after all.
    assert firms.missing_for_link(given, scene.owner, by=operator) == []


def test_a_bad_file_never_becomes_a_document() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from ovop_portal.documents.operations import store

    with pytest.raises(ValidationError, match="PDF, JPG atau PNG"):
        store(
            SimpleUploadedFile("surat.pdf", b"MZ not a pdf", "application/pdf"),
            kind="ikm.permit",
            by="system:tests",
            now=NOW,
        )


@pytest.mark.django_db(transaction=True)
def test_two_people_who_change_a_paper_in_one_moment_do_not_overwrite_each_other() -> None:
    scene = Scene.begin(NOW)
    held = permit(scene, scene.product().ikm)

    def change(until: date) -> None:
        ikm = Ikm.objects.get(pk=held.ikm_id)
        permit(scene, ikm, valid_until=until, document=None, seen=held.fingerprint, before=held)

    outcomes = at_once(lambda: change(date(2030, 1, 1)), lambda: change(date(2031, 1, 1)))

    assert outcomes == ["Stale", "done"]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_fill_a_photo_place_in_one_moment_do_not_overwrite_each_other() -> None:
    scene = Scene.begin(NOW)
    product = scene.product()
    seen = str(product.photos.get(slot=PhotoSlot.WHOLE).document_id)
    photos = [document("ikm.photo", photo=True) for _ in range(2)]

    def put(photo: Any) -> None:
        firms.put_photo(Product.objects.get(pk=product.pk), PhotoSlot.WHOLE, photo, by=scene.owner, now=NOW, seen=seen)

    outcomes = at_once(lambda: put(photos[0]), lambda: put(photos[1]))

    assert outcomes == ["Stale", "done"]
