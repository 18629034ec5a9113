"""`demo_accounts` prints who may come in, for the end of `make demo`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import translation

from ovop_portal.demo.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    """One line for each of the demo's people."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"Demo accounts, all with the password {PASSWORD}, at {settings.PORTAL_URL}{reverse(settings.LOGIN_URL)}"
        )
        with translation.override("id"):
            for person in PEOPLE:
                self.stdout.write(f"  {person.email:<34} {person.title}")
