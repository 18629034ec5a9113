"""Who may judge which file: one rule, asked by the proposal, by whoever assigns by hand, by replacements and by the verb itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Appointment, Conflict, Entry, Juror, Reading, Scoresheet, ScreeningClaim
from assessments.states import OUT_SHEETS, EntryState
from ikm.models import OwnerLink
from ovop_portal.accounts.models import Membership
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Missing

# What keeps a juror from a file. The first reason that holds is the one that is said.
BARS: dict[str, Promise] = {
    "no_role": _("Akun {juror} tidak lagi memegang peran juri, jadi tidak dapat menilai {code}"),
    "not_appointed": _("{juror} tidak sedang diangkat dengan keputusan, jadi tidak dapat menilai {code}"),
    "conflict": _("{juror} mempunyai benturan kepentingan dengan {code}"),
    "own_firm": _("{juror} tercatat sebagai pemilik IKM dari {code}"),
    "own_region": _("{juror} berasal dari daerah asal {code}"),
    "own_province": _("{juror} berasal dari provinsi asal {code}"),
    "own_office": _("{juror} bertugas di dinas provinsi asal {code}, sekarang atau dahulu"),
    "reader": _("{juror} memeriksa {code} di seleksi administrasi"),
    "withdrawn": _("Lembar {juror} untuk {code} sudah ditarik. Pilih juri lain"),
    "twice": _("{juror} sudah mempunyai lembar {code}"),
    "seat_ended": _("Kursi {juror} di panel untuk {code} sudah berakhir"),
    "not_seated": _("{juror} tidak duduk di panel untuk {code}"),
    "decided": _("Pleno sudah memutuskan {code}"),
}
# The same in the fewest words, for lists that name juror and file already.
BRIEFLY: dict[str, Promise] = {
    "no_role": _("tidak lagi memegang peran juri"),
    "not_appointed": _("tidak sedang diangkat dengan keputusan"),
    "conflict": _("mempunyai benturan kepentingan"),
    "own_firm": _("tercatat sebagai pemilik IKM ini"),
    "own_region": _("berasal dari kabupaten/kota yang sama"),
    "own_province": _("berasal dari provinsi yang sama"),
    "own_office": _("bertugas di dinas provinsi itu, sekarang atau dahulu"),
    "reader": _("memeriksa berkas ini di seleksi administrasi"),
    "withdrawn": _("lembarnya sudah ditarik"),
    "twice": _("sudah mempunyai lembar"),
    "seat_ended": _("kursinya di panel sudah berakhir"),
    "not_seated": _("tidak duduk di panelnya"),
    "decided": _("sudah diputuskan pleno"),
}


@dataclass(frozen=True)
class Person:
    """A juror as far as the rule asks: `provinces` are those of their home and of the body that sends them, `served` those of a dinas;
    `seats` and `left` are panels, by primary key.
    """

    name: str = ""
    regency: str | None = None
    provinces: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()
    seats: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()
    is_juror: bool = True
    is_appointed: bool = True


@dataclass(frozen=True)
class File:
    """A file before the jury as far as the rule asks."""

    nomination: int
    code: str
    regency: str
    province: str
    panel: int
    is_decided: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a juror is proposed for an entry, or why not."""

    juror: Juror
    words: str


@dataclass(frozen=True)
class Eligibility:
    """Everything the rule needs to know of some entries and some jurors, by primary key. Pure: the same facts give the same answer.

    `ties` says what binds a juror to a single file, by (juror, nomination): a key of `BARS`.
    """

    jurors: Mapping[int, Person]
    files: Mapping[int, File]
    ties: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Collection[int], jurors: Collection[int]) -> Eligibility:
        """The facts as the database has them. Three statements, however many pairs are asked about."""
        return cls.between({pk: File(*values) for pk, *values in _files(entries)}, jurors)

    @classmethod
    def between(cls, files: Mapping[int, File], jurors: Collection[int]) -> Eligibility:
        """The same where the facts about the files have been read already. Two statements."""
        return cls(_people(jurors), files, _ties({file.nomination for file in files.values()}, jurors))

    def bar(self, entry: int, juror: int) -> str:
        """What keeps this juror from this file: a key of `BARS`; empty where nothing does."""
        file, person = self.files[entry], self.jurors[juror]
        facts = {
            "no_role": not person.is_juror,
            "not_appointed": not person.is_appointed,
            "own_region": person.regency == file.regency,
            "own_province": file.province in person.provinces,
            "own_office": file.province in person.served,
            "seat_ended": file.panel in person.left and file.panel not in person.seats,
            "not_seated": file.panel not in person.seats,
            "decided": file.is_decided,
            self.ties.get((juror, file.nomination), ""): True,
        }
        return next((code for code in BARS if facts.get(code)), "")

    def may_judge(self, entry: int, juror: int) -> bool:
        """May this juror be given a sheet for this file?"""
        return not self.bar(entry, juror)

    def missing(self, entry: int, juror: int) -> Missing | None:
        """What keeps them apart, in words that name both; None where nothing does."""
        code = self.bar(entry, juror)
        words = {"juror": self.jurors[juror].name, "code": self.files[entry].code}
        return Missing(code, str(BARS[code]).format(**words)) if code else None


