"""The screeners' desk: files are taken up and read gate by gate; a rejection waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from assessments.models import ReadingOutcome
from assessments.operations.screening import FileReading, read_files, take_up
from awards.models import Endorsement, Verdict
from awards.operations import sending
from awards.states import NominationState as S
from ikm.models import PermitKind
from ikm.operations import add_permit
from ovop_portal.accounts.models import User
from ovop_portal.demo.season.files import File, nominations
from ovop_portal.demo.season.preparing import mended
from ovop_portal.demo.season.setting import Season

INCOMPLETE = "Salinan NIB terpotong: nomor dan tanggal tidak terbaca"
ANSWER_DAYS = 14


def note_screening(
    season: Season, files: Sequence[File], *, first: float = 0.0, last: float = 0.6, part: str = ""
) -> None:
    """Note how `files` are read, in batches, between two parts of the screening window; what follows from a reading comes later."""
    waiting = [file for file in files if file.reaches(S.SCREENING) and file.submitted_at]
    waiting.sort(key=lambda file: (file.submitted_at, file.regency))
    certain = [file for file in waiting if not file.doubted]
    size = max(4, len(files) // 40)
    batches = [certain[start : start + size] for start in range(0, len(certain), size)]
    chance = season.chance(f"screening{part}")
    # Rejections that wait for the second person: one screener waits for the other, and the other way round.
    doubted = [file for file in waiting if file.doubted]
    turns = [(turn, batch) for turn, batch in enumerate(batches)]
    turns += [(turn, doubted[turn::2]) for turn in (0, 1) if doubted[turn::2]]
    for place, (turn, batch) in enumerate(turns):
        hour = season.calendar.hour(
            season.calendar.screening, first + (last - first) * (place + 0.5) / len(turns), chance
        )
        sent = max(file.submitted_at for file in batch if file.submitted_at)
        if hour <= sent:
            hour = season.after(sent, 1, chance)
        reader, second = season.cast.screeners[:: 1 if turn % 2 == 0 else -1]
        season.agenda.at(hour, partial(_take_up, batch, reader))
        season.agenda.at(season.after(hour, 0, chance), partial(_read, season, batch, reader, second))


def _take_up(files: Sequence[File], reader: User, hour: datetime) -> None:
    take_up(nominations(files), by=reader, now=hour)


def _read(season: Season, files: Sequence[File], reader: User, second: User, hour: datetime) -> None:
    """The first reading of a batch; files that shall only lie on the desk are left there."""
    chance = season.chance(f"reading:{files[0].at.number}")
    passed = [file for file in files if file.reaches(S.PASSED) and not file.completed]
    rejected = [file for file in files if file.aim == S.FAILED or file.doubted]
    returned = [
        file for file in files if file.aim == S.RETURNED_TO_OFFICE or (file.completed and file.reaches(S.PASSED))
    ]
    readings = [_reading(season, file, ReadingOutcome.PASS) for file in passed]
    readings += [_reading(season, file, ReadingOutcome.FAIL) for file in rejected]
    readings += [_reading(season, file, ReadingOutcome.RETURN) for file in returned]
    if readings:
        read_files(readings, by=reader, now=hour, answer_by=hour + timedelta(days=ANSWER_DAYS))
    confirmed = [file for file in rejected if not file.doubted]
    if confirmed:
        season.agenda.at(season.after(hour, 2, chance), partial(_confirm, season, confirmed, second))
    answered = [file for file in returned if file.aim != S.RETURNED_TO_OFFICE]
    if answered:
        season.agenda.at(season.after(hour, 4, chance), partial(_complete, season, answered, reader))


def _confirm(season: Season, files: Sequence[File], second: User, hour: datetime) -> None:
    """The second person reads what the first would reject, and agrees."""
    take_up(nominations(files), by=second, now=hour)
    read_files([_reading(season, file, ReadingOutcome.FAIL) for file in files], by=second, now=hour)


def _complete(season: Season, files: Sequence[File], reader: User, hour: datetime) -> None:
    """The dinas puts in the paper that was missing and sends again; the same screener reads again some days later."""
    chance = season.chance(f"answer:{files[0].at.number}")
    for file in files:
        nomination, staff = file.at, season.cast.staff[file.regency]
        papers = season.papers(season.chance(f"papers:{nomination.number}"), hour)
        add_permit(
            nomination.ikm,
            PermitKind.NIB,
            number=nomination.ikm.nib,
            issued_on=None,
            valid_until=None,
            document=papers.paper("nib", "ikm.permit"),
            by=staff.operator,
            now=hour,
        )
        act = nomination.endorsement
        assert isinstance(act, Endorsement)
        sending.mark_ready([nomination], mended([nomination]), by=staff.operator, now=hour)
        sending.submit_nominations([nomination], act, by=staff.signer, now=hour)
    season.agenda.at(season.after(hour, 2, chance), partial(_read_again, season, files, reader))


def _read_again(season: Season, files: Sequence[File], reader: User, hour: datetime) -> None:
    take_up(nominations(files), by=reader, now=hour)
    read_files([_reading(season, file, ReadingOutcome.PASS) for file in files], by=reader, now=hour)


def _reading(season: Season, file: File, outcome: ReadingOutcome) -> FileReading:
    """A verdict on every gate that is asked of the file, and the words of an outcome other than a pass."""
    gates = {gate.code: gate for gate in season.edition.gates.all() if gate.applies_to(file.commodity)}
    verdicts = {gate.pk: (Verdict.MET.value, "") for gate in gates.values()}
    note = ""
    if outcome == ReadingOutcome.FAIL:
        assert file.flaw is not None
        note = file.flaw.words
        verdicts[gates[file.flaw.gate].pk] = (Verdict.UNMET.value, note)
    elif outcome == ReadingOutcome.RETURN:
        note = INCOMPLETE
        verdicts[gates["G04"].pk] = (Verdict.MISSING.value, note)
    return FileReading(file.at, outcome.value, verdicts, note)
