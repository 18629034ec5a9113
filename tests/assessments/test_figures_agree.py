"""One season with a file of each fate: every page, export and command counts it the same."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments.models import Entry, TallyRow
from assessments.pages.desk.home import Desk
from assessments.pages.editions import jury_of
from assessments.pages.monitor.progress import Monitor
from assessments.pages.plenary.plenary import PlenaryDesk
from assessments.pages.recap.recap import Recap
from awards.figures.funnel import funnel
from awards.figures.star_table import StarTable
from awards.operations import sending
from awards.states import NominationState as S
from tests.scene import Scene
from tests.support import second_person

pytestmark = pytest.mark.django_db


def sums(table: StarTable) -> tuple[int, int, int]:
    """With stars or without, disqualified, all."""
    return sum(table.foot.counts), table.foot.disqualified, table.foot.total


def test_a_disqualified_file_stands_in_a_column_of_its_own_wherever_sums_stand() -> None:
    scene = Scene.begin()
    officer = scene.secretariat
    scene.bring(S.DRAFT, S.WITHDRAWN, S.FAILED)
    waiting, beside = scene.bring(S.SUBMITTED, S.PASSED)
    second_person.disqualify([beside], "Usaha pindah", by=officer, now=scene.now)
    judged, out_after, out_before = scene.bring(*[S.IN_ASSESSMENT] * 3)
    scene.score(judged, out_after, out_before)
    second_person.disqualify([out_before], "Usaha tutup", by=officer, now=scene.now)
    first = scene.sealed_tally()
    second_person.disqualify([out_after], "Surat palsu", by=officer, now=scene.now)
    second = scene.sealed_tally()

    def counted(tally: object) -> set[int]:
        return set(TallyRow.objects.filter(tally=tally).values_list("entry__nomination", flat=True))

    assert (counted(first), counted(second)) == ({judged.pk, out_after.pk}, {judged.pk})
    for tally in (first, second):
        call_command("verify_results", "2026", stdout=io.StringIO())
        table = Recap(scene.edition, {"rekap": str(tally.n)}, jury_of(scene.edition, officer), may_tally=True).table
        assert sums(table) == (1, 3, 4)
    assert not Entry.objects.filter(nomination=out_after, state="open").exists()

    figures = funnel(scene.edition, scene.now).figures
    assert {
        name: figures[name] for name in ("proposed", "passed", "failed", "waiting", "disqualified", "assessed")
    } == {
        "proposed": 6,
        "passed": 1,
        "failed": 1,
        "waiting": 1,
        "disqualified": 3,
        "assessed": 1,
    }
    assert funnel(scene.edition, scene.now).mismatches == ()
    desk = Desk(officer, scene.now).funnel
    assert {str(part.label): part.count for part in desk[0].parts} == {
        "lolos": 1,
        "tidak lolos": 1,
        "menunggu pemeriksaan": 1,
        "digugurkan sesudah lolos": 3,
    }
    assert (desk[0].total, desk[1].total) == (figures["proposed"], figures["assessed"])
    assert Monitor(scene.edition, officer, {}, jury_of(scene.edition, officer)).drawers[0][2] == figures["assessed"]
    assert PlenaryDesk(scene.edition, second, {}, jury_of(scene.edition, officer)).total == figures["assessed"]

    sending.withdraw([waiting], "Pemilik sakit", by=scene.owner, now=scene.now)
    scene.decide(second)
    scene.determine()
    scene.publish()
    client = Client()
    client.force_login(officer)
    pages = {name: client.get(reverse(f"awards:{name}", args=[2026])) for name in ("determination", "publication")}
    assert {name: sums(page.context["table"]) for name, page in pages.items()} == dict.fromkeys(pages, (1, 3, 4))
    assert all("Digugurkan" in page.content.decode() for page in pages.values())
    out = io.StringIO()
    call_command("season_figures", "2026", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["disqualified"], told["assessed"], sum(told["by_star"].values())) == (3, 1, 1)
    assert told["mismatches"] == []
