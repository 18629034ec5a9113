"""Assignment, samples, monitoring, tally and plenary in the officers' browser."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.histogram import bins_of, histogram
from assessments.marks import near_line, standard_error
from assessments.models import Conflict, Entry, Institution, Juror, Panel, PlenaryDecision, Scoresheet, Tally, TallyRow
from assessments.operations import assigning, sheets
from assessments.operations import tally as tallies
from assessments.tallying import outdated
from assessments.tasks import run_tally
from awards.models import Nomination
from awards.operations.screening import disqualify
from awards.states import NominationState as S
from ovop_portal.accounts.roles import Role
from ovop_portal.common import clock
from tests.scene import Scene, person, sheets_for_sending

pytestmark = pytest.mark.django_db
FEW = 12


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(clock.now())


@pytest.fixture
def officer(client: Client, scene: Scene) -> Client:
    client.force_login(scene.secretariat)
    return client


def signed_in(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.people[name])
    return client


def get(client: Client, name: str, *args: Any, **query: Any) -> Any:
    return client.get(reverse(f"assessments:{name}", args=[2026, *args]), query)


def post(client: Client, name: str, *args: Any, query: str = "", **data: Any) -> Any:
    return client.post(reverse(f"assessments:{name}", args=[2026, *args]) + query, {"kunci": str(uuid4())} | data)


def words(response: Any) -> str:
    """The visible words of a page, in one line."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&amp;", "&").split())


def passed(scene: Scene, count: int = 1) -> list[Nomination]:
    return [scene.at(S.PASSED) for _each in range(count)]


def opened(scene: Scene, count: int = 1) -> list[Entry]:
    """Entries with a panel of five and no sheets yet."""
    files = passed(scene, count)
    assigning.seat_panel(scene.edition, scene.commodity.pk, scene.jurors, by=scene.secretariat, now=scene.now)
    made = assigning.open_entries(files, by=scene.secretariat, now=scene.now)
    return list(Entry.objects.select_related("nomination__edition").filter(pk__in=[entry.pk for entry in made]))


def judged(scene: Scene, level: int = -1) -> Nomination:
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination, level=level)
    return nomination


def uuid_of(juror: Juror) -> str:
    return str(juror.user.uuid)


def codes(nominations: list[Nomination]) -> list[str]:
    return [str(nomination.blind_code) for nomination in nominations]


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

    assert "1 berkas tetap kekurangan juri: tambahkan juri ke panelnya." in page
    assert "kurang 1" in page


def test_one_juror_is_added_by_hand_with_every_refusal_in_words(officer, scene):
    [entry] = opened(scene)
    code, first = entry.nomination.blind_code, scene.jurors[0]
    stranger = Juror.objects.create(
        user=person("Juri Jauh", Role.JUROR, now=scene.now), institution=Institution.objects.create(name="Jauh")
    )

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
    other = Juror.objects.create(
        user=person("Juri Batik", Role.JUROR, now=scene.now), institution=Institution.objects.create(name="Batik")
    )
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


@pytest.mark.parametrize(("tab", "queries"), [("panel", 11), ("pembagian", 9), ("benturan", 9)])
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


# --- Monitoring -------------------------------------------------------------------------------------------------------


def test_jurors_are_counted_by_what_they_have_done_and_the_sums_agree(officer, scene):
    first, _second = scene.at(S.IN_ASSESSMENT), scene.at(S.IN_ASSESSMENT)
    draft, sent, recused, reopened, _untouched = sheets_for_sending(first).order_by("juror__user__name")
    for sheet in (draft, sent, reopened):
        scene.fill(sheet)
    sheets.send_sheet([reopened], by=reopened.juror.user, now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))
    sheets.reopen_sheet(
        Scoresheet.objects.select_related("juror__user", "entry__nomination").get(pk=reopened.pk),
        "Salah baca",
        by=scene.secretariat,
        now=scene.now,
    )
    sheets.send_sheet([sent], by=sent.juror.user, now=scene.now)
    assigning.declare_conflict(recused.juror, [first], "firm", by=recused.juror.user, now=scene.now)

    monitor = get(officer, "monitor").context["monitor"]

    # Belum dinilai, draf, dibuka kembali, terkirim, terkunci, benturan
    assert {row.name: row.counts for row in monitor.jurors} == {
        "Juri 1": (1, 1, 0, 0, 0, 0),
        "Juri 2": (1, 0, 0, 1, 0, 0),
        "Juri 3": (1, 0, 0, 0, 0, 1),
        "Juri 4": (1, 0, 1, 0, 0, 0),
        "Juri 5": (2, 0, 0, 0, 0, 0),
    }
    assert monitor.totals.counts == (6, 1, 1, 1, 0, 1)
    assert (monitor.totals.done, monitor.totals.total) == (1, 9)
    assert {code: n for code, _label, n in monitor.drawers} == {
        "": 2,
        "kurang": 1,
        "berjalan": 2,
        "lengkap": 0,
        "diputuskan": 0,
    }
    [short] = get(officer, "monitor", bagian="kurang").context["monitor"].page.object_list
    assert (short.jurors, short.drafts, short.sent, short.locked) == (4, 3, 1, 0)


