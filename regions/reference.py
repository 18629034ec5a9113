"""The places of the country, the outreach sessions of 2020 and the national holidays, from `fixtures/regions/`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from ovop_portal.common.reference import Difference, compare, rows
from regions.models import CURRENT_SCHEME, District, Holiday, OutreachSession, Province, Regency
from regions.models.places import HeadTitle, IslandGroup, Kind, TimeZone

PROVINCE_COLUMNS = (
    "code", "name", "short_name", "island_group", "time_zone", "outreach_2020", "tile_column", "tile_row",
)  # fmt: skip
SESSION_COLUMNS = ("title", "held_on", "group", "notes")


def load(*, by: str, now: datetime) -> Iterator[Difference]:
    """Each table builds on the one before: a regency needs its province, a session the provinces it reached."""
    yield _provinces()
    yield _regencies()
    yield _districts()
    yield _sessions()
    yield _reach()
    yield _holidays()


def _provinces() -> Difference:
    wanted = [
        Province(
            code=row.shaped("code", r"[1-9][0-9]", "33"),
            name=row.filled("name"),
            short_name=row.filled("short_name"),
            island_group=row.one_of("island_group", IslandGroup.values),
            time_zone=row.one_of("time_zone", TimeZone.values),
            tile_column=row.whole("tile_column"),
            tile_row=row.whole("tile_row"),
            scheme=CURRENT_SCHEME,
        )
        for row in rows("regions/provinces.csv", *PROVINCE_COLUMNS)
    ]
    fields = ["name", "short_name", "island_group", "time_zone", "tile_column", "tile_row", "scheme"]
    return compare(_("Provinsi"), Province.objects.all(), wanted, key=["code"], fields=fields, describe=_with_code)


def _regencies() -> Difference:
    wanted = [
        Regency(
            code=row.shaped("code", r"[1-9][0-9]\.[0-9]{2}", "33.10"),
            province_id=row["code"][:2],
            kind=row.one_of("kind", Kind.values),
            name=row.filled("name"),
            head_title=row.one_of("head_title", HeadTitle.values),
            is_administrative=row.flag("is_administrative"),
            scheme=CURRENT_SCHEME,
        )
        for row in rows("regions/regencies.csv", "code", "kind", "name", "head_title", "is_administrative")
    ]
    fields = ["province_id", "kind", "name", "head_title", "is_administrative", "scheme"]
    return compare(_("Kabupaten/kota"), Regency.objects.all(), wanted, key=["code"], fields=fields, describe=_with_code)


def _districts() -> Difference:
    wanted = [
        District(
            code=row.shaped("code", r"[1-9][0-9]\.[0-9]{2}\.[0-9]{2}", "33.10.01"),
            regency_id=row["code"][:5],
            name=row.filled("name"),
            scheme=CURRENT_SCHEME,
        )
        for row in rows("regions/districts.csv", "code", "name")
    ]
    fields = ["regency_id", "name", "scheme"]
    return compare(_("Kecamatan"), District.objects.all(), wanted, key=["code"], fields=fields, describe=_with_code)


def _with_code(place: Province | Regency | District) -> str:
    return f"{place.code} {place}"


def _sessions() -> Difference:
    wanted = [
        OutreachSession(title=row.filled("title"), held_on=row.day("held_on"), notes=row["notes"])
        for row in rows("regions/outreach.csv", *SESSION_COLUMNS)
    ]
    # The secretariat's own sessions stand in the same table.
    return compare(
        _("Sosialisasi"), OutreachSession.objects.all(), wanted, key=["held_on", "title"], fields=["notes"], whole=False
    )


def _reach() -> Difference:
    """Which provinces each session of 2020 reached."""
    sessions = {
        row["group"]: (row["title"], row.day("held_on")) for row in rows("regions/outreach.csv", *SESSION_COLUMNS)
    }
    ids = {(session.title, session.held_on): session.pk for session in OutreachSession.objects.all()}
    through = OutreachSession.provinces.through
    wanted = [
        through(outreachsession_id=ids[sessions[row.one_of("outreach_2020", list(sessions))]], province_id=row["code"])
        for row in rows("regions/provinces.csv", *PROVINCE_COLUMNS)
    ]
    return compare(
        _("Provinsi yang dijangkau sosialisasi"),
        through.objects.filter(outreachsession__in=[ids[session] for session in sessions.values()]),
        wanted,
        key=["outreachsession_id", "province_id"],
        fields=[],
        describe=lambda link: link.province_id,
    )


def _holidays() -> Difference:
    wanted = [
        Holiday(day=row.day("day"), name=row.filled("name"), source=row.filled("source"))
        for row in rows("regions/holidays.csv", "day", "name", "source")
    ]
    # Those of later years are written down when they are decreed.
    return compare(_("Hari libur"), Holiday.objects.all(), wanted, key=["day"], fields=["name", "source"], whole=False)
