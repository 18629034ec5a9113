"""A tally is asked for, made and sealed, and the plenary decides upon it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.models import (
    Scoresheet,
    StarLine,
    TallyRow,
)
from assessments.operations import sheets
from assessments.operations import tally as tallies
from assessments.states import TallyState
from assessments.tally.calculation import missing_for_tally, outdated, remake
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused
from tests.scene import NOW, Scene, sheets_for_sending
from tests.support.rivals import at_once, somebody_waits, wait_until
from tests.support.standing import standing


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def judged(scene: Scene) -> Nomination:
    """One file, scored by its five jurors to the last point."""
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    return nomination


@pytest.mark.django_db
def test_the_tally_waits_until_every_entry_is_scored(scene, judged):
    scene.at(S.IN_ASSESSMENT)

    with pytest.raises(Refused) as refused:
        tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)

    assert [item.message for item in refused.value.missing] == ["1 berkas belum lengkap nilainya"]


@pytest.mark.django_db
def test_a_criterion_that_could_not_be_assessed_holds_the_tally_until_the_sheet_is_opened_again(scene):
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
def test_two_tallies_of_one_edition_do_not_run_at_once(scene, judged):
    tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)

    with pytest.raises(Refused, match="Rekap sedang dihitung"):
        tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)


@pytest.mark.django_db
def test_a_sealed_tally_and_its_rows_do_not_change(scene, judged):
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
def test_the_plenary_departs_from_the_rule_only_with_a_reason(scene, judged):
    row = TallyRow.objects.select_related("tally__edition__scheme", "entry__nomination__edition__scheme").get(
        tally=scene.sealed_tally()
    )

    with pytest.raises(Refused) as refused:
        tallies.decide_stars([(row, 2, " ")], by=scene.secretariat, now=NOW)
    assert [item.code for item in refused.value.missing] == ["no_reason"]

    [decision] = tallies.decide_stars([(row, 2, "Contoh produk tidak sesuai foto")], by=scene.secretariat, now=NOW)
    assert (decision.stars, decision.rule_stars) == (2, 3)
    assert row.entry.nomination.recommendations.get().stars == 2


@pytest.mark.django_db(transaction=True)
def test_whoever_opens_a_sheet_while_the_tally_is_made_waits_and_then_makes_it_outdated(scene):
    first, second = scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT)
    scene.score(first, second)
    run = tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)
    sheet = Scoresheet.objects.select_related("juror__user", "entry__nomination__edition").get(
        entry__nomination=first, juror__user__name="Juri 1"
    )
    is_sealed, has_ended = threading.Event(), threading.Event()

    def make() -> None:
        with transaction.atomic():
            tallies.seal_tally(run, now=NOW + timedelta(minutes=9))
            is_sealed.set()
            wait_until(lambda: has_ended.is_set() or somebody_waits())

    def open_again() -> None:
        is_sealed.wait(30)
        try:
            # By a clock that is behind: the tally must not take it for older than itself.
            sheets.reopen_sheet(sheet, "Salah baca", by=scene.secretariat, now=NOW)
        finally:
            has_ended.set()

    assert at_once(make, open_again) == ["done", "done"]

    assert set(run.rows.values_list("entry__nomination", flat=True)) == {first.pk, second.pk}
    assert outdated(run) == {sheet.entry_id}


@pytest.mark.django_db
def test_what_was_opened_after_the_tally_was_asked_for_refuses_it(scene):
    file = scene.at(S.IN_ASSESSMENT)
    scene.score(file)
    run = tallies.request_tally(scene.edition, by=scene.secretariat, now=NOW)
    sheet = Scoresheet.objects.select_related("juror__user", "entry__nomination__edition").get(
        juror__user__name="Juri 1"
    )
    sheets.reopen_sheet(sheet, "Salah baca", by=scene.secretariat, now=NOW)

    tallies.run_tally(run.pk, now=NOW)

    run.refresh_from_db()
    assert (run.state, run.refusal, run.rows.count()) == ("refused", "1 berkas belum lengkap nilainya", 0)
