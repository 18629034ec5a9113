"""Verbs of an edition's own rows: laid out once, its name and windows changed until it is published. The room above adds how it is assessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from awards.models import (
    Edition,
    EditionKind,
    Gate,
    RequiredPaper,
    ScreeningRule,
    StarScheme,
    Window,
    WindowChange,
    WindowKind,
)
from awards.models.edition import REHEARSAL_NAME
from awards.operations._steps import By
from awards.reference import default_gates, default_papers
from ovop_portal.common.clock import has_passed, minute_of
from ovop_portal.common.formats import waktu
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of

Dates = tuple[datetime, datetime]
Windows = Mapping[str, Dates]


def demand_open(editions: Collection[int], kind: str, now: datetime) -> None:
    """Raise `Refused` unless each of `editions`, by primary key and as it stands at this moment, takes what the window of `kind` is for. What a page has read of
    an edition may be old.
    """
    for edition in Edition.objects.with_windows().filter(pk__in=editions):
        edition.demand_open(now, kind)


def missing_from_windows(windows: Windows) -> list[Missing]:
    """What keeps the dates from being taken: a stage without dates, or one that ends before it begins."""
    lacking = [
        Missing("no_window", _("Isi jadwal {stage}").format(stage=kind.label))
        for kind in WindowKind
        if kind not in windows
    ]
    return lacking + [
        Missing("backwards", _("{stage} harus ditutup sesudah dibuka").format(stage=WindowKind(kind).label))
        for kind, (opens_at, closes_at) in windows.items()
        if closes_at <= opens_at
    ]


def missing_from_kind(kind: str, name: str, previous: Edition | None) -> list[Missing]:
    """What keeps an edition of `kind` from being called `name` and following `previous`."""
    lacking = missing_letters({"name": name}, "name")
    if kind == EditionKind.REHEARSAL and not name.startswith(REHEARSAL_NAME):
        words = _("Awali nama latihan dengan kata “{word}”, supaya tidak disangka penghargaan")
        lacking.append(Missing("not_called_rehearsal", words.format(word=REHEARSAL_NAME), "name"))
    if previous is not None and previous.kind != kind:
        words = _("Latihan hanya dapat mengikuti latihan, dan penghargaan hanya mengikuti penghargaan")
        lacking.append(Missing("other_kind", words, "previous"))
    return lacking


@verb
def lay_out_edition(
    *,
    year: int,
    name: str,
    scheme: StarScheme,
    windows: Windows,
    previous: Edition | None,
    validity_months: int,
    kind: str = EditionKind.REAL,
    screening_rule: str = ScreeningRule.REJECT_BY_TWO,
) -> Edition:
    """Write the rows of a new edition, with the gates and papers of the reference. Doors call `begin_edition` of the assessments, which adds how it is judged."""
    lacking = [*missing_from_windows(windows), *missing_from_kind(kind, name, previous)]
    if lacking:
        raise Refused(*lacking)
    edition = Edition.objects.create(
        year=year,
        kind=kind,
        name=name,
        scheme=scheme,
        previous=previous,
        validity_months=validity_months,
        screening_rule=screening_rule,
    )
    Window.objects.bulk_create(
        Window(edition=edition, kind=kind, opens_at=opens_at, closes_at=closes_at)
        for kind, (opens_at, closes_at) in windows.items()
    )
    Gate.objects.bulk_create(default_gates(edition))
    RequiredPaper.objects.bulk_create(default_papers(edition))
    return edition


def missing_for_dates(window: Window, dates: Dates, now: datetime) -> list[Missing]:
    """What keeps `window` from getting `dates`: nothing was done before it opened or after it closed, so neither end is moved into what is over. In a draft
    nothing has opened, whatever its dates.
    """
    opens_at, closes_at = dates
    stage = WindowKind(window.kind).label
    if dates == window.dates:
        return [Missing("same", _("Belum ada tanggal atau jam yang diubah"), "opens_on")]
    lacking = []
    if opens_at != window.opens_at and window.opens_at <= now and not window.edition.is_draft:
        words = _("{stage} sudah dibuka {hour}, jadi saat dibukanya tidak berubah lagi")
        lacking.append(Missing("begun", words.format(stage=stage, hour=waktu(window.opens_at)), "opens_on"))
    elif opens_at != window.opens_at and minute_of(now) > opens_at:
        words = _("Saat dibuka harus sesudah sekarang ({hour})")
        lacking.append(Missing("past", words.format(hour=waktu(now)), "opens_on"))
    if closes_at <= opens_at:
        lacking.append(Missing("backwards", _("{stage} harus ditutup sesudah dibuka").format(stage=stage), "closes_on"))
    elif closes_at != window.closes_at and has_passed(closes_at, now):
        words = _("Saat ditutup harus sesudah sekarang ({hour})")
        lacking.append(Missing("past", words.format(hour=waktu(now)), "closes_on"))
    return lacking


@verb
def change_window(
    edition: Edition, kind: str, dates: Dates, *, reason: str, seen: str, by: By, now: datetime
) -> WindowChange:
    """Give one stage other dates, for a reason. A published edition no longer changes. Doors call `reschedule` of the assessments, which tells whom it touches.

    Raises `Stale` when the window is not the one that the reader has `seen` (`Window.seen`), and `Refused` with what `missing_for_dates` finds.
    """
    lock(edition)
    edition.demand_unpublished()
    window = edition.windows.select_for_update().get(kind=kind)
    if window.seen != seen:
        raise Stale(window)
    lacking = missing_for_dates(window, dates, now)
    if not reason.strip():
        lacking.append(Missing("no_reason", _("Isi alasan"), "reason"))
    if lacking:
        raise Refused(*lacking)
    before = window.dates
    window.opens_at, window.closes_at = dates
    window.save(update_fields=["opens_at", "closes_at"])
    change = WindowChange.objects.create(
        edition=edition,
        kind=kind,
        opened_before=before[0],
        closed_before=before[1],
        opens_at=dates[0],
        closes_at=dates[1],
        reason=reason,
        changed_by=actor_of(by),
        changed_at=now,
    )
    body = {"window": kind, "before": list(before), "after": list(dates)}
    journal.record("window.changed", _subject(edition), by=by, now=now, body=body, rows=[edition, change])
    return change


@verb
def change_edition(
    edition: Edition, *, name: str, previous: Edition | None, validity_months: int, by: By, now: datetime
) -> None:
    """Mend the name, the edition before or the validity. Year, star scheme and screening rule stay: numbers, lines and readings hang on them."""
    lock(edition)
    edition.demand_unpublished()
    lacking = missing_from_kind(edition.kind, name, previous)
    if lacking:
        raise Refused(*lacking)
    before = _said(edition)
    edition.name, edition.previous, edition.validity_months = name, previous, validity_months
    edition.save(update_fields=["name", "previous", "validity_months"])
    if before != _said(edition):
        body = {"before": before, "after": _said(edition)}
        journal.record("edition.changed", _subject(edition), by=by, now=now, body=body, rows=[edition])


def _said(edition: Edition) -> list[str]:
    return [edition.name, str(edition.previous.year if edition.previous else "-"), str(edition.validity_months)]


def _subject(edition: Edition) -> str:
    return f"edition:{edition.year}"
