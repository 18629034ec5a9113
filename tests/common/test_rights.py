"""What the application may do with each table, as PostgreSQL has it: a new table fails the first test until it stands in the list."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from ovop_portal.accounts.models import Membership
from ovop_portal.common import rights
from tests.support.owner import owner_connection

pytestmark = pytest.mark.django_db

# Rows go: answers given anew, links and keys written anew, sessions.
ERASED = {
    "account_emailaddress",
    "accounts_contactcode",
    "accounts_opensession",
    "accounts_trycount",
    "assessments_juror_expertise",
    "assessments_screeningclaim",
    "django_session",
    "documents_keptupload",
    "documents_release",
    "ikm_permit",
    "ikm_productphoto",
    "ledger_doneoperation",
    "mfa_authenticator",
}
# A guard refuses by its name, be it always or once an edition is out.
LEFT_TO_A_GUARD = {
    "accounts_factorreset",
    "assessments_aspect",
    "assessments_assessmentplan",
    "assessments_conflict",
    "assessments_jurororigin",
    "assessments_criterion",
    "assessments_entry",
    "assessments_gateverdict",
    "assessments_level",
    "assessments_plenarydecision",
    "assessments_reading",
    "assessments_reopeningrequest",
    "assessments_rubric",
    "assessments_score",
    "assessments_scoreevent",
    "assessments_scoresheet",
    "assessments_starline",
    "assessments_starlineset",
    "assessments_tally",
    "assessments_tallyrow",
    "awards_award",
    "awards_certificate",
    "awards_correction",
    "awards_curation",
    "awards_determination",
    "awards_edition",
    "awards_endorsement",
    "awards_extension",
    "awards_gate",
    "awards_milestone",
    "awards_nomination",
    "awards_officecheck",
    "awards_proposal",
    "awards_publication",
    "awards_publishedaward",
    "awards_publishedclaim",
    "awards_recommendation",
    "awards_remark",
    "awards_requiredpaper",
    "awards_revocation",
    "awards_starscheme",
    "awards_submission",
    "awards_window",
    "awards_windowchange",
    "documents_blob",
    "documents_document",
    "documents_inspection",
    "ikm_joining",
    "ikm_joinrefusal",
    "ikm_sentradecree",
}
# Nothing goes: history, and what other rows speak of.
KEPT = {
    "documents_filecheck",
    "accounts_holdercode",
    "accounts_invitation",
    "accounts_membership",
    "accounts_user",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "account_emailconfirmation",
    "assessments_appointment",
    "assessments_institution",
    "assessments_juror",
    "assessments_panel",
    "assessments_panelmember",
    "auth_group",
    "auth_group_permissions",
    "awards_cohort",
    "awards_numbercounter",
    "django_admin_log",
    "ikm_commoditygroup",
    "ikm_ikm",
    "ikm_ownerlink",
    "ikm_product",
    "ikm_sentra",
    "ikm_yearlyfigures",
    "notifications_notice",
    "notifications_outbox",
    "regions_district",
    "regions_holiday",
    "regions_office",
    "regions_outreachsession",
    "regions_outreachsession_provinces",
    "regions_province",
    "regions_regency",
}
# What `migrate` fills, and the ledger, which is written through its doors.
ONLY_READ = {
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "ledger_event",
    "ledger_leaf",
    "ledger_proof",
    "ledger_seal",
    "ledger_signedhead",
}
KNOWN = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def rights_in_database() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, array_agg(kind) FROM pg_tables, unnest(%s) AS kind WHERE schemaname = 'public'"
            " AND has_table_privilege('web', format('public.%%I', tablename), kind) GROUP BY tablename",
            [list(KNOWN)],
        )
        return {table: set(kinds) for table, kinds in cursor.fetchall()}


def test_each_table_gives_the_application_the_rights_that_stand_here() -> None:
    expected = {
        **dict.fromkeys(ONLY_READ, set(rights.READ)),
        **dict.fromkeys(KEPT, set(rights.KEEP)),
        **dict.fromkeys(ERASED | LEFT_TO_A_GUARD, set(rights.ERASE)),
    }
    assert rights_in_database() == expected


def test_no_table_of_the_journals_room_is_written_by_the_application() -> None:
    """Except the answers to forms that were sent twice, which are forgotten."""
    tables = {model._meta.db_table for model in apps.get_app_config("ledger").get_models()} - {"ledger_doneoperation"}
    assert {
        table: kinds for table, kinds in rights_in_database().items() if table in tables and kinds != {"SELECT"}
    } == {}


def test_what_is_only_read_cannot_be_locked_either() -> None:
    """Every writer would wait for whoever holds the journal."""
    for table in ONLY_READ:
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


def test_history_cannot_be_deleted_by_any_verb() -> None:
    table = Membership._meta.db_table
    for statement in (
        f"DELETE FROM {table}",
        f"DELETE FROM {table} USING accounts_user u WHERE u.id = user_id",
        f"WITH gone AS (DELETE FROM {table} RETURNING id) SELECT count(*) FROM gone",
        f"MERGE INTO {table} m USING {table} s ON m.id = s.id WHEN MATCHED THEN DELETE",
        f"TRUNCATE {table} CASCADE",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_right_that_was_given_by_hand_is_taken_back_by_the_next_migrate() -> None:
    with owner_connection() as owner:
        with owner.cursor() as cursor:
            cursor.execute("GRANT DELETE ON accounts_membership TO web")
        assert "DELETE" in rights_in_database()["accounts_membership"]
        with owner.cursor() as cursor:
            cursor.execute("; ".join(rights.statements(owner)))
    assert "DELETE" not in rights_in_database()["accounts_membership"]
