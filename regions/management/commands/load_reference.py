"""Load the reference data of all rooms: shows the difference, then applies it."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ovop_portal.common import reference
from ovop_portal.common.clock import now
from ovop_portal.common.delimited import Unfit
from ovop_portal.common.formats import angka
from ovop_portal.common.reference import BrokenSource, Difference

SHOWN = 3


class Command(BaseCommand):
    help = "Load reference data (regions, rubric, gates, …) from fixtures/: shows the difference, then applies it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show the difference and change nothing")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        start = monotonic()
        try:
            wrote = reference.load_all(self.show, by="system:load_reference", now=now(), dry_run=dry_run)
        except (BrokenSource, Unfit) as problem:
            raise CommandError(str(problem)) from problem
        if not wrote:
            self.stdout.write(_("Data acuan sudah sesuai. Tidak ada yang diubah."))
        elif dry_run:
            self.stdout.write(_("Baru percobaan: belum ada yang disimpan."))
        else:
            self.stdout.write(_("Disimpan dalam {seconds} detik.").format(seconds=angka(round(monotonic() - start, 1))))

    def show(self, difference: Difference) -> None:
        """One line for the table, then a few of the rows concerned."""
        counts = [
            (_("baru"), len(difference.created)),
            (_("berubah"), len(difference.changed)),
            (_("tidak ada lagi di sumber, dibiarkan"), len(difference.vanished)),
            (_("tetap"), difference.same),
        ]
        words = [f"{angka(count)} {word}" for word, count in counts if count]
        self.stdout.write(f"{difference.title}: {', '.join(words) or _('kosong')}")
        for mark, lines in (("+", difference.created), ("~", difference.changed), ("?", difference.vanished)):
            if lines:
                more = _(", dan {count} lagi").format(count=angka(len(lines) - SHOWN)) if len(lines) > SHOWN else ""
                self.stdout.write(f"  {mark} " + "; ".join(lines[:SHOWN]) + more)
