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
from ikm.models import OwnerLink, Product
from ovop_portal.accounts.holder_codes import make_code
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common import formats
from ovop_portal.common.clock import now
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.dinas import errors, move_the_window, send, signed_in, state_of, words
from tests.scene import Scene, open_the_edition, person
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def nomination(scene: Scene) -> Nomination:
    return scene.at(S.WITH_OFFICE)


def path_of(nomination: Nomination) -> str:
    return f"/dinas/berkas/{nomination.number}/"


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

    assert send(operator, path_of(whole), tindakan="siap").url == "/dinas/"
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


# --- The account of the owner -------------------------------------------------------------------------------------------


def added_by_dinas(scene: Scene, name: str = "Tenun Ayu") -> Nomination:
    """A file that the dinas began; nobody's account is linked to it."""
    firm = {
        "name": name,
        "owner_name": "Ni Komang Ayu",
        "phone": "+6281234500001",
        "nib": "",
        "product_name": "Selendang",
        "commodity_group": scene.commodity,
        "regency": scene.regency,
    }
    return candidates.add_candidate(firm, scene.edition, by=scene.dinas_operator, now=scene.now)


def look_up(client: Client, nomination: Nomination, phone: str) -> Any:
    return client.post(f"{path_of(nomination)}pemilik/", {"phone": phone})


def link(client: Client, nomination: Nomination, phone: str) -> Any:
    """Both pages: the number, and yes, it is the owner's account that was shown."""
    shown = look_up(client, nomination, phone)
    if shown.status_code != 200:
        return shown
    return client.post(f"{path_of(nomination)}pemilik/", filled(shown, yakin="on", beda="on"))


def test_a_number_alone_hands_over_nothing(scene, operator):
    nomination = added_by_dinas(scene)
    stranger = person("Orang Lain", Role.OWNER)
    User.objects.filter(pk=stranger.pk).update(phone=nomination.ikm.phone)

    page = operator.get(f"{path_of(nomination)}pemilik/")
    shown = look_up(operator, nomination, nomination.ikm.phone)

    assert nomination.ikm.phone[3:] not in page.content.decode().replace("-", "").replace(" ", "")
    said = words(shown)
    assert ("Orang Lain" in said, "Ni Komang Ayu" in said, "Belum dipastikan" in said) == (True, True, True)
    assert str(stranger.email) not in said
    assert not nomination.ikm.owner_links.exists()
    unsure = operator.post(f"{path_of(nomination)}pemilik/", filled(shown))
    assert unsure.status_code == 422
    assert "Pastikan dahulu kepada pemilik, lalu centang kotak ini" in errors(unsure)
    assert not nomination.ikm.owner_links.exists()


@pytest.mark.parametrize("left_out", ["kode", "nomor", "akun", "yakin"])
def test_the_second_page_without_one_of_its_answers_is_refused_in_words(scene, operator, left_out):
    nomination = added_by_dinas(scene)
    stranger = person("Orang Lain", Role.OWNER)
    shown = look_up(operator, nomination, str(stranger.phone))
    form = {name: value for name, value in filled(shown).items() if name != left_out}

    assert operator.post(f"{path_of(nomination)}pemilik/", form).status_code == 422
    assert not nomination.ikm.owner_links.exists()


def test_an_account_of_another_name_wants_a_tick_of_its_own(scene, operator):
    nomination = added_by_dinas(scene)
    other, same = person("Orang Lain", Role.OWNER), person("NI  KOMANG AYU", Role.OWNER)
    path = f"{path_of(nomination)}pemilik/"
    differs = "Nama pada akun, Orang Lain, berbeda dari nama pemilik pada berkas, Ni Komang Ayu."

    asked, shown = operator.get(path), look_up(operator, nomination, str(other.phone))
    unsure = operator.post(path, filled(shown, yakin="on"))
    alike = look_up(operator, nomination, str(same.phone))

    assert ("Isi salah satu" in words(asked), "opsional" in words(asked)) == (True, False)
    assert differs in words(shown)
    assert (unsure.status_code, errors(unsure)) == (422, ["Periksa kedua nama itu, lalu centang bila orangnya sama"])
    assert not nomination.ikm.owner_links.exists()
    assert "berbeda dari nama pemilik" not in words(alike)
    assert operator.post(path, filled(alike, yakin="on")).status_code == 302


