"""A juror leaves without a conflict of interest: an unsent sheet goes to somebody else, a seat in a panel ends with a date."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.models import Conflict, Juror, PanelMember, Scoresheet
from assessments.operations import assigning, seats, sheets
from assessments.states import EntryState, SheetState
from assessments.tally.calculation import missing_for_tally, remake
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.assessments.factories import JurorFactory
from tests.assessments.officers import get, post, signed_in, words
from tests.scene import Scene, sheets_for_sending
from tests.support.forms import filled
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
REASON = "Tidak dapat dihubungi sejak 3 Juni"


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.IN_ASSESSMENT)


@standing
def spare(scene: Scene, file: Nomination) -> Juror:
    """A sixth juror in the panel."""
    juror = JurorFactory(name="Juri 6", now=scene.now)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [juror], by=scene.secretariat, now=scene.now)
    return juror


def draft_of(file: Nomination, number: int) -> Scoresheet:
    rows = sheets_for_sending(file).select_related("entry__nomination__edition", "juror__user")
    sheet: Scoresheet = rows.get(juror__user__name=f"Juri {number}")
    return sheet


def states(file: Nomination) -> dict[str, str]:
    rows = Scoresheet.objects.filter(entry__nomination=file).values_list("juror__user__name", "state")
    return dict(rows.order_by("juror__user__name", "round"))


# --- A sheet is taken back ----------------------------------------------------------------------------------------------


def test_a_replacement_judges_instead_and_the_file_is_counted_with_five(scene, file, spare):
    absent = draft_of(file, 1)
    scene.fill(absent)

    [new] = seats.withdraw_sheets([absent], REASON, replacements={absent: spare}, by=scene.secretariat, now=scene.now)
    scene.score(file)

    absent.refresh_from_db(), new.refresh_from_db(), file.assessment_entry.refresh_from_db()
    assert (absent.state, absent.withdrawn_at, absent.withdrawn_because) == ("withdrawn", scene.now, REASON)
    assert (new.juror, new.replaces, new.state) == (spare, absent, "locked")
    assert (file.assessment_entry.state, missing_for_tally(scene.edition)) == (EntryState.SCORED, [])
    tally = scene.sealed_tally()
    assert (tally.rows.get().jurors, remake(tally).differences) == (5, [])
    assert not Conflict.objects.exists()


def test_the_journal_says_whose_sheet_of_which_file_and_no_word_of_the_reason(scene, file, spare):
    absent = draft_of(file, 1)

    seats.withdraw_sheets([absent], REASON, replacements={absent: spare}, by=scene.secretariat, now=scene.now)

    event = Event.objects.get(kind="sheet.withdrawn")
    assert (event.subject, event.said) == (
        absent.subject,
        {"entry": file.number, "juror": str(absent.juror.user.uuid)},
    )
    assert Notice.objects.get(kind="assessments.withdrawn").recipient == absent.juror.user
    assert Notice.objects.filter(kind="assessments.assigned", recipient=spare.user).exists()


def test_who_lost_the_sheet_reads_why_and_can_neither_open_nor_fill_it(scene, file):
    absent = draft_of(file, 1)
    juror = signed_in(scene, "juror1")
    question = scene.plan.rubric.aspects.first().criteria.first()

    seats.withdraw_sheets([absent], REASON, by=scene.secretariat, now=scene.now)

    queue = juror.get(reverse("assessments:jury_queue"))
    assert REASON in words(queue)
    assert queue.context["queue"].seasons == []
    for page in ("jury_sheet", "jury_send", "jury_ask_reopening"):
        assert juror.get(reverse(f"assessments:{page}", args=[file.blind_code])).status_code == 404
    operation = {
        "op_id": str(uuid4()),
        "base_version": 0,
        "cells": [{"criterion": question.pk, "choice": "1", "note": ""}],
    }
    saved = juror.post(
        reverse("assessments:jury_save", args=[file.blind_code]), operation, content_type="application/json"
    )
    assert (saved.status_code, saved.json()["status"], saved.json()["message"]) == (
        409,
        "closed",
        "Panitia menarik lembar ini",
    )


def test_who_was_taken_off_a_file_is_not_given_it_again(scene, file, spare):
    absent = draft_of(file, 1)
    seats.withdraw_sheets([absent], REASON, by=scene.secretariat, now=scene.now)

    with pytest.raises(Refused) as refused:
        assigning.assign_sheets([(absent.entry, absent.juror)], by=scene.secretariat, now=scene.now)
    assert [item.code for item in refused.value.missing] == ["withdrawn"]

    proposal = get(signed_in(scene, "secretariat"), "assignment", bagian="pembagian", benih="7").context["proposal"]
    assert (proposal.pairs, proposal.short) == ([(absent.entry_id, spare.pk)], {})


def test_only_a_draft_is_taken_back_and_only_with_a_reason(scene, file):
    sent = draft_of(file, 1)
    scene.fill(sent)
    sheets.send_sheet([sent], by=sent.juror.user, now=scene.now)

    with pytest.raises(Stale):
        seats.withdraw_sheets([sent], REASON, by=scene.secretariat, now=scene.now)
    with pytest.raises(Refused) as refused:
        seats.withdraw_sheets([draft_of(file, 2)], " ", by=scene.secretariat, now=scene.now)

    assert [item.code for item in refused.value.missing] == ["no_reason"]
    assert set(states(file).values()) == {SheetState.SENT, SheetState.DRAFT}


def test_a_sheet_opened_again_and_taken_back_no_longer_counts_with_its_earlier_round(scene, file, spare):
    scene.score(file)
    locked = Scoresheet.objects.select_related("juror__user", "entry__nomination__edition").get(
        juror__user__name="Juri 1"
    )
    again = sheets.reopen_sheet(locked, "Ada kriteria yang tidak dinilai", by=scene.secretariat, now=scene.now)

    seats.withdraw_sheets([again], REASON, replacements={again: spare}, by=scene.secretariat, now=scene.now)
    scene.score(file)

    file.assessment_entry.refresh_from_db()
    assert file.assessment_entry.state == EntryState.SCORED
    assert scene.sealed_tally().rows.get().jurors == 5


def test_the_secretariat_sees_what_it_takes_back_and_picks_who_judges_instead(scene, file, spare, officer):
    absent = draft_of(file, 1)
    scene.fill(absent)
    assert "Tarik lembar" in words(get(officer, "entry", file.blind_code))
    args = [file.blind_code, absent.juror.user.uuid]

    page = get(officer, "withdraw", *args)
    offered = [key for key, _label in page.context["form"].fields["replacement"].choices]
    assert offered == [str(spare.user.uuid), "nanti"]
    refused = post(officer, "withdraw", *args)
    assert (refused.status_code, absent.state) == (422, "draft")
    done = officer.post(page.request["PATH_INFO"], filled(page, reason=REASON, replacement=str(spare.user.uuid)))

    assert done.status_code == 302
    assert (states(file)["Juri 1"], states(file)["Juri 6"]) == ("withdrawn", "draft")
    assert REASON in words(officer.get(done.url))
    assert get(officer, "withdraw", *args).status_code == 409


# --- A seat ends --------------------------------------------------------------------------------------------------------


def seat_of(scene: Scene, number: int) -> PanelMember:
    return PanelMember.objects.select_related("juror__user").get(juror=scene.jurors[number - 1])


def test_a_seat_that_ends_takes_the_drafts_along_and_leaves_what_was_given(scene, file):
    scene.score(file)
    waiting = scene.at(S.IN_ASSESSMENT)

    taken = seats.end_seat(seat_of(scene, 1), REASON, by=scene.secretariat, now=scene.now)

    assert [sheet.entry.nomination for sheet in taken] == [waiting]
    assert (states(file)["Juri 1"], states(waiting)["Juri 1"]) == ("locked", "withdrawn")
    seat = seat_of(scene, 1)
    assert (seat.ended_at, seat.ended_because, Conflict.objects.count()) == (scene.now, REASON, 0)
    assert Event.objects.get(kind="panel.seat_ended").body["sheets"] == 1
    with pytest.raises(Stale):
        seats.end_seat(seat, REASON, by=scene.secretariat, now=scene.now)


def test_whose_seat_has_ended_gets_no_file_keeps_a_sent_sheet_sent_and_may_be_seated_again(scene, file):
    sent = draft_of(file, 1)
    scene.fill(sent)
    sheets.send_sheet([sent], by=sent.juror.user, now=scene.now)
    seats.end_seat(seat_of(scene, 1), REASON, by=scene.secretariat, now=scene.now)
    [other] = assigning.open_entries([scene.at(S.PASSED)], by=scene.secretariat, now=scene.now)

    with pytest.raises(Refused) as undone:
        sheets.undo_send([sent], by=sent.juror.user, now=scene.now + timedelta(minutes=1))
    with pytest.raises(Refused) as assigned:
        assigning.assign_sheets([(other, scene.jurors[0])], by=scene.secretariat, now=scene.now)
    assert [undone.value.missing[0].code, assigned.value.missing[0].code] == ["seat_ended", "seat_ended"]
    assert states(file)["Juri 1"] == "sent"

    assigning.seat_panel(scene.edition, scene.commodity.pk, [scene.jurors[0]], by=scene.secretariat, now=scene.now)
    assert len(assigning.assign_sheets([(other, scene.jurors[0])], by=scene.secretariat, now=scene.now)) == 1


def test_the_page_says_before_it_happens_what_becomes_of_the_sheets(scene, file, officer):
    assert "Akhiri kursi Juri 1" in words(get(officer, "assignment", bagian="panel"))
    args = [scene.commodity.pk, scene.juror1.uuid]

    page = get(officer, "end_seat", *args)
    assert (page.context["sheets"].drafts, page.context["sheets"].kept) == ([file.blind_code], 0)
    assert post(officer, "end_seat", *args).status_code == 422
    done = officer.post(page.request["PATH_INFO"], filled(page, reason=REASON), follow=True)

    assert "Kursi Juri 1 berakhir, 1 lembar ditarik" in words(done)
    assert states(file)["Juri 1"] == "withdrawn"
    assert "Akhiri kursi Juri 1" not in words(get(officer, "assignment", bagian="panel"))
    assert get(officer, "end_seat", *args).status_code == 404


def test_the_pages_cost_the_same_for_one_file_and_for_three(scene, file, officer, django_assert_max_num_queries):
    args = [scene.commodity.pk, scene.juror1.uuid]
    with django_assert_max_num_queries(12):
        get(officer, "end_seat", *args)
        first = draft_of(file, 1)
    scene.at(S.IN_ASSESSMENT), scene.at(S.IN_ASSESSMENT)
    with django_assert_max_num_queries(12):
        get(officer, "end_seat", *args)
    with django_assert_max_num_queries(16):
        get(officer, "withdraw", file.blind_code, first.juror.user.uuid)
