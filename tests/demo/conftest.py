"""The country on which the seasons of the demo are made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from PIL import Image

from ovop_portal.demo.season import papers
from ovop_portal.documents import sandbox
from tests.support.standing import standing

TODAY = date(2026, 11, 21)


_look = sandbox.run
_seen: dict[tuple[str, str, bytes], Any] = {}


@pytest.fixture(scope="module", autouse=True)
def _in_few_pictures_and_indonesian() -> Iterator[None]:
    """Drawing is tried by itself; here pictures of one colour do."""
    with pytest.MonkeyPatch.context() as patch, translation.override("id"):
        patch.setattr(papers, "picture", _small_picture)
        patch.setattr(sandbox, "run", _look_once)
        yield


@standing
def country() -> None:
    """All reference data, places too."""
    call_command("load_reference", verbosity=0, stdout=io.StringIO())


def _look_once(task: str, data: bytes, **options: Any) -> Any:
    """A season stores the same few files under many names; the process that looks into a file is started once for each."""
    asked = task, repr(options), data
    if asked not in _seen:
        _seen[asked] = _look(task, data, **options)
    return _seen[asked]


def _small_picture(commodity: str, slot: str, variant: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20 * variant, 90, 60)).save(out, "JPEG")
    return out.getvalue()
