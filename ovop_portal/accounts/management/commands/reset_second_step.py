"""Takes the second step off an account whose holder lost it: for the last administrator, whom nobody can help from a page."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ovop_portal.accounts.models import User
from ovop_portal.accounts.second_step.factors import reset
from ovop_portal.common.clock import now
from ovop_portal.common.verbs import Stale


class Command(BaseCommand):
    help = "Take passkeys, application and paper codes off an account: reset_second_step NAME --reason WORDS"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="e-mail address or number (+62…) of the account")
        parser.add_argument("--reason", required=True, help="kept, and told to the holder in a letter")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.named(options["name"])
        if user is None:
            raise CommandError("nobody has an account with this address or number")
        try:
            reset(user, options["reason"], by="system:shell", now=now())
        except Stale:
            raise CommandError("this account has no second step") from None
        self.stdout.write("Taken off; its holder sets up another one at the next signing in.")
