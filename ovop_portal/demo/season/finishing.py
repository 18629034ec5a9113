"""The end of a season: tally, plenary, decree, publication, and what comes after."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from assessments.models import TallyRow
from assessments.operations import tally as tallies
from awards.certificates.codes import ALPHABET, BODY_LENGTH, certificate_code
from awards.models import ActKind, Award, Cohort
from awards.models.award import AwardQuerySet
from awards.operations import outcome, programme, proposals
from awards.states import NominationState as S
from ikm.models import OwnerLink
from ovop_portal.common.clock import WIB, day_in_wib
from ovop_portal.demo.season.setting import Season

DEPARTURES = [
    (-1, "Contoh produk yang dikirim berbeda dari produk yang difoto; pleno menurunkan satu bintang."),
    (1, "Dua juri menulis catatan mutu yang belum tercermin pada nilainya; pleno menaikkan satu bintang."),
]
MINISTER = ("Rengganala Talunwira", "Menteri Perindustrian (contoh)")
REASONS = [
    "Kapasitas tetap dan pernah memenuhi pesanan ulang dari luar negeri.",
    "Produk punya ciri yang kuat dan kemasannya siap untuk pasar ekspor.",
    "Kelompok sentra siap menambah perajin, pemilik berkomitmen mengikuti pendampingan.",
    "Bahan baku terjamin lebih dari tiga tahun dan dokumennya lengkap.",
]


def note_tally(season: Season) -> None:
    """Note the tally on the first day of the plenary."""
    hour = season.calendar.hour(season.calendar.plenary, 0.0, season.chance("tally"))
    season.agenda.at(hour, partial(_tally, season))


def note_plenary(season: Season, *, departures: int) -> None:
    """Note the plenary's decisions; a few depart from the rule, with a reason."""
    hour = season.calendar.hour(season.calendar.plenary, 0.6, season.chance("plenary"))
    season.agenda.at(hour, partial(_decide, season, departures))


def note_decree(season: Season) -> None:
    """Note the ministerial decree."""
    season.agenda.at(_at(season, season.calendar.decree, 10), partial(_determine, season))


def note_publication(season: Season) -> None:
    """Note the publication, and the closing of the panels after it."""
    hour = _at(season, season.calendar.publication, 10)
    officer = season.cast.secretariat
    season.agenda.at(hour, lambda now: outcome.publish(season.edition, by=officer, now=now))
    season.agenda.at(hour + timedelta(hours=1), lambda now: tallies.close_panels(season.edition, by=officer, now=now))


def note_aftermath(season: Season, *, seats: int) -> None:
    """Note a first Go Global cohort, filled, and some months later the revocation of one award."""
    day = season.calendar.publication
    hour = _at(season, day + timedelta(days=20), 9)
    note_cohort(season, f"Go Global {day.year + 1}, angkatan 1", seats=seats, taken=seats, hour=hour)
    season.agenda.at(_at(season, day + timedelta(days=150), 14), partial(_revoke, season))


def note_cohort(season: Season, name: str, *, seats: int, taken: int, hour: datetime) -> None:
    """Note a cohort, and the choice of the first `taken` firms two hours later."""
    season.agenda.at(hour, partial(_open_cohort, season, name, seats, taken))


def _at(season: Season, day: date, hour: int) -> datetime:
    """The hour of a day, but before the end of the story."""
    moment = datetime.combine(day, time(hour), WIB)
    return min(moment, season.calendar.limit - timedelta(hours=6))


def _tally(season: Season, hour: datetime) -> None:
    run = tallies.request_tally(season.edition, by=season.cast.secretariat, now=hour)
    season.agenda.at(hour + timedelta(seconds=4), lambda now: tallies.seal_tally(run, now=now))


