"""From one administrator and no season at all to an office with its people, in a browser, by links alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Browser, Page

from ovop_portal.accounts.models import Membership, User
from ovop_portal.common.clock import now
from ovop_portal.notifications.operations import deliver_due
from tests.accounts.factories import PASSWORD
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def window(browser: Browser, base: str, *, width: int) -> Iterator[Page]:
    """Somebody's own browser."""
    context = browser.new_context(base_url=base, locale="id-ID", viewport={"width": width, "height": 740})
    yield context.new_page()
    context.close()


def invite(page: Page, name: str, role: str, **contact: str) -> None:
    page.get_by_role("link", name="Undang orang").click()
    page.fill("#id_name", name)
    for field, value in contact.items():
        page.fill(f"#id_{field}", value)
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Buat undangan").click()


def link_in(mailbox: list[EmailMessage]) -> str:
    """The link of the last letter, as a path."""
    deliver_due(now=now())
    (path,) = re.findall(r"/undangan/\S+", str(mailbox[-1].body))
    return str(path)


def take(page: Page, link: str) -> None:
    page.goto(link)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Terima undangan").click()


def test_one_administrator_a_secretary_a_signer_and_an_operator_come_in_one_after_the_other(
    browser: Browser, live_server: Any, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.create_superuser(email="sistem@contoh.test", password=PASSWORD)
    OfficeFactory(code="51.07")

    with window(browser, live_server.url, width=1280) as page:
        page.goto("/masuk/")
        page.fill("#id_login", "sistem@contoh.test")
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        invite(page, "Rina", "Sekretariat", email="rina@contoh.test")
    with window(browser, live_server.url, width=1280) as page:
        take(page, link_in(mailoutbox))
        page.goto("/panitia/kantor/")
        page.get_by_role("link", name="Kabupaten Karangasem").click()
        invite(page, "Ida Ayu", "Penandatangan dinas", email="ida@contoh.test")
    with window(browser, live_server.url, width=360) as page:
        take(page, link_in(mailoutbox))
        page.goto("/kantor/")
        invite(page, "Komang", "Operator dinas", phone="0812-7777-8888")
        (slip,) = re.findall(r"/undangan/\S+", page.inner_text(".slip-url"))
    with window(browser, live_server.url, width=360) as page:
        take(page, slip)
        page.wait_for_url("**/dinas/")

    held = Membership.objects.order_by("pk").values_list("user__name", "role", "granted_by")
    by = {user.name: user.actor for user in User.objects.all()}
    assert list(held) == [
        ("Rina", "secretariat", User.objects.get(is_superuser=True).actor),
        ("Ida Ayu", "dinas_signer", by["Rina"]),
        ("Komang", "dinas_operator", by["Ida Ayu"]),
    ]
