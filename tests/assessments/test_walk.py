"""The whole life of a nomination, by the verbs alone: every declared move is driven, and nothing else moves."""

from datetime import timedelta

import pytest

from assessments.models import ConflictKind, Entry, Scoresheet
from assessments.operations import assigning, seats, sheets
from assessments.operations import tally as tallies
from assessments.operations.screening import close_unanswered
from assessments.states import ENTRY, SHEET, TALLY
from awards.models import Award, Certificate, Nomination, WindowKind
from awards.operations import candidates, outcome, proposals, sending
from awards.states import ANSWERING, CERTIFICATE, NOMINATION, PROPOSAL
from awards.states import NominationState as S
from ovop_portal.common import verbs
from ovop_portal.ledger import sealing
from ovop_portal.notifications.models import Notice, NoticeQuerySet
from tests.assessments.factories import JurorFactory
from tests.documents.factories import document
from tests.scene import Scene, mended, open_the_edition, sheets_for_sending
from tests.support.second_person import disqualify

pytestmark = pytest.mark.django_db


def test_an_owner_s_file_goes_from_draft_to_a_published_award_that_verifies():
    scene = Scene.begin()

    award = scene.award()

    assert (award.stars, award.nomination.state) == (3, S.DETERMINED)
    assert list(award.nomination.milestones.values_list("code", flat=True)) == [
        "sent",
        "ready",
        "nominated",
        "screening",
        "passed",
        "in_assessment",
        "awarded",
    ]
    assert Certificate.objects.get(published__award=award).state == "being_made"
    # What was published of the award, and the publication itself.
    assert scene.edition.publication.ledger_size == sealing.head().size - 2
    assert sealing.verify().breach == ""


@pytest.fixture
def driven(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str, str]]:
    """Every (verb, from, to) that a test drives through the one door."""
    pairs: set[tuple[str, str, str]] = set()

    def listen(obj: object, verb_name: str, came_from: str, to: str) -> None:
        pairs.add((verb_name, str(came_from), str(to)))

    monkeypatch.setattr(verbs, "listeners", [listen])
    return pairs


def declared(*machines: verbs.Machine) -> set[tuple[str, str, str]]:
    return {(name, str(a), str(b)) for machine in machines for name, pairs in machine.verbs.items() for a, b in pairs}


def test_every_declared_move_is_driven_by_its_verb(driven):
    scene = Scene.begin()
    drive_the_desks(scene)
    drive_the_jury(scene)
    drive_the_holders(scene)

    assert driven == declared(NOMINATION, CERTIFICATE, PROPOSAL, ENTRY, SHEET, TALLY)


# Steps of which nobody is told, and why.
UNTOLD = {
    ("start_screening", S.SCREENING): "nobody is to do anything; the owner's page shows the step",
    ("determine", S.DETERMINED): "under embargo until the publication, which tells everybody at once",
    ("decide_stars", "decided"): "under embargo, too",
    ("confirm", "confirmed"): "what is thereby carried out is told by its own verb",
    ("finish_certificate", "ready"): "the news of the award has said where the certificate will be",
    ("send_sheet", "sent"): "the juror's own step, which the monitor of the secretariat shows",
    ("undo_send", "draft"): "the juror's own step",
    ("lock_sheets", "locked"): "time itself; the monitor shows it",
    ("lock_sheets", "scored"): "time itself; the desk says when the tally can be made",
}


def test_every_step_is_told_to_somebody_or_says_why_not(driven, monkeypatch):
    told: set[str] = set()
    keep = NoticeQuerySet.bulk_create

    def listen(rows: NoticeQuerySet, notices: list[Notice], **options: object) -> list[Notice]:
        told.update([verbs._running.get()] if notices else [])
        return keep(rows, notices, **options)

    monkeypatch.setattr(NoticeQuerySet, "bulk_create", listen)
    scene = Scene.begin()
    drive_the_desks(scene)
    drive_the_jury(scene)
    drive_the_holders(scene)

    steps = {(name, to) for name, _came_from, to in driven}
    assert {step for step in steps if step[0] not in told} == {(name, str(to)) for name, to in UNTOLD}


