"""The dinas in the place of an owner who has an account: whatever it writes, sends, accepts or opens, the owner hears of, with what became another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from awards.models import Edition, Nomination
from awards.operations import candidates, sending
from awards.operations.office_writing import told_to_owner
from awards.operations.screening import fail_unanswered
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import CommodityGroup, Ikm, OwnerLink, Product
from ovop_portal.common.clock import now
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice, Outbox
from tests.awards.dinas import errors
from tests.awards.owners import path, words
from tests.scene import Scene, mended, open_the_edition
from tests.support.forms import filled
from tests.support.standing import standing_for_a_moment

pytestmark = pytest.mark.django_db
WRITTEN = "awards.written_for_owner"


@standing_for_a_moment
def scene() -> Scene:
    return Scene.begin(now())


def fill(client: Client, nomination: Nomination, code: str, query: str = "", **answers: Any) -> Any:
    """Write these answers into a section, as its page has them."""
    address = path(nomination, code) + query
    answer = client.post(address, filled(client.get(address), **answers))
    assert answer.status_code == 302, words(answer)
    return answer


def told(scene: Scene, kind: str = WRITTEN) -> list[Notice]:
    return list(Notice.objects.filter(recipient=scene.owner, kind=kind).order_by("pk"))


def stored(nomination: Nomination) -> Nomination:
    return Nomination.objects.get(pk=nomination.pk)


def not_ready(scene: Scene, nomination: Nomination) -> list[str]:
    with pytest.raises(Refused) as refused:
        sending.mark_ready([stored(nomination)], mended(nomination), by=scene.dinas_operator, now=scene.now)
    return [item.code for item in refused.value.missing]


# --- What the dinas writes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "query", "answers", "section", "said"),
    [
        ("bahan", "", {"raw_material": "benang pabrik"}, "Bahan baku dan produksi", "Kapas → benang pabrik"),
        ("profil", "", {"founded_in": "1999"}, "Profil usaha", "1998 → 1999"),
        ("usaha", "", {"workers_male": "7"}, "Tenaga kerja dan nilai usaha", "diganti"),
        ("foto", "", {"hapus": "kemasan"}, "Foto", "tidak ada"),
        ("sertifikat", "", {}, "Sertifikat dan izin", ""),
    ],
)
def test_what_the_dinas_writes_into_a_declared_file_ends_the_declaration_and_the_owner_reads_what_changed(
    scene: Scene, operator: Client, code: str, query: str, answers: dict[str, str], section: str, said: str
) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    if code == "sertifikat":
        permit = nomination.ikm.permits.get(kind="lab")
        query, answers = f"?jenis=lab&nomor={permit.number}", {"number": "LAB-BARU"}
        said = f"{permit.number} → LAB-BARU"

    fill(operator, nomination, code, query, **answers)

    [notice] = told(scene)
    assert section in notice.body
    assert said in notice.body
    assert "Pernyataan Anda tidak berlaku lagi" in notice.body
    assert notice.path == f"/usulan/{nomination.number}/status/"
    assert stored(nomination).declared_at is None
    assert not_ready(scene, nomination) == ["declaration"]
    ended = Event.objects.about(nomination.subject)[0]
    assert (ended.kind, ended.said, ended.actor) == (
        "nomination.declaration_ended",
        {"sections": [code]},
        scene.dinas_operator.actor,
    )
    page = words(operator.get(f"/dinas/berkas/{nomination.number}/"))
    assert "Isian diubah sesudah pernyataan pemilik." in page


def test_one_working_session_is_one_notice_and_one_letter_with_all_of_it(scene: Scene, operator: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)

    fill(operator, nomination, "bahan", raw_material="rayon")
    Notice.objects.filter(kind=WRITTEN).update(read_at=scene.now)
    fill(operator, nomination, "bahan", raw_material="rayon pabrik")
    fill(operator, nomination, "profil", founded_in="1999")

    [notice] = told(scene)
    assert "bagian Bahan baku dan produksi, Profil usaha." in notice.body
    assert "Kapas → rayon pabrik" in notice.body
    assert "Pernyataan Anda tidak berlaku lagi" in notice.body
    assert notice.read_at is None
    letter = Outbox.objects.get(kind=WRITTEN)
    assert (letter.context, letter.due_at) == (notice.context, letter.created_at + timedelta(hours=1))
    # What is written later is news of its own.
    Notice.objects.filter(kind=WRITTEN).update(created_at=scene.now - timedelta(hours=2), key="two hours ago")
    fill(operator, nomination, "profil", founded_in="1990")
    assert [len(one.context["lines"]) for one in told(scene)] == [2, 1]


def test_another_commodity_group_and_the_first_of_two_papers_of_one_kind_are_told_as_every_answer(
    scene: Scene, operator: Client
) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    lab = nomination.ikm.permits.get(kind="lab")
    firms.Permit.objects.create(ikm=nomination.ikm, kind="lab", number="ZZ-2", document=lab.document)
    other = CommodityGroup.objects.exclude(pk=scene.commodity.pk).first()
    assert other is not None

    fill(operator, nomination, "produk", commodity_group=other.pk)
    [notice] = told(scene)
    assert f"Kelompok komoditi: {scene.commodity.label} → {other.label}" in notice.body
    assert stored(nomination).declared_at is None

    Nomination.objects.filter(pk=nomination.pk).update(declared_at=scene.now)
    fill(operator, nomination, "sertifikat", f"?jenis=lab&nomor={lab.number}", number="LAB-BARU")
    [notice] = told(scene)
    assert f"{lab.number} → tidak ada" in notice.body
    assert "tidak ada → LAB-BARU" in notice.body
    assert stored(nomination).declared_at is None


def test_a_photo_that_was_taken_out_and_another_put_in_its_place_is_told_as_replaced(scene: Scene) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    photo = nomination.product.photos.get(slot="kemasan")

    with told_to_owner(nomination.ikm, by=scene.dinas_operator, now=scene.now):
        firms.remove_photo(photo, by=scene.dinas_operator, now=scene.now)
    with told_to_owner(nomination.ikm, by=scene.dinas_operator, now=scene.now):
        firms.put_photo(nomination.product, "kemasan", photo.document, alt="x", by=scene.dinas_operator, now=scene.now)

    [notice] = told(scene)
    assert "Kemasan dan label: ada → diganti" in notice.body


def test_an_answer_that_was_put_back_still_has_to_be_declared_and_nothing_is_said_to_have_changed(
    scene: Scene, operator: Client
) -> None:
    nomination = scene.at(S.WITH_OFFICE)

    fill(operator, nomination, "bahan", raw_material="rayon")
    fill(operator, nomination, "bahan", raw_material="Kapas")

    [notice] = told(scene)
    assert "Yang berubah" not in notice.body
    assert stored(nomination).declared_at is None


def test_help_with_a_file_that_lies_with_its_owner_is_told_and_needs_no_other_declaration_than_the_next(
    scene: Scene, operator: Client, owner: Client
) -> None:
    nomination = scene.draft()
    Nomination.objects.update(declared_at=None)

    fill(operator, nomination, "bahan", raw_material="rayon")

    [notice] = told(scene)
    assert "Kapas → rayon" in notice.body
    assert "Pernyataan" not in notice.body
    sending.declare([nomination], may_publish=True, by=scene.owner, now=scene.now)
    fill(owner, nomination, "bahan", raw_material="Sutra")
    assert len(told(scene)) == 1
    assert stored(nomination).declared_at == scene.now


def test_of_a_firm_without_an_account_nobody_is_told_and_the_signed_paper_in_the_office_stands(
    scene: Scene, operator: Client
) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    OwnerLink.objects.update(ends_at=scene.now)

    fill(operator, nomination, "bahan", raw_material="rayon")

    assert told(scene) == []
    assert stored(nomination).declared_at == scene.now
    sending.mark_ready([stored(nomination)], by=scene.dinas_operator, now=scene.now)


def test_what_the_owner_left_to_the_dinas_is_told_and_the_declaration_stands(scene: Scene, operator: Client) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    Ikm.objects.update(sentra=None, sentra_since=None, sentra_by_office=True)

    fill(operator, nomination, "lokasi", sentra=str(scene.sentra.uuid), sentra_since="2001")

    [notice] = told(scene)
    assert "bagian Lokasi dan sentra" in notice.body
    assert "Pernyataan" not in notice.body
    assert stored(nomination).declared_at == scene.now
    # Whatever else stands in that section is the owner's word.
    fill(operator, nomination, "lokasi", address="Jl. Mawar 9")
    assert stored(nomination).declared_at is None


def test_what_is_written_through_one_file_of_a_firm_is_told_of_each_file_that_says_it(
    scene: Scene, operator: Client
) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    second = firms.Product.objects.create(ikm=nomination.ikm, name="Udeng", commodity_group=scene.commodity)
    [other] = candidates.open_drafts([second], scene.edition, by=scene.owner, now=scene.now)

    fill(operator, other, "profil", founded_in="1999")
    assert {notice.context["number"] for notice in told(scene)} == {nomination.number, other.number}
    assert stored(nomination).declared_at is None
    fill(operator, other, "bahan", raw_material="Sutra", kembali="ya")
    assert [len(notice.context["lines"]) for notice in told(scene)] == [1, 2]


@pytest.mark.parametrize("state", [S.WITH_OFFICE, S.READY, S.RETURNED_TO_OFFICE])
def test_a_rewritten_file_is_frozen_only_after_its_owner_has_declared_it_anew(
    scene: Scene, operator: Client, state: str
) -> None:
    nomination = scene.at(state)
    fill(operator, nomination, "bahan", raw_material="rayon")

    if state == S.READY:
        with pytest.raises(Refused) as refused:
            sending.submit_nominations([stored(nomination)], scene.endorsement(), by=scene.dinas_signer, now=scene.now)
        assert "declaration" in [item.code for item in refused.value.missing]
    else:
        assert not_ready(scene, nomination) == ["declaration"]

    file = stored(nomination)
    sending.return_to_owner(
        [file], [("bahan", "Kami ubah, baca dan nyatakan lagi")], by=scene.dinas_operator, now=scene.now
    )
    sending.declare([file], may_publish=True, by=scene.owner, now=scene.now)
    to_owner = file.remarks.filter(to_office=False, answered_at=None)
    sending.send_to_office([file], {one.pk: ("mended", "") for one in to_owner}, by=scene.owner, now=scene.now)
    sending.mark_ready([file], mended(file), by=scene.dinas_operator, now=scene.now)
    sending.submit_nominations([file], scene.endorsement(), by=scene.dinas_signer, now=scene.now)
    last = file.submissions.first()
    assert last is not None
    assert last.dossier["product"]["raw_material"] == "rayon"


def test_a_rewritten_file_that_the_dinas_never_answered_fails_as_every_other(scene: Scene, operator: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    fill(operator, nomination, "bahan", raw_material="rayon")

    fail_unanswered([stored(nomination)], "Tidak dijawab", by="system:tests", now=scene.now + timedelta(days=300))

    assert stored(nomination).state == S.FAILED


def test_what_cannot_be_kept_is_told_to_nobody(scene: Scene) -> None:
    nomination = scene.at(S.WITH_OFFICE)
    product = nomination.product

    with pytest.raises(RuntimeError), told_to_owner(nomination.ikm, by=scene.dinas_operator, now=scene.now):
        firms.write(product, {"story": "Lain"}, seen=product.version, by=scene.dinas_operator, now=scene.now)
        raise RuntimeError

    assert told(scene) == []
    assert Product.objects.get(pk=product.pk).story != "Lain"


# --- What the dinas does in the owner's place ---------------------------------------------------------------------------


def test_a_sending_for_the_owner_names_the_answers_that_the_dinas_changed_and_the_way_says_who_sent(
    scene: Scene, operator: Client, owner: Client
) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)
    fill(operator, nomination, "bahan", raw_material="rayon")
    sending.declare([nomination], may_publish=True, by=scene.dinas_operator, now=scene.now)

    sending.send_to_office([nomination], mended(nomination), by=scene.dinas_operator, now=scene.now)

    assert "Pernyataan Anda tidak berlaku lagi: periksa isinya" in told(scene)[0].body
    [notice] = told(scene, "awards.sent_for_owner")
    assert "Bahan baku utama: Kapas → rayon" in notice.body
    assert "Dinas mengirim berkas untuk pemilik" in words(owner.get(notice.path))


def invited(scene: Scene) -> Nomination:
    """A holder's invitation to the next edition."""
    award = scene.award()
    following = open_the_edition(scene.edition.year + 2, scene.now)
    Edition.objects.filter(pk=following.pk).update(previous=scene.edition)
    following.refresh_from_db()
    return candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)[0]


