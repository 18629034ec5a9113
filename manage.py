#!/usr/bin/env python3
"""Django's command line. In the demo use `make manage ARGS="…"`, which brings the servers' addresses."""

import os
import sys

# Commands that make or change the schema speak to the database as its owner; every other one as the application's role, which owns nothing.
OWNER_COMMANDS = {"migrate", "flush", "pgtrigger", "restore"}


def main(argv: list[str]) -> None:
    """Run one management command."""
    if argv[1:2] == ["demo"]:
        # It starts the servers that Django would want to speak to.
        os.execv(sys.executable, [sys.executable, "-m", "ovop_portal.embedded", *argv[1:]])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovop_portal.settings.production")
    if len(argv) > 1 and argv[1] in OWNER_COMMANDS and os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


if __name__ == "__main__":
    main(sys.argv)
