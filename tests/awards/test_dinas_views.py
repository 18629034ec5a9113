"""Pages of the dinas: the desk, a new candidate, the file with its checklist, the act and the sending."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from awards.completeness import sections_done, with_completeness
from awards.dossier import SECTIONS, Dossier, with_dossier
from awards.models import Edition, Endorsement, Nomination, Submission, Window
from awards.operations import candidates, outcome, sending
from awards.states import NominationState as S
from ikm.models import Ikm, Permit, Product, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from ovop_portal.ledger import journal
from tests.scene import Scene, a_pdf, document, open_the_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(now())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator(scene: Scene) -> Client:
    return signed_in(scene.dinas_operator)


@pytest.fixture
def signer(scene: Scene) -> Client:
    return signed_in(scene.dinas_signer)


def send(client: Client, path: str, /, **fields: Any) -> Any:
    """Send a form with a key of its own."""
    return client.post(path, {"kunci": str(uuid4())} | fields)


def words(response: Any) -> str:
    """What a reader sees, in one line."""
    return " ".join(strip_tags(response.content.decode()).split())


def opens(client: Client, url: str) -> int:
    """The answer to asking for a file, which is read to its end."""
    response = client.get(url)
    b"".join(response)
    return response.status_code


def errors(response: Any) -> list[str]:
    """The lines of the error summary."""
    forms = response.context.get("error_forms") or [response.context["form"]]
    return [message for form in forms if form.is_bound for _id, message in form.error_links()]


def state_of(nomination: Nomination) -> str:
    return Nomination.objects.values_list("state", flat=True).get(pk=nomination.pk)


def move_the_window(scene: Scene, **ends: Any) -> None:
    Window.objects.filter(edition=scene.edition, kind="nomination").update(**ends)


# --- The desk (D2) ------------------------------------------------------------------------------------------------------


def test_the_desk_names_the_work_by_its_nearest_deadline_and_lists_all_candidates(scene, operator):
    waiting, ready, returned = scene.at(S.WITH_OFFICE), scene.at(S.READY), scene.at(S.RETURNED_TO_OFFICE)
    draft = scene.at(S.DRAFT)

    response = operator.get("/dinas/")

    desk = response.context["desk"]
    assert [(line.count, line.drawer) for line in desk.work] == [(1, "lengkapi"), (1, "periksa"), (1, "siap")]
    assert [row.nomination for row in desk.candidates] == [returned, waiting, ready, draft]
    assert [row.tag.code for row in desk.candidates] == [
        "returned_by_admin",
        "awaiting_agency",
        "ready_to_nominate",
        "draft",
    ]
    assert {row.done for row in desk.candidates} == {9}
    assert (desk.total, sum(count for _drawer, count in desk.drawers)) == (4, 4)
    # Karangasem reads WITA, the deadline is ruled in WIB.
    assert "Batas pengusulan" in words(response)
    assert " WITA)" in words(response)


def test_each_drawer_holds_its_states_and_an_unknown_one_is_the_whole_list(scene, operator):
    waiting, ready = scene.at(S.WITH_OFFICE), scene.at(S.READY)

    def shown(drawer: str) -> set[Nomination]:
        return {row.nomination for row in operator.get(f"/dinas/?bagian={drawer}").context["desk"].candidates}

    assert (shown("periksa"), shown("siap"), shown("terkirim"), shown("lain")) == (
        {waiting},
        {ready},
        set(),
        {waiting, ready},
    )


def test_the_desk_of_another_region_shows_nothing_of_this_one(scene):
    scene.at(S.WITH_OFFICE, "Tenun Rahasia")

    response = signed_in(scene.other_dinas).get("/dinas/")

    assert "Tenun Rahasia" not in words(response)
    assert response.context["desk"].total == 0
    assert "Belum ada calon" in words(response)


def test_the_desk_costs_the_same_for_one_candidate_and_for_three(
    scene, operator, django_assert_num_queries: DjangoAssertNumQueries
):
    scene.at(S.WITH_OFFICE)
    with django_assert_num_queries(10):
        operator.get("/dinas/")
    scene.at(S.READY)
    scene.at(S.RETURNED_TO_OFFICE)
    with django_assert_num_queries(10):
        operator.get("/dinas/")


def test_completeness_in_the_list_is_what_the_dossier_itself_says(scene):
    for number in range(4):
        scene.at(S.DRAFT)
        nomination = Nomination.objects.order_by("-pk")[0]
        if number > 0:
            Product.objects.filter(pk=nomination.product_id).update(story="")
        if number > 1:
            Permit.objects.filter(ikm=nomination.ikm_id, kind="nib").update(document=None)
        if number > 2:
            nomination.product.photos.all().delete()
            nomination.ikm.figures.all().delete()
    papers = list(scene.edition.required_papers.all())

    light = [sections_done(row, papers) for row in with_completeness(Nomination.objects.order_by("pk"))]

    whole = [
        sum(not section.missing(Dossier.of(row)) for section in SECTIONS)
        for row in with_dossier(Nomination.objects.order_by("pk"))
    ]
    assert light == whole == [9, 8, 7, 5]


def test_the_desk_does_not_know_a_result_before_it_is_published(scene, operator):
    nomination = scene.at(S.IN_ASSESSMENT)
    before = words(operator.get("/dinas/"))
    outcome.recommend_star([(nomination, 3, "")], by=scene.secretariat, now=scene.now)
    scene.determine()

    [row] = operator.get("/dinas/").context["desk"].candidates
    assert (row.tag.code, state_of(nomination)) == ("in_assessment", S.DETERMINED)
    assert words(operator.get("/dinas/")) == before

    scene.publish()
    [row] = operator.get(f"/dinas/?tahun={scene.edition.year}").context["desk"].candidates
    assert str(row.tag.label) == "Penerima OVOP, bintang 3 dari 3"


def test_the_last_edition_is_told_in_sums_and_can_be_opened(scene, operator):
    scene.award()
    following = open_the_edition(scene.edition.year + 2, scene.now)

    response = operator.get("/dinas/")

    past = response.context["desk"].past
    assert response.context["desk"].edition == following
    assert (past.edition, past.assessed, past.awarded, past.stars) == (scene.edition, 1, 1, [(3, 1)])
    assert operator.get(f"/dinas/?tahun={scene.edition.year}").context["desk"].total == 1


def test_after_the_deadline_the_desk_says_so_and_offers_no_new_candidate(scene, operator):
    move_the_window(scene, closes_at=scene.now - timedelta(minutes=1))

    response = operator.get("/dinas/")

    assert "Berkas Anda tersimpan dan bisa dipakai lagi." in words(response)
    assert "Tambah calon" not in words(response)


# --- A new candidate (D3) -----------------------------------------------------------------------------------------------

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
    move_the_window(scene, closes_at=scene.now - timedelta(seconds=1))

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


# --- The file (D5) ------------------------------------------------------------------------------------------------------


def path_of(nomination: Nomination) -> str:
    return f"/dinas/berkas/{nomination.number}/"


def test_the_file_shows_the_live_record_until_it_is_sent_and_the_snapshot_afterwards(scene, operator):
    before, after = scene.at(S.WITH_OFFICE), scene.at(S.SUBMITTED)
    Product.objects.update(story="Cerita baru")

    assert "Cerita baru" in words(operator.get(path_of(before)))
    page = words(operator.get(path_of(after)))
    assert "Ditenun tiga generasi." in page
    assert "Cerita baru" not in page
    assert "Kiriman ke-1" in page


def test_a_sentra_of_another_trade_than_the_product_is_told_to_who_checks(scene, operator):
    nomination = scene.at(S.WITH_OFFICE)
    Product.objects.filter(pk=nomination.product_id).update(commodity_group="gerabah")

    page = words(operator.get(f"/dinas/berkas/{nomination.number}/"))

    assert "Sentra ini untuk kain tenun, sedangkan produknya gerabah" in page


def test_the_papers_open_in_the_viewer_beside_the_checklist(scene, operator):
    nomination = scene.at(S.WITH_OFFICE)

    page = operator.get(path_of(nomination)).content.decode()

    papers = {permit.document_id for permit in nomination.ikm.permits.all()}
    assert papers
    for paper in papers:
        assert f'href="/berkas/{paper}/" target="bukti"' in page
    assert '<iframe name="bukti"' in page


@pytest.mark.parametrize("state", sorted(set(S.values) - {S.INVITED, S.LAPSED, S.DETERMINED, S.DISQUALIFIED}))
def test_a_file_at_any_state_opens_within_twelve_queries(
    scene, state, signer, django_assert_max_num_queries: DjangoAssertNumQueries
):
    nomination = scene.at(state)

    with django_assert_max_num_queries(12):
        assert signer.get(path_of(nomination)).status_code == 200


def test_the_file_of_another_region_is_not_there(scene):
    nomination = scene.at(S.WITH_OFFICE)
    other = signed_in(scene.other_dinas)

    assert (
        other.get(path_of(nomination)).status_code,
        send(other, path_of(nomination), tindakan="siap").status_code,
    ) == (
        404,
        404,
    )


def test_remarks_send_the_file_back_to_its_owner(scene, operator):
    nomination = scene.at(S.WITH_OFFICE)

    response = send(
        operator,
        path_of(nomination),
        tindakan="kembalikan",
        alasan_foto="foto",
        foto="Ambil ulang di luar ruang",
        profil="Cek tahun",
    )

    assert response.url == "/dinas/"
    assert list(nomination.remarks.order_by("pk").values_list("section", "words")) == [
        ("profil", "Cek tahun"),
        ("foto", "Foto gelap atau buram. Ambil ulang di luar ruang"),
    ]
    assert state_of(nomination) == S.RETURNED_TO_OWNER
    assert f"{nomination.number} dikembalikan ke IKM dengan 2 catatan" in words(operator.get("/dinas/"))


def test_a_file_does_not_go_back_without_a_remark_nor_with_an_empty_one(scene, operator):
    nomination = scene.at(S.WITH_OFFICE)

    bare = send(operator, path_of(nomination), tindakan="kembalikan")
    vague = send(operator, path_of(nomination), tindakan="kembalikan", alasan_foto="lain")

    assert (bare.status_code, errors(bare)) == (422, ["Isi catatan untuk pemilik, paling sedikit satu"])
    assert (vague.status_code, errors(vague)) == (422, ["Isi catatan untuk Foto"])
    assert state_of(nomination) == S.WITH_OFFICE


def test_a_file_is_made_ready_and_what_is_missing_stands_at_its_section(scene, operator):
    whole, torn = scene.at(S.WITH_OFFICE), scene.at(S.WITH_OFFICE)
    Product.objects.filter(pk=torn.product_id).update(story="")

    assert send(operator, path_of(whole), tindakan="siap").url == "/dinas/"
    refused = send(operator, path_of(torn), tindakan="siap")

    assert (refused.status_code, errors(refused)) == (422, ["Isi cerita produk"])
    assert refused.context["forms"]["catatan"].errors.keys() == {"cerita"}
    assert (state_of(whole), state_of(torn)) == (S.READY, S.WITH_OFFICE)


def test_remarks_that_were_typed_are_not_thrown_away_by_the_other_button(scene, operator):
    nomination = scene.at(S.WITH_OFFICE)

    response = send(operator, path_of(nomination), tindakan="siap", foto="Ambil ulang")

    assert errors(response) == ["Catatan masih terisi. Kembalikan ke IKM, atau kosongkan catatannya"]
    assert "Ambil ulang" in response.content.decode()
    assert state_of(nomination) == S.WITH_OFFICE


def test_only_the_signer_declines_and_gives_the_reason(scene, operator, signer):
    nomination = scene.at(S.WITH_OFFICE)
    decline = {"tindakan": "tolak", "tolak-kunci": str(uuid4()), "tolak-reason": "Bukan produk sentra"}

    assert operator.post(path_of(nomination), decline).status_code == 403
    assert errors(signer.post(path_of(nomination), decline | {"tolak-reason": ""})) == ["Isi alasan"]
    assert signer.post(path_of(nomination), decline).url == "/dinas/"
    assert list(Nomination.objects.values_list("state", "reason")) == [(S.NOT_NOMINATED, "Bukan produk sentra")]


def test_the_screeners_remarks_stand_on_top_with_their_deadline(scene, operator):
    nomination = scene.at(S.RETURNED_TO_OFFICE)

    page = words(operator.get(path_of(nomination)))

    assert "Panitia meminta berkas ini dilengkapi" in page
    assert "Keputusan sentra tidak terbaca" in page
    assert send(operator, path_of(nomination), tindakan="siap").url == "/dinas/"


def test_the_dinas_sends_a_file_for_its_owner_only_with_the_letter_of_consent(scene, operator):
    nomination = scene.at(S.DRAFT)
    Nomination.objects.update(declared_at=None, may_publish=False)
    form = {"tindakan": "kirim", "kirim-kunci": str(uuid4())}

    refused = operator.post(path_of(nomination), form)
    assert errors(refused) == ["Centang bila surat persetujuan pemilik sudah ada di dinas"]

    assert operator.post(path_of(nomination), form | {"kirim-consent": "on"}).url == path_of(nomination)
    stored = Nomination.objects.get()
    assert (stored.state, stored.may_publish, stored.declared_at is not None) == (S.WITH_OFFICE, False, True)
    assert [event.actor for event in journal.history(nomination.subject)[:2]] == [scene.dinas_operator.actor] * 2


def test_the_dinas_answers_the_invitation_of_a_holder(scene, operator):
    award = scene.award()
    following = open_the_edition(scene.edition.year + 2, scene.now)
    Edition.objects.filter(pk=following.pk).update(previous=scene.edition)
    following.refresh_from_db()
    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)
    form = {"tindakan": "terima", "kirim-kunci": str(uuid4()), "kirim-consent": "on", "kirim-may_publish": "on"}

    assert "Terima undangan" in words(operator.get(path_of(invited)))
    assert operator.post(path_of(invited), form).url == path_of(invited)
    assert list(Nomination.objects.filter(pk=invited.pk).values_list("state", "may_publish")) == [
        (S.IN_ASSESSMENT, True)
    ]


def test_a_button_pressed_twice_acts_once_and_answers_the_same(scene, operator):
    nomination = scene.at(S.WITH_OFFICE)
    form = {"kunci": str(uuid4()), "tindakan": "siap"}

    first, twin = (operator.post(path_of(nomination), form) for _ in range(2))

    assert (first.url, twin.url, twin.status_code) == ("/dinas/", "/dinas/", 302)
    assert [event.kind for event in journal.history(nomination.subject)].count("nomination.made_ready") == 1


def test_whoever_acts_on_an_old_page_is_told_that_the_file_moved(scene, operator, signer):
    nomination = scene.at(S.WITH_OFFICE)
    seen = operator.get(path_of(nomination)).context["forms"]["catatan"]["versi"].value()
    assert send(signer, path_of(nomination), tindakan="siap", versi=seen).status_code == 302

    late = send(operator, path_of(nomination), tindakan="kembalikan", foto="Gelap", versi=seen)

    assert (late.status_code, state_of(nomination), nomination.remarks.count()) == (409, S.READY, 0)
    assert "Data ini sudah berubah" in words(late)


def test_a_step_that_the_state_does_not_know_is_refused(scene, signer):
    submitted = scene.at(S.SUBMITTED)

    assert send(signer, path_of(submitted), tindakan="siap").status_code == 403
    assert send(signer, path_of(submitted), tindakan="terbitkan", state="determined").status_code == 409
    assert state_of(submitted) == S.SUBMITTED


# --- The act (D6) -------------------------------------------------------------------------------------------------------


def act_form(**changes: Any) -> dict[str, Any]:
    today = now()
    return {
        "number": "005/123/2026",
        "date_0": str(today.day),
        "date_1": str(today.month),
        "date_2": str(today.year),
        "signatory_title": "Bupati Karangasem",
        "signatory_name": "I Gede Contoh",
        "document": SimpleUploadedFile("surat.pdf", a_pdf("surat bupati"), "application/pdf"),
    } | changes


def test_an_operator_records_the_act_and_is_led_to_the_candidates(scene, operator):
    assert operator.get("/dinas/surat/baru/").context["form"]["signatory_title"].value() == "Bupati Karangasem"

    response = send(operator, "/dinas/surat/baru/", **act_form())

    act = Endorsement.objects.get()
    assert response.url == f"/dinas/surat/{act.uuid}/kirim/"
    assert (act.number, act.regency, act.edition, act.document.kind) == (
        "005/123/2026",
        scene.regency,
        scene.edition,
        "awards.endorsement",
    )
    assert (act.recorded_by, act.document.uploaded_by) == (scene.dinas_operator.actor, scene.dinas_operator)


def test_where_the_governor_appoints_the_head_the_governor_signs(scene):
    from awards.forms.dinas import head_of
    from tests.regions.factories import RegencyFactory

    assert [head_of(RegencyFactory(code=code)) for code in ("33.75", "31.71")] == [
        "Wali Kota Pekalongan",
        "Gubernur Daerah Khusus Ibukota Jakarta",
    ]


def test_an_act_without_a_file_of_tomorrow_or_that_is_no_pdf_is_refused_at_its_field(scene, operator):
    tomorrow = now() + timedelta(days=2)
    later = {"date_0": str(tomorrow.day), "date_1": str(tomorrow.month), "date_2": str(tomorrow.year)}
    photo = SimpleUploadedFile("surat.pdf", b"bukan pdf", "application/pdf")

    missing = act_form()
    del missing["document"]
    assert errors(send(operator, "/dinas/surat/baru/", **missing)) == ["Unggah surat kepala daerah"]
    assert errors(send(operator, "/dinas/surat/baru/", **act_form(**later))) == [
        "Tanggal surat tidak boleh sesudah hari ini"
    ]
    assert errors(send(operator, "/dinas/surat/baru/", **act_form(document=photo))) == [
        "Isi berkas ini bukan PDF. Pilih berkas yang lain"
    ]
    assert not Endorsement.objects.exists()


def test_the_file_of_an_act_is_read_by_region_province_and_checkers_only(scene):
    act = scene.endorsement()
    readers = {
        name: opens(signed_in(scene.people[name]), act.document.url)
        for name in (
            "dinas_operator",
            "other_dinas",
            "province_officer",
            "screener",
            "secretariat",
            "auditor",
            "owner",
            "juror1",
            "curator",
        )
    }

    assert {name for name, status in readers.items() if status == 200} == {
        "dinas_operator",
        "province_officer",
        "screener",
        "secretariat",
        "auditor",
    }
    assert set(readers.values()) == {200, 404}


def test_the_list_of_acts_costs_the_same_for_one_and_for_three(
    scene, operator, django_assert_num_queries: DjangoAssertNumQueries
):
    scene.endorsement()
    with django_assert_num_queries(12):
        operator.get("/dinas/surat/")
    scene.endorsement()
    scene.endorsement()
    with django_assert_num_queries(12):
        assert len(operator.get("/dinas/surat/").context["acts"]) == 3


# --- The sending (D6) ---------------------------------------------------------------------------------------------------


def sending_of(act: Endorsement) -> str:
    return f"/dinas/surat/{act.uuid}/kirim/"


def ticked(*files: Nomination, in_letter: int | str, **more: Any) -> dict[str, Any]:
    return {"candidates": [file.number for file in files], "in_letter": str(in_letter), "matched": "on"} | more


def test_a_signer_sends_what_the_letter_names_and_gets_a_receipt(scene, signer):
    files, act = [scene.at(S.READY), scene.at(S.READY)], scene.endorsement()

    response = send(signer, sending_of(act), **ticked(*files, in_letter=2))

    assert response.url == f"/dinas/surat/{act.uuid}/"
    assert {state_of(file) for file in files} == {S.SUBMITTED}
    receipt = words(signer.get(response.url))
    assert "2 usulan terkirim" in receipt
    for submission in Submission.objects.all():
        assert submission.sha256 in receipt
    assert act.document.sha256 in receipt


@pytest.mark.parametrize(
    ("in_letter", "more", "said"),
    [
        (3, {}, ["3 calon di surat, 2 calon dicentang. Samakan jumlahnya"]),
        (1, {}, ["1 calon di surat, 2 calon dicentang. Samakan jumlahnya"]),
        (1, {"partly": "on"}, ["1 calon di surat, 2 calon dicentang. Samakan jumlahnya"]),
        (0, {}, ["Jumlah calon di surat harus paling kecil 1"]),
        (2, {"matched": ""}, ["Cocokkan nama calon dengan surat, lalu centang"]),
    ],
)
def test_the_totals_of_letter_and_ticks_must_agree(scene, signer, in_letter, more, said):
    files, act = [scene.at(S.READY), scene.at(S.READY)], scene.endorsement()

    response = send(signer, sending_of(act), **ticked(*files, in_letter=in_letter, **more))

    assert (response.status_code, errors(response)) == (422, said)
    assert [row["ticked"] for row in response.context["rows"]] == [True, True]
    assert {state_of(file) for file in files} == {S.READY}


def test_a_letter_may_be_sent_in_parts_whose_sum_is_the_letter(scene, signer):
    first, second, act = scene.at(S.READY), scene.at(S.READY), scene.endorsement()

    assert send(signer, sending_of(act), **ticked(first, in_letter=2, partly="on")).status_code == 302
    too_few = send(signer, sending_of(act), **ticked(second, in_letter=3))
    assert errors(too_few) == ["3 calon di surat, tetapi 1 sudah dikirim + 1 dicentang. Samakan jumlahnya"]
    assert send(signer, sending_of(act), **ticked(second, in_letter=2)).status_code == 302
    assert act.nominations.count() == 2


def test_a_name_ticked_twice_counts_once(scene, signer):
    nomination, act = scene.at(S.READY), scene.endorsement()

    response = send(signer, sending_of(act), **ticked(nomination, nomination, in_letter=1))

    assert (response.status_code, Submission.objects.count()) == (302, 1)


def test_an_operator_prepares_and_sees_who_may_send(scene, operator, signer):
    act = scene.endorsement()
    nothing_to_tick = words(signer.get(sending_of(act)))
    nomination = scene.at(S.READY)

    page = words(operator.get(sending_of(act)))
    answer = send(operator, sending_of(act), **ticked(nomination, in_letter=1))

    assert "Usulan dikirim oleh penandatangan: I Ketut Penanda." in page
    assert "Yang mencentang nama di surat dan mengirim usulan adalah penandatangan dinas." in page
    assert "Centang tiap nama" not in page + nothing_to_tick
    assert "Centang tiap nama" in words(signer.get(sending_of(act)))
    assert (answer.status_code, state_of(nomination)) == (403, S.READY)


def test_the_act_of_another_region_is_not_there(scene):
    act, other = scene.endorsement(), signed_in(scene.other_dinas)

    assert [other.get(path).status_code for path in (f"/dinas/surat/{act.uuid}/", sending_of(act))] == [404, 404]
    assert send(other, sending_of(act)).status_code == 404


def test_a_file_that_is_not_ready_any_more_cannot_be_ticked(scene, signer):
    ready, moved, act = scene.at(S.READY), scene.at(S.READY), scene.endorsement()
    sending.return_to_owner([moved], [("foto", "Gelap")], by=scene.dinas_operator, now=scene.now)

    response = send(signer, sending_of(act), **ticked(ready, moved, in_letter=2))

    assert errors(response) == ["Sebagian calon sudah tidak siap diusulkan. Muat ulang halaman, lalu centang lagi"]
    assert state_of(ready) == S.READY


def test_a_ready_file_that_lost_a_paper_shows_what_it_lacks(scene, signer):
    nomination, act = scene.at(S.READY), scene.endorsement()
    Permit.objects.filter(ikm=nomination.ikm_id, kind="nib").delete()

    response = send(signer, sending_of(act), **ticked(nomination, in_letter=1))

    assert (response.status_code, errors(response)) == (422, ["Unggah Nomor Induk Berusaha (NIB)"])
    [row] = response.context["rows"]
    assert [section.code for section in row["missing"]] == ["sertifikat"]


def test_sending_twice_with_one_key_sends_once_and_gives_the_receipt_again(scene, signer):
    nomination, act = scene.at(S.READY), scene.endorsement()
    form = {"kunci": str(uuid4())} | ticked(nomination, in_letter=1)

    first, twin = (signer.post(sending_of(act), form) for _ in range(2))

    assert (first.status_code, twin.status_code, first.url) == (302, 302, twin.url)
    assert Submission.objects.count() == 1


def test_after_the_deadline_a_returned_file_still_goes_and_a_new_one_does_not(scene, signer):
    new, returned, act = scene.at(S.READY), scene.at(S.RETURNED_TO_OFFICE), scene.endorsement()
    sending.mark_ready([returned], by=scene.dinas_operator, now=scene.now)
    move_the_window(scene, closes_at=scene.now - timedelta(seconds=1))

    assert [row["nomination"] for row in signer.get(sending_of(act)).context["rows"]] == [returned]
    assert send(signer, sending_of(act), **ticked(new, in_letter=1)).status_code == 422
    assert send(signer, sending_of(act), **ticked(returned, in_letter=1)).status_code == 302
    assert (state_of(new), state_of(returned)) == (S.READY, S.SUBMITTED)


def test_late_sending_is_answered_with_409_and_the_servers_hour(scene, signer):
    nomination, act = scene.at(S.READY), scene.endorsement()
    move_the_window(scene, closes_at=scene.now - timedelta(seconds=1))

    page, late = signer.get(sending_of(act)), send(signer, sending_of(act), **ticked(nomination, in_letter=1))

    assert (page.status_code, late.status_code, state_of(nomination)) == (200, 409, S.READY)
    assert "Waktu di server sekarang" in words(late)
    assert send(signer, "/dinas/surat/baru/", **act_form()).status_code == 409


@pytest.mark.parametrize(("who", "cost"), [("dinas_signer", 10), ("dinas_operator", 12)])
def test_the_sending_page_costs_the_same_for_one_candidate_and_for_three(
    scene, who, cost, django_assert_num_queries: DjangoAssertNumQueries
):
    client, act = signed_in(scene.people[who]), scene.endorsement()
    scene.at(S.READY)
    with django_assert_num_queries(cost):
        client.get(sending_of(act))
    scene.at(S.READY)
    scene.at(S.READY)
    with django_assert_num_queries(cost):
        client.get(sending_of(act))


def test_the_receipt_costs_the_same_for_one_candidate_and_for_three(
    scene, signer, django_assert_num_queries: DjangoAssertNumQueries
):
    act = scene.endorsement()
    for files in (1, 2):
        sending.submit_nominations([scene.at(S.READY) for _ in range(files)], act, by=scene.dinas_signer, now=scene.now)
        with django_assert_num_queries(10):
            signer.get(f"/dinas/surat/{act.uuid}/")
    assert act.nominations.count() == 3


def test_a_form_without_its_key_does_nothing(scene, operator):
    nomination = scene.at(S.WITH_OFFICE)

    assert operator.post(path_of(nomination), {"tindakan": "siap"}).status_code == 400
    assert state_of(nomination) == S.WITH_OFFICE


def test_a_file_that_hangs_on_no_act_is_not_there_for_the_dinas(scene):
    loose = document("awards.endorsement", now=scene.now)

    assert opens(signed_in(scene.dinas_signer), loose.url) == 404
