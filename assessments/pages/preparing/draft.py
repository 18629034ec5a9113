"""What a new edition would take from the last one, and what would be other: read before it is approved, and again before it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.models import AssessmentPlan
from awards.models import Edition, WindowKind
from awards.operations.drafting import windows_like
from awards.operations.editions import Windows
from ovop_portal.common.canonical import digest
from ovop_portal.common.formats import angka, nilai, waktu

Words = str | Promise
GAP = 2


@dataclass(frozen=True)
class Line:
    """One thing that an edition is held or judged by; `before` is how it was in the last one, empty where nothing is other."""

    label: Words
    now: str
    before: str = ""


def last_edition() -> Edition | None:
    """The edition from which the next one is drafted: the newest that is held, with a plan."""
    rows = (
        Edition.objects.real().filter(plan__isnull=False).select_related("scheme", "plan__rubric", "plan__star_lines")
    )
    return rows.prefetch_related("windows", "gates", "required_papers").order_by("-year").first()


def sister_of(last: Edition) -> Edition | None:
    """The edition that follows it already."""
    return Edition.objects.filter(previous=last).first()


@dataclass
class Draft:
    """The edition of `year` as it would be laid out like `last`."""

    last: Edition
    year: int

    @property
    def name(self) -> str:
        """The name of the last one with the new year."""
        return self.last.name.replace(str(self.last.year), str(self.year))

    @cached_property
    def windows(self) -> Windows:
        return windows_like(self.last, self.year)

    @property
    def changed(self) -> list[Line]:
        """What is other than in the last edition: the year and every date."""
        before = {window.kind: (window.opens_at, window.closes_at) for window in self.last.windows.all()}
        return [
            Line(_("Tahun"), str(self.year), str(self.last.year)),
            *(
                Line(kind.label, _span(*self.windows[kind]), _span(*before[kind]))
                for kind in WindowKind
                if kind in self.windows
            ),
            Line(
                _("Penyelenggaraan sebelumnya"), self.last.name, self.last.previous.name if self.last.previous else "–"
            ),
        ]

    @cached_property
    def kept(self) -> list[Line]:
        """What is taken as it is."""
        return list(rules_of(self.last))

    @property
    def fingerprint(self) -> str:
        """What was shown: only that is laid out."""
        lines = [[str(line.label), line.now, line.before] for line in [*self.changed, *self.kept]]
        return digest([self.last.year, self.year, lines])[:16]


def rules_of(edition: Edition) -> Iterator[Line]:
    """By what an edition is held and judged, line by line."""
    plan: AssessmentPlan = edition.plan
    yes_no = _("ya") if plan.is_blind else _("tidak")
    yield Line(_("Skema bintang"), edition.scheme.label)
    yield Line(_("Masa berlaku piagam"), _("{n} bulan").format(n=angka(edition.validity_months)))
    yield Line(_("Aturan seleksi"), edition.get_screening_rule_display())
    yield Line(_("Syarat"), _listed([f"{gate.code} {gate.label}" for gate in edition.gates.all()]))
    yield Line(_("Dokumen wajib"), _listed([paper.label for paper in edition.required_papers.all()]))
    yield Line(_("Rubrik"), f"{plan.rubric.title} ({plan.rubric.code})")
    yield Line(_("Garis bintang"), _lines_in_words(plan))
    yield Line(_("Juri tiap berkas"), angka(plan.jurors_per_entry))
    yield Line(_("Cara menggabungkan nilai"), plan.get_combine_display())
    yield Line(_("Syarat pembatas bintang"), plan.get_caps_of_holders_display())
    yield Line(_("Selisih yang dibahas (poin)"), angka(plan.divergence_points))
    yield Line(_("Nama usaha disembunyikan dari juri"), yes_no)


def _lines_in_words(plan: AssessmentPlan) -> str:
    """From which score how many stars begin, for all groups and for those that have lines of their own."""
    said = _("bintang {stars} mulai {lower}")
    parts = sorted(
        plan.star_lines.lines.select_related("commodity_group"),
        key=lambda line: (line.commodity_group.order if line.commodity_group else 0, -line.stars),
    )
    names = [
        (f"{line.commodity_group.label}: " if line.commodity_group else "")
        + said.format(stars=line.stars, lower=nilai(line.lower))
        for line in parts
    ]
    return f"{'; '.join(names)} ({plan.star_lines.code})"


def dates_of(edition: Edition) -> list[Line]:
    """The windows of an edition in the order of its stages."""
    found = {window.kind: window for window in edition.windows.all()}
    return [
        Line(kind.label, _span(found[kind].opens_at, found[kind].closes_at)) for kind in WindowKind if kind in found
    ]


def _span(opens_at: object, closes_at: object) -> str:
    return _("{first} sampai {last}").format(first=waktu(opens_at), last=waktu(closes_at))  # type: ignore[arg-type]


def _listed(names: list[str]) -> str:
    return f"{angka(len(names))}: {'; '.join(names)}" if names else "–"