def test_hours_of_holders_and_their_codes_are_those_of_the_readers_zone(scene, operator, owner):
    nomination = added_by_dinas(scene)
    scene.draft()
    owner.post("/akun/kode/", {"kunci": str(uuid4())})

    shown, code = look_up(operator, nomination, str(scene.other_owner.phone)), owner.get("/akun/kode/")

    # Karangasem reads WITA.
    joined = formats.waktu(scene.other_owner.joined_at, "Asia/Makassar")
    assert " ".join(joined.split()) in words(shown)
    assert ("WIB" in words(shown), "WITA, untuk satu kali pakai" in words(code)) == (False, True)


def test_another_account_than_the_one_that_was_shown_gets_nothing(scene, operator):
    nomination = added_by_dinas(scene)
    shown = look_up(operator, nomination, str(scene.other_owner.phone))

    answer = operator.post(f"{path_of(nomination)}pemilik/", filled(shown, yakin="on", akun=str(uuid4())))

    assert errors(answer) == ["Akun dengan nomor ini sudah berganti. Cari lagi"]
    assert not nomination.ikm.owner_links.exists()


def test_the_second_page_is_no_door_for_guesses(scene, operator):
    nomination = added_by_dinas(scene)
    code = make_code(scene.other_owner, now=now())
    shown = filled(look_up(operator, nomination, str(scene.other_owner.phone)), yakin="on", beda="on")

    for guess in (
        {"kode": code},
        {"nomor": str(scene.owner.phone)},
        {"kode": code, "akun": str(scene.other_owner.uuid)},
    ):
        answer = operator.post(f"{path_of(nomination)}pemilik/", shown | guess)
        by_code = "Akun dengan kode ini sudah berganti, atau kodenya sudah dipakai. Cari lagi"
        assert errors(answer) == [by_code if "kode" in guess else "Akun dengan nomor ini sudah berganti. Cari lagi"]
        assert scene.other_owner.name not in words(answer)
    assert not nomination.ikm.owner_links.exists()


def test_who_owned_the_firm_before_is_told_that_another_has_it(scene, operator):
    nomination = added_by_dinas(scene)
    former = person("Dahulu", Role.OWNER)
    OwnerLink.objects.create(ikm=nomination.ikm, user=former, starts_at=scene.now, ends_at=scene.now)

    link(operator, nomination, str(scene.other_owner.phone))

    assert list(Notice.objects.filter(recipient=former).values_list("kind", flat=True)) == ["awards.linked_to_another"]


def test_walking_through_numbers_is_stopped(scene, operator):
    nomination = added_by_dinas(scene)

    statuses = [look_up(operator, nomination, f"0812-9999-{n:04}").status_code for n in range(21)]

    assert statuses == [422] * 20 + [429]


def test_a_file_that_the_dinas_added_reaches_its_owner(scene, operator):
    nomination = added_by_dinas(scene)
    ayu = person("Ni Komang Ayu", Role.OWNER)
    User.objects.filter(pk=ayu.pk).update(phone="+6281234500001")
    owner = signed_in(ayu)
    assert owner.get(f"/usulan/{nomination.number}/").status_code == 404
    assert "Belum terhubung." in words(operator.get(path_of(nomination)))

    response = link(operator, nomination, "0812-3450-0001")

    assert response.url == path_of(nomination)
    page = words(operator.get(path_of(nomination)))
    assert ("Akun pemilik terhubung" in page, "Ni Komang Ayu, sejak" in page, "Hubungkan akun" in page) == (
        True,
        True,
        False,
    )
    assert owner.get(f"/usulan/{nomination.number}/").status_code == 200
    assert list(Notice.objects.filter(recipient=ayu).values_list("kind", "path")) == [
        ("awards.linked", f"/usulan/{nomination.number}/status/")
    ]
    event = Event.objects.about(f"ikm:{nomination.ikm.uuid}").filter(kind="ikm.owner_linked").get()
    assert (event.actor, event.body) == (scene.dinas_operator.actor, {"owner": ayu.actor, "proof": "asked"})
    event = Event.objects.about(ayu.actor).filter(kind="account.firm_linked").get()
    assert (event.actor, event.body) == (
        scene.dinas_operator.actor,
        {"ikm": str(nomination.ikm.uuid), "proof": "asked"},
    )


