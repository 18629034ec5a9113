"""The places of the country and the outreach sessions of 2020, from `fixtures/regions/`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from ovop_portal.common.reference import Difference, compare, rows
from regions.models import CURRENT_SCHEME, District, OutreachSession, Province, Regency


def load(*, by: str, now: datetime) -> Iterator[Difference]:
    """Each table builds on the one before: a regency needs its province, a session the provinces it reached."""
    yield _provinces()
    yield _regencies()
    yield _districts()
    yield _sessions()
    yield _reach()


def _provinces() -> Difference:
    wanted = [
        Province(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            island_group=row["island_group"],
            time_zone=row["time_zone"],
            tile_column=int(row["tile_column"]),
            tile_row=int(row["tile_row"]),
            scheme=CURRENT_SCHEME,
        )
        for row in rows("regions/provinces.csv")
    ]
    fields = ["name", "short_name", "island_group", "time_zone", "tile_column", "tile_row", "scheme"]
    return compare(_("Provinsi"), Province.objects.all(), wanted, key=["code"], fields=fields, describe=_with_code)


def _regencies() -> Difference:
    wanted = [
        Regency(
            code=row["code"],
            province_id=row["code"][:2],
            kind=row["kind"],
            name=row["name"],
            head_title=row["head_title"],
            is_administrative=row["is_administrative"] == "true",
            scheme=CURRENT_SCHEME,
        )
        for row in rows("regions/regencies.csv")
    ]
    fields = ["province_id", "kind", "name", "head_title", "is_administrative", "scheme"]
    return compare(_("Kabupaten/kota"), Regency.objects.all(), wanted, key=["code"], fields=fields, describe=_with_code)


def _districts() -> Difference:
    wanted = [
        District(code=row["code"], regency_id=row["code"][:5], name=row["name"], scheme=CURRENT_SCHEME)
        for row in rows("regions/districts.csv")
    ]
    fields = ["regency_id", "name", "scheme"]
    return compare(_("Kecamatan"), District.objects.all(), wanted, key=["code"], fields=fields, describe=_with_code)


def _with_code(place: Province | Regency | District) -> str:
    return f"{place.code} {place}"


def _sessions() -> Difference:
    wanted = [
        OutreachSession(title=row["title"], held_on=date.fromisoformat(row["held_on"]), notes=row["notes"])
        for row in rows("regions/outreach.csv")
    ]
    # The secretariat's own sessions stand in the same table.
    return compare(
        _("Sosialisasi"), OutreachSession.objects.all(), wanted, key=["held_on", "title"], fields=["notes"], whole=False
    )


def _reach() -> Difference:
    """Which provinces each session of 2020 reached."""
    sessions = {
        row["group"]: (row["title"], date.fromisoformat(row["held_on"])) for row in rows("regions/outreach.csv")
    }
    ids = {(session.title, session.held_on): session.pk for session in OutreachSession.objects.all()}
    through = OutreachSession.provinces.through
    wanted = [
        through(outreachsession_id=ids[sessions[row["outreach_2020"]]], province_id=row["code"])
        for row in rows("regions/provinces.csv")
    ]
    return compare(
        _("Provinsi yang dijangkau sosialisasi"),
        through.objects.filter(outreachsession__in=[ids[session] for session in sessions.values()]),
        wanted,
        key=["outreachsession_id", "province_id"],
        fields=[],
        describe=lambda link: link.province_id,
    )
