"""A new edition as a draft: laid out like the last one, opened by a second person. The room above adds how it is assessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from awards.models import Edition, Gate, RequiredPaper, Window, WindowKind
from awards.operations._steps import By
from awards.operations.editions import Windows, missing_from_kind, missing_from_windows
from ovop_portal.common import clock
from ovop_portal.common.clock import WIB
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger.journal import actor_of

Row = TypeVar("Row", bound=Model)


def years_later(moment: datetime, years: int) -> datetime:
    """The same day and hour in WIB, `years` later; the last day of February where that year has no 29th."""
    local = moment.astimezone(WIB)
    try:
        return local.replace(year=local.year + years)
    except ValueError:
        return local.replace(year=local.year + years, day=28)


def windows_like(last: Edition, year: int) -> Windows:
    """The windows of `last`, moved to the edition of `year` by whole years."""
    shift = year - last.year
    return {
        window.kind: (years_later(window.opens_at, shift), years_later(window.closes_at, shift))
        for window in last.windows.all()
    }


def missing_for_draft(last: Edition, year: int, name: str) -> list[Missing]:
    """What keeps an edition of `year` from being laid out like `last`: a sister that follows it already, a year that is taken or not later."""
    lacking = missing_from_kind(last.kind, name, last)
    if last.is_draft:
        lacking.append(Missing("not_opened", _("{edition} sendiri belum dibuka").format(edition=last.name)))
    sister = Edition.objects.filter(previous=last).first()
    if sister is not None:
        words = _("{sister} sudah disusun dari {edition}. Lanjutkan yang itu")
        lacking.append(Missing("sister", words.format(sister=sister.name, edition=last.name)))
    if year <= last.year:
        lacking.append(Missing("not_later", _("Tahun harus sesudah {year}").format(year=last.year), "year"))
    elif Edition.objects.filter(year=year).exists():
        lacking.append(Missing("year_taken", _("Sudah ada penyelenggaraan tahun {year}").format(year=year), "year"))
    return lacking


@verb
def lay_out_like(last: Edition, *, year: int, name: str, by: By) -> Edition:
    """Write the rows of a draft that follows `last`, with its scheme, validity, rule of screening, gates and papers, and its dates moved by whole years. The
    room above calls it (`draft_edition` of the assessments).
    """
    # Of two who draft from the same edition the second waits here, and finds the first one's.
    lock(last)
    windows = windows_like(last, year)
    if lacking := [*missing_for_draft(last, year, name), *missing_from_windows(windows)]:
        raise Refused(*lacking)
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                year=year,
                kind=last.kind,
                name=name,
                scheme_id=last.scheme_id,
                previous=last,
                validity_months=last.validity_months,
                screening_rule=last.screening_rule,
                drafted_by=actor_of(by),
            )
    except IntegrityError as race:
        if "year" not in str(race):
            raise
        words = _("Sudah ada penyelenggaraan tahun {year}").format(year=year)
        raise Refused(Missing("year_taken", words, "year")) from race
    Window.objects.bulk_create(
        Window(edition=edition, kind=kind, opens_at=opens_at, closes_at=closes_at)
        for kind, (opens_at, closes_at) in windows.items()
    )
    Gate.objects.bulk_create(_copies(last.gates.all(), edition))
    RequiredPaper.objects.bulk_create(_copies(last.required_papers.all(), edition))
    return edition


def _copies(rows: Iterable[Row], edition: Edition) -> list[Row]:
    """The same rows for another edition, not saved yet."""
    copies = []
    for row in rows:
        values = {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"
        }
        copies.append(type(row)(**values | {"edition_id": edition.pk}))
    return copies


def missing_for_opening(edition: Edition, typed: str, by: By, now: datetime) -> list[Missing]:
    """What keeps a draft from being opened: whoever drafted it, another name than its own, nominations that would be over."""
    lacking = []
    if actor_of(by) == edition.drafted_by:
        lacking.append(Missing("same_person", _("Rancangan dibuka oleh orang lain, bukan oleh yang menyusunnya")))
    if " ".join(typed.split()) != edition.name:
        lacking.append(Missing("other_name", _("Ketik nama penyelenggaraan persis seperti tertulis di atas"), "typed"))
    closes_at = edition.end_of(WindowKind.NOMINATION)
    if closes_at is None or clock.has_passed(closes_at, now):
        lacking.append(Missing("over", _("Jadwal pengusulannya sudah lewat. Ubah jadwalnya dahulu")))
    return lacking


@verb
def take_out_of_draft(edition: Edition, typed: str, *, by: By, now: datetime) -> None:
    """A second person opens a draft, by its name: its dates bind, and everybody may see it. Raises `Stale` for one that is open. The room above calls it
    (`open_edition` of the assessments), and tells the journal.
    """
    lock(edition)
    if not edition.is_draft:
        raise Stale(edition)
    if lacking := missing_for_opening(edition, typed, by, now):
        raise Refused(*lacking)
    edition.opened_by = actor_of(by)
    edition.save(update_fields=["opened_by"])
