"""The rubric and the star lines as `load_reference` writes them, and what it refuses."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Max, Min, Model, Sum

from assessments import reference
from assessments.models import Aspect, Criterion, Level, Rubric, Score, StarLine, StarLineSet
from assessments.reference import default_plan, load, problems_of, whole_rubrics
from assessments.stars import Lines
from awards import reference as awards_reference
from awards.models import Edition, StarScheme
from awards.provenance import WORDS, Provenance
from ikm import reference as ikm_reference
from ikm.models import CommodityGroup
from ovop_portal.common import reference as common_reference
from ovop_portal.common.reference import BrokenSource, Difference

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def run(*loaders: Any) -> list[Difference]:
    differences = []
    for one in loaders:
        for difference in one(by="system:test", now=NOW):
            difference.apply()
            differences.append(difference)
    return differences


@pytest.fixture
def below(db: None) -> None:
    """What the rooms below bring."""
    run(ikm_reference.load, awards_reference.load)


@pytest.fixture
def loaded(below: None) -> None:
    run(load)


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The content of the file, to be spoilt by a test."""
    content = copy.deepcopy(common_reference.document(reference.SOURCE))
    monkeypatch.setattr(reference, "document", lambda path: content)
    monkeypatch.setattr(awards_reference, "document", lambda path: content)
    return content


def default_rubric(source: dict[str, Any]) -> dict[str, Any]:
    return next(rubric for rubric in source["rubrics"] if rubric["id"] == reference.DEFAULT_RUBRIC)


@pytest.mark.usefixtures("loaded")
class TestTheRubric:
    def test_has_25_criteria_and_100_points_for_every_commodity_group(self) -> None:
        [rubric] = Rubric.objects.all()
        forms = {
            group.code: Criterion.objects.of(rubric.pk, group.code).aggregate(n=Count("pk"), points=Sum("max_points"))
            for group in CommodityGroup.objects.all()
        }
        assert forms == {
            code: {"n": 25, "points": Decimal("100.000")}
            for code in ("makanan_minuman", "kain_tenun", "kain_batik", "anyaman", "gerabah")
        }

    def test_gives_30_points_to_production_20_to_marketing_and_50_to_the_product(self) -> None:
        aspects = Aspect.objects.values_list("code", "commodity_group", "max_points")
        assert list(aspects) == [
            ("A", None, Decimal(30)),
            ("B", None, Decimal(20)),
            ("C", "makanan_minuman", Decimal(50)),
            ("C", "kain_tenun", Decimal(50)),
            ("C", "kain_batik", Decimal(50)),
            ("C", "anyaman", Decimal(50)),
            ("C", "gerabah", Decimal(50)),
        ]

    def test_keeps_the_form_in_its_order(self) -> None:
        [rubric] = Rubric.objects.all()
        codes = Criterion.objects.of(rubric.pk, "kain_batik").values_list("code", flat=True)
        assert " ".join(codes) == (
            "A.I.1 A.I.2 A.I.3 A.I.4 A.I.5 A.II.1 A.II.2 A.III.1 A.III.2 A.III.3 "
            "B.I.1 B.I.2 B.I.3 B.II.1 B.II.2 "
            "C.I.1 C.I.2 C.I.3 C.II.1 C.II.2 C.II.3 C.II.4 C.II.5 C.III.1 C.III.2"
        )

    def test_has_the_published_levels_of_the_first_criterion(self) -> None:
        criterion = Criterion.objects.get(code="A.I.1")
        assert (criterion.group_code, criterion.group_label, criterion.label, criterion.provenance) == (
            "A.I",
            "Produksi",
            "Asal bahan baku utama",
            "verified [S01]",
        )
        assert list(criterion.levels.values_list("points", "label")) == [
            (Decimal(1), "Porsi bahan utama dari kabupaten/kota sendiri di bawah 80%"),
            (Decimal(2), "Porsi bahan utama dari kabupaten/kota sendiri 80% ke atas, belum seluruhnya"),
            (Decimal(3), "Seluruh bahan utama dari kabupaten/kota sendiri"),
        ]

    def test_gives_every_criterion_its_full_points_at_the_highest_level_and_one_at_the_lowest(self) -> None:
        ends = Criterion.objects.annotate(low=Min("levels__points"), high=Max("levels__points"))
        assert [c.code for c in ends if (c.low, c.high) != (Decimal(1), c.max_points)] == []

    def test_keeps_where_each_part_comes_from_in_words_that_a_page_can_show(self) -> None:
        texts = {
            *Rubric.objects.values_list("provenance", flat=True),
            *Aspect.objects.values_list("provenance", flat=True),
            *Criterion.objects.values_list("provenance", flat=True),
            *StarLineSet.objects.values_list("provenance", flat=True),
            *StarScheme.objects.values_list("provenance", flat=True),
            *(gate.provenance for gate in awards_reference.default_gates(Edition(year=2026))),
        }
        words = {str(Provenance.of(text).words) for text in texts}
        assert words <= {str(text) for text in WORDS.values()}
        marks = {criterion.code: Provenance.of(criterion.provenance).mark for criterion in Criterion.objects.all()}
        assert {code: marks[code] for code in ("A.I.1", "A.III.1", "A.III.2", "C.III.2")} == {
            "A.I.1": "verified",
            "A.III.1": "partly",
            "A.III.2": "proposed",
            "C.III.2": "proposed",
        }


