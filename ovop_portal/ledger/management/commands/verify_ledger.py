"""Walk the whole ledger; exit 1 and name the first bad row on a breach."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, FileType
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from ovop_portal.common.clock import now
from ovop_portal.ledger.heads import false_heads, heads_in
from ovop_portal.ledger.proof import false_proofs
from ovop_portal.ledger.sealing import Head, verify
from ovop_portal.ledger.signing import keys_that_count


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
        parser.add_argument(
            "--heads",
            metavar="FILE",
            type=FileType(encoding="utf-8", errors="replace"),
            help="a text with any number of heads noted earlier, such as the daily mails pasted as they are (- reads from the screen)",
        )

    def handle(self, *, head: Head | None = None, heads: TextIO | None = None, **options: Any) -> None:
        noted = [head] if head else []
        if heads is not None:
            with heads:
                noted += self.noted_in(heads.read(), heads.name)
        verdict = verify(*noted, now=now())
        if verdict.breach:
            raise CommandError(verdict.breach, returncode=1)
        if false := [*false_heads(), *false_proofs()]:
            raise CommandError("\n".join(false), returncode=1)
        if noted:
            self.stdout.write(
                f"The ledger has grown from {len(noted)} heads noted earlier, of {noted[0].size} to {noted[-1].size} events."
            )
        self.stdout.write(
            f"{verdict.sealed} events sealed under {verdict.seals} roots, {verdict.unsealed} not sealed yet. Head {verdict.head}"
        )

    def noted_in(self, text: str, name: str) -> list[Head]:
        """The heads of a file. Raises `CommandError` when there is none, or one whose signature does not hold."""
        found, signed = heads_in(text)
        if not found:
            raise CommandError(f"{name} holds no head: one is written SIZE:ROOT.")
        for line in signed:
            if line.key not in keys_that_count():
                raise CommandError(
                    f"the head of {line.day} ({line.head}) is signed with {line.key.hex()}, which is no key of the portal:"
                    " a former one stands in LEDGER_FORMER_KEYS",
                    returncode=1,
                )
            if not line.is_genuine:
                raise CommandError(f"the head of {line.day} ({line.head}) was not signed like this", returncode=1)
        return found
