"""The dossier: what each section lacks, what is frozen, and the owner's doors to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from awards.dossier.contents import Dossier, compose, gather, with_dossier
from awards.dossier.sections import SECTIONS, asked_of_owner, missing
from awards.dossier.snapshot import Named, read
from awards.models import Nomination
from ikm.models import Ikm, Product
from ovop_portal.common.verbs import Missing
from tests.awards.dossier.drafts import bare, dossier_of, lacking
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@standing
def scene() -> Scene:
    return Scene.begin()


def test_a_new_draft_lacks_everything_that_registration_did_not_ask(scene: Scene) -> None:
    assert lacking(bare(scene)) == {
        "profil": ["Pilih bentuk usaha", "Isi tahun berdiri", "Isi nomor WhatsApp atau e-mail usaha"],
        "lokasi": ["Isi alamat usaha", "Pilih sentra tempat usaha berada", "Isi tahun masuk sentra"],
        "legalitas": ["Isi NIB"],
        "produk": ["Isi kekhasan daerah pada produk"],
        "cerita": ["Isi cerita produk"],
        "bahan": [
            "Isi bahan baku utama",
            "Isi porsi bahan dari kabupaten/kota sendiri",
            "Isi jaminan pasokan bahan",
            "Isi nilai tambah",
            "Isi kapasitas produksi",
            "Pilih pasar terjauh yang rutin",
        ],
        "foto": ["Unggah foto: Produk utuh", "Unggah foto: Detail motif atau tekstur", "Unggah foto: Proses pembuatan"],
        "sertifikat": ["Unggah Nomor Induk Berusaha (NIB)"],
        "usaha": ["Isi tenaga kerja dan nilai usaha tahun terakhir"],
    }


def test_food_needs_three_papers_more(scene: Scene) -> None:
    assert lacking(bare(scene, "makanan_minuman"))["sertifikat"] == [
        "Unggah Sertifikat halal",
        "Unggah Izin edar pangan (P-IRT atau BPOM RI MD)",
        "Unggah Nomor Induk Berusaha (NIB)",
        "Unggah Hasil uji laboratorium keamanan pangan",
    ]


def test_a_whole_dossier_lacks_nothing_and_zero_is_an_answer(scene: Scene) -> None:
    nomination = scene.draft()
    Product.objects.filter(pk=nomination.product_id).update(local_material_pct=0, supply_years=0, value_added_pct=0)

    assert lacking(nomination) == {}


def test_a_paper_without_its_copy_is_still_missing(scene: Scene) -> None:
    nomination = scene.draft()
    nomination.ikm.permits.filter(kind="nib").update(document=None)

    assert lacking(nomination) == {"sertifikat": ["Unggah Nomor Induk Berusaha (NIB)"]}


def test_gathering_for_one_brings_what_rows_bring(scene: Scene, django_assert_num_queries: Any) -> None:
    nomination = Nomination.objects.select_related(
        "edition", "ikm__sentra__commodity_group", "ikm__regency__province", "ikm__district", "product"
    ).get(pk=scene.draft().pk)
    with django_assert_num_queries(5):
        gather(nomination)
    with django_assert_num_queries(0):
        alone = compose(Dossier.of(nomination), TODAY)

    assert alone == compose(dossier_of(nomination), TODAY)


def test_a_dossier_costs_the_same_for_one_and_three(scene: Scene, django_assert_num_queries: Any) -> None:
    for new, all_of_them in ((1, 1), (2, 3)):
        for _draft in range(new):
            scene.draft()
        with django_assert_num_queries(6):
            lacks = [missing(Dossier.of(row)) for row in with_dossier(Nomination.objects.all())]
        assert lacks == [[]] * all_of_them


def test_the_snapshot_is_plain_data_and_names_every_document(scene: Scene) -> None:
    nomination = scene.draft("Tenun Gringsing")
    dossier = dossier_of(nomination)
    composed = compose(dossier, TODAY)

    held = {row.document_id for row in (*dossier.permits, *dossier.photos, *dossier.decrees)}
    assert read(composed.text) == composed
    assert set(composed.documents) == held
    assert (len(composed.permits), len(composed.photos), len(composed.figures)) == (4, 5, 1)
    assert composed.ikm.regency == Named("51.07", "Kab. Karangasem, Bali")
    assert [photo.slot for photo in composed.photos] == ["utuh", "detail", "kemasan", "proses", "tempat"]


def test_what_was_sent_does_not_follow_the_living_record(scene: Scene) -> None:
    from awards.states import NominationState as S

    nomination = scene.at(S.SUBMITTED)
    Ikm.objects.filter(pk=nomination.ikm_id).update(name="Nama baru")
    nomination.ikm.permits.all().delete()

    sent = read(nomination.submissions.get().dossier)
    assert sent.ikm.name != "Nama baru"
    assert len(sent.permits) == 4


def test_years_that_cannot_be_keep_a_file_from_being_sent(scene: Scene) -> None:
    nomination = scene.draft()
    Ikm.objects.filter(pk=nomination.ikm_id).update(founded_in=1998, sentra_since=1990)

    assert missing(dossier_of(nomination)) == [
        Missing("years", "Tahun masuk sentra (1990) lebih awal daripada tahun berdiri (1998)", "lokasi")
    ]


def test_a_sentra_that_the_owner_does_not_know_is_asked_of_the_dinas_only(scene: Scene) -> None:
    nomination = scene.draft()
    Ikm.objects.filter(pk=nomination.ikm_id).update(sentra=None, sentra_since=None, sentra_by_office=True)
    dossier = dossier_of(nomination)

    assert missing(dossier) == [
        Missing("of_office", "Pilih sentranya untuk pemilik, yang belum tahu", "lokasi"),
        Missing("of_office", "Isi tahun masuk sentra", "lokasi"),
    ]
    assert asked_of_owner(missing(dossier)) == []


def test_every_section_has_an_address_of_its_own() -> None:
    assert [section.code for section in SECTIONS] == [
        "profil", "lokasi", "legalitas", "produk", "cerita", "bahan", "foto", "sertifikat", "usaha",
    ]  # fmt: skip