def _decide(season: Season, departures: int, hour: datetime) -> None:
    sealed = tallies.newest_sealed(season.edition)
    rows = list(
        TallyRow.objects.filter(tally=sealed)
        .select_related("entry__nomination", "tally__edition__scheme")
        .order_by("entry__nomination__number")
    )
    for row in rows:
        row.entry.nomination.edition = season.edition
    top = season.edition.scheme.max_stars
    # The demo's own owner keeps the stars that her story tells.
    own = set(OwnerLink.objects.filter(ends_at__isnull=True).values_list("ikm_id", flat=True))
    others = [row for row in rows if row.entry.nomination.ikm_id not in own]
    chance = season.chance("departures")
    chosen: dict[int, tuple[int, str]] = {}
    for turn in range(departures):
        step, reason = DEPARTURES[turn % len(DEPARTURES)]
        fitting = [
            row
            for row in others
            if row.pk not in chosen and row.stars >= 1 and 1 <= row.stars + step <= top and not row.is_capped
        ]
        if fitting:
            row = chance.choice(fitting)
            chosen[row.pk] = (row.stars + step, reason)
    tallies.decide_stars(
        [(row, *chosen.get(row.pk, (row.stars, ""))) for row in rows], by=season.cast.secretariat, now=hour
    )


def _determine(season: Season, hour: datetime) -> None:
    edition, chance = season.edition, season.chance("decree")
    waiting = edition.nominations.filter(state=S.IN_ASSESSMENT).order_by("number").values_list("pk", flat=True)
    codes = {pk: certificate_code("".join(chance.choices(ALPHABET, k=BODY_LENGTH))) for pk in waiting}
    outcome.determine(
        edition,
        number=f"9{chance.randint(100, 899)} Tahun {day_in_wib(hour).year}",
        date=day_in_wib(hour),
        title=f"Penerima Penghargaan One Village One Product Tahun {edition.year} (contoh)",
        signatory_name=MINISTER[0],
        signatory_title=MINISTER[1],
        document=season.papers(chance, hour).paper("keputusan", "awards.determination"),
        by=season.cast.secretariat,
        now=hour,
        codes=codes,
    )


def _open_cohort(season: Season, name: str, seats: int, taken: int, hour: datetime) -> None:
    officer = season.cast.secretariat
    if taken == seats:
        # A full cohort of a small season leaves as many holders to the next one.
        taken = seats = max(1, min(seats, _fitting(season, hour).count() // 2))
    cohort = programme.open_cohort(season.edition, name=name, seats=seats, by=officer, now=hour)
    season.agenda.at(hour + timedelta(hours=2), partial(_choose, season, cohort, taken))


def _choose(season: Season, cohort: Cohort, taken: int, hour: datetime) -> None:
    """Holders of enough stars that stand today and sit in no cohort yet."""
    curator, chance = season.cast.people["curator"], season.chance(f"cohort:{cohort.name}")
    fitting = list(_fitting(season, hour))
    for award in chance.sample(fitting, min(taken, len(fitting))):
        programme.curate(award, cohort, chance.choice(REASONS), by=curator, now=hour)


def _fitting(season: Season, hour: datetime) -> AwardQuerySet:
    """Those with stars enough for Go Global."""
    return _standing(season, hour).from_stars(season.edition.scheme.go_global_from or 1)


def _revoke(season: Season, hour: datetime) -> None:
    """One holder of a single star loses it: the firm has moved to machine-made goods."""
    chance, single = season.chance("revocation"), list(_standing(season, hour).filter(stars=1))
    if single:
        proposal = proposals.propose(
            chance.choice(single).nomination,
            ActKind.REVOKE,
            basis=f"9{chance.randint(900, 999)} Tahun {day_in_wib(hour).year}",
            basis_date=day_in_wib(hour),
            reason="Usaha beralih ke produk buatan mesin dari luar sentra.",
            by=season.cast.secretariat,
            now=hour,
        )
        proposals.confirm(proposal, by=season.cast.second_person, now=hour)


def _standing(season: Season, hour: datetime) -> AwardQuerySet:
    """Awards of the season in force, whose holders sit in no cohort."""
    awards = Award.objects.for_list().filter(nomination__edition=season.edition, curation__isnull=True)
    return awards.standing(day_in_wib(hour)).order_by("nomination__number")
