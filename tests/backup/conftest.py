from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ovop_portal.backup.keys import Key
from ovop_portal.documents.models import Document
from ovop_portal.documents.operations import store
from tests.documents.factories import a_pdf
from tests.scene import NOW


@pytest.fixture
def key() -> Key:
    return Key(bytes(range(32)))


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """A storage of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where backups are kept."""
    folder = tmp_path / "cadangan"
    folder.mkdir()
    return folder


def uploaded(words: str) -> Document:
    """A document with bytes of its own."""
    upload = SimpleUploadedFile("surat.pdf", a_pdf(words), "application/pdf")
    return store(upload, kind="ikm.permit", by="system:tests", now=NOW)
