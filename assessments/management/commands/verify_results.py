"""`verify_results EDITION`: make the sealed tally again from the single cells and compare, byte for byte; then its seal with the one that the journal
keeps, for who holds the database can write cells, rows and hashes that fit each other.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.operations.tally import newest_sealed
from assessments.tally.calculation import remake
from awards.models import Edition
from ovop_portal.ledger.models import Event

NOT_IN_JOURNAL = "the journal knows a seal with other hashes: inputs {}, results {}"


class Command(BaseCommand):
    help = "Make the newest sealed tally again from the cells. Exit 1, naming the rows, when anything differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", type=int, help="year of the edition")

    def handle(self, *args: Any, edition: int, **options: Any) -> None:
        found = Edition.objects.filter(year=edition).first()
        tally = newest_sealed(found) if found else None
        if tally is None:
            raise CommandError(f"There is no sealed tally of {edition}.")
        again = remake(tally)
        said = (
            Event.objects.about(tally.subject).filter(kind="tally.sealed").values_list("body__inputs", "body__results")
        )
        known = said.first() or (None, None)
        if known != (again.inputs_sha256, again.results_sha256):
            again.differences.append(NOT_IN_JOURNAL.format(*known))
        if again.differences:
            raise CommandError("\n".join(again.differences))
        self.stdout.write(
            f"Tally {tally.n} of {edition}: made again from the cells, the same to the byte.\n"
            f"inputs  {again.inputs_sha256}\nresults {again.results_sha256}"
        )
