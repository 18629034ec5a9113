"""What strangers see: home, catalogue, product, verification with its outcomes, published figures, signing in, pages that say no."""

from __future__ import annotations

from datetime import timedelta

import pytest

from awards.operations.programme import change_consent
from ovop_portal.common.clock import now
from tests.scene import Scene
from tests.screenshots.conftest import Shot, Visit
from tests.support import second_person

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
PUBLIC = "publik"


def test_before_anything_is_published(visit: Visit, shot: Shot) -> None:
    Scene.begin(now())
    for screen, path in (
        ("B1", "/"),
        ("B2", "/katalog/"),
        ("B4", "/periksa-piagam/"),
        ("masuk", "/masuk/"),
        ("I4.0", "/status/"),
    ):
        shot(visit(None, path), PUBLIC, screen, "kosong")
    shot(visit(None, "/tidak-ada/"), PUBLIC, "404")
    shot(visit(None, "/angka/"), PUBLIC, "B5")


def test_the_catalogue_and_a_certificate(visit: Visit, shot: Shot) -> None:
    scene = Scene.begin(now())
    award = scene.award()
    shot(visit(None, "/"), PUBLIC, "B1")
    shot(visit(None, "/katalog/"), PUBLIC, "B2")
    shot(visit(None, "/katalog/?q=songket&provinsi=51"), PUBLIC, "B2", "tidak-ada-hasil")
    shot(visit(None, f"/produk/x-{award.nomination.product_id}/"), PUBLIC, "B3")
    shot(visit(None, f"/v/{award.code}/"), PUBLIC, "B4", "berlaku")
    shot(visit(None, "/v/ABCDEFGHJKL/"), PUBLIC, "B4", "tidak-ada")
    shot(visit(None, f"/piagam/{award.code}.pdf"), PUBLIC, "B4", "piagam-dibuat")
    second_person.revoke(
        award, decree_number="12/2027", date=scene.now.date(), reason="Usaha tutup", by=scene.secretariat, now=scene.now
    )
    shot(visit(None, f"/v/{award.code}/"), PUBLIC, "B4", "dicabut")
    change_consent([award], may_publish=False, by=scene.owner, now=scene.now)
    shot(visit(None, f"/produk/x-{award.nomination.product_id}/"), PUBLIC, "B3", "tanpa-izin-tampil")
    assert timedelta(0) <= now() - scene.now
