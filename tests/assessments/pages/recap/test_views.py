"""The tally in the officers' browser: asked for, sealed, outdated and read."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.models import Scoresheet, Tally, TallyRow
from assessments.operations import sheets
from assessments.operations import tally as tallies
from assessments.tally import calculation
from assessments.tally.calculation import outdated
from assessments.tasks import run_tally, sweep_tallies
from awards.states import NominationState as S
from ovop_portal.notifications.models import Notice
from tests.assessments.officers import get, judged, lines_by_group, post, potters, signed_in, words
from tests.scene import open_the_edition, sheets_for_sending

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_listed_instead_of_the_button(officer, scene):
    assert "Belum ada berkas yang dinilai" in words(get(officer, "recap"))
    nomination = scene.at(S.IN_ASSESSMENT)
    assert "1 berkas belum lengkap nilainya" in words(get(officer, "recap"))
    [first, *others] = sheets_for_sending(nomination)
    scene.fill(first, cannot=2)
    for sheet in others:
        scene.fill(sheet)
    sheets.send_sheet([first, *others], by="system:tests", now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))

    page = words(get(officer, "recap"))

    assert f"{nomination.blind_code}: 2 kriteria ditandai tidak dapat dinilai" in page
    assert "Hitung rekap" not in page
    assert post(officer, "recap").status_code == 422
    assert not Tally.objects.exists()


def test_a_tally_is_asked_for_once_runs_and_is_shown_sealed(officer, scene, woken):
    nomination = judged(scene)
    key = str(uuid4())
    url = reverse("assessments:recap", args=[2026])

    assert [officer.post(url, {"kunci": key}).status_code for _twice in range(2)] == [302, 302]

    run = Tally.objects.get()
    assert "Rekap ke-1 sedang dihitung" in words(get(officer, "recap"))
    second = post(officer, "recap")
    assert (second.status_code, "Rekap sedang dihitung" in words(second)) == (422, True)
    tallies.seal_tally(run, now=scene.now)
    page = get(officer, "recap")
    text = words(page)
    assert (
        "Jumlah poin setiap juri dirata-ratakan. Hasilnya dibulatkan ke dua angka di belakang koma, setengah ke atas."
        in text
    )
    assert run.inputs_sha256 in text
    assert run.results_sha256 in text
    assert (
        f"{nomination.blind_code} {nomination.number} {nomination.product.name} Kain tenun 5 100,00 100,00–100,00 Bintang 3 –"
        in text
    )
    assert "Hitung" not in text.replace("Sedang dihitung", "")


def test_a_refused_run_tells_its_reasons(officer, scene):
    judged(scene)
    run = tallies.request_tally(scene.edition, by=scene.secretariat, now=scene.now)
    scene.at(S.IN_ASSESSMENT)
    run_tally(run.pk)

    page = words(get(officer, "recap"))
    assert "Rekap ke-1 belum dapat dihitung: 1 berkas belum lengkap nilainya" in page


def test_a_tally_that_meets_a_fault_is_tried_five_times_and_may_then_be_asked_for_again(officer, scene, monkeypatch):
    judged(scene)
    run = tallies.request_tally(scene.edition, by=scene.secretariat, now=scene.now)
    with monkeypatch.context() as broken:
        broken.setattr(calculation, "results", lambda *args, **kwargs: {}["Nama Usaha"])
        tallies.run_tally(run.pk, now=scene.now)
        run.refresh_from_db()
        assert (run.state, run.attempts, run.error.split(" ")[0]) == ("running", 1, "KeyError")
        assert "Nama Usaha" not in run.error
        assert tallies.due(scene.now) == []
        for day in range(1, 6):
            for pk in tallies.due(scene.now + timedelta(days=day)):
                tallies.run_tally(pk, now=scene.now + timedelta(days=day))
    run.refresh_from_db()
    assert (run.state, run.attempts, run.parked_at is not None) == ("refused", 5, True)
    assert Notice.objects.filter(kind="assessments.tally_refused", recipient=scene.secretariat).count() == 1

    page = words(get(officer, "recap"))
    assert "Perhitungan terhenti setelah 5 kali dicoba" in page
    assert "Coba lagi" in page
    assert post(officer, "recap").status_code == 302
    again = Tally.objects.get(state="running")
    tallies.run_tally(again.pk, now=scene.now)
    assert Tally.objects.get(pk=again.pk).state == "sealed"


def test_a_fault_in_one_edition_s_tally_does_not_stop_another_s(scene, monkeypatch):
    judged(scene)
    run = tallies.request_tally(scene.edition, by=scene.secretariat, now=scene.now)
    other = open_the_edition(2028, scene.now)
    poison = Tally.objects.create(
        edition=other,
        n=1,
        state="running",
        rubric=run.rubric,
        star_lines=run.star_lines,
        combine=run.combine,
        requested_by="system:tests",
        requested_at=scene.now,
    )
    Tally.objects.filter(pk=run.pk).update(due_at=scene.now)
    seal, asked = tallies.seal_tally, []

    def sealing(tally, *, now):
        asked.append(tally.pk)
        return {}["fault"] if tally.pk == poison.pk else seal(tally, now=now)

    monkeypatch.setattr(tallies, "seal_tally", sealing)
    monkeypatch.setattr(tallies, "due", lambda now: [poison.pk, run.pk])
    sweep_tallies()

    assert asked == [poison.pk, run.pk]
    assert list(Tally.objects.order_by("pk").values_list("state", "attempts")) == [("sealed", 1), ("running", 1)]


def test_a_tally_whose_worker_dies_each_time_is_given_up_too(scene):
    judged(scene)
    run = tallies.request_tally(scene.edition, by=scene.secretariat, now=scene.now)
    Tally.objects.filter(pk=run.pk).update(attempts=5, due_at=scene.now)

    assert tallies.due(scene.now) == []

    run.refresh_from_db()
    assert (run.state, run.error) == ("refused", "the worker stopped during the attempt")


def test_marks_filter_the_rows_and_are_counted(officer, scene):
    judged(scene, level=-1)
    judged(scene, level=0)
    apart = scene.at(S.IN_ASSESSMENT)
    for place, sheet in enumerate(sheets_for_sending(apart)):
        scene.fill(sheet, level=-1 if place else 0)
    sheets.send_sheet(list(sheets_for_sending(apart)), by="system:tests", now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))
    scene.sealed_tally()

    recap = get(officer, "recap").context["recap"]
    assert [(code, n) for code, _label, n in recap.sign_tabs] == [("", 3), ("dekat", 1), ("selisih", 1)]
    assert (recap.table.foot.counts, recap.table.foot.total) == ([2, 0, 0, 1], 3)
    shown = get(officer, "recap", tanda="selisih", kelompok="kain_tenun").context["recap"].page
    assert [row.entry__nomination__blind_code for row in shown] == [apart.blind_code]


def test_a_recap_of_thousands_is_paged_and_its_sums_are_not(officer, scene, monkeypatch):
    monkeypatch.setattr("assessments.pages.recap.recap.PER_PAGE", 2)
    for _each in range(3):
        judged(scene)
    scene.sealed_tally()

    first, second = (get(officer, "recap", laman=n) for n in (1, 2))
    assert [len(page.context["recap"].page) for page in (first, second)] == [2, 1]
    assert first.context["recap"].table.foot.counts == second.context["recap"].table.foot.counts == [3, 0, 0, 0]
    assert "1 dari 2" in words(first)


def test_a_sheet_opened_after_the_sealing_marks_its_row_and_asks_for_a_new_tally(officer, scene):
    nomination, other = judged(scene), judged(scene)
    run = scene.sealed_tally()
    row = TallyRow.objects.get(tally=run, entry__nomination=nomination)
    assert outdated(run) == set()
    sheet = Scoresheet.objects.select_related("juror__user", "entry__nomination").get(
        entry=row.entry_id, juror=scene.jurors[0]
    )
    again = sheets.reopen_sheet(sheet, "Salah baca", by=scene.secretariat, now=scene.now)
    scene.fill(again, level=0)

    assert outdated(run) == {row.entry_id}
    page = words(get(officer, "recap"))
    assert "Berubah sesudah rekap" in page
    assert "1 berkas belum lengkap nilainya" in page
    sheets.send_sheet(list(sheets_for_sending(nomination)), by="system:tests", now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))

    assert outdated(run) == {row.entry_id}
    assert "Hitung ulang rekap" in words(get(officer, "recap"))
    rows = TallyRow.objects.filter(tally=run).select_related(
        "tally__edition__scheme", "tally__star_lines", "entry__nomination__edition__scheme"
    )
    with pytest.raises(tallies.Refused) as caught:
        tallies.decide_stars([(each, each.stars, "") for each in rows], by=scene.secretariat, now=scene.now)
    assert [item.code for item in caught.value.missing] == ["outdated"]
    assert other.blind_code not in caught.value.missing[0].message


def test_an_entry_that_came_late_asks_for_a_new_tally(officer, scene):
    judged(scene)
    scene.sealed_tally()
    judged(scene)

    assert "Hitung ulang rekap" in words(get(officer, "recap"))


def test_earlier_tallies_stay_to_be_read(officer, scene):
    judged(scene)
    scene.sealed_tally()
    judged(scene)
    scene.sealed_tally()

    page = get(officer, "recap", rekap="1")

    assert (page.context["recap"].tally.n, len(page.context["recap"].page)) == (1, 1)
    assert "bukan yang terbaru" in words(page)


def test_the_tally_costs_the_same_for_one_row_and_for_three(officer, scene, django_assert_num_queries):
    judged(scene)
    scene.sealed_tally()
    get(officer, "recap")  # the star lines are read once in the life of a process
    with django_assert_num_queries(8):
        one = get(officer, "recap")
    judged(scene), judged(scene)
    scene.sealed_tally()
    with django_assert_num_queries(8):
        three = get(officer, "recap")
    assert (len(one.context["recap"].page), len(three.context["recap"].page)) == (1, 3)


def test_an_auditor_reads_the_tally_and_asks_for_none(scene):
    judged(scene)
    auditor = signed_in(scene, "auditor")

    assert "Belum ada rekap" in words(get(auditor, "recap"))
    assert post(auditor, "recap").status_code == 403


def test_the_tally_names_rubric_and_lines_in_words_and_their_codes_among_the_proofs(officer, scene):
    judged(scene)
    scene.sealed_tally()

    text = words(get(officer, "recap"))

    facts, _summary, proofs = text.partition("Bukti teknis")
    assert "Rubrik Rubrik bawaan portal, versi 1 Garis bintang Tiga bintang (bawaan portal)" in facts
    assert "Kode rubrik portal_default_v1 Kode garis bintang three_star_default" in proofs


def test_lines_of_a_commodity_group_stand_on_recap_plenary_and_rubric(officer, scene):
    lines_by_group(scene)
    pottery = potters(scene)
    for season in (scene, pottery):
        nomination = season.at(S.IN_ASSESSMENT)
        season.score(nomination, level=-2)
    scene.sealed_tally()
    plain, own = (
        "Kelompok lain: Bintang 3 mulai 85,00 · Bintang 2 mulai 75,00 · Bintang 1 mulai 65,00",
        "Gerabah: Bintang 1 mulai 60,00",
    )

    recap, rubric = words(get(officer, "recap")), words(officer.get(reverse("assessments:rubric")))
    drawn = {
        group: get(officer, "plenary", kelompok=group).context["desk"].lines for group in ("kain_tenun", "gerabah")
    }

    assert (plain in recap, own in recap) == (True, True)
    assert "menurut_kelompok khusus Gerabah" in rubric
    assert drawn == {
        "kain_tenun": [(85, "Bintang 3"), (75, "Bintang 2"), (65, "Bintang 1")],
        "gerabah": [(60, "Bintang 1")],
    }
