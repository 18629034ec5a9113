"""A file that was sent stays with its form: when another answer is wrong, when the session ended, and for nobody else."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.models import Endorsement
from ikm.models import Permit
from ovop_portal.common.clock import now
from ovop_portal.documents.models import Document, KeptUpload
from tests.awards.dinas import signed_in
from tests.awards.owners import bare, path, words
from tests.scene import PASSWORD, Scene, a_pdf
from tests.support.forms import filled

pytestmark = pytest.mark.django_db
HOME = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_MODE": "navigate"}
ACT = "/dinas/surat/baru/"
SAID = "surat.pdf tersimpan"


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
    Session.objects.all().delete()

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
