"""A browser for the tests: what is installed, else Playwright's own download, else (as root on Debian) the distribution's package."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ovop_portal.embedded.places import ROOT
from ovop_portal.embedded.problems import Problem

# Chromium without its windows does the same for the tests in a quarter of the time.
SHELL = "chromium-headless-shell"
INSTALLED = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# Playwright would put its download into the person's home.
DOWNLOADS = ROOT / ".cache" / "playwright"
CACHES = ROOT / ".cache" / "browser"
NONE = (
    "No browser for the tests. Install one (Debian: `apt-get install chromium-headless-shell`; elsewhere `.venv/bin/playwright install chromium`) "
    "or name one in OVOP_CHROMIUM. Without the browser tests: `make test BROWSER=0`."
)
NO_DRIVER = (
    "Playwright cannot start; most likely a library is missing (Debian: `apt-get install libatomic1`). "
    "Without the browser tests: `make test BROWSER=0`."
)


@dataclass(frozen=True)
class Browser:
    """The browser to use; without a path it is the one that Playwright knows itself."""

    executable: str | None


@contextlib.contextmanager
def lock() -> Iterator[None]:
    """One process at a time looks for a browser and brings it."""
    CACHES.mkdir(parents=True, exist_ok=True)
    with (CACHES / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def find() -> Browser | None:
    """What is there already; nothing if Playwright cannot drive it."""
    if named := os.environ.get("OVOP_CHROMIUM"):
        if not os.access(named, os.X_OK):
            raise Problem(f"OVOP_CHROMIUM is {named}, and there is no program there.")
        return Browser(named) if driven() else None
    if not driven():
        return None
    for name in INSTALLED:
        if (path := shutil.which(name)) and runs(path):
            return Browser(path)
    if MACOS.exists():
        return Browser(str(MACOS))
    return Browser(None) if downloaded() else None


def driven() -> bool:
    """Whether Playwright's own driver runs. It needs one library that a small Debian does not have."""
    return _try([sys.executable, "-m", "playwright", "--version"])


def downloaded() -> bool:
    """Whether Playwright's own browser is there and runs (its libraries are the system's, and may be missing)."""
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(DOWNLOADS))
    builds = Path(os.environ["PLAYWRIGHT_BROWSERS_PATH"]).glob("chromium_headless_shell-*/*/*headless*shell")
    return any(os.access(build, os.X_OK) and runs(str(build)) for build in builds)


def runs(path: str) -> bool:
    """Whether it says its version. Ubuntu's `chromium-browser` without its snap does not."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def fetch(say: Callable[[str], None]) -> Browser:
    """Bring a browser, saying in one line what is done; a Problem if none is to be had."""
    debian = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if not driven():
        if debian:
            say("Playwright cannot start: installing Debian's package libatomic1 (apt-get install libatomic1) …")
            apt("libatomic1")
        if not driven():
            raise Problem(NO_DRIVER)
        if found := find():
            return found
    say("No browser found: fetching Playwright's Chromium into .cache …")
    if _try([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]) and (found := find()):
        return found
    # An older Debian has only the whole of it.
    for package in (SHELL, "chromium") if debian else ():
        say(f"It is not to be had: installing Debian's package {package} (apt-get install {package}) …")
        apt(package, "fonts-liberation")
        if found := find():
            return found
    raise Problem(NONE)


def apt(*packages: str) -> None:
    _try(["apt-get", "update"])
    _try(["apt-get", "install", "--yes", "--no-install-recommends", *packages])


def _try(command: list[str]) -> bool:
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(DOWNLOADS), "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
