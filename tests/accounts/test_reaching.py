"""By what somebody is told, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ovop_portal.accounts import reaching
from ovop_portal.accounts.models import ContactChannel, User
from ovop_portal.ledger.models import Event

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
EMAIL, WHATSAPP, SMS = ContactChannel
BOTH = (EMAIL, WHATSAPP)

pytestmark = pytest.mark.django_db


def somebody(**fields: Any) -> User:
    has = {"email": "sari@contoh.id", "phone": "+6281234567890", "phone_verified_at": NOW, **fields}
    return User.objects.create_user(name="Sari", **has)


@pytest.mark.parametrize(
    ("fields", "among", "is_owed", "ways"),
    [
        ({}, BOTH, False, [EMAIL, WHATSAPP]),
        ({}, (WHATSAPP,), False, [WHATSAPP]),
        ({"reached_by": ["whatsapp", "email"]}, BOTH, False, [WHATSAPP, EMAIL]),
        ({"reached_by": ["whatsapp"]}, BOTH, False, [WHATSAPP]),
        ({"reached_by": ["whatsapp"]}, BOTH, True, [WHATSAPP, EMAIL]),
        ({"reached_by": []}, BOTH, False, []),
        ({"reached_by": []}, BOTH, True, [EMAIL, WHATSAPP]),
        ({"reached_by": []}, (WHATSAPP, SMS), True, [WHATSAPP, SMS]),
        # A number that nobody has proved, and no number at all.
        ({"phone_verified_at": None}, BOTH, True, [EMAIL]),
        ({"phone": None, "phone_verified_at": None, "reached_by": ["whatsapp"]}, BOTH, False, []),
        ({"email": None}, BOTH, False, [WHATSAPP]),
        ({"email": None, "phone_verified_at": None}, BOTH, True, []),
        ({"is_active": False}, BOTH, True, []),
    ],
)
def test_a_person_is_told_by_what_they_want_and_have_and_by_anything_of_what_is_owed(
    fields: dict[str, Any], among: tuple[str, ...], is_owed: bool, ways: list[str]
) -> None:
    assert reaching.ways(somebody(**fields), among, is_owed=is_owed) == ways


def test_a_channel_that_the_portal_does_not_have_is_no_way(settings: Any) -> None:
    settings.WHATSAPP_BACKEND = ""
    assert reaching.ways(somebody(reached_by=["whatsapp", "email"]), BOTH) == [EMAIL]


def test_a_choice_is_kept_and_stands_in_the_journal_once() -> None:
    user = somebody()
    for _ in range(2):
        reaching.choose(user, ["whatsapp"], by=user, now=NOW)
    user.refresh_from_db()
    [event] = Event.objects.filter(kind="account.reached_by")
    assert (user.reached_by, event.actor, event.body["channels"]) == (["whatsapp"], user.actor, ["whatsapp"])


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"reached_by": ["pigeon"]}, "user_reached_by_known"),
        ({"reached_by": ["email"] * 4}, "user_reached_by_known"),
        ({"phone": None}, "user_verified_has_phone"),
    ],
)
def test_the_database_keeps_what_must_be_true(change: dict[str, Any], promise: str) -> None:
    user = somebody()
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**change)