def test_the_monitor_costs_the_same_for_one_entry_and_for_three(officer, scene, django_assert_num_queries):
    scene.at(S.IN_ASSESSMENT)
    with django_assert_num_queries(7):
        get(officer, "monitor")
    for _more in range(2):
        scene.at(S.IN_ASSESSMENT)
    with django_assert_num_queries(7):
        get(officer, "monitor")


def test_an_entry_shows_points_of_locked_sheets_only(officer, scene):
    nomination = scene.at(S.IN_ASSESSMENT)
    [first, second, *_others] = sheets_for_sending(nomination)
    scene.fill(first, level=-1)
    scene.fill(second, level=0)
    open_page = words(get(officer, "entry", nomination.blind_code))
    assert "100,00" not in open_page
    sheets.send_sheet([first, second], by="system:tests", now=scene.now)
    sheets.lock_sheets(now=scene.now + timedelta(minutes=6))

    page = get(officer, "entry", nomination.blind_code)

    desk = page.context["desk"]
    second.refresh_from_db()
    assert (sorted(desk.totals), desk.combined, desk.diverges) == ([second.total, Decimal(100)], None, True)
    assert "Selisih juri 15 poin atau lebih: bahas di pleno." in words(page)
    assert [len(cells) for _question, cells in desk.criteria] == [2] * 25


def test_a_locked_sheet_is_opened_again_with_a_reason(officer, scene):
    nomination = judged(scene)
    args = (nomination.blind_code, scene.juror1.uuid)

    refused = post(officer, "reopen", *args, reason="  ")
    assert (refused.status_code, "Isi alasan" in words(refused)) == (422, True)
    answer = post(officer, "reopen", *args, reason="Salah baca takaran")

    assert (answer.status_code, answer.url) == (302, reverse("assessments:entry", args=[2026, nomination.blind_code]))
    page = words(officer.get(answer.url))
    assert "putaran 2: Salah baca takaran" in page
    assert "Juri 1, putaran 1: 100,00" in page
    assert Entry.objects.get(nomination=nomination).state == "open"
    assert get(officer, "reopen", *args).status_code == 409
    assert post(officer, "reopen", *args, reason="Lagi").status_code == 409


def test_after_the_plenary_no_sheet_is_opened(officer, scene):
    nomination = judged(scene)
    scene.decide(scene.sealed_tally())

    answer = post(officer, "reopen", nomination.blind_code, scene.juror1.uuid, reason="Terlambat")

    assert (answer.status_code, "Pleno sudah memutuskan berkas ini" in words(answer)) == (422, True)
    assert "Buka kembali" not in words(get(officer, "entry", nomination.blind_code))


def test_an_entry_costs_few_queries(officer, scene, django_assert_max_num_queries):
    nomination = judged(scene)
    with django_assert_max_num_queries(FEW):
        get(officer, "entry", nomination.blind_code)


# --- The tally --------------------------------------------------------------------------------------------------------


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
    assert recap.summary_total == ([2, 0, 0, 1], 3)
    shown = get(officer, "recap", tanda="selisih", kelompok="kain_tenun").context["recap"].rows
    assert [row.entry__nomination__blind_code for row in shown] == [apart.blind_code]


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

    assert (page.context["recap"].tally.n, len(page.context["recap"].rows)) == (1, 1)
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
    assert (len(one.context["recap"].rows), len(three.context["recap"].rows)) == (1, 3)


def test_an_auditor_reads_the_tally_and_asks_for_none(scene):
    judged(scene)
    auditor = signed_in(scene, "auditor")

    assert "Belum ada rekap" in words(get(auditor, "recap"))
    assert post(auditor, "recap").status_code == 403


