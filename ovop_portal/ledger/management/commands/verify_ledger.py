"""Walk the whole ledger; exit 1 and name the first bad row on a breach."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ovop_portal.ledger.sealing import Head, verify


def _head(text: str) -> Head:
    if not re.fullmatch(r"\d+:[0-9a-f]{64}", text):
        raise ArgumentTypeError("a head is written SIZE:ROOT, as this command prints it")
    size, root = text.split(":")
    return Head(int(size), root)


class Command(BaseCommand):
    help = "Recompute every leaf and every seal of the ledger from its events. Exits 1 and names the first bad row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            type=_head,
            help="SIZE:ROOT noted earlier, as in the minutes: today's ledger must have grown from it.",
        )

    def handle(self, *, head: Head | None = None, **options: Any) -> None:
        verdict = verify(head)
        if verdict.breach:
            raise CommandError(verdict.breach, returncode=1)
        self.stdout.write(
            f"{verdict.sealed} events sealed under {verdict.seals} roots, {verdict.unsealed} not sealed yet. Head {verdict.head}"
        )
