"""Everything that `make demo` shows: two seasons that are over, two rehearsals that stand still, and one that runs today.

    2022   published: the holders of 2024
    2024   published, its first Go Global cohort full, the second one open: a cohort to choose
    latest free year before today's, "Latihan … rekap dan pleno"      all sheets are locked: a tally to run, stars to decide
    the free year before that one, "Latihan … pengumuman"             the decree is entered: a result to publish
    today's year   all desks at work, files in every state that a running edition has

An edition stands in one stage at a time, so a tally to run, a result to publish and files to send cannot all be found in one. The rehearsals are small,
carry years in which no award was given, and are called what they are.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from django.db import transaction

from awards.models import Edition, EditionKind
from awards.states import NominationState as S
from ikm.models import OwnerLink
from ovop_portal.demo.people import OTHER_OFFICE, OWNER_OFFICE
from ovop_portal.demo.season import finishing, jury, plans, preparing, screening
from ovop_portal.demo.season.agenda import Agenda
from ovop_portal.demo.season.calendar import Calendar
from ovop_portal.demo.season.files import File
from ovop_portal.demo.season.names import Naming
from ovop_portal.demo.season.scale import Scale
from ovop_portal.demo.season.setting import Season
from ovop_portal.demo.season.stages import GRINGSING, SUKERTI, Making, Setup, history, holders_of, main
from ovop_portal.demo.season.words import BATIK, CRAFTS, FOOD, POTTERY, WEAVING, WICKER
from ovop_portal.notifications.operations import mark_read

T = TypeVar("T")
FIRST, SECOND = 2022, 2024
REHEARSAL = Scale(proposed=14, passed=10, holders=0, proposed_before=0, passed_before=0, returned=1, conflicts=5)
# Where the files of the running edition lie, at the scale of 2024; every other scale is in proportion, with at least one of each.
RUNNING = {
    S.DRAFT: 6,
    S.WITH_OFFICE: 8,
    S.RETURNED_TO_OWNER: 3,
    S.READY: 4,
    S.NOT_NOMINATED: 1,
    S.WITHDRAWN: 1,
    S.SUBMITTED: 9,
    S.SCREENING: 7,
    S.RETURNED_TO_OFFICE: 3,
    S.PASSED: 5,
    S.FAILED: 4,
    S.DISQUALIFIED: 1,
    S.IN_ASSESSMENT: 14,
}
SUKERTI_NEW = replace(
    SUKERTI,
    product="Selendang gringsing motif Pucuk Talunraras",
    motif="Pucuk Talunraras",
    craft=replace(GRINGSING, noun="Selendang gringsing"),
)
SLAMET = Naming(
    "Batik Sekar Pesisir",
    "perorangan",
    "Slamet Widodo",
    "Banyuluwih",
    "Batik tulis motif Ombak Tirtanila",
    "Ombak Tirtanila",
    CRAFTS[BATIK][0],
)
SLAMET_NEW = replace(SLAMET, product="Batik cap motif Burung Sagawan", motif="Burung Sagawan", craft=CRAFTS[BATIK][1])


def make_whole(making: Making) -> None:
    """Make what is not there yet: the two past editions, each on its own, then rehearsals and the running one together."""
    setup = Setup.ready(making)
    past(setup)
    with transaction.atomic():
        show = _Show(setup, Agenda())
        determined, scored = _free_years(making)
        show.note_rehearsal(determined, "determined", Calendar.decided(making.today, decree=3), "pengumuman")
        show.note_rehearsal(scored, "scored", Calendar.around(making.today, "plenary"), "rekap dan pleno")
        show.note_running()
        show.note_second_cohort()
        show.agenda.run()


def is_made() -> bool:
    """Is the running edition there already, of this year or of the one in which the demo was made?"""
    return Edition.objects.filter(previous__year=SECOND).exists()


def past(setup: Setup) -> None:
    """2022 and 2024; what happened then is no news any more."""
    if Edition.objects.filter(year=SECOND).exists():
        return
    calendar = Calendar.of_year(SECOND, setup.making.today)
    first = Edition.objects.filter(year=FIRST).first()
    if first is None:
        with transaction.atomic():
            first = history(setup, FIRST, before=calendar.nomination[0])
    with transaction.atomic():
        main(setup, SECOND, "after", calendar, first, Agenda()).agenda.run()
        for person in setup.cast.people.values():
            mark_read(person, now=calendar.windows()["plenary"][1] + timedelta(days=30))


def _free_years(making: Making) -> list[int]:
    """The two latest years before today's in which no edition was held."""
    taken = set(Edition.objects.values_list("year", flat=True))
    free = [year for year in range(making.today.year - 1, making.today.year - 12, -1) if year not in taken]
    return sorted(free[:2])


