"""Before the jury: panels, conflicts, assignment, samples, sheets filled and sent by day, locked by the clock each evening."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from assessments.models import ConflictKind, Criterion, Entry, Juror, Scoresheet
from assessments.operations import assigning
from assessments.operations import sheets as sheet_desk
from assessments.panels.assignment import Candidate, Task, propose
from assessments.panels.eligibility import Eligibility
from assessments.scoring.saving import Cell, save_many
from awards.models import ActKind
from awards.operations import proposals
from awards.states import NominationState as S
from ovop_portal.common.clock import WIB, day_in_wib
from ovop_portal.demo.season import scoring
from ovop_portal.demo.season.cast import Seat
from ovop_portal.demo.season.files import File, nominations
from ovop_portal.demo.season.places import COMMODITIES
from ovop_portal.demo.season.setting import Season

WORKING_DAYS, SITTINGS = 12, 4
CONFLICTS = [
    (ConflictKind.FIRM, "Pernah membeli dan memajang produk usaha ini."),
    (ConflictKind.COACHED, "Membina sentra ini dalam pelatihan desain."),
    (ConflictKind.FIRM, "Masih berkerabat dengan pemilik."),
    (ConflictKind.OTHER, "Anggota perkumpulan yang sama dengan pemilik."),
]
DISQUALIFIED = "Usaha berhenti berproduksi sesudah lolos administrasi."


@dataclass(frozen=True)
class Progress:
    """How far the jury is: the part of the sheets that are locked, and whether the demo's own jurors still have theirs before them."""

    locked: float = 1.0
    demo_waits: bool = False


