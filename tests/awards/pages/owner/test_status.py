"""The status page of a file: where it is, what comes next, and nothing of a result before its hour."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from awards.dossier.certified import slug_of
from awards.models import Award, Milestone, Nomination, Window
from awards.operations import candidates, outcome, sending
from awards.states import NominationState as S
from awards.status.outside import outside_tag
from tests.awards.editions import again, following
from tests.awards.owners import look_up, status, thread, words
from tests.documents.factories import document
from tests.scene import Scene, open_the_edition
from tests.support import second_person
from tests.support.forms import filled
from tests.support.second_person import disqualify
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def award(scene: Scene) -> Award:
    return scene.award()


def test_a_file_that_is_back_with_its_owner_was_sent_and_is_being_mended(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)

    assert thread(nomination)[:3] == [("Dikirim", "done"), ("Perbaikan berkas", "now"), ("Diusulkan dinas", "later")]
    [mending] = [row for row in status(owner, nomination).context["thread"] if row["state"] == "now"]
    assert (mending["name"], mending["note"]) == ("Perbaikan berkas", "Berkas ada di Anda")


def test_a_disqualified_holder_reads_where_the_way_ended(scene: Scene, award: Award, owner: Client) -> None:
    later = following(scene)
    holder = again(later, award)
    disqualify([holder], "Usaha sudah tutup", by=scene.secretariat, now=scene.now)

    own, public = status(owner, holder), look_up(Client(), holder.number, "7890")
    assert [response.status_code for response in (own, public)] == [200, 200]
    for response in (own, public):
        assert [(row["name"], row["state"]) for row in response.context["thread"]] == [
            ("Undangan diterima", "done"),
            ("Digugurkan panitia", "done"),
        ]


def test_a_draft_whose_time_ran_out_is_on_no_way(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    close(scene)

    assert [row["name"] for row in status(owner, nomination).context["thread"]] == ["Tidak dikirim sampai batas waktu"]


def close(scene: Scene) -> None:
    """The time for nominations ran out a minute ago."""
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=scene.now - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("state", "open_words", "closed_words"),
    [
        (S.DRAFT, "draft", "not_submitted"),
        (S.RETURNED_TO_OWNER, "returned_by_agency", "not_submitted"),
        (S.WITH_OFFICE, "awaiting_agency", "awaiting_agency"),
        (S.READY, "ready_to_nominate", "ready_to_nominate"),
        (S.SUBMITTED, "nominated", "nominated"),
        (S.WITHDRAWN, "withdrawn", "withdrawn"),
    ],
)
def test_a_file_that_its_owner_did_not_send_in_time_is_told_so(
    scene: Scene, state: str, open_words: str, closed_words: str
) -> None:
    nomination = scene.at(state)

    assert [outside_tag(nomination, published=False, closed=closed).code for closed in (False, True)] == [
        open_words,
        closed_words,
    ]


def test_a_file_that_the_screeners_sent_back_has_a_day_of_its_own(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    sending.return_to_owner([nomination], [("foto", "Gelap")], by=scene.dinas_operator, now=scene.now)
    close(scene)

    assert outside_tag(nomination, published=False, closed=True).code == "returned_by_agency"
    assert "Perlu diperbaiki" in words(status(owner, nomination))


def test_a_window_that_has_not_begun_is_not_over(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    Window.objects.filter(kind="nomination").update(opens_at=scene.now + timedelta(days=1))

    assert status(owner, nomination).context["file"].tag.code == "draft"


def test_everybody_reads_the_same_about_a_draft_that_was_not_sent(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    close(scene)
    dinas, province, stranger = Client(), Client(), Client()
    dinas.force_login(scene.dinas_operator)
    province.force_login(scene.province_officer)

    found = {
        "home": owner.get("/usulan/"),
        "status": status(owner, nomination),
        "lookup": look_up(stranger, nomination.number, "7890"),
        "desk": dinas.get("/dinas/"),
        "review": dinas.get(f"/dinas/berkas/{nomination.number}/"),
        "province": province.get("/provinsi/"),
    }
    assert {name: "Tidak dikirim sampai batas waktu" in words(page) for name, page in found.items()} == dict.fromkeys(
        found, True
    )
    assert {name for name, page in found.items() if ">Draf</span>" in page.content.decode()} == set()


@pytest.mark.parametrize(
    ("state", "tag", "parts"),
    [
        (S.DRAFT, "Draf", ["Yang perlu Anda lakukan", "Semua bagian sudah terisi. Periksa, lalu kirim ke dinas.", "Berkas ada di Anda"]),
        (S.WITH_OFFICE, "Menunggu pemeriksaan dinas", ["Tidak ada yang perlu Anda lakukan saat ini", "Kabar berikutnya paling lambat", "Berkas di Dinas Perindustrian Kab. Karangasem sejak"]),
        (S.RETURNED_TO_OWNER, "Perlu diperbaiki", ["1 perbaikan diminta dinas.", "Foto detail masih gelap", "Batas:"]),
        (S.READY, "Siap diusulkan", ["Berkas diperiksa dinas dan siap diusulkan"]),
        (S.NOT_NOMINATED, "Tidak diusulkan", ["Belum diusulkan dinas pada penyelenggaraan ini", "Bukan produk sentra", "hubungi Dinas Perindustrian"]),
        (S.SUBMITTED, "Sudah diusulkan", ["Berkas di Direktorat Jenderal IKMA, Kementerian Perindustrian sejak"]),
        (S.SCREENING, "Seleksi administrasi", ["Seleksi administrasi dimulai"]),
        (S.RETURNED_TO_OFFICE, "Perlu melengkapi dokumen", ["Catatan panitia untuk dinas", "Keputusan sentra tidak terbaca"]),
        (S.PASSED, "Lolos administrasi", ["Lolos seleksi administrasi"]),
        (S.FAILED, "Tidak lolos administrasi", ["Belum lolos seleksi administrasi", "Keputusan sentra tidak terbaca"]),
        (S.IN_ASSESSMENT, "Dalam penilaian", ["Berkas di dewan juri sejak"]),
        (S.WITHDRAWN, "Ditarik", ["Pengajuan ditarik", "Pemilik sakit"]),
    ],
)  # fmt: skip
def test_the_status_page_says_where_the_file_is(
    scene: Scene, owner: Client, state: str, tag: str, parts: list[str]
) -> None:
    response = status(owner, scene.at(state))

    page = words(response)
    assert f">{tag}</span>" in response.content.decode()
    assert [part for part in parts if part not in page] == []


def test_a_way_that_ended_stops_where_it_ended(scene: Scene, owner: Client) -> None:
    withdrawn, failed = scene.bring(S.WITHDRAWN, S.FAILED)

    assert [row["name"] for row in status(owner, withdrawn).context["thread"]] == ["Ditarik"]
    assert [(row["name"], row["state"]) for row in status(owner, failed).context["thread"]] == [
        ("Dikirim", "done"), ("Diusulkan dinas", "done"), ("Tidak lolos administrasi", "done"),
    ]  # fmt: skip


def test_a_disqualified_file_tells_its_reason(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.PASSED)
    disqualify([nomination], "Dokumen dipalsukan", by=scene.secretariat, now=scene.now)

    page = words(status(owner, nomination))
    assert "Dokumen dipalsukan" in page
    assert "Digugurkan panitia" in page
    assert "Tidak lolos administrasi" not in page


def test_after_the_deadline_the_owner_is_told_that_the_file_is_kept(scene: Scene, owner: Client) -> None:
    nomination = scene.draft()
    close(scene)

    page = words(status(owner, nomination))
    assert "Tidak dikirim sampai batas waktu" in page
    assert "Masa pengusulan sudah berakhir" in page
    assert "Berkas Anda tersimpan dan bisa dipakai lagi." in page


def test_the_deadline_is_told_in_the_zone_of_the_firm(scene: Scene, owner: Client) -> None:
    closes = datetime(scene.now.year + 1, 6, 30, 16, 59, 59, tzinfo=UTC)
    Window.objects.filter(kind="nomination").update(closes_at=closes)

    assert "pukul\u00a023.59\u00a0WIB (00.59\u00a0WITA, 1\u00a0Juli)" in status(owner, scene.draft()).content.decode()


def test_the_dinas_reads_the_same_page_without_being_asked(scene: Scene, client: Client) -> None:
    nomination = scene.at(S.RETURNED_TO_OWNER)
    client.force_login(scene.dinas_operator)
    page = words(status(client, nomination))

    assert "Berkas ada di pemilik usaha" in page
    assert "Yang perlu Anda lakukan" not in page


def test_an_award_is_told_with_decree_stars_and_certificate(scene: Scene, award: Award, owner: Client) -> None:
    waiting_page = words(status(owner, award.nomination))
    outcome.finish_certificate(
        award.in_force().certificate, document("awards.certificate", now=scene.now), by="system:tests", now=scene.now
    )
    response = status(owner, award.nomination)

    page = words(response)
    assert f"Selamat. {award.nomination.ikm.name} ditetapkan sebagai penerima OVOP 2026" in page
    assert "Bintang 3 dari 3 (2026)" in page
    assert "Nomor 3137 Tahun 2026" in page
    assert f'href="/v/{award.code}/"' in response.content.decode()
    assert "Piagam sedang dibuat" in waiting_page
    assert f"/piagam/{award.code}.pdf" in response.content.decode()


def without_stars(scene: Scene) -> Nomination:
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination, level=0)
    scene.decide(scene.sealed_tally())
    return nomination


def test_no_stars_are_told_as_not_yet(scene: Scene, owner: Client) -> None:
    nomination = without_stars(scene)
    scene.determine()
    scene.publish()

    page = words(status(owner, nomination))
    assert "belum menerima bintang pada 2026" in page
    assert "gagal" not in page.lower()
    told = ("Yang terjadi", "Yang dinilai juri", "Sesudah ini", "Bertanya kepada Dinas Perindustrian Kab. Karangasem")
    assert [name for name in told if name not in page] == []
    assert "Kantor dinas Anda" in page


def test_an_award_leads_its_owner_to_picture_and_page_in_the_catalogue(
    award: Award, owner: Client, operator: Client
) -> None:
    published = award.in_force()

    html = status(owner, award.nomination).content.decode()
    assert f'href="/produk/{slug_of(published.product_name)}-{published.product_id}/"' in html
    assert f'src="/berkas/{published.photos[0]}/?lebar=320"' in html
    # Whoever else follows the file reads of it without the picture, which is its owner's to show.
    assert status(operator, award.nomination).context["file"].photo is None


def test_the_lists_of_owner_dinas_and_province_say_that_an_award_was_revoked(
    scene: Scene, award: Award, owner: Client, operator: Client
) -> None:
    province = Client()
    province.force_login(scene.province_officer)
    lists = [(owner, "/usulan/"), (operator, "/dinas/?tahun=2026"), (province, "/provinsi/")]

    def told() -> list[str]:
        tags = r'data-status="(awarded|revoked)"'
        return [tag for client, path in lists for tag in re.findall(tags, client.get(path).content.decode())]

    assert told() == ["awarded"] * 3
    second_person.revoke(
        award, decree_number="9/2027", date=scene.now.date(), reason="Usaha tutup", by=scene.secretariat, now=scene.now
    )
    assert told() == ["revoked"] * 3


def test_an_award_that_was_revoked_or_ended_says_so(scene: Scene, award: Award, owner: Client) -> None:
    second_person.revoke(
        award, decree_number="9/2027", date=scene.now.date(), reason="Usaha tutup", by=scene.secretariat, now=scene.now
    )

    response = status(owner, award.nomination)
    assert response.context["file"].tag.code == "revoked"
    assert "Usaha tutup" in words(response)
    assert "Selamat" not in words(response)


TOKENS = re.compile(rb'name="(?:csrfmiddlewaretoken|kunci)" value="[^"]*"')


def bytes_of(response: Any) -> tuple[int, bytes, dict[str, str]]:
    """What a reader gets, without the tokens and hours that differ with every page."""
    headers = {name: value for name, value in response.headers.items() if name not in ("Set-Cookie", "Expires")}
    return response.status_code, TOKENS.sub(b"", response.content), headers


def everything_an_owner_can_ask(client: Client, nomination: Nomination) -> dict[str, Any]:
    leaves = ["", "status/", "periksa/", "terkirim/", "tarik/", "profil/", "foto/", "sertifikat/", "usaha/"]
    pages = {leaf: bytes_of(client.get(f"/usulan/{nomination.number}/{leaf}")) for leaf in leaves}
    stranger = Client()
    form = filled(stranger.get("/status/"), with_name="nomor", nomor=nomination.number, angka="7890")
    return {
        **pages,
        "home": bytes_of(client.get("/usulan/")),
        "lookup": bytes_of(stranger.post("/status/", form)),
        "inbox": bytes_of(client.get("/kabar/")),
    }


@pytest.mark.parametrize("level", [0, -1], ids=["no stars", "three stars"])
def test_nothing_an_owner_can_ask_tells_a_result_before_it_is_published(
    scene: Scene, owner: Client, level: int
) -> None:
    nomination = scene.at(S.IN_ASSESSMENT)
    before = everything_an_owner_can_ask(owner, nomination)

    scene.score(nomination, level=level)
    scored = everything_an_owner_can_ask(owner, nomination)
    scene.decide(scene.sealed_tally())
    recommended = everything_an_owner_can_ask(owner, nomination)
    scene.determine()
    determined = everything_an_owner_can_ask(owner, nomination)

    assert {
        name for name in before if not before[name] == scored[name] == recommended[name] == determined[name]
    } == set()
    scene.publish()
    after = everything_an_owner_can_ask(owner, nomination)
    assert {"status/", "home", "lookup", "inbox"} <= {name for name in before if before[name] != after[name]}


def test_a_holder_s_receipt_does_not_tell_a_result_either(scene: Scene, award: Award, owner: Client) -> None:
    this = Scene(
        scene.now,
        open_the_edition(2028, scene.now, previous=scene.edition),
        scene.regency,
        scene.other_regency,
        scene.commodity,
        scene.people,
    )
    this.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    [invited] = candidates.invite_holders([award], this.edition, by=scene.secretariat, now=scene.now)
    sending.declare([invited], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation([invited], by=scene.owner, now=scene.now)
    invited.refresh_from_db()
    this.entry(invited)
    before = everything_an_owner_can_ask(owner, invited)

    this.score(invited)
    this.decide(this.sealed_tally())
    this.determine()

    assert everything_an_owner_can_ask(owner, invited) == before


def test_milestones_are_the_news_newest_first(scene: Scene, owner: Client) -> None:
    nomination = scene.at(S.PASSED)
    news = [milestone.words for milestone in status(owner, nomination).context["file"].news]

    assert news == list(
        Milestone.objects.filter(nomination=nomination).order_by("-at", "-pk").values_list("words", flat=True)
    )
