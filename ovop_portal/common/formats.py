"""How the portal writes things: one function for each kind (ux 2.7).

Pages, letters, PDFs and exports for people call these, never Django's localisation, which truncates decimals,
groups years and writes "21 Nov. 2026". The template filters of the same names are in `{% load ovop %}`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from .clock import WIB, ZONE_NAMES
from .numbers import half_up, plain

EMPTY = ""
NBSP = "\u00a0"
# The name of a time zone, or nothing for WIB.
Zone = ZoneInfo | str | None
# What is written: a number, a day (a moment is one, too), or nothing.
Number = Decimal | float | str | None
Day = date | None
Moment = TypeVar("Moment", date, datetime)


# Looked up one at a time: a table of dates would otherwise ask for all twelve in every row.
_MONTHS = (
    gettext_noop("Januari"), gettext_noop("Februari"), gettext_noop("Maret"), gettext_noop("April"), gettext_noop("Mei"), gettext_noop("Juni"),
    gettext_noop("Juli"), gettext_noop("Agustus"), gettext_noop("September"), gettext_noop("Oktober"), gettext_noop("November"), gettext_noop("Desember"),
)  # fmt: skip
_SHORT_MONTHS = (
    gettext_noop("Jan"), gettext_noop("Feb"), gettext_noop("Mar"), gettext_noop("Apr"), gettext_noop("Mei"), gettext_noop("Jun"),
    gettext_noop("Jul"), gettext_noop("Agu"), gettext_noop("Sep"), gettext_noop("Okt"), gettext_noop("Nov"), gettext_noop("Des"),
)  # fmt: skip
_WEEKDAYS = (
    gettext_noop("Senin"), gettext_noop("Selasa"), gettext_noop("Rabu"), gettext_noop("Kamis"), gettext_noop("Jumat"), gettext_noop("Sabtu"), gettext_noop("Minggu"),
)  # fmt: skip


def _month(day: date) -> str:
    return _(_MONTHS[day.month - 1])


def _written(number: int | Decimal) -> str:
    """1.234,50 as the active language has its marks."""
    text = f"{number:,}"
    return text if (get_language() or "id").startswith("en") else text.translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")


def _decimal(value: Decimal, places: int) -> str:
    return _written(half_up(value, places))


def _exact(value: Decimal | float | str) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def angka(value: Number) -> str:
    """A count or measure: 1.234 or 1.234,5 (as many decimals as it has, none for whole numbers)."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, int):
        return _written(value)
    number = _exact(value)
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return _decimal(number, places)


def nilai(value: Number, places: int = 2) -> str:
    """A score: always two decimals, 87,50, rounded half up."""
    # A Decimal is not compared with a text: that is dear, and a table has hundreds of scores.
    if value is None or (isinstance(value, str) and value == ""):
        return EMPTY
    return _decimal(_exact(value), int(places))


def persen(value: Number, places: int = 1) -> str:
    """A share that is already a percentage: 12,5%; whole percentages without decimals."""
    if value is None or value == "":
        return EMPTY
    rounded = half_up(Decimal(str(value)), int(places))
    return angka(rounded) + "%"


def rupiah(value: Number) -> str:
    """Rp1.250.000, without a space and without cents."""
    if value is None or value == "":
        return EMPTY
    whole = half_up(Decimal(str(value)), 0)
    return ("-" if whole < 0 else "") + "Rp" + _written(abs(whole))


def rupiah_ringkas(value: Number) -> str:
    """Rp1,25 miliar, Rp52,4 juta; below a million in full."""
    if value is None or value == "":
        return EMPTY
    number = Decimal(str(value))
    for size, label in ((10**12, _("triliun")), (10**9, _("miliar")), (10**6, _("juta"))):
        if abs(number) >= size:
            return f"Rp{angka(half_up(number / size, 2))}{NBSP}{label}"
    return rupiah(number)


