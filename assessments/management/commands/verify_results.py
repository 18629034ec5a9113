"""`verify_results EDITION`: make the sealed tally again from the single cells and compare, byte for byte."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.operations.tally import newest_sealed
from assessments.tally.calculation import remake
from awards.models import Edition


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
        if again.differences:
            raise CommandError("\n".join(again.differences))
        self.stdout.write(
            f"Tally {tally.n} of {edition}: made again from the cells, the same to the byte.\n"
            f"inputs  {again.inputs_sha256}\nresults {again.results_sha256}"
        )
