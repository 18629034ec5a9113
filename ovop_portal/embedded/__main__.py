"""`python -m ovop_portal.embedded demo | test | manage | with | bench`: what stands behind `make`."""

from __future__ import annotations

import argparse
import sys

from ovop_portal.embedded import demo, testing
from ovop_portal.embedded.problems import Problem


def main(argv: list[str]) -> int:
    """Run one command; a problem is one line and exit code 1."""
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    try:
        if command == "demo":
            demo.run_demo(**vars(demo_options(rest)))
            return 0
        if command == "manage":
            return demo.manage(rest)
        if command == "test":
            return testing.run_tests(rest)
        if command == "with":
            return testing.run_with_servers(rest)
        if command == "bench":
            return testing.run_bench(rest)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    print(__doc__, file=sys.stderr)
    return 2


def demo_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description="The whole portal on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the web server's port (8000)")
    parser.add_argument("--reset", action="store_true", help="begin with an empty folder .demo")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
