"""The owner's checking, sending and taking back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from awards.models import Nomination, Remark, Window
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ovop_portal.common.formats import tenggat
from ovop_portal.ledger.models import Event
from tests.awards.dinas import errors, signed_in
from tests.awards.owners import bare, path, words
from tests.scene import Scene, open_the_edition
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
NAME = "Ni Wayan Sari"


@standing
def nomination(scene: Scene) -> Nomination:
    return scene.draft()


def close_window(scene: Scene) -> None:
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=scene.now - timedelta(minutes=1))


# --- Checking and sending -----------------------------------------------------------------------------------------------


def test_checking_lists_what_is_missing_with_the_way_to_it(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    page = owner.get(path(nomination, "periksa")).content.decode()

    assert f'<a href="{path(nomination, "legalitas")}?dari=periksa">Isi NIB</a>' in page
    assert "Kirim berkas ke dinas" not in page


def test_sending_declares_and_hands_over_once(owner: Client, nomination: Nomination) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(declared_at=None, may_publish=False)
    form = filled(owner.get(path(nomination, "periksa")), pernyataan="on", tanda_tangan=NAME, tampilkan="on")
    answers = [owner.post(path(nomination, "periksa"), form)["Location"] for _tap in range(2)]

    nomination.refresh_from_db()
    assert answers == [path(nomination, "terkirim")] * 2
    assert (nomination.state, nomination.may_publish, nomination.declared_at is not None) == (S.WITH_OFFICE, True, True)
    assert list(nomination.milestones.values_list("code", flat=True)) == ["sent"]
    receipt = words(owner.get(path(nomination, "terkirim")))
    assert nomination.number in receipt
    assert "Dinas Perindustrian Kab. Karangasem" in receipt


def test_publication_is_consented_to_apart_and_not_by_default(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    whole = scene.draft()
    Nomination.objects.filter(pk=whole.pk).update(declared_at=None, may_publish=False)
    form = filled(owner.get(path(whole, "periksa")), pernyataan="on", tanda_tangan=NAME)

    assert "tampilkan" not in form
    owner.post(path(whole, "periksa"), form)
    whole.refresh_from_db()
    assert (whole.state, whole.may_publish, nomination.state) == (S.WITH_OFFICE, False, S.DRAFT)


def test_without_the_declaration_nothing_is_sent(owner: Client, nomination: Nomination) -> None:
    response = owner.post(path(nomination, "periksa"), filled(owner.get(path(nomination, "periksa"))))

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "pernyataan": ["Beri tanda centang pada pernyataan"],
        "tanda_tangan": ["Isi nama pemilik sebagai tanda tangan"],
    }
    nomination.refresh_from_db()
    assert nomination.state == S.DRAFT


@pytest.mark.parametrize("typed", ["ni wayan sari", "  NI  WAYAN SARI. ", "Ni\tWayan Sari"])
def test_the_signature_is_the_name_in_the_file_however_it_is_spelled(
    owner: Client, typed: str, nomination: Nomination
) -> None:
    form = filled(owner.get(path(nomination, "periksa")), pernyataan="on", tanda_tangan=typed)

    assert owner.post(path(nomination, "periksa"), form).status_code == 302
    declared = Event.objects.filter(kind="nomination.declared", subject=nomination.subject).latest("pk")
    assert declared.said == {"may_publish": True}  # no name in the journal


@pytest.mark.parametrize("typed", ["Ni Wayan", "Siti Aminah", "Ni Wayan Sari Dewi", "..."])
def test_another_name_signs_nothing(owner: Client, typed: str, nomination: Nomination) -> None:
    form = filled(owner.get(path(nomination, "periksa")), pernyataan="on", tanda_tangan=typed)

    response = owner.post(path(nomination, "periksa"), form)

    assert response.status_code == 422
    assert response.context["form"].errors == {"tanda_tangan": [f"Ketik nama seperti di berkas: {NAME}"]}
    nomination.refresh_from_db()
    assert nomination.state == S.DRAFT


def test_the_dinas_that_sends_for_an_owner_signs_by_the_paper_in_its_office(
    operator: Client, nomination: Nomination
) -> None:
    page = operator.get(path(nomination, "periksa"))

    assert "tanda_tangan" not in page.content.decode()
    assert operator.post(path(nomination, "periksa"), filled(page, pernyataan="on")).status_code == 302


def test_a_forged_sending_of_half_a_file_is_refused_and_declares_nothing(scene: Scene, owner: Client) -> None:
    nomination = bare(scene)
    key = "6f9b1f7e-0000-4000-8000-000000000001"

    response = owner.post(path(nomination, "periksa"), {"kunci": key, "pernyataan": "on", "tanda_tangan": "Ayu"})

    assert response.status_code == 422
    assert "Isi NIB" in words(response)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.declared_at) == (S.DRAFT, None)


def test_after_the_deadline_the_file_stays_and_is_not_sent(scene: Scene, nomination: Nomination, owner: Client) -> None:
    form = filled(owner.get(path(nomination, "periksa")), pernyataan="on", tanda_tangan=NAME)
    close_window(scene)

    late = owner.post(path(nomination, "periksa"), form)
    page = words(owner.get(path(nomination)))

    assert late.status_code == 409
    assert "Waktu di server sekarang" in words(late)
    assert "Masa pengusulan berakhir" in words(late)
    nomination.refresh_from_db()
    assert nomination.state == S.DRAFT
    assert "Masa pengusulan sudah berakhir" in page
    assert "Berkas Anda tersimpan dan bisa dipakai lagi." in page
    # What is typed is still kept.
    assert (
        owner.post(
            path(nomination, "cerita"), filled(owner.get(path(nomination, "cerita")), story="Masih tersimpan")
        ).status_code
        == 302
    )


def test_after_the_deadline_an_incomplete_form_gets_the_same_answer(
    scene: Scene, nomination: Nomination, owner: Client
) -> None:
    form = filled(owner.get(path(nomination, "periksa")))
    close_window(scene)

    assert owner.post(path(nomination, "periksa"), form).status_code == 409


def test_who_sent_in_time_and_taps_again_after_the_deadline_gets_the_receipt(
    scene: Scene, nomination: Nomination, owner: Client
) -> None:
    form = filled(owner.get(path(nomination, "periksa")), pernyataan="on", tanda_tangan=NAME)
    owner.post(path(nomination, "periksa"), form)
    close_window(scene)

    assert owner.post(path(nomination, "periksa"), form)["Location"] == path(nomination, "terkirim")


def test_a_product_is_not_entered_after_the_deadline(scene: Scene, owner: Client) -> None:
    product = scene.product()
    form = filled(owner.get("/usulan/"), "produk")
    close_window(scene)

    late = owner.post("/usulan/", form)

    assert (late.status_code, "Waktu di server sekarang" in words(late)) == (409, True)
    assert not product.nominations.exists()


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=9), None),
        (timedelta(days=3), "Batas pengiriman"),
        (timedelta(minutes=-5), "Berkas Anda tersimpan dan bisa dipakai pada penyelenggaraan berikutnya."),
    ],
)
@pytest.mark.parametrize("code", ["profil", "foto", "sertifikat"])
def test_a_section_tells_the_hour_of_the_deadline_in_the_last_days_and_after_it(
    scene: Scene, nomination: Nomination, owner: Client, left: timedelta, said: str | None, code: str
) -> None:
    closes_at = scene.now + left
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=closes_at)

    page = words(owner.get(path(nomination, code)))

    assert (said or "") in page
    hour = " ".join(tenggat(closes_at, scene.regency.zone).split())
    assert (hour in page) == (said is not None)


def test_a_file_that_was_sent_back_is_sent_again(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)
    page = owner.get(path(nomination, "periksa"))
    assert "Kirim perbaikan" in words(page)

    assert "Diminta dinas" in words(page)
    assert "Belum ada yang berubah sejak catatan ini" in words(page)
    remark = nomination.remarks.get()
    form = filled(page, pernyataan="on", tanda_tangan=NAME)

    unanswered = owner.post(path(nomination, "periksa"), form)
    assert (unanswered.status_code, unanswered.context["form"].errors.keys()) == (422, {f"jawab_{remark.pk}"})

    sent = owner.post(
        path(nomination, "periksa"),
        form | {f"jawab_{remark.pk}": "disagreed", f"alasan_{remark.pk}": "Foto sudah terang"},
    )

    nomination.refresh_from_db(), remark.refresh_from_db()
    assert (sent.status_code, nomination.state) == (302, S.WITH_OFFICE)
    assert (remark.answer, remark.answer_words) == ("disagreed", "Foto sudah terang")
    seen = words(signed_in(scene.dinas_operator).get(f"/dinas/berkas/{nomination.number}/"))
    assert "Tidak setuju, alasannya: Foto sudah terang" in seen
    assert "Belum ada yang berubah sejak catatan ini" in seen


def noted(scene: Scene, *sections: str) -> tuple[Nomination, list[Remark]]:
    """A file with a note of the dinas at each of these sections."""
    nomination = scene.at(S.WITH_OFFICE)
    notes = [(section, f"Perbaiki {section}") for section in sections]
    sending.return_to_owner([nomination], notes, by=scene.dinas_operator, now=scene.now)
    return nomination, list(nomination.remarks.order_by("pk"))


def test_notes_are_listed_with_their_way_and_quoted_at_their_sections_beside_the_answer(
    scene: Scene, owner: Client
) -> None:
    nomination, [photo, whole, story] = noted(scene, "foto", "umum", "cerita")

    page = owner.get(path(nomination, "periksa")).content.decode()

    links = re.findall(r'<a href="#(catatan-\d+|kirim)">', page)
    listed, ways = links[:3], links[3:]
    order = [f"catatan-{remark.pk}" for remark in (whole, story, photo)]
    assert (listed, ways) == (order, [*order[1:], "kirim"])
    sections = {code: page.split(f'<section id="{code}">')[1].split("</section>")[0] for code in ("cerita", "foto")}
    for remark in (story, photo):
        assert f"Perbaiki {remark.section}" in sections[remark.section]
        assert f'name="jawab_{remark.pk}"' in sections[remark.section]
        assert f'name="alasan_{remark.pk}"' in sections[remark.section]
    assert page.index(f'name="jawab_{whole.pk}"') < page.index('<section id="cerita">')
    assert "opsional" not in page
    assert "3 catatan, semuanya wajib dijawab" in " ".join(page.split())
    tasks = words(owner.get(path(nomination)))
    assert [words_ in tasks for words_ in ("Perbaiki foto", "Perbaiki umum", "Perbaiki cerita")] == [True] * 3
    section = owner.get(path(nomination, "cerita")).content.decode()
    assert f'{path(nomination, "periksa")}#catatan-{story.pk}"' in section


def test_a_reason_without_an_answer_is_refused_at_its_place_and_kept(scene: Scene, owner: Client) -> None:
    nomination, [photo, story] = noted(scene, "foto", "cerita")
    address = path(nomination, "periksa")
    form = filled(owner.get(address), **{f"alasan_{photo.pk}": "Sudah terang", f"jawab_{story.pk}": "mended"})

    refused = owner.post(address, form)

    # Everything at once: the answers and the declaration.
    assert errors(refused) == [
        "Pilih jawabannya; alasan yang Anda tulis tetap di sini: Perbaiki foto",
        "Beri tanda centang pada pernyataan",
        "Isi nama pemilik sebagai tanda tangan",
    ]
    page = refused.content.decode()
    assert f'<a href="#id_jawab_{photo.pk}_0">' in page
    assert "Sudah terang</textarea>" in page
    assert page.count('data-terjawab="') - len(re.findall(r'data-terjawab="catatan-\d+" hidden', page)) == 1
    assert Remark.open_for(nomination).count() == 2


def test_a_holder_accepts_the_invitation(scene: Scene, owner: Client) -> None:
    award = scene.award()
    following = open_the_edition(2028, scene.now, previous=scene.edition)
    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)
    page = owner.get(path(invited, "periksa"))
    assert "Terima undangan" in words(page)
    assert "Kelompok komoditi" not in words(owner.get(path(invited, "produk")))

    response = owner.post(path(invited, "periksa"), filled(page, pernyataan="on", tanda_tangan=NAME))

    invited.refresh_from_db()
    assert (response["Location"], invited.state) == (path(invited, "terkirim"), S.IN_ASSESSMENT)
    assert "Undangan diterima" in words(owner.get(response["Location"]))


def test_a_bookmark_of_the_receipt_shows_the_status_later(scene: Scene, owner: Client) -> None:
    for state in (S.DRAFT, S.RETURNED_TO_OWNER, S.SUBMITTED):
        nomination = scene.at(state)
        assert owner.get(path(nomination, "terkirim"))["Location"] == path(nomination, "status")


# --- Taking back --------------------------------------------------------------------------------------------------------


def test_a_file_is_taken_back_with_a_reason(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    page = owner.get(path(nomination, "tarik"))
    empty = owner.post(path(nomination, "tarik"), filled(page))
    form = filled(page, alasan="Pemilik sakit")
    answers = [owner.post(path(nomination, "tarik"), form)["Location"] for _tap in range(2)]

    nomination.refresh_from_db()
    assert (empty.status_code, empty.context["form"].errors) == (422, {"alasan": ["Isi alasan menarik pengajuan"]})
    assert answers == [path(nomination, "status")] * 2
    assert (nomination.state, nomination.reason) == (S.WITHDRAWN, "Pemilik sakit")


def test_what_is_before_the_jury_is_not_taken_back(scene: Scene, owner: Client) -> None:
    draft, before_the_jury = scene.draft(), scene.at(S.IN_ASSESSMENT)
    form = filled(owner.get(path(draft, "tarik")), alasan="Berubah pikiran")

    assert owner.get(path(before_the_jury, "tarik"))["Location"] == path(before_the_jury, "status")
    assert owner.post(path(before_the_jury, "tarik"), form).status_code == 409


def test_the_signer_may_take_back_and_the_operator_may_not(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    statuses = []
    for person in (scene.dinas_operator, scene.dinas_signer):
        client.force_login(person)
        statuses.append(client.get(path(nomination, "tarik")).status_code)

    assert statuses == [403, 200]


def test_what_owners_write_is_shown_as_text(owner: Client, nomination: Nomination) -> None:
    nasty = '<script>alert(1)</script>"><img onerror=x src=y>{{7*7}}'
    owner.post(path(nomination, "cerita"), filled(owner.get(path(nomination, "cerita")), story=nasty))

    page = owner.get(path(nomination, "periksa")).content.decode()
    assert "<script>alert" not in page
    assert "<img onerror" not in page
    assert "{{7*7}}" in page
