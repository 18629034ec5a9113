"""A small season for tests, walked by the verbs themselves: a nomination stands where it stands because somebody took it there.

scene = Scene.begin(now)               # reference data, an edition, two dinas, officers, five jurors
nomination = scene.draft()             # a firm with a whole dossier and a draft
scene.at(S.PASSED)                     # a nomination brought to a state by its verbs
scene.bring(S.READY, S.PASSED)         # one at each, brought there together
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db.models import Value
from django.db.models.functions import Concat

from assessments import reference as assessments_reference
from assessments.models import AssessmentPlan, Criterion, Entry, Juror, Scoresheet, TallyRow
from assessments.operations import assigning, sheets
from assessments.operations import screening as screening_desk
from assessments.operations import tally as tallies
from assessments.operations.editions import begin_edition
from assessments.operations.screening import FileReading
from assessments.scoring.saving import Cell, save
from awards import reference as awards_reference
from awards.models import Award, Edition, EditionKind, Nomination, Remark, RemarkAnswer, StarScheme, Verdict, WindowKind
from awards.operations import candidates, outcome, sending
from awards.states import NominationState as S
from ikm import reference as ikm_reference
from ikm import sentras
from ikm.intake import Record, register
from ikm.models import CommodityGroup, PhotoSlot, Product, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.documents.models import Document
from regions.models import Regency
from tests.accounts.factories import NOW, SYSTEM, people, person
from tests.assessments.factories import JurorFactory
from tests.documents.factories import document, documents
from tests.ikm.factories import PERMITS, RecordFactory
from tests.regions.factories import OfficeFactory, RegencyFactory

# The way of a nomination, and the states beside it with the one that is left for them.
WAY = (S.DRAFT, S.WITH_OFFICE, S.READY, S.SUBMITTED, S.SCREENING, S.PASSED, S.IN_ASSESSMENT)
ASIDE = {
    S.WITHDRAWN: S.DRAFT,
    S.RETURNED_TO_OWNER: S.WITH_OFFICE,
    S.NOT_NOMINATED: S.WITH_OFFICE,
    S.RETURNED_TO_OFFICE: S.SCREENING,
    S.FAILED: S.SCREENING,
}
_serial = itertools.count(1)


def load_reference_data(now: datetime = NOW) -> None:
    """Commodity groups, schemes, rubric, lines and claims, as `load_reference` does; places are made one by one."""
    for load in (ikm_reference.load, awards_reference.load, assessments_reference.load):
        for difference in load(by=SYSTEM, now=now):
            difference.apply()


def open_the_edition(
    year: int,
    now: datetime,
    *,
    previous: Edition | None = None,
    scheme: str = "kemenperin_three_star_2022_2024",
    kind: str = EditionKind.REAL,
) -> Edition:
    """An edition with all windows open around `now`, the default gates and papers, and a plan."""
    return begin_edition(
        year=year,
        kind=kind,
        name=f"Latihan OVOP {year}" if kind == EditionKind.REHEARSAL else f"OVOP {year}",
        scheme=StarScheme.objects.get(code=scheme),
        windows=dict.fromkeys(WindowKind.values, (now - timedelta(days=30), now + timedelta(days=200))),
        previous=previous,
        by=SYSTEM,
        now=now,
    )


@dataclass
class Scene:
    """People, places and an edition; see the module's docstring."""

    now: datetime
    edition: Edition
    regency: Regency
    other_regency: Regency
    commodity: CommodityGroup
    people: dict[str, User] = field(default_factory=dict)
    # A word that every name and note of the season carries, so that a test finds whoever prints one.
    mark: str = ""

    @classmethod
    def begin(cls, now: datetime = NOW, *, year: int = 2026, commodity: str = "kain_tenun", mark: str = "") -> Scene:
        """Reference data, an edition in all its windows, two dinas with their people, officers and five jurors."""
        load_reference_data(now)
        regency, other = RegencyFactory(code="51.07"), RegencyFactory(code="33.75")
        office, other_office, province = (
            OfficeFactory(code="51.07"),
            OfficeFactory(code="33.75"),
            OfficeFactory(code="51"),
        )
        group = CommodityGroup.objects.get(pk=commodity)
        scene = cls(now, open_the_edition(year, now), regency, other, group, mark=mark)
        nationals = {
            "owner": ("Ni Wayan Sari", Role.OWNER),
            "other_owner": ("Siti Aminah", Role.OWNER),
            "screener": ("Sari Pemeriksa", Role.SCREENER),
            "second_screener": ("Budi Pemeriksa", Role.SCREENER),
            "secretariat": ("Rina Sekretariat", Role.SECRETARIAT),
            "curator": ("Tono Kurator", Role.CURATOR),
            "auditor": ("Dewi Pengawas", Role.AUDITOR),
            **{f"juror{number}": (f"Juri {number}", Role.JUROR) for number in range(1, 6)},
        }
        dinas = {
            "dinas_operator": ("I Made Operator", Role.DINAS_OPERATOR),
            "dinas_signer": ("I Ketut Penanda", Role.DINAS_SIGNER),
        }
        scene.people = {
            **people(nationals, now=now),
            **people(dinas, office=office, now=now),
            "other_dinas": person(
                "Slamet Riyadi", Role.DINAS_OPERATOR, Role.DINAS_SIGNER, office=other_office, now=now
            ),
            "province_officer": person("Gede Provinsi", Role.PROVINCE_OFFICER, office=province, now=now),
        }
        if mark:
            User.objects.filter(pk__in=[user.pk for user in scene.people.values()]).update(
                name=Concat("name", Value(f" {mark}"))
            )
            for user in scene.people.values():
                user.refresh_from_db(fields=["name"])
        return scene

    def said(self, words: str) -> str:
        """What a person says, with the mark of the season."""
        return f"{words} {self.mark}".strip()

    def __getattr__(self, name: str) -> User:
        if name in self.__dict__.get("people", {}):
            return self.people[name]
        raise AttributeError(name)

    @cached_property
    def jurors(self) -> list[Juror]:
        """Five jurors, each of another institution."""
        return [
            JurorFactory(user=self.people[f"juror{number}"], institution__name=self.said(f"Lembaga {number}"))
            for number in range(1, 6)
        ]

    @cached_property
    def sentra(self) -> Sentra:
        """A sentra of the region with its decree."""
        return sentras.add_sentra(
            name="Sentra Tenun Gringsing",
            regency=self.regency,
            commodity_group=self.commodity,
            unit_count=12,
            number="188/12/2020",
            date=date(2020, 3, 4),
            document=document("ikm.sentra_decree", now=self.now),
            by=self.people["dinas_operator"],
            now=self.now,
        )

    def product(self, name: str = "", *, owner: User | None = None) -> Product:
        """A firm with a whole dossier and its product, by the bulk door: most tests want them there, not how they came."""
        return self.products([name], owner=owner)[0]

    def products(self, names: Sequence[str], *, owner: User | None = None) -> list[Product]:
        """A firm for each name, taken in together; an empty name gets one of its own."""
        by = owner or self.people["owner"]
        papers = iter(documents("ikm.permit", len(PERMITS) * len(names), now=self.now))
        return register([self._record(name, by, papers) for name in names], by=by, now=self.now)

    def _record(self, name: str, owner: User, papers: Iterator[Document]) -> Record:
        return RecordFactory(
            **({"called": name} if name else {}),
            mark=self.mark,
            firm__regency=self.regency,
            firm__sentra=self.sentra,
            product__commodity_group=self.commodity,
            papers=list(itertools.islice(papers, len(PERMITS))),
            photos={slot: (photo, "") for slot, photo in self.photos().items()},
            year=self.now.year - 1,
            owner=owner,
        )

    def photos(self) -> dict[PhotoSlot, Document]:
        """A photo for every place; contact sheets put drawn ones here."""
        return dict(zip(PhotoSlot, documents("ikm.photo", len(PhotoSlot), now=self.now, photo=True), strict=True))

    def draft(self, name: str = "", *, owner: User | None = None) -> Nomination:
        """A draft with a whole dossier, declared by its owner."""
        return self.drafts([name], owner=owner)[0]

    def drafts(self, names: Sequence[str], *, owner: User | None = None) -> list[Nomination]:
        """A draft for each name."""
        by = owner or self.people["owner"]
        nominations = candidates.open_drafts(self.products(names, owner=owner), self.edition, by=by, now=self.now)
        sending.declare(nominations, may_publish=True, by=by, now=self.now)
        return nominations

    def endorsement(self, **changes: Any) -> Any:
        """The act of the regional head."""
        values = {
            "number": f"005/{next(_serial)}/2026",
            "date": self.now.date(),
            "signatory_title": "Bupati Karangasem",
            "signatory_name": self.said("I Gede Contoh"),
            "document": document("awards.endorsement", now=self.now),
        }
        return sending.record_endorsement(
            self.edition, self.regency, **(values | changes), by=self.people["dinas_operator"], now=self.now
        )

    def verdicts(self, outcome: str = "pass") -> dict[int, tuple[str, str]]:
        """A verdict on each gate that is asked of the files that fits `outcome`."""
        asked = [gate for gate in self.edition.gates.all() if gate.applies_to(self.commodity.pk)]
        verdicts = {gate.pk: (Verdict.MET.value, "") for gate in asked}
        odd = {"pass": None, "return": Verdict.MISSING, "fail": Verdict.UNMET}[outcome]
        if odd:
            verdicts[self.edition.gates.get(code="G02").pk] = (odd.value, self.said("Keputusan sentra tidak terbaca"))
        return verdicts

    def read(self, *nominations: Nomination, outcome: str, by: str = "screener") -> None:
        """A screener takes up the files, and reads them."""
        screening_desk.take_up(nominations, by=self.people[by], now=self.now)
        note = "" if outcome == "pass" else self.said("Keputusan sentra tidak terbaca")
        verdicts = self.verdicts(outcome)
        screening_desk.read_files(
            [FileReading(nomination, outcome, verdicts, note) for nomination in nominations],
            by=self.people[by],
            now=self.now,
            answer_by=self.now + timedelta(days=7),
        )
        for nomination in nominations:
            nomination.refresh_from_db()

    def at(self, state: str, name: str = "") -> Nomination:
        """A new nomination at `state`, brought there by the verbs."""
        return self.bring(state, names=[name])[0]

    def bring(self, *states: str, names: Sequence[str] = ()) -> list[Nomination]:
        """A new nomination at each of `states`, brought there by the verbs: together, as far as they go the same way."""
        if beyond := set(states) - {*WAY, *ASIDE}:
            raise ValueError(f"bring several nominations to {beyond} with the verbs of the outcome")
        nominations = self.drafts(names or [""] * len(states))
        for place, step in enumerate(WAY):
            passing = [
                nomination
                for nomination, state in zip(nominations, states, strict=True)
                if WAY.index(ASIDE.get(state, state)) >= place
            ]
            if passing:
                self._step(step, passing)
            for aside in (state for state, left in ASIDE.items() if left == step):
                leaving = [nomination for nomination, state in zip(nominations, states, strict=True) if state == aside]
                if leaving:
                    self._step(aside, leaving)
        return nominations

    def _step(self, state: str, files: list[Nomination]) -> None:
        """One step of the way for all of them."""
        p, now = self.people, self.now
        match state:
            case S.WITHDRAWN:
                sending.withdraw(files, self.said("Pemilik sakit"), by=p["owner"], now=now)
            case S.WITH_OFFICE:
                sending.send_to_office(files, by=p["owner"], now=now)
            case S.RETURNED_TO_OWNER:
                notes = [("foto", self.said("Foto detail masih gelap"))]
                sending.return_to_owner(files, notes, by=p["dinas_operator"], now=now)
            case S.NOT_NOMINATED:
                sending.decline_to_nominate(files, self.said("Bukan produk sentra"), by=p["dinas_signer"], now=now)
            case S.READY:
                sending.mark_ready(files, by=p["dinas_operator"], now=now)
            case S.SUBMITTED:
                sending.submit_nominations(files, self.endorsement(), by=p["dinas_signer"], now=now)
            case S.SCREENING:
                screening_desk.take_up(files, by=p["screener"], now=now)
            case S.RETURNED_TO_OFFICE:
                self.read(*files, outcome="return")
            case S.FAILED:
                self.read(*files, outcome="fail")
                self.read(*files, outcome="fail", by="second_screener")
            case S.PASSED:
                self.read(*files, outcome="pass")
            case S.IN_ASSESSMENT:
                self.entries(*files)

    def entry(self, nomination: Nomination) -> Entry:
        """The nomination before the jury: panel, sample, five sheets."""
        return self.entries(nomination)[0]

    def entries(self, *nominations: Nomination) -> list[Entry]:
        """The nominations before the jury."""
        by, now = self.people["secretariat"], self.now
        assigning.seat_panel(self.edition, self.commodity.pk, self.jurors, by=by, now=now)
        entries = assigning.open_entries(nominations, by=by, now=now)
        assigning.receive_samples(entries, by=by, now=now)
        assigning.assign_sheets([(entry, juror) for entry in entries for juror in self.jurors], by=by, now=now)
        for nomination in nominations:
            nomination.refresh_from_db()
        return entries

    @cached_property
    def criteria(self) -> list[Criterion]:
        """What the jury answers, with its levels."""
        return list(Criterion.objects.of(self.plan.rubric_id, self.commodity.pk).prefetch_related("levels"))

    def fill(self, sheet: Scoresheet, *, level: int = -1, cannot: int = 0) -> None:
        """Answer every criterion of a sheet with its `level` (index into the levels); the first `cannot` as not assessable."""
        cells = [
            Cell(criterion.pk, None, True, self.said("Tidak ada bukti"))
            if place < cannot
            else Cell(criterion.pk, _level(criterion, level))
            for place, criterion in enumerate(self.criteria)
        ]
        answer = save(
            sheet.pk, cells, op_id=uuid4(), base_version=sheet.version, by=sheet.juror.user.actor, now=self.now
        )
        assert answer.status == "saved", answer
        sheet.version = answer.version

    @cached_property
    def plan(self) -> AssessmentPlan:
        return AssessmentPlan.objects.get(edition=self.edition)

    def score(self, *nominations: Nomination, level: int = -1) -> None:
        """All open sheets of each filled, sent and locked."""
        by_juror: dict[User, list[Scoresheet]] = defaultdict(list)
        for sheet in sheets_for_sending(*nominations):
            self.fill(sheet, level=level)
            by_juror[sheet.juror.user].append(sheet)
        for juror, own in by_juror.items():
            sheets.send_sheet(own, by=juror, now=self.now)
        sheets.lock_sheets(now=self.now + timedelta(minutes=6))

    def sealed_tally(self) -> Any:
        """The tally of the edition, sealed."""
        run = tallies.request_tally(self.edition, by=self.people["secretariat"], now=self.now)
        tallies.seal_tally(run, now=self.now)
        return run

    def decide(self, run: Any, **stars: int) -> None:
        """The plenary follows the rule for all entries."""
        rows = TallyRow.objects.filter(tally=run).select_related(
            "tally__edition__scheme", "entry__nomination__edition__scheme"
        )
        tallies.decide_stars([(row, row.stars, "") for row in rows], by=self.people["secretariat"], now=self.now)

    def determine(self) -> Any:
        """The decree is entered."""
        return outcome.determine(
            self.edition,
            number="3137 Tahun 2026",
            date=self.now.date(),
            title="Penerima Penghargaan One Village One Product",
            signatory_name=self.said("Menteri Contoh"),
            signatory_title="Menteri Perindustrian",
            document=None,
            by=self.people["secretariat"],
            now=self.now,
        )

    def publish(self) -> Any:
        """The results are out."""
        return outcome.publish(self.edition, by=self.people["secretariat"], now=self.now)

    def award(self, name: str = "", *, level: int = -1) -> Award:
        """A published award, through every step."""
        nomination = self.at(S.IN_ASSESSMENT, name)
        self.score(nomination, level=level)
        self.decide(self.sealed_tally())
        self.determine()
        self.publish()
        return Award.objects.for_list().get(nomination=nomination)


def mended(*nominations: Nomination) -> sending.Replies:
    """Every note that waits at these files, answered with "Sudah diperbaiki"."""
    waiting = Remark.objects.filter(nomination__in=nominations, answered_at__isnull=True)
    return dict.fromkeys(waiting.values_list("pk", flat=True), (RemarkAnswer.MENDED.value, ""))


def sheets_for_sending(*nominations: Nomination) -> Any:
    """The open sheets of nominations with what sending them asks for."""
    return Scoresheet.objects.filter(entry__nomination__in=nominations, state="draft").select_related(
        "juror__user", "entry__nomination__product", "entry__nomination__edition__plan"
    )


def _level(criterion: Criterion, index: int) -> Decimal:
    return sorted(level.points for level in criterion.levels.all())[index]
