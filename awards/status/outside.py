"""How far a nomination is, told outside: to the owner, the dinas and the public. Nothing here can reveal a result before it is published.

From the determination until the publication the outside status stays what it was while the jury worked, whatever the state inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Milestone, Nomination
from awards.states import ENDED
from awards.states import NominationState as S
from ovop_portal.common.clock import has_passed


@dataclass(frozen=True)
class Tag:
    """A status tag: its code (ux), its words and its tint."""

    code: str
    label: str | Promise
    tint: str


OUTSIDE = {
    S.DRAFT: Tag("draft", gettext_lazy("Draf"), "arang"),
    S.WITH_OFFICE: Tag("awaiting_agency", gettext_lazy("Menunggu pemeriksaan dinas"), "nila"),
    S.RETURNED_TO_OWNER: Tag("returned_by_agency", gettext_lazy("Perlu diperbaiki"), "kunyit"),
    S.READY: Tag("ready_to_nominate", gettext_lazy("Siap diusulkan"), "laut"),
    S.NOT_NOMINATED: Tag("not_nominated", gettext_lazy("Tidak diusulkan"), "soga"),
    S.SUBMITTED: Tag("nominated", gettext_lazy("Sudah diusulkan"), "nila"),
    S.SCREENING: Tag("in_screening", gettext_lazy("Seleksi administrasi"), "laut"),
    S.RETURNED_TO_OFFICE: Tag("returned_by_admin", gettext_lazy("Perlu melengkapi dokumen"), "kunyit"),
    S.PASSED: Tag("passed_screening", gettext_lazy("Lolos administrasi"), "daun"),
    S.FAILED: Tag("failed_screening", gettext_lazy("Tidak lolos administrasi"), "soga"),
    S.INVITED: Tag("reassessment", gettext_lazy("Penilaian ulang"), "telang"),
    S.LAPSED: Tag("not_submitted", gettext_lazy("Tidak dikirim sampai batas waktu"), "arang"),
    S.IN_ASSESSMENT: Tag("in_assessment", gettext_lazy("Dalam penilaian"), "telang"),
    S.WITHDRAWN: Tag("withdrawn", gettext_lazy("Ditarik"), "arang"),
    S.DISQUALIFIED: Tag("disqualified", gettext_lazy("Digugurkan panitia"), "soga"),
}
INSIDE_TINTS = {
    S.PASSED: "daun",
    S.RETURNED_TO_OWNER: "kunyit",
    S.RETURNED_TO_OFFICE: "kunyit",
    S.IN_ASSESSMENT: "telang",
    S.DETERMINED: "laut",
}


# Still with the owner: no verb ends such a file when the time for it runs out, it is only told so.
_NEVER_SENT = frozenset({S.DRAFT, S.RETURNED_TO_OWNER})


REVOKED = Tag("revoked", gettext_lazy("Dicabut"), "mengkudu")


def outside_tag(
    nomination: Nomination, *, published: bool, closed: bool, stars: int | None = None, revoked: bool = False
) -> Tag:
    """The tag that owner, dinas and public read. `published`: may the results of the edition be seen now; `stars`, and that they were `revoked`, count only then.
    `closed`: is the time for nominations over? A file that was sent back by the screeners has a day of its own.
    """
    if nomination.state != S.DETERMINED:
        return open_tag(nomination.state, closed=closed, has_own_day=nomination.answer_by is not None)
    if not published:
        return OUTSIDE[S.IN_ASSESSMENT]
    if stars is None:
        return Tag("not_awarded", gettext_lazy("Belum menerima bintang"), "soga")
    if revoked:
        return REVOKED
    words = _("Penerima OVOP, bintang {n} dari {m}").format(n=stars, m=nomination.edition.scheme.max_stars)
    return Tag("awarded", words, "daun")


def open_tag(state: str, *, closed: bool, has_own_day: bool) -> Tag:
    """The same of a file without a decree, by its `state` alone. `has_own_day`: did the screeners send it back, with a day for the answer?"""
    return OUTSIDE[S.LAPSED if closed and state in _NEVER_SENT and not has_own_day else S(state)]


def tag_at(
    nomination: Nomination, now: datetime, *, closes_at: datetime | None, stars: int | None, revoked: bool = False
) -> Tag:
    """The same at the hour `now`, where the time for nominations ends at `closes_at`. The edition comes with its publication."""
    edition = nomination.edition
    closed = edition.has_results or (closes_at is not None and has_passed(closes_at, now))
    published = edition.is_published(now)
    return outside_tag(nomination, published=published, closed=closed, stars=stars, revoked=revoked)


def tag_of_row(nomination: Any, now: datetime, *, closes_at: datetime | None) -> Tag:
    """The same for a row of a list, annotated with `award_now()`."""
    stars, revoked = nomination.stars_now, nomination.is_revoked
    return tag_at(nomination, now, closes_at=closes_at, stars=stars, revoked=revoked)


@cache
def inside_tag(state: str) -> Tag:
    """What screeners and the secretariat read."""
    known = S(state)
    outside = OUTSIDE.get(known)
    return Tag(known.value, known.label, INSIDE_TINTS.get(known, outside.tint if outside else "laut"))


@dataclass(frozen=True)
class Station:
    """A station on the thread of the status page."""

    name: str
    state: str  # done, now, later
    date: datetime | None = None
    note: str = ""


_STATIONS = [
    ("sent", gettext_lazy("Dikirim")),
    ("nominated", gettext_lazy("Diusulkan dinas")),
    ("screened", gettext_lazy("Seleksi administrasi")),
    ("assessed", gettext_lazy("Penilaian juri")),
    ("published", gettext_lazy("Pengumuman")),
]
_STATIONS_OF_HOLDERS = [("accepted", gettext_lazy("Undangan diterima")), *_STATIONS[3:]]
# The news that tells that a station is passed.
_PASSED_WITH = {
    "sent": {"sent"},
    "nominated": {"nominated"},
    "screened": {"passed"},
    "accepted": {"accepted"},
    "published": {"awarded", "not_awarded"},
}
# To which station a file is on its way, for as long as the way has not ended.
_HEADING_FOR = {
    S.DRAFT: "sent",
    S.INVITED: "accepted",
    S.WITH_OFFICE: "nominated",
    S.RETURNED_TO_OWNER: "nominated",
    S.READY: "nominated",
    S.SUBMITTED: "screened",
    S.SCREENING: "screened",
    S.RETURNED_TO_OFFICE: "screened",
    S.PASSED: "screened",
    S.IN_ASSESSMENT: "assessed",
    S.DETERMINED: "assessed",
}
# What is being done now, where the name of the next station tells what will be done there: a draft is not "Dikirim", not even in part.
_WORK = {
    S.DRAFT: gettext_lazy("Pengisian berkas"),
    S.INVITED: gettext_lazy("Jawaban undangan"),
    S.WITH_OFFICE: gettext_lazy("Pemeriksaan dinas"),
    S.RETURNED_TO_OWNER: gettext_lazy("Perbaikan berkas"),
    S.READY: gettext_lazy("Surat kepala daerah"),
}
_ANSWER = gettext_lazy("Melengkapi dokumen")


def journey(nomination: Nomination, milestones: list[Milestone], *, published: bool) -> list[Station]:
    """The stations of a nomination: done, now or later, with the date of each one passed. Once a way has ended no station is
    "now": those with a date were passed.
    """
    passed = {milestone.code: milestone.at for milestone in milestones}
    stations = _STATIONS_OF_HOLDERS if nomination.is_reassessment else _STATIONS
    codes = [code for code, _name in stations]
    dates = [next((passed[news] for news in _PASSED_WITH.get(code, ()) if news in passed), None) for code in codes]
    state, answering = S(nomination.state), nomination.is_being_answered
    if state in ENDED and (published or state != S.DETERMINED):
        over = state == S.DETERMINED
        return [
            Station(str(name), "done" if over or date else "later", date)
            for (_code, name), date in zip(stations, dates, strict=True)
        ]
    heading_for = "screened" if answering else _HEADING_FOR[state]
    here = codes.index(heading_for) if heading_for in codes else 0
    steps = [
        Station(str(name), "done" if place < here else "later", date if place < here else None)
        for place, ((_code, name), date) in enumerate(zip(stations, dates, strict=True))
    ]
    work = _ANSWER if answering else _WORK.get(state)
    if work is None:
        steps[here] = Station(steps[here].name, "now")
    else:
        steps.insert(here, Station(str(work), "now"))
    return steps
