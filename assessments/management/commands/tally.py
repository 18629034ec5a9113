"""`tally EDITION`: make the sealed tally of an edition now, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assessments.operations.tally import request_tally, seal_tally
from awards.models import Edition
from ovop_portal.common import clock
from ovop_portal.common.verbs import Refused


class Command(BaseCommand):
    help = "Make and seal the tally of an edition. Exit 1, with what is missing, when it cannot be made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", type=int, help="year of the edition")

    def handle(self, *args: Any, edition: int, **options: Any) -> None:
        try:
            # In one transaction, so that no worker takes it up meanwhile, and nothing stays of one that cannot be sealed.
            with transaction.atomic():
                run = request_tally(Edition.objects.get(year=edition), by="system:command", now=clock.now())
                seal_tally(run, now=clock.now())
        except Edition.DoesNotExist as gone:
            raise CommandError(f"There is no edition {edition}.") from gone
        except Refused as refused:
            raise CommandError("\n".join(item.message for item in refused.missing)) from refused
        self.stdout.write(
            f"Tally {run.n} of {edition} is sealed.\ninputs  {run.inputs_sha256}\nresults {run.results_sha256}"
        )
