"""Where nominations come from: 22 provinces as in 2024, their regencies, and the sentra in them."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from ovop_portal.demo.people import OTHER_OFFICE, OWNER_OFFICE
from ovop_portal.demo.season.scale import shares
from ovop_portal.demo.season.words import BATIK, FOOD, POTTERY, WEAVING, WICKER
from regions.models import District, Regency

# Files of 2024 by province: Sumatera Barat as published, the others invented so that 22 provinces make 159. Then what is made there, in parts of ten:
# food, weaving, batik, wickerwork, pottery.
PROVINCES: dict[str, tuple[int, tuple[int, int, int, int, int]]] = {
    "13": (46, (6, 2, 1, 1, 0)),
    "33": (17, (3, 1, 4, 1, 1)),
    "35": (15, (4, 1, 4, 1, 0)),
    "32": (12, (4, 0, 2, 3, 1)),
    "51": (9, (2, 6, 0, 1, 1)),
    "34": (8, (2, 1, 3, 2, 2)),
    "52": (8, (2, 4, 0, 2, 2)),
    "53": (6, (2, 7, 0, 1, 0)),
    "73": (6, (4, 5, 0, 1, 0)),
    "12": (5, (6, 4, 0, 0, 0)),
    "71": (4, (8, 0, 1, 1, 0)),
    "63": (4, (4, 0, 1, 5, 0)),
    "16": (3, (4, 5, 0, 1, 0)),
    "18": (3, (4, 5, 1, 0, 0)),
    "61": (2, (3, 5, 0, 0, 2)),
    "62": (2, (3, 0, 0, 7, 0)),
    "64": (2, (5, 5, 0, 0, 0)),
    "17": (2, (5, 0, 5, 0, 0)),
    "36": (2, (4, 0, 4, 2, 0)),
    "11": (1, (8, 0, 0, 2, 0)),
    "74": (1, (3, 7, 0, 0, 0)),
    "19": (1, (5, 3, 0, 2, 0)),
}
COMMODITIES = (FOOD, WEAVING, BATIK, WICKER, POTTERY)
# All 19 regencies and cities of Sumatera Barat put firms forward in 2024. Elsewhere no source tells how many did; here an office sends four files.
EVERY_REGENCY = "13"
FILES_OF_AN_OFFICE = 4
# The demo's own dinas take part in every season.
FIRST_REGENCIES = (OWNER_OFFICE, OTHER_OFFICE)


@dataclass(frozen=True)
class Spot:
    """Where one firm stands and what it makes. Firms of one spot's `cluster` share a sentra."""

    regency: Regency
    district: District
    commodity: str

    @property
    def cluster(self) -> tuple[str, str]:
        return self.regency.pk, self.commodity

    @property
    def province(self) -> str:
        return self.regency.province_id


class Atlas:
    """The regencies and districts of the 22 provinces, read once, in the order of their codes."""

    def __init__(self) -> None:
        self.regencies: dict[str, list[Regency]] = defaultdict(list)
        for regency in (
            Regency.objects.current()
            .filter(province__in=PROVINCES, is_administrative=False)
            .for_labels()
            .order_by("code")
        ):
            self.regencies[regency.province_id].append(regency)
        self.districts: dict[str, list[District]] = defaultdict(list)
        for district in District.objects.current().filter(regency__province__in=PROVINCES).order_by("code"):
            self.districts[district.regency_id].append(district)
        self.by_code = {regency.code: regency for regencies in self.regencies.values() for regency in regencies}

    def spots(
        self, count: int, chance: random.Random, *, each: int = FILES_OF_AN_OFFICE, as_in_2024: bool = False
    ) -> list[Spot]:
        """`count` places for firms: provinces in proportion, regencies of a province evenly with about `each` firms, then what is made there."""
        parts = shares([weight for weight, _crafts in PROVINCES.values()], count)
        found: list[Spot] = []
        for (province, (_weight, crafts)), number in zip(PROVINCES.items(), parts, strict=True):
            every = as_in_2024 and province == EVERY_REGENCY
            regencies = self._chosen(province, number if every else -(-number // each), chance)
            for regency, firms in zip(regencies, shares([1] * len(regencies), number), strict=True):
                found += self._in(regency, firms, crafts, chance)
        return found

    def spot(self, regency: str, commodity: str, district: int = 0) -> Spot:
        """A place for a firm of the demo's people."""
        return Spot(self.by_code[regency], self.districts[regency][district], commodity)

    def _chosen(self, province: str, wanted: int, chance: random.Random) -> list[Regency]:
        """`wanted` regencies, or all there are: the demo's own first, the others by lot."""
        known = self.regencies[province]
        first = [regency for regency in known if regency.code in FIRST_REGENCIES]
        others = [regency for regency in known if regency.code not in FIRST_REGENCIES]
        return (first + chance.sample(others, len(others)))[:wanted]

    def _in(self, regency: Regency, firms: int, crafts: tuple[int, ...], chance: random.Random) -> list[Spot]:
        """The firms of one regency: two commodities and two districts at most, so that firms share a sentra."""
        known = self.districts[regency.pk]
        kinds, districts = chance.choices(COMMODITIES, crafts, k=2), chance.sample(known, min(2, len(known)))
        second = [n % 3 == 2 for n in range(firms)]
        return [Spot(regency, districts[-1] if other else districts[0], kinds[other]) for other in second]
