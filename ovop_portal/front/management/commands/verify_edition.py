"""`verify_edition YEAR`: make everything that an edition has decided again from the journal, and name each difference."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from awards.models import Edition
from awards.operations.certifying import mend_certificates
from ovop_portal.common.clock import now
from ovop_portal.ledger import proof


class Command(BaseCommand):
    help = (
        "Compare every row of an edition with the digests in the journal, the files with their hashes, the tally with its cells and the journal with "
        "its tree. Exits 1 and names each difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", type=int, help="year of the edition")
        parser.add_argument("--mend", action="store_true", help="make certificates again whose file is lost, first")

    def handle(self, *args: Any, edition: int, mend: bool, **options: Any) -> None:
        found = Edition.objects.filter(year=edition).first()
        if found is None:
            raise CommandError(f"There is no edition of {edition}.")
        with translation.override("id"):
            if mend:
                mended = mend_certificates(found, by="system:command", now=now())
                self.stdout.write(f"{len(mended)} certificates made again.")
            outcome = proof.prove(edition, now=now())
        if outcome.differences:
            raise CommandError("\n".join(outcome.differences), returncode=1)
        self.stdout.write(
            f"Edition {edition}: {outcome.rows} rows stand as the journal tells them ({outcome.seconds:.1f} s). Head {outcome.head}"
        )
