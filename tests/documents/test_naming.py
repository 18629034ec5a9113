from __future__ import annotations

import doctest

import pytest

from ovop_portal.documents import naming
from ovop_portal.documents.naming import clean_name

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("NIB usaha.pdf", "NIB usaha.pdf"),
        ("NIB.PDF", "NIB.pdf"),
        ("surat.pdf.exe", "surat.pdf"),
        ("surat.jpg", "surat.pdf"),
        ("Surat No.12", "Surat No.12.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\con.pdf", "con.pdf"),
        ("a/b\\c.pdf", "c.pdf"),
        ("", "berkas.pdf"),
        ("...", "berkas.pdf"),
        (".pdf", "pdf.pdf"),
        ("nul\x00\r\nSet-Cookie: a.pdf", "nulSet-Cookie: a.pdf"),
        ("surat\u202efdp.exe", "suratfdp.pdf"),
        ("\u200bsurat\ufeff.pdf", "surat.pdf"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("ꦱꦸꦫꦠ꧀ 🧵.pdf", "ꦱꦸꦫꦠ꧀ 🧵.pdf"),
        ("  surat   usulan  .pdf", "surat usulan.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("\ud800surat.pdf", "surat.pdf"),
    ],
)
def test_a_name_is_tidied_and_says_what_the_file_is(given: str, kept: str) -> None:
    assert clean_name(given, PDF) == kept


def test_a_tidy_name_stays_as_it_is() -> None:
    for name in ("Surat No.12.pdf", "surat.pdf", "berkas.pdf"):
        assert clean_name(clean_name(name, PDF), PDF) == clean_name(name, PDF)


def test_the_example_holds() -> None:
    assert doctest.testmod(naming).failed == 0
