from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from ovop_portal.accounts.models import User
from ovop_portal.demo.people import PEOPLE


def found() -> list[str]:
    return [
        message.id
        for message in run_checks(tags=[Tags.database], databases=["default"])
        if message.id.startswith("demo.")
    ]


@pytest.mark.django_db
def test_the_demo_keeps_out_of_a_database_in_which_real_people_have_accounts() -> None:
    assert found() == []
    User.objects.create(name="Siti", email="siti@kemenperin.go.id")
    assert found() == ["demo.E001"]
    # A visitor of the demo who registered does not make it a real one.
    User.objects.create(name=PEOPLE[0].name, email=PEOPLE[0].email)
    assert found() == []


@pytest.mark.django_db
def test_a_database_without_tables_is_nobodys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog")
    assert found() == []
