"""A file that was sent stays with its form: when another answer is wrong, when the session ended, and for nobody else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.models import Determination, Endorsement
from awards.operations import outcome
from awards.states import NominationState
from ikm import sentras
from ikm.models import Permit, SentraDecree
from ovop_portal.accounts.models import OpenSession
from ovop_portal.common.clock import now
from ovop_portal.documents import kept, uploading
from ovop_portal.documents.models import Document, KeptUpload
from tests.accounts.factories import PASSWORD
from tests.awards.dinas import signed_in
from tests.awards.owners import bare, path, words
from tests.documents.factories import a_pdf, a_photo, document
from tests.scene import Scene
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
HOME = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "navigate"}
ACT = "/dinas/surat/baru/"
SAID = "surat.pdf sudah diterima"


@cache
def pdf(content: str) -> bytes:
    return a_pdf(content)


def letter(content: str = "surat bupati") -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", pdf(content), "application/pdf")


def act_form(client: Client, **changes: Any) -> dict[str, Any]:
    today = now()
    day = {"date_0": str(today.day), "date_1": str(today.month), "date_2": str(today.year)}
    return filled(client.get(ACT), number="005/1", signatory_name="I Gede Contoh", **day) | changes


def test_a_good_letter_stays_when_its_number_is_missing_and_is_sent_with_the_mended_form(
    scene: Scene, operator: Client
) -> None:
    refused = operator.post(ACT, act_form(operator, number="", document=letter()))
    assert (refused.status_code, SAID in words(refused)) == (422, True)

    taken = operator.post(ACT, filled(refused, number="005/1"))

    act = Endorsement.objects.get()
    assert (taken.status_code, act.document.name, act.document.size) == (302, "surat.pdf", len(pdf("surat bupati")))


def test_a_file_that_stays_with_its_form_is_not_called_optional(scene: Scene, operator: Client, owner: Client) -> None:
    said = "sudah diterima"
    refused = operator.post(ACT, act_form(operator, number="", document=letter()))
    assert (words(refused).count(said), "(opsional)" in words(refused)) == (1, False)
    assert 'data-none="Pilih lagi hanya jika ingin mengganti"' in refused.content.decode()

    # A photo beside one that is refused, and the copy of a paper that is there already.
    photos = path(bare(scene), "foto")
    form = filled(owner.get(photos))
    good = SimpleUploadedFile("utuh.jpg", a_photo(), "image/jpeg")
    bad = SimpleUploadedFile("detail.jpg", b"bukan foto", "image/jpeg")
    page = owner.post(photos, form | {"whole": good, "detail": bad})
    assert page.status_code == 422
    assert '<span class="optional">' not in page.content.decode()

    held = scene.draft().ikm.permits.get(kind="nib")
    paper = owner.get(f"/usulan/{held.ikm.nominations.get().number}/sertifikat/?jenis=nib&nomor={held.number}")
    label = paper.content.decode().split('for="id_document">')[1].split("</label>")[0]
    assert "opsional" not in label
    assert "Sudah diterima, pilih lagi hanya jika ingin mengganti" in words(paper)


def test_another_file_takes_the_place_of_the_one_that_was_kept(scene: Scene, operator: Client) -> None:
    refused = operator.post(ACT, act_form(operator, number="", document=letter()))
    operator.post(ACT, filled(refused, number="005/1", document=letter("surat yang lain sama sekali")))

    assert Endorsement.objects.get().document.size == len(pdf("surat yang lain sama sekali"))


def test_a_double_click_on_the_mended_form_is_one_act(scene: Scene, operator: Client) -> None:
    mended = filled(operator.post(ACT, act_form(operator, number="", document=letter())), number="005/1")
    answers = [operator.post(ACT, mended)["Location"] for _ in range(2)]

    assert (
        len(set(answers)),
        Endorsement.objects.count(),
        Document.objects.filter(kind="awards.endorsement").count(),
    ) == (1, 1, 1)


def test_a_file_that_is_wrong_itself_is_not_kept(scene: Scene, operator: Client) -> None:
    wrong = SimpleUploadedFile("surat.pdf", b"bukan pdf", "application/pdf")
    refused = operator.post(ACT, act_form(operator, number="", document=wrong))

    assert (SAID in words(refused), KeptUpload.objects.count()) == (False, 0)


def test_a_kept_file_that_a_worker_refused_is_not_called_received(scene: Scene, operator: Client) -> None:
    refused = operator.post(ACT, act_form(operator, number="", document=letter()))
    KeptUpload.objects.update(asked_at=now(), found={"refused": "too_complex"})

    again = operator.post(ACT, filled(refused, number="005/1"))

    assert (again.status_code, "terlalu rumit" in words(again)) == (422, True)
    assert ("sudah diterima" in words(again), "document-tersimpan" in filled(again)) == (False, False)


def test_nobody_else_gets_a_kept_file_by_its_key(scene: Scene, operator: Client) -> None:
    refused = operator.post(ACT, act_form(operator, number="", document=letter()))
    key = filled(refused)["document-tersimpan"]
    signer = signed_in(scene.dinas_signer)

    answer = signer.post(ACT, act_form(signer, **{"document-tersimpan": key}))

    assert answer.status_code == 422
    assert "Berkas ini sudah tidak tersimpan. Pilih berkasnya lagi" in words(answer)
    assert Endorsement.objects.count() == 0


def test_the_copy_of_a_paper_stays_when_its_number_is_wrong(scene: Scene, owner: Client) -> None:
    draft = bare(scene)
    address = path(draft, "sertifikat") + "?isi=lain"
    form = filled(owner.get(address), kind="merek", number="", document=letter())
    refused = owner.post(address, form)

    answer = owner.post(address, filled(refused, number="IDM000123456"))

    assert (refused.status_code, SAID in words(refused), answer.status_code) == (422, True, 302)
    assert Permit.objects.get(ikm=draft.ikm).document.name == "surat.pdf"


def sign_in(client: Client, scene: Scene, next_url: str = "") -> Any:
    return client.post("/masuk/", {"login": scene.dinas_operator.email, "password": PASSWORD, "next": next_url})


def test_a_letter_goes_through_signing_in_again(client: Client, scene: Scene) -> None:
    sign_in(client, scene)
    form = act_form(client, document=letter())
    OpenSession.objects.all().delete()

    gone = client.post(ACT, form, **HOME)
    kept_at = gone["Location"].removeprefix("/masuk/?next=")
    sign_in(client, scene, kept_at)
    page = client.get(kept_at)
    assert "surat.pdf tersimpan dan ikut terkirim" in words(page)
    assert "Pilih lagi sesudah ini" not in words(page)
    assert Endorsement.objects.count() == 0

    answer = client.post(ACT, filled(page, "number"), **HOME)

    assert (answer.status_code, Endorsement.objects.get().document.name) == (302, "surat.pdf")


def test_a_letter_stands_on_the_page_of_an_old_token(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.dinas_operator)
    form = act_form(client, document=letter())
    refused = client.post(ACT, form, **HOME)
    assert (refused.status_code, "surat.pdf tersimpan dan ikut terkirim" in words(refused)) == (403, True)

    token = client.cookies["csrftoken"].value
    answer = client.post(ACT, filled(refused, "number") | {"csrfmiddlewaretoken": token}, **HOME)

    assert (answer.status_code, Endorsement.objects.get().document.name) == (302, "surat.pdf")


@pytest.mark.parametrize("cookie", ["", "a" * 64])
def test_nothing_is_kept_for_a_stranger(scene: Scene, client: Client, cookie: str) -> None:
    """Nor is it received: no page that is open to everybody takes a file."""
    client.cookies["ovop_akun"] = cookie
    answer = client.post(ACT, {"number": "1", "document": letter()}, **HOME)

    assert answer.status_code == 302
    assert KeptUpload.objects.count() == 0
    assert answer.wsgi_request.FILES["document"].size == 0


def test_a_paper_beyond_the_limit_of_the_day_is_refused_in_words_and_kept_for_tomorrow(
    scene: Scene, owner: Client, settings: Any
) -> None:
    draft = bare(scene)
    address = path(draft, "sertifikat") + "?isi=lain"
    settings.UPLOAD_MAX_DAY_BYTES = len(pdf("surat bupati")) - 1
    form = filled(owner.get(address), kind="merek", number="IDM000123456", document=letter())

    refused = owner.post(address, form)

    assert refused.status_code == 422
    [said] = refused.context["form"].errors["document"]
    assert re.fullmatch(r"Batas unggahan hari ini \([^)]+\) sudah tercapai\. Unggah lagi besok", said)
    assert (SAID in words(refused), Document.objects.filter(uploaded_by=scene.owner).count()) == (True, 0)


def test_whoever_uses_the_browser_after_signing_out_pushes_no_kept_file_out(client: Client, scene: Scene) -> None:
    sign_in(client, scene)
    form = act_form(client, number="", document=letter())
    client.post(ACT, form)
    mine = KeptUpload.objects.get()
    client.post("/keluar/")

    for turn in range(3):
        client.post(ACT, {"number": "1", **{f"f{n}": letter(f"{turn} {n}") for n in range(5)}}, **HOME)

    assert KeptUpload.objects.filter(pk=mine.pk, signed_in=True).exists()
    assert KeptUpload.objects.filter(signed_in=False).count() == kept.MOST_FILES


def test_more_than_five_files_or_more_than_a_form_can_hold_are_refused_before_they_are_read(
    scene: Scene, operator: Client
) -> None:
    files = {f"document{n}": letter() for n in range(6)}
    assert operator.post(ACT, act_form(operator, **files)).status_code == 400
    assert operator.post(ACT, act_form(operator, document=letter()), CONTENT_LENGTH="200000000").status_code == 400


def test_a_full_temporary_folder_costs_the_file_only(
    scene: Scene, operator: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "gone")

    answer = operator.post(ACT, act_form(operator, document=letter()))

    assert answer.status_code == 422
    assert "Berkas belum bisa disimpan. Coba lagi beberapa saat lagi" in words(answer)
    assert answer.context["form"]["number"].value() == "005/1"


def test_a_full_storage_is_said_at_the_field_and_the_text_stays(
    scene: Scene, operator: Client, settings: Any, tmp_path: Any
) -> None:
    (tmp_path / "media").write_text("no folder")
    settings.MEDIA_ROOT = str(tmp_path / "media")

    answer = operator.post(ACT, act_form(operator, document=letter()))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"document": ["Berkas belum bisa disimpan. Coba lagi beberapa saat lagi"]}
    assert answer.context["form"]["number"].value() == "005/1"


def test_going_back_and_sending_other_words_gets_a_new_key_and_says_what_was_taken(
    scene: Scene, operator: Client
) -> None:
    form = act_form(operator)
    first = operator.post(ACT, form | {"document": letter()})

    again = operator.post(ACT, form | {"number": "005/2", "document": letter()})
    assert again.status_code == 422
    assert "kiriman pertama sudah tersimpan" in words(again)
    assert f'<a href="{first["Location"]}">Lihat kiriman pertama</a>' in again.content.decode()
    assert operator.post(ACT, form | {"document": letter()})["Location"] == first["Location"]

    renewed = filled(again)
    assert renewed["number"] == ["005/2"]
    assert renewed["kunci"] != form["kunci"]
    assert operator.post(ACT, renewed).status_code == 302
    assert sorted(Endorsement.objects.values_list("number", flat=True)) == ["005/1", "005/2"]


class TestBeingChecked:
    """A look that takes longer than a page waits: the form stays with its file, asks how far it is, and goes on by itself."""

    @pytest.fixture(autouse=True)
    def _no_time(self, settings: Any) -> None:
        settings.UPLOAD_PATIENCE = 0

    def test_the_page_names_the_file_and_keeps_all_answers_without_calling_anything_wrong(
        self, scene: Scene, operator: Client
    ) -> None:
        answer = operator.post(ACT, act_form(operator, document=letter()))

        row = KeptUpload.objects.get()
        said = words(answer)
        assert (answer.status_code, answer.context["form"]["number"].value()) == (202, "005/1")
        assert "Berkas Anda sedang diperiksa. Halaman ini melanjutkan sendiri" in said
        assert ("surat.pdf (" in said, "Ada yang perlu diperbaiki" in said) == (True, False)
        assert f'data-ikuti="{row.follow_url}"' in answer.content.decode()
        assert Endorsement.objects.count() == 0

    def test_the_page_asks_until_a_worker_has_looked_and_its_form_is_then_taken(
        self, scene: Scene, operator: Client
    ) -> None:
        waits = operator.post(ACT, act_form(operator, document=letter()))
        row = KeptUpload.objects.get()
        asked = [operator.get(row.follow_url).json()]
        kept.look_at(row.pk, now=now())
        asked.append(operator.get(row.follow_url).json())
        assert asked == [{"selesai": False}, {"selesai": True}]

        taken = operator.post(ACT, filled(waits))

        document = Endorsement.objects.get().document
        assert (taken.status_code, document.name, document.pages) == (302, "surat.pdf", 1)

    def test_whoever_sends_again_too_early_waits_further_and_the_file_is_left_to_one_worker(
        self, scene: Scene, operator: Client
    ) -> None:
        again = operator.post(ACT, filled(operator.post(ACT, act_form(operator, document=letter()))))

        assert (again.status_code, KeptUpload.objects.count(), Endorsement.objects.count()) == (202, 1, 0)

    def test_what_the_worker_refuses_is_said_at_the_field(self, scene: Scene, operator: Client) -> None:
        cut = SimpleUploadedFile("surat.pdf", pdf("surat bupati")[:-200], "application/pdf")
        waits = operator.post(ACT, act_form(operator, document=cut))
        kept.look_at(KeptUpload.objects.get().pk, now=now())

        refused = operator.post(ACT, filled(waits))

        assert refused.status_code == 422
        assert refused.context["form"].errors == {
            "document": ["Berkas ini tidak lengkap atau tidak bisa dibuka. Simpan ulang lalu unggah lagi"]
        }

    def test_another_answer_that_is_wrong_is_said_at_once_and_the_file_is_looked_at_meanwhile(
        self, scene: Scene, operator: Client
    ) -> None:
        refused = operator.post(ACT, act_form(operator, number="", document=letter()))
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["number"])

        kept.look_at(KeptUpload.objects.get().pk, now=now())
        assert operator.post(ACT, filled(refused, number="005/1")).status_code == 302

    def test_nobody_else_learns_how_far_it_is(self, scene: Scene, operator: Client) -> None:
        operator.post(ACT, act_form(operator, document=letter()))
        assert signed_in(scene.dinas_signer).get(KeptUpload.objects.get().follow_url).status_code == 404

    def test_a_photo_waits_at_its_place_and_stands_there_afterwards(self, scene: Scene, owner: Client) -> None:
        draft = bare(scene)
        address = path(draft, "foto")
        photo = SimpleUploadedFile("utuh.jpg", a_photo(), "image/jpeg")
        waits = owner.post(address, {**filled(owner.get(address)), "simpan": "utuh", "utuh": photo})
        assert (waits.status_code, draft.product.photos.count()) == (202, 0)

        kept.look_at(KeptUpload.objects.get().pk, now=now())
        taken = owner.post(address, {**filled(waits), "simpan": "utuh"})

        assert (taken.status_code, draft.product.photos.get().slot) == (302, "utuh")


COPY = {"date_0": "6", "date_1": "Mei", "date_2": "2019"}


def decree_form(client: Client, scene: Scene, **changes: Any) -> tuple[str, Any]:
    """The address of the form that mends a sentra's decree, and the answer to sending it so."""
    decree = sentras.add_sentra(
        name="Sentra Ata",
        regency=scene.regency,
        commodity_group=scene.commodity,
        unit_count=9,
        number="7/2019",
        date=date(2019, 5, 6),
        document=document("ikm.sentra_decree"),
        by=scene.dinas_operator,
        now=scene.now,
    ).decrees.get()
    address = f"/dinas/sentra/{decree.sentra.uuid}/keputusan/{decree.uuid}/"
    return address, client.post(address, filled(client.get(address), **COPY, **changes))


