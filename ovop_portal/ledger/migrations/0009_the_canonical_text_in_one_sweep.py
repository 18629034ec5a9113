"""`ledger_record` makes the canonical texts of all events in one statement: a call of `ledger_canonical` for each event cost more than everything else together.

The body of an event and the objects in it are written out here (`text_of`), which is as deep as the verbs go; what lies deeper is still left to the function.
"""

from importlib import import_module

from django.db import migrations

CANONICAL = import_module("ovop_portal.ledger.migrations.0007_one_text_for_one_event").CANONICAL
BEFORE = CANONICAL[CANONICAL.index("CREATE OR REPLACE FUNCTION public.ledger_record") :]
CALL = "public.ledger_canonical(e -> 'body', 16)"


def text_of(said: str, level: str, objects: str, lists: str) -> str:
    """The canonical text of the object `said`, in SQL. `objects` and `lists` are those of what it holds, which they call `level.value`."""
    return f"""(
                   SELECT '{{' || coalesce(string_agg(
                          to_json({level}.key)::text || ':' || CASE jsonb_typeof({level}.value)
                              WHEN 'number' THEN substring({level}.value::text FROM '^-?[0-9]{{1,18}}$')
                              WHEN 'object' THEN {objects}
                              WHEN 'array' THEN {lists}
                              ELSE {level}.value::text
                          END, ',' ORDER BY {level}.key COLLATE "C"), '') || '}}'
                     FROM jsonb_each({said}) AS {level})"""


DEEPER = "public.ledger_canonical({level}.value, {levels})"
INNER = text_of("outer_level.value", "inner_level", *[DEEPER.format(level="inner_level", levels=14)] * 2)
WRITTEN_OUT = text_of("e -> 'body'", "outer_level", INNER, DEEPER.format(level="outer_level", levels=15))
AFTER = BEFORE.replace(CALL, WRITTEN_OUT)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_doors_that_check_the_signature")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
