"""The file before the dinas: its papers, the checklist, and every step that the dinas may take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from awards.models import Edition, Nomination
from awards.operations import candidates
from awards.states import NominationState as S
from ikm.models import Product
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from tests.awards.dinas import added_by_dinas, errors, move_the_window, path_of, send, signed_in, state_of, words
from tests.scene import Scene, open_the_edition
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def nomination(scene: Scene) -> Nomination:
    return scene.at(S.WITH_OFFICE)


def test_the_file_shows_the_live_record_until_it_is_sent_and_the_snapshot_afterwards(scene, operator):
    before, after = scene.bring(S.WITH_OFFICE, S.SUBMITTED)
    Product.objects.update(story="Cerita baru")

    assert "Cerita baru" in words(operator.get(path_of(before)))
    page = words(operator.get(path_of(after)))
    assert "Ditenun tiga generasi." in page
    assert "Cerita baru" not in page
    assert "Kiriman ke-1" in page


def test_a_sentra_of_another_trade_than_the_product_is_told_to_who_checks(operator, nomination):
    Product.objects.filter(pk=nomination.product_id).update(commodity_group="gerabah")

    page = words(operator.get(f"/dinas/berkas/{nomination.number}/"))

    assert "Sentra ini untuk kain tenun, sedangkan produknya gerabah" in page


def test_the_dinas_reads_of_each_gate_what_the_papers_say(operator, nomination):
    page = operator.get(path_of(nomination))

    said = {gate.code: (gate.state, gate.why) for gate in page.context["file"].gates}
    assert {code: state for code, (state, _why) in said.items()} == {
        "G01": "met",
        "G02": "met",
        "G03": "later",
        "G04": "met",
        "G08": "later",
        "G09": "met",
        "G10": "met",
    }
    assert said["G02"][1].startswith("Keputusan sentra 188/12/2020")
    assert " ".join(said["G02"][1].split()) in words(page)


def test_the_papers_open_in_the_viewer_beside_the_checklist(operator, nomination):
    page = operator.get(path_of(nomination)).content.decode()

    papers = {permit.document_id for permit in nomination.ikm.permits.all()}
    assert papers
    for paper in papers:
        assert f'href="/berkas/{paper}/" target="bukti"' in page
        assert f'href="/berkas/{paper}/" target="_blank" rel="noopener"' in page
    assert '<iframe name="bukti"' in page


@pytest.mark.parametrize("state", sorted(set(S.values) - {S.INVITED, S.LAPSED, S.DETERMINED, S.DISQUALIFIED}))
def test_a_file_at_any_state_opens_within_thirteen_queries(
    scene, state, signer, django_assert_max_num_queries: DjangoAssertNumQueries
):
    nomination = scene.at(state)

    with django_assert_max_num_queries(13):
        assert signer.get(path_of(nomination)).status_code == 200


def test_beside_a_file_stands_what_waits_at_the_desk_and_the_way_to_the_next(scene, operator):
    here, returned, _sent = scene.bring(S.WITH_OFFICE, S.RETURNED_TO_OFFICE, S.SUBMITTED)

    worklist = operator.get(path_of(here)).context["file"].worklist
    assert [(line.note, line.is_here) for line in worklist.lines] == [(returned.number, False), (here.number, True)]
    assert worklist.next.url == path_of(returned)
    page = operator.get(path_of(here)).content.decode()
    assert f'href="{path_of(returned)}" rel="next"' in page
    assert f'href="{path_of(here)}" aria-current="page"' in page


def test_a_desk_on_which_nothing_else_waits_has_no_list_beside_the_file(operator, nomination):
    page = operator.get(path_of(nomination)).content.decode()

    assert 'class="worklist"' not in page
    assert 'rel="next"' not in page


def test_the_file_of_another_region_is_not_there(scene, nomination):
    other = signed_in(scene.other_dinas)

    assert (
        other.get(path_of(nomination)).status_code,
        send(other, path_of(nomination), tindakan="siap").status_code,
    ) == (
        404,
        404,
    )


def test_remarks_send_the_file_back_to_its_owner(operator, nomination):
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


def without_account(nomination: Nomination) -> Nomination:
    nomination.ikm.owner_links.update(ends_at=now())
    return nomination


def test_a_file_without_an_owners_account_is_mended_and_answered_by_the_dinas_and_everything_says_so(scene, operator):
    nomination = without_account(scene.at(S.WITH_OFFICE))
    path = path_of(nomination)
    assert "Kembalikan ke IKM" not in words(operator.get(path))
    assert "Catat untuk diperbaiki dinas" in words(operator.get(path))

    noted = send(operator, path, tindakan="kembalikan", cerita="Perbaiki cerita", foto="Ambil ulang")
    page = operator.get(noted.url)
    tasks, public = operator.get(f"/usulan/{nomination.number}/"), status_by_number(nomination)

    assert noted.url == path
    assert f"{nomination.number} kembali ke dinas dengan 2 catatan. Pemiliknya belum mempunyai akun" in words(page)
    assert "Berkas ini diperbaiki oleh dinas." in words(page)
    assert "dikembalikan ke IKM" not in words(page)
    assert "Anda juga yang memperbaiki dan menjawab catatannya" in words(tasks)
    assert "Catatan dinas: Perbaiki cerita" in words(tasks)
    assert "Menunggu pemilik usaha" not in words(public)
    assert "Berkas di Dinas" in words(public)
    desk = operator.get("/dinas/").context["desk"]
    assert [(line.count, line.drawer) for line in desk.work] == [(1, "diperbaiki")]
    assert [drawer.code for drawer, _count in desk.drawers] == ["diisi"]

    # Each answer stands at its section, in the form that sends.
    [story, photo] = nomination.remarks.order_by("pk")
    body = page.content.decode()
    for remark in (story, photo):
        section = body.split(f'id="bagian-{remark.section}"')[1].split('id="bagian-')[0]
        assert f'name="kirim-jawab_{remark.pk}" value="mended" form="kirim"' in section
        assert f'name="kirim-alasan_{remark.pk}"' in section
    form = filled(page, "kirim-kunci", **{"tindakan": "kirim", "kirim-consent": "on"})
    unanswered = operator.post(path, form | {f"kirim-alasan_{story.pk}": "Sudah benar"})
    assert sorted(errors(unanswered)) == [
        "Jawab catatan: Ambil ulang",
        "Pilih jawabannya; alasan yang Anda tulis tetap di sini: Perbaiki cerita",
    ]
    assert "Sudah benar</textarea>" in unanswered.content.decode()
    answers = {f"kirim-jawab_{remark.pk}": "mended" for remark in (story, photo)}
    assert operator.post(path, form | answers).url == path
    assert state_of(nomination) == S.WITH_OFFICE


def status_by_number(nomination: Nomination) -> Any:
    """The page that anybody reads who knows the number and the end of the telephone number."""
    return Client().post("/status/", {"nomor": nomination.number, "angka": nomination.ikm.phone[-4:]})


def test_a_reason_is_told_to_an_owner_only_where_there_is_one(scene, signer):
    owned, unowned = scene.at(S.WITH_OFFICE), without_account(scene.at(S.WITH_OFFICE))
    said, hints = [], []
    for nomination in (owned, unowned):
        hints.append("Dibaca oleh pemilik usaha" in words(signer.get(path_of(nomination))))
        form = {"tindakan": "tolak", "tolak-kunci": str(uuid4()), "tolak-reason": "Bukan produk sentra"}
        said.append(words(signer.get(signer.post(path_of(nomination), form).url)))
    assert (["Pemilik menerima alasannya" in page for page in said], hints) == ([True, False], [True, False])
    assert "Pemiliknya belum mempunyai akun: sampaikan alasannya sendiri" in said[1]


def test_a_reason_for_the_screeners_is_not_thrown_away_by_sending_the_file_back(scene, operator):
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    first = nomination.remarks.order_by("pk").first()
    typed = {f"alasan_{first.pk}": "Salinannya terbaca"}

    back = send(operator, path_of(nomination), tindakan="kembalikan", foto="Gelap", **typed)
    ready = send(operator, path_of(nomination), tindakan="siap", **typed)

    assert (back.status_code, list(back.context["forms"]["catatan"].errors)) == (422, list(typed))
    assert f"Pilih jawabannya; alasan yang Anda tulis tetap di sini: {first.words}" in errors(ready)
    assert "Salinannya terbaca</textarea>" in ready.content.decode()
    assert f'<a href="#catatan-{first.pk}">{first.words}</a>' in operator.get(path_of(nomination)).content.decode()


def test_what_keeps_the_dinas_from_sending_stands_before_the_button_and_in_the_refusal(scene, operator):
    nomination = added_by_dinas(scene)
    page = operator.get(path_of(nomination))
    before = page.content.decode().split('id="kirim"')[1].split("Kirim ke meja pemeriksaan")[0]

    refused = operator.post(
        path_of(nomination), filled(page, "kirim-kunci", **{"tindakan": "kirim", "kirim-consent": "on"})
    )

    done = page.context["file"].done
    assert f"{done} dari 9 bagian lengkap. Berkas dapat dikirim sesudah yang berikut ini diisi:" in " ".join(
        before.split()
    )
    assert '<a href="#bagian-cerita">Cerita' in before
    assert refused.status_code == 422
    lacking = refused.content.decode()
    assert errors(refused)
    assert all(f">{message}</a>" in lacking for message in errors(refused))
    assert '<a href="#bagian-cerita">' in lacking
    assert 'id="bagian-cerita"' in lacking


def test_a_file_does_not_go_back_without_a_remark_nor_with_an_empty_one(operator, nomination):
    bare = send(operator, path_of(nomination), tindakan="kembalikan")
    vague = send(operator, path_of(nomination), tindakan="kembalikan", alasan_foto="lain")

    assert (bare.status_code, errors(bare)) == (422, ["Isi catatan, paling sedikit satu"])
    assert (vague.status_code, errors(vague)) == (422, ["Isi catatan untuk Foto"])
    assert state_of(nomination) == S.WITH_OFFICE


def test_a_file_is_made_ready_and_what_is_missing_stands_at_its_section(scene, operator):
    whole, torn = scene.bring(S.WITH_OFFICE, S.WITH_OFFICE)
    Product.objects.filter(pk=torn.product_id).update(story="")

    assert send(operator, path_of(whole), tindakan="siap").url == path_of(torn), "the next that waits"
    refused = send(operator, path_of(torn), tindakan="siap")

    assert (refused.status_code, errors(refused)) == (422, ["Isi cerita produk"])
    assert refused.context["forms"]["catatan"].errors.keys() == {"cerita"}
    assert (state_of(whole), state_of(torn)) == (S.READY, S.WITH_OFFICE)


def test_remarks_that_were_typed_are_not_thrown_away_by_the_other_button(operator, nomination):
    response = send(operator, path_of(nomination), tindakan="siap", foto="Ambil ulang")

    assert errors(response) == ["Catatan masih terisi. Kirim dengan “Kembalikan ke IKM”, atau kosongkan catatannya"]
    assert "Ambil ulang" in response.content.decode()
    assert state_of(nomination) == S.WITH_OFFICE


def test_only_the_signer_declines_and_gives_the_reason(operator, signer, nomination):
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
    assert "Diminta panitia" in page
    replies = {f"jawab_{pk}": "mended" for pk in nomination.remarks.values_list("pk", flat=True)}
    unanswered = send(operator, path_of(nomination), tindakan="siap")
    assert (unanswered.status_code, unanswered.context["forms"]["catatan"].errors.keys()) == (422, replies.keys())
    assert send(operator, path_of(nomination), tindakan="siap", **replies).url == "/dinas/"


def test_the_dinas_sends_a_file_for_its_owner_only_with_the_letter_of_consent(scene, operator):
    nomination = scene.at(S.DRAFT)
    Nomination.objects.update(declared_at=None, may_publish=False)
    form = {"tindakan": "kirim", "kirim-kunci": str(uuid4())}

    refused = operator.post(path_of(nomination), form)
    assert errors(refused) == ["Centang bila surat persetujuan pemilik sudah ada di dinas"]

    assert operator.post(path_of(nomination), form | {"kirim-consent": "on"}).url == path_of(nomination)
    stored = Nomination.objects.get()
    assert (stored.state, stored.may_publish, stored.declared_at is not None) == (S.WITH_OFFICE, False, True)
    assert [event.actor for event in Event.objects.about(nomination.subject)[:2]] == [scene.dinas_operator.actor] * 2


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


def test_a_button_pressed_twice_acts_once_and_answers_the_same(operator, nomination):
    form = {"kunci": str(uuid4()), "tindakan": "siap"}

    first, twin = (operator.post(path_of(nomination), form) for _ in range(2))

    assert (first.url, twin.url, twin.status_code) == ("/dinas/", "/dinas/", 302)
    assert [event.kind for event in Event.objects.about(nomination.subject)].count("nomination.made_ready") == 1


def test_whoever_acts_on_an_old_page_is_told_that_the_file_moved(operator, signer, nomination):
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


def test_a_form_without_its_key_does_nothing(operator, nomination):
    assert operator.post(path_of(nomination), {"tindakan": "siap"}).status_code == 400
    assert state_of(nomination) == S.WITH_OFFICE


def test_after_the_deadline_the_dinas_sends_nothing_for_an_owner(scene, operator):
    nomination = scene.draft()
    offer = "Dinas dapat mengirimnya untuk pemilik"
    assert offer in words(operator.get(path_of(nomination)))
    move_the_window(scene, closes_at=scene.now - timedelta(minutes=1))
    assert offer not in words(operator.get(path_of(nomination)))

    late = send(
        operator,
        path_of(nomination),
        **{"tindakan": "kirim", "kirim-kunci": str(uuid4()), "kirim-consent": "on"},
    )

    assert (late.status_code, state_of(nomination)) == (409, S.DRAFT)
    assert "Waktu di server sekarang" in words(late)
