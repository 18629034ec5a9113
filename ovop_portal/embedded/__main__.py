"""`python -m ovop_portal.embedded demo | test | manage | with | bench`: what stands behind `make`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ovop_portal.embedded import demo, testing
from ovop_portal.embedded.problems import Problem
from ovop_portal.embedded.signals import Stopped, stoppable


def main(argv: list[str]) -> int:
    """Run one command; a problem is one line and exit code 1."""
    try:
        with stoppable():
            return run(*argv)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except Stopped:
        return 130


def run(command: str = "", *rest: str) -> int:
    match command:
        case "demo":
            return demo.run_demo(**vars(demo_options(rest)))
        case "manage":
            return demo.manage(rest)
        case "test":
            return testing.run_tests(rest)
        case "with":
            return testing.run_with_servers(rest)
        case "bench":
            return testing.run_bench(rest)
    print(__doc__, file=sys.stderr)
    return 2


def demo_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description="The whole portal on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the web server's port (8000)")
    parser.add_argument("--reset", action="store_true", help="begin with an empty folder .demo")
    parser.add_argument(
        "--stage",
        default="",
        help="one season that stops at this stage, instead of everything (see `demo_season --help`)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