def drive_the_desks(scene: Scene) -> None:
    """Owner, dinas and screeners: every road before the jury, the dead ends too."""
    owner, operator, signer, now = scene.owner, scene.dinas_operator, scene.dinas_signer, scene.now
    for state in (S.DRAFT, S.WITH_OFFICE, S.RETURNED_TO_OWNER, S.READY, S.SUBMITTED, S.SCREENING, S.RETURNED_TO_OFFICE):
        sending.withdraw([scene.at(state)], "Pemilik sakit", by=owner, now=now)
    again = scene.at(S.RETURNED_TO_OWNER)
    sending.send_to_office([again], mended(again), by=owner, now=now)
    sending.mark_ready([again], by=operator, now=now)
    sending.return_to_owner([again], [("foto", "Ganti foto")], by=operator, now=now)
    sending.decline_to_nominate([scene.at(S.READY)], "Menunggu sentra", by=signer, now=now)
    scene.at(S.NOT_NOMINATED)
    scene.at(S.FAILED)
    completed = scene.at(S.RETURNED_TO_OFFICE)
    sending.mark_ready([completed], mended(completed), by=operator, now=now)
    sending.return_to_owner([scene.at(S.RETURNED_TO_OFFICE)], [("foto", "Ganti foto")], by=operator, now=now)
    for state in ANSWERING:
        late = scene.at(S.RETURNED_TO_OFFICE)
        if state == S.READY:
            sending.mark_ready([late], mended(late), by=operator, now=now)
        elif state != S.RETURNED_TO_OFFICE:
            sending.return_to_owner([late], [("foto", "Ganti foto")], by=operator, now=now)
        if state == S.WITH_OFFICE:
            sending.send_to_office([late], mended(late), by=owner, now=now)
        late = Nomination.objects.get(pk=late.pk)
        long_after = scene.edition.window(WindowKind.NOMINATION).closes_at + timedelta(days=1)
        close_unanswered([late], "Tidak dilengkapi", by=scene.second_screener, now=long_after)
    disqualify(
        [passed := scene.at(S.PASSED), scene.at(S.PASSED)][1:], "Usaha sudah tutup", by=scene.secretariat, now=now
    )
    told = {"basis": "BA-1", "basis_date": now.date(), "reason": "Usaha tutup"}
    declined = proposals.propose(passed, "disqualify", **told, by=scene.secretariat, now=now)
    proposals.decline(declined, "Masih berproduksi", by=scene.screener, now=now)
    disqualify([passed], "Usaha tutup juga", by=scene.secretariat, now=now)


def drive_the_jury(scene: Scene) -> None:
    """Sheets sent, taken back, locked, opened again and recused; a tally refused and one sealed; stars decided, determined and published."""
    now, officer = scene.now, scene.secretariat
    disqualify([scene.at(S.IN_ASSESSMENT)], "Dokumen palsu", by=officer, now=now)
    nomination = scene.at(S.IN_ASSESSMENT)
    [first, *_others] = sheets_for_sending(nomination)
    scene.fill(first)
    sheets.send_sheet([first], by=first.juror.user, now=now)
    sheets.undo_send([first], by=first.juror.user, now=now + timedelta(minutes=4))
    scene.score(nomination)
    locked = Scoresheet.objects.get(pk=first.pk)
    again = sheets.reopen_sheet(locked, "Salah baca takaran", by=officer, now=now)
    sheets.send_sheet(list(sheets_for_sending(nomination)), by=again.juror.user, now=now)
    sheets.lock_sheets(now=now + timedelta(minutes=6))
    ask_one_more_juror(scene, nomination)
    the_last_one_leaves(scene)
    the_last_ones_do_not_come(scene)
    spare = scene.at(S.IN_ASSESSMENT)
    assigning.declare_conflict(scene.jurors[0], [spare], ConflictKind.FIRM, by=scene.juror1, now=now)
    disqualify([spare], "Ditarik panitia", by=officer, now=now)
    refused = scene.sealed_tally()
    run_and_refuse(scene)
    scene.decide(scene.sealed_tally())
    assert refused.state == "sealed"
    scene.determine()
    on_the_desk = scene.edition.nominations.filter(state__in=[S.SUBMITTED, S.SCREENING, S.PASSED])
    for waiting in [*on_the_desk, *scene.edition.nominations.being_answered()]:
        sending.withdraw([waiting], "Pemilik sakit", by=scene.owner, now=now)
    scene.publish()
    award = Award.objects.get(nomination=nomination)
    outcome.finish_certificate(award.in_force().certificate, document("awards.certificate"), by="system:tests", now=now)


