"""The demo: servers, a migrated and filled database, and web, worker and beat as in production."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from celery import Celery

from ovop_portal.embedded import catalogues, foreground, places, servers, signals, statics
from ovop_portal.embedded.places import ROOT, Place
from ovop_portal.embedded.problems import Problem
from ovop_portal.embedded.processes import Child, pauses, run, start

SETTINGS = "ovop_portal.settings.demo"
QUEUES = "default,mail,documents,tally"
WORKER = "worker@demo"
# Bytes of the largest form with files, as the proxy of production lets it in (docs/proxy.md).
LARGEST_FORM = 53_000_000
# What fills the demo, in order: what is said when it is done, and the management command. Each may be run again without harm.
STEPS = [
    ("tables made", ["migrate", "--no-input"]),
    ("reference data loaded", ["load_reference"]),
    ("seasons of fictional firms made", ["demo_season"]),
]
# An older version of the portal may have left data here that the steps of this one do not fit.
CURE = "If a demo of an older version was made in this folder, `make demo RESET=1` begins anew."
# What is printed at the end: who may come in.
ACCOUNTS = ["demo_accounts"]


class Report:
    """One line a step, with the seconds it took."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()

    def done(self, what: str) -> None:
        now = time.monotonic()
        print(f"  {what:<44} {now - self.last:5.1f} s", flush=True)
        self.last = now

    @property
    def total(self) -> float:
        return self.last - self.began


def run_demo(*, port: int, reset: bool, stage: str) -> int:
    """Everything behind `make demo`, until it is stopped."""
    place = places.demo()
    parent = os.getppid()
    if not place.take():
        where = place.read().get("web", "an address that its own window will show in a moment")
        raise Problem(f"The demo of this folder is running already, at {where}. Stop it with Ctrl-C in its window.")
    require_port(port)
    if reset:
        forget(place)
    print("Portal OVOP, demo. Ctrl-C stops it.", flush=True)
    report = Report()
    with contextlib.suppress(signals.Stopped), servers.up(place, extra=settings(place, port)) as up:
        report.done(f"{up.description} started")
        if (place.temp / "postgres").exists():
            print(f"  (others may not enter this folder, so the database lies in {place.temp})")
        prepare(up, report, stage)
        accounts = management(up, *ACCOUNTS)
        serve(up, port, report)
        place.write(web=address(port))
        accounts.process.wait()
        print(f"\nReady after {report.total:.0f} s: {address(port)}\n\n{accounts.log.read_text()}", flush=True)
        watch(up, parent)
    print("\nThe demo has stopped.")
    return 0


def manage(arguments: Sequence[str]) -> int:
    """A management command against the demo's servers; they are started for it if the demo does not run."""
    place = places.demo()
    words = command(*arguments)
    if place.take():
        with servers.up(place, extra=settings(place, port=8000)) as up:
            return foreground.run(words, env=up.environment)
    addresses = place.read().get("addresses")
    if not addresses:
        raise Problem("The demo is just starting or stopping. Try again in a moment.")
    os.execve(words[0], words, {**os.environ, **addresses})


def command(*arguments: str) -> list[str]:
    """A management command as a command line."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def management(up: servers.Servers, *arguments: str) -> Child:
    """Start a management command beside what goes on."""
    log = up.place.log / f"{arguments[0]}.log"
    return start(arguments[0], command(*arguments), log=log, env=up.environment, cwd=ROOT)


def settings(place: Place, port: int) -> dict[str, str]:
    """What the demo's processes must know beside the addresses of the servers."""
    return {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "OVOP_FOLDER": str(place.folder),
        "PORTAL_URL": address(port).rstrip("/"),
        "LEDGER_SIGNING_KEY": signing_key(place),
    }