@dataclass(frozen=True)
class _Show:
    """What lies around today. Each edition begins on its own morning, so that the ledger tells them as they went."""

    setup: Setup
    agenda: Agenda

    def note_rehearsal(self, year: int, stage: str, calendar: Calendar, task: str) -> None:
        """A small season that stops before its last steps."""
        small = replace(self.setup, making=replace(self.setup.making, scale=REHEARSAL))
        name = f"Latihan OVOP {year}: {task}"
        rehearsal = {"name": name, "kind": EditionKind.REHEARSAL}
        self.agenda.at(
            calendar.opening, lambda _hour: main(small, year, stage, calendar, None, self.agenda, **rehearsal)
        )

    def note_running(self) -> None:
        """The edition of this year."""
        calendar = Calendar.running(self.setup.making.today)
        self.agenda.at(calendar.opening, lambda _hour: _note_running(self.setup, calendar, self.agenda))

    def note_second_cohort(self) -> None:
        """The cohort of this year is open, with places left."""
        today = self.setup.making.today
        calendar = Calendar.of_year(SECOND, today)
        season = self.setup.season(Edition.objects.get(year=SECOND), calendar, self.agenda)
        hour = calendar.limit - timedelta(days=21, hours=13)
        finishing.note_cohort(season, f"Go Global {today.year}, angkatan 2", seats=12, taken=3, hour=hour)


# --- The running edition --------------------------------------------------------------------------------------------------------


