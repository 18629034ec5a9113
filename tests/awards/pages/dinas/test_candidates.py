"""A new candidate of the dinas: found or added, with its sentra."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.models import Nomination
from awards.states import NominationState as S
from ikm.models import Ikm, Sentra
from tests.awards.dinas import errors, move_the_window, send, signed_in, words
from tests.documents.factories import a_pdf

pytestmark = pytest.mark.django_db
FIRM = {
    "name": "Tenun Ikat Bu Komang",
    "owner_name": "Ni Komang Ayu",
    "phone": "0812-3450-0000",
    "nib": "9120 0012 3456 7",
    "product_name": "Tenun ikat warna alam",
    "commodity_group": "kain_tenun",
}


def test_a_firm_elsewhere_is_named_by_its_place_only(scene):
    product = scene.product("Tenun Rahasia")
    Ikm.objects.filter(pk=product.ikm_id).update(name="Usaha Rahasia")
    other = signed_in(scene.other_dinas)

    for question in (product.ikm.nib, "usaha rahasia"):
        page = words(other.get("/dinas/calon/baru/", {"q": question}))
        assert "Sudah ada di Kab. Karangasem." in page
        assert "Tenun Rahasia" not in page
        assert product.ikm.owner_name not in page
    # A part of a name finds nothing beyond one's own region.
    assert "Sudah ada di" not in words(other.get("/dinas/calon/baru/?q=rahasia"))


def test_a_product_of_the_region_becomes_a_candidate_once(scene, operator):
    product = scene.product("Tenun Lama")
    page = operator.get("/dinas/calon/baru/?q=lama")
    assert [found.name for found in page.context["found"].own] == ["Tenun Lama"]

    key = str(uuid4())
    first, twin = (
        operator.post("/dinas/calon/baru/?q=lama", {"kunci": key, "produk": str(product.uuid)}) for _ in range(2)
    )
    later = send(operator, "/dinas/calon/baru/?q=lama", produk=str(product.uuid))

    nomination = Nomination.objects.get()
    assert (nomination.product, nomination.state) == (product, S.DRAFT)
    assert first.url == twin.url == f"/dinas/berkas/{nomination.number}/"
    assert (later.status_code, errors(later)) == (422, ["Produk ini sudah diajukan pada penyelenggaraan 2026"])
    assert nomination.number in operator.get("/dinas/calon/baru/?q=lama").content.decode()


@pytest.mark.parametrize(
    "typed",
    ["081234567890", "0812-3456-7890", "0812 3456 7890", "+62 812-3456-7890", "6281234567890", "(0812) 3456 7890"],
)
def test_a_firm_is_found_by_its_number_however_it_is_written(scene, operator, typed):
    product = scene.product("Tenun Lama")  # of +6281234567890
    other = scene.product("Tenun Baru")
    Ikm.objects.filter(pk=other.ikm_id).update(phone="+6281299990000")

    page = operator.get("/dinas/calon/baru/", {"q": typed})

    assert [found.name for found in page.context["found"].own] == [product.name]
    elsewhere = words(signed_in(scene.other_dinas).get("/dinas/calon/baru/", {"q": typed}))
    assert "Sudah ada di Kab. Karangasem." in elsewhere
    assert product.name not in elsewhere


@pytest.mark.parametrize(
    "typed", ["0812-3456", "0812345678901234", "0812-3456-7891", "٠٨١٢٣٤٥٦٧٨٩٠", "+", "- - - - - -"]
)
def test_a_part_of_a_number_or_another_one_finds_nothing(scene, operator, typed):
    scene.product("Tenun Lama")
    Ikm.objects.update(nib="")

    response = operator.get("/dinas/calon/baru/", {"q": typed})

    assert (response.status_code, bool(response.context["found"])) == (200, False)


def test_a_nib_that_could_be_a_number_finds_both(scene, operator):
    by_nib, by_phone = scene.product("Tenun NIB"), scene.product("Tenun Nomor")
    Ikm.objects.filter(pk=by_nib.ikm_id).update(nib="0812345678901", phone="")
    Ikm.objects.filter(pk=by_phone.ikm_id).update(phone="+62812345678901")

    page = operator.get("/dinas/calon/baru/", {"q": "0812345678901"})

    assert {found.name for found in page.context["found"].own} == {"Tenun NIB", "Tenun Nomor"}


def test_a_number_that_found_nothing_stands_in_the_form_of_the_new_firm(scene, operator):
    page = operator.get("/dinas/calon/baru/", {"q": "0812 3450 0000", "langkah": "data"}).content.decode()

    assert 'value="0812-3450-0000"' in page


def test_a_product_of_another_region_cannot_be_picked(scene):
    product = scene.product()

    response = send(signed_in(scene.other_dinas), "/dinas/calon/baru/", produk=str(product.uuid))

    assert (response.status_code, Nomination.objects.count()) == (404, 0)


def test_a_new_firm_is_added_with_little_and_stands_in_its_sentra(scene, operator):
    response = send(operator, "/dinas/calon/baru/", **FIRM, sentra=scene.sentra.pk)

    nomination = Nomination.objects.get()
    ikm = nomination.ikm
    assert response.url == f"/dinas/berkas/{nomination.number}/"
    assert (ikm.name, ikm.phone, ikm.nib, ikm.regency_id, ikm.sentra) == (
        "Tenun Ikat Bu Komang",
        "+6281234500000",
        "9120001234567",
        "51.07",
        scene.sentra,
    )
    assert (nomination.product.name, nomination.state, nomination.entry) == ("Tenun ikat warna alam", S.DRAFT, "new")
    assert "Kami yang mengisi" in words(operator.get(response.url))


def test_the_search_words_stand_in_the_form_that_follows(operator):
    assert operator.get("/dinas/calon/baru/?langkah=data&q=Tenun Baru").context["form"]["name"].value() == "Tenun Baru"
    form = operator.get("/dinas/calon/baru/?langkah=data&q=9120-0012-3456-7").context["form"]
    assert (form["nib"].value(), form["name"].value()) == ("9120 0012 3456 7", None)


def test_an_empty_form_says_what_to_do_for_each_answer(operator):
    response = send(operator, "/dinas/calon/baru/")

    assert (response.status_code, errors(response)) == (
        422,
        ["Isi nama usaha", "Isi nama pemilik", "Isi nama produk", "Pilih kelompok komoditi"],
    )


def test_a_nib_that_is_taken_is_refused_with_the_place_and_nothing_else(scene, operator):
    product = scene.product()
    nib = Ikm.objects.values_list("nib", flat=True).get(pk=product.ikm_id)

    own = send(operator, "/dinas/calon/baru/", **FIRM | {"nib": nib})
    elsewhere = send(signed_in(scene.other_dinas), "/dinas/calon/baru/", **FIRM | {"nib": nib})

    assert errors(own) == [f"NIB ini milik {product.ikm.name} di daerah Anda. Cari NIB ini, lalu ajukan produknya"]
    assert errors(elsewhere) == ["NIB ini sudah ada di Kab. Karangasem"]


def test_a_firm_that_looks_like_another_needs_a_second_word(scene, operator):
    scene.product()
    Ikm.objects.update(name=FIRM["name"])

    response = send(operator, "/dinas/calon/baru/", **FIRM)
    assert (response.status_code, errors(response)) == (
        422,
        ["Periksa usaha yang mirip, lalu centang bila memang berbeda"],
    )
    assert "Ada usaha yang mirip" in words(response)

    assert send(operator, "/dinas/calon/baru/", **FIRM, sure="on").status_code == 302


def test_a_sentra_of_another_region_is_not_among_the_choices(scene, operator):
    foreign = Sentra.objects.create(
        name="Sentra lain", regency=scene.other_regency, commodity_group=scene.commodity, unit_count=9
    )

    response = send(operator, "/dinas/calon/baru/", **FIRM, sentra=foreign.pk)

    assert (response.status_code, errors(response)) == (422, ["Pilih sentra dari daftar"])


def test_sentras_stand_under_what_they_make_and_one_of_another_trade_is_refused(scene, operator):
    kilns = Sentra.objects.create(
        name="Sentra Gerabah", regency=scene.regency, commodity_group_id="gerabah", unit_count=9
    )
    form = operator.get("/dinas/calon/baru/?langkah=data").context["form"]
    looms = scene.sentra

    response = send(operator, "/dinas/calon/baru/", **FIRM, sentra=kilns.pk)

    assert form["sentra"].field.choices == [("", "Belum dipilih"), ("Gerabah", [(kilns.pk, "Sentra Gerabah")])]
    assert (response.status_code, errors(response)) == (
        422,
        ["Sentra ini untuk gerabah, sedangkan produknya kain tenun"],
    )
    assert not Nomination.objects.exists()
    assert send(operator, "/dinas/calon/baru/", **FIRM, sentra=looms.pk).status_code == 302


def test_outside_the_window_there_is_a_page_instead_of_a_form_and_a_late_form_is_409(scene, operator):
    move_the_window(scene, closes_at=scene.now - timedelta(minutes=1))

    page, late = operator.get("/dinas/calon/baru/"), send(operator, "/dinas/calon/baru/", **FIRM)

    assert (page.status_code, late.status_code, Nomination.objects.count()) == (200, 409, 0)
    assert "Masa pengusulan tidak dibuka" in words(page)
    assert "Waktu di server sekarang" in words(late)


def test_a_sentra_is_recorded_with_its_decree_and_leads_back_to_the_file(scene, operator):
    nomination = scene.at(S.DRAFT)
    fields = {
        "name": "Sentra Anyaman Ata",
        "commodity_group": "anyaman",
        "unit_count": "14",
        "number": "188/7/2022",
        "date_0": "4",
        "date_1": "Maret",
        "date_2": "2022",
        "document": SimpleUploadedFile("sk.pdf", a_pdf("sk sentra"), "application/pdf"),
    }

    response = send(operator, f"/dinas/sentra/baru/?berkas={nomination.number}", **fields)

    sentra = Sentra.objects.get(name="Sentra Anyaman Ata")
    [decree] = sentra.decrees.all()
    assert response.url == f"/usulan/{nomination.number}/lokasi/"
    assert (sentra.regency, sentra.unit_count) == (scene.regency, 14)
    assert (decree.number, decree.date, decree.document.kind) == ("188/7/2022", date(2022, 3, 4), "ikm.sentra_decree")
