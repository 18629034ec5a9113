"""One word for each row of the rule table, from letters really signed and really spoilt."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from cryptography.hazmat.primitives import hashes

from ovop_portal.documents import sandbox, signatures
from ovop_portal.documents.looking import PDF_LIMITS
from ovop_portal.documents.models import Inspection, Verdict
from tests.documents import made, signing


@pytest.fixture(autouse=True)
def _trusted(settings: Any, tmp_path: Path) -> None:
    settings.OVOP_TRUST_DIR = str(signing.trust_folder(tmp_path))


@pytest.mark.parametrize(
    ("letter", "verdict", "reason"),
    [
        (lambda: signing.signed(), Verdict.INTACT, ""),
        (lambda: signing.signed(signing.signed(), field="Tanda2"), Verdict.INTACT, ""),
        (lambda: signing.signed(by=signing.stranger()), Verdict.UNKNOWN_ISSUER, "issuer not recognised"),
        (
            lambda: signing.signed(signing.signed(), signing.stranger(), "Tanda2"),
            Verdict.UNKNOWN_ISSUER,
            "issuer not recognised",
        ),
        (lambda: signing.signed(by=signing.expired()), Verdict.UNKNOWN_ISSUER, "expired"),
        (lambda: signing.one_byte_changed(signing.signed()), Verdict.CHANGED, "changed after it was signed"),
        (lambda: signing.page_replaced(signing.signed()), Verdict.CHANGED, "changed after it was signed"),
        (
            lambda: signing.signed(signing.page_replaced(signing.signed()), field="Tanda2"),
            Verdict.CHANGED,
            "changed after it was signed",
        ),
        (lambda: signing.signed() + b"junk", Verdict.CHANGED, "something follows the last signature"),
        (lambda: signing.signed() + b"\n%%EOF\n", Verdict.CHANGED, "no longer readable as signed"),
        (lambda: signing.saved_again(signing.signed()), Verdict.CHANGED, "changed after it was signed"),
        (lambda: made.pdf(), Verdict.UNSIGNED, ""),
        (lambda: signing.signed()[:-200], Verdict.CHANGED, "no longer readable as signed"),
        (lambda: signing.signed()[:400], Verdict.UNSIGNED, ""),
        (lambda: made.picture(), Verdict.UNSIGNED, ""),
    ],
    ids=[
        "whole, known root",
        "signed by two",
        "signed by a stranger",
        "second signature by a stranger",
        "certificate run out",
        "one byte changed",
        "page replaced",
        "page replaced, then signed again",
        "junk at the end",
        "a second end of file",
        "saved by another program",
        "no signature",
        "end cut off",
        "signature cut off",
        "no PDF",
    ],
)
def test_the_word_for_a_letter(letter: Any, verdict: Verdict, reason: str) -> None:
    found, report = signatures.inspect(letter())
    assert (found, report["reason"]) == (verdict, reason), report


def test_the_report_keeps_who_signed_and_which_roots_were_trusted() -> None:
    _verdict, report = signatures.inspect(signing.signed())
    (said,) = report["signatures"]
    assert (said["signer"], said["issuer"], said["intact"], said["coverage"]) == (
        "Drs. I Made Suarta",
        "Penerbit Uji",
        True,
        "ENTIRE_FILE",
    )
    assert report["roots"] == [signing.root().certificate.fingerprint(hashes.SHA256()).hex()]


@pytest.mark.parametrize("folder", ["", "/nowhere"])
def test_without_placed_roots_nobody_is_recognised(settings: Any, folder: str) -> None:
    settings.OVOP_TRUST_DIR = folder
    found, report = signatures.inspect(signing.signed())
    assert (found, report["roots"]) == (Verdict.UNKNOWN_ISSUER, [])


def test_a_file_that_is_too_much_for_the_process_is_called_unreadable() -> None:
    with patch.object(sandbox, "SECONDS", 0.01):
        assert signatures.inspect(signing.signed()) == (Verdict.UNREADABLE, {"detail": "out of time"})


def test_the_process_that_looks_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets no settings and no secrets: a file that takes it over finds nothing."""
    seen: dict[str, Any] = {}
    run = sandbox.subprocess.run

    def watch(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        return run(command, **options)

    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setattr(sandbox.subprocess, "run", watch)
    assert sandbox.run("pdf", made.pdf(), **PDF_LIMITS) == ({"pages": 1}, [])
    assert (seen["env"], "-I" in seen["command"], "secret" in str(seen)) == (
        {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        True,
        False,
    )


def test_each_word_has_a_sentence_and_a_colour_of_the_tags() -> None:
    looks = [Inspection(verdict=verdict, report={}) for verdict in Verdict]
    assert [look.tint for look in looks] == ["daun", "mengkudu", "kunyit", "arang", "arang"]
    assert len({look.sentence for look in looks}) == len(Verdict)
    expired = Inspection(verdict=Verdict.UNKNOWN_ISSUER, report={"reason": "expired"})
    assert expired.sentence.startswith("Sertifikat penanda tangan sudah berakhir")


def test_the_four_words_an_officer_reads() -> None:
    assert [str(Verdict(code).label) for code in ("intact", "changed", "unknown_issuer", "unsigned")] == [
        "utuh",
        "berubah setelah ditandatangani",
        "penerbit tidak dikenal",
        "tidak bertanda tangan",
    ]