def signing_key(place: Place) -> str:
    """The demo's own key for the heads of its ledger: made once, and kept as long as the ledger is."""
    kept = place.folder / "ledger.key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
    return kept.read_text()


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def require_port(port: int) -> None:
    """Find out before the long steps whether the web server will get its port."""
    if not 1 <= port <= 65535:
        raise Problem(f"There is no port {port}: ports go from 1 to 65535. Take another: `make demo PORT=8123`.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Problem(f"Port {port} is not for ordinary users. Take another: `make demo PORT=8123`.") from error
        except OSError as error:
            raise Problem(f"Port {port} is in use. Take another: `make demo PORT={port + 1}`.") from error


def forget(place: Place) -> None:
    """Begin anew: remove the demo's data, but for the lock that we hold."""
    servers.tidy(place)
    place.remove_temp()
    for path in place.folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()
    place.log.mkdir()


def prepare(up: servers.Servers, report: Report, stage: str) -> None:
    """Compile the words and run the steps, gathering static files meanwhile where they have changed.

    `stage` asks for one season that stops there instead of all that the demo shows.
    """
    catalogues.compile_stale()
    with statics.gathered(up):
        for what, arguments in STEPS:
            if stage and arguments == ["demo_season"]:
                arguments = [*arguments, "--stage", stage]
            fill(up, arguments)
            report.done(what)
    report.done("static files gathered")


def fill(up: servers.Servers, arguments: Sequence[str]) -> None:
    """One of the steps that fill the demo, to its end."""
    try:
        run(command(*arguments), log=up.place.log / f"{arguments[0]}.log", env=up.environment, cwd=ROOT)
    except Problem as problem:
        raise Problem(f"{problem}\n{CURE}") from None


def serve(up: servers.Servers, port: int, report: Report) -> None:
    """Start web, worker and beat together, and wait until each does its work."""
    web = add(up, "web", ["waitress", *waitress(port), "ovop_portal.wsgi:application"])
    work = ["worker", "-c", "2", "-Q", QUEUES, "-n", WORKER, "--without-gossip", "--without-mingle"]
    worker = add(up, "worker", celery(*work), OVOP_WORK="worker")
    beat = add(up, "beat", celery("beat", "-s", str(up.place.folder / "beat"), "--pidfile="))
    wait_for_web(web, f"{address(port)}health/live")
    report.done("web answers")
    wait_for_worker(worker, up.addresses["REDIS_URL"], WORKER)
    report.done("worker answers")
    wait_for_beat(beat)
    report.done("beat beats")


def add(up: servers.Servers, name: str, module: list[str], **more: str) -> Child:
    """Start one of the portal's own processes; `more` is for its environment alone. None of them is told the address of the database's owner."""
    log, environment = up.place.log / f"{name}.log", {**up.environment, "DATABASE_OWNER_URL": "", **more}
    return up.add(start(name, [sys.executable, "-m", *module], log=log, env=environment, cwd=ROOT))


def waitress(port: int) -> list[str]:
    """How the web server of the demo is run. No proxy stands before it, so it is one that takes a request in whole before a thread sees it: connections that
    drip cost it nothing. Production has gunicorn behind such a proxy (docs/proxy.md).
    """
    return [
        f"--listen=127.0.0.1:{port}",
        "--threads=16",
        "--connection-limit=2000",
        "--asyncore-use-poll",
        f"--max-request-body-size={LARGEST_FORM}",
    ]


def celery(*arguments: str) -> list[str]:
    return ["celery", "-A", "ovop_portal", *arguments, "--loglevel", "INFO"]


def wait_for_web(child: Child, url: str) -> None:
    for _ in pauses(60, step=0.1):
        child.check()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError as error:
            raise Problem(f"{url} answers {error.code}. The log: {child.log}") from error
        except OSError:
            continue
        return
    raise Problem(f"The web server does not answer after a minute. Its log: {child.log}")


def wait_for_worker(child: Child, broker: str, node: str) -> None:
    """Ask the worker itself, by an app of our own that knows nothing but the broker."""
    with Celery(broker=broker, set_as_current=False, fixups=[]) as app:
        inspect = app.control.inspect(destination=[node], timeout=0.3)
        for _ in pauses(60):
            child.check()
            if inspect.ping():
                return
    raise Problem(f"The worker does not answer after a minute. Its log: {child.log}")


def wait_for_beat(child: Child) -> None:
    """Beat answers no questions; it says in its log that it has begun."""
    for _ in pauses(60):
        child.check()
        if "beat: Starting" in child.log.read_text(errors="replace"):
            return
    raise Problem(f"Beat does not start within a minute. Its log: {child.log}")


def watch(up: servers.Servers, parent: int) -> None:
    """Stay until a signal comes, a child dies, or `make` is gone."""
    while not signals.parent_left(parent):
        up.check()
        time.sleep(0.5)
