"""The officers' start page: what waits for each, the rail of the season, the funnel."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from assessments.operations.screening import take_up
from awards.figures.definitions import FIGURES
from awards.models import Edition, Nomination
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ovop_portal.accounts.roles import Role
from ovop_portal.common import clock, stages
from tests.accounts.factories import person
from tests.assessments.officers import signed_in, words
from tests.assessments.pages.screening.asking import get
from tests.scene import Scene, open_the_edition

pytestmark = pytest.mark.django_db


def test_a_screener_finds_what_waits_each_line_a_link(screener, scene):
    *_waiting, theirs, own, split = scene.bring(*[S.SUBMITTED] * 2, *[S.SCREENING] * 4)
    scene.people["third"] = person("Tuti Pemeriksa", Role.SCREENER, now=scene.now)
    scene.read(theirs, split, outcome="fail", by="second_screener")
    scene.read(own, outcome="fail")
    scene.read(split, outcome="pass", by="third")

    desk = get(screener, "desk_home").context["desk"]

    queue = reverse("assessments:screening_queue") + f"?tahun={scene.edition.year}&bagian="
    assert [(line.count, line.label, line.url, line.hint) for line in desk.work] == [
        (1, "berkas sedang Anda periksa", queue + "diperiksa", ""),
        (2, "berkas menunggu pemeriksaan", queue + "menunggu", ""),
        (1, "berkas menunggu pembaca kedua", queue + "kedua", "dan 1 yang sudah Anda baca, untuk pemeriksa lain"),
        (1, "berkas menunggu pembaca ketiga", queue + "ketiga", ""),
    ]
    assert [get(screener, "desk_home").status_code, screener.get(desk.work[0].url).status_code] == [200, 200]


def test_what_a_screener_has_open_is_counted_also_where_others_have_read_it(screener, scene):
    unread, theirs = scene.bring(*[S.SCREENING] * 2)
    scene.read(theirs, outcome="fail", by="second_screener")
    take_up([theirs], by=scene.screener, now=scene.now)

    desk = get(screener, "desk_home").context["desk"]

    queue = reverse("assessments:screening_queue") + f"?tahun={scene.edition.year}&bagian="
    assert [(line.count, line.label, line.url, line.hint) for line in desk.work] == [
        (1, "berkas sedang Anda periksa", queue + "diperiksa", ""),
        (1, "berkas sedang Anda periksa", queue + "kedua", "sebagai pembaca kedua"),
    ]


def test_the_secretariat_is_told_of_files_that_every_screener_has_read_and_only_of_those(scene):
    split, once_read, _unread = scene.bring(*[S.SCREENING] * 3)
    scene.read(split, outcome="fail")
    scene.read(split, outcome="pass", by="second_screener")
    scene.read(once_read, outcome="fail")
    client = signed_in(scene, "secretariat")

    def line() -> list[tuple[int | None, str, str]]:
        work = get(client, "desk_home").context["desk"].work
        return [(each.count, each.url, each.hint) for each in work if "pembaca berikutnya" in each.label]

    assert line() == [(1, reverse("accounts:invite"), "semua pemeriksa sudah membacanya; undang pemeriksa lain")]
    person("Tuti Pemeriksa", Role.SCREENER, now=scene.now)
    assert line() == []


def test_holders_before_the_jury_are_no_proposals_that_were_screened(scene):
    award = scene.award()
    following = open_the_edition(scene.edition.year + 2, scene.now, previous=scene.edition)
    [holder] = candidates.invite_holders([award], following, by=scene.secretariat, now=scene.now)
    sending.declare([holder], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation([holder], by=scene.owner, now=scene.now)

    desk = get(signed_in(scene, "secretariat"), "desk_home", tahun=following.year).context["desk"]

    assert [(str(line.label), line.total) for line in desk.funnel] == [("berkas di tangan juri", 1)]
    assert [(stage.done, stage.total) for stage in desk.rail if str(stage.name) == "Seleksi"] == [(0, 0)]


def test_the_secretariat_is_led_through_the_season(scene):
    client = signed_in(scene, "secretariat")

    def lines() -> list[str]:
        return [f"{line.count or ''} {line.label}".strip() for line in get(client, "desk_home").context["desk"].work]

    assert lines() == []
    passed = scene.at(S.PASSED)
    assert lines() == ["1 berkas lolos menunggu dibuka untuk juri"]
    scene.entry(passed)
    assert lines() == ["5 lembar nilai belum dikirim juri"]
    scene.score(passed)
    assert lines() == ["Rekap siap dihitung"]
    run = scene.sealed_tally()
    assert lines() == ["1 berkas menunggu keputusan pleno"]
    scene.decide(run)
    assert lines() == ["Panel juri siap ditutup", "Keputusan menteri menunggu dicatat"]
    scene.determine()
    assert lines() == ["Hasil siap diumumkan"]
    scene.publish()
    assert lines() == []
    assert "sudah diumumkan" in words(get(client, "desk_home"))


def test_the_rail_says_how_far_each_stage_is(scene):
    client = signed_in(scene, "secretariat")

    def rail() -> list[tuple[str, int, int, str]]:
        shown = get(client, "desk_home").context["desk"].rail
        edition = Edition.objects.annotate(**stages.standing()).get(pk=scene.edition.pk)
        # The small rail asks only whether anything is done and anything left, and comes to the same.
        small = [(str(step.label), step.state) for step in stages.rail(edition, scene.secretariat)]
        assert small == [(str(stage.name), stage.state) for stage in shown]
        return [(str(stage.name), stage.done, stage.total, stage.state) for stage in shown]

    doubted, passed, judged = scene.bring(S.SCREENING, S.PASSED, S.IN_ASSESSMENT)
    assert rail() == [
        ("Seleksi", 2, 3, "now"),
        ("Panel dan contoh", 1, 2, "now"),
        ("Penilaian", 0, 5, "later"),
        ("Rekap dan pleno", 0, 1, "later"),
        ("Penetapan", 0, 1, "later"),
        ("Pengumuman", 0, 1, "later"),
    ]
    for reader in ("screener", "second_screener"):
        scene.read(doubted, outcome="fail", by=reader)
    scene.entry(passed)
    scene.score(passed, judged)
    scene.decide(scene.sealed_tally())
    assert [(done, total) for _name, done, total, _state in rail()] == [
        (3, 3),
        (2, 2),
        (10, 10),
        (2, 2),
        (0, 1),
        (0, 1),
    ]
    scene.determine()
    assert [state for *_about, state in rail()] == ["done"] * 5 + ["later"]
    scene.publish()
    assert {state for *_about, state in rail()} == {"done"}


@pytest.mark.parametrize(
    ("page", "stage"),
    [
        ("awards:holders", "Seleksi"),
        ("assessments:assignment", "Panel dan contoh"),
        ("assessments:samples", "Panel dan contoh"),
        ("assessments:monitor", "Penilaian"),
        ("assessments:reopenings", "Penilaian"),
        ("assessments:recap", "Rekap dan pleno"),
        ("assessments:plenary", "Rekap dan pleno"),
        ("awards:determination", "Penetapan"),
        ("awards:publication", "Pengumuman"),
        ("awards:proposals", None),
    ],
)
def test_each_page_of_the_season_shows_the_small_rail_with_its_own_stage(scene, page, stage):
    html = signed_in(scene, "secretariat").get(reverse(page, args=[2026])).content.decode()

    rail = re.search(r'<nav class="stages".*?</nav>', html, re.S).group()
    assert rail.count("<li ") == 6
    here = re.search(r'aria-current="step">\s*(\S[^<]*\S)\s*<', rail)
    assert (here and here.group(1)) == stage


def test_whoever_has_pages_of_one_stage_only_is_shown_no_rail(screener):
    assert 'class="stages"' not in get(screener, "screening_queue").content.decode()


def test_the_rail_shows_the_pages_that_one_may_open_and_the_others_stand_below(screener):
    page = get(screener, "desk_home")
    desk = page.context["desk"]

    assert [str(stage.name) for stage in desk.rail] == ["Seleksi"]
    assert [door.name for door, _url in desk.other_doors] == ["assessments:rubric"]
    shown = [url for stage in desk.rail for _door, url in stage.doors] + [url for _door, url in desk.other_doors]
    assert sorted(shown) == sorted(url for _door, url in desk.doors)
    assert all(f'href="{url}"' in page.content.decode() for url in shown)


def test_the_funnel_adds_up_whatever_the_states(screener, scene):
    proposed = (S.SUBMITTED, S.SCREENING, S.RETURNED_TO_OFFICE, S.PASSED, S.PASSED, S.FAILED, S.IN_ASSESSMENT)
    scene.bring(S.DRAFT, S.WITHDRAWN, *proposed)

    page = get(screener, "desk_home")

    [new, judged] = page.context["desk"].funnel
    assert (new.total, judged.total) == (Nomination.objects.filter(FIGURES["proposed"]).count(), 1)
    assert (
        "7 usulan = 3 lolos + 1 tidak lolos + 1 menunggu pemeriksaan + 1 sedang diperiksa + 1 dikembalikan ke dinas"
    ) in words(page)
    assert "1 berkas di tangan juri = 1 usulan baru + 0 penilaian ulang" in words(page)


def test_who_only_watches_has_pages_and_no_work(scene):
    scene.at(S.SUBMITTED)
    desk = get(signed_in(scene, "auditor"), "desk_home").context["desk"]

    assert desk.work == []
    assert [door.name for door, _url in desk.doors] == [
        "assessments:screening_queue",
        "assessments:assignment",
        "assessments:samples",
        "assessments:monitor",
        "assessments:recap",
        "assessments:plenary",
        "assessments:rubric",
    ]


def test_the_desk_of_an_older_edition_is_one_link_away(screener, scene):
    scene.at(S.SUBMITTED)
    open_the_edition(2024, scene.now)

    desk = get(screener, "desk_home", tahun="2024").context["desk"]

    assert (desk.edition.year, [edition.year for edition in desk.others], desk.funnel) == (2024, [2026], [])


@pytest.mark.parametrize(
    "name", ["assignment", "samples", "monitor", "recap", "plenary", "screening_queue", "determination", "publication"]
)
def test_the_way_back_leads_to_the_desk_of_the_same_edition(scene, name):
    open_the_edition(2024, scene.now)
    if name == "screening_queue":
        url = reverse("assessments:screening_queue") + "?tahun=2024"
    else:
        url = reverse(f"{'awards' if name in ('determination', 'publication') else 'assessments'}:{name}", args=[2024])
    client = signed_in(scene, "secretariat")

    [back] = re.findall(r'class="back" href="([^"]+)"', client.get(url).content.decode())

    assert back == "/panitia/?tahun=2024"
    desk = client.get(back).context["desk"]
    assert desk.edition.year == 2024
    assert desk.doors[0][1] == reverse("assessments:screening_queue") + "?tahun=2024"


def test_before_the_first_edition_the_desk_says_so(client, db):
    scene = Scene.begin(clock.now())
    scene.edition.windows.all().delete()
    client.force_login(scene.screener)

    assert "Jadwal belum ditetapkan" in words(get(client, "desk_home"))


def test_the_start_page_costs_the_same_for_one_file_and_for_three(scene, django_assert_num_queries):
    client = signed_in(scene, "secretariat")
    for _more in range(2):
        scene.bring(S.IN_ASSESSMENT, S.SUBMITTED)
        with django_assert_num_queries(10):
            get(client, "desk_home")
