"""How much comes in on one day: for an owner, for an office, and for all owners together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused
from ovop_portal.documents.daily import demand_room
from ovop_portal.documents.operations import keep

pytestmark = pytest.mark.django_db
# The last minute of 21 November in Jakarta.
NOW = datetime(2026, 11, 21, 16, 59, tzinfo=UTC)
BY_ONE = "Batas unggahan hari ini (3\u00a0KB) sudah tercapai. Unggah lagi besok"
BY_ALL = "Batas unggahan hari ini untuk semua pemilik usaha sudah tercapai. Unggah lagi besok"


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> None:
    settings.UPLOAD_MAX_DAY_BYTES = 3_000
    settings.UPLOAD_MAX_DAY_BYTES_OFFICE = 9_000
    settings.UPLOAD_MAX_DAY_BYTES_OWNERS = 5_000


def person(name: str, role: str) -> User:
    user = User.objects.create_user(name=name, email=f"{name}@contoh.id")
    Membership.objects.create(user=user, role=role, granted_by="system:test")
    return user


def sent(by: User | str, size: int, now: datetime = NOW) -> None:
    """As a verb does it: room is demanded, and the file is stored."""
    demand_room(size, by=by, now=now)
    keep(bytes(size), kind="letter", name="surat.pdf", pages=1, by=by, now=now)


def refusal(by: User, size: int, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        demand_room(size, by=by, now=now)
    [missing] = refused.value.missing
    assert missing.field == "document"
    return str(missing.message)


def test_an_owner_reaches_the_limit_to_the_byte_and_begins_anew_at_midnight_in_jakarta() -> None:
    ayu = person("ayu", Role.OWNER)
    sent(ayu, 2_000)
    sent(ayu, 1_000)

    assert refusal(ayu, 1) == BY_ONE
    demand_room(3_000, by=ayu, now=NOW + timedelta(minutes=1))


def test_what_others_send_is_not_theirs_and_an_office_may_send_more() -> None:
    ayu, made, officer = person("ayu", Role.OWNER), person("made", Role.OWNER), person("wayan", Role.SECRETARIAT)
    sent(ayu, 3_000)
    sent(made, 1_000)
    sent(officer, 8_000)
    demand_room(1_000, by=officer, now=NOW)
    demand_room(1_000, by=made, now=NOW)
    assert "9" in refusal(officer, 1_001)


def test_all_owners_together_have_a_limit_and_whoever_operates_the_portal_reads_of_it(caplog: Any) -> None:
    ayu, made, officer = person("ayu", Role.OWNER), person("made", Role.OWNER), person("wayan", Role.SECRETARIAT)
    sent(officer, 8_000)
    sent(ayu, 3_000)
    sent(made, 2_000)

    assert refusal(made, 1) == BY_ALL
    assert "all owners together" in caplog.text


def test_the_portal_itself_is_not_limited() -> None:
    sent("system:test", 20_000)
    demand_room(20_000, by="system:test", now=NOW)