def test_an_owner_hears_that_the_dinas_accepted_the_invitation_with_what_it_changed_and_where_to_object(
    scene: Scene, operator: Client, owner: Client, settings: Any
) -> None:
    nomination = invited(scene)
    fill(operator, nomination, "bahan", raw_material="rayon")
    page = f"/dinas/berkas/{nomination.number}/"
    form = filled(operator.get(page), with_name="kirim-kunci", **{"kirim-consent": "on", "tindakan": "terima"})

    assert operator.post(page, form).status_code == 302

    assert told(scene, "awards.invitation_accepted") == []
    [notice] = told(scene, "awards.accepted_for_owner")
    assert notice.title.startswith("Dinas menerima undangan untuk Anda")
    for said in ("Kapas → rayon", "Bila Anda tidak setuju, segera hubungi", settings.CONTACT_EMAIL):
        assert said in notice.body
    assert Outbox.objects.get(kind="awards.accepted_for_owner").due_at == notice.created_at
    assert "dinas menerima undangannya untuk pemilik" in words(owner.get(f"/usulan/{nomination.number}/status/"))


def test_an_owner_who_accepts_reads_of_nobody_else(scene: Scene, owner: Client) -> None:
    nomination = invited(scene)
    sending.declare([nomination], may_publish=True, by=scene.owner, now=scene.now)

    candidates.accept_invitation([nomination], by=scene.owner, now=scene.now)

    assert told(scene, "awards.accepted_for_owner") == []
    assert "untuk pemilik" not in words(owner.get(f"/usulan/{nomination.number}/status/"))