@pytest.mark.usefixtures("loaded")
class TestStarLines:
    def test_store_lower_bounds_only(self) -> None:
        assert {lines.code: lines.whole() for lines in StarLineSet.objects.all()} == {
            "three_star_default": Lines(((3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65)))),
            "five_star_default": Lines(
                ((5, Decimal(90)), (4, Decimal(80)), (3, Decimal(70)), (2, Decimal(60)), (1, Decimal(50)))
            ),
        }

    @pytest.mark.parametrize(
        ("scheme", "lines"),
        [
            ("kemenperin_three_star_2022_2024", "three_star_default"),
            ("kemenperin_five_star_2013_2018", "five_star_default"),
        ],
    )
    def test_go_with_the_number_of_stars_of_an_edition(self, scheme: str, lines: str) -> None:
        edition = Edition.objects.create(year=2026, name="OVOP 2026", scheme_id=scheme)
        plan = default_plan(edition)
        plan.save()
        assert (plan.rubric.code, plan.star_lines.code, plan.combine, plan.divergence_points) == (
            "portal_default_v1",
            lines,
            "mean",
            15,
        )


@pytest.mark.usefixtures("loaded")
class TestLoadingAgain:
    def test_the_same_data_change_nothing(self) -> None:
        before = [list(model.objects.order_by("pk").values()) for model in (Rubric, Aspect, Criterion, Level, StarLine)]
        again = run(load)
        after = [list(model.objects.order_by("pk").values()) for model in (Rubric, Aspect, Criterion, Level, StarLine)]
        assert ([(bool(d), d.same) for d in again], before) == ([(False, 1), (False, 2)], after)

    def test_a_changed_rubric_under_a_known_code_is_refused(self, source: dict[str, Any]) -> None:
        default_rubric(source)["aspects"][0]["groups"][0]["criteria"][0]["label_id"] = "Asal bahan"
        with pytest.raises(BrokenSource, match="rubric portal_default_v1 .* give a new version a new code"):
            run(load)

    def test_a_moved_star_line_under_a_known_code_is_refused(self, source: dict[str, Any]) -> None:
        lines = next(band for band in source["star_bands"] if band["id"] == "three_star_default")["ranges"]
        lines[0]["min_inclusive"] = lines[1]["max"] = 86
        with pytest.raises(BrokenSource, match="star lines three_star_default .* give a new version a new code"):
            run(load)

    def test_a_new_version_stands_beside_the_old_one(self, source: dict[str, Any]) -> None:
        newer = copy.deepcopy(default_rubric(source))
        newer["id"] = "portal_default_v2"
        newer["aspects"][0]["groups"][0]["criteria"][0]["label_id"] = "Asal bahan"
        source["rubrics"].append(newer)
        assert run(load)[0].created == ["portal_default_v2 (7 aspek, 65 kriteria)"]
        assert list(Criterion.objects.filter(code="A.I.1").order_by("pk").values_list("label", flat=True)) == [
            "Asal bahan baku utama",
            "Asal bahan",
        ]

    def test_the_command_says_what_is_wrong_without_a_traceback(
        self, source: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        default_rubric(source)["total_points"] = 99
        monkeypatch.setattr(common_reference, "_loaders", {"assessments": load})
        with pytest.raises(CommandError, match="portal_default_v1 does not add up"):
            call_command("load_reference")


class TestSums:
    def test_the_rubric_of_the_portal_is_sound(self) -> None:
        assert [problems_of(rubric) for rubric in whole_rubrics()] == [[]]

    @pytest.mark.parametrize(
        ("path", "value", "problems"),
        [
            (["aspects", 0, "max_points"], 31, ["A (all): parts add up to 30, not 31"]),
            (["aspects", 0, "groups", 0, "max_points"], 16, [
                "A (all): parts add up to 31, not 30",
                "A (all) A.I: parts add up to 15, not 16",
            ]),
            (["aspects", 0, "groups", 0, "criteria", 0, "levels", 2, "points"], 4, [
                "A (all) A.I.1: highest level 4, not 3",
            ]),
            (["aspects", 0, "groups", 0, "criteria", 0, "levels", 1, "points"], 3, [
                "A (all) A.I.1: levels [1, 3, 3] do not rise",
            ]),
            (["aspects", 6, "groups", 0, "criteria", 0, "levels", 0, "points"], 0, [
                "gerabah: min_points_when_all_scored 24, not 25",
            ]),
            (["aspects", 6, "groups", 0, "criteria", 0, "code"], "C.I.2", ["gerabah: C.I.2 stands twice"]),
            (["checks", 0, "criteria"], 24, ["makanan_minuman: criteria 25, not 24"]),
        ],
    )  # fmt: skip
    def test_what_does_not_add_up_is_named(self, path: list[Any], value: Any, problems: list[str]) -> None:
        [rubric] = copy.deepcopy(whole_rubrics())
        part = rubric
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        assert problems_of(rubric) == problems

    @pytest.mark.usefixtures("below")
    def test_nothing_of_an_unsound_rubric_is_written(self, source: dict[str, Any]) -> None:
        default_rubric(source)["aspects"][1]["max_points"] = 21
        with pytest.raises(BrokenSource, match=r"B \(all\): parts add up to 20, not 21"):
            run(load)
        assert (Rubric.objects.count(), Aspect.objects.count()) == (0, 0)

    @pytest.mark.usefixtures("below")
    def test_a_commodity_group_may_have_lines_of_its_own(self, source: dict[str, Any]) -> None:
        band = next(band for band in source["star_bands"] if band["id"] == "three_star_default")
        band["ranges_by_group"] = {"gerabah": copy.deepcopy(band["ranges"])}
        top = band["ranges_by_group"]["gerabah"][0]
        top["min_inclusive"] = band["ranges_by_group"]["gerabah"][1]["max"] = top["min_inclusive"] + 5
        run(load)

        lines = StarLineSet.objects.get(code="three_star_default").whole()
        assert lines.bounds("gerabah") == ((3, Decimal(90)), (2, Decimal(75)), (1, Decimal(65)))
        assert lines.bounds("kain_tenun") == ((3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65)))

    @pytest.mark.usefixtures("below")
    def test_star_lines_with_a_gap_are_refused(self, source: dict[str, Any]) -> None:
        lines = next(band for band in source["star_bands"] if band["id"] == "three_star_default")["ranges"]
        lines[1]["max"] = 84
        with pytest.raises(BrokenSource, match="2 stars do not end where 3 begin"):
            run(load)


@pytest.mark.usefixtures("loaded")
class TestTheDatabase:
    @pytest.mark.parametrize("model", [Rubric, Aspect, Criterion, Level, StarLine, StarLineSet])
    def test_does_not_let_the_rubric_be_rewritten(self, model: type[Model]) -> None:
        table = model._meta.db_table
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                connection.cursor().execute(statement)

    def test_ties_the_points_of_a_score_to_a_level_of_its_criterion(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'score_points_are_a_level'"
            )
            assert cursor.fetchall() == [
                ("FOREIGN KEY (criterion_id, points) REFERENCES assessments_level(criterion_id, points)",)
            ]
        assert Score._meta.get_field("points").null
