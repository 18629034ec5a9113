"""What the assignment page shows: panels with their jurors, files that wait for the jury, a proposal as a difference, and the conflicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Appointment, Conflict, Entry, Juror, Panel, PanelMember, Scoresheet
from assessments.panels.assignment import Candidate, Proposal, Task, propose
from assessments.panels.eligibility import BRIEFLY, Eligibility, File, Reason
from assessments.states import OUT_SHEETS, EntryState, SheetState
from awards.identities import Identities
from awards.models import Edition, Nomination
from awards.states import NominationState as S
from ikm.models import CommodityGroup
from ovop_portal.common.canonical import digest
from ovop_portal.common.formats import angka

TABS: list[tuple[str, str | Promise]] = [
    ("panel", gettext_lazy("Panel")),
    ("pembagian", gettext_lazy("Pembagian berkas")),
    ("benturan", gettext_lazy("Benturan kepentingan")),
]


@dataclass(frozen=True)
class EntryRow:
    """An entry with the jurors who have a sheet that counts, by primary key."""

    pk: int
    nomination_id: int
    code: str
    product: str
    commodity: str
    regency: str
    province: str
    panel: int
    jurors: frozenset[int]

    @property
    def task(self) -> Task:
        return Task(self.pk, self.commodity)

    @property
    def file(self) -> File:
        """The entry as the rule of who may judge sees it. The desk knows only entries that the plenary has not decided."""
        return File(self.nomination_id, self.code, self.regency, self.province, self.panel)


@dataclass(frozen=True)
class Change:
    """What the proposal adds to one entry: who sits there, who comes and why, who may not and why, how many are still lacking."""

    entry: EntryRow
    present: list[Juror]
    added: list[Reason]
    kept_apart: list[Reason]
    lacking: int


@dataclass(frozen=True)
class PanelRow:
    """A commodity group: its panel, and how many files it has and waits for."""

    group: CommodityGroup
    members: list[tuple[Juror, int]]  # with the number of their files in this group
    entries: int
    waiting: int
    short: int
    has_panel: bool


class AssignmentDesk:
    """Everything the assignment page of `edition` needs, each region in one statement."""

    def __init__(self, edition: Edition, asked: Mapping[str, str], identities: Identities) -> None:
        self.edition, self.asked, self.identities = edition, asked, identities

    @property
    def tab(self) -> str:
        return next((code for code, _label in TABS if code == self.asked.get("bagian")), TABS[0][0])

    @property
    def tabs(self) -> list[tuple[str, str | Promise, int]]:
        counts = {"panel": len(self.seated), "pembagian": len(self.short), "benturan": len(self.conflicts)}
        return [(code, label, counts[code]) for code, label in TABS]

    @property
    def per_entry(self) -> int:
        return int(self.edition.plan.jurors_per_entry)

    # --- Rows ------------------------------------------------------------------------------------------------------

    @cached_property
    def jurors(self) -> dict[int, Any]:
        """All jurors, by primary key and in the order of what is shown of them, with the codes of the groups they know."""
        known = ArrayAgg("expertise", filter=Q(expertise__isnull=False), distinct=True, default=Value([]))
        rows = Juror.objects.filter(user__is_active=True).select_related("user", "institution", "home_regency")
        order = "user__name_key" if self.identities.are_shown else "user__uuid"
        appointed = Exists(Appointment.objects.in_force().filter(juror=OuterRef("pk")))
        return {juror.pk: juror for juror in rows.annotate(known=known, appointed=appointed).order_by(order, "pk")}

    @cached_property
    def seats(self) -> dict[str, list[int]]:
        """The jurors on the panel of each commodity group that has one."""
        seated = Q(members__isnull=False, members__ended_at__isnull=True)
        members = ArrayAgg("members__juror", filter=seated, default=Value([]))
        return dict(
            Panel.objects.filter(edition=self.edition).annotate(seats=members).values_list("commodity_group", "seats")
        )

    @property
    def seated(self) -> set[int]:
        return {juror for seats in self.seats.values() for juror in seats}

    @cached_property
    def groups(self) -> dict[str, CommodityGroup]:
        return {group.pk: group for group in CommodityGroup.objects.order_by("order")}

    @cached_property
    def waiting(self) -> Counter[str]:
        """Nominations that may come before the jury, by commodity group."""
        rows = waiting_for_jury(self.edition).order_by().values_list("product__commodity_group").annotate(n=Count("pk"))
        return Counter(dict(rows))

    @property
    def waiting_in_all(self) -> int:
        """How many wait. A template cannot ask a Counter for its total: it would look up a group of that name and find none."""
        return self.waiting.total()

    @cached_property
    def entries(self) -> list[EntryRow]:
        """The entries before the jury that the plenary has not decided, by code."""
        everybody = ArrayAgg("sheets__juror", filter=Q(sheets__isnull=False), distinct=True, default=Value([]))
        out = ArrayAgg("sheets__juror", filter=Q(sheets__state__in=OUT_SHEETS), distinct=True, default=Value([]))
        rows = (
            Entry.objects.filter(nomination__edition=self.edition, nomination__state=S.IN_ASSESSMENT)
            .exclude(state=EntryState.DECIDED)
            .annotate(everybody=everybody, out=out)
            .order_by("nomination__blind_code")
            .values_list(
                "pk",
                "nomination",
                "nomination__blind_code",
                "nomination__product__name",
                "nomination__product__commodity_group",
                "nomination__regency",
                "nomination__regency__province",
                "panel",
                "everybody",
                "out",
            )
        )
        told = self.identities.of_file
        return [
            EntryRow(
                pk, file, code, told(file, product), group, place, region, panel, frozenset(given) - frozenset(taken)
            )
            for pk, file, code, product, group, place, region, panel, given, taken in rows
        ]

    @cached_property
    def short(self) -> list[EntryRow]:
        """Entries with fewer jurors than the plan asks for."""
        return [entry for entry in self.entries if len(entry.jurors) < self.per_entry]

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """All recorded conflicts, latest first. They are never removed."""
        rows = Conflict.objects.filter(nomination__edition=self.edition)
        return list(rows.select_related("juror__user", "nomination__product").order_by("-declared_at", "-pk"))

    @cached_property
    def load(self) -> Counter[int]:
        """How many files each juror has."""
        return Counter(juror for entry in self.entries for juror in entry.jurors)

    @property
    def panels(self) -> list[PanelRow]:
        """The commodity groups with their panels."""
        of_group = Counter(entry.commodity for entry in self.entries)
        held = Counter((entry.commodity, juror) for entry in self.entries for juror in entry.jurors)
        short = Counter(entry.commodity for entry in self.short)
        return [
            PanelRow(
                group,
                [(self.jurors[pk], held[code, pk]) for pk in self.jurors if pk in self.seats.get(code, ())],
                of_group[code],
                self.waiting[code],
                short[code],
                code in self.seats,
            )
            for code, group in self.groups.items()
        ]

    @property
    def group_to_seat(self) -> CommodityGroup | None:
        """The group whose panel is being filled."""
        return self.groups.get(self.asked.get("panel", ""))

    def unseated(self, group: CommodityGroup) -> list[Juror]:
        """The jurors who may still be seated on the panel of `group`."""
        return [
            juror for pk, juror in self.jurors.items() if juror.appointed and pk not in self.seats.get(group.pk, ())
        ]

    def expertise(self, juror: Any) -> str:
        """The groups and techniques a juror knows, in words."""
        groups = ", ".join(self.groups[code].label for code in self.groups if code in juror.known)
        return "; ".join(filter(None, (groups, juror.techniques)))

    # --- The proposal ----------------------------------------------------------------------------------------------

    def proposal(self, seed: int) -> Proposal:
        """Who might judge the entries that lack jurors. The same rows and seed give the same pairs."""
        candidates = {
            pk: Candidate(pk, juror.institution_id, frozenset(juror.known), juror.capacity)
            for pk, juror in sorted(self.jurors.items())
        }
        panels = {
            code: [candidates[pk] for pk in sorted(seats) if pk in candidates] for code, seats in self.seats.items()
        }
        return propose(
            [entry.task for entry in self.short],
            panels,
            may_judge=self.eligibility.may_judge,
            per_entry=self.per_entry,
            seed=seed,
            taken=[(entry.pk, juror) for entry in self.entries for juror in sorted(entry.jurors)],
        )

    @cached_property
    def eligibility(self) -> Eligibility:
        """The rule of who may judge, for the entries that lack jurors or are asked about, and everybody who sits on a panel."""
        entries = [*self.short, *([self.entry_to_fill] if self.entry_to_fill else [])]
        return Eligibility.between({entry.pk: entry.file for entry in entries}, self.seated & self.jurors.keys())

    @property
    def entry_to_fill(self) -> EntryRow | None:
        """The entry that is to get one more juror."""
        code = self.asked.get("kode", "").upper()
        return next((entry for entry in self.entries if entry.code == code), None)

    def kept_apart(self, entry: EntryRow) -> list[Reason]:
        """The jurors of the panel of `entry` who must not judge it, by name, with the reason; without those who have a sheet."""
        bars = {
            pk: self.eligibility.bar(entry.pk, pk)
            for pk in self.jurors
            if pk in self.seats.get(entry.commodity, ()) and pk not in entry.jurors
        }
        return [Reason(self.jurors[pk], str(BRIEFLY[code])) for pk, code in bars.items() if code]

    def unmet(self, proposal: Proposal) -> list[str]:
        """The demands that no distribution of these files to these panels can meet, each with what would help."""
        said = []
        codes = {entry.pk: entry for entry in self.short}
        for code, group in self.groups.items():
            lacking = [proposal.short[pk] for pk in proposal.short if codes[pk].commodity == code]
            if lacking:
                words = _(
                    "Panel {group}: {n} berkas kekurangan sampai {most} juri. Dudukkan juri yang tidak terhalang dan masih sanggup, atau kurangi jumlah juri setiap berkas."
                )
                said.append(words.format(group=group.label, n=angka(len(lacking)), most=angka(max(lacking))))
            plain = [pk for pk in proposal.without_expert if codes[pk].commodity == code]
            if plain:
                words = _("Panel {group}: {n} berkas tanpa ahli kelompok ini. Dudukkan ahli dari provinsi lain.")
                said.append(words.format(group=group.label, n=angka(len(plain))))
            doubled = [pk for pk in proposal.doubled if codes[pk].commodity == code]
            if doubled:
                words = _(
                    "Panel {group}: {n} berkas dinilai dua juri dari satu lembaga. Dudukkan juri dari lembaga lain."
                )
                said.append(words.format(group=group.label, n=angka(len(doubled))))
        low, high = self.load_range(proposal)
        if high - low > 1:
            words = _(
                "Beban {low} sampai {high} berkas tidak dapat lebih merata selama benturan, daerah asal, dan keahlian dijaga. Dudukkan juri di lebih banyak panel."
            )
            said.append(words.format(low=angka(low), high=angka(high)))
        return said

    def fingerprint(self, proposal: Proposal) -> str:
        """The fingerprint of the proposal that was shown: only that one is applied."""
        codes = {entry.pk: entry.code for entry in self.short}
        return digest(sorted([codes[entry], str(self.jurors[juror].user.uuid)] for entry, juror in proposal.pairs))[:16]

    def changes(self, proposal: Proposal) -> list[Change]:
        """The proposal as a difference, entry by entry, each new juror with the reason."""
        added: dict[int, list[int]] = defaultdict(list)
        for entry, juror in proposal.pairs:
            added[entry].append(juror)
        load = self.load + Counter(juror for _entry, juror in proposal.pairs)
        return [
            Change(
                entry,
                [self.jurors[pk] for pk in self.jurors if pk in entry.jurors],
                [self._reason(entry, juror, added[entry.pk], load) for juror in added[entry.pk]],
                self.kept_apart(entry),
                proposal.short.get(entry.pk, 0),
            )
            for entry in self.short
        ]

    def _reason(self, entry: EntryRow, juror: int, added: list[int], load: Counter[int]) -> Reason:
        chosen = self.jurors[juror]
        beside = [self.jurors[pk].institution_id for pk in {*entry.jurors, *added} - {juror} if pk in self.jurors]
        parts = []
        if entry.commodity in chosen.known:
            parts.append(_("ahli {group}").format(group=self.groups[entry.commodity].label.lower()))
        institution = self.identities.institution(chosen.institution) or _("lembaganya")
        if chosen.institution_id not in beside:
            parts.append(_("satu-satunya dari {institution}").format(institution=institution))
        else:
            parts.append(_("ada juri lain dari {institution}").format(institution=institution))
        panel = [load[pk] for pk in self.seats[entry.commodity]]
        parts.append(
            _("menjadi {n} berkas (panel {low} sampai {high})").format(
                n=angka(load[juror]), low=angka(min(panel)), high=angka(max(panel))
            )
        )
        return Reason(chosen, "; ".join(parts))

    def load_range(self, proposal: Proposal | None = None) -> tuple[int, int]:
        """The least and the most files a seated juror has, with the proposal applied."""
        load = self.load + Counter(juror for _entry, juror in proposal.pairs) if proposal else self.load
        loads = [load[pk] for pk in self.seated] or [0]
        return min(loads), max(loads)


def waiting_for_jury(edition: Edition) -> QuerySet[Nomination]:
    """Nominations that may come before the jury: those that passed, and holders who accepted, without an entry yet."""
    return Nomination.objects.filter(
        edition=edition, state__in=[S.PASSED, S.IN_ASSESSMENT], assessment_entry__isnull=True
    )


def entries_without_sample(edition: Edition) -> QuerySet[Entry]:
    """Entries before the jury whose product sample has not come, in the order of their numbers."""
    rows = Entry.objects.filter(
        nomination__edition=edition, nomination__state=S.IN_ASSESSMENT, sample_received_at__isnull=True
    )
    return _for_samples(rows).order_by("nomination__number")


def received_samples(edition: Edition) -> QuerySet[Entry]:
    """Entries whose sample has come, latest first."""
    rows = Entry.objects.filter(nomination__edition=edition, sample_received_at__isnull=False)
    return _for_samples(rows).order_by("-sample_received_at", "nomination__number")


def _for_samples(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return rows.select_related(
        "nomination__product__commodity_group", "nomination__ikm", "nomination__regency__province"
    )


@dataclass(frozen=True)
class SeatSheets:
    """What a juror holds in a panel: codes of the drafts, those written on among them, and how many sheets stay."""

    drafts: list[str]
    begun: int
    kept: int


def sheets_of_seat(seat: PanelMember) -> SeatSheets:
    """The juror's newest sheets of the files of this panel. One statement."""
    own = Scoresheet.objects.newest_round().filter(juror=seat.juror_id, entry__panel=seat.panel_id)
    rows = list(own.order_by("entry__nomination__blind_code").select_related("entry__nomination"))
    drafts = [sheet for sheet in rows if sheet.state == SheetState.DRAFT]
    return SeatSheets(
        [sheet.entry.nomination.blind_code for sheet in drafts],
        sum(not sheet.is_untouched for sheet in drafts),
        sum(sheet.state in {SheetState.SENT, SheetState.LOCKED} for sheet in rows),
    )