def ask_one_more_juror(scene: Scene, nomination: Nomination) -> None:
    """An entry that was complete gets a sixth sheet, and is complete again."""
    one_more_sheet(scene, nomination, 6)
    scene.score(nomination)


def the_last_one_leaves(scene: Scene) -> None:
    """An entry with five locked sheets and a sixth that is open: its juror has a conflict."""
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination, level=0)
    mine = one_more_sheet(scene, nomination, 7)
    assigning.declare_conflict(mine.juror, [nomination], ConflictKind.FIRM, by=mine.juror.user, now=scene.now)


def the_last_ones_do_not_come(scene: Scene) -> None:
    """Two entries with five locked sheets and a sixth that nobody fills in: one sheet is taken back, of the other the seat ends."""
    for number in (8, 9):
        nomination = scene.at(S.IN_ASSESSMENT)
        scene.score(nomination, level=0)
        mine = one_more_sheet(scene, nomination, number)
        if number == 8:
            seats.withdraw_sheets([mine], "Tidak dapat dihubungi", by=scene.secretariat, now=scene.now)
        else:
            seat = mine.juror.seats.get()
            seats.end_seat(seat, "Pindah tugas", by=scene.secretariat, now=scene.now)


def one_more_sheet(scene: Scene, nomination: Nomination, number: int) -> Scoresheet:
    """A sheet for somebody who joins the panel."""
    juror = JurorFactory(name=f"Juri {number}", now=scene.now)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [juror], by=scene.secretariat, now=scene.now)
    entry = Entry.objects.select_related("nomination__edition").get(nomination=nomination)
    [sheet] = assigning.assign_sheets([(entry, juror)], by=scene.secretariat, now=scene.now)
    return sheet


def run_and_refuse(scene: Scene) -> None:
    """A tally that is asked for, and then finds that it cannot be made."""
    run = tallies.request_tally(scene.edition, by=scene.secretariat, now=scene.now)
    tallies.refuse_tally(run, [verbs.Missing("open", "Satu berkas belum lengkap nilainya")], now=scene.now)


def drive_the_holders(scene: Scene) -> None:
    """Holders of the edition before: invited, then back before the jury, withdrawn, or lapsed."""
    award = Award.objects.for_list().get()
    owner, officer, now = scene.owner, scene.secretariat, scene.now + timedelta(days=30)
    for year, ending in ((2028, "accept"), (2030, "withdraw"), (2032, "lapse")):
        following = open_the_edition(year, now)
        type(following).objects.filter(pk=following.pk).update(previous=scene.edition)
        following.refresh_from_db()
        [invited] = candidates.invite_holders([award], following, by=officer, now=now)
        if ending == "accept":
            sending.declare([invited], may_publish=True, by=owner, now=now)
            candidates.accept_invitation([invited], by=owner, now=now)
        elif ending == "withdraw":
            sending.withdraw([invited], "Usaha beralih", by=owner, now=now)
        else:
            candidates.lapse_invitations([invited], by="system:clock", now=now)
        type(following).objects.filter(pk=following.pk).update(previous=None)
