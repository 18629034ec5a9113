"""The secretariat's pages of the result, and the curator's of Go Global."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from awards import tasks
from awards.figures.star_table import star_table
from awards.models import Award, Certificate, Cohort, Curation, Determination, Edition, Nomination, Publication
from awards.operations import candidates, certifying, outcome, programme, sending
from awards.pages.secretariat.holders import counted
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import now
from ovop_portal.notifications.models import Notice
from tests.scene import Scene, a_pdf, document, open_the_edition
from tests.support import second_person

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(scene: Scene) -> Client:
    return signed_in(scene.secretariat)


@pytest.fixture
def curator(scene: Scene) -> Client:
    return signed_in(scene.curator)


def send(client: Client, path: str, /, **fields: Any) -> Any:
    """Send a form with a key of its own."""
    return client.post(path, {"kunci": str(uuid4())} | fields)


def words(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def opens(client: Client, url: str) -> int:
    """The answer to asking for a file, which is read to its end."""
    response = client.get(url)
    b"".join(response)
    return response.status_code


def errors(response: Any) -> list[str]:
    return [message for _id, message in response.context["form"].error_links()]


def recommend(scene: Scene, *stars: int) -> list[Nomination]:
    files = scene.bring(*[S.IN_ASSESSMENT] * len(stars))
    outcome.recommend_star(
        [(file, n, "") for file, n in zip(files, stars, strict=True)], by=scene.secretariat, now=scene.now
    )
    return files


def published(scene: Scene, *stars: int) -> list[Award]:
    """Awards of a published edition, in the order of `stars`."""
    files = recommend(scene, *stars)
    scene.determine()
    scene.publish()
    return [Award.objects.for_list().get(nomination=file) for file, n in zip(files, stars, strict=True) if n]


def following(scene: Scene) -> Edition:
    """The edition after a published one."""
    edition = open_the_edition(scene.edition.year + 2, scene.now)
    Edition.objects.filter(pk=edition.pk).update(previous=scene.edition)
    edition.refresh_from_db()
    return edition


# --- Holders ------------------------------------------------------------------------------------------------------------


def test_the_holders_add_up_wherever_they_stand_and_the_rest_are_invited_by_one_button(scene, officer):
    awards = published(scene, 3, 3, 2, 2, 1, 1, 1)
    edition = following(scene)
    goes, waits, lapses, withdraws, anew, revoked, unasked = awards
    invited = candidates.invite_holders([goes, waits, lapses, withdraws], edition, by=scene.secretariat, now=scene.now)
    sending.declare(invited[:1], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation(invited[:1], by=scene.owner, now=scene.now)
    candidates.lapse_invitations([invited[2]], by="system:clock", now=scene.now)
    sending.withdraw([invited[3]], "Usaha beralih", by=scene.owner, now=scene.now)
    candidates.open_drafts([anew.nomination.product], edition, by=scene.dinas_operator, now=scene.now)
    second_person.revoke(
        revoked, decree_number="9", date=scene.now.date(), reason="Tutup", by=scene.secretariat, now=scene.now
    )
    path = f"/panitia/penerima/{edition.year}/"

    assert [(group.code, n) for group, n in counted(edition)] == [
        (code, 1) for code in ("ikut", "menunggu", "lewat", "tarik", "baru", "dicabut", "belum")
    ]
    assert "7 penerima = 1 ikut penilaian ulang + 1 menunggu jawaban" in words(officer.get(path))
    assert [award for award, _group in officer.get(f"{path}?keadaan=belum").context["rows"]] == [unasked]

    assert send(officer, path).url == path
    assert Nomination.objects.get(previous_award=unasked).state == S.INVITED
    again = send(officer, path)
    assert (again.status_code, words(again).count("Semua penerima sudah diundang.")) == (409, 1)


def test_an_invitation_that_nobody_answered_ends_with_the_window_and_the_owner_is_told(scene, monkeypatch):
    awards = published(scene, 3, 2)
    edition = following(scene)
    goes, waits = candidates.invite_holders(awards, edition, by=scene.secretariat, now=scene.now)
    sending.declare([goes], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation([goes], by=scene.owner, now=scene.now)
    closing = edition.windows.get(kind="nomination").closes_at
    states = Nomination.objects.filter(edition=edition).order_by("pk").values_list("state", flat=True)

    for moment, expected in (
        (closing, [S.IN_ASSESSMENT, S.INVITED]),
        (closing + timedelta(minutes=1), [S.IN_ASSESSMENT, S.LAPSED]),
        (closing + timedelta(days=1), [S.IN_ASSESSMENT, S.LAPSED]),
    ):
        monkeypatch.setattr(tasks, "now", lambda moment=moment: moment)
        tasks.lapse_invitations()
        assert list(states.all()) == expected

    [notice] = Notice.objects.filter(kind="awards.lapsed")
    assert (notice.recipient, notice.context["product"]) == (scene.owner, waits.product.name)


def test_the_invitation_waits_for_the_window_of_nominations(scene, officer):
    published(scene, 3)
    edition = following(scene)
    edition.windows.filter(kind="nomination").update(closes_at=scene.now - timedelta(minutes=1))
    path = f"/panitia/penerima/{edition.year}/"

    page, late = officer.get(path), send(officer, path)

    assert "jadi undangan belum dapat dikirim" in words(page)
    assert "Undang 1 penerima" not in words(page)
    assert (late.status_code, errors(late)) == (
        422,
        ["Masa pengusulan sedang tidak dibuka. Berkas tersimpan dan bisa dipakai lagi."],
    )


def test_an_edition_without_a_predecessor_has_no_holders_and_one_that_is_not_there_is_404(scene, officer):
    assert "Tidak ada penyelenggaraan sebelumnya" in words(officer.get(f"/panitia/penerima/{scene.edition.year}/"))
    assert officer.get("/panitia/penerima/1999/").status_code == 404


def test_the_list_of_holders_costs_the_same_for_one_and_for_three(
    scene, officer, django_assert_num_queries: DjangoAssertNumQueries
):
    published(scene, 3, 2, 1)
    edition = following(scene)
    everybody = Award.objects.all()
    path = f"/panitia/penerima/{edition.year}/?keadaan=menunggu"
    for holders in (everybody[:1], everybody[1:]):
        rows = list(holders.select_related("nomination__product__ikm", "nomination__edition"))
        candidates.invite_holders(rows, edition, by=scene.secretariat, now=scene.now)
        with django_assert_num_queries(8):
            officer.get(path)
    assert len(officer.get(path).context["rows"]) == 3


# --- Determination ------------------------------------------------------------------------------------------------------


def decree(**changes: Any) -> dict[str, Any]:
    today = now()
    return {
        "number": "3137 Tahun 2026",
        "date_0": str(today.day),
        "date_1": str(today.month),
        "date_2": str(today.year),
        "title": "Penerima Penghargaan OVOP",
        "signatory_name": "Menteri Contoh",
        "signatory_title": "Menteri Perindustrian",
        "document": SimpleUploadedFile("keputusan.pdf", a_pdf("keputusan"), "application/pdf"),
        "compared": "on",
    } | changes


def test_a_table_of_stars_adds_up_by_line_and_by_column():
    groups = {code: code.title() for code in ("anyaman", "gerabah", "kain_batik")}

    table = star_table([("gerabah", 3, 2), ("gerabah", 0, 1), ("anyaman", 1, 4)], groups, 3)

    assert (table.columns, [(row.label, row.counts, row.total) for row in table.rows]) == (
        [3, 2, 1, 0],
        [("Anyaman", [0, 0, 4, 0], 4), ("Gerabah", [2, 0, 0, 1], 3)],
    )
    assert (table.foot.counts, table.foot.total, table.awarded) == (
        [2, 0, 4, 1],
        7,
        6,
    )


def test_the_decree_is_entered_after_the_plenary_has_spoken_on_every_file(scene, officer):
    path = f"/panitia/penetapan/{scene.edition.year}/"
    assert "Belum ada berkas yang menunggu penetapan" in words(officer.get(path))
    recommend(scene, 3, 0)
    scene.at(S.IN_ASSESSMENT)

    page = officer.get(f"{path}?langkah=catat")
    assert "1 dari 3 berkas belum mempunyai keputusan pleno." in words(page)
    assert "Tetapkan bintang" not in words(page)
    refused = send(officer, path, **decree(seen=page.context["form"]["seen"].value()))
    assert (refused.status_code, errors(refused)) == (422, ["1 berkas belum mempunyai keputusan pleno"])
    assert not Determination.objects.exists()


def test_the_decree_makes_the_recommended_stars_law_once(scene, officer):
    recommend(scene, 3, 2, 0)
    path = f"/panitia/penetapan/{scene.edition.year}/"
    page = officer.get(f"{path}?langkah=catat")
    assert page.context["table"].foot.counts == [1, 1, 0, 1]
    form = {"kunci": str(uuid4())} | decree(seen=page.context["form"]["seen"].value())

    first = officer.post(path, form)
    form["document"].seek(0)
    twin = officer.post(path, form)
    other = send(officer, path, **decree(seen=form["seen"]))

    assert (first.url, twin.url) == (path, path)
    row = Determination.objects.get()
    assert (row.number, row.document.kind, row.entered_by) == (
        "3137 Tahun 2026",
        "awards.determination",
        scene.secretariat.actor,
    )
    assert sorted(Award.objects.values_list("stars", flat=True)) == [2, 3]
    assert (other.status_code, "Keputusan untuk penyelenggaraan ini sudah dicatat." in words(other)) == (409, True)
    assert "Keputusan Nomor 3137 Tahun 2026" in words(officer.get(path))
    assert officer.get(path).context["table"].foot.counts == [1, 1, 0, 1]


def test_a_star_that_changed_since_the_page_was_drawn_stops_the_decree(scene, officer):
    [file] = recommend(scene, 3)
    path = f"/panitia/penetapan/{scene.edition.year}/"
    seen = officer.get(f"{path}?langkah=catat").context["form"]["seen"].value()
    outcome.recommend_star([(file, 2, "Dikoreksi")], by=scene.secretariat, now=scene.now)

    late = send(officer, path, **decree(seen=seen))

    assert (late.status_code, Determination.objects.count()) == (409, 0)


def test_an_incomplete_decree_says_what_to_do(scene, officer):
    recommend(scene, 3)

    response = send(officer, f"/panitia/penetapan/{scene.edition.year}/")

    assert errors(response) == [
        "Isi nomor keputusan",
        "Isi tanggal keputusan",
        "Isi perihal keputusan",
        "Isi nama penanda tangan",
        "Isi jabatan penanda tangan",
        "Unggah berkas keputusan",
        "Cocokkan lampiran keputusan dengan tabel, lalu centang",
    ]


def test_the_decree_whose_annex_names_the_holders_is_read_by_the_secretariat_until_the_results_are_out(scene, officer):
    recommend(scene, 3)
    path = f"/panitia/penetapan/{scene.edition.year}/"
    seen = officer.get(f"{path}?langkah=catat").context["form"]["seen"].value()
    send(officer, path, **decree(seen=seen))
    url = Determination.objects.get().document.url
    readers = [
        signed_in(scene.people[name]) for name in ("secretariat", "auditor", "screener", "curator", "juror1", "owner")
    ]

    assert [opens(client, url) for client in [*readers, Client()]] == [200, 404, 404, 404, 404, 404, 404]
    scene.publish()
    assert [opens(client, url) for client in [*readers, Client()]] == [200] * 7


def test_the_recommendations_cost_the_same_for_one_file_and_for_three(
    scene, officer, django_assert_num_queries: DjangoAssertNumQueries
):
    path = f"/panitia/penetapan/{scene.edition.year}/"
    for stars in ((3,), (2, 0)):
        recommend(scene, *stars)
        with django_assert_num_queries(11):
            officer.get(path)
    assert len(officer.get(path).context["page"].object_list) == 3


# --- Publication (A6) ---------------------------------------------------------------------------------------------------


def test_what_is_missing_stands_in_the_list_and_there_is_nothing_to_press(scene, officer):
    scene.at(S.SUBMITTED)
    path = f"/panitia/pengumuman/{scene.edition.year}/"

    page = words(officer.get(path))

    assert "Belum dicatat" in page
    assert "1 berkas belum selesai diproses" in page
    assert "Umumkan hasil" not in page
    refused = send(officer, path, name=scene.edition.name)
    assert errors(refused) == ["Keputusan menteri belum dicatat", "1 berkas belum selesai diproses"]


def test_results_are_published_by_typing_the_name_of_the_edition(scene, officer):
    recommend(scene, 3, 0)
    scene.determine()
    path = f"/panitia/pengumuman/{scene.edition.year}/"
    preflight = officer.get(path)
    assert (preflight.context["table"].awarded, preflight.context["firms"], preflight.context["provinces"]) == (1, 1, 1)

    wrong = send(officer, path, name="OVOP")
    assert (errors(wrong), Publication.objects.count()) == (["Nama penyelenggaraan harus “OVOP 2026”"], 0)
    form = {"kunci": str(uuid4()), "name": " ovop  2026 "}
    first, twin = (officer.post(path, form) for _ in range(2))
    late = send(signed_in(scene.secretariat), path, name="OVOP 2026")

    assert (first.url, twin.url, Publication.objects.count()) == (path, path, 1)
    assert (late.status_code, "Hasil penyelenggaraan ini sudah diumumkan." in words(late)) == (409, True)


def test_afterwards_the_page_tells_how_far_the_certificates_are(scene, officer):
    [first, _second] = published(scene, 3, 2)
    path = f"/panitia/pengumuman/{scene.edition.year}/"
    assert "0 dari 2 piagam selesai dibuat" in words(officer.get(path))

    certificate = Certificate.objects.get(published__award=first)
    outcome.finish_certificate(
        certificate, document("awards.certificate", now=scene.now), by="system:tests", now=scene.now
    )

    page = officer.get(path)
    assert "1 dari 2 piagam selesai dibuat" in words(page)
    assert f'href="/katalog/?edisi={scene.edition.year}"' in page.content.decode()
    assert scene.edition.publication.ledger_root in words(page)


@pytest.mark.parametrize("page", ["penerima", "penetapan", "pengumuman"])
def test_only_the_secretariat_opens_the_pages_of_the_result(scene, page):
    path = f"/panitia/{page}/{scene.edition.year}/"

    for name in ("screener", "curator", "auditor", "juror1", "dinas_signer", "owner"):
        assert signed_in(scene.people[name]).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_parked_certificates_are_listed_told_once_an_hour_and_tried_again_by_one_button(scene, officer, woken):
    for award in (awards := published(scene, 3, 2)):
        Certificate.objects.filter(published__award=award).update(attempts=5, due_at=scene.now)
    path = f"/panitia/pengumuman/{scene.edition.year}/"
    assert "Coba lagi" not in words(officer.get(path))

    certifying.due(scene.now)

    page = officer.get(path)
    assert "2 piagam belum dapat dibuat" in words(page)
    assert all(award.nomination.number in words(page) for award in awards)
    assert Notice.objects.filter(kind="awards.certificates_parked", recipient=scene.secretariat).count() == 1
    woken.clear()
    retry = f"{path}piagam/"
    assert send(signed_in(scene.people["auditor"]), retry).status_code == 403
    assert send(officer, retry).status_code == 302
    assert not Certificate.objects.exclude(attempts=0, parked_at=None).exists()
    assert send(officer, retry).status_code == 409


def test_parked_certificates_cost_the_same_for_one_and_for_three(scene, officer):
    awards = published(scene, 3, 2, 1)
    path = f"/panitia/pengumuman/{scene.edition.year}/"
    counts = []
    for some in (awards[:1], awards):
        Certificate.objects.filter(published__award__in=some).update(attempts=5, parked_at=scene.now, error="Fault")
        with CaptureQueriesContext(connection) as asked:
            assert len(officer.get(path).context["stuck"]) == len(some)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12


def test_a_parked_certificate_tells_its_owner_and_the_public_that_the_committee_knows(scene, client):
    [award] = published(scene, 3)
    Certificate.objects.update(attempts=5, parked_at=scene.now, error="Fault")
    owner = words(signed_in(scene.owner).get(f"/usulan/{award.nomination.number}/status/"))
    public = client.get(f"/piagam/{award.code}.pdf")

    assert "Pembuatan berkas piagam terhenti, dan panitia sudah diberi tahu. Piagamnya tetap sah." in owner
    assert (public.status_code, "panitia sudah diberi tahu" in words(public)) == (202, True)
    assert "sedang dibuat" not in words(public) + owner


# --- Go Global ----------------------------------------------------------------------------------------------------------


def test_holders_of_two_stars_and_more_appear_once_the_results_are_out(scene, curator):
    recommend(scene, 3, 2, 1, 0)
    scene.determine()
    assert "Belum ada hasil yang diumumkan" in words(curator.get("/panitia/go-global/"))

    scene.publish()

    assert [award.stars for award in curator.get("/panitia/go-global/").context["page"].object_list] == [3, 2]


def test_the_list_is_sieved_by_group_words_and_cohort(scene, curator):
    first, second = published(scene, 3, 2)
    cohort = programme.open_cohort(scene.edition, name="Angkatan I", seats=3, by=scene.curator, now=scene.now)
    programme.curate(first, cohort, "Siap", by=scene.curator, now=scene.now)

    def shown(query: str) -> list[Award]:
        return list(curator.get(f"/panitia/go-global/?{query}").context["page"].object_list)

    assert shown("komoditas=kain_tenun") == shown("q=karangasem") == shown("komoditas=lain") == [first, second]
    assert (shown("komoditas=gerabah"), shown("angkatan=sudah"), shown("angkatan=belum")) == ([], [first], [second])
    assert shown(f"q={second.nomination.product.name}") == [second]
    assert "Hapus saringan" in words(curator.get("/panitia/go-global/?q=tidak-ada"))


def test_what_an_auditor_is_said_not_to_see_is_true_of_the_page(scene, curator):
    auditor, banner = signed_in(scene.auditor), "Peran Anda mengawasi langkah"
    assert banner not in words(auditor.get("/panitia/go-global/"))
    assert banner not in words(curator.get("/panitia/go-global/"))

    award = scene.award()
    cohort = programme.open_cohort(scene.edition, name="Angkatan I", seats=3, by=scene.curator, now=scene.now)
    programme.curate(award, cohort, "Kapasitas cukup", by=scene.curator, now=scene.now)
    holders, members = auditor.get("/panitia/go-global/"), auditor.get(f"/panitia/go-global/{cohort.uuid}/")

    name = award.nomination.product.name
    assert (name in words(holders), banner in words(holders)) == (True, False)
    assert name in words(members)
    assert "Kapasitas cukup" not in words(members)
    assert scene.curator.name not in words(members)
    assert "usaha dan produk penerima sudah diumumkan, nama kurator dan alasannya tidak ditampilkan" in words(members)
    files = auditor.get("/panitia/seleksi/?bagian=selesai")
    assert "yang tampil dengan nama hanya usaha dan produk penerima bintang yang sudah diumumkan" in words(files)


def test_a_curator_opens_a_cohort_and_takes_a_holder_in_with_a_reason(scene, curator):
    first, second = published(scene, 3, 2)
    assert errors(send(curator, "/panitia/go-global/")) == ["Isi nama angkatan", "Isi jumlah tempat"]
    path = send(curator, "/panitia/go-global/", name="Angkatan I", seats="1").url
    assert errors(send(curator, "/panitia/go-global/", name="Angkatan I", seats="1")) == [
        "Angkatan dengan nama ini sudah ada pada OVOP 2026"
    ]

    bare = send(curator, f"{path}?calon={first.code}", reason="")
    assert (bare.status_code, errors(bare)) == (422, ["Isi alasan"])
    form = {"kunci": str(uuid4()), "reason": "Sanggup 400 helai sebulan"}
    one, twin = (curator.post(f"{path}?calon={first.code}", form) for _ in range(2))
    full = send(curator, f"{path}?calon={second.code}", reason="Siap")

    assert (one.url, twin.url, Curation.objects.count()) == (path, path, 1)
    assert errors(full) == ["Angkatan ini sudah penuh (1 tempat)"]
    page = words(curator.get(path))
    assert "1 dari 1 tempat terisi, 0 tersisa" in page
    assert "Sanggup 400 helai sebulan" in page
    assert "Tono Kurator" in page


def test_the_owner_reads_on_the_status_page_which_cohort_and_why(scene):
    [award] = published(scene, 3)
    cohort = programme.open_cohort(scene.edition, name="Angkatan II", seats=9, by=scene.curator, now=scene.now)
    path = f"/usulan/{award.nomination.number}/status/"
    before = words(signed_in(scene.owner).get(path))

    programme.curate(award, cohort, "Kapasitas 40 helai sebulan", by=scene.curator, now=scene.now)

    page = words(signed_in(scene.owner).get(path))
    assert "Go Global" not in before
    assert "Terpilih masuk Angkatan II. Kapasitas 40 helai sebulan" in page
    assert "Terpilih masuk angkatan Go Global" in page


def test_a_holder_with_one_star_cannot_be_named_for_a_cohort(scene, curator):
    [award] = published(scene, 1)
    cohort = programme.open_cohort(scene.edition, name="Angkatan I", seats=1, by=scene.curator, now=scene.now)

    assert send(curator, f"/panitia/go-global/{cohort.uuid}/?calon={award.code}", reason="Siap").status_code == 404
    assert curator.get(f"/panitia/go-global/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("who", ["secretariat", "auditor"])
def test_secretariat_and_auditor_read_the_cohorts_and_change_nothing(scene, who):
    [award] = published(scene, 3)
    cohort = programme.open_cohort(scene.edition, name="Angkatan I", seats=1, by=scene.curator, now=scene.now)
    client, path = signed_in(scene.people[who]), f"/panitia/go-global/{cohort.uuid}/"

    assert [client.get(each).status_code for each in ("/panitia/go-global/", path, f"{path}?calon={award.code}")] == [
        200
    ] * 3
    assert "Masukkan ke angkatan" not in words(client.get(f"{path}?calon={award.code}"))
    assert send(client, "/panitia/go-global/", name="Angkatan II", seats="3").status_code == 403
    assert send(client, f"{path}?calon={award.code}", reason="Siap").status_code == 403
    assert (Cohort.objects.count(), Curation.objects.count()) == (1, 0)


def test_the_lists_of_go_global_cost_the_same_for_one_and_for_three(
    scene, curator, django_assert_num_queries: DjangoAssertNumQueries
):
    awards = published(scene, 3, 3, 2, 2)
    cohort = programme.open_cohort(scene.edition, name="Angkatan I", seats=9, by=scene.curator, now=scene.now)
    path = f"/panitia/go-global/{cohort.uuid}/"
    for taken in (awards[:1], awards[1:3]):
        for award in taken:
            programme.curate(award, cohort, "Siap", by=scene.curator, now=scene.now)
        with django_assert_num_queries(9):
            curator.get(path)
        with django_assert_num_queries(9):
            curator.get("/panitia/go-global/?angkatan=sudah")
    assert len(curator.get(path).context["members"]) == 3
