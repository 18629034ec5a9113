"""The thread of the status page: `journey` with dates, holders and endings in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from awards.pages.owner.file import File
from awards.status.outside import journey
from awards.status.waiting import HOLDER_NAMES, NOBODY, OFFICE, OWNER
from ovop_portal.common import formats


def thread_of(file: File) -> list[dict[str, str | Promise]]:
    """The stations as the thread prints them. A way that has ended stops where it ended."""
    steps = journey(file.nomination, file.milestones, published=file.is_published)
    ended = file.has_run_out or (file.waiting.holder == NOBODY and not file.is_over)
    rows: list[dict[str, str | Promise]] = [
        {"name": step.name, "state": step.state, "date": formats.tanggal(step.date, file.zone)}
        for step in steps
        if not ended or step.date
    ]
    if ended:
        return [*({**row, "state": "done"} for row in rows), _ending(file)]
    for row in rows:
        if row["state"] == "now":
            row["note"] = holder_words(file)
    return rows


def holder_words(file: File) -> str:
    """Who holds the file, and since when: never nobody."""
    here = file.waiting
    if here.holder == OWNER:
        return _("Berkas ada di Anda") if file.is_mine else _("Berkas ada di pemilik usaha")
    name = file.office_name if here.holder == OFFICE else str(HOLDER_NAMES[here.holder])
    if here.since is None:
        return _("Berkas di {holder}").format(holder=name)
    return _("Berkas di {holder} sejak {day}").format(holder=name, day=formats.tanggal(here.since, file.zone))


def _ending(file: File) -> dict[str, str | Promise]:
    day = formats.tanggal(file.ending.at, file.zone) if file.ending else ""
    return {"name": str(file.outside.label), "state": "done", "date": day}
