"""The sections of the dossier in the order of the task list. Each is a module of its own; here they stand in a row, and what is asked of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from awards.dossier.contents import Dossier
from awards.dossier.sections.figures import Figures
from awards.dossier.sections.legality import Legality
from awards.dossier.sections.material import Material
from awards.dossier.sections.papers import Papers
from awards.dossier.sections.photos import Photos
from awards.dossier.sections.place import OF_OFFICE, Place
from awards.dossier.sections.product import NominatedProduct
from awards.dossier.sections.profile import Profile
from awards.dossier.sections.section import Compared, Documents, Filling, Paper, Part, Photo, Reading, Section
from awards.dossier.sections.story import Story
from awards.dossier.snapshot import Snapshot
from ikm.models import CommodityGroup
from ovop_portal.common.verbs import Missing

__all__ = [
    "SECTIONS",
    "SECTION_BY_CODE",
    "Compared",
    "Documents",
    "Filling",
    "Paper",
    "Part",
    "Photo",
    "Reading",
    "Section",
    "all_papers",
    "asked_of_owner",
    "missing",
    "parts_of",
]

SECTIONS: list[Section] = [
    Profile(),
    Place(),
    Legality(),
    NominatedProduct(),
    Story(),
    Material(),
    Photos(),
    Papers(),
    Figures(),
]
for _place, _section in enumerate(SECTIONS, 1):
    _section.place = _place
SECTION_BY_CODE = {section.code: section for section in SECTIONS}


def missing(dossier: Dossier) -> list[Missing]:
    """Everything that keeps this dossier from being sent to the ministry, section by section."""
    answers = dossier.answers
    return [item for section in SECTIONS for item in section.missing(answers)]


def asked_of_owner(items: Iterable[Missing]) -> list[Missing]:
    """Those of `items` that keep the owner from sending to the dinas: all but what the dinas fills in."""
    return [item for item in items if item.code != OF_OFFICE]


def parts_of(read: Snapshot, documents: Documents, commodity: CommodityGroup, today: date) -> list[Part]:
    """All sections as they are read. `today` decides which papers have run out."""
    reading = Reading(read, documents, commodity, today)
    return [section.part(reading) for section in SECTIONS]


def all_papers(parts: Iterable[Part]) -> list[Paper]:
    """Every paper that can be opened, in order: what the viewer of a page offers."""
    return [paper for part in parts for paper in part.papers if paper.document]
