"""`python -m bench.measure STAGE`: everything that is measured at one stage, in the database of the environment, as JSON on the last line."""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any

from bench.goals import GOALS, SHARED, TALLY_STAGE


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("stage")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args(argv)
    # The door that gunicorn opens; it sets Django up, which the rest asks for.
    door = import_module("ovop_portal.wsgi")
    from django.conf import settings

    from bench import tallying
    from bench.asking import Portal
    from bench.pages import VISITS

    # What it costs to make a page; copies have a figure of their own.
    settings.SHARED_PAGES = False
    portal = Portal(door.application)
    told: dict[str, Any] = {"pages": {}, "shared": {}}
    for key in [key for key, goal in GOALS.items() if goal.stage == options.stage and key in (options.page or [key])]:
        visit = VISITS[key]()
        try:
            told["pages"][key] = asdict(portal.cost(visit, options.rounds))
        except RuntimeError as problem:
            told["pages"][key] = {"problem": str(problem)}
        if key in SHARED:
            told["shared"][key] = portal.rate(visit)
        if options.profile:
            profile(portal, visit)
    if options.stage == TALLY_STAGE and not options.page:
        told["tally"] = tallying.measure(os.environ["DATABASE_OWNER_URL"])
    print(json.dumps(told))
    return 0


def profile(portal: Any, visit: Any) -> None:
    """Where the time of one page goes, and its statements."""
    from django.db import connection

    from bench.asking import noting

    statements: list[str] = []
    with connection.execute_wrapper(noting(statements)):
        portal.ask(visit, 1000)
    print(visit.path, *statements, sep="\n  ", file=sys.stderr)
    watch = cProfile.Profile()
    watch.runcall(lambda: [portal.ask(visit, 1001 + n) for n in range(5)])
    pstats.Stats(watch, stream=sys.stderr).sort_stats("tottime").print_stats(25).sort_stats("cumtime").print_stats(60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
