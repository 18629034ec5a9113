"""One whole season, walked as far as a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from awards.models import Award, Edition
from awards.operations.outcome import months_later
from ikm.models import LegalForm, OwnerLink
from ovop_portal.common.clock import WIB, day_in_wib
from ovop_portal.demo.people import OWNER_OFFICE
from ovop_portal.demo.season import finishing, jury, plans, preparing, screening
from ovop_portal.demo.season.agenda import Agenda
from ovop_portal.demo.season.calendar import Calendar
from ovop_portal.demo.season.cast import Cast, jury_size
from ovop_portal.demo.season.files import File
from ovop_portal.demo.season.names import Naming
from ovop_portal.demo.season.places import Atlas, Spot
from ovop_portal.demo.season.plans import comes_to
from ovop_portal.demo.season.scale import Scale
from ovop_portal.demo.season.setting import Season, open_edition
from ovop_portal.demo.season.words import WEAVING, Craft

FULL_JURY, SMALL_JURY = 5, 3
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


def make_single(making: Making, year: int, stage: str) -> Edition:
    """One season of `year` that stops at `stage`, and before it the edition whose holders are assessed again, where there is none. All or nothing."""
    with transaction.atomic():
        cast, atlas = company(making)
        calendar = calendar_for(making.today, year, stage)
        previous = _newest_published(year) or history(making, cast, atlas, year - 2, before=calendar.nomination[0])
        season = main(making, cast, atlas, year, stage, calendar, previous, Agenda())
        season.agenda.run()
    return season.edition


def company(making: Making) -> tuple[Cast, Atlas]:
    """The people and the map."""
    return Cast.ready(making.seed, jury_size(making.scale.passed + making.scale.holders)), Atlas()


def calendar_for(today: date, year: int, stage: str) -> Calendar:
    """In its own year where that is over and the season ended; else shifted, so that `today` lies where the season stops."""
    if comes_to(stage, "published"):
        own = Calendar.of_year(year, today)
        return own if own.publication < today else Calendar.decided(today, decree=30)
    if stage == "determined":
        return Calendar.decided(today)
    kind = {"empty": "nomination", "scoring": "assessment", "scored": "plenary"}.get(stage, stage)
    return Calendar.around(today, kind)


def history(making: Making, cast: Cast, atlas: Atlas, year: int, *, before: date) -> Edition:
    """The edition before: fewer files, a jury without the demo's own people, three jurors a file, and as many stars as the next one has holders."""
    calendar = Calendar.of_year(year, making.today)
    if calendar.publication >= before:
        calendar = calendar.shifted((before - calendar.publication).days - 60)
    season = _begin(
        making,
        replace(cast, seats=[seat for seat in cast.seats if not seat.is_demo], staff=cast.staff),
        atlas,
        open_edition(
            year=year,
            name=f"OVOP {year}",
            calendar=calendar,
            previous=None,
            validity_months=CYCLE_MONTHS,
            jurors_per_entry=SMALL_JURY,
            now=calendar.opening,
        ),
        calendar,
        Agenda(),
    )
    files = plans.earlier_files(
        atlas.spots(making.scale.proposed_before, season.chance("spots")), making.scale, season.chance("plan")
    )
    note_way(season, files, [], conflicts=making.scale.conflicts // 3)
    note_end(season, "published", departures=0, seats=0)
    season.agenda.run()
    return season.edition


def main(
    making: Making,
    cast: Cast,
    atlas: Atlas,
    year: int,
    stage: str,
    calendar: Calendar,
    previous: Edition | None,
    agenda: Agenda,
    *,
    name: str = "",
) -> Season:
    """Note a season of `year` on `agenda`: firms newly proposed, and the holders of `previous`."""
    edition = open_edition(
        year=year,
        name=name or f"OVOP {year}",
        calendar=calendar,
        previous=previous,
        validity_months=_validity(calendar, making.today),
        jurors_per_entry=FULL_JURY,
        now=calendar.opening,
    )
    season = _begin(making, cast, atlas, edition, calendar, agenda)
    if comes_to(stage, "nomination"):
        spots = atlas.spots(making.scale.proposed, season.chance("spots"))
        hers = _place_of_the_owner(season, spots)
        files = plans.new_files(spots, making.scale, stage, season.chance("plan"), sure=hers)
        if hers is not None:
            _give_to_the_owner(season, files[hers])
        holders = plans.holder_files(holders_of(previous), stage, season.chance("holders' plan"))
        note_way(
            season,
            files,
            holders,
            conflicts=making.scale.conflicts,
            jury_part=0.5 if stage == "scoring" else 1.0,
            stage=stage,
        )
        note_end(season, stage, departures=2, seats=10)
    return season


def note_way(
    season: Season,
    files: Sequence[File],
    holders: Sequence[File],
    *,
    conflicts: int,
    jury_part: float = 1.0,
    stage: str = "published",
) -> None:
    """Note the way of all files from the firm to the locked sheets."""
    preparing.note_preparation(season, files)
    preparing.note_holders(season, holders)
    if comes_to(stage, "screening"):
        screening.note_screening(season, files)
    if comes_to(stage, "scoring"):
        judged = [file for file in [*files, *holders] if file.reaches("in_assessment") and file.aim != "invited"]
        jury.Jury(season, judged, conflicts, jury.Progress(jury_part, demo_waits=jury_part < 1)).note()


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


def _begin(making: Making, cast: Cast, atlas: Atlas, edition: Edition, calendar: Calendar, agenda: Agenda) -> Season:
    return Season(edition, calendar, cast, atlas, agenda, making.seed)


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


def _give_to_the_owner(season: Season, file: File) -> None:
    """Her weaving is good for stars."""
    file.owner, file.naming = season.cast.people["owner"], SUKERTI
    file.quality, file.bounds = 84.0, (78, 93)


__all__ = ["Making", "WIB", "company", "day_in_wib", "history", "main", "make_single"]