def test_a_number_without_an_owners_account_is_told_so_in_one_sentence(scene, operator):
    nomination = added_by_dinas(scene)
    closed = person("Tutup", Role.OWNER)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    juror = scene.juror1

    answers = [link(operator, nomination, str(phone)) for phone in ("0812-9999-0000", juror.phone, closed.phone)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert {tuple(errors(answer)) for answer in answers} == {
        ("Tidak ada akun pemilik dengan nomor ini. Minta pemilik mendaftar lebih dahulu di localhost:8000/daftar/",)
    }
    assert juror.name not in words(answers[1])


def test_a_file_that_has_an_owner_is_not_given_to_another(scene, nomination, operator):
    refused = link(operator, nomination, str(scene.other_owner.phone))

    assert (refused.status_code, errors(refused)) == (422, ["Usaha ini sudah terhubung dengan akun pemilik"])
    assert signed_in(scene.other_owner).get(f"/usulan/{nomination.number}/").status_code == 404


def test_nobody_links_an_account_of_their_own(scene, operator):
    nomination = added_by_dinas(scene)
    grant_role(scene.dinas_operator, Role.OWNER, by="system:tests", now=scene.now)

    refused = link(operator, nomination, str(scene.dinas_operator.phone))

    assert errors(refused) == ["Akun Anda sendiri dihubungkan oleh petugas lain di dinas"]
    assert not nomination.ikm.owner_links.exists()


def test_linking_is_for_the_dinas_of_the_region(scene):
    nomination = added_by_dinas(scene)
    phone = str(scene.other_owner.phone)
    people = {"other_dinas": 404, "owner": 403, "province_officer": 403, "secretariat": 403}

    assert {name: link(signed_in(scene.people[name]), nomination, phone).status_code for name in people} == people
    assert not nomination.ikm.owner_links.exists()


def test_linking_twice_links_once(scene, operator):
    nomination = added_by_dinas(scene)
    sent = filled(look_up(operator, nomination, str(scene.other_owner.phone)), yakin="on", beda="on")

    assert [operator.post(f"{path_of(nomination)}pemilik/", sent).status_code for _ in range(2)] == [302, 302]
    assert nomination.ikm.owner_links.count() == 1


def test_the_code_of_the_account_is_the_proof_and_serves_once(scene, operator):
    nomination, second = added_by_dinas(scene), added_by_dinas(scene, "Kedua")
    path, ayu = f"{path_of(nomination)}pemilik/", scene.other_owner
    code = make_code(ayu, now=now())

    shown = operator.post(path, {"kode": f"{code[:4]} {code[4:]}"})
    answer = operator.post(path, filled(shown, yakin="on", beda="on"))
    again = operator.post(f"{path_of(second)}pemilik/", {"kode": code})

    assert ("Dipastikan: pemegang akun" in words(shown), "Belum dipastikan: siapa" in words(shown)) == (True, False)
    assert answer.url == path_of(nomination)
    event = Event.objects.about(f"ikm:{nomination.ikm.uuid}").filter(kind="ikm.owner_linked").get()
    assert event.body == {"owner": ayu.actor, "proof": "code"}
    assert errors(again) == ["Kode ini belum cocok atau sudah lewat. Minta pemilik membuat kode baru di Akun saya"]
    assert not second.ikm.owner_links.exists()


def test_who_comes_second_with_one_code_reads_of_the_code_and_not_of_a_number(scene, operator):
    """In another tab the same officer, or another officer of the dinas: the code had served by then."""
    first, second, third = (added_by_dinas(scene, name) for name in ("Satu", "Dua", "Tiga"))
    signer = signed_in(scene.dinas_signer)
    code = make_code(scene.other_owner, now=now())
    shown = [
        (
            client,
            f"{path_of(file)}pemilik/",
            filled(client.post(f"{path_of(file)}pemilik/", {"kode": code}), yakin="on", beda="on"),
        )
        for client, file in ((signer, third), (operator, second), (operator, first))
    ]

    *late, done = [client.post(path, sent) for client, path, sent in reversed(shown)][::-1]

    assert done.status_code == 302
    assert [errors(answer) for answer in late] == [
        ["Kode ini belum cocok atau sudah lewat. Minta pemilik membuat kode baru di Akun saya"],
        ["Akun dengan kode ini sudah berganti, atau kodenya sudah dipakai. Cari lagi"],
    ]
    assert not any("nomor ini" in words(answer) for answer in late)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Isi kode dari pemilik, atau nomor WhatsApp-nya"),
        ({"kode": "123"}, "Kode harus 8 angka, seperti tampil di halaman Akun saya pemilik"),
        ({"kode": "00000000"}, "Kode ini belum cocok atau sudah lewat. Minta pemilik membuat kode baru di Akun saya"),
    ],
)
def test_a_code_that_is_none_is_said_at_its_field(scene, operator, sent, says):
    answer = operator.post(f"{path_of(added_by_dinas(scene))}pemilik/", {"kunci": str(uuid4())} | sent)

    assert (answer.status_code, errors(answer), list(answer.context["form"].errors)) == (422, [says], ["kode"])


