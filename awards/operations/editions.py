"""Verbs of an edition's own rows: laid out once, its name and windows changed until it is published. The room above adds how it is assessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from awards.models import Edition, EditionKind, Gate, RequiredPaper, ScreeningRule, StarScheme, Window, WindowKind
from awards.models.edition import REHEARSAL_NAME
from awards.operations._steps import By
from awards.reference import default_gates, default_papers
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing, Refused, lock, verb
from ovop_portal.ledger import journal

Windows = Mapping[str, tuple[datetime, datetime]]


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


@verb
def change_windows(edition: Edition, windows: Windows, *, by: By, now: datetime) -> list[Window]:
    """Give stages other dates, such as a later end. Returns the windows that changed. A published edition no longer changes."""
    lock(edition)
    edition.demand_unpublished()
    held = {window.kind: window for window in edition.windows.select_for_update()}
    lacking = missing_from_windows({kind: (row.opens_at, row.closes_at) for kind, row in held.items()} | dict(windows))
    if lacking:
        raise Refused(*lacking)
    changed = []
    for kind, dates in windows.items():
        window = held[kind]
        before = (window.opens_at, window.closes_at)
        if before == dates:
            continue
        window.opens_at, window.closes_at = dates
        window.save(update_fields=["opens_at", "closes_at"])
        changed.append(window)
        body = {"window": kind, "before": list(before), "after": list(dates)}
        journal.record("window.changed", _subject(edition), by=by, now=now, body=body, rows=[edition])
    return changed


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
