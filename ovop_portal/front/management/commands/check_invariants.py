"""`check_invariants`: look at everything that is always true, and name each row that breaks it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from ovop_portal.common import invariants
from ovop_portal.common.clock import now
from ovop_portal.front.proving import look_at_invariants


class Command(BaseCommand):
    help = "Look at everything that is always true of the portal. Exits 1 and names each row that breaks it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="only show the catalogue")

    def handle(self, *, list: bool, **options: Any) -> None:
        with translation.override("id"):
            if list:
                for invariant in invariants.catalogue():
                    self.stdout.write(f"{invariant.code}: {invariant.promise}")
                return
            found = look_at_invariants(now=now())
        if found.differences:
            raise CommandError("\n".join(found.differences), returncode=1)
        self.stdout.write(f"{found.rows} invariants hold ({found.seconds:.1f} s). Head {found.head}")
