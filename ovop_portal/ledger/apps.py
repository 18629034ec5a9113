from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate

from ovop_portal.ledger import signing


class LedgerConfig(AppConfig):
    name = "ovop_portal.ledger"
    label = "ledger"
    verbose_name = "Buku jejak"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ovop_portal.ledger import invariants

        invariants.register_all()
        post_migrate.connect(tell_doors, sender=self)


def tell_doors(using: str, **said: object) -> None:
    """Tell the doors of the ledger how far from the database's clock an hour may lie, and by which key the portal signs. As the owner, after a `migrate`;
    not after `flush`, which has no plan.
    """
    if "plan" not in said:
        return
    tolerance: timedelta | None = settings.LEDGER_TOLERANCE
    key = signing.public_key() if settings.LEDGER_SIGNING_KEY else None
    with connections[using].cursor() as cursor:
        _tell(
            cursor, "ledger_tolerance", "interval", "%s * interval '1 second'", tolerance and tolerance.total_seconds()
        )
        _tell(cursor, "ledger_signing_key", "bytea", "%s::bytea", key)


def _tell(cursor: CursorWrapper, function: str, kind: str, expression: str, value: Any) -> None:
    """Let `function` answer `value` from now on. Does nothing in a database that was migrated back to before the function existed."""
    cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [f"public.{function}()"])
    if cursor.fetchone()[0]:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION public.{function}() RETURNS {kind}"
            f" LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$SELECT {expression}$$",
            [value],
        )
