"""Firms for tests, as the door of the registry takes them in: `register([RecordFactory()], by="system:tests", now=NOW)`."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory

from ikm.intake import Record
from ikm.models import CommodityGroup, PermitKind, PhotoSlot, Sentra
from regions.models import Regency
from tests.documents.factories import documents
from tests.regions.factories import RegencyFactory

# The papers of a firm whose dossier is whole.
PERMITS = (PermitKind.NIB, PermitKind.PIRT, PermitKind.HALAL, PermitKind.LAB)


def said(words: str) -> Any:
    """What a person says of the firm, with the mark of the season, if it has one."""
    return factory.LazyAttribute(lambda part: f"{words} {part.factory_parent.mark}".strip())


def cloth() -> CommodityGroup:
    """Woven cloth, as the reference data have it or as good as that."""
    return CommodityGroup.objects.get_or_create(
        code="kain_tenun", defaults={"label": "Kain tenun", "label_en": "Woven cloth", "order": 1}
    )[0]


def a_sentra(regency: Regency, group: CommodityGroup) -> Sentra:
    """The sentra of the region for what it makes."""
    return Sentra.objects.select_related("commodity_group").get_or_create(
        name=f"Sentra {group.label}", regency=regency, commodity_group=group, defaults={"unit_count": 12}
    )[0]


class RecordFactory(factory.Factory[Record]):
    """A weaver's firm with a whole dossier. `papers` are a document for each of `PERMITS`; the place is `firm__regency` and `firm__sentra`, what it makes
    `product__commodity_group`.
    """

    class Meta:
        model = Record

    class Params:
        number = factory.Sequence(lambda n: n + 1)
        mark = ""
        called = factory.LazyAttribute(lambda record: f"Tenun {record.number} {record.mark}".strip())
        papers = factory.LazyFunction(lambda: documents("ikm.permit", len(PERMITS)))
        year = 2025

    firm = factory.Dict(
        {
            "name": factory.LazyAttribute(lambda firm: f"Usaha {firm.factory_parent.called}"),
            "owner_name": said("Ni Wayan Sari"),
            "phone": "+6281234567890",
            "nib": factory.LazyAttribute(lambda firm: f"{firm.factory_parent.number:013}"),
            "legal_form": "ud",
            "founded_in": 1998,
            "address": said("Jl. Melati 3"),
            "regency": factory.LazyFunction(RegencyFactory),
            "sentra": factory.LazyAttribute(
                lambda firm: a_sentra(firm.regency, firm.factory_parent.product["commodity_group"])
            ),
            "sentra_since": 2001,
        }
    )
    product = factory.Dict(
        {
            "name": factory.SelfAttribute("..called"),
            "commodity_group": factory.LazyFunction(cloth),
            "story": said("Ditenun tiga generasi."),
            "distinction": said("Tenun ikat ganda"),
            "raw_material": said("Kapas"),
            "local_material_pct": 85,
            "supply_years": 4,
            "value_added_pct": 65,
            "capacity": said("40 helai"),
            "market_reach": "nasional",
        }
    )
    permits = factory.LazyAttribute(
        lambda record: [
            {
                "kind": kind,
                "number": f"{kind}-{record.number}",
                "issued_on": date(2024, 1, 2),
                "valid_until": None,
                "document": document,
            }
            for kind, document in zip(PERMITS, record.papers, strict=True)
        ]
    )
    photos = factory.LazyFunction(
        lambda: {
            slot: (photo, "")
            for slot, photo in zip(PhotoSlot, documents("ikm.photo", len(PhotoSlot), photo=True), strict=True)
        }
    )
    figures = factory.LazyAttribute(
        lambda record: [
            {
                "year": record.year,
                "workers_male": 4,
                "workers_female": 9,
                "workers_local": 10,
                "investment": 250_000_000,
                "turnover": 900_000_000,
                "production_value": None,
            }
        ]
    )