def test_an_owner_hears_of_a_file_that_the_dinas_opens_for_a_firm_of_theirs(scene: Scene, operator: Client) -> None:
    product = scene.product()
    address = "/dinas/calon/baru/"

    answer = operator.post(address, filled(operator.get(f"{address}?q={product.name}"), produk=str(product.uuid)))

    assert answer.status_code == 302, errors(answer)
    [notice] = told(scene, "awards.opened_for_owner")
    assert "ditarik di halaman status" in notice.body


# --- What may be shown --------------------------------------------------------------------------------------------------


def send_for_owner(operator: Client, nomination: Nomination, **changes: Any) -> Any:
    page = f"/dinas/berkas/{nomination.number}/"
    return operator.post(
        page,
        filled(operator.get(page), with_name="kirim-kunci", **{"kirim-consent": "on", "tindakan": "kirim"} | changes),
    )


def test_the_yes_of_the_owner_stands_where_the_dinas_sends_and_says_nothing_else(
    scene: Scene, operator: Client
) -> None:
    nomination = scene.draft()

    assert send_for_owner(operator, nomination).status_code == 302

    held = stored(nomination)
    assert (held.state, held.may_publish, held.office_refuses) == (S.WITH_OFFICE, True, False)
    assert [one.kind for one in Notice.objects.filter(recipient=scene.owner)] == ["awards.sent_for_owner"]


