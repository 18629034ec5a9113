"""More time: given, read by whom it touches, withdrawn; each page without a fault for a screen reader."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from awards.states import NominationState as S
from ovop_portal.common.clock import day_in_wib, now
from tests.awards.extensions import close, more_time
from tests.scene import Scene
from tests.screenshots.conftest import OFFICE, PHONE, TABLET, Shot, Visit
from tests.support.accessibility import faults

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
ROLE = "sekretariat"
ALL = (PHONE, TABLET, OFFICE)


@pytest.fixture
def scene() -> Scene:
    return Scene.begin(now())


def pick_day(page: Page, name: str, days: int) -> None:
    day = day_in_wib(now() + timedelta(days=days))
    for part, value in enumerate((day.day, day.month, day.year)):
        page.fill(f"[name={name}_{part}]", str(value))


def test_more_time(scene: Scene, visit: Visit, shot: Shot) -> None:
    drafts = [scene.at(S.DRAFT, name) for name in ("Tenun Gringsing Wayan", "Tenun Endek Sidemen")]
    scene.at(S.READY, "Tenun Rangrang Nusa")
    close(scene)

    def looked_at(page: Page, role: str, screen: str, state: str = "") -> None:
        shot(page, role, screen, state, widths=ALL)
        assert faults(page) == []

    looked_at(visit(scene.secretariat, "/panitia/perpanjangan/2026/"), ROLE, "A1.2", "kosong")
    page = visit(scene.secretariat, "/panitia/perpanjangan/2026/baru/")
    looked_at(page, ROLE, "A1.3")
    page.click("text=Lihat akibatnya")
    looked_at(page, ROLE, "A1.3", "kesalahan")
    page.check("[name=whom][value=kabupaten]")
    page.select_option("[name=regency]", scene.regency.pk)
    pick_day(page, "closes_on", 7)
    pick_day(page, "basis_date", 0)
    page.fill("[name=basis]", "KEP-7/IKMA/2026")
    page.fill("[name=reason]", "Banjir menutup kantor dinas tiga hari sebelum batas pengusulan")
    page.click("text=Lihat akibatnya")
    looked_at(page, ROLE, "A1.3", "akibat")
    page.click("main button:has-text('Beri waktu tambahan')")
    given = more_time(scene, nomination=drafts[0], days=12)
    page = visit(scene.secretariat, "/panitia/perpanjangan/2026/")
    looked_at(page, ROLE, "A1.2")
    looked_at(visit(scene.secretariat, f"/perpanjangan/{given.uuid}/"), ROLE, "A1.4")
    looked_at(visit(scene.dinas_operator, "/dinas/"), "dinas", "D2", "diperpanjang")
    looked_at(visit(scene.owner, f"/usulan/{drafts[1].number}/status/"), "pemilik", "I4.1", "diperpanjang")
    looked_at(visit(scene.province_officer, "/provinsi/"), "provinsi", "provinsi", "diperpanjang")
    page = visit(scene.secretariat, f"/perpanjangan/{given.uuid}/")
    page.click("text=Cabut perpanjangan")
    looked_at(page, ROLE, "A1.5")
    page.fill("[name=reason]", "Keputusan dibatalkan")
    page.click("main button:has-text('Cabut perpanjangan')")
    looked_at(page, ROLE, "A1.4", "dicabut")
