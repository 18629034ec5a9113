"""The secretariat's pages of the result: holders, decree, publication, certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from awards import tasks
from awards.models import Award, Certificate, Determination, Edition, Nomination, Publication
from awards.operations import candidates, certifying, outcome, sending
from awards.pages.secretariat.holders import counted
from awards.states import NominationState as S
from ovop_portal.common.clock import now
from ovop_portal.notifications.models import Notice
from tests.awards.dinas import errors, send, signed_in, words
from tests.awards.results import published, recommend
from tests.documents.factories import a_pdf, document
from tests.scene import Scene, open_the_edition
from tests.support import second_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(scene: Scene) -> Client:
    return signed_in(scene.secretariat)


def opens(client: Client, url: str) -> int:
    """The answer to asking for a file, which is read to its end."""
    response = client.get(url)
    b"".join(response)
    return response.status_code


def following(scene: Scene) -> Edition:
    """The edition after a published one."""
    edition = open_the_edition(scene.edition.year + 2, scene.now)
    Edition.objects.filter(pk=edition.pk).update(previous=scene.edition)
    edition.refresh_from_db()
    return edition


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
