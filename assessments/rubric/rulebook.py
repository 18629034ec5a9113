"""The rules of an edition as a page shows them: the rubric of one version with its sums, the gates, the star lines, and where each part comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Aspect, AssessmentPlan, Criterion, Level, Rubric, StarLineSet
from awards import provenance
from awards.models import Edition, Gate
from awards.provenance import Provenance
from ovop_portal.common.formats import angka, nilai

MARKS: dict[str, tuple[str | Promise, str]] = {
    provenance.VERIFIED: (gettext_lazy("dari sumber"), "daun"),
    provenance.PARTLY: (gettext_lazy("sebagian dari sumber"), "kunyit"),
    provenance.PROPOSED: (gettext_lazy("usulan portal"), "soga"),
}


@dataclass(frozen=True)
class Origin:
    """Where a rule comes from: the code, words and tint of its mark, the sentence, the sources."""

    provenance: Provenance

    @classmethod
    def of(cls, text: str) -> Origin:
        return cls(Provenance.of(text))

    @property
    def label(self) -> str | Promise:
        return MARKS[self.provenance.mark][0]

    @property
    def tint(self) -> str:
        return MARKS[self.provenance.mark][1]


@dataclass(frozen=True)
class CriterionView:
    """One line of the scoring form with its levels."""

    criterion: Criterion
    levels: Sequence[Level]
    origin: Origin


@dataclass(frozen=True)
class AspectView:
    """An aspect with its criteria; its points as the sum of its groups."""

    aspect: Aspect
    criteria: list[CriterionView]
    origin: Origin

    @property
    def sum(self) -> str:
        """The points of the groups as a sum: "12 + 9 + 9"."""
        groups: dict[str, Decimal] = {}
        for row in self.criteria:
            groups[row.criterion.group_code] = (
                groups.get(row.criterion.group_code, Decimal(0)) + row.criterion.max_points
            )
        return " + ".join(angka(points) for points in groups.values())


@dataclass(frozen=True)
class Form:
    """What a commodity group is scored with: its aspects, as a sum that must give the rubric's total."""

    label: str
    aspects: list[AspectView]

    @property
    def sum(self) -> str:
        return " + ".join(angka(view.aspect.max_points) for view in self.aspects)

    @property
    def total(self) -> Decimal:
        return sum((view.aspect.max_points for view in self.aspects), Decimal(0))


@dataclass(frozen=True)
class LinesView:
    """A set of star lines in words, and the editions that use it."""

    line_set: StarLineSet
    rows: list[tuple[int, str]]
    own: list[tuple[str, list[tuple[int, str]]]]  # commodity groups that have lines of their own
    origin: Origin
    editions: list[Edition]


class Rulebook:
    """The rubric of `code` (the one in use, unless it names another), the gates of the running edition, all star lines."""

    def __init__(self, code: str) -> None:
        self.code = code

    @cached_property
    def rubrics(self) -> list[Rubric]:
        return list(Rubric.objects.order_by("-loaded_at", "-pk"))

    @cached_property
    def plans(self) -> list[AssessmentPlan]:
        return list(
            AssessmentPlan.objects.select_related("edition__scheme", "edition__publication").order_by("-edition__year")
        )

    @cached_property
    def rubric(self) -> Rubric | None:
        """The version asked for, else that of the newest edition, else the newest."""
        asked = next((rubric for rubric in self.rubrics if rubric.code == self.code), None)
        used = self.plans[0].rubric_id if self.plans else None
        return (
            asked
            or next((rubric for rubric in self.rubrics if rubric.pk == used), None)
            or next(iter(self.rubrics), None)
        )

    @property
    def origin(self) -> Origin:
        return Origin.of(self.rubric.provenance if self.rubric else "")

    @cached_property
    def aspects(self) -> list[AspectView]:
        lines = Prefetch("criteria", Criterion.objects.order_by("order").prefetch_related("levels"))
        rows = Aspect.objects.filter(rubric=self.rubric).select_related("commodity_group").prefetch_related(lines)
        return [
            AspectView(
                aspect,
                [
                    CriterionView(line, list(line.levels.all()), Origin.of(line.provenance))
                    for line in aspect.criteria.all()
                ],
                Origin.of(aspect.provenance),
            )
            for aspect in rows.order_by("order")
        ]

    @cached_property
    def forms(self) -> list[Form]:
        """The form of each commodity group: the aspects for all, and its own."""
        groups = {view.aspect.commodity_group for view in self.aspects if view.aspect.commodity_group}
        common = [view for view in self.aspects if view.aspect.commodity_group is None]
        return [
            Form(group.label, [*common, *(view for view in self.aspects if view.aspect.commodity_group == group)])
            for group in sorted(groups, key=lambda group: group.order)
        ]

    @property
    def used_in(self) -> list[Edition]:
        """The editions that are scored with this rubric."""
        return [plan.edition for plan in self.plans if self.rubric and plan.rubric_id == self.rubric.pk]

    @cached_property
    def edition(self) -> Edition | None:
        """The edition whose gates are shown: the newest that runs, else the newest."""
        editions = [plan.edition for plan in self.plans]
        return next(
            (edition for edition in editions if not hasattr(edition, "publication")), next(iter(editions), None)
        )

    @property
    def plan(self) -> AssessmentPlan | None:
        """The plan of the edition whose gates are shown."""
        return next((plan for plan in self.plans if plan.edition == self.edition), None)

    @cached_property
    def gates(self) -> list[tuple[Gate, Origin]]:
        rows = Gate.objects.filter(edition=self.edition).select_related("commodity_group").order_by("code")
        return [(gate, Origin.of(gate.provenance)) for gate in rows]

    @cached_property
    def lines(self) -> list[LinesView]:
        sets = StarLineSet.objects.select_related("scheme").prefetch_related("lines__commodity_group").order_by("code")
        return [self._lines(line_set) for line_set in sets]

    def _lines(self, line_set: StarLineSet) -> LinesView:
        whole = line_set.whole()
        labels = {group.pk: group for line in line_set.lines.all() if (group := line.commodity_group)}
        own = sorted(whole.by_group.items(), key=lambda row: labels[row[0]].order)
        return LinesView(
            line_set,
            bands(whole.for_all),
            [(labels[group].label, bands(bounds)) for group, bounds in own],
            Origin.of(line_set.provenance),
            [plan.edition for plan in self.plans if plan.star_lines_id == line_set.pk],
        )


def bands(bounds: Sequence[tuple[int, Decimal]]) -> list[tuple[int, str]]:
    """Half-open bands in words, highest first, with the scores that reach no star at the end: a line belongs to the star above it.

    >>> bands([(2, Decimal(75)), (1, Decimal(65))])
    [(2, 'mulai 75,00'), (1, 'mulai 65,00, di bawah 75,00'), (0, 'di bawah 65,00')]
    """
    rows = []
    above: Decimal | None = None
    for stars, lower in bounds:
        if above is None:
            words = _("mulai {low}").format(low=nilai(lower))
        else:
            words = _("mulai {low}, di bawah {high}").format(low=nilai(lower), high=nilai(above))
        rows.append((stars, words))
        above = lower
    if above is not None:
        rows.append((0, _("di bawah {high}").format(high=nilai(above))))
    return rows