def obstacles(pairs: Iterable[tuple[Entry, Juror]]) -> dict[tuple[int, int], Missing]:
    """What keeps each pair of entry and juror apart, by their primary keys. Pairs that nothing keeps apart are not in it."""
    keys = [(entry.pk, juror.pk) for entry, juror in pairs]
    known = Eligibility.of({entry for entry, _juror in keys}, {juror for _entry, juror in keys})
    return {pair: missing for pair in keys if (missing := known.missing(*pair))}


def _files(entries: Collection[int]) -> QuerySet[Any, Any]:
    place = "nomination__regency"
    is_decided: Any = Q(state=EntryState.DECIDED)
    return Entry.objects.filter(pk__in=entries).values_list(
        "pk", "nomination", "nomination__blind_code", place, f"{place}__province", "panel", is_decided
    )


def _people(jurors: Collection[int]) -> dict[int, Person]:
    """The jurors with every place that binds them. Somebody who once served in a dinas may have prepared these very files, so ended memberships count."""
    office = "user__memberships__office"
    place = Coalesce(f"{office}__province", f"{office}__regency__province")
    holds_role = Membership.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()), role=Role.JUROR)

    def panels(*, have_ended: bool) -> ArrayAgg:
        seats = Q(seats__isnull=False, seats__ended_at__isnull=not have_ended)
        return ArrayAgg("seats__panel", filter=seats, default=Value([]), distinct=True)

    rows = (
        Juror.objects.filter(pk__in=jurors)
        .annotate(
            came_from=ArrayAgg("origins__province", filter=Q(origins__isnull=False), default=Value([]), distinct=True),
            served=ArrayAgg(place, filter=Q(**{f"{office}__isnull": False}), default=Value([]), distinct=True),
            seated=panels(have_ended=False),
            left=panels(have_ended=True),
            holds_role=Exists(holds_role.filter(user=OuterRef("user"))),
            appointed=Exists(Appointment.objects.in_force().filter(juror=OuterRef("pk"))),
        )
        .values_list(
            "pk",
            "user__name",
            "home_regency",
            "home_regency__province",
            "institution__province",
            "came_from",
            "served",
            "seated",
            "left",
            "user__is_active",
            "holds_role",
            "appointed",
        )
    )
    return {
        pk: Person(
            name=name,
            regency=regency,
            provinces=frozenset(filter(None, (home, house, *came_from))),
            served=frozenset(served),
            seats=frozenset(seats),
            left=frozenset(left),
            is_juror=is_active and holds,
            is_appointed=appointed,
        )
        for pk, name, regency, home, house, came_from, served, seats, left, is_active, holds, appointed in rows
    }


def _ties(nominations: Collection[int], jurors: Collection[int]) -> dict[tuple[int, int], str]:
    """What binds a juror to a single file: a recorded conflict, an own firm (now or once), a reading in screening, a sheet. One statement."""
    conflicts = Conflict.objects.filter(juror__in=jurors, nomination__in=nominations)
    sheets = Scoresheet.objects.filter(juror__in=jurors, entry__nomination__in=nominations)
    owners = OwnerLink.objects.filter(user__juror__in=jurors, ikm__nominations__in=nominations)
    readings = Reading.objects.filter(screener__juror__in=jurors, nomination__in=nominations)
    claims = ScreeningClaim.objects.filter(screener__juror__in=jurors, nomination__in=nominations)
    given = Case(When(state__in=OUT_SHEETS, then=Value("withdrawn")), default=Value("twice"))
    rows = conflicts.order_by().values_list("juror", "nomination", Value("conflict", TextField()))
    rows = rows.union(
        sheets.order_by().values_list("juror", "entry__nomination", Cast(given, TextField())),
        owners.order_by().values_list("user__juror", "ikm__nominations", Value("own_firm", TextField())),
        readings.order_by().values_list("screener__juror", "nomination", Value("reader", TextField())),
        claims.order_by().values_list("screener__juror", "nomination", Value("reader", TextField())),
    )
    found: dict[tuple[int, int], str] = {}
    order = list(BARS)
    for juror, nomination, code in rows:
        found[juror, nomination] = min(found.get((juror, nomination), code), code, key=order.index)
    return found
