"""The funnel, counted from rows; what does not add up is named."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from awards.figures.definitions import FIGURES
from awards.figures.funnel import Mismatch, funnel, mismatches
from awards.models import Edition, Nomination
from awards.states import NominationState as S
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db

NOTHING = dict.fromkeys(FIGURES, 0)


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("season_figures", *arguments, stdout=out)
    return out.getvalue()


@standing
def scene() -> Scene:
    """A published edition with one award of three stars."""
    scene = Scene.begin()
    scene.award()
    return scene


def test_a_running_edition_shows_its_funnel_and_no_stars():
    scene = Scene.begin()
    scene.bring(S.DRAFT, S.READY, S.SUBMITTED, S.SCREENING, S.FAILED, S.PASSED, S.IN_ASSESSMENT, S.WITHDRAWN)

    found = funnel(scene.edition, scene.now)

    counted = {"proposed": 5, "passed": 2, "failed": 1, "assessed": 1}
    parts = counted | {"disqualified": 0, "holders": 0, "holders_disqualified": 0}
    assert found.as_data() == {
        "edition": 2026,
        "proposed": 5,
        "passed": 2,
        "failed": 1,
        "disqualified": 0,
        "holders_disqualified": 0,
        "determined": 0,
        "waiting": 2,
        "holders": 0,
        "assessed": 1,
        "not_assessed": 1,
        "provinces": 1,
        "by_commodity": {"kain_tenun": parts},
        "by_province": {"51": parts},
        "by_star": {},
        "mismatches": [],
    }


def test_stars_are_counted_once_the_results_are_out(scene):
    figures = json.loads(printed("2026", "--json"))

    assert figures["by_star"] == {"3": 1, "2": 0, "1": 0, "0": 0}
    assert (figures["proposed"], figures["passed"], figures["assessed"]) == (1, 1, 1)


def test_stars_stay_hidden_until_then(scene):
    publication = scene.edition.publication

    before = funnel(scene.edition, publication.visible_from.replace(year=2025))

    assert before.by_star == {}


def test_people_read_it_as_tables(scene):
    text = printed("2026")

    assert "Diusulkan" in text
    assert "1 = 1 + 0" in text
    assert "Kain tenun" in text
    assert "Bali" in text
    assert "bintang 3" in text


def test_parts_that_do_not_make_their_whole_are_named():
    figures = NOTHING | {"proposed": 118, "passed": 112, "assessed": 112}
    row = NOTHING | {"proposed": 112, "passed": 112, "assessed": 112}

    assert mismatches(figures, {"a": row}, {"13": row | {"proposed": 118}}, {3: 100, 0: 12}) == [
        Mismatch("proposed = passed + failed + disqualified + waiting", 118, 112),
        Mismatch("proposed by commodity", 118, 112),
    ]


def test_a_mismatch_ends_the_command_with_an_error(scene, monkeypatch):
    rows = Nomination.objects.all()
    monkeypatch.setitem(FIGURES, "passed", FIGURES["proposed"] & ~FIGURES["proposed"])
    assert rows.exists()

    with pytest.raises(CommandError, match="proposed = passed"):
        printed("2026")


def test_an_edition_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="There is no edition of 1999"):
        printed("1999")


def test_the_number_of_queries_does_not_grow_with_the_files(django_assert_num_queries):
    scene = Scene.begin()
    scene.at(S.SUBMITTED)
    with django_assert_num_queries(5):
        funnel(Edition.objects.select_related("publication").get(year=2026), scene.now)
    scene.at(S.SUBMITTED)
    scene.at(S.FAILED)
    with django_assert_num_queries(5):
        funnel(Edition.objects.select_related("publication").get(year=2026), scene.now)