def _note_running(setup: Setup, calendar: Calendar, agenda: Agenda) -> None:
    making, previous = setup.making, Edition.objects.get(year=SECOND)
    season = main(setup, making.today.year, "empty", calendar, previous, agenda)
    files = _scattered(season, making) + _of_the_demo(season)
    judged = [file for file in files if file.reaches(S.PASSED)]
    late = [file for file in files if not (file.reaches(S.SUBMITTED) or isinstance(file.further, File))]
    between = [file for file in files if file not in judged and file not in late]
    plans.dress(files, 2, season.chance("dress"))
    # Each lot has its own time: what the jury has was sent first, what still lies with the owners came last.
    preparing.note_preparation(season, judged, first=0.02, last=0.3, part=" a")
    preparing.note_preparation(season, between, first=0.3, last=0.8, part=" b")
    preparing.note_preparation(season, late, first=0.5, last=1.0, part=" c")
    screening.note_screening(season, judged, first=0.1, last=0.5, part=" a")
    screening.note_screening(season, between, first=0.5, last=0.95, part=" b")
    holders = _holders(season, making, previous)
    preparing.note_holders(season, holders, first=0.05, last=0.5)
    before_jury = [file for file in [*judged, *holders] if file.reaches(S.IN_ASSESSMENT) or file.aim == S.DISQUALIFIED]
    progress = jury.Progress(0.5, demo_waits=True)
    jury.JuryAtWork(season, before_jury, max(2, making.scale.conflicts // 3), progress).note(first=0.7)
    staff = season.cast.staff[OWNER_OFFICE]
    hour = calendar.limit - timedelta(hours=14)
    agenda.at(hour, lambda now: preparing.record_act(season, OWNER_OFFICE, staff, now, part=" unused"))


def _scattered(season: Season, making: Making) -> list[File]:
    """Files from everywhere, in every state."""
    counts = {aim: max(1, round(count * making.scale.proposed / 159)) for aim, count in RUNNING.items()}
    chance = season.chance("plan")
    spots = season.atlas.spots(sum(counts.values()), season.chance("spots"))
    chance.shuffle(spots)
    aims = [aim for aim, count in counts.items() for _ in range(count)]
    files = [File(aim, min(94.0, max(50.0, chance.gauss(74, 8))), spot) for aim, spot in zip(aims, spots, strict=True)]
    for place, file in enumerate(file for file in files if file.aim == S.SCREENING):
        file.doubted = place % 2 == 0
    for place, file in enumerate(file for file in files if file.aim == S.DRAFT):
        file.is_bare = place % 2 == 0
    judged = [file for file in files if file.aim == S.IN_ASSESSMENT]
    for place, file in enumerate(judged):
        # Some wait for their jurors, some for their sample.
        file.has_jury, file.has_sample = place % 5 != 4, place % 7 != 3
    return files


def _of_the_demo(season: Season) -> list[File]:
    """What the demo's own people find: owners, and both offices."""
    people, spot = season.cast.people, season.atlas.spot
    hers = OwnerLink.objects.filter(user=people["owner"], ends_at__isnull=True).select_related("ikm").first()
    his = File(S.SCREENING, 77, spot(OTHER_OFFICE, BATIK), owner=people["other_owner"], naming=SLAMET)
    files = [
        his,
        File(
            S.DRAFT,
            70,
            spot(OTHER_OFFICE, BATIK),
            owner=people["other_owner"],
            naming=SLAMET_NEW,
            further=his,
            is_bare=True,
        ),
        File(S.WITH_OFFICE, 74, spot(OTHER_OFFICE, FOOD, 1)),
        File(S.READY, 72, spot(OTHER_OFFICE, BATIK, 1)),
        File(S.WITH_OFFICE, 76, spot(OWNER_OFFICE, WEAVING, 1)),
        File(S.WITH_OFFICE, 71, spot(OWNER_OFFICE, WICKER, 2)),
        File(S.WITH_OFFICE, 68, spot(OWNER_OFFICE, FOOD, 3)),
        File(S.READY, 78, spot(OWNER_OFFICE, WEAVING, 1)),
        File(S.READY, 75, spot(OWNER_OFFICE, FOOD, 3)),
        File(S.RETURNED_TO_OFFICE, 73, spot(OWNER_OFFICE, WICKER, 2)),
        File(S.DRAFT, 66, spot(OWNER_OFFICE, WICKER, 4), is_bare=True),
        # Something of each craft before the jury; one file waits for its jurors, one for its sample.
        File(S.IN_ASSESSMENT, 79, spot("51.05", WEAVING)),
        File(S.IN_ASSESSMENT, 76, spot("34.71", BATIK)),
        File(S.IN_ASSESSMENT, 73, spot("63.08", WICKER)),
        File(S.IN_ASSESSMENT, 70, spot("34.02", POTTERY)),
        File(S.IN_ASSESSMENT, 74, spot("13.06", FOOD)),
        File(S.IN_ASSESSMENT, 72, spot("13.75", FOOD), has_jury=False),
        File(S.IN_ASSESSMENT, 75, spot("63.08", WICKER, 1), has_sample=False),
    ]
    if hers is not None:
        files.append(
            File(
                S.RETURNED_TO_OWNER,
                80,
                spot(OWNER_OFFICE, WEAVING, 1),
                owner=people["owner"],
                naming=SUKERTI_NEW,
                further=hers.ikm,
            )
        )
    return files


def _holders(season: Season, making: Making, previous: Edition) -> list[File]:
    """Two thirds of the holders were invited, some have come; the rest the secretariat still has to invite. The demo's owner has not answered yet."""
    awards, chance = holders_of(previous), season.chance("holders' plan")
    hers = set(
        OwnerLink.objects.filter(user=season.cast.people["owner"], ends_at__isnull=True).values_list(
            "ikm_id", flat=True
        )
    )
    own = [award for award in awards if award.nomination.ikm_id in hers]
    others = [award for award in awards if award.nomination.ikm_id not in hers]
    chosen = own + _some(others, len(awards) * 2 // 3 - len(own), chance)
    files = plans.holder_files(chosen, "scored", chance)
    coming = _some(files[len(own) :], max(2, round(18 * making.scale.proposed / 159)), chance)
    for file in files:
        if file not in coming:
            file.aim = S.INVITED
    return files


def _some(rows: Sequence[T], count: int, chance: random.Random) -> list[T]:
    return chance.sample(list(rows), max(0, min(count, len(rows))))