def test_a_no_of_the_dinas_to_what_the_owner_allowed_is_its_own_refusal_and_said_to_be_so(
    scene: Scene, operator: Client
) -> None:
    nomination = scene.draft()

    assert send_for_owner(operator, nomination, **{"kirim-may_publish": None}).status_code == 302

    held = stored(nomination)
    assert (held.may_publish, held.owner_refuses, held.office_refuses) == (False, False, True)
    [notice] = told(scene, "awards.not_shown_by_dinas")
    assert notice.body.startswith("Dinas menolak")
    assert "Hanya dinas yang dapat mengizinkannya lagi" in notice.body
    # It is not forgotten with the next sending.
    sending.return_to_owner([held], [("foto", "Gelap")], by=scene.dinas_operator, now=scene.now)
    sending.declare([held], may_publish=False, by=scene.dinas_operator, now=scene.now)
    assert stored(nomination).office_refuses


def test_a_no_is_news_also_where_the_declaration_had_ended(scene: Scene, operator: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)
    fill(operator, nomination, "bahan", raw_material="rayon")

    sending.declare([nomination], may_publish=False, by=scene.dinas_operator, now=scene.now)

    assert len(told(scene, "awards.not_shown_by_dinas")) == 1


def test_what_the_owner_refused_the_dinas_cannot_tick(scene: Scene, operator: Client) -> None:
    nomination = scene.draft()
    sending.declare([nomination], may_publish=False, by=scene.owner, now=scene.now)

    page = words(operator.get(f"/dinas/berkas/{nomination.number}/"))
    assert "Pemilik menolak. Hanya pemilik yang dapat mengizinkannya lagi" in page
    assert send_for_owner(operator, nomination, **{"kirim-may_publish": "on"}).status_code == 302

    held = stored(nomination)
    assert (held.may_publish, held.owner_refuses, held.office_refuses) == (False, True, False)
