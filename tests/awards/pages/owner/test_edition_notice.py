"""What a newcomer reads about the edition: until when, what to prepare, and which one comes next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from awards.models import Window
from awards.pages.owner.edition_notice import opening
from ovop_portal.common.clock import now
from tests.awards.pages.owner.registering import words
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def test_the_start_says_until_when_and_what_to_prepare(scene: Scene, client: Client) -> None:
    page = words(client.get("/daftar/"))

    assert all(
        part in page
        for part in (
            "Pendaftaran sedang dibuka",
            "Pendaftaran tidak dipungut biaya. Perlu sekitar 30 menit, boleh dicicil.",
            "Cek kelayakan",
            "Sertifikat halal",
            "Nomor Induk Berusaha (NIB)",
        )
    )


@pytest.mark.parametrize(
    ("opens", "closes", "says"),
    [(10, 20, "Pengusulan dibuka "), (-20, -10, "Pengusulan sudah ditutup"), (-1, 1, "Pendaftaran sedang dibuka")],
)
def test_the_start_knows_the_calendar(scene: Scene, client: Client, opens: int, closes: int, says: str) -> None:
    moment = scene.now
    Window.objects.filter(kind="nomination").update(
        opens_at=moment + timedelta(days=opens), closes_at=moment + timedelta(days=closes)
    )

    assert says in words(client.get("/daftar/"))


def test_before_the_first_edition_there_is_still_a_page(client: Client, db: None) -> None:
    assert opening(now()) is None
    assert "Belum ada penyelenggaraan" in words(client.get("/daftar/"))


def test_the_next_edition_comes_before_the_last_one(scene: Scene) -> None:
    from tests.scene import open_the_edition

    moment = scene.now
    Window.objects.filter(edition=scene.edition).update(
        opens_at=moment - timedelta(days=20), closes_at=moment - timedelta(days=10)
    )
    later = open_the_edition(2028, moment)
    Window.objects.filter(edition=later).update(
        opens_at=moment + timedelta(days=10), closes_at=moment + timedelta(days=20)
    )

    found = opening(moment)
    assert found is not None
    assert (found.edition, found.is_ahead, found.is_open) == (later, True, False)
