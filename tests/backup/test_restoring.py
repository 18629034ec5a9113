"""A backup is put back where nothing is, and proves itself there; one that is damaged is refused by the name of its file."""

from __future__ import annotations

import io
import re
import resource
import shutil
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from awards.operations import certifying
from ovop_portal.backup import making, parts, programs, restoring
from ovop_portal.backup.keys import Key
from ovop_portal.backup.manifest import DUMP, Manifest
from ovop_portal.backup.problems import Problem
from ovop_portal.common import clock
from ovop_portal.documents import files
from ovop_portal.documents.models import Blob, Document, FileCheck
from ovop_portal.documents.operations import check_files
from ovop_portal.front import proving
from ovop_portal.ledger import sealing
from tests.backup.conftest import uploaded
from tests.scene import NOW, Scene
from tests.support.places import empty_database, working_in

pytestmark = pytest.mark.django_db(transaction=True)
LIST_OF_WORDS = re.compile(r"\(ARRAY\[[^]]*\]\)::text\[\]|ARRAY\[[^]]*\]")


@pytest.fixture
def season(media: Path) -> Scene:
    """A published edition with its certificate."""
    scene = Scene.begin()
    scene.award()
    for pk in certifying.due(NOW):
        assert certifying.make_certificate(pk, by="system:certificates", now=NOW)
    sealing.seal_all(NOW)
    return scene


def schema() -> list[str]:
    """The database without its rows: tables, guards, functions and who may do what, line by line."""
    with programs.output_of("pg_dump", "--schema-only", "--schema=public", "--restrict-key=same") as told:
        lines = told.read().decode().splitlines()
    # PostgreSQL writes the same list of words in another way once it has read it from a dump.
    return [LIST_OF_WORDS.sub("list", line) for line in lines]


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - set(making.NOT_KEPT))
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names))
        return dict(cursor.fetchall())


def test_what_was_put_back_in_an_empty_place_proves_itself_there(
    season: Scene, key: Key, kept: Path, media: Path
) -> None:
    folder, manifest = making.make(kept, key, now=NOW)
    there, were, blobs, head = schema(), counts(), Blob.objects.count(), str(sealing.head())

    with empty_database() as database:
        with working_in(database, kept / "media", role="owner"):
            restoring.restore(folder, key)
            assert schema() == there
        with working_in(database, kept / "media", role="web"):
            assert counts() == were
            out = io.StringIO()
            for command, *arguments in (["verify_ledger"], ["verify_results", 2026], ["verify_edition", 2026]):
                call_command(command, *arguments, stdout=out)
            assert head in out.getvalue()
            assert proving.look_at_invariants(now=NOW).differences == []
            assert check_files(now=NOW) == blobs == len(manifest.contents) - 1
            assert not FileCheck.objects.harmed().exists()


# --- What is refused --------------------------------------------------------------------------------------------------------


