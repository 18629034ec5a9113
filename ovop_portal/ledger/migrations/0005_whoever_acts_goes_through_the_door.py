"""`ledger_record` is told for whom the program is at work, together with the events (`acting.py`): a setting of the session, which nothing set, is asked no more."""

from django.db import migrations

RECORD = r"""
CREATE FUNCTION public.ledger_record(said text[]{parameter}) RETURNS TABLE (id bigint, leaf bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
    acting text := nullif({acting}, '');
    first_hour timestamptz;
    last_hour timestamptz;
    is_another boolean;
    has_more boolean;
BEGIN
    SELECT min((e ->> 'at')::timestamptz), max((e ->> 'at')::timestamptz),
           bool_or(e ->> 'actor' <> acting AND e ->> 'actor' NOT LIKE 'system:%'),
           bool_or(e - ARRAY['uuid', 'at', 'kind', 'subject', 'actor', 'body'] <> '{{}}'::jsonb)
      INTO first_hour, last_hour, is_another, has_more
      FROM (SELECT event::jsonb AS e FROM unnest(said) AS given (event) OFFSET 0) AS parsed;
    PERFORM public.ledger_refuse_hour(first_hour), public.ledger_refuse_hour(last_hour);
    IF is_another THEN
        RAISE EXCEPTION 'an event of % in the name of another', acting
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_actor_is_the_sessions';
    END IF;
    IF has_more THEN
        RAISE EXCEPTION 'the text of an event says more than its columns'
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

REVOKE EXECUTE ON FUNCTION public.ledger_record(text[]{type}) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'web') THEN
        GRANT EXECUTE ON FUNCTION public.ledger_record(text[]{type}) TO web;
    END IF;
END
$$;
"""
BEFORE = RECORD.format(parameter="", type="", acting="current_setting('ovop.actor', true)")
AFTER = RECORD.format(parameter=", acting_for text", type=", text", acting="acting_for")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_doors")]

    operations = [
        migrations.RunSQL(
            "DROP FUNCTION public.ledger_record(text[]);" + AFTER,
            "DROP FUNCTION public.ledger_record(text[], text);" + BEFORE,
        )
    ]
