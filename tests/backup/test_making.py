"""A backup is made while the portal goes on: whole, closed, never over another, and begun again where it was cut off."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore

from ovop_portal.backup import making, parts, programs
from ovop_portal.backup.keys import Key
from ovop_portal.backup.manifest import DUMP, Manifest
from ovop_portal.backup.problems import Problem
from ovop_portal.documents import files
from ovop_portal.documents.models import Release
from tests.backup.conftest import uploaded
from tests.scene import NOW

committed = pytest.mark.django_db(transaction=True)


def names(manifest: Manifest) -> set[str]:
    return set(manifest.contents)


def part(document: Any) -> str:
    return files.blob_path(document.sha256)


def sql_of(dump: Path) -> str:
    """What the database is told by a dump that lies open."""
    program = [str(programs.find("pg_restore")), "--file=-", str(dump)]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout


@committed
def test_a_backup_holds_the_database_and_every_file_and_no_session(media: Path, kept: Path) -> None:
    one, two = uploaded("satu"), uploaded("dua")
    session = SessionStore()
    session.create()

    folder, manifest = making.make(kept, None, now=NOW)

    assert folder == kept / "ovop-20260601T030000Z"
    assert names(manifest) == {DUMP, part(one), part(two)}
    assert Manifest.read(folder, None) == manifest
    assert (folder / part(one)).read_bytes() == (media / part(one)).read_bytes()
    said = sql_of(folder / DUMP)
    assert str(one.pk) in said
    assert session.session_key not in said


@committed
def test_nobody_else_may_read_it_and_with_a_key_nobody_at_all(media: Path, kept: Path, key: Key) -> None:
    document = uploaded("rahasia")

    folder, _manifest = making.make(kept, key, now=NOW)

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    assert modes == {path: 0o700 if path.is_dir() else 0o600 for path in modes}
    everything = b"".join(path.read_bytes() for path in kept.rglob("*") if path.is_file())
    assert not any(
        word in everything for word in (b"%PDF", b"PGDMP", b"rahasia", key.secret, key.secret.hex().encode())
    )
    assert parts.content_of(folder / part(document), key).sha256 == document.sha256


@committed
def test_a_file_that_comes_or_goes_while_the_backup_is_made_is_where_its_row_is(
    media: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes = uploaded("pergi")
    came: list[Any] = []
    look = making._stored

    def look_while_others_work() -> dict[str, int]:
        found = look()
        if not came:  # After the first round, before the dump.
            came.append(uploaded("datang"))
        else:  # After the dump, before the second round.
            files.delete(part(goes))
        return found

    monkeypatch.setattr(making, "_stored", look_while_others_work)
    folder, manifest = making.make(kept, None, now=NOW)

    assert names(manifest) == {DUMP, part(goes), part(came[0])}
    assert str(came[0].pk) in sql_of(folder / DUMP)
    assert (folder / part(goes)).exists()


@committed
def test_what_was_let_go_is_not_asked_for_and_what_is_harmed_is_named(media: Path, kept: Path) -> None:
    gone, lost, damaged, whole = (uploaded(words) for words in ("lepas", "hilang", "rusak", "utuh"))
    Release.objects.create(blob_id=gone.sha256, since=NOW, removed_at=NOW)
    files.delete(part(gone))
    files.delete(part(lost))
    files.put(part(damaged), b"%PDF-1.7 lain")

    folder, manifest = making.make(kept, None, now=NOW)

    assert names(manifest) == {DUMP, part(whole)}
    assert manifest.harmed == sorted([lost.sha256, damaged.sha256])
    assert not (folder / part(damaged)).exists()


@committed
def test_a_backup_that_was_cut_off_goes_on_where_it_was_and_leaves_nothing_else(
    media: Path, kept: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [uploaded(words) for words in ("satu", "dua", "tiga")]
    opened: list[str] = []
    open_file = files.open_file

    def pull_the_plug(path: str) -> Any:
        opened.append(path)
        if len(opened) == 3:
            raise KeyboardInterrupt
        return open_file(path)

    monkeypatch.setattr(files, "open_file", pull_the_plug)
    with pytest.raises(KeyboardInterrupt):
        making.make(kept, key, now=NOW)
    draft = kept / making.UNFINISHED
    assert not (draft / "manifest.json").exists()
    # What a cut leaves: half a part, a part that is damaged since, one of bytes that the database does not know.
    (draft / f"{opened[0]}{parts.DRAFT}").write_bytes(b"half")
    (draft / opened[1]).write_bytes(b"damaged")
    (draft / "berkas" / "stranger").write_bytes(b"plain")

    folder, manifest = making.make(kept, key, now=NOW)

    assert sorted(opened[3:]) == sorted(opened[1:3])
    assert names(manifest) == {DUMP, *(part(document) for document in documents)}
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == {
        "manifest.json",
        *names(manifest),
    }
    assert not draft.exists()


@committed
def test_the_next_backup_links_what_is_whole_in_the_one_before_and_copies_the_rest(
    media: Path, kept: Path, key: Key
) -> None:
    same, harmed = uploaded("tetap"), uploaded("rusak kelak")
    first, _manifest = making.make(kept, None, now=NOW)
    (first / part(harmed)).write_bytes(b"damaged on the disk of the backups")
    new = uploaded("baru")

    second, manifest = making.make(kept, None, now=NOW + timedelta(days=1))

    assert names(manifest) == {DUMP, part(same), part(harmed), part(new)}
    assert (second / part(same)).samefile(first / part(same))
    assert (second / part(harmed)).read_bytes() == (media / part(harmed)).read_bytes()
    assert (first / part(harmed)).read_bytes() == b"damaged on the disk of the backups"

    # With another key nothing is taken over.
    third, _manifest = making.make(kept, key, now=NOW + timedelta(days=2))
    assert not (third / part(same)).read_bytes().startswith(b"%PDF")


def in_the_same_second(kept: Path) -> None:
    (kept / "ovop-20260601T030000Z").mkdir()


def nowhere(kept: Path) -> None:
    kept.rmdir()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (in_the_same_second, "ovop-20260601T030000Z is there already: a backup is never written over."),
        (nowhere, "is no folder: make it first, on another disk than the portal's."),
    ],
)
def test_a_backup_is_not_begun_where_it_cannot_end(
    media: Path, kept: Path, prepare: Callable[[Path], None], words: str
) -> None:
    prepare(kept)
    with pytest.raises(Problem) as refused:
        making.make(kept, None, now=NOW)
    assert str(refused.value).endswith(words)


def test_two_backups_are_not_made_in_one_place_at_once(media: Path, kept: Path) -> None:
    with making._alone(kept), pytest.raises(Problem, match="Another backup is being made in"):
        making.make(kept, None, now=NOW)
    assert not (kept / making.UNFINISHED).exists()


@committed
def test_the_dump_that_fails_leaves_no_backup(media: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = making._snapshot

    @contextmanager
    def ended_too_early() -> Iterator[str]:
        with snapshot() as found:
            yield f"{found[:-1]}9"

    monkeypatch.setattr(making, "_snapshot", ended_too_early)

    with pytest.raises(Problem, match="^pg_dump failed: "):
        making.make(kept, None, now=NOW)

    assert [path.name for path in kept.iterdir() if path.name.startswith("ovop-")] == []
