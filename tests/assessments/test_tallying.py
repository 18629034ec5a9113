"""The tally: the plain rule over locked sheets, sealed, and made again by anybody who may."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from assessments.models import StarLine, TallyRow
from assessments.operations import sheets
from assessments.operations import tally as tallies
from assessments.states import TallyState
from assessments.tallying import Ballot, Result, ballots, missing_for_tally, remake, results
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused
from tests.scene import NOW, Scene, sheets_for_sending
from tests.support.owner import laid_aside

LINES = [(3, Decimal(85)), (2, Decimal(75)), (1, Decimal(65))]


def ballot(*totals: str, is_capped: bool = False) -> Ballot:
    return Ballot(1, "OVOP-2026-0001", tuple(Decimal(total) for total in totals), ("a",) * len(totals), is_capped)


def test_the_official_score_is_the_plain_mean_rounded_half_up_and_the_star_follows_the_printed_score():
    made = results([ballot("84.99", "85.00", "84.995")], bounds=LINES, combine="mean", max_stars=3)

    assert made == [Result(1, "OVOP-2026-0001", 3, Decimal("85.00"), Decimal("84.99"), Decimal("85.00"), 3, False)]


def test_without_a_business_licence_the_top_star_is_not_given():
    [capped] = results([ballot("95", "95", "95", is_capped=True)], bounds=LINES, combine="mean", max_stars=3)

    assert (capped.official, capped.stars, capped.is_capped) == (Decimal("95.00"), 2, True)


@pytest.mark.django_db
def test_a_sealed_tally_is_made_again_from_the_cells_byte_for_byte():
    scene = Scene.begin()
    for level in (-1, 0, 1):
        scene.score(scene.at(S.IN_ASSESSMENT), level=level)

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
def test_a_forgery_by_the_owner_of_the_database_is_found_when_the_tally_is_made_again(table, guard, forgery):
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    scene.sealed_tally()

    with laid_aside(table, guard) as cursor:
        cursor.execute(forgery)

    with pytest.raises(CommandError, match="OVOP-2026-0001"):
        call_command("verify_results", 2026)


@pytest.mark.django_db
def test_the_tally_waits_until_every_entry_is_scored():
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    scene.at(S.IN_ASSESSMENT)

    with pytest.raises(Refused) as refused:
        tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)

    assert [item.message for item in refused.value.missing] == ["1 berkas belum lengkap nilainya"]


@pytest.mark.django_db
def test_a_criterion_that_could_not_be_assessed_holds_the_tally_until_the_sheet_is_opened_again():
    scene = Scene.begin()
    nomination = scene.at(S.IN_ASSESSMENT)
    first, *others = sheets_for_sending(nomination)
    scene.fill(first, cannot=2)
    for sheet in others:
        scene.fill(sheet)
    for sheet in (first, *others):
        sheets.send_sheet([sheet], by=sheet.juror.user, now=NOW)
    sheets.lock_sheets(now=NOW + timedelta(minutes=6))

    assert [item.code for item in missing_for_tally(scene.edition)] == ["cannot"]

    first.refresh_from_db()
    again = sheets.reopen_sheet(first, "Bukti sudah dilengkapi", by=scene.secretariat, now=NOW)
    scene.fill(again)
    sheets.send_sheet(list(sheets_for_sending(nomination)), by=again.juror.user, now=NOW)
    sheets.lock_sheets(now=NOW + timedelta(minutes=6))
    assert missing_for_tally(scene.edition) == []
    assert remake(scene.sealed_tally()).differences == []


@pytest.mark.django_db
def test_two_tallies_of_one_edition_do_not_run_at_once():
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)

    with pytest.raises(Refused, match="Rekap sedang dihitung"):
        tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)


@pytest.mark.django_db
def test_a_sealed_tally_and_its_rows_do_not_change():
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    tally = scene.sealed_tally()
    assert tally.state == TallyState.SEALED

    for attack in (
        f"UPDATE assessments_tally SET results_sha256 = '{'0' * 64}' WHERE id = {tally.pk}",
        f"DELETE FROM assessments_tally WHERE id = {tally.pk}",
        "UPDATE assessments_tallyrow SET stars = 1",
        "DELETE FROM assessments_tallyrow",
        "UPDATE assessments_starline SET lower = 1",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
    assert StarLine.objects.filter(lower=1).count() == 0


@pytest.mark.django_db
def test_the_plenary_departs_from_the_rule_only_with_a_reason():
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    row = TallyRow.objects.select_related("tally__edition__scheme", "entry__nomination__edition__scheme").get(
        tally=scene.sealed_tally()
    )

    with pytest.raises(Refused) as refused:
        tallies.decide_stars([(row, 2, " ")], by=scene.secretariat, now=NOW)
    assert [item.code for item in refused.value.missing] == ["no_reason"]

    [decision] = tallies.decide_stars([(row, 2, "Contoh produk tidak sesuai foto")], by=scene.secretariat, now=NOW)
    assert (decision.stars, decision.rule_stars) == (2, 3)
    assert row.entry.nomination.recommendations.get().stars == 2


@pytest.mark.django_db
def test_counting_costs_the_same_queries_for_one_entry_and_for_three(django_assert_num_queries):
    scene = Scene.begin()
    scene.score(scene.at(S.IN_ASSESSMENT))
    with django_assert_num_queries(2):
        ballots(scene.edition)
    for _more in range(2):
        scene.score(scene.at(S.IN_ASSESSMENT))
    with django_assert_num_queries(2):
        assert len(ballots(scene.edition)) == 3
