"""The doors of the ledger: the application writes events, leaves and seals through these functions only, and has no right to INSERT (`models.py`).

`ledger_record` takes events as their canonical texts. Columns and leaf hash come from the same text, so that a leaf cannot say anything else than its row;
the hour must be the database's within the tolerance, and the actor the session's where `ovop.actor` names one. `ledger_grow` alone gives places and roots.
`ledger_tolerance` is written anew after each migration from the setting LEDGER_TOLERANCE (`apps.py`): only the owner can do that.
"""

from django.db import migrations

DOORS = r"""
CREATE FUNCTION public.ledger_tolerance() RETURNS interval
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT NULL::interval $$;

CREATE FUNCTION public.ledger_refuse_hour(hour timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF hour NOT BETWEEN clock_timestamp() - public.ledger_tolerance() AND clock_timestamp() + public.ledger_tolerance() THEN
        RAISE EXCEPTION 'the hour % is not the hour of the database', hour
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_hour_is_now';
    END IF;
END
$$;

CREATE FUNCTION public.ledger_record(said text[]) RETURNS TABLE (id bigint, leaf bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
    acting text := nullif(current_setting('ovop.actor', true), '');
    first_hour timestamptz;
    last_hour timestamptz;
    is_another boolean;
    has_more boolean;
BEGIN
    SELECT min((e ->> 'at')::timestamptz), max((e ->> 'at')::timestamptz),
           bool_or(e ->> 'actor' <> acting AND e ->> 'actor' NOT LIKE 'system:%'),
           bool_or(e - ARRAY['uuid', 'at', 'kind', 'subject', 'actor', 'body'] <> '{}'::jsonb)
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

-- One seal over up to `most` events more; how many. `reach` bounds the look back from the newest leaf, and then a rival at work is left alone; without it
-- every event that can be seen is found, and a rival is waited for.
CREATE FUNCTION public.ledger_grow(hour timestamptz, most integer, reach bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    ids bigint[];
    leaves bytea[];
    new_leaf bytea;
    first bigint := 0;
    size bigint;
    joined bytea := '';
    frontier bytea[] := '{}';
    depth integer;
    complete bigint;
    root bytea;
BEGIN
    IF reach IS NULL THEN
        PERFORM pg_advisory_xact_lock(7206962);
        SELECT array_agg(waiting.id ORDER BY waiting.id), array_agg(waiting.leaf ORDER BY waiting.id) INTO ids, leaves FROM (
            SELECT event.id, event.leaf FROM public.ledger_event event
             WHERE NOT EXISTS (SELECT FROM public.ledger_leaf placed WHERE placed.event_id = event.id)
             ORDER BY event.id LIMIT most
        ) AS waiting;
    ELSIF pg_try_advisory_xact_lock(7206962) THEN
        -- Bounded on both sides: without the second bound the anti-join reads the whole table of leaves each time.
        WITH low AS MATERIALIZED (SELECT coalesce(max(event_id), 0) - reach AS id FROM public.ledger_leaf)
        SELECT array_agg(waiting.id ORDER BY waiting.id), array_agg(waiting.leaf ORDER BY waiting.id) INTO ids, leaves FROM (
            SELECT event.id, event.leaf FROM public.ledger_event event
             WHERE event.id > (SELECT low.id FROM low)
               AND NOT EXISTS (SELECT FROM public.ledger_leaf placed WHERE placed.event_id = event.id AND placed.event_id > (SELECT low.id FROM low))
             ORDER BY event.id LIMIT most
        ) AS waiting;
    END IF;
    IF ids IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM public.ledger_refuse_hour(hour);

    SELECT last.size, last.frontier INTO first, joined FROM public.ledger_seal last ORDER BY last.size DESC LIMIT 1;
    first := coalesce(first, 0);
    joined := coalesce(joined, '');
    depth := length(joined) / 32;
    FOR place IN 1 .. depth LOOP
        frontier[place] := substring(joined FROM 32 * place - 31 FOR 32);
    END LOOP;
    -- The tree of `tree.py`: a leaf joins the frontier, and full subtrees of one size become one.
    size := first;
    FOREACH new_leaf IN ARRAY leaves LOOP
        depth := depth + 1;
        frontier[depth] := new_leaf;
        size := size + 1;
        complete := size;
        WHILE complete % 2 = 0 LOOP
            frontier[depth - 1] := sha256('\x01'::bytea || frontier[depth - 1] || frontier[depth]);
            depth := depth - 1;
            complete := complete / 2;
        END LOOP;
    END LOOP;
    root := frontier[depth];
    joined := frontier[depth];
    FOR place IN REVERSE depth - 1 .. 1 LOOP
        root := sha256('\x01'::bytea || frontier[place] || root);
        joined := frontier[place] || joined;
    END LOOP;

    INSERT INTO public.ledger_leaf (position, event_id, hash)
    SELECT first + n - 1, event_id, hash FROM unnest(ids, leaves) WITH ORDINALITY AS placed (event_id, hash, n);
    INSERT INTO public.ledger_seal (size, root, frontier, at) VALUES (size, root, joined, hour);
    RETURN cardinality(ids);
END
$$;

REVOKE EXECUTE ON FUNCTION public.ledger_record(text[]), public.ledger_grow(timestamptz, integer, bigint) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'web') THEN
        GRANT EXECUTE ON FUNCTION public.ledger_record(text[]), public.ledger_grow(timestamptz, integer, bigint) TO web;
    END IF;
END
$$;
"""
WALLED_UP = """
DROP FUNCTION public.ledger_grow(timestamptz, integer, bigint);
DROP FUNCTION public.ledger_record(text[]);
DROP FUNCTION public.ledger_refuse_hour(timestamptz);
DROP FUNCTION public.ledger_tolerance();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_proofs_and_signed_heads")]

    operations = [migrations.RunSQL(DOORS, WALLED_UP)]
