"""`ledger_record` takes the canonical text of an event (`common/canonical.py`) and no other that says the same: the leaf must come out again from the columns.

It makes the text anew from what it is about to write, in the words of PostgreSQL, and compares. Whole numbers only, of up to 18 digits, and sixteen levels:
what the program could not read again, or not with one text, is not taken.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("ovop_portal.ledger.migrations.0005_whoever_acts_goes_through_the_door").AFTER

CANONICAL = r"""
-- No text for what has no canonical one: a fraction, a number too long, one level too many.
CREATE FUNCTION public.ledger_canonical(said jsonb, levels integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF levels < 1 THEN
        RETURN NULL;
    END IF;
    RETURN CASE jsonb_typeof(said)
        WHEN 'object' THEN (
            SELECT '{' || coalesce(string_agg(
                       to_json(key)::text || ':'
                       || CASE WHEN jsonb_typeof(value) IN ('string', 'boolean', 'null') THEN value::text ELSE public.ledger_canonical(value, levels - 1) END,
                       ',' ORDER BY key COLLATE "C"), '') || '}'
              FROM jsonb_each(said))
        WHEN 'array' THEN (
            SELECT '[' || coalesce(string_agg(public.ledger_canonical(value, levels - 1), ',' ORDER BY n), '') || ']'
              FROM jsonb_array_elements(said) WITH ORDINALITY AS given (value, n))
        WHEN 'number' THEN substring(said::text FROM '^-?[0-9]{1,18}$')
        ELSE said::text
    END;
END
$$;

CREATE OR REPLACE FUNCTION public.ledger_record(said text[], acting_for text) RETURNS TABLE (id bigint, leaf bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
    acting text := nullif(acting_for, '');
    first_hour timestamptz;
    last_hour timestamptz;
    is_another boolean;
    is_other_text boolean;
BEGIN
    WITH parsed AS MATERIALIZED (SELECT event, event::jsonb AS e FROM unnest(said) AS given (event)),
         timed AS MATERIALIZED (SELECT event, e, (e ->> 'at')::timestamptz AS at FROM parsed)
    SELECT min(at), max(at),
           bool_or(e ->> 'actor' <> acting AND e ->> 'actor' NOT LIKE 'system:%'),
           bool_or(event IS DISTINCT FROM
               '{"actor":' || to_json(e ->> 'actor')::text
               || ',"at":"' || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS' || CASE WHEN date_trunc('second', at) <> at THEN '.US' ELSE '' END)
               || CASE WHEN at < '10000-01-01' THEN '+00:00' END
               || '","body":' || CASE jsonb_typeof(e -> 'body') WHEN 'object' THEN public.ledger_canonical(e -> 'body', 16) END
               || ',"kind":' || to_json(e ->> 'kind')::text
               || ',"subject":' || to_json(e ->> 'subject')::text
               || ',"uuid":"' || (e ->> 'uuid')::uuid || '"}')
      INTO first_hour, last_hour, is_another, is_other_text
      FROM timed;
    PERFORM public.ledger_refuse_hour(first_hour), public.ledger_refuse_hour(last_hour);
    IF is_another THEN
        RAISE EXCEPTION 'an event of % in the name of another', acting
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_actor_is_the_sessions';
    END IF;
    IF is_other_text THEN
        RAISE EXCEPTION 'the text of an event is not the canonical text of its columns'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_text_is_the_row';
    END IF;
    RETURN QUERY
        INSERT INTO public.ledger_event AS written (uuid, at, kind, subject, actor, body, leaf)
        SELECT (e ->> 'uuid')::uuid, (e ->> 'at')::timestamptz, e ->> 'kind', e ->> 'subject', e ->> 'actor', e -> 'body',
               sha256('\x00'::bytea || convert_to(event, 'UTF8'))
          FROM (SELECT n, event, event::jsonb AS e FROM unnest(said) WITH ORDINALITY AS given (event, n) OFFSET 0) AS parsed
         ORDER BY n
        RETURNING written.id, written.leaf;
END
$$;
"""
LOOSE = "DROP FUNCTION public.ledger_record(text[], text);" + BEFORE + "DROP FUNCTION public.ledger_canonical(jsonb, integer);"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_doors_of_proofs_and_heads")]

    operations = [migrations.RunSQL(CANONICAL, LOOSE)]
