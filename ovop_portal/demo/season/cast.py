"""Who acts: the demo's own people, an operator and a signer in every office that nominates, and a jury from the bodies that the ministry names."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import NormalDist, pstdev

from django.contrib.auth.hashers import make_password

from assessments.models import Appointment, Institution, Juror
from assessments.operations.jurors import appoint, keep_institution, keep_juror
from ikm.models import CommodityGroup
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import grant_role
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.demo.people import ACTOR, OTHER_OFFICE, OWNER_OFFICE, PEOPLE, contact_of, ensure_people
from ovop_portal.demo.season import words
from ovop_portal.demo.season.names import Names
from ovop_portal.demo.season.words import BATIK, FOOD, POTTERY, WEAVING, WICKER
from regions.models import Level, Office, Regency

# Before the first season: everybody who acts in one holds their role by then.
SINCE = datetime(2022, 1, 10, 2, 0, tzinfo=UTC)
SEVERITY_SPREAD = 4.0
# The bodies of the selection teams that public sources name, and the panels on which they sit. Those that know every craft sit on some panels with one person
# and on some with another.
SOME, OTHERS = (FOOD, WEAVING, POTTERY), (FOOD, BATIK, WICKER)
INSTITUTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Cita Tenun Indonesia": ((WEAVING, BATIK), (WEAVING,)),
    "Yayasan Batik Indonesia": ((BATIK, WEAVING), (BATIK,)),
    "Warlami": ((WEAVING, BATIK, WICKER), (WEAVING, WICKER)),
    "HIMKI": ((WICKER, POTTERY), (WICKER, POTTERY)),
    "GAPMMI": ((FOOD,), (FOOD,)),
    "Ditjen IKMA": (SOME, OTHERS),
    "Kemenko Bidang Perekonomian": (SOME, OTHERS),
    "Balai Standardisasi Industri": (SOME, OTHERS),
    "Praktisi": (SOME, OTHERS),
    "Akademisi": (SOME, OTHERS),
    "Pemerintah provinsi": (SOME, OTHERS),
}
WORKING_GROUP = {"Ditjen IKMA", "Kemenko Bidang Perekonomian", "Balai Standardisasi Industri", "Pemerintah provinsi"}
TECHNIQUES = {
    WEAVING: "tenun gedogan, tenun ATBM",
    BATIK: "batik tulis, batik cap",
    POTTERY: "gerabah putar",
    WICKER: "anyaman rotan dan bambu",
    FOOD: "pangan kering",
}
HOMES = ["13.71", "32.73", "33.74", "34.71", "35.78", "36.74", "51.71", "73.71"]
FEWEST, MOST = 22, 110


@dataclass(frozen=True)
class Seat:
    """A juror, the panels they sit on, and how many points above (or below) others they give."""

    juror: Juror
    panels: tuple[str, ...]
    severity: float
    is_demo: bool


@dataclass(frozen=True)
class Staff:
    """The people of one office."""

    office: Office
    operator: User
    signer: User


@dataclass
class Cast:
    """Everybody. `people` are those whose accounts stand on the page of signing in."""

    people: dict[str, User]
    seats: list[Seat]
    staff: dict[str, Staff] = field(default_factory=dict)

    @classmethod
    def ready(cls, seed: int, jurors: int) -> Cast:
        """The people and a jury of `jurors`, made where they are not there yet."""
        people = ensure_people(SINCE)
        return cls(people, _jury(seed, jurors, people))

    @property
    def screeners(self) -> tuple[User, User]:
        return self.people["screener"], self.people["second_screener"]

    @property
    def secretariat(self) -> User:
        return self.people["secretariat"]

    @property
    def second_person(self) -> User:
        """Who confirms what the secretariat proposes."""
        return self.people["second_secretariat"]

    def panel(self, commodity: str) -> list[Seat]:
        """The jurors of a commodity group."""
        return [seat for seat in self.seats if commodity in seat.panels]

    def open_offices(self, regencies: Iterable[Regency], chance: random.Random, since: datetime) -> None:
        """Make the offices of `regencies`, each with an operator and a signer, where they are not there yet."""
        wanted = {regency.pk: regency for regency in regencies if regency.pk not in self.staff}
        known = {office.regency_id: office for office in Office.objects.active().filter(regency__in=wanted)}
        names = Names(chance)
        for code, regency in sorted(wanted.items()):
            office = known.get(code) or Office.objects.create(
                name=chance.choice(words.OFFICES),
                level=Level.REGENCY,
                regency=regency,
                head_name=names.person(regency.province_id),
                **contact_of(code),
            )
            self.staff[code] = Staff(
                office,
                self._clerk(office, Role.DINAS_OPERATOR, names, since),
                self._clerk(office, Role.DINAS_SIGNER, names, since),
            )

    def _clerk(self, office: Office, role: Role, names: Names, since: datetime) -> User:
        own = {OWNER_OFFICE: {Role.DINAS_OPERATOR: "dinas_operator", Role.DINAS_SIGNER: "dinas_signer"},
               OTHER_OFFICE: {Role.DINAS_OPERATOR: "other_dinas_operator", Role.DINAS_SIGNER: "other_dinas_signer"}}  # fmt: skip
        if office.regency_id in own:
            return self.people[own[office.regency_id][role]]
        number = office.code.replace(".", "") + ("1" if role == Role.DINAS_OPERATOR else "2")
        return _user(names.person(office.province_code), f"+6280070{number}", role, office, since=since)


def jury_size(entries: int) -> int:
    """How many jurors a season of so many entries has: 22 up to the size of 2024, then one more for every 45 entries."""
    return max(FEWEST, min(MOST, FEWEST + (entries - 166) // 45))


def severities(count: int, seed: int) -> list[float]:
    """Severities of a jury: normally spread with a standard deviation of four points and a mean of zero, dealt out by lot."""
    normal = NormalDist()
    drawn = [normal.inv_cdf((place + 0.5) / count) for place in range(count)]
    scale = SEVERITY_SPREAD / pstdev(drawn)
    random.Random(f"{seed}:severity").shuffle(drawn)
    return [value * scale for value in drawn]


def _jury(seed: int, count: int, people: dict[str, User]) -> list[Seat]:
    """Two jurors or more from each body; the demo's own are the first of theirs."""
    own = {person.institution: people[person.key] for person in PEOPLE if person.institution}
    names, homes = Names(random.Random("juri")), {regency.pk for regency in Regency.objects.filter(pk__in=HOMES)}
    spread = severities(count, seed)
    seats = []
    for place in range(count):
        name = list(INSTITUTIONS)[place % len(INSTITUTIONS)]
        turn = place // len(INSTITUTIONS)
        who, home = names.person("31"), HOMES[place % len(HOMES)]
        is_demo = turn == 0 and name in own
        user = own[name] if is_demo else _user(who, f"+628008000{place:04}", Role.JUROR)
        panels = INSTITUTIONS[name][turn % 2]
        juror = _juror(user, name, None if is_demo or home not in homes else home, panels)
        seats.append(Seat(juror, panels, spread[place], is_demo))
    _appoint([seat.juror for seat in seats])
    return seats


