"""One whole season, walked as far as a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from assessments.operations.editions import begin_edition
from awards.models import Award, Edition, EditionKind, StarScheme
from awards.operations.outcome import months_later
from ikm.models import LegalForm, OwnerLink
from ovop_portal.demo.people import ACTOR, OWNER_OFFICE
from ovop_portal.demo.season import finishing, jury, plans, preparing, screening
from ovop_portal.demo.season.agenda import Agenda
from ovop_portal.demo.season.calendar import Calendar
from ovop_portal.demo.season.cast import Cast, jury_size
from ovop_portal.demo.season.files import File
from ovop_portal.demo.season.names import Naming
from ovop_portal.demo.season.places import Atlas, Spot
from ovop_portal.demo.season.plans import comes_to
from ovop_portal.demo.season.scale import Scale
from ovop_portal.demo.season.setting import SCHEME, Season
from ovop_portal.demo.season.words import WEAVING, Craft

FULL_JURY, SMALL_JURY = 5, 3
# Fewer offices knew the award then.
FILES_OF_AN_OFFICE_THEN = 6
# A certificate stands for a cycle of two years; the newest ones longer where the next edition is late, so that they stand on the day of the demo.
CYCLE_MONTHS = 24
GRINGSING = Craft(
    "Kain gringsing",
    "benang katun pintal tangan",
    "13122",
    "diikat pada lungsi dan pakan sekaligus, lalu ditenun dengan cagcag",
    "lembar",
)
SUKERTI = Naming(
    "Tenun Gringsing Sukerti",
    LegalForm.PERSONAL.value,
    "Ni Wayan Sukerti",
    "Sangkaluwih",
    "Kain gringsing motif Bunga Sangkaluna",
    "Bunga Sangkaluna",
    GRINGSING,
)


@dataclass(frozen=True)
class Making:
    """What a command was asked for."""

    scale: Scale
    seed: int
    today: date


@dataclass(frozen=True)
class Setup:
    """What was asked for, the people, and the map."""

    making: Making
    cast: Cast
    atlas: Atlas

    @classmethod
    def ready(cls, making: Making) -> Setup:
        """Everybody is there, and the map is read."""
        return cls(making, Cast.ready(making.seed, jury_size(making.scale.passed + making.scale.holders)), Atlas())

    def season(self, edition: Edition, calendar: Calendar, agenda: Agenda) -> Season:
        """A season of `edition`, with nothing noted yet."""
        return Season(edition, calendar, self.cast, self.atlas, agenda, self.making.seed)


def make_single(making: Making, year: int, stage: str) -> Edition:
    """One season of `year` that stops at `stage`, and before it the edition whose holders are assessed again, where there is none. All or nothing."""
    with transaction.atomic():
        setup = Setup.ready(making)
        calendar = calendar_for(making.today, year, stage)
        previous = _newest_published(year)
        if previous is None and not Edition.objects.filter(year=year - 2).exists():
            previous = history(setup, year - 2, before=calendar.nomination[0])
        season = main(setup, year, stage, calendar, previous, Agenda())
        season.agenda.run()
    return season.edition


def calendar_for(today: date, year: int, stage: str) -> Calendar:
    """In its own year where that is over and the season ended; else shifted, so that `today` lies where the season stops."""
    if comes_to(stage, "published"):
        own = Calendar.of_year(year, today)
        return own if own.publication < today else Calendar.decided(today, decree=30)
    if stage == "determined":
        return Calendar.decided(today)
    kind = {"empty": "nomination", "scoring": "assessment", "scored": "plenary"}.get(stage, stage)
    return Calendar.around(today, kind)


def history(setup: Setup, year: int, *, before: date) -> Edition:
    """The edition before: fewer files, a jury without the demo's own people, three jurors a file, and as many stars as the next one has holders."""
    scale, calendar = setup.making.scale, Calendar.of_year(year, setup.making.today)
    if calendar.publication >= before:
        calendar = calendar.shifted((before - calendar.publication).days - 60)
    edition = begin_edition(
        year=year,
        name=f"OVOP {year}",
        scheme=StarScheme.objects.get(pk=SCHEME),
        windows=calendar.windows(),
        previous=None,
        validity_months=CYCLE_MONTHS,
        jurors_per_entry=SMALL_JURY,
        by=ACTOR,
        now=calendar.opening,
    )
    jury_of_then = replace(setup.cast, seats=[seat for seat in setup.cast.seats if not seat.is_demo])
    season = replace(setup, cast=jury_of_then).season(edition, calendar, Agenda())
    spots = setup.atlas.spots(scale.proposed_before, season.chance("spots"), each=FILES_OF_AN_OFFICE_THEN)
    note_way(season, plans.earlier_files(spots, scale, season.chance("plan")), [], conflicts=scale.conflicts // 3)
    note_end(season, "published", departures=0, seats=0)
    season.agenda.run()
    return edition


def main(
    setup: Setup,
    year: int,
    stage: str,
    calendar: Calendar,
    previous: Edition | None,
    agenda: Agenda,
    *,
    name: str = "",
    kind: str = EditionKind.REAL,
) -> Season:
    """Note a season of `year` on `agenda`: firms newly proposed, and the holders of `previous`."""
    scale = setup.making.scale
    edition = begin_edition(
        year=year,
        kind=kind,
        name=name or f"OVOP {year}",
        scheme=StarScheme.objects.get(pk=SCHEME),
        windows=calendar.windows(),
        previous=previous,
        validity_months=_validity(calendar, setup.making.today),
        jurors_per_entry=FULL_JURY,
        by=ACTOR,
        now=calendar.opening,
    )
    season = setup.season(edition, calendar, agenda)
    if comes_to(stage, "nomination"):
        files = _new_files(season, scale, stage)
        holders = plans.holder_files(holders_of(previous), stage, season.chance("holders' plan"))
        note_way(season, files, holders, conflicts=scale.conflicts, stage=stage)
        note_end(season, stage, departures=2, seats=10)
    return season


def _new_files(season: Season, scale: Scale, stage: str) -> list[File]:
    """The files newly proposed; one of them is that of the demo's owner, whose weaving is good for stars."""
    spots = season.atlas.spots(scale.proposed, season.chance("spots"), as_in_2024=True)
    hers = _place_of_the_owner(season, spots)
    files = plans.new_files(spots, scale, stage, season.chance("plan"), sure=hers)
    if hers is not None:
        file = files[hers]
        file.owner, file.naming = season.cast.people["owner"], SUKERTI
        file.quality, file.bounds = 84.0, (78, 93)
    return files


def note_way(
    season: Season,
    files: Sequence[File],
    holders: Sequence[File],
    *,
    conflicts: int,
    stage: str = "published",
) -> None:
    """Note the way of all files from the firm to the locked sheets; where the season stops while the jury works, half of the way."""
    preparing.note_preparation(season, files)
    preparing.note_holders(season, holders)
    if comes_to(stage, "screening"):
        screening.note_screening(season, files)
    if comes_to(stage, "scoring"):
        judged = [file for file in [*files, *holders] if file.reaches("in_assessment")]
        progress = jury.Progress(0.5, demo_waits=True) if stage == "scoring" else jury.Progress()
        jury.JuryAtWork(season, judged, conflicts, progress).note()


def note_end(season: Season, stage: str, *, departures: int, seats: int) -> None:
    """Note what comes after the last sheet, as far as `stage`."""
    if comes_to(stage, "plenary"):
        finishing.note_tally(season)
    if comes_to(stage, "determined"):
        finishing.note_plenary(season, departures=departures)
        finishing.note_decree(season)
    if comes_to(stage, "published"):
        finishing.note_publication(season)
    if comes_to(stage, "after"):
        finishing.note_aftermath(season, seats=seats)


def holders_of(edition: Edition | None) -> list[Award]:
    """The awards of an edition that were not revoked, with everything that an invitation needs."""
    if edition is None:
        return []
    rows = Award.objects.filter(nomination__edition=edition, revocation__isnull=True).order_by("nomination__number")
    return list(
        rows.select_related(
            "nomination__product__ikm", "nomination__product__commodity_group", "nomination__edition__scheme"
        )
    )


def _newest_published(before_year: int) -> Edition | None:
    """The newest published edition that no other one follows."""
    return (
        Edition.objects.filter(publication__isnull=False, following__isnull=True, year__lt=before_year)
        .order_by("-year")
        .first()
    )


def _validity(calendar: Calendar, today: date) -> int:
    months = CYCLE_MONTHS
    while months_later(calendar.decree, months) <= today + timedelta(days=60):
        months += 12
    return months


def _place_of_the_owner(season: Season, spots: list[Spot]) -> int | None:
    """Which of the files is that of the demo's owner; none where her firm is there already. Her place is put into `spots`."""
    if not spots or OwnerLink.objects.filter(user=season.cast.people["owner"], ends_at__isnull=True).exists():
        return None
    place = next((place for place, spot in enumerate(spots) if spot.regency.pk == OWNER_OFFICE), len(spots) - 1)
    spots[place] = season.atlas.spot(OWNER_OFFICE, WEAVING, 1)
    return place
