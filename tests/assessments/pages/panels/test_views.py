"""Panels, assignment and the receipt of samples in the officers' browser."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.models import Conflict, Entry, Juror, Panel, Scoresheet
from assessments.operations import assigning
from awards.models import Nomination
from awards.states import NominationState as S
from tests.assessments.factories import JurorFactory
from tests.assessments.officers import codes, get, post, signed_in, words
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def passed(scene: Scene, count: int = 1) -> list[Nomination]:
    return scene.bring(*[S.PASSED] * count)


def opened(scene: Scene, count: int = 1) -> list[Entry]:
    """Entries with a panel of five and no sheets yet."""
    files = passed(scene, count)
    assigning.seat_panel(scene.edition, scene.commodity.pk, scene.jurors, by=scene.secretariat, now=scene.now)
    made = assigning.open_entries(files, by=scene.secretariat, now=scene.now)
    return list(Entry.objects.select_related("nomination__edition").filter(pk__in=[entry.pk for entry in made]))


def uuid_of(juror: Juror) -> str:
    return str(juror.user.uuid)


# --- Panels and assignment --------------------------------------------------------------------------------------------


def test_files_are_opened_for_the_jury_once_their_panel_is_seated(officer, scene):
    [file] = passed(scene)
    assert "1 berkas menunggu dibuka untuk juri" in words(get(officer, "assignment"))

    refused = post(officer, "assignment", tindakan="buka")
    assert (refused.status_code, "Belum ada panel untuk Kain tenun" in words(refused)) == (422, True)

    seated = [uuid_of(juror) for juror in scene.jurors]
    assert (
        post(
            officer, "assignment", query="?bagian=panel&panel=kain_tenun", tindakan="dudukkan", jurors=seated
        ).status_code
        == 302
    )
    assert Panel.objects.get().members.count() == 5
    assert post(officer, "assignment", tindakan="buka").status_code == 302
    assert Entry.objects.get().nomination == file


def test_somebody_who_sits_already_is_not_offered_again(officer, scene):
    opened(scene)

    page = get(officer, "assignment", panel="kain_tenun")

    assert "Semua juri sudah duduk di panel ini" in words(page)
    answer = post(
        officer, "assignment", query="?panel=kain_tenun", tindakan="dudukkan", jurors=[uuid_of(scene.jurors[0])]
    )
    assert answer.status_code == 422


def test_a_proposal_changes_nothing_and_says_why(officer, scene):
    [entry] = opened(scene)
    scene.jurors[0].expertise.add(scene.commodity)

    page = get(officer, "assignment", bagian="pembagian", benih="7")

    [change] = page.context["changes"]
    assert (change.entry.code, change.present, change.lacking, len(change.added)) == (
        entry.nomination.blind_code,
        [],
        0,
        5,
    )
    reasons = {reason.juror.pk: reason.words for reason in change.added}
    assert (
        reasons[scene.jurors[0].pk]
        == "ahli kain tenun; satu-satunya dari Lembaga 1; menjadi 1 berkas (panel 1 sampai 1)"
    )
    assert reasons[scene.jurors[1].pk] == "satu-satunya dari Lembaga 2; menjadi 1 berkas (panel 1 sampai 1)"
    assert not Scoresheet.objects.exists()


def test_what_was_shown_is_what_is_applied(officer, scene):
    opened(scene, 2)
    page = get(officer, "assignment", bagian="pembagian", benih="7")
    apply = page.context["apply"]
    data = {"tindakan": "bagi", "benih": apply["benih"].value(), "sidik": apply["sidik"].value()}

    answer = post(officer, "assignment", query="?bagian=pembagian&benih=7", **data)

    assert (answer.status_code, answer.url) == (302, "/panitia/penugasan/2026/?bagian=pembagian")
    assert Scoresheet.objects.count() == 10
    assert "10 lembar nilai ditugaskan" in words(officer.get(answer.url))


def test_a_proposal_that_no_longer_fits_is_not_applied(officer, scene):
    first, *_others = opened(scene, 2)
    page = get(officer, "assignment", bagian="pembagian", benih="7")
    data = {"tindakan": "bagi", "benih": "7", "sidik": page.context["apply"]["sidik"].value()}
    assigning.declare_conflict(scene.jurors[0], [first.nomination], "firm", by=scene.juror1, now=scene.now)

    assert post(officer, "assignment", query="?bagian=pembagian&benih=7", **data).status_code == 409
    assert not Scoresheet.objects.exists()


@pytest.mark.parametrize("seed", ["", "x", "-1", "0", "1e9", "999999999"])
def test_an_impossible_seed_proposes_nothing(officer, scene, seed):
    opened(scene)

    page = get(officer, "assignment", bagian="pembagian", benih=seed)

    assert (page.status_code, "changes" in page.context) == (200, False)


def test_entries_that_stay_short_are_said(officer, scene):
    [entry] = opened(scene)
    assigning.declare_conflict(scene.jurors[0], [entry.nomination], "firm", by=scene.juror1, now=scene.now)

    page = words(get(officer, "assignment", bagian="pembagian", benih="7"))

    assert "Panel Kain tenun: 1 berkas kekurangan sampai 1 juri. Dudukkan juri yang tidak terhalang" in page
    assert "kurang 1" in page
    assert "Mengapa tidak?" in page
    assert "Juri 1: mempunyai benturan kepentingan" in page


def test_one_juror_is_added_by_hand_with_every_refusal_in_words(officer, scene):
    [entry] = opened(scene)
    code, first = entry.nomination.blind_code, scene.jurors[0]
    stranger = JurorFactory(name="Juri Jauh", now=scene.now, institution__name="Jauh")

    def add(**data: str) -> Any:
        return post(officer, "assignment", query="?bagian=pembagian", tindakan="tambah", **data)

    assert "Kode berkas K-XXXXX tidak ada di antara berkas yang dinilai" in words(
        add(kode="k-xxxxx", juri=uuid_of(first))
    )
    assert "Isi kode berkas" in words(add(kode="", juri=uuid_of(first)))
    assert add(kode=code, juri=uuid_of(stranger)).status_code == 422
    assert add(kode=code.lower(), juri=uuid_of(first)).status_code == 302
    again = add(kode=code, juri=uuid_of(first))
    assert (again.status_code, f"Juri 1 sudah mempunyai lembar {code}" in words(again)) == (422, True)
    assert Scoresheet.objects.get().juror == first


def test_a_juror_from_outside_the_panel_is_seated_first(officer, scene):
    [entry] = opened(scene)
    other = JurorFactory(name="Juri Batik", now=scene.now, institution__name="Batik")
    assigning.seat_panel(scene.edition, "kain_batik", [other], by=scene.secretariat, now=scene.now)

    answer = post(
        officer,
        "assignment",
        query="?bagian=pembagian",
        tindakan="tambah",
        kode=entry.nomination.blind_code,
        juri=uuid_of(other),
    )

    assert (answer.status_code, "Juri Batik tidak duduk di panel Kain tenun" in words(answer)) == (422, True)


def test_the_office_records_a_conflict_once(officer, scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    data = {
        "tindakan": "benturan",
        "kode": nomination.blind_code,
        "juri": uuid_of(scene.jurors[0]),
        "kind": "coached",
        "note": "Pembina",
    }

    assert post(officer, "assignment", query="?bagian=benturan", **data).status_code == 302
    again = post(officer, "assignment", query="?bagian=benturan", **data)

    assert (again.status_code, "sudah tercatat" in words(again)) == (422, True)
    assert Conflict.objects.get().kind == "coached"
    assert "Pernah membina IKM ini Pembina" in words(get(officer, "assignment", bagian="benturan"))


@pytest.mark.parametrize(("tab", "queries"), [("panel", 11), ("pembagian", 12), ("benturan", 9)])
def test_the_assignment_costs_the_same_for_one_entry_and_for_three(
    officer, scene, tab, queries, django_assert_num_queries
):
    opened(scene)
    query = {"bagian": tab} | ({"benih": "7"} if tab == "pembagian" else {})
    with django_assert_num_queries(queries):
        get(officer, "assignment", **query)
    opened(scene, 2)
    with django_assert_num_queries(queries):
        get(officer, "assignment", **query)


def test_an_auditor_watches_the_assignment_and_changes_nothing(scene):
    opened(scene)
    auditor = signed_in(scene, "auditor")

    for tab in ("panel", "pembagian", "benturan"):
        page = get(auditor, "assignment", bagian=tab)
        assert (page.status_code, '<form method="post"' in page.content.decode().split("<main")[1]) == (200, False)
    assert post(auditor, "assignment", tindakan="buka").status_code == 403


# --- Samples ----------------------------------------------------------------------------------------------------------


def test_samples_are_ticked_with_the_waybill_of_their_delivery(officer, scene):
    first, second, third = opened(scene, 3)

    answer = post(officer, "samples", contoh=codes([first.nomination, second.nomination]), resi="JNE-7")

    assert answer.status_code == 302
    assert dict(Entry.objects.values_list("pk", "sample_waybill")) == {
        first.pk: "JNE-7",
        second.pk: "JNE-7",
        third.pk: "",
    }
    page = words(officer.get(answer.url))
    assert "2 contoh produk diterima" in page
    assert "1 contoh belum diterima" in page


def test_nothing_ticked_is_said_and_a_sample_received_meanwhile_is_no_choice(officer, scene):
    [entry] = opened(scene)
    assert "Beri tanda centang pada contoh yang tiba" in words(post(officer, "samples", resi="JNE-7"))

    assigning.receive_samples([entry], by=scene.secretariat, now=scene.now)
    assert post(officer, "samples", contoh=[entry.nomination.blind_code]).status_code == 422


def test_the_samples_cost_the_same_for_one_and_for_three(officer, scene, django_assert_num_queries):
    opened(scene)
    with django_assert_num_queries(7):
        get(officer, "samples")
    opened(scene, 2)
    with django_assert_num_queries(7):
        get(officer, "samples")
