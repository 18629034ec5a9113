"""`restore BACKUP`: put a backup back where nothing is. `--check`: only read it to its last byte. `--mend`: only put back uploads that were found harmed."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ovop_portal.backup import restoring
from ovop_portal.backup.keys import key_of_settings
from ovop_portal.backup.problems import Problem
from ovop_portal.common.clock import now


class Command(BaseCommand):
    help = (
        "Put the backup in the folder BACKUP back into the database of DATABASE_OWNER_URL and the storage of MEDIA_ROOT, both of which must be empty. "
        "It is read to its last byte before anything is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder of one backup")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--check", action="store_true", help="only read it: is it whole?")
        only.add_argument(
            "--mend", action="store_true", help="only put back the uploads that the portal found damaged or missing"
        )

    def handle(self, *, backup: Path, check: bool, mend: bool, **options: Any) -> None:
        try:
            if mend:
                return self.mend(backup)
            manifest = (restoring.check if check else restoring.restore)(backup, key_of_settings())
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            where = f": {problem.filename}" if problem.filename else ""
            raise CommandError(f"The backup could not be put back: {problem.strerror}{where}.") from problem
        for sha256 in manifest.harmed:
            self.stderr.write(f"File {sha256} was damaged or missing when this backup was made.")
        what = f"the database and {len(manifest.contents) - 1} files of {manifest.made_at}"
        if check:
            self.stdout.write(f"{backup} is whole: {what}.")
            return
        self.stdout.write(
            f"Put back: {what}.\nNow run migrate, verify_ledger, check_invariants and, for each edition, verify_edition YEAR."
        )

    def mend(self, backup: Path) -> None:
        mended, left = restoring.mend(backup, key_of_settings(), now=now())
        for sha256 in left:
            self.stderr.write(f"File {sha256} is not in this backup: try an older one.")
        self.stdout.write(f"{len(mended)} files are whole again, {len(left)} are not.")
