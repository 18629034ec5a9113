"""Reading a backup, and putting it back where nothing is.

Everything is read before anything is written. Then the files, each whole, and last the database in one transaction: a run that was cut off is simply begun
again, for as long as the database is empty nothing has happened.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.db.backends.utils import CursorWrapper

from ovop_portal.backup import parts, programs
from ovop_portal.backup.keys import Key
from ovop_portal.backup.manifest import DUMP, Manifest
from ovop_portal.backup.parts import Content
from ovop_portal.backup.problems import Problem
from ovop_portal.documents import files
from ovop_portal.documents.models import Condition, FileCheck

ROLES = ("owner", "web")
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


def check(folder: Path, key: Key | None) -> Manifest:
    """Read a backup to its last byte. Raises `Problem` with the first part that is missing or is not what was written."""
    if not folder.is_dir():
        raise Problem(f"{folder} is no folder.")
    manifest = Manifest.read(folder, key)
    if DUMP not in manifest.contents:
        raise Problem(f"{folder / DUMP} does not stand in the manifest.")
    for name, content in manifest.contents.items():
        _demand(folder / name, content, key)
    try:
        # Written as SQL to nowhere: the dump is unpacked to its end.
        programs.feed("pg_restore", parts.read(folder / DUMP, key), "--file=/dev/null", with_database=False)
    except Problem as problem:
        raise Problem(f"{folder / DUMP} is damaged: {problem}") from None
    return manifest


def restore(folder: Path, key: Key | None) -> Manifest:
    """Put a backup back, as the owner of an empty database and into an empty storage. Raises `Problem` and has then changed no row."""
    manifest = check(folder, key)
    uploads = [name for name in manifest.contents if name != DUMP]
    _demand_empty_database()
    _demand_empty_storage(set(uploads))
    for name in uploads:
        if not _lies_there(name):
            files.put(name, parts.read(folder / name, key))
    # The schema itself is there, and so are the extensions in it.
    options = ("--schema=public", "--single-transaction", "--exit-on-error")
    programs.feed("pg_restore", parts.read(folder / DUMP, key), *options)
    with connection.cursor() as cursor:
        # A dump brings no statistics, and without them the first pages take long.
        cursor.execute("ANALYZE")
    return manifest


def mend(folder: Path, key: Key | None, *, now: datetime) -> tuple[list[str], list[str]]:
    """Put back the uploads that were found damaged or missing on the storage, and nothing else: the hashes of those that are whole again, and of those that
    this backup has not. Raises `Problem` where its own copy is not what was written.
    """
    manifest = Manifest.read(folder, key)
    harmed = list(FileCheck.objects.harmed().values_list("blob", flat=True))
    found = [sha256 for sha256 in harmed if files.blob_path(sha256) in manifest.contents]
    for sha256 in found:
        name = files.blob_path(sha256)
        _demand(folder / name, manifest.contents[name], key)
        files.put(name, parts.read(folder / name, key))
        FileCheck.objects.filter(blob=sha256).update(condition=Condition.WHOLE, checked_at=now, since=now)
    return found, [sha256 for sha256 in harmed if sha256 not in found]


def _demand(path: Path, content: Content, key: Key | None) -> None:
    try:
        found = parts.content_of(path, key)
    except FileNotFoundError:
        raise Problem(f"{path} is missing.") from None
    except OSError as problem:
        raise Problem(f"{path} cannot be read: {problem.strerror}.") from None
    if found.size != content.size:
        raise Problem(f"{path} is damaged: it holds {found.size} bytes, and {content.size} were written.")
    if found != content:
        raise Problem(f"{path} is damaged: its hash is not the one of the manifest.")


def _demand_empty_database() -> None:
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        if tables := _column(
            cursor,
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1",
        ):
            raise Problem(f"The database {name} is not empty: it holds the table {tables[0]}. A backup is put back into an empty one only.")  # fmt: skip
        roles = _column(cursor, "SELECT rolname FROM pg_roles")
        extensions = _column(cursor, "SELECT extname FROM pg_extension")
        owners = _column(cursor, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")
        asking = _column(cursor, "SELECT current_user")
    for role in set(ROLES) - set(roles):
        raise Problem(f"The server knows no role {role}: run roles.sql in the database {name} first.")
    for extension in sorted(set(EXTENSIONS) - set(extensions)):
        raise Problem(f"The database {name} lacks the extension {extension}: run roles.sql in it first.")
    if owners != asking:
        raise Problem(f"The database {name} belongs to {owners[0]}, and this is {asking[0]}: DATABASE_OWNER_URL must be its owner's.")  # fmt: skip


def _column(cursor: CursorWrapper, statement: str) -> list[str]:
    cursor.execute(statement)
    return [value for (value,) in cursor.fetchall()]


def _demand_empty_storage(expected: set[str]) -> None:
    """What lies there already may only be of this backup, from a run that was cut off."""
    for path in files.all_below(files.BLOBS):
        if path not in expected and not Path(path).name.startswith("."):
            raise Problem(f"The storage is not empty: it holds {path}, which is not in this backup.")


def _lies_there(name: str) -> bool:
    return default_storage.exists(name) and files.hash_of(name) == Path(name).name
