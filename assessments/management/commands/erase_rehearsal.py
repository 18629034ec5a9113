"""Show what a rehearsal left, and erase it on `--yes`. Run as the owner of the database: DATABASE_URL must be the owner's."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.operations.erasing import Erasure, erase_rehearsal, plan_erasure
from awards.models import Edition
from ovop_portal.common import clock
from ovop_portal.common.verbs import Refused


class Command(BaseCommand):
    help = "Erase a rehearsal and everything in it. Without --yes it only shows how many rows of each table would go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, help="The year of the rehearsal.")
        parser.add_argument("--yes", action="store_true", help="Erase what is shown.")

    def handle(self, *, year: int, yes: bool, **options: Any) -> None:
        edition = Edition.objects.filter(year=year).first()
        if edition is None:
            raise CommandError(f"There is no edition of {year}.")
        try:
            self._show(plan_erasure(edition))
            if not yes:
                self.stdout.write("Nothing was erased. Add --yes to erase this.")
                return
            erasure = erase_rehearsal(edition, by="system:command", now=clock.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Erased: {erasure.total} rows.")

    def _show(self, erasure: Erasure) -> None:
        self.stdout.write(f"{erasure.edition.name} ({erasure.edition.year}):")
        for label, count in erasure.counts.items():
            self.stdout.write(f"  {count:>8}  {label}")
        self.stdout.write(f"  {erasure.total:>8}  in all")
