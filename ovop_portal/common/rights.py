"""What the application's role may do with each table: read, add and change rows by default, take rows away only where the model says so.

The rights stand beside the models as data and are laid down by the owner after every `migrate` (`roles.sql` makes the roles, this the rights). History,
such as memberships, owner links, panels and jurors, thereby cannot be deleted by any SQL of the application. A table whose guard refuses DELETE keeps
the right to it: the guard refuses by its name, and refuses the owner, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

ROLE = "web"

KNOWS_MAINTAIN = 170_000

READ = frozenset({"SELECT"})
KEEP = READ | {"INSERT", "UPDATE"}
# The rights for answers that are given anew, drafts and sessions: `rights = ERASE` in the body of the model.
ERASE = KEEP | {"DELETE"}

# The tables of packages. They delete ended sessions, second factors and addresses taken away; what `migrate` fills is only read.
OF_PACKAGES = {
    "account.EmailAddress": ERASE,
    "mfa.Authenticator": ERASE,
    "sessions.Session": ERASE,
    "auth.Permission": READ,
    "contenttypes.ContentType": READ,
}


def rights_of(model: type[models.Model]) -> frozenset[str]:
    """The rights of the application's role on the table of `model`."""
    said: frozenset[str] | None = getattr(model, "rights", OF_PACKAGES.get(model._meta.label))
    if said is not None:
        return said
    return ERASE if _is_guarded_against_deletion(model) else KEEP


def tables() -> Iterator[tuple[str, frozenset[str]]]:
    """Every table of the portal with the rights on it."""
    yield "django_migrations", READ
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model._meta.db_table, rights_of(model)


def lay_down(using: str = DEFAULT_DB_ALIAS, **said: Any) -> None:
    """Give the application's role its rights, as the owner, after a `migrate`. Does nothing where one role does everything."""
    connection = connections[using]
    # `flush` sends the same signal, without a plan: nothing has changed then.
    if "plan" not in said:
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [ROLE])
        if cursor.fetchone() is None:
            return
        cursor.execute("; ".join(statements(connection)))


def statements(connection: Any) -> Iterator[str]:
    """What is said to the database of `connection`, by its owner."""
    quote = connection.ops.quote_name
    database = quote(connection.settings_dict["NAME"])
    # A temporary table can stand before a real one of the same name. A copy of a database does not take its rights along, so it is said here as well.
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {ROLE}"
    yield f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {ROLE}"
    for table, rights in tables():
        yield f"REVOKE INSERT, UPDATE, DELETE ON {quote(table)} FROM {ROLE}"
        # It would let whoever only reads lock the others out, and rewrite indexes (`roles.sql`).
        if rights == READ and connection.pg_version >= KNOWS_MAINTAIN:
            yield f"REVOKE MAINTAIN ON {quote(table)} FROM {ROLE}"
        yield f"GRANT {', '.join(sorted(rights))} ON {quote(table)} TO {ROLE}"


def _is_guarded_against_deletion(model: type[models.Model]) -> bool:
    """Does a guard refuse every DELETE? One with a condition lets some rows go."""
    own = [trigger for owner, trigger in pgtrigger.registered() if owner is model]
    return any(pgtrigger.Delete in _operations(trigger) and trigger.condition is None for trigger in own)


def _operations(trigger: pgtrigger.Trigger) -> list[Any]:
    operation = trigger.operation
    return list(getattr(operation, "operations", [operation]))
