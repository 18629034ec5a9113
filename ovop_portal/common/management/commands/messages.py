"""`messages` brings the English catalogue in step with the sources; `messages --check` only says whether it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Extract the marked strings into locale/en."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 if the catalogue's ids are out of date"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        # Babel comes with the demo and the development requirements; production compiles no catalogues.
        from ovop_portal.common import catalogues

        file = catalogues.catalogue_file()
        old, new = catalogues.stored(file), catalogues.found(settings.BASE_DIR)
        missing, superfluous = catalogues.keys(new) - catalogues.keys(old), catalogues.keys(old) - catalogues.keys(new)
        if check and (missing or superfluous):
            lines = [f"  + {key[1]}" for key in sorted(missing)] + [f"  - {key[1]}" for key in sorted(superfluous)]
            raise CommandError("locale/en is out of step with the sources; run `messages`:\n" + "\n".join(lines[:20]))
        catalogue = catalogues.merged(old, new)
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(catalogues.text(catalogue))
        empty = catalogues.untranslated(catalogue)
        self.stdout.write(
            f"{len(catalogues.keys(catalogue))} messages, {len(empty)} without English; {len(missing)} new, {len(superfluous)} gone."
        )
