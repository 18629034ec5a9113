"""Seasons that several tests look at: made once for a module, and rolled back after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from PIL import Image
from pytest_django import DjangoDbBlocker

from ovop_portal.demo.season import papers

TODAY = date(2026, 11, 21)


class _Undo(Exception):
    pass


@pytest.fixture(scope="module")
def kept_for_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture of the module writes stays for all tests of the module, each of which still undoes its own."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, translation.override("id"):
        patch.setattr(papers, "picture", _small_picture)
        try:
            with transaction.atomic():
                call_command("load_reference", verbosity=0, stdout=io.StringIO())
                with django_db_blocker.block():
                    yield
                raise _Undo
        except _Undo:
            pass


def _small_picture(commodity: str, slot: str, variant: int) -> bytes:
    """Drawing is tried by itself; here a picture of one colour does."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20 * variant, 90, 60)).save(out, "JPEG")
    return out.getvalue()
