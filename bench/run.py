"""What stands behind `make bench`. It is told the addresses of its servers by the supervisor."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import report, seasons
from bench.goals import GOALS
from ovop_portal.embedded.problems import Problem

# Production as a machine behind a TLS proxy is told of it. Nothing here is sent to anybody.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "ovop_portal.settings.production",
    "SECRET_KEY": "told to nobody, because the bench answers nobody but itself",
    "ALLOWED_HOSTS": "ovop.example.go.id",
    "PORTAL_URL": "https://ovop.example.go.id",
    "LEDGER_SIGNING_KEY": "0" * 64,
    "EMAIL_URL": "smtp://localhost",
    "DEFAULT_FROM_EMAIL": "ovop@example.go.id",
    "CONTACT_EMAIL": "bantuan@example.go.id",
    "LOG_LEVEL": "ERROR",
    # The pages are asked for, not how one comes in.
    "SECOND_STEP_ROLES": "",
}


def main(argv: list[str]) -> int:
    options = read_options(argv)
    folder = Path(os.environ["OVOP_FOLDER"])
    if "PGHOST" not in os.environ:
        raise Problem("The bench makes databases of its own: run it without DATABASE_URL.")
    databases = seasons.Databases(folder)
    pages: dict[str, dict[str, Any]] = {}
    tallies: dict[str, Any] = {}
    sizes = [options.only] if options.only else list(seasons.SIZES)
    databases.make(sizes, stages_of(options.page), again=options.again)
    for size in sizes:
        found: dict[str, Any] = {}
        shared: dict[str, Any] = {}
        for stage in stages_of(options.page):
            with databases.copy(size, stage) as addresses:
                told = measured(stage, addresses, folder, options)
            found.update(told["pages"])
            shared.update(told["shared"])
            if "tally" in told:
                tallies[size] = told["tally"]
        pages[size] = {key: found[key] for key in GOALS if key in found}
        print(*report.table(size, pages[size]), sep="\n", flush=True)
        if shared:
            print(*report.copies(size, shared), sep="\n", flush=True)
    if len(pages) > 1:
        print(*report.growth(pages[report.SMALL], pages[report.LARGE]), sep="\n")
    if tallies:
        print(*report.tallies(tallies), sep="\n")
    if options.json:
        options.json.write_text(json.dumps({"pages": pages, "tallies": tallies}, indent=1))
    missed = report.missed_counts(pages)
    print("", *(f"MISSED: {line}" for line in missed), sep="\n") if missed else print(
        "\nAll counts are within their goals."
    )
    return 1 if missed else 0


def read_options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="What pages and the tally cost.")
    parser.add_argument("--only", choices=list(seasons.SIZES), help="one size")
    parser.add_argument("--page", action="append", default=[], choices=list(GOALS), help="one page (may be repeated)")
    parser.add_argument("--rounds", type=int, default=15, help="requests of each page that count (15)")
    parser.add_argument(
        "--profile", action="store_true", help="show where the time of the pages goes, and their statements"
    )
    parser.add_argument("--again", action="store_true", help="make the seasons anew")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    return parser.parse_args(argv)


def stages_of(pages: list[str]) -> list[str]:
    """The stages that are needed for these pages (all of them, if none is named)."""
    return [stage for stage in seasons.STAGES if any(GOALS[key].stage == stage for key in pages or GOALS)]


def measured(stage: str, addresses: dict[str, str], folder: Path, options: argparse.Namespace) -> Any:
    """What `bench.measure` tells of one database, in a process of its own under production settings."""
    words = [f"--rounds={options.rounds}", *(f"--page={key}" for key in options.page)]
    command = [sys.executable, "-m", "bench.measure", stage, *words, *(["--profile"] if options.profile else [])]
    places = {"STATIC_ROOT": str(folder / "static"), "MEDIA_ROOT": str(folder / "media")}
    environment = {**os.environ, **PRODUCTION, **places, **addresses}
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(output.splitlines()[-1])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(1)