def _juror(user: User, institution: str, home: str | None, panels: tuple[str, ...]) -> Juror:
    house = _institution(institution)
    juror = Juror.objects.filter(user=user).first()
    if juror is None:
        juror = Juror(user=user, institution=house, home_regency_id=home)
        # Those who know every craft are nobody's expert.
        known = () if panels in (SOME, OTHERS) else panels
        juror.techniques = "; ".join(TECHNIQUES[code] for code in known)
        keep_juror(juror, CommodityGroup.objects.filter(pk__in=known), by=ACTOR, now=SINCE)
    # The names are printed and written into the ledger again and again.
    juror.user, juror.institution = user, house
    return juror


def _institution(name: str) -> Institution:
    house = Institution.objects.filter(name=name).first()
    if house is None:
        house = Institution(name=name, in_working_group=name in WORKING_GROUP)
        keep_institution(house, by=ACTOR, now=SINCE)
    return house


def _appoint(jurors: Sequence[Juror]) -> None:
    """One decree for whoever has none yet."""
    appointed = set(Appointment.objects.filter(juror__in=jurors).values_list("juror", flat=True))
    fresh = [juror for juror in jurors if juror.pk not in appointed]
    if fresh:
        day = day_in_wib(SINCE)
        appoint(fresh, decree_number="12/CONTOH/2022", decree_date=day, starts_on=day, by=ACTOR, now=SINCE)


def _user(name: str, phone: str, role: Role, office: Office | None = None, *, since: datetime = SINCE) -> User:
    user = User.objects.filter(phone=phone).first()
    if user is None:
        user = User.objects.create(name=name, phone=phone, password=make_password(None), joined_at=since)
    grant_role(user, role, office=office, by=ACTOR, now=since)
    return user