# --- Pure parts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("official", "near"),
    [("84.01", True), ("84.00", False), ("85.00", True), ("85.99", True), ("86.00", False), ("64.50", True), ("70.00", False)],
)  # fmt: skip
def test_near_a_line_is_less_than_a_point(official, near):
    assert near_line(Decimal(official), [(3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65))]) is near


def test_the_standard_error_wants_three_totals():
    assert (standard_error([Decimal(70), Decimal(80)]), standard_error([Decimal(70)] * 3)) == (None, 0.0)
    assert standard_error([Decimal(70), Decimal(80), Decimal(90)]) == pytest.approx(5.7735, abs=1e-4)


def test_bins_hold_their_lower_end_and_the_last_one_a_hundred():
    assert bins_of([]) == []
    assert bins_of([Decimal("100.00"), Decimal("98.00"), Decimal("97.99")]) == [(96, 1), (98, 2)]


def test_no_bin_holds_scores_from_both_sides_of_a_line():
    scores = [Decimal(score) for score in ("0.00", "64.99", "65.00", "84.99", "85.00", "100.00")]

    filled = [(start, count) for start, count in bins_of(scores, Decimal("65.00")) if count]

    assert filled == [(-1, 1), (63, 1), (65, 1), (83, 1), (85, 1), (99, 1)]


def test_the_histogram_carries_its_numbers_as_a_table():
    drawing = histogram([Decimal("0.00"), Decimal("84.99"), Decimal("85.00"), Decimal("100.00")], [(3, Decimal(85))])

    numbers = re.findall(r'<th scope="row">([^<]*)</th><td class="num">([1-9]\d*)</td>', drawing)
    assert numbers == [
        ("0 sampai di bawah 1", "1"),
        ("83 sampai di bawah 85", "1"),
        ("85 sampai di bawah 87", "1"),
        ("99 sampai 100", "1"),
    ]
    assert histogram([], []) == ""


def test_names_of_lines_stay_in_the_drawing_and_off_the_numbers_of_bars():
    """At 60 a line at the left edge, at 85 one at the right, and the tallest bar beside the one at 75."""
    scores = [Decimal(score) for score in ("60.00", "75.00", "75.50", "76.00", "85.90")]
    drawing = histogram(scores, [(3, Decimal(85)), (2, Decimal(75)), (1, Decimal(60))])

    texts = re.findall(r'<text class="faint" x="[^"]+" y="([\d.]+)" text-anchor="(\w+)">([^<]+)</text>', drawing)
    assert [(anchor, words) for _y, anchor, words in texts if "Bintang" in words] == [
        ("end", "Bintang 3"),
        ("middle", "Bintang 2"),
        ("start", "Bintang 1"),
    ]
    lines, numbers = (
        [float(y) for y, _a, words in texts if ("Bintang" in words) == is_line] for is_line in (True, False)
    )
    assert min(numbers) - max(lines) >= 20


def test_the_seal_names_rubric_and_lines_in_words_beside_their_codes(officer, scene):
    judged(scene)
    scene.sealed_tally()

    text = words(get(officer, "recap"))

    assert "Rubrik Rubrik bawaan portal, versi 1 portal_default_v1" in text
    assert "Garis bintang Tiga bintang (bawaan portal) three_star_default" in text


# --- The plenary ------------------------------------------------------------------------------------------------------


def test_without_a_sealed_tally_the_plenary_leads_to_it(officer, scene):
    assert "Belum ada rekap yang tersegel" in words(get(officer, "plenary"))


