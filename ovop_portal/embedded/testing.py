"""Commands that want servers of their own for a while: the tests above all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ovop_portal.embedded import catalogues, foreground, places, servers, statics, template
from ovop_portal.embedded.places import ROOT, Place
from ovop_portal.embedded.problems import Problem

SETTINGS = "ovop_portal.settings.test"


# One file's tests stay together, and one process more than there are cores waits for the browser (`tests/support/cores.py`); what took longest is told.
ON_ALL_CORES = [
    f"--numprocesses={min(os.cpu_count() or 1, 4) + 1}",
    "--no-loadscope-reorder",
    "--durations=10",
]


def run_tests(arguments: Sequence[str]) -> int:
    """`make test`: pytest with its servers. pytest itself finds or fetches the browser once it knows that it needs one.

    The whole suite goes on all cores; a selection in one process, which starts sooner.
    """
    return run_with_servers([sys.executable, "-m", "pytest", *(arguments or ON_ALL_CORES)], migrated=True)


def run_with_servers(command: Sequence[str], *, migrated: bool = False) -> int:
    """Run any command with servers as the tests have them, in the first free slot."""
    place = free_slot()
    catalogues.compile_stale()
    extra = {"DJANGO_SETTINGS_MODULE": SETTINGS, "OVOP_FOLDER": str(place.folder)}
    with servers.up(place, careless=True, extra=extra) as up:
        if migrated:
            template.provide(up)
        return foreground.run(command, env=up.environment)


def free_slot() -> Place:
    for place in places.tests():
        if place.take():
            return place
    raise Problem(f"{places.TEST_SLOTS} test runs are going on in {ROOT}. Wait for one of them.")


def run_bench(arguments: Sequence[str]) -> int:
    """`make bench`: a database that waits for the disk, as the demo's does, in a place of its own."""
    place = places.bench()
    if not place.take():
        raise Problem("A bench is running in this folder already.")
    catalogues.compile_stale()
    extra = {"DJANGO_SETTINGS_MODULE": "ovop_portal.settings.demo", "OVOP_FOLDER": str(place.folder)}
    with servers.up(place, extra=extra) as up:
        with statics.gathered(up):
            pass
        return foreground.run([sys.executable, "-m", "bench.run", *arguments], env=up.environment)
