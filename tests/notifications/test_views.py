"""The inbox in the browser's eyes: whole pages as each person gets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from ovop_portal.accounts.models import User
from ovop_portal.notifications import inbox
from ovop_portal.notifications.kinds import Kind
from ovop_portal.notifications.models import Notice
from ovop_portal.notifications.operations import News, notify_many

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
INBOX = "/kabar/"


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(name="Ni Wayan Sari", email="sari@contoh.id")


@pytest.fixture
def client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def tell(returned: Kind, words: dict[str, str]) -> Any:
    def tell(user: User, count: int) -> list[Notice]:
        for number in range(count):
            news = News(
                user, f"/usulan/OVOP-2026-000{number}/", f"fact:{number}", words | {"product": f"Produk {number}"}
            )
            notify_many(returned, [news], now=NOW + timedelta(minutes=number))
        return list(Notice.objects.for_inbox(user))

    return tell


def test_the_address_is_indonesian_and_the_name_english() -> None:
    assert reverse("notifications:inbox") == INBOX


def test_a_stranger_is_led_to_sign_in() -> None:
    response = Client().get(INBOX)
    assert (response.status_code, response.headers["Location"]) == (302, f"/masuk/?next={INBOX}")


def test_an_empty_inbox_says_what_will_come(client: Client) -> None:
    page = client.get(INBOX).content.decode()
    assert "Belum ada kabar" in page
    assert "Tandai semua sudah dibaca" not in page


def test_notices_stand_latest_first_with_a_mark_on_the_unread_ones(client: Client, owner: User, tell: Any) -> None:
    latest, *_others = tell(owner, 3)
    Notice.objects.exclude(pk=latest.pk).update(read_at=NOW)
    response = client.get(INBOX)
    assert [notice.context["product"] for notice in response.context["page"]] == ["Produk 2", "Produk 1", "Produk 0"]
    page = response.content.decode()
    assert page.count('class="is-unread"') == 1
    assert page.count(">Baru<") == 1
    assert "1 kabar belum dibaca." in page
    assert "21 November 2026 pukul 10.02 WIB" in page.replace("\u00a0", " ")


def test_what_others_are_told_does_not_show(client: Client, tell: Any) -> None:
    tell(User.objects.create_user(name="Made", email="made@contoh.id"), 2)
    response = client.get(INBOX)
    assert (list(response.context["page"]), response.context["unread"]) == ([], 0)


def test_the_unread_can_be_shown_alone(client: Client, owner: User, tell: Any) -> None:
    latest, *_others = tell(owner, 3)
    Notice.objects.filter(pk=latest.pk).update(read_at=NOW)
    assert [notice.context["product"] for notice in client.get(INBOX, {"tampil": "belum"}).context["page"]] == [
        "Produk 1",
        "Produk 0",
    ]
    Notice.objects.update(read_at=NOW)
    assert "Semua kabar sudah dibaca" in client.get(INBOX, {"tampil": "belum"}).content.decode()


def test_opening_a_notice_marks_it_read_and_leads_to_its_page(client: Client, owner: User, tell: Any) -> None:
    latest, other = tell(owner, 2)
    response = client.post(reverse("notifications:open", args=[latest.uuid]))
    assert (response.status_code, response.headers["Location"]) == (302, "/usulan/OVOP-2026-0001/")
    assert [notice.read_at is not None for notice in Notice.objects.for_inbox(owner)] == [True, False]


def test_the_hour_of_the_first_reading_stays(client: Client, owner: User, tell: Any) -> None:
    (notice,) = tell(owner, 1)
    Notice.objects.update(read_at=NOW)
    client.post(reverse("notifications:open", args=[notice.uuid]))
    assert Notice.objects.get().read_at == NOW


def test_all_can_be_marked_read_at_once_and_only_ones_own(client: Client, owner: User, tell: Any) -> None:
    tell(owner, 2)
    tell(User.objects.create_user(name="Made", email="made@contoh.id"), 1)
    response = client.post(reverse("notifications:read_all"))
    assert (response.status_code, response.headers["Location"]) == (302, INBOX)
    assert list(Notice.objects.unread().values_list("recipient__name", flat=True)) == ["Made"]


def test_the_notice_of_another_does_not_exist(client: Client, tell: Any) -> None:
    (notice,) = tell(User.objects.create_user(name="Made", email="made@contoh.id"), 1)
    for uuid in (notice.uuid, uuid4()):
        assert client.post(reverse("notifications:open", args=[uuid])).status_code == 404
    assert Notice.objects.get().read_at is None


def test_nothing_is_marked_by_looking(client: Client, owner: User, tell: Any) -> None:
    (notice,) = tell(owner, 1)
    client.get(INBOX)
    assert client.get(reverse("notifications:open", args=[notice.uuid])).status_code == 405
    assert client.get(reverse("notifications:read_all")).status_code == 405
    assert Notice.objects.get().read_at is None


def test_markup_in_a_name_is_shown_as_text(client: Client, owner: User, returned: Kind, words: dict[str, str]) -> None:
    sly = words | {"product": '"><script>alert(1)</script>'}
    notify_many(returned, [News(owner, "/", "fact", sly)], now=NOW)
    page = client.get(INBOX).content.decode()
    assert "<script>alert(1)" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_notice_of_a_kind_no_longer_known_still_shows(client: Client, owner: User, tell: Any) -> None:
    tell(owner, 1)
    Notice.objects.update(kind="tests.gone")
    assert "Kabar dari Portal OVOP" in client.get(INBOX).content.decode()


def test_a_long_inbox_is_turned_by_pages_and_any_page_number_is_answered(
    client: Client, owner: User, returned: Kind, words: dict[str, str]
) -> None:
    notify_many(returned, [News(owner, "/", f"fact:{n}", words) for n in range(55)], now=NOW)
    sizes = [len(client.get(INBOX, {"laman": number}).context["page"]) for number in ("1", "2", "99", "x", "-1")]
    assert sizes == [50, 5, 5, 50, 5]
    assert 'href="?laman=2"' in client.get(INBOX).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_costs_the_same_with_one_notice_and_with_three(
    client: Client, owner: User, tell: Any, count: int, django_assert_num_queries: Any
) -> None:
    tell(owner, count)
    # Session, user, duties (the frame); the numbers of all and of the unread, the page; the reader's clock (their firm, else their office).
    with django_assert_num_queries(7):
        client.get(INBOX)


def test_the_number_unread_costs_nothing_until_it_is_printed(
    owner: User, tell: Any, django_assert_num_queries: Any
) -> None:
    tell(owner, 2)
    with django_assert_num_queries(0):
        number = inbox.unread(owner)
    with django_assert_num_queries(1):
        assert (number(), number()) == (2, 2)
