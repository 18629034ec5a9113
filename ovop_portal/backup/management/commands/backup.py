"""`backup FOLDER`: the database and the files, of one moment, into a new folder there."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ovop_portal.backup import making
from ovop_portal.backup.keys import key_of_settings
from ovop_portal.backup.problems import Problem
from ovop_portal.common.clock import now


class Command(BaseCommand):
    help = (
        "Make a backup of the database and the files in a new folder below FOLDER, sealed where BACKUP_KEY is set. The portal may go on meanwhile; "
        "a run that was cut off goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups are kept: another disk than the portal's")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            key = key_of_settings()
            made, manifest = making.make(folder, key, now=now(), say=self.stdout.write)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            where = f": {problem.filename}" if problem.filename else ""
            raise CommandError(
                f"The backup could not be written: {problem.strerror}{where}. Begun again, it goes on from here."
            ) from problem
        for sha256 in manifest.harmed:
            self.stderr.write(f"File {sha256} is damaged or missing on the storage and not in this backup.")
        size = sum(content.size for content in manifest.contents.values())
        self.stdout.write(
            f"{made}: the database and {len(manifest.contents) - 1} files, {size / 1e6:.1f} MB, "
            + (f"sealed with the key {key.name}" if key else "not sealed: BACKUP_KEY is not set")
        )
