"""Makes `.venv` with one set of requirements: `python3 ovop_portal/embedded/environment.py demo|dev`.

Runs on a bare Python before anything is installed, so it imports the standard library alone, and it is written so that even an old Python can read it
far enough to say that it is too old. A stamp per set says what is installed; a mark says that an installation is going on, so that a broken-off one is
recognised and begun anew (from the caches, which takes seconds).
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
PYTHON = VENV / "bin" / "python"
MARK = VENV / ".installing"
# Scripts in an environment name its folder, so one that was moved is of no use.
MADE_IN = VENV / ".made-in"
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def main(requirements):
    find_python()
    try:
        CACHE.mkdir(exist_ok=True)
        lock = (CACHE / "environment.lock").open("w")
    except OSError as error:
        stop("Cannot write in {}: {}. Work in a copy of your own.".format(ROOT, error.strerror))
    # Two commands at once in a fresh clone: the second waits for the first.
    fcntl.flock(lock, fcntl.LOCK_EX)
    make_venv()
    install(requirements)


def find_python():
    """Go on in a newer Python if this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        if shutil.which(name):
            os.execvp(name, [name] + sys.argv)
    stop(
        "Python 3.11 or newer is needed, and this is {}. With another one: `make demo PYTHON=/path/to/python3`.".format(
            sys.version.split()[0]
        )
    )


def make_venv():
    """Make the environment if there is none, or if what is there is of no use."""
    if usable():
        return
    if VENV.exists():
        if in_use():
            stop(
                "The environment in .venv is half-made, and a demo or a test is still running in it. Stop that one first."
            )
        say("What is in .venv is half-made or moved: it is made anew.")
        shutil.rmtree(str(VENV))
    began = time.monotonic()
    made = run([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
        stop("Python's venv is missing (Debian, Ubuntu: `apt-get install python3-venv`).\n" + made.stdout)
    MADE_IN.write_text(str(VENV))
    say("environment made in .venv", began)


def usable():
    """Whether the environment is whole: made here, by this Python's version, which runs; and no installation was broken off."""
    if MARK.exists() or not MADE_IN.exists() or MADE_IN.read_text() != str(VENV):
        return False
    asked = run([str(PYTHON), "-c", "import sys, pip; print(*sys.version_info[:2])"])
    return asked.returncode == 0 and asked.stdout.split() == [str(part) for part in sys.version_info[:2]]


def in_use():
    """Whether a supervisor of this folder is alive: each holds the lock of its place."""
    for path in [ROOT / ".demo" / "lock", ROOT / ".bench" / "lock"] + list(ROOT.glob(".test/*/lock")):
        try:
            with path.open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            continue
        except OSError:
            return True
    return False


def install(name):
    """Install one set of requirements, each file checked against its hash."""
    wanted = ROOT / "requirements" / (name + ".txt")
    stamp = VENV / (".installed-" + name)
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    began = time.monotonic()
    say("installing requirements/{}.txt, for the first time this takes a minute …".format(name))
    MARK.touch()
    if not with_uv(wanted) and not with_pip(wanted):
        stop(
            "The packages of requirements/{}.txt cannot be installed. Is there a way to the package index?".format(name)
        )
    stamp.write_text(digest)
    MARK.unlink()
    say("packages installed", began)


def with_uv(wanted):
    """uv does in seconds what takes pip a minute."""
    uv = VENV / "bin" / "uv"
    pinned = ROOT / "requirements" / "uv.txt"
    if run(pip("install", "-r", str(pinned))).returncode:
        return False
    environment = dict(os.environ, UV_CACHE_DIR=str(CACHE / "uv"), UV_PYTHON_DOWNLOADS="never", VIRTUAL_ENV=str(VENV))
    options = ["--require-hashes", "--no-build", "--compile-bytecode", "--python", str(PYTHON)]
    done = run([str(uv), "pip", "install"] + options + ["-r", str(wanted)], environment)
    if done.returncode:
        say("uv did not manage, so pip tries:\n" + indent(done.stdout))
    return done.returncode == 0


def with_pip(wanted):
    done = run(pip("install", "-r", str(wanted)))
    if done.returncode:
        say(indent(done.stdout))
    return done.returncode == 0


def pip(command, *arguments):
    options = [
        "--quiet",
        "--disable-pip-version-check",
        "--cache-dir",
        str(CACHE / "pip"),
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    return [str(PYTHON), "-m", "pip", command] + options + list(arguments)


def run(command, environment=None):
    """Run a command and keep what it says; one that cannot even be started is one that failed."""
    try:
        return subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, stdout=str(error))


def indent(text):
    return "\n".join("    " + line for line in text.strip().splitlines()[-12:])


def say(text, began=None):
    took = "" if began is None else " {:5.1f} s".format(time.monotonic() - began)
    print("  {:<44}{}".format(text, took) if took else "  " + text, flush=True)


def stop(text):
    sys.exit(text)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
