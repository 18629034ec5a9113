"""The act of the head of the region, and the sending of the candidates that it names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from awards.models import Endorsement, Nomination, Submission
from awards.operations import sending
from awards.states import NominationState as S
from ikm.models import Ikm, Permit
from ovop_portal.common.clock import now
from tests.awards.dinas import errors, move_the_window, send, signed_in, state_of, words
from tests.documents.factories import a_pdf, document
from tests.scene import mended

pytestmark = pytest.mark.django_db


def opens(client: Client, url: str) -> int:
    """The answer to asking for a file, which is read to its end."""
    response = client.get(url)
    b"".join(response)
    return response.status_code


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


def test_a_full_disk_is_said_at_the_letter_and_loses_nothing_that_was_typed(scene, operator, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ovop_portal.documents.files.put", full)
    response = send(operator, "/dinas/surat/baru/", **act_form())

    assert response.status_code == 422
    assert response.context["form"].errors == {"document": ["Berkas belum bisa disimpan. Coba lagi beberapa saat lagi"]}
    assert 'value="005/123/2026"' in response.content.decode()
    assert not Endorsement.objects.exists()


def test_where_the_governor_appoints_the_head_the_governor_signs(scene):
    from awards.pages.dinas.forms.desk import head_of
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


@pytest.mark.parametrize("is_sent", [False, True])
def test_the_file_of_an_act_is_read_by_region_province_and_once_it_sent_something_by_checkers(scene, is_sent):
    act = scene.at(S.SUBMITTED).endorsement if is_sent else scene.endorsement()
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
        "secretariat",
        *(["screener"] if is_sent else []),
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
    files, act = scene.bring(S.READY, S.READY), scene.endorsement()

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
    files, act = scene.bring(S.READY, S.READY), scene.endorsement()

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
    sending.mark_ready([returned], mended(returned), by=scene.dinas_operator, now=scene.now)
    move_the_window(scene, closes_at=scene.now - timedelta(minutes=1))

    assert [row["nomination"] for row in signer.get(sending_of(act)).context["rows"]] == [returned]
    assert send(signer, sending_of(act), **ticked(new, in_letter=1)).status_code == 422
    assert send(signer, sending_of(act), **ticked(returned, in_letter=1)).status_code == 302
    assert (state_of(new), state_of(returned)) == (S.READY, S.SUBMITTED)


def test_late_sending_is_answered_with_409_and_the_servers_hour(scene, signer):
    nomination, act = scene.at(S.READY), scene.endorsement()
    move_the_window(scene, closes_at=scene.now - timedelta(minutes=1))

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
        sending.submit_nominations(scene.bring(*[S.READY] * files), act, by=scene.dinas_signer, now=scene.now)
        with django_assert_num_queries(10):
            signer.get(f"/dinas/surat/{act.uuid}/")
    assert act.nominations.count() == 3


def test_a_file_that_hangs_on_no_act_is_not_there_for_the_dinas(scene):
    loose = document("awards.endorsement", now=scene.now)

    assert opens(signed_in(scene.dinas_signer), loose.url) == 404


def test_a_signer_reads_what_changed_after_the_check_and_then_sends(scene, signer):
    nomination, act = scene.at(S.READY), scene.endorsement()
    Ikm.objects.filter(pk=nomination.ikm_id).update(owner_name="Orang Lain")

    asked = send(signer, sending_of(act), **ticked(nomination, in_letter=1))

    assert (asked.status_code, state_of(nomination)) == (422, S.READY)
    assert "Berubah sesudah diperiksa" in words(asked)
    assert "Ni Wayan Sari" in words(asked)
    assert "Orang Lain" in words(asked)
    [changed] = asked.context["changed"]
    again = send(signer, sending_of(act), **ticked(nomination, in_letter=1), confirmed=changed.sha256)
    assert (again.status_code, state_of(nomination)) == (302, S.SUBMITTED)
