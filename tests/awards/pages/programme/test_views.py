"""The curator's pages of Go Global."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from awards.models import Award, Cohort, Curation
from awards.operations import programme
from tests.awards.dinas import errors, send, signed_in, words
from tests.awards.results import published, recommend
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(scene: Scene) -> Client:
    return signed_in(scene.curator)


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


def test_a_holder_is_reviewed_beside_the_others_with_the_picture_that_everybody_may_see(scene, curator):
    first, second = published(scene, 3, 2)
    cohort = programme.open_cohort(scene.edition, name="Angkatan I", seats=3, by=scene.curator, now=scene.now)
    path = f"/panitia/go-global/{cohort.uuid}/?calon={first.code}"
    picture = f'src="/berkas/{first.in_force().photos[0]}/?lebar=320"'

    page = curator.get(path)
    assert [(line.url, line.is_here) for line in page.context["worklist"].lines] == [
        (f"?calon={first.code}#ambil", True),
        (f"?calon={second.code}#ambil", False),
    ]
    assert picture in page.content.decode()

    programme.change_consent([first], may_publish=False, by=scene.owner, now=scene.now)
    page = curator.get(path).content.decode()
    assert (picture in page, "Halaman produknya di katalog" in page) == (False, True)