def test_a_wrong_account_is_taken_off_and_everybody_hears_of_it(scene, operator):
    nomination = added_by_dinas(scene)
    wrong, right = person("Orang Lain", Role.OWNER), person("Ni Komang Ayu", Role.OWNER)
    link(operator, nomination, str(wrong.phone))
    path = f"{path_of(nomination)}pemilik/lepas/"

    page = operator.get(path)
    empty = operator.post(path, filled(page))
    done = operator.post(path, filled(page, alasan="Nomornya salah ketik"))
    link(operator, nomination, str(right.phone))

    assert "Orang Lain" in words(page)
    assert f"{path}" in operator.get(path_of(nomination)).content.decode()
    assert (empty.status_code, errors(empty)) == (422, ["Isi alasan melepas akun"])
    assert done.url == path_of(nomination)
    assert signed_in(wrong).get(f"/usulan/{nomination.number}/").status_code == 404
    told = Notice.objects.order_by("pk").values_list("kind", "path")
    assert list(told.filter(recipient=wrong)) == [
        ("awards.linked", f"/usulan/{nomination.number}/status/"),
        ("awards.unlinked", "/kabar/"),
        ("awards.linked_to_another", "/kabar/"),
    ]
    assert Notice.objects.get(recipient=wrong, kind="awards.unlinked").context["reason"] == "Nomornya salah ketik"
    assert [kind for kind, _path in told.filter(recipient=right)] == ["awards.linked", "awards.wrongly_linked"]
    assert [kind for kind, _path in told.filter(recipient=scene.dinas_signer)] == ["awards.unlinked_for_dinas"]


def test_two_officers_take_an_account_off_once_and_an_owners_own_stays(scene, operator):
    nomination, own = added_by_dinas(scene), scene.draft()
    link(operator, nomination, str(scene.other_owner.phone))
    path = f"{path_of(nomination)}pemilik/lepas/"
    page = operator.get(path)
    first = operator.post(path, filled(page, alasan="Keliru"))
    second = signed_in(scene.dinas_signer).post(path, filled(page, alasan="Keliru juga", kunci=str(uuid4())))

    kept = operator.get(f"{path_of(own)}pemilik/lepas/")
    forged = send(operator, f"{path_of(own)}pemilik/lepas/", akun=str(scene.owner.uuid), alasan="Mau saya")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Akun ini tidak dapat dilepas" in words(kept)
    assert "Lepas akun yang keliru" not in words(operator.get(path_of(own)))
    assert errors(forged) == ["Pemilik mendaftarkan usaha ini sendiri, jadi akunnya tidak dapat dilepas"]
    assert own.ikm.owner_links.filter(ends_at=None).exists()
    strange = [send(operator, path, akun=akun, alasan="x").status_code for akun in ("apa", str(uuid4()))]
    assert strange == [409, 409]


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