def _local(moment: Moment, zone: Zone) -> Moment:
    """Date stays as it is; an aware moment is shown in `zone` (name or ZoneInfo), WIB when none is given."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(_zone(zone))


def _zone(zone: Zone) -> ZoneInfo:
    if not zone:
        return WIB
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def zone_label(zone: Zone = None) -> str:
    """WIB, WITA or WIT."""
    key = _zone(zone).key
    return ZONE_NAMES.get(key, key)


def tanggal(value: Day, zone: Zone = None) -> str:
    """21 November 2026."""
    if not value:
        return EMPTY
    day = _local(value, zone)
    return f"{day.day}{NBSP}{_month(day)}{NBSP}{day.year}"


def tanggal_pendek(value: Day, zone: Zone = None) -> str:
    """21 Nov 2026, for tables."""
    if not value:
        return EMPTY
    day = _local(value, zone)
    return f"{day.day}{NBSP}{_(_SHORT_MONTHS[day.month - 1])}{NBSP}{day.year}"


def hari(value: Day, zone: Zone = None) -> str:
    """Senin."""
    return _(_WEEKDAYS[_local(value, zone).weekday()]) if value else EMPTY


def rentang(first: Day, last: Day, zone: Zone = None) -> str:
    """10–15 Juni 2026; 28 Mei–3 Juni 2026; 30 Desember 2026–2 Januari 2027."""
    if not (first and last):
        return tanggal(first or last, zone)
    first, last = _local(first, zone), _local(last, zone)
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return tanggal(last)
    if first.year != last.year:
        return f"{tanggal(first)}–{tanggal(last)}"
    if first.month != last.month:
        return f"{first.day}{NBSP}{_month(first)}–{tanggal(last)}"
    return f"{first.day}–{tanggal(last)}"


def jam(value: datetime | None, zone: Zone = None) -> str:
    """14.05, without zone: for a time beside another that already says it."""
    return f"{_local(value, zone):%H.%M}" if value else EMPTY


def pukul(value: datetime | None, zone: Zone = None) -> str:
    """pukul 14.05 WIB."""
    if not value:
        return EMPTY
    return _("pukul {jam}").format(jam=f"{jam(value, zone)}{NBSP}{zone_label(zone)}").replace("pukul ", f"pukul{NBSP}")


def waktu(value: datetime | None, zone: Zone = None) -> str:
    """21 November 2026 pukul 14.05 WIB."""
    return f"{tanggal(value, zone)} {pukul(value, zone)}" if value else EMPTY


def tenggat(value: datetime | None, zone: Zone = None) -> str:
    """A deadline: ruled in WIB, with the reader's own hour in brackets where it differs.

    "Selasa, 30 Juni 2026 pukul 23.59 WIB (00.59 WITA, 1 Juli)".
    """
    return f"{hari(value)}, {waktu(value)}{_own_hour(value, zone)}" if value else EMPTY


def _own_hour(value: datetime, zone: Zone) -> str:
    """ " (00.59 WITA, 1 Juli)": the reader's hour behind one by WIB, where it is another."""
    local, ruled = _local(value, zone), _local(value, None)
    if local.utcoffset() == ruled.utcoffset():
        return EMPTY
    own = f"{jam(value, zone)}{NBSP}{zone_label(zone)}"
    if local.date() != ruled.date():
        own += f", {local.day}{NBSP}{_month(local)}"
    return f" ({own})"


def masa(value: Day, now: Day, zone: Zone = None) -> str:
    """How far a day is, always with the day: "12 hari lagi (30 Juni 2026)", "hari ini (…)", "3 hari lalu (…)"."""
    if not value or not now:
        return EMPTY
    day, today = _local(value, zone), _local(now, zone)
    day = day.date() if isinstance(day, datetime) else day
    today = today.date() if isinstance(today, datetime) else today
    return f"{_distance((day - today).days)} ({tanggal(day)})"


def batas(value: datetime | None, now: datetime | None, zone: Zone = None) -> str:
    """A deadline in a list: "30 hari lagi, sampai 22 Desember 2026 pukul 23.59 WIB (00.59 WITA, 23 Desember)".

    Day and days by WIB, as it is ruled: midnight in WIB is the next day in the east, and whoever comes on that day is too late.
    """
    if not value or not now:
        return EMPTY
    days = (_local(value, None).date() - _local(now, None).date()).days
    return _("{distance}, sampai {until}").format(distance=_distance(days), until=waktu(value) + _own_hour(value, zone))


