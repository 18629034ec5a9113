from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "ovop_portal.ledger"
    label = "ledger"
    verbose_name = "Buku jejak"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(set_tolerance, sender=self)


def set_tolerance(using: str, **said: Any) -> None:
    """Tell the doors of the ledger how far from the database's clock an hour may lie. As the owner, after a `migrate`; not after `flush`, which has no plan."""
    if "plan" not in said:
        return
    tolerance: timedelta | None = settings.LEDGER_TOLERANCE
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('public.ledger_tolerance()') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION public.ledger_tolerance() RETURNS interval"
                " LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$SELECT %s * interval '1 second'$$",
                [tolerance.total_seconds() if tolerance else None],
            )
