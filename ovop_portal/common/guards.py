"""Guards in the database: legal moves, append-only tables and locked rows, as PostgreSQL triggers made from our Python tables.

django-pgtrigger writes the migrations. Its stock triggers can be switched off by any SQL session through a custom setting, so `FencedSql` replaces its
template: no ignore switch, the trigger fires in every `session_replication_role`, and its function looks names up where only the owner can write: a guard
that looks into another table would otherwise read a session's temporary table of that name first. For the same reason guards write `public.` before it.

What a guard reads elsewhere it reads as it is now (`newest`), never as of an older snapshot, and it must stay so until the commit, else a transaction that runs beside it slips between the look and the commit: it holds the row
that it relies on (`hold`, `held`), and whoever changes that takes the same row with a lock that excludes it. Where a verb holds rows, too, the order is that
of the verbs: edition, tally, panel, sheets, entries, juror.

A changed template would change old migrations too, so a template is frozen once a migration was written with it: a new one gets a new name. `HardSql`
is the first one; only migrations know it.

Every guard raises `check_violation` with the trigger's name as the constraint, which reaches Python as `IntegrityError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pgtrigger
from django.db import connection
from pgtrigger import compiler

from ovop_portal.common.verbs import Machine

NEWEST = "guards_read_what_is_committed"


class HardSql(compiler.UpsertTriggerSql):
    """Trigger SQL without the ignore switch; fires in every session_replication_role. Frozen (see the module's docstring)."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE FUNCTION {execute};

            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {pgid};
            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class FencedSql(HardSql):
    """As `HardSql`, with a search path of its own in which temporary objects come last. Frozen (see the module's docstring)."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER SET search_path = pg_catalog, public, pg_temp AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE FUNCTION {execute};

            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {pgid};
            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class HardTrigger(pgtrigger.Trigger):
    """A pgtrigger trigger compiled with `FencedSql`."""

    def compile(self, model: Any) -> Any:
        soft = super().compile(model)
        return compiler.Trigger(name=soft.name, sql=FencedSql(**soft.sql.kwargs))


def refusal(name: str | None, message: str, *arguments: str) -> str:
    values = "".join(f", {argument}" for argument in arguments)
    return f"RAISE EXCEPTION '{message}'{values} USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def newest() -> str:
    """PL/pgSQL that refuses to look from any other isolation than READ COMMITTED.

    A lock makes a transaction wait; it does not renew its snapshot. Under REPEATABLE READ the guard would wait for a publication and then not see it.
    """
    words = refusal(
        NEWEST, "a guard reads what is committed now, and cannot under %", "current_setting('transaction_isolation')"
    )
    return f"IF current_setting('transaction_isolation') <> 'read committed' THEN {words} END IF;"


def of_this_transaction(row: str) -> str:
    """SQL for whether this transaction, or one since, wrote `row`: asked when a transaction ends about rows that nobody else could write before its end."""
    return f"age({row}.xmin) <= age(pg_current_xact_id()::xid)"


def hold(table: str, key: str, strength: str = "KEY SHARE") -> str:
    """PL/pgSQL that holds the row of `table` whose key the SQL expression `key` gives, until the transaction ends. What is read after it is as of then.

    The key share of those who rely on a row goes together with each other and with any UPDATE that leaves its key alone; it excludes `UPDATE`, the strength
    of those who change what the others rely on.
    """
    return f'{newest()} PERFORM FROM public."{table}" WHERE id = ({key}) FOR {strength};'


def held(table: str, column: str, key: str) -> str:
    """An SQL expression for `column` of that row, which stays as it is until the transaction ends. It waits for a rival who changes the row."""
    return f'(SELECT "{column}" FROM public."{table}" WHERE id = {key} FOR SHARE)'


class Moves(HardTrigger):
    """Rows are born in one of the machine's births and change state only along its moves."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def __init__(self, *, name: str, machine: Machine) -> None:
        self.machine = machine
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        column = f'"{model._meta.get_field(self.machine.field).column}"'
        # Sorted, so that the hash in the migration does not wander.
        births = ", ".join(f"'{state}'" for state in sorted(self.machine.births))
        pairs = ", ".join(f"('{a}', '{b}')" for a, b in sorted(self.machine.moves))
        birth = refusal(self.name, "row of % cannot be born as %", "TG_TABLE_NAME", f"NEW.{column}")
        jump = refusal(self.name, "illegal move of %: % to %", "TG_TABLE_NAME", f"OLD.{column}", f"NEW.{column}")
        return f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.{column} NOT IN ({births}) THEN {birth} END IF;
            ELSIF NEW.{column} IS DISTINCT FROM OLD.{column} AND (OLD.{column}, NEW.{column}) NOT IN ({pairs}) THEN
                {jump}
            END IF;
            RETURN NEW;
        """


class AppendOnly(HardTrigger):
    """Rows are only added: UPDATE and DELETE are refused, even where they would touch nothing."""

    when = pgtrigger.Before
    level = pgtrigger.Statement
    operation = pgtrigger.Update | pgtrigger.Delete

    def get_func(self, model: Any) -> str:
        return refusal(self.name, "% is append-only (%)", "TG_TABLE_NAME", "TG_OP")


class NoTruncate(AppendOnly):
    """TRUNCATE is refused. A trigger of its own, because row triggers never see it."""

    operation = pgtrigger.Truncate


class NoDelete(AppendOnly):
    """Rows change but do not go: DELETE is refused."""

    operation = pgtrigger.Delete


class Locked(HardTrigger):
    """A row whose `field` is set is closed for good: UPDATE and DELETE are refused. Reopening is a new row."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name: str, field: str) -> None:
        super().__init__(name=name, condition=pgtrigger.Q(**{f"old__{field}__isnull": False}))

    def get_func(self, model: Any) -> str:
        return refusal(self.name, "row of % is locked", "TG_TABLE_NAME")


class Fixed(HardTrigger):
    """The primary key and the columns of `fields` keep the values with which a row was born; the others may change.

    Keys of other tables are checked at the commit, so two rows that exchanged theirs would exchange whatever hangs on them. With `once` they stay from when that
    column is set.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self, *, name: str, fields: Sequence[str], once: str = "") -> None:
        self.fields = fields
        super().__init__(name=name, condition=pgtrigger.Q(**{f"old__{once}__isnull": False}) if once else None)

    def get_func(self, model: Any) -> str:
        columns = [model._meta.pk.column, *(model._meta.get_field(field).column for field in self.fields)]
        new, old = (", ".join(f'{row}."{column}"' for column in dict.fromkeys(columns)) for row in ("NEW", "OLD"))
        return f"""
            IF ROW({new}) IS DISTINCT FROM ROW({old}) THEN
                {refusal(self.name, "row of % keeps what it was born with", "TG_TABLE_NAME")}
            END IF;
            RETURN NEW;
        """


class Rises(HardTrigger):
    """The number in `field` only grows."""

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self, *, name: str, field: str) -> None:
        self.field = field
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        column = model._meta.get_field(self.field).column
        return f"""
            IF NEW."{column}" < OLD."{column}" THEN
                {refusal(self.name, "% counts forward only", "TG_TABLE_NAME")}
            END IF;
            RETURN NEW;
        """


class OnlyWhile(HardTrigger):
    """Rows are written only while their parent, by the foreign key `of`, is in one of `states`: a closed parent takes no more."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name: str, of: str, states: Sequence[str], operation: Any = None) -> None:
        self.of, self.states = of, states
        super().__init__(name=name, **({"operation": operation} if operation else {}))

    def get_func(self, model: Any) -> str:
        field = model._meta.get_field(self.of)
        parent = field.related_model
        states = ", ".join(f"'{state}'" for state in sorted(self.states))
        words = refusal(self.name, "what this row of % hangs on is closed", "TG_TABLE_NAME")
        old, new = (
            f"{held(parent._meta.db_table, 'state', f'{row}.{field.column}')} NOT IN ({states})"
            for row in ("OLD", "NEW")
        )
        return f"""
            {newest()}
            IF TG_OP <> 'INSERT' AND {old} THEN {words} END IF;
            IF TG_OP <> 'DELETE' AND {new} THEN {words} END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """


def append_only(table: str) -> list[pgtrigger.Trigger]:
    """The two triggers of an append-only table."""
    return [AppendOnly(name=f"{table}_append_only"), NoTruncate(name=f"{table}_no_truncate")]


def guarded(table: str, machine: Machine) -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows have a life: legal moves, and no row ever goes."""
    return [
        Moves(name=f"{table}_moves", machine=machine),
        NoDelete(name=f"{table}_no_delete"),
        NoTruncate(name=f"{table}_no_truncate"),
    ]


def lying_down(_now: Any = None) -> Iterator[str]:
    """The guards that do not stand in the database as the code has them: missing, of another text, or laid aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE NOT tgisinternal"
        )
        standing = {name: (enabled, text) for name, enabled, text in cursor.fetchall()}
    for model, trigger in pgtrigger.registered():
        if standing.get(trigger.get_pgid(model)) != ("A", trigger.compile(model).hash):
            yield f"{model._meta.db_table} {trigger.name}"
