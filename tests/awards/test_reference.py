"""Star schemes, gates and papers from the source data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from awards.models import Edition, Gate, GateEffect, PublishedClaim, RequiredPaper, StarScheme
from awards.reference import CLAIM_COLUMNS, CLAIMS, default_gates, default_papers, load
from ikm import reference as ikm_reference
from ikm.models import PermitKind
from ovop_portal.common import reference
from ovop_portal.common.reference import BrokenSource, Difference
from tests.support.owner import laid_aside

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def run() -> list[Difference]:
    differences = []
    for loader in (ikm_reference.load, load):
        for difference in loader(by="system:test", now=NOW):
            difference.apply()
            differences.append(difference)
    return differences


@pytest.fixture
def edition() -> Edition:
    run()
    return Edition.objects.create(year=2026, name="OVOP 2026", scheme_id="kemenperin_three_star_2022_2024")


def test_schemes_say_how_many_stars_there_are_and_what_they_open() -> None:
    run()
    assert list(
        StarScheme.objects.order_by("code").values_list("code", "max_stars", "go_global_from", "packaging_mark_from")
    ) == [
        ("five_star_default", 5, None, None),
        ("kemenperin_five_star_2013_2018", 5, None, 3),
        ("kemenperin_three_star_2022_2024", 3, 2, None),
        ("three_star_default", 3, 2, None),
    ]


def test_a_second_loading_changes_nothing() -> None:
    run()
    assert [(difference.title, bool(difference), difference.vanished) for difference in run()] == [
        ("Kelompok komoditi", False, []),
        ("Skema bintang", False, []),
        ("Angka yang pernah terbit", False, []),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_somebody_changed_in_the_database_is_shown_and_left_to_its_owner() -> None:
    run()
    with laid_aside("awards_publishedclaim", "awards_publishedclaim_append_only") as rows:
        rows.execute("UPDATE awards_publishedclaim SET value = 195 WHERE year = 2024 AND measure = 'proposed'")

    *_others, claims = load(by="system:test", now=NOW)

    assert claims.changed == ["2024 Usulan IKM: 159 (value: 195 → 159)"]
    with pytest.raises(BrokenSource, match="Mend one by a migration, as the owner: 2024 Usulan IKM: 159"):
        claims.apply()


def test_claims_that_are_new_in_the_source_are_added_beside_those_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    source = list(reference.rows(CLAIMS, *CLAIM_COLUMNS))
    monkeypatch.setattr("awards.reference.rows", lambda *_names: source[:-2])
    run()
    monkeypatch.undo()

    assert [len(difference.created) for difference in run()] == [0, 0, 2]
    assert PublishedClaim.objects.count() == len(source)


def test_an_edition_starts_with_ten_gates(edition: Edition) -> None:
    Gate.objects.bulk_create(default_gates(edition))
    gates = edition.gates.values_list("code", "commodity_group", "effect", "provenance")
    food, reject = "makanan_minuman", GateEffect.REJECT
    assert list(gates) == [
        ("G01", None, reject, "verified [S12, S27]"),
        ("G02", None, reject, "verified [S11, S12]"),
        ("G03", None, reject, "verified [S12, S25]"),
        ("G04", None, reject, "verified; the exact papers are unknown [S12, S27]"),
        ("G05", food, reject, "requirement verified; which permit kinds count is inferred [S12, S27]"),
        ("G06", food, reject, "verified [S12, S27]"),
        ("G07", food, reject, "verified [S12]"),
        ("G08", None, GateEffect.HOLD, "sample requirement verified; effect proposed [S25]"),
        ("G09", None, GateEffect.CAP, "verified as practice in 2014-2015 [S07]"),
        ("G10", None, GateEffect.WARN, "verified [S12]"),
    ]


def test_an_edition_starts_with_the_papers_that_its_gates_ask_for(edition: Edition) -> None:
    RequiredPaper.objects.bulk_create(default_papers(edition))
    papers = {paper.code: (paper.kinds, paper.commodity_group_id) for paper in edition.required_papers.all()}
    assert papers == {
        "nib": (["nib"], None),
        "izin_edar": (["pirt", "bpom"], "makanan_minuman"),
        "halal": (["halal"], "makanan_minuman"),
        "uji_lab": (["lab"], "makanan_minuman"),
    }
    assert {kind for kinds, _group in papers.values() for kind in kinds} <= set(PermitKind.values)
