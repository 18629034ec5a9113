"""Nothing a person wrote in their own words stands in the ledger: it is never taken back, and words may name people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.models import ReadingOutcome, Scoresheet
from assessments.operations import assigning, seats
from assessments.operations.schedule import reschedule
from assessments.operations.screening import FileReading, read_files, take_up
from awards.models import Award, Nomination, Verdict, WindowKind
from awards.operations import extending, programme, proposals, sending
from awards.states import NominationState as S
from ovop_portal.ledger.models import Event
from tests.awards.extensions import by_hand
from tests.scene import Scene
from tests.support import second_person

pytestmark = pytest.mark.django_db
CANARY = "Ibu Kenari Rahasia sakit"


def screened(scene: Scene, verdict: str, turn_by: list[str]) -> Nomination:
    nomination = scene.at(S.SUBMITTED)
    take_up([nomination], by=scene.people[turn_by[0]], now=scene.now)
    verdicts = {pk: (word, CANARY if word != Verdict.MET else "") for pk, (word, _r) in scene.verdicts(verdict).items()}
    for reader in turn_by:
        reading = FileReading(nomination, ReadingOutcome(verdict), verdicts, CANARY)
        read_files([reading], by=scene.people[reader], now=scene.now, answer_by=scene.now.replace(year=2027))
    return nomination


def test_no_event_carries_the_reason_or_note_that_somebody_typed() -> None:
    scene = Scene.begin()
    now, officer = scene.now, scene.secretariat
    window = scene.edition.window(WindowKind.PLENARY)
    dates = window.opens_at, window.closes_at + timedelta(days=1)
    reschedule(scene.edition, window.kind, dates, reason=CANARY, seen=window.seen, by=officer, now=now)
    given = by_hand(scene, reason=CANARY)
    extending.withdraw_extension(given, CANARY, by=officer, now=now)
    returned = screened(scene, "return", ["screener"])
    sending.withdraw([returned], CANARY, by=scene.dinas_signer, now=now)
    screened(scene, "fail", ["screener", "second_screener"])
    sending.withdraw([scene.at(S.WITH_OFFICE)], CANARY, by=scene.owner, now=now)
    sending.decline_to_nominate([scene.at(S.READY)], CANARY, by=scene.dinas_signer, now=now)
    sending.return_to_owner([scene.at(S.WITH_OFFICE)], [("foto", CANARY)], by=scene.dinas_operator, now=now)
    second_person.disqualify([scene.at(S.IN_ASSESSMENT)], CANARY, by=officer, now=now)
    judged = scene.at(S.IN_ASSESSMENT)
    assigning.declare_conflict(scene.jurors[0], [judged], "other", note=CANARY, by=officer, now=now)
    last = Scoresheet.objects.filter(entry__nomination=judged, state="draft").select_related("juror__user").first()
    seats.withdraw_sheets([last], CANARY, by=officer, now=now)
    second_person.disqualify([judged], CANARY, by=officer, now=now)
    award = scene.award()
    locked = Scoresheet.objects.filter(entry__nomination=award.nomination, state="locked")
    assert locked.exists()
    cohort = programme.open_cohort(scene.edition, name="Angkatan 1", seats=3, by=scene.curator, now=now)
    programme.curate(award, cohort, CANARY, by=scene.curator, now=now)
    given = Award.objects.get(pk=award.pk)
    second_person.correct(given, firm="UD Benar", reason=CANARY, by=officer, now=now)
    held = proposals.propose(
        award.nomination, "revoke", basis="1/2027", basis_date=now.date(), reason=CANARY, by=officer, now=now
    )
    proposals.decline(held, CANARY, by=officer, now=now)
    second_person.revoke(given, decree_number="1/2027", date=now.date(), reason=CANARY, by=officer, now=now)

    told = [event for event in Event.objects.all() if "Kenari" in str(event.body) + event.subject + event.actor]

    assert [(event.kind, event.body) for event in told] == []
