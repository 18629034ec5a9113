"""A migration meets a filled database: backups of earlier portals are put back, migrated by today's program, and prove themselves.

Each folder in `kept/` is one of them, made by `test_keeping.py` from a small portal with something in nearly every table.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction

from awards.models import Gate
from ovop_portal.backup import restoring
from ovop_portal.common import invariants
from ovop_portal.common.guards import NoTruncate
from tests.support.places import empty_database, working_in
from tests.upgrades.kept import KEPT

pytestmark = pytest.mark.django_db(transaction=True)

# An hour at which each of them has rested: nothing is overdue.
NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
# What the small portal has nothing of, table by table. Whoever keeps a new one looks whether that is still so.
NOTHING_OF = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_holdercode",
    "accounts_trycount",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "assessments_juror_expertise",
    "assessments_reopeningrequest",
    "auth_group",
    "auth_group_permissions",
    "django_admin_log",
    "django_session",
    "documents_filecheck",
    "documents_keptupload",
    "documents_release",
    "ikm_joining",
    "ikm_joinrefusal",
    "ledger_doneoperation",
    "ledger_proof",
    "mfa_authenticator",
    "regions_district",
    "regions_outreachsession",
    "regions_outreachsession_provinces",
}


@pytest.fixture(params=sorted(KEPT.iterdir()), ids=lambda folder: folder.name)
def restored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path, dict[str, int]]]:
    """An earlier portal in a place of its own, not yet migrated: the database, its files, and how many rows each table had."""
    folder = shutil.copytree(request.param, tmp_path / request.param.name)
    with empty_database() as database:
        with working_in(database, tmp_path / "media", role="owner") as owner:
            restoring.restore(folder, None)
            were = counts()
            with owner.cursor() as cursor:
                stand_up_truncate_guards(cursor)
        yield database, tmp_path / "media", were


def stand_up_truncate_guards(cursor: Any) -> None:
    """The first portal that was kept came from a test database in which these guards were off. Tables that have come since are not there yet."""
    there = connections["default"].introspection.table_names(cursor)
    for model, trigger in pgtrigger.registered():
        if isinstance(trigger, NoTruncate) and model._meta.db_table in there:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE ALWAYS TRIGGER {trigger.get_pgid(model)}')


def counts() -> dict[str, int]:
    """Rows by table."""
    with connections["default"].cursor() as cursor:
        names = connections["default"].introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names))
        return dict(cursor.fetchall())


def test_an_earlier_portal_is_migrated_with_all_its_rows_and_proves_itself(
    restored: tuple[str, Path, dict[str, int]],
) -> None:
    database, media, were = restored
    with working_in(database, media, role="owner"):
        call_command("migrate", verbosity=0)
    with working_in(database, media, role="web"):
        are = counts()
        for model in apps.get_models():
            list(model._default_manager.all())
        read_from = set(Gate.objects.values_list("code", "evidence", "paper"))
        broken = {each.code: list(each.breaches(NOW)) for each in invariants.catalogue()}
        call_command("verify_ledger", stdout=io.StringIO())

    # Filled by a migration.
    assert read_from >= {("G02", "sentra", ""), ("G05", "paper", "izin_edar"), ("G08", "reader", "")}
    assert {code: rows for code, rows in broken.items() if rows} == {}
    fewer = {table: (rows, are.get(table)) for table, rows in were.items() if are.get(table, 0) < rows}
    # Whoever had read a file still held it on the desk; nothing else goes.
    assert fewer == {"assessments_screeningclaim": (7, 0)}


def test_it_is_filled_so_that_a_change_that_only_an_empty_table_can_take_is_found(
    restored: tuple[str, Path, dict[str, int]],
) -> None:
    database, media, were = restored

    assert {table for table, rows in were.items() if not rows} == NOTHING_OF
    with working_in(database, media, role="owner"), pytest.raises(IntegrityError, match="rating"), transaction.atomic():
        connection.cursor().execute("ALTER TABLE awards_nomination ADD COLUMN rating integer NOT NULL")