def bent(path: Path) -> None:
    """One bit of it is another."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "no manifest": ("manifest.json", Path.unlink, "is missing: this backup was never finished, or it is none."),
    "a bent manifest": ("manifest.json", bent, "is damaged: "),
    "no dump": (DUMP, Path.unlink, "is missing."),
    "a dump cut off": (DUMP, lambda path: path.write_bytes(path.read_bytes()[:-100]), "is damaged: "),
    "a bent dump": (DUMP, bent, "is damaged: "),
    "no file": ("berkas/*/*", Path.unlink, "is missing."),
    "an empty file": ("berkas/*/*", lambda path: path.write_bytes(b""), "is damaged: "),
    "a bent file": ("berkas/*/*", bent, "is damaged: "),
    "a folder for a file": ("berkas/*/*", lambda path: (path.unlink(), path.mkdir()), "cannot be read: Is a directory."),
}  # fmt: skip


def test_every_damage_of_a_backup_is_refused_by_the_name_of_its_file(key: Key, kept: Path, media: Path) -> None:
    uploaded("surat")
    for number, used in enumerate((None, key)):
        folder, _manifest = making.make(kept, used, now=NOW + timedelta(days=number))
        assert restoring.check(folder, used).harmed == []
        said = {}
        for name, (where, damage, _words) in DAMAGES.items():
            copy = kept / "rusak"
            shutil.copytree(folder, copy)
            [path] = copy.glob(where)
            damage(path)
            with pytest.raises(Problem) as refused:
                restoring.check(copy, used)
            said[name] = str(refused.value).removeprefix(f"{path} ")
            shutil.rmtree(copy)

        wrong = {name: said[name] for name, (*_what, words) in DAMAGES.items() if not said[name].startswith(words)}
        assert wrong == {}


def test_a_dump_that_is_none_is_refused_though_its_hash_is_right(kept: Path, media: Path) -> None:
    folder, manifest = making.make(kept, None, now=NOW)
    content = parts.write(folder / DUMP, io.BytesIO(b"PGDMP and nothing behind it"), None)
    Manifest(manifest.made_at, {DUMP: content}).write(folder, None)

    with pytest.raises(Problem, match=f"^{folder / DUMP} is damaged: pg_restore failed: "):
        restoring.check(folder, None)


def test_it_is_put_back_only_where_nothing_is_and_again_after_a_cut(key: Key, kept: Path, media: Path) -> None:
    document = uploaded("surat")
    folder, _manifest = making.make(kept, key, now=NOW)
    name = files.blob_path(document.sha256)

    with pytest.raises(Problem, match="The database .* is not empty: it holds the table"):
        restoring.restore(folder, key)
    with empty_database() as database:
        with (
            working_in(database, kept / "media", role="web"),
            pytest.raises(Problem, match="belongs to owner, and this is web"),
        ):
            restoring.restore(folder, key)
        with working_in(database, kept / "media", role="owner") as there:
            stranger = files.blob_path("f" * 64)
            files.put(stranger, b"of another portal")
            with pytest.raises(Problem, match=f"The storage is not empty: it holds {stranger}"):
                restoring.restore(folder, key)
            files.delete(stranger)
            with there.cursor() as cursor:
                cursor.execute("DROP EXTENSION unaccent")
            lacks = f"The database {database} lacks the extension unaccent: run roles.sql in it first"
            with pytest.raises(Problem, match=lacks):
                restoring.restore(folder, key)
            with there.cursor() as cursor:
                cursor.execute("CREATE EXTENSION unaccent")
            # A run that was cut off: one file is there, another only half.
            files.put(name, b"half")
            restoring.restore(folder, key)
            assert files.read(name) == (media / name).read_bytes()
            assert Document.objects.get().pk == document.pk


def test_uploads_that_were_found_harmed_are_mended_from_a_backup_and_nothing_else_is(
    key: Key, kept: Path, media: Path, settings: Any
) -> None:
    damaged, lost, whole = (uploaded(words) for words in ("rusak", "hilang", "utuh"))
    making.make(kept, key, now=NOW)
    [folder] = kept.glob("ovop-*")
    late = uploaded("sesudah cadangan")
    files.put(files.blob_path(damaged.sha256), b"%PDF-1.7 lain")
    for document in (lost, late):
        files.delete(files.blob_path(document.sha256))
    untouched = (media / files.blob_path(whole.sha256)).stat().st_mtime_ns
    check_files(now=NOW)
    settings.BACKUP_KEY = key.secret.hex()

    assert run("restore", "--mend", str(folder)) == [
        f"File {late.sha256} is not in this backup: try an older one.",
        "2 files are whole again, 1 are not.",
    ]

    assert [files.hash_of(files.blob_path(one.sha256)) for one in (damaged, lost)] == [damaged.sha256, lost.sha256]
    assert (media / files.blob_path(whole.sha256)).stat().st_mtime_ns == untouched
    assert list(FileCheck.objects.harmed().values_list("blob", flat=True)) == [late.sha256]
    files.delete(files.blob_path(lost.sha256))
    check_files(now=clock.now() + timedelta(days=1))
    bent(folder / files.blob_path(lost.sha256))
    with pytest.raises(CommandError, match=f"^{folder / files.blob_path(lost.sha256)} is damaged: "):
        run("restore", "--mend", str(folder))


# --- The commands -----------------------------------------------------------------------------------------------------------


def run(*words: str) -> list[str]:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue().splitlines()


def test_the_commands_say_what_was_done_and_refuse_in_one_sentence(
    key: Key, kept: Path, media: Path, settings: Any
) -> None:
    whole, lost = uploaded("utuh"), uploaded("hilang")
    files.delete(files.blob_path(lost.sha256))
    settings.BACKUP_KEY = key.secret.hex()

    *harmed, made = run("backup", str(kept))
    folder = next(kept.glob("ovop-*"))
    assert harmed == [f"File {lost.sha256} is damaged or missing on the storage and not in this backup."]
    assert made.startswith(f"{folder}: the database and 1 files, ")
    assert made.endswith(f"sealed with the key {key.name}")

    *_harmed, checked = run("restore", "--check", str(folder))
    assert checked.startswith(f"{folder} is whole: the database and 1 files of ")

    (folder / files.blob_path(whole.sha256)).unlink()
    with pytest.raises(CommandError) as refused:
        run("restore", "--check", str(folder))
    assert str(refused.value) == f"{folder / files.blob_path(whole.sha256)} is missing."

    settings.BACKUP_KEY = ""
    with pytest.raises(CommandError, match="belongs to a sealed backup: put its key"):
        run("restore", str(folder))


def test_a_disk_that_takes_nothing_more_is_told_in_one_sentence(kept: Path, media: Path) -> None:
    uploaded("surat")
    # The real thing without a disk of its own: no file of this process may grow.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(
            CommandError, match="^The backup could not be written: File too large. Begun again, it goes on from here"
        ):
            run("backup", str(kept))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)

    assert run("backup", str(kept))[-1].endswith("not sealed: BACKUP_KEY is not set")
