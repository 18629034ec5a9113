"""Whole records of firms: figures, permits with well-formed numbers that nobody holds, photos, a story.

Where a file is to fall on its papers, the paper itself is wrong, so that a screener who opens it sees what the reason says.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from ikm.intake import Record
from ikm.models import CommodityGroup, MarketReach, PermitKind, PhotoSlot, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.demo.season import words
from ovop_portal.demo.season.names import Names, Naming
from ovop_portal.demo.season.papers import Papers
from ovop_portal.demo.season.places import Spot
from ovop_portal.demo.season.words import FOOD
from ovop_portal.documents.models import Document

CHANNELS = [
    "galeri sentra dan pameran daerah",
    "galeri sendiri, lokapasar, dan pameran nasional",
    "toko oleh-oleh dan pesanan lewat WhatsApp",
    "galeri dekranasda, lokapasar, dan pemesan tetap di kota",
]
ALTS = {
    PhotoSlot.WHOLE: "{product} dilihat utuh",
    PhotoSlot.DETAIL: "{product} dari dekat: pola dan permukaannya",
    PhotoSlot.PACKAGING: "Kemasan {product} dengan labelnya",
    PhotoSlot.PROCESS: "{craft} saat dikerjakan di {firm}",
    PhotoSlot.WORKSHOP: "Tempat produksi {firm}",
}


@dataclass
class Draft:
    """A record that waits for its documents: the mappings hold numbers of documents until `record` puts the documents in."""

    naming: Naming
    firm: dict[str, Any]
    product: dict[str, Any]
    permits: list[dict[str, Any]]
    photos: dict[str, tuple[UUID, str]]
    figures: list[dict[str, Any]]
    owner: User | None = None

    def record(self, documents: dict[UUID, Document], sentra: Sentra) -> Record:
        """The whole record."""
        return Record(
            firm={**self.firm, "sentra": sentra},
            product=self.product,
            permits=[{**permit, "document": documents[permit["document"]]} for permit in self.permits],
            photos=self.pictures(documents),
            figures=self.figures,
            owner=self.owner,
        )

    def pictures(self, documents: dict[UUID, Document]) -> dict[str, tuple[Document, str]]:
        """The photos by slot."""
        return {slot: (documents[number], alt) for slot, (number, alt) in self.photos.items()}

    def bare(self) -> Draft:
        """The same at its beginning: the product has a name, and nothing more."""
        product = {name: self.product[name] for name in ("name", "commodity_group", "kbli", "raw_material")}
        return replace(self, product=product, photos={}, figures=[])


class Firms:
    """Draws the records of the season of `year`; `day` is when they are written down, `known` how many firms the season has already."""

    def __init__(self, chance: random.Random, papers: Papers, year: int, day: date, known: int) -> None:
        self.chance, self.papers, self.year, self.day, self.serial = chance, papers, year, day, known
        self.names = Names(chance)
        self.groups = {group.code: group for group in CommodityGroup.objects.all()}

    def draft(
        self, spot: Spot, quality: float, flaw: str = "", *, naming: Naming | None = None, owner: User | None = None
    ) -> Draft:
        """A record for `spot`. Its figures rise with `quality` (0 to 100); `flaw` is the gate on which its papers fall."""
        naming = naming or self.names.naming(spot.commodity, spot.province)
        self.serial += 1
        founded = self.day.year - self.chance.randint(3, 28)
        figures = self._figures(quality)
        workers = figures[0]["workers_male"] + figures[0]["workers_female"]
        return Draft(
            naming,
            self._firm(spot, naming, founded, owner),
            self.product(naming, spot, quality, founded, workers),
            self._permits(spot, flaw),
            self.photos(naming, spot.commodity),
            figures,
            owner,
        )

    def further(self, naming: Naming, spot: Spot, quality: float) -> Draft:
        """A further product for a firm that is there: nothing of the firm itself."""
        product = self.product(
            naming, spot, quality, self.day.year - self.chance.randint(3, 9), self.chance.randint(5, 20)
        )
        return Draft(naming, {}, product, [], self.photos(naming, spot.commodity), [])

    def product(self, naming: Naming, spot: Spot, quality: float, founded: int, workers: int) -> dict[str, Any]:
        """The values of a product."""
        chance, better = self.chance, min(max((quality - 45) / 50, 0), 1)
        craft, district = naming.craft, spot.district.name
        reach = list(MarketReach)[min(3, int(better * 3.2 + chance.random()))]
        return {
            "name": naming.product,
            "commodity_group": self.groups[spot.commodity],
            "kbli": craft.kbli,
            "story": self.names.story(naming, founded=founded, workers=workers),
            "distinction": words.DISTINCTIONS[spot.commodity].format(
                material=craft.material, district=district, motif=naming.motif
            ),
            "raw_material": craft.material,
            "local_material_pct": min(100, 55 + 5 * round(better * 8) + 5 * chance.randint(0, 2)),
            "supply_years": 1 + round(better * 4) + chance.randint(0, 2),
            "value_added_pct": 15 + 5 * round(better * 9) + 5 * chance.randint(0, 2),
            "capacity": f"{chance.randint(4, 60) * (10 if spot.commodity == FOOD else 1) * 5} {craft.unit}",
            "market_reach": reach.value,
            "sales_channels": chance.choice(CHANNELS),
        }

    def photos(self, naming: Naming, commodity: str) -> dict[str, tuple[UUID, str]]:
        """A picture for every place, with its description."""
        filled = {"product": naming.product, "craft": naming.craft.noun, "firm": naming.firm}
        return {slot.value: (self.papers.ask_photo(commodity, slot), ALTS[slot].format(**filled)) for slot in PhotoSlot}

    def _firm(self, spot: Spot, naming: Naming, founded: int, owner: User | None) -> dict[str, Any]:
        chance = self.chance
        return {
            "name": naming.firm,
            "legal_form": naming.legal_form,
            "owner_name": owner.name if owner else naming.owner,
            "nib": nib(self.year, self.serial),
            "npwp": f"09{chance.randrange(10**14):014}",
            "siinas_account": f"SIINAS-CONTOH-{self.year}-{self.serial:05}",
            "phone": (owner.phone or "") if owner else f"+628005{self.year % 100:02}{self.serial:06}",
            "regency": spot.regency,
            "district": spot.district,
            "village": naming.village,
            "address": f"Jalan {self.names.coined()} No. {chance.randint(1, 99)}, RT {chance.randint(1, 9):02}/RW {chance.randint(1, 9):02}",
            "sentra_since": min(self.day.year, founded + chance.randint(0, 6)),
            "is_anchor": chance.random() < 0.35,
            "founded_in": founded,
        }

    def _figures(self, quality: float) -> list[dict[str, Any]]:
        """Three years, the last one first; turnover rises a little for the better ones."""
        chance = self.chance
        men, women = chance.randint(1, 9), chance.randint(2, 16)
        turnover = chance.randint(60, 400) * 1_000_000 + round(quality) * 4_000_000
        rows = []
        for back in range(1, 4):
            local = chance.randint((men + women) // 2, men + women)
            rows.append(
                {
                    "year": self.day.year - back,
                    "workers_male": men,
                    "workers_female": women,
                    "workers_local": local,
                    "investment": chance.randint(20, 600) * 1_000_000,
                    "turnover": turnover,
                    "production_value": turnover * chance.randint(80, 98) // 100,
                }
            )
            turnover = turnover * chance.randint(82, 99) // 100
        return rows

    def _permits(self, spot: Spot, flaw: str) -> list[dict[str, Any]]:
        """The papers that the group is asked for, and now and then a trademark."""
        chance, serial, region = self.chance, self.serial, spot.regency.pk.replace(".", "")
        issued = self.day - timedelta(days=chance.randint(200, 900))
        rows = [self._permit(PermitKind.NIB, nib(self.year, serial), issued, None)]
        if spot.commodity == FOOD:
            halal = f"KH{serial:08}" if flaw == "G06" else f"ID{spot.province}110099{self.year % 100:02}{serial:05}"
            ends = (
                self.day - timedelta(days=chance.randint(20, 200)) if flaw == "G05" else issued + timedelta(days=1825)
            )
            tested = self.day - timedelta(days=chance.randint(800, 1100) if flaw == "G07" else chance.randint(40, 300))
            rows += [
                self._permit(
                    PermitKind.PIRT,
                    f"2{chance.randint(1, 14):02}{region}{chance.randint(1, 9):02}{serial % 10000:04}-{ends.year % 100:02}",
                    ends - timedelta(days=1825),
                    ends,
                ),
                self._permit(PermitKind.HALAL, halal, issued, issued + timedelta(days=1460)),
                self._permit(PermitKind.LAB, f"LHU-{serial:04}/CONTOH/{tested.year}", tested, None),
            ]
        if chance.random() < 0.3:
            rows.append(
                self._permit(
                    PermitKind.TRADEMARK,
                    f"IDM9990{self.year % 100:02}{serial:05}",
                    issued,
                    issued + timedelta(days=3650),
                )
            )
        return rows

    def _permit(self, kind: PermitKind, number: str, issued_on: date, valid_until: date | None) -> dict[str, Any]:
        return {
            "kind": kind.value,
            "number": number,
            "issued_on": issued_on,
            "valid_until": valid_until,
            "document": self.papers.ask_paper(kind.value, "ikm.permit"),
        }


def nib(year: int, serial: int) -> str:
    """A number of 13 digits that looks drawn by lot and is different for each year and serial; no office gives out numbers that begin with 99."""
    return f"99{(year % 100 * 1_000_000 + serial) * 7_368_787 % 10**11:011}"
