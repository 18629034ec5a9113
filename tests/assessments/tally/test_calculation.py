"""The tally: the plain rule over locked sheets, sealed, and made again by anybody who may."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from assessments.models import (
    AssessmentPlan,
    HolderCaps,
    StarLineSet,
    Tally,
    TallyRow,
)
from assessments.operations import tally as tallies
from assessments.operations.screening import FileReading, read_files
from assessments.stars import Lines
from assessments.states import TallyState
from assessments.tally.calculation import Ballot, Result, ballots, remake, results
from awards.models import Award, GateEffect, Nomination, Verdict
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ovop_portal.common.canonical import digest
from tests.assessments.officers import lines_by_group, potters
from tests.scene import NOW, Scene, open_the_edition
from tests.support.owner import laid_aside
from tests.support.standing import standing

LINES = ((3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65)))


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def judged(scene: Scene) -> Nomination:
    """One file, scored by its five jurors to the last point."""
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    return nomination


def ballot(*totals: str, is_capped: bool = False) -> Ballot:
    return Ballot(
        1, "OVOP-2026-0001", tuple(Decimal(total) for total in totals), ("a",) * len(totals), is_capped, "kain_tenun"
    )


def test_the_official_score_is_the_plain_mean_rounded_half_up_and_the_star_follows_the_printed_score():
    made = results([ballot("84.99", "85.00", "84.995")], lines=Lines(LINES), combine="mean", max_stars=3)

    assert made == [Result(1, "OVOP-2026-0001", 3, Decimal("85.00"), Decimal("84.99"), Decimal("85.00"), 3, False)]


def test_without_a_business_licence_the_top_star_is_not_given():
    [capped] = results([ballot("95", "95", "95", is_capped=True)], lines=Lines(LINES), combine="mean", max_stars=3)

    assert (capped.official, capped.stars, capped.is_capped) == (Decimal("95.00"), 2, True)


@pytest.mark.django_db
def test_a_sealed_tally_is_made_again_from_the_cells_byte_for_byte(scene):
    for file, level in zip(scene.bring(*[S.IN_ASSESSMENT] * 3), (-1, 0, 1), strict=True):
        scene.score(file, level=level)

    tally = scene.sealed_tally()

    again = remake(tally)
    assert (again.differences, again.inputs_sha256, again.results_sha256) == (
        [],
        tally.inputs_sha256,
        tally.results_sha256,
    )
    assert sorted(TallyRow.objects.values_list("official", "stars", "jurors")) == [
        (Decimal("25.00"), 0, 5),
        (Decimal("60.00"), 0, 5),
        (Decimal("100.00"), 3, 5),
    ]
    out = io.StringIO()
    call_command("verify_results", 2026, stdout=out)
    assert tally.results_sha256 in out.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("table", "guard", "forgery"),
    [
        (
            "assessments_score",
            "assessments_score_open_sheet",
            "UPDATE assessments_score SET points = 1 WHERE id = (SELECT min(id) FROM assessments_score)",
        ),
        (
            "assessments_scoreevent",
            "assessments_score_event_append_only",
            "UPDATE assessments_scoreevent SET cells = '[]'",
        ),
        (
            "assessments_tallyrow",
            "assessments_tally_row_append_only",
            "UPDATE assessments_tallyrow SET official = 50, stars = 0",
        ),
        ("assessments_scoresheet", "assessments_scoresheet_locked", "UPDATE assessments_scoresheet SET total = 99"),
    ],
)
def test_a_forgery_by_the_owner_of_the_database_is_found_when_the_tally_is_made_again(
    scene, judged, table, guard, forgery
):
    scene.sealed_tally()

    with laid_aside(table, guard) as cursor:
        cursor.execute(forgery)

    with pytest.raises(CommandError, match="OVOP-2026-0001"):
        call_command("verify_results", 2026)


@pytest.mark.django_db(transaction=True)
def test_a_forgery_in_which_everything_fits_is_found_by_what_the_journal_sealed(scene, judged):
    tally = scene.sealed_tally()
    # All jurors agreed: the median is the mean, and the rows need no change.
    tally.combine = "median"
    forged = remake(tally)
    with laid_aside("assessments_tally", "assessments_tally_locked", "assessments_tally_fixed") as cursor:
        cursor.execute(
            "UPDATE assessments_tally SET combine = 'median', inputs_sha256 = %s, results_sha256 = %s",
            [forged.inputs_sha256, forged.results_sha256],
        )

    assert remake(Tally.objects.get()).differences == []
    with pytest.raises(CommandError, match=f"other hashes: inputs {tally.inputs_sha256}"):
        call_command("verify_results", 2026)


@pytest.mark.django_db
def test_a_seal_names_its_format_and_an_old_one_is_checked_by_its_own(scene, judged):
    plan = scene.plan
    old = Tally.objects.create(
        edition=scene.edition,
        n=1,
        state=TallyState.RUNNING,
        rubric=plan.rubric,
        star_lines=plan.star_lines,
        combine=plan.combine,
        caps_of_holders=plan.caps_of_holders,
        format=1,
        requested_by=scene.secretariat.actor,
        requested_at=NOW,
    )
    tallies.seal_tally(old, now=NOW)

    new = scene.sealed_tally()

    assert (old.format, new.format) == (1, 3)
    assert (remake(old).differences, remake(new).differences) == ([], [])
    assert {old.inputs_sha256, old.results_sha256}.isdisjoint({new.inputs_sha256, new.results_sha256})
    # What the first format said of the results, word for word.
    said = [
        {"highest": "100.000", "is_capped": False, "jurors": 5, "lowest": "100.000", "official": "100.00", "stars": 3}
    ]
    numbered = [row | {"number": "OVOP-2026-0001"} for row in said]
    assert old.results_sha256 == digest(numbered)
    assert new.results_sha256 == digest({"format": 3, "entries": numbered})


def test_the_same_score_gives_the_stars_of_the_lines_of_its_commodity_group():
    cloth = ballot("84", "84", "84")
    lines = Lines(LINES, {"gerabah": ((3, Decimal(80)), (2, Decimal(70)))})

    made = results([cloth, replace(cloth, commodity="gerabah")], lines=lines, combine="mean", max_stars=3)

    assert [(row.official, row.stars) for row in made] == [(Decimal("84.00"), 2), (Decimal("84.00"), 3)]


@pytest.mark.django_db
def test_lines_of_a_group_decide_its_stars_are_sealed_with_the_tally_and_then_stay(scene):
    made = lines_by_group(scene)
    pottery = potters(scene)
    for season in (scene, pottery):
        season.score(season.at(S.IN_ASSESSMENT))
    tally = scene.sealed_tally()

    of_group = tally.rows.values_list("entry__panel__commodity_group", "official", "stars")
    assert set(of_group) == {("kain_tenun", Decimal(100), 3), ("gerabah", Decimal(100), 1)}
    assert remake(tally).differences == []
    for late in (
        lambda: made.lines.create(commodity_group_id="anyaman", stars=1, lower=10),
        lambda: AssessmentPlan.objects.filter(edition=scene.edition).update(
            star_lines=StarLineSet.objects.earliest("pk")
        ),
    ):
        with pytest.raises(IntegrityError, match="judged by|sealed by"), transaction.atomic():
            late()


@pytest.mark.django_db(transaction=True)
def test_lines_of_a_group_that_were_changed_behind_the_guards_are_found(scene):
    lines_by_group(scene)
    scene.score(scene.at(S.IN_ASSESSMENT))
    tally = scene.sealed_tally()
    with laid_aside("assessments_starline", "assessments_star_line_append_only") as owner:
        owner.execute("UPDATE assessments_starline SET lower = 50 WHERE commodity_group_id = 'gerabah'")

    assert remake(tally).differences == ["sidik masukan tidak cocok"]


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "stars"), [(HolderCaps.EXEMPT, 3), (HolderCaps.LAST_SCREENING, 2)])
def test_the_rule_of_the_edition_says_whether_a_holder_is_capped_by_the_last_screening(scene, rule, stars):
    first = scene.at(S.SCREENING)
    verdicts = scene.verdicts()
    verdicts[scene.edition.gates.filter(effect=GateEffect.CAP).earliest("code").pk] = (Verdict.UNMET, "Izin belum ada")
    read_files([FileReading(first, "pass", verdicts)], by=scene.screener, now=NOW, answer_by=NOW)
    first.refresh_from_db()
    scene.entry(first)
    scene.score(first)
    scene.decide(scene.sealed_tally())
    scene.determine()
    scene.publish()
    award = Award.objects.for_list().get(nomination=first)
    following = open_the_edition(2028, NOW, previous=scene.edition)
    AssessmentPlan.objects.filter(edition=following).update(caps_of_holders=rule)
    [holder] = candidates.invite_holders([award], following, by=scene.secretariat, now=NOW)
    sending.declare([holder], may_publish=True, by=scene.owner, now=NOW)
    candidates.accept_invitation([holder], by=scene.owner, now=NOW)
    next_scene = Scene(NOW, following, scene.regency, scene.other_regency, scene.commodity, scene.people)
    next_scene.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    holder.refresh_from_db()
    next_scene.entry(holder)
    next_scene.score(holder)

    tally = next_scene.sealed_tally()

    row = tally.rows.get()
    assert (row.stars, row.is_capped) == (stars, rule == HolderCaps.LAST_SCREENING)
    assert remake(tally).differences == []


@pytest.mark.django_db
def test_counting_costs_the_same_queries_for_one_entry_and_for_three(scene, judged, django_assert_num_queries):
    with django_assert_num_queries(2):
        ballots(scene.edition, HolderCaps.EXEMPT)
    scene.score(*scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT))
    with django_assert_num_queries(2):
        assert len(ballots(scene.edition, HolderCaps.EXEMPT)) == 3
