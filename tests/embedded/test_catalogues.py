from __future__ import annotations

import gettext
import os
from pathlib import Path

from ovop_portal.embedded.catalogues import compile_stale

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Produk"\nmsgstr "Product"\n'


def test_a_catalogue_is_compiled_when_it_is_newer_than_its_compiled_form(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)
    compiled = source.with_suffix(".mo")
    assert compile_stale(tmp_path) == [compiled]
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Produk") == "Product"
    assert compile_stale(tmp_path) == []
    os.utime(source, (compiled.stat().st_mtime + 5,) * 2)
    assert compile_stale(tmp_path) == [compiled]