class JuryAtWork:
    """The jury's part of one season."""

    def __init__(self, season: Season, files: Sequence[File], conflicts: int, progress: Progress) -> None:
        self.season, self.files, self.conflicts, self.progress = season, files, conflicts, progress
        self.seat_of = {seat.juror.pk: seat for seat in season.cast.seats}
        self.file_of: dict[int, File] = {}
        rubric = season.edition.plan.rubric_id
        self.forms = {
            code: scoring.Form.of(Criterion.objects.of(rubric, code).prefetch_related("levels")) for code in COMMODITIES
        }

    def note(self, *, first: float = 0.0) -> None:
        """Note the first days; what follows is noted when the sheets are there."""
        season, chance = self.season, self.season.chance("jury days")
        hour = season.calendar.hour(season.calendar.assessment, first, chance)
        season.agenda.at(hour, self._seat)
        season.agenda.at(hour + timedelta(minutes=20), self._open)

    def _seat(self, hour: datetime) -> None:
        """Each commodity group that has files gets its panel."""
        season = self.season
        for commodity in sorted({file.commodity for file in self.files}):
            jurors = [seat.juror for seat in season.cast.panel(commodity)]
            assigning.seat_panel(season.edition, commodity, jurors, by=season.cast.secretariat, now=hour)

    def _open(self, hour: datetime) -> None:
        """Files come before the jury; conflicts are declared; the next days are noted."""
        season, chance = self.season, self.season.chance("conflicts")
        gone = [file for file in self.files if file.aim == S.DISQUALIFIED]
        if gone:
            self._disqualify(gone, hour)
        judged = [file for file in self.files if file.reaches(S.IN_ASSESSMENT)]
        entries = assigning.open_entries(nominations(judged), by=season.cast.secretariat, now=hour)
        for file, entry in zip(judged, entries, strict=True):
            file.entry, self.file_of[entry.pk] = entry, file
        self._declare(judged, hour, chance)
        assigned = [file for file in judged if file.has_jury]
        if assigned:
            season.agenda.at(season.after(hour, 1, chance), partial(self._assign, assigned))

    def _disqualify(self, files: Sequence[File], hour: datetime) -> None:
        """By minutes of the secretariat, which a second person confirms."""
        cast, day = self.season.cast, day_in_wib(hour)
        for place, nomination in enumerate(nominations(files), 1):
            proposal = proposals.propose(
                nomination,
                ActKind.DISQUALIFY,
                basis=f"BA-{place}/{day.year}",
                basis_date=day,
                reason=DISQUALIFIED,
                by=cast.secretariat,
                now=hour,
            )
            proposals.confirm(proposal, by=cast.second_person, now=hour)
            nomination.refresh_from_db(fields=["state", "changed_at", "reason"])

    def _declare(self, files: Sequence[File], hour: datetime, chance: random.Random) -> None:
        """Jurors look through the list of their panels and say whom they must not judge. Enough stay free for every file."""
        known: Counter[int] = Counter()
        rule = self._rule(files)
        pairs = [
            (seat, file)
            for file in files
            for seat in self.season.cast.panel(file.commodity)
            if rule.may_judge(_task(file).pk, seat.juror.pk)
        ]
        for seat, file in chance.sample(pairs, min(self.conflicts, len(pairs))):
            if known[id(file)] < 1:
                known[id(file)] += 1
                kind, note = chance.choice(CONFLICTS)
                assigning.declare_conflict(seat.juror, [file.at], kind, note=note, by=seat.juror.user, now=hour)
        # Own regions are flagged by the portal's rule, and stand beside what jurors declare.
        for seat in self.season.cast.seats:
            own = [
                file.at
                for file in files
                if file.regency == seat.juror.home_regency_id and file.commodity in seat.panels
            ]
            if own:
                assigning.declare_conflict(seat.juror, own, ConflictKind.REGION, by=seat.juror.user, now=hour)

    def _assign(self, files: Sequence[File], hour: datetime) -> None:
        """The proposal is taken as it is; sheets, samples and sittings follow from it."""
        season, chance = self.season, self.season.chance("assignment")
        rule = self._rule(files)
        panels = {code: [_candidate(seat) for seat in season.cast.panel(code)] for code in COMMODITIES}
        tasks = [_task(file) for file in files]
        taken = self._for_the_demo(tasks, rule) if self.progress.demo_waits else []
        proposal = propose(
            tasks,
            panels,
            may_judge=rule.may_judge,
            per_entry=season.edition.plan.jurors_per_entry,
            seed=season.seed,
            taken=taken,
        )
        assert not proposal.short, proposal.short
        pairs = [(self._entry(entry), self.seat_of[juror].juror) for entry, juror in [*taken, *proposal.pairs]]
        made = assigning.assign_sheets(pairs, by=season.cast.secretariat, now=hour)
        made = self._late_conflicts(made, rule, season.after(hour, 0, chance), chance)
        season.agenda.at(
            season.after(hour, 1, chance), partial(self._receive, [file for file in files if file.has_sample])
        )
        self._note_sittings(made, season.after(hour, 2, chance), chance)

    def _for_the_demo(self, tasks: Sequence[Task], rule: Eligibility) -> list[tuple[int, int]]:
        """The demo's own jurors find work whatever the lots say: up to three files each."""
        pairs: list[tuple[int, int]] = []
        for seat in self.season.cast.seats:
            if seat.is_demo:
                fitting = [task for task in tasks if rule.may_judge(task.pk, seat.juror.pk)]
                full = Counter(entry for entry, _juror in pairs)
                free = [task for task in fitting if full[task.pk] < self.season.edition.plan.jurors_per_entry]
                pairs += [(task.pk, seat.juror.pk) for task in free[:3]]
        return pairs

    def _receive(self, files: Sequence[File], hour: datetime) -> None:
        """The samples arrive."""
        entries = entries_of(files)
        waybill = f"CONTOH{self.season.edition.year}"
        assigning.receive_samples(entries, waybill=waybill, by=self.season.cast.secretariat, now=hour)
        for entry in entries:
            entry.sample_received_at, entry.sample_waybill = hour, waybill

    def _late_conflicts(
        self, made: list[Scoresheet], rule: Eligibility, hour: datetime, chance: random.Random
    ) -> list[Scoresheet]:
        """A few jurors find out only from the file that they know the firm; somebody else takes their place."""
        late = [
            sheet
            for sheet in chance.sample(made, min(len(made), self.conflicts // 5))
            if not self.seat_of[sheet.juror_id].is_demo
        ]
        replaced: list[tuple[Entry, Juror]] = []
        done: set[int] = set()
        for sheet in late:
            file = self.file_of[sheet.entry_id]
            sitting = {other.juror_id for other in made if other.entry_id == sheet.entry_id}
            free = [
                seat
                for seat in self.season.cast.panel(file.commodity)
                if seat.juror.pk not in sitting and rule.may_judge(sheet.entry_id, seat.juror.pk)
            ]
            if free and sheet.entry_id not in done:
                done.add(sheet.entry_id)
                kind, note = chance.choice(CONFLICTS)
                assigning.declare_conflict(sheet.juror, [file.at], kind, note=note, by=sheet.juror.user, now=hour)
                replaced.append((sheet.entry, chance.choice(free).juror))
                made = [other for other in made if other is not sheet]
        if replaced:
            made += assigning.assign_sheets(replaced, by=self.season.cast.secretariat, now=hour)
        return made

    def _rule(self, files: Sequence[File]) -> Eligibility:
        """Who may judge these files."""
        return Eligibility.of([entry.pk for entry in entries_of(files)], list(self.seat_of))

    def _entry(self, pk: int) -> Entry:
        entry = self.file_of[pk].entry
        assert entry is not None
        return entry

    # --- Scoring ----------------------------------------------------------------------------------------------------------------

    def _note_sittings(self, made: Sequence[Scoresheet], begins: datetime, chance: random.Random) -> None:
        """Each juror fills and sends their sheets in a few sittings; each evening the clock locks them."""
        season, days = self.season, self.season.calendar.assessment
        marks = self._marks(made)
        by_juror: dict[int, list[Scoresheet]] = defaultdict(list)
        for sheet in made:
            by_juror[sheet.juror_id].append(sheet)
        evenings: set[datetime] = set()
        # A dozen days on which the jury works; every juror comes to some of them.
        window = (begins.astimezone(WIB).date() + timedelta(days=1), days[1] - timedelta(days=1))
        for juror, own in by_juror.items():
            chance.shuffle(own)
            done = self._done(self.seat_of[juror], own, chance)
            size = max(1, -(-len(done) // SITTINGS))
            days_of_juror = sorted(chance.sample(range(WORKING_DAYS), SITTINGS))
            for turn, start in enumerate(range(0, len(done), size)):
                part = days_of_juror[turn] / (WORKING_DAYS - 1)
                hour = max(season.calendar.hour(window, part, chance), begins + timedelta(minutes=turn))
                season.agenda.at(hour, partial(self._sit, done[start : start + size], marks))
                evenings.add(self._evening(hour))
            if self.progress.locked < 1:
                self._note_unfinished([sheet for sheet in own if sheet not in done], self.seat_of[juror], marks, chance)
        for evening in sorted(evenings):
            season.agenda.at(evening, lambda hour: sheet_desk.lock_sheets(now=hour))

    def _done(self, seat: Seat, own: list[Scoresheet], chance: random.Random) -> list[Scoresheet]:
        """Which of a juror's sheets are sent and locked: all, or a part; what has no sample cannot be sent."""
        ready = [sheet for sheet in own if self.file_of[sheet.entry_id].has_sample]
        if self.progress.locked >= 1:
            return ready
        part = self.progress.locked * (0.5 if seat.is_demo and self.progress.demo_waits else 1.0)
        return ready[: int(len(ready) * part)]

    def _note_unfinished(
        self, own: list[Scoresheet], seat: Seat, marks: dict[int, list[Cell]], chance: random.Random
    ) -> None:
        """In the middle of the work: one sheet half filled, one sent just now, the others still empty. Half of the jurors have not begun the next one."""
        season = self.season
        if not (seat.is_demo or chance.random() < 0.5):
            return
        just_now = season.calendar.limit - timedelta(minutes=chance.randint(1, 4))
        half, others = own[:1], own[1:]
        sent = [sheet for sheet in others if self.file_of[sheet.entry_id].has_sample][:1] if seat.is_demo else []
        for sheet in half:
            some = replace_cells(marks[sheet.pk], chance)
            season.agenda.at(just_now - timedelta(hours=11), partial(self._fill, {sheet: some}))
        for sheet in sent:
            season.agenda.at(just_now, partial(self._sit, [sheet], marks))

    def _evening(self, hour: datetime) -> datetime:
        """When the clock has locked what was sent until `hour`, at the latest."""
        evening = datetime.combine(hour.astimezone(WIB).date(), time(21), WIB)
        if evening <= hour + timedelta(minutes=10):
            evening += timedelta(days=1)
        return min(evening, self.season.calendar.limit - timedelta(minutes=5))

    def _fill(self, filled: dict[Scoresheet, list[Cell]], hour: datetime) -> None:
        chance = self.season.chance(
            f"op:{next(iter(filled)).entry.nomination.number}:{next(iter(filled)).juror.user.phone}"
        )
        save_many(filled, {sheet: UUID(int=chance.getrandbits(128), version=4) for sheet in filled}, now=hour)
        for sheet in filled:
            sheet.version = 1

    def _sit(self, own: Sequence[Scoresheet], marks: dict[int, list[Cell]], hour: datetime) -> None:
        """One sitting: sheets are filled and sent."""
        self._fill({sheet: marks[sheet.pk] for sheet in own}, hour)
        sheet_desk.send_sheet(own, by=own[0].juror.user, now=hour)

    def _marks(self, made: Sequence[Scoresheet]) -> dict[int, list[Cell]]:
        """What every juror would say of every file, by sheet."""
        totals: dict[int, dict[int, int]] = defaultdict(dict)
        for sheet in made:
            file = self.file_of[sheet.entry_id]
            chance = self.season.chance(f"total:{file.at.number}:{sheet.juror.user.phone}")
            totals[sheet.entry_id][sheet.juror_id] = scoring.total(
                file.quality, self.seat_of[sheet.juror_id].severity, chance, self.forms[file.commodity]
            )
        for entry, given in totals.items():
            settle(self.file_of[entry], given)
        marks = {}
        leanings = {
            entry: scoring.leanings(self.forms[file.commodity], self.season.chance(f"leaning:{file.at.number}"))
            for entry, file in self.file_of.items()
        }
        for sheet in made:
            file = self.file_of[sheet.entry_id]
            form, number, lean = self.forms[file.commodity], file.at.number, leanings[sheet.entry_id]
            chance = self.season.chance(f"cells:{number}:{sheet.juror.user.phone}")
            marks[sheet.pk] = scoring.cells(form, totals[sheet.entry_id][sheet.juror_id], lean, chance)
        return marks


def settle(file: File, given: dict[int, int]) -> None:
    """Move all totals of a file together until its mean lies between the bounds that its plan sets."""
    low, high = file.bounds
    while given and sum(given.values()) < low * len(given):
        given.update({juror: value + 1 for juror, value in given.items()})
    while given and sum(given.values()) >= high * len(given):
        given.update({juror: value - 1 for juror, value in given.items()})


def replace_cells(cells: Sequence[Cell], chance: random.Random) -> list[Cell]:
    """The first part of a sheet, as far as a juror came before the break."""
    return [replace(cell, note="") for cell in cells[: chance.randint(9, 16)]]


def _candidate(seat: Seat) -> Candidate:
    juror = seat.juror
    known = frozenset(seat.panels) if len(seat.panels) < 3 else frozenset()
    return Candidate(juror.pk, juror.institution_id, known)


def _task(file: File) -> Task:
    return Task(file.entry.pk if file.entry else 0, file.commodity)


def entries_of(files: Iterable[File]) -> list[Entry]:
    """The entries of those files that have one."""
    return [file.entry for file in files if file.entry]