def test_the_plenary_says_back_what_is_chosen_before_anything_is_decided(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    page = post(officer, "plenary", langkah="periksa", putus=code, **{f"bintang_{code}": "3", f"alasan_{code}": ""})

    assert (page.status_code, "Keputusan pleno tidak dapat diubah" in words(page)) == (200, True)
    assert "Semuanya menurut garis." in words(page)
    assert not PlenaryDecision.objects.exists()
    answer = post(officer, "plenary", langkah="tetapkan", putus=code, **{f"bintang_{code}": "3"})
    assert (answer.status_code, answer.url) == (302, "/panitia/pleno/2026/?kelompok=kain_tenun")
    assert PlenaryDecision.objects.get().stars == 3
    assert Nomination.objects.get(blind_code=code).recommendations.get().stars == 3


def hidden(page: Any, form: str) -> list[tuple[str, str]]:
    """What a form of hidden fields sends, without what guards it."""
    inside = re.search(rf'<form method="post" id="{form}">(.*?)</form>', page.content.decode(), flags=re.S)[1]
    return [pair for pair in re.findall(r'name="([^"]*)" value="([^"]*)"', inside) if pair[0] != "csrfmiddlewaretoken"]


@pytest.mark.parametrize("step", ["periksa", "garis"])
def test_the_way_back_from_the_review_keeps_everything_that_was_chosen(officer, scene, step):
    [ticked, other] = codes([judged(scene), judged(scene)])
    scene.sealed_tally()
    chosen = {
        "putus": ticked,
        f"bintang_{ticked}": "1",
        f"alasan_{ticked}": 'Contoh "kusam"',
        f"bintang_{other}": "2",
        f"alasan_{other}": "Masih dibahas",
    }
    review = post(officer, "plenary", langkah=step, **chosen)
    carried = [(name, value.replace("&quot;", '"')) for name, value in hidden(review, "kembali")]

    page = post(officer, "plenary", langkah="kembali", **dict(carried))

    assert dict(carried) == chosen
    assert 'form="kembali" name="langkah" value="kembali"' in review.content.decode()
    rows = {row.code: (row.ticked, row.chosen, row.reason) for row in page.context["desk"].open_rows}
    assert rows == {ticked: (True, 1, 'Contoh "kusam"'), other: (False, 2, "Masih dibahas")}
    assert (page.status_code, PlenaryDecision.objects.count()) == (200, 0)
    html = page.content.decode()
    assert [html.count('<option value="1" selected>'), html.count('<option value="2" selected>')] == [1, 1]
    assert html.count(" checked") == 1
    assert "Beri tanda centang" not in html


def test_enter_in_the_table_of_the_plenary_looks_at_what_is_ticked(officer, scene, monkeypatch):
    judged(scene)
    scene.sealed_tally()
    monkeypatch.setattr("assessments.plenary_desk.near_line", lambda official, bounds: False)

    html = get(officer, "plenary").content.decode()

    assert re.findall(r'form="pleno" name="langkah" value="(\w+)"', html) == ["periksa", "garis"]


def test_what_no_page_of_ours_sends_is_not_carried_on(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()
    odd = {"bintang_K-XXXXX": "3", "lain": "x", f"bintang_{code}": "3", "putus": code}

    assert hidden(post(officer, "plenary", langkah="periksa", **odd), "kembali") == [
        ("putus", code),
        (f"bintang_{code}", "3"),
    ]
    back = post(officer, "plenary", langkah="kembali", **odd | {f"bintang_{code}": "9"})
    assert (back.status_code, [row.chosen for row in back.context["desk"].open_rows]) == (200, [3])


@pytest.mark.parametrize("step", ["periksa", "tetapkan"])
def test_other_stars_than_the_rule_want_a_reason(officer, scene, step):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    refused = post(officer, "plenary", langkah=step, putus=code, **{f"bintang_{code}": "1", f"alasan_{code}": " "})

    assert refused.status_code == 422
    assert f"Isi alasan: bintang {code} berbeda dari garis" in words(refused)
    assert '<option value="1" selected>' in refused.content.decode()
    assert not PlenaryDecision.objects.exists()


def test_a_departure_is_decided_with_its_reason_beside_the_rule(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    post(
        officer,
        "plenary",
        langkah="tetapkan",
        putus=code,
        **{f"bintang_{code}": "1", f"alasan_{code}": "Contoh tidak sesuai foto"},
    )

    decision = PlenaryDecision.objects.get()
    assert (decision.stars, decision.rule_stars, decision.reason) == (1, 3, "Contoh tidak sesuai foto")
    assert "Bintang 1 Contoh tidak sesuai foto" in words(get(officer, "plenary"))


@pytest.mark.parametrize("stars", ["4", "-1", "x", ""])
def test_stars_outside_the_scheme_are_refused(officer, scene, stars):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    answer = post(
        officer, "plenary", langkah="tetapkan", putus=code, **{f"bintang_{code}": stars, f"alasan_{code}": "x"}
    )

    assert (answer.status_code, PlenaryDecision.objects.count()) == (422, 0)


def test_stars_and_their_reason_share_the_room_of_one_cell(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()

    html = get(officer, "plenary").content.decode()

    [cell] = re.findall(r'<td role="cell" data-label="Keputusan, dan alasan bila berbeda">(.*?)</td>', html)
    assert re.findall(r'<(?:select|input type="text") name="([^"]+)"', cell) == [f"bintang_{code}", f"alasan_{code}"]
    assert '<option value="0">Belum berbintang</option>' in cell


def test_nothing_ticked_is_said(officer, scene):
    judged(scene)
    scene.sealed_tally()

    assert "Beri tanda centang pada berkas yang diputuskan" in words(post(officer, "plenary", langkah="periksa"))


def test_the_plenary_says_what_it_means_to_hang_on_one_juror(officer, scene):
    judged(scene)
    scene.sealed_tally()

    assert "Bergantung pada satu juri: tanpa nilai salah satu juri, bintang menurut garis berubah." in words(
        get(officer, "plenary")
    )


def test_by_the_line_takes_what_is_not_near_one(officer, scene, monkeypatch):
    near, clear = judged(scene, level=-1), judged(scene, level=0)
    scene.sealed_tally()
    monkeypatch.setattr("assessments.plenary_desk.near_line", lambda official, bounds: official == 100)

    page = post(officer, "plenary", langkah="garis")

    assert [row.code for row, _stars, _reason in page.context["decisions"]] == [clear.blind_code]
    assert near.blind_code not in words(page)


def test_two_officers_decide_and_the_second_learns_it(officer, scene):
    [code] = codes([judged(scene)])
    scene.sealed_tally()
    row = TallyRow.objects.select_related(
        "tally__edition__scheme", "tally__star_lines", "entry__nomination__edition__scheme"
    ).get()
    tallies.decide_stars([(row, 3, "")], by=scene.secretariat, now=scene.now)

    answer = post(officer, "plenary", langkah="tetapkan", putus=code, **{f"bintang_{code}": "3"})

    assert (answer.status_code, PlenaryDecision.objects.count()) == (422, 1)
    with pytest.raises(tallies.Stale):
        tallies.decide_stars([(row, 3, "")], by=scene.secretariat, now=scene.now)


def test_a_disqualified_file_is_neither_decided_nor_waited_for(officer, scene):
    gone, stays = judged(scene), judged(scene)
    scene.sealed_tally()
    disqualify([gone], "Dokumen palsu", by=scene.secretariat, now=scene.now)

    page = get(officer, "plenary")

    assert (page.context["desk"].total, [row.code for row in page.context["desk"].open_rows]) == (1, [stays.blind_code])
    assert "Digugurkan" in words(page)
    assert (
        post(
            officer, "plenary", langkah="tetapkan", putus=gone.blind_code, **{f"bintang_{gone.blind_code}": "3"}
        ).status_code
        == 422
    )


def test_panels_close_once_everything_is_decided(officer, scene):
    judged(scene)
    judged(scene)
    run = scene.sealed_tally()
    assert "Tutup panel" not in words(get(officer, "plenary"))
    refused = post(officer, "plenary", langkah="tutup")
    assert (refused.status_code, "2 berkas belum diputuskan pleno" in words(refused)) == (422, True)
    scene.decide(run)
    assert "Tutup panel" in words(get(officer, "plenary"))

    assert post(officer, "plenary", langkah="tutup").status_code == 302

    assert Panel.objects.get().closed_at is not None
    page = get(officer, "plenary")
    assert "Panel sudah ditutup." in words(page)
    assert reverse("awards:determination", args=[2026]) in page.content.decode()


def test_the_plenary_costs_the_same_for_one_row_and_for_three(officer, scene, django_assert_num_queries):
    judged(scene)
    scene.sealed_tally()
    get(officer, "plenary")
    with django_assert_num_queries(10):
        one = get(officer, "plenary")
    judged(scene), judged(scene)
    scene.sealed_tally()
    with django_assert_num_queries(10):
        three = get(officer, "plenary")
    assert (len(one.context["desk"].rows), len(three.context["desk"].rows)) == (1, 3)


def test_what_is_typed_by_people_is_escaped_in_rows_written_by_hand(officer, scene):
    nomination = judged(scene)
    nomination.product.name = '<b onmouseover="x">Tenun'
    nomination.product.save()
    scene.sealed_tally()

    for name in ("recap", "plenary", "monitor"):
        assert "<b onmouseover" not in get(officer, name).content.decode()
    code = nomination.blind_code
    html = post(
        officer, "plenary", langkah="periksa", putus=code, **{f"bintang_{code}": "9", f"alasan_{code}": '"><script>'}
    ).content.decode()
    assert '"><script>' not in html


@pytest.mark.parametrize("name", ["assignment", "samples", "monitor", "recap", "plenary"])
def test_a_year_without_an_edition_does_not_exist(officer, scene, name):
    assert officer.get(reverse(f"assessments:{name}", args=[1999])).status_code == 404
