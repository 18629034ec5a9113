"""Give the letters that were given up a new row of attempts."""

from typing import Any

from django.core.management.base import BaseCommand

from ovop_portal.common.clock import now
from ovop_portal.notifications.operations import revive


class Command(BaseCommand):
    help = "Put letters that were given up after five attempts back into the outbox, once the cause is mended."

    def handle(self, **options: Any) -> None:
        revived = revive(by="system:command", now=now())
        self.stdout.write(f"{revived} letters wait for their turn again.")
