"""One season while it is made: its edition, its calendar, its people, and chance."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import prefetch_related_objects

from awards.certificates.codes import ALPHABET
from awards.models import Edition, Nomination
from ikm.models import CommodityGroup, Sentra
from ikm.sentras import add_sentra
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import WIB
from ovop_portal.common.names import same_as
from ovop_portal.demo.season import words
from ovop_portal.demo.season.agenda import Agenda
from ovop_portal.demo.season.calendar import Calendar
from ovop_portal.demo.season.cast import Cast
from ovop_portal.demo.season.names import Names
from ovop_portal.demo.season.papers import Papers
from ovop_portal.demo.season.places import Atlas, Spot
from ovop_portal.documents.models import Document
from regions.models import Regency

SCHEME = "kemenperin_three_star_2022_2024"


@dataclass(repr=False, eq=False)
class Season:
    """What every stage needs. Each purpose has its own chance, so that one stage does not move the dice of another."""

    edition: Edition
    calendar: Calendar
    cast: Cast
    atlas: Atlas
    agenda: Agenda
    seed: int
    firms: int = 0
    _originals: dict[str, Document] = field(default_factory=dict)
    _codes: set[str] = field(default_factory=set)
    _sentras: dict[tuple[str, str], Sentra] = field(default_factory=dict)

    def chance(self, purpose: str) -> random.Random:
        """A source of chance for one purpose."""
        return random.Random(f"{self.seed}:{self.edition.year}:{purpose}")

    def __post_init__(self) -> None:
        self.remember()

    def remember(self) -> None:
        """Read dates and gates of the edition, which all files share; verbs that lock the edition make it forget them."""
        prefetch_related_objects([self.edition], "windows", "gates", "required_papers")

    def papers(self, chance: random.Random, now: datetime) -> Papers:
        """Documents for this season."""
        return Papers(chance, now, self._originals)

    def open_offices(self, regencies: Iterable[Regency], part: str = "") -> None:
        """The offices that take part, with their people."""
        self.cast.open_offices(regencies, self.chance(f"offices{part}"), self.calendar.opening)

    def after(self, hour: datetime, days: int, chance: random.Random) -> datetime:
        """A working hour `days` later; before the end of the story, and always after `hour`."""
        local = hour.astimezone(WIB)
        later = datetime.combine(local.date() + timedelta(days=days), time(8), WIB) + timedelta(
            seconds=chance.randrange(8 * 3600)
        )
        if later >= self.calendar.limit:
            later = hour + (self.calendar.limit - hour) / 2
        return max(later, hour + timedelta(seconds=30))

    def blind_codes(self, count: int, purpose: str) -> list[str]:
        """Codes for the jury that no file has yet."""
        if not self._codes:
            self._codes = set(Nomination.objects.values_list("blind_code", flat=True))
        chance = self.chance(f"blind:{purpose}")
        found: list[str] = []
        while len(found) < count:
            code = "K-" + "".join(chance.choices(ALPHABET, k=5))
            if code not in self._codes:
                self._codes.add(code)
                found.append(code)
        return found

    def sentra(self, spot: Spot, *, by: User, now: datetime) -> Sentra:
        """The sentra of a craft in a district, made with its decree where it is not there yet. It is the same in whatever season it is made."""
        name = f"Sentra {words.SENTRA_WORD[spot.commodity]} {spot.district.name}"
        key = spot.regency.pk, name
        if key not in self._sentras:
            known = Sentra.objects.filter(same_as(name), regency=spot.regency).first()
            self._sentras[key] = known or self._new_sentra(spot, name, by, now)
        return self._sentras[key]

    def _new_sentra(self, spot: Spot, name: str, by: User, now: datetime) -> Sentra:
        chance = random.Random(f"{self.seed}:sentra:{spot.district.pk}:{spot.commodity}")
        day = date(chance.randint(2014, 2021), chance.randint(1, 12), chance.randint(1, 28))
        return add_sentra(
            name=name,
            regency=spot.regency,
            commodity_group=CommodityGroup(pk=spot.commodity),
            unit_count=chance.randint(6, 64),
            number=f"188.45/{chance.randint(11, 899)}/CONTOH/{day.year}",
            date=day,
            document=self.papers(chance, now).paper("sentra", "ikm.sentra_decree"),
            by=by,
            now=now,
        )

    def signatory(self, regency: str) -> str:
        """The regional head of a regency: a coined name, the same throughout the season."""
        return Names(random.Random(f"{self.seed}:kepala:{regency}")).person(regency[:2])
