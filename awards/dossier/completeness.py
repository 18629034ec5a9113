"""How much of each dossier is filled, for lists: one statement whatever the number of rows.

A page that shows the dossier itself takes `contents.with_dossier`; a list needs only to know which papers and photos are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from awards.dossier.contents import Answers, asked_of
from awards.dossier.sections import SECTIONS, Section, asked_of_owner
from awards.models import Nomination, RequiredPaper
from ikm.models import Permit, ProductPhoto, YearlyFigures

SECTION_COUNT = len(SECTIONS)
# What the sections look at of firm and product, for a list that reads no more of them.
LOOKED_AT = (
    *(f"ikm__{name}" for name in ("legal_form", "founded_in", "phone", "email", "nib", "address", "sentra", "sentra_since", "sentra_by_office")),
    *(f"product__{name}" for name in ("commodity_group", "distinction", "story", "raw_material", "local_material_pct", "supply_years")),
    *(f"product__{name}" for name in ("value_added_pct", "capacity", "market_reach")),
)  # fmt: skip
# What of the records around a file is asked beside firm and product.
BESIDE = {
    "kinds_there": ArraySubquery(
        Permit.objects.filter(ikm=OuterRef("ikm_id"), document__isnull=False).values("kind"),
    ),
    "slots_there": ArraySubquery(ProductPhoto.objects.filter(product=OuterRef("product_id")).values("slot")),
    "figures_there": Exists(YearlyFigures.objects.filter(ikm=OuterRef("ikm_id"))),
}


def with_completeness(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """`rows` with firm and product, and beside them what `missing_sections` asks about papers, photos and figures."""
    return rows.select_related("ikm", "product").annotate(**BESIDE)


def missing_sections(nomination: Any, papers: Sequence[RequiredPaper], *, by_owner: bool = False) -> list[Section]:
    """The sections that are not whole yet; `by_owner`: those in which the owner is asked for something.

    `nomination` comes through `with_completeness`, `papers` are those of its edition.
    """
    ikm, product = nomination.ikm, nomination.product
    kinds, slots = frozenset(nomination.kinds_there), frozenset(nomination.slots_there)
    answers = Answers(ikm, product, kinds, slots, nomination.figures_there, asked_of(product, papers))
    lacking = ((section, section.missing(answers)) for section in SECTIONS)
    return [section for section, items in lacking if (asked_of_owner(items) if by_owner else items)]


def sections_done(nomination: Any, papers: Sequence[RequiredPaper]) -> int:
    """How many of the nine sections are whole."""
    return SECTION_COUNT - len(missing_sections(nomination, papers))