def _distance(days: int) -> str:
    if days == 0:
        return _("hari ini")
    if days == 1:
        return _("besok")
    if days == -1:
        return _("kemarin")
    if days > 0:
        return ngettext("{n} hari lagi", "{n} hari lagi", days).format(n=angka(days))
    return ngettext("{n} hari lalu", "{n} hari lalu", -days).format(n=angka(-days))


def durasi(value: timedelta | float | None) -> str:
    """An age: "4 menit", "3 jam", "12 hari"."""
    if value is None:
        return EMPTY
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    if seconds < 3600:
        return _("{n} menit").format(n=angka(max(1, int(seconds // 60))))
    if seconds < 86400:
        return _("{n} jam").format(n=angka(int(seconds // 3600)))
    return _("{n} hari").format(n=angka(int(seconds // 86400)))


def telepon(value: object) -> str:
    """0812-3456-7890 from +6281234567890; other countries as stored."""
    text = str(value or "")
    if not text.startswith("+62"):
        return text
    digits = "0" + text[3:]
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)


def ukuran(size: int | str | None) -> str:
    """A size in words of decimal units: 340 KB, 4,1 MB."""
    if size is None or size == "":
        return EMPTY
    size = int(size)
    if size < 1000:
        return f"{size}{NBSP}B"
    if size < 1_000_000:
        return f"{angka(half_up(Decimal(size) / 1000, 0))}{NBSP}KB"
    return f"{angka(half_up(Decimal(size) / 1_000_000, 1))}{NBSP}MB"


def berkelompok(value: object, size: int = 4) -> str:
    """An identity number in groups of four for reading: 9120 0012 3456 7. The copy keeps its plain digits elsewhere."""
    text = str(value or "")
    return NBSP.join(text[i : i + size] for i in range(0, len(text), size))


def nik_tersamar(value: object) -> str:
    """A NIK outside its file: 3374••••••••0001."""
    text = str(value or "")
    return f"{text[:4]}{'•' * 8}{text[-4:]}" if len(text) == 16 else EMPTY


def star_words(count: int, scheme: int, edition: object = "") -> str:
    """Bintang 2 dari 3 (2024); a scheme of five carries its years."""
    text = _("Bintang {n} dari {m}").format(n=count, m=scheme)
    if edition:
        return f"{text} ({edition})"
    return text + " " + _("(skala 5, 2013–2018)") if int(scheme) == 5 else text


def ujung(value: object) -> str:
    """A number of identity by its last four figures, for readers who only have to tell one from another: •••••••••4567."""
    text = str(value or "")
    return "•" * max(0, len(text) - 4) + text[-4:]


def parse_tanggal(text: str) -> date | None:
    """Read a date typed in one line: 21-11-2026, 21/11/2026, 2026-11-21, 21 Nov 2026. None when it is none."""
    parts = plain(text).replace("/", " ").replace("-", " ").replace(".", " ").split()
    if len(parts) != 3:
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    return parse_hari_bulan_tahun(*parts)


def parse_hari_bulan_tahun(day: str, month: str, year: str) -> date | None:
    """Read day, month (number or name) and four-digit year; None when there is no such day."""
    month = month.strip()
    number = int(month) if _ascii_digits(month) else MONTH_WORDS.get(month.lower().rstrip("."))
    if not (number and _ascii_digits(day.strip()) and _ascii_digits(year.strip(), 4)):
        return None
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


def _ascii_digits(text: str, length: int | None = None) -> bool:
    return text.isascii() and text.isdigit() and (len(text) == length if length else len(text) <= 2)


MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january", "februari feb pebruari february", "maret mar march", "april apr", "mei may",
            "juni jun june", "juli jul july", "agustus agu agt ags agst aug august", "september sep sept",
            "oktober okt oct october", "november nov nop nopember", "desember des dec december",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
