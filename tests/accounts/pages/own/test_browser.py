"""On a telephone, without script: a number is proved, news is asked for there, and a forgotten password is given anew by it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Browser, Page

from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import PASSWORD, person
from tests.support.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)

FRESH = "gerabah-kasongan-7"


def code_in(mailbox: list[EmailMessage]) -> str:
    deliver_due(now=now())
    found = re.search(r"\b[0-9]{6}\b", str(mailbox[-1].body))
    assert found
    return found[0]


def enter(page: Page, password: str) -> None:
    page.goto("/masuk/")
    page.fill("#id_login", "0812-9876-5432")
    page.fill("#id_password", password)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()


def fits(page: Page) -> bool:
    wide: Any = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(wide) == 0


def test_a_number_is_proved_chosen_and_recovers_the_account(
    browser: Browser, live_server: Any, mailoutbox: list[EmailMessage]
) -> None:
    sari = person("Ni Wayan Sari", Role.OWNER, now=now())
    sari.phone = "+6281298765432"
    sari.save()
    viewport: Any = {"width": 360, "height": 740}
    context = browser.new_context(
        base_url=live_server.url, locale="id-ID", viewport=viewport, java_script_enabled=False
    )
    page, looked_at = context.new_page(), []

    enter(page, PASSWORD)
    page.goto("/akun/")
    page.get_by_role("link", name="Pastikan nomor WhatsApp").click()
    looked_at.append(page.url)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Kirim kode").click()
    page.fill("#id_kode", code_in(mailoutbox))
    page.get_by_role("button", name="Pastikan nomor").click()
    assert "Sudah dipastikan milik Anda" in page.inner_text("main")
    page.get_by_role("link", name="Ubah cara menerima kabar").click()
    looked_at.append(page.url)
    page.get_by_label("WhatsApp dahulu, lalu e-mail").check()
    page.get_by_role("button", name="Simpan").click()
    assert "Di portal dan lewat WhatsApp, e-mail" in page.inner_text("main")

    page.goto("/keluar/")
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/kata-sandi/pulihkan/")
    page.get_by_role("link", name="Pulihkan lewat nomor").click()
    looked_at.append(page.url)
    page.fill("#id_phone", "0812 9876 5432")
    page.get_by_label("SMS").check()
    page.get_by_role("button", name="Kirim kode").click()
    page.fill("#id_kode", code_in(mailoutbox))
    page.fill("#id_password", FRESH)
    page.get_by_role("button", name="Simpan kata sandi").click()
    assert "Kata sandi Anda sudah diganti." in page.inner_text("body")
    enter(page, FRESH)
    state = context.storage_state()
    context.close()

    context = browser.new_context(base_url=live_server.url, viewport=viewport, storage_state=state)
    page = context.new_page()
    wrong = {}
    for address in ("/akun/", *looked_at):
        page.goto(address)
        wrong[address] = (faults(page), fits(page))
    context.close()
    assert wrong == dict.fromkeys(wrong, ([], True))
