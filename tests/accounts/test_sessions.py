"""Who is away too long signs in again; nobody is signed in for longer than half a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ovop_portal.accounts import sessions
from ovop_portal.accounts.models import Membership, OpenSession, User
from ovop_portal.accounts.roles import Role
from tests.accounts.factories import NOW, SYSTEM, person

pytestmark = pytest.mark.django_db


def away(client: Client, *, minutes: float = 0, began_hours_ago: float = 0) -> None:
    session = client.session
    session[sessions.SEEN] -= int(minutes * 60)
    session[sessions.SINCE] -= int(max(minutes * 60, began_hours_ago * 3600))
    session.save()


def here(client: Client) -> bool:
    return client.get("/akun/").status_code == 200


@pytest.mark.parametrize("role", [Role.JUROR, Role.SECRETARIAT, Role.SCREENER, Role.CURATOR, Role.AUDITOR])
def test_who_reads_strangers_files_may_be_away_for_half_an_hour(client: Client, role: str) -> None:
    client.force_login(person("Sari", role))
    away(client, minutes=29)
    assert here(client)
    away(client, minutes=31)
    assert not here(client)
    assert not OpenSession.objects.filter(session_data__contains="_auth_user_id").exists()


def test_an_owner_may_be_away_longer_as_the_settings_say(client: Client, settings: object) -> None:
    client.force_login(person("Sari", Role.OWNER))
    away(client, minutes=119)
    assert here(client)
    settings.SESSION_IDLE_MINUTES_PATIENT = 60  # type: ignore[attr-defined]
    away(client, minutes=61)
    assert not here(client)


def test_a_stricter_role_beside_a_patient_one_decides(client: Client) -> None:
    owner = person("Sari", Role.OWNER)
    # No verb gives both; a row from before that was so may stand.
    Membership.objects.create(user=owner, role=Role.SCREENER, starts_at=NOW, granted_by=SYSTEM)
    client.force_login(owner)
    away(client, minutes=31)

    assert not here(client)


def test_an_administrator_is_held_to_the_short_limit(client: Client) -> None:
    client.force_login(User.objects.create_superuser(email="sistem@contoh.test", password="kain-gringsing-2026"))
    away(client, minutes=31)

    assert not here(client)


def test_half_a_day_is_the_end_however_busy_one_is(client: Client) -> None:
    client.force_login(person("Sari", Role.OWNER))
    away(client, began_hours_ago=11.9)
    assert here(client)
    away(client, began_hours_ago=0.2)
    assert not here(client)


def test_asking_whether_one_is_still_here_keeps_the_session(client: Client) -> None:
    client.force_login(person("Sari", Role.JUROR))
    for _ in range(3):
        away(client, minutes=20)
        assert client.get("/akun/masih-di-sini/").status_code == 204
    assert here(client)


def test_being_heard_is_noted_once_a_minute(client: Client) -> None:
    client.force_login(person("Sari", Role.JUROR))
    with CaptureQueriesContext(connection) as quiet:
        client.get("/akun/masih-di-sini/")
    away(client, minutes=2)
    with CaptureQueriesContext(connection) as noted:
        client.get("/akun/masih-di-sini/")

    written = [["UPDATE" in query["sql"] for query in seen].count(True) for seen in (quiet, noted)]
    assert written == [0, 1]


def test_sessions_that_were_ended_are_over(client: Client) -> None:
    user = person("Sari")
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(sessions_end_at=datetime.now(UTC) - timedelta(hours=1))
    assert here(client)
    User.objects.filter(pk=user.pk).update(sessions_end_at=datetime.now(UTC))
    assert not here(client)


def test_what_is_sent_after_the_end_is_kept(client: Client) -> None:
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(person("Sari", Role.JUROR))
    away(client, minutes=31)

    answer = client.post("/akun/ubah/", {"name": "Ni Wayan Sari", "email": ""})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/?next=/akun/isian/")


def test_every_page_of_the_signed_in_knows_when_to_warn(client: Client) -> None:
    assert 'data-sesi="' not in client.get("/").content.decode()
    client.force_login(person("Sari", Role.JUROR))

    assert 'data-sesi="1800" data-alamat="/akun/masih-di-sini/"' in client.get("/akun/").content.decode()
