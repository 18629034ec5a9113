"""Keeps a backup of a small portal as it is today, for the tests of the migrations that come: `make test ARGS="-m keeping tests/upgrades"`, once a release."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from awards.operations import certifying, programme
from ovop_portal.backup import making
from ovop_portal.common import clock
from ovop_portal.common.clock import day_in_wib
from ovop_portal.ledger import heads, sealing
from tests.project.world import World
from tests.support import second_person
from tests.upgrades.kept import KEPT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.keeping]


def test_a_small_portal_of_today_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    world = World()
    now, officer = world.scene.now, world.actors["secretariat"]
    older = world.another_edition(2018).award("Tenun Lama")
    programme.curate(world.award, world.cohort, "Kapasitas tetap", by=world.actors["curator"], now=now)
    second_person.correct(older, firm="UD Benar", reason="Salah ketik", by=officer, now=now)
    second_person.revoke(older, decree_number="1/2019", date=now.date(), reason="Usaha tutup", by=officer, now=now)
    sealing.seal_all(now)
    heads.sign_today(now)
    for pk in certifying.due(clock.now()):
        certifying.make_certificate(pk, by="system:certificates", now=clock.now())
    sealing.seal_all(clock.now())
    folder, _manifest = making.make(tmp_path, None, now=clock.now())

    shutil.copytree(folder, KEPT / str(day_in_wib(clock.now())))