def test_the_copy_of_a_sentras_decree_stays_when_its_number_is_missing(scene: Scene, operator: Client) -> None:
    address, refused = decree_form(operator, scene, number="", document=letter())
    assert (refused.status_code, SAID in words(refused)) == (422, True)

    assert operator.post(address, filled(refused, number="8/2019")).status_code == 302
    assert SentraDecree.objects.get(number="8/2019").document.name == "surat.pdf"


def test_an_optional_file_that_was_kept_can_be_left_out_after_all(scene: Scene, operator: Client) -> None:
    address, refused = decree_form(operator, scene, number="", document=letter())
    assert "Buang berkas ini" in words(refused)

    operator.post(address, filled(refused, number="8/2019", **{"document-buang": "ya"}))

    before, after = SentraDecree.objects.order_by("pk")
    assert (after.number, after.document) == ("8/2019", before.document)


def test_a_file_that_must_be_there_can_only_be_replaced(scene: Scene, operator: Client) -> None:
    refused = operator.post(ACT, act_form(operator, number="", document=letter()))
    assert "Buang berkas ini" not in words(refused)


def test_the_ministers_decree_stays_when_its_number_is_missing(scene: Scene) -> None:
    file, officer = scene.at(NominationState.IN_ASSESSMENT), signed_in(scene.secretariat)
    outcome.recommend_star([(file, 2, "")], by=scene.secretariat, now=scene.now)
    address = f"/panitia/penetapan/{scene.edition.year}/"
    day = now()
    form = filled(
        officer.get(address + "?langkah=catat"),
        "seen",
        number="",
        date_0=str(day.day),
        date_1=str(day.month),
        date_2=str(day.year),
        title="Penerima Penghargaan OVOP",
        signatory_name="Menteri Contoh",
        signatory_title="Menteri Perindustrian",
        compared="on",
        document=letter("keputusan menteri"),
    )
    refused = officer.post(address, form)
    assert (refused.status_code, list(refused.context["form"].errors), SAID in words(refused)) == (
        422,
        ["number"],
        True,
    )

    officer.post(address, filled(refused, "seen", number="12/2026", compared="on"))
    assert Determination.objects.get().document.name == "surat.pdf"


def test_whoever_sends_too_many_files_waits_and_keeps_the_last_one(
    scene: Scene, operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = act_form(operator, document=letter())
    monkeypatch.setattr(uploading, "BY_ACCOUNT", replace(uploading.BY_ACCOUNT, most=0))
    stopped = operator.post(ACT, form)
    assert (stopped.status_code, SAID in words(stopped)) == (422, True)
    assert "Anda sudah mengirim banyak berkas. Tunggu beberapa menit, lalu kirim lagi" in words(stopped)

    monkeypatch.undo()
    assert operator.post(ACT, filled(stopped)).status_code == 302
