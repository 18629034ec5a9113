"""Seasons of fictional firms: everything that the demo shows, or one season that stops at a stage.

    demo_season                                     2022 and 2024 (published), two rehearsals, and a running edition around today
    demo_season --stage scoring --edition 2030      one season, stopped while the jury works
    demo_season --scale 5000 --stage published      5,000 nominations
    demo_season --export 2024.json --edition 2024   the canonical text of a season that is there

The same seed, scale and day give the same season: the SHA-256 of its canonical text is printed. Run again it changes nothing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from awards.models import Edition
from ovop_portal.common.clock import day_in_wib, now
from ovop_portal.common.formats import angka
from ovop_portal.demo.season import export
from ovop_portal.demo.season.plans import STAGES
from ovop_portal.demo.season.scale import Scale
from ovop_portal.demo.season.stages import Making, make_single
from ovop_portal.demo.season.whole import FIRST, SECOND, is_made, make_whole
from regions.models import District

DEFAULT_SCALE, DEFAULT_SEED = "2024", 2024


class Command(BaseCommand):
    help = (
        "Make seasons of fictional firms, the same for the same seed. Without --stage: everything that the demo shows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=STAGES, help="make one season and stop here")
        parser.add_argument(
            "--scale", default=DEFAULT_SCALE, help="small, 2024, or a number of nominations (default: 2024)"
        )
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day on which the season is looked at (default: today)"
        )
        parser.add_argument("--edition", type=int, help=f"its year (default: {SECOND}); with --stage or --export")
        parser.add_argument(
            "--export", metavar="FILE", help="write the canonical text of --edition to FILE (- for the screen)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_STRIP:
            raise CommandError("Seasons of fictional firms are for the demo and the tests, not for this installation.")
        scale = self.scale(options["scale"])
        if not District.objects.exists():
            raise CommandError("The regions are not there yet: run load_reference first.")
        making = Making(scale, options["seed"], options["today"] or day_in_wib(now()))
        year = options["edition"] or SECOND
        with translation.override("id"):
            if options["stage"] or (options["edition"] and not options["export"]):
                self.single(making, year, options["stage"] or "published")
            elif not (options["export"] and Edition.objects.filter(year=year).exists()):
                self.whole(making)
            if options["export"]:
                self.export(year, options["export"])

    def scale(self, name: str) -> Scale:
        try:
            return Scale.named(name)
        except ValueError as problem:
            raise CommandError(str(problem)) from problem

    def single(self, making: Making, year: int, stage: str) -> None:
        """One season, unless its edition is there."""
        if edition := Edition.objects.filter(year=year).first():
            self.stdout.write(_("{edition} sudah ada. Tidak ada yang diubah.").format(edition=edition))
            return
        start = monotonic()
        self.tell(make_single(making, year, stage), start)

    def whole(self, making: Making) -> None:
        """Everything that the demo shows, unless its running edition is there."""
        if making.today.year <= SECOND:
            raise CommandError(
                f"The running edition follows {FIRST} and {SECOND}: give a later --today, or --stage for one season."
            )
        if is_made():
            self.stdout.write(_("Penyelenggaraan contoh sudah ada. Tidak ada yang diubah."))
            return
        start = monotonic()
        make_whole(making)
        for edition in Edition.objects.order_by("year"):
            self.tell(edition, start)

    def tell(self, edition: Edition, start: float) -> None:
        """What was made, and the hash of its canonical text."""
        words = _("{edition}: {n} berkas, {seconds} detik, SHA-256 {sha256}")
        n, seconds = edition.nominations.count(), round(monotonic() - start, 1)
        self.stdout.write(
            words.format(edition=edition, n=angka(n), seconds=angka(seconds), sha256=export.fingerprint(edition))
        )

    def export(self, year: int, target: str) -> None:
        """Write the canonical text."""
        edition = Edition.objects.filter(year=year).first()
        if edition is None:
            raise CommandError(f"There is no edition of {year}.")
        text = export.canonical(edition)
        if target == "-":
            self.stdout.write(text)
        else:
            Path(target).write_text(text, encoding="utf-8")
            self.stdout.write(f"{target}: SHA-256 {export.fingerprint(edition)}")
