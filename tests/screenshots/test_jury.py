"""The juror's screens, on a phone, on the tablet they are made for, and at a desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from assessments.models import Panel, Scoresheet
from assessments.operations import assigning, sheets
from awards.states import NominationState as S
from ovop_portal.common.clock import now
from tests.scene import Scene, sheets_for_sending
from tests.screenshots.conftest import OFFICE, PHONE, README_SHOTS, TABLET, Shot, Visit

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
JURY = "juri"
WIDTHS = (PHONE, TABLET, OFFICE)
NAMES = ["Kain Gringsing Lubeng", "Kain Endek Sidemen", "Selendang Rangrang Nusa", "Songket Karang", "Kain Bebali Asak"]


def test_the_jury(visit: Visit, shot: Shot) -> None:
    scene = Scene.begin(now())

    def page(path: str) -> Page:
        return visit(scene.juror1, path)

    def take(path: str, screen: str, state: str = "", **options: Any) -> None:
        shot(page(path), JURY, screen, state, widths=WIDTHS, **options)

    take("/juri/", "P2", "kosong")
    files = [scene.at(S.IN_ASSESSMENT, name) for name in NAMES]
    mine = {
        sheet.entry.nomination_id: sheet
        for sheet in Scoresheet.objects.filter(juror__user=scene.juror1).select_related("entry", "juror__user")
    }
    untouched, whole, sent, locked, conflict = (mine[nomination.pk] for nomination in files)
    for sheet in (whole, sent, locked):
        scene.fill(sheet, level=1)
    for sheet in (sent, locked):
        sheets.send_sheet(
            list(sheets_for_sending(sheet.entry.nomination).filter(pk=sheet.pk)), by=scene.juror1, now=scene.now
        )
    Scoresheet.objects.filter(pk=locked.pk).update(sent_at=scene.now - timedelta(minutes=6))
    sheets.lock_sheets(now=scene.now)
    code = {sheet.pk: sheet.entry.nomination.blind_code for sheet in mine.values()}
    take("/juri/", "P2")
    take(f"/juri/{code[untouched.pk]}/", "P3", "baru")
    take(f"/juri/{code[whole.pk]}/", "P3", "terisi", readme=README_SHOTS["jury"])
    take(f"/juri/{code[untouched.pk]}/kirim/", "P6", "belum-lengkap")
    take(f"/juri/{code[whole.pk]}/kirim/", "P6", "siap")
    take(f"/juri/{code[sent.pk]}/kirim/", "P6", "terkirim")
    take(f"/juri/{code[locked.pk]}/kirim/", "P6", "terkunci")
    take(f"/juri/{code[locked.pk]}/buka-kunci/", "P6.2")
    take(f"/juri/{code[conflict.pk]}/benturan/", "P1.3")
    assigning.declare_conflict(conflict.juror, [files[-1]], "firm", by=scene.juror1, now=scene.now)
    take("/juri/", "P2", "benturan")
    for level, sheet in enumerate(sheets_for_sending(locked.entry.nomination)):
        scene.fill(sheet, level=level % 3)
        sheets.send_sheet([sheet], by=sheet.juror.user, now=scene.now - timedelta(minutes=6))
    sheets.lock_sheets(now=scene.now)
    Panel.objects.update(closed_at=scene.now)
    take(f"/juri/{code[locked.pk]}/kirim/", "P6", "rekan")
