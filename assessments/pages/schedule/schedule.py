"""All dates of an edition on one page, and what another date of one stage would touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.operations.schedule import Touched
from awards.models import Edition, Phase, Window, WindowChange, WindowKind
from awards.operations.editions import Dates
from awards.pages.secretariat.proposals import names_of
from awards.status.windows import joints
from ovop_portal.common.charts import Spanned
from ovop_portal.common.formats import rentang

CHANGES = 20


@dataclass(frozen=True)
class Row:
    """A stage with its dates, as the page prints them."""

    window: Window
    phase: Phase

    @property
    def name(self) -> str:
        return str(self.window.get_kind_display())

    @property
    def slug(self) -> str:
        return SLUGS[WindowKind(self.window.kind)]


# The stages in addresses.
SLUGS = {
    WindowKind.NOMINATION: "pengusulan",
    WindowKind.SCREENING: "seleksi",
    WindowKind.ASSESSMENT: "penilaian",
    WindowKind.PLENARY: "pleno",
}
BY_SLUG = {slug: kind for kind, slug in SLUGS.items()}


class SchedulePage:
    """The stages in the order in which a file goes through them, how they follow one another, and what was changed."""

    def __init__(self, edition: Edition, now: datetime) -> None:
        self.edition, self.now = edition, now

    @cached_property
    def rows(self) -> list[Row]:
        held = sorted(self.edition.windows.all(), key=lambda window: WindowKind.values.index(window.kind))
        return [Row(window, window.phase(self.now)) for window in held]

    @property
    def spans(self) -> list[Spanned]:
        """The same for the drawing."""
        return [
            {
                "label": row.name,
                "first": row.window.opens_at,
                "last": row.window.closes_at,
                "words": rentang(row.window.opens_at, row.window.closes_at),
                "tone": row.phase.value,
            }
            for row in self.rows
        ]

    @property
    def head(self) -> list[str]:
        """What its table is headed with."""
        return [_("Tahap"), _("Tanggal")]

    @cached_property
    def joints(self) -> list[str]:
        return joints(row.window for row in self.rows)

    @cached_property
    def changes(self) -> Sequence[tuple[WindowChange, str]]:
        """The newest changes with who made them."""
        rows = list(self.edition.window_changes.all()[:CHANGES])
        names = names_of(row.changed_by for row in rows)
        return [(row, names[row.changed_by]) for row in rows]


@dataclass(frozen=True)
class Preview:
    """What a change does, before it is done."""

    window: Window
    dates: Dates
    touched: Touched
    joints: Sequence[str]

    @property
    def told(self) -> list[tuple[str, int]]:
        return [(audience.name, len(audience.people)) for audience in self.touched.audiences]


def preview(edition: Edition, window: Window, dates: Dates, touched: Touched) -> Preview:
    """The effect of `dates` on `window`, and how the stages would follow one another then."""
    changed = Window(edition=edition, kind=window.kind, opens_at=dates[0], closes_at=dates[1])
    others = [other for other in edition.windows.all() if other.kind != window.kind]
    return Preview(window, dates, touched, joints([*others, changed]))
