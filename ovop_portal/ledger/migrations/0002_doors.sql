-- The doors of events, leaves and seals.

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

-- The body of an event and the objects in it are written out: a call of `ledger_canonical` for each event cost more than everything else together.
CREATE FUNCTION public.ledger_record(said text[], acting_for text) RETURNS TABLE (id bigint, leaf bytea)
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
               || '","body":' || CASE jsonb_typeof(e -> 'body') WHEN 'object' THEN (
                   SELECT '{' || coalesce(string_agg(
                          to_json(outer_level.key)::text || ':' || CASE jsonb_typeof(outer_level.value)
                              WHEN 'number' THEN substring(outer_level.value::text FROM '^-?[0-9]{1,18}$')
                              WHEN 'object' THEN (
                   SELECT '{' || coalesce(string_agg(
                          to_json(inner_level.key)::text || ':' || CASE jsonb_typeof(inner_level.value)
                              WHEN 'number' THEN substring(inner_level.value::text FROM '^-?[0-9]{1,18}$')
                              WHEN 'object' THEN public.ledger_canonical(inner_level.value, 14)
                              WHEN 'array' THEN public.ledger_canonical(inner_level.value, 14)
                              ELSE inner_level.value::text
                          END, ',' ORDER BY inner_level.key COLLATE "C"), '') || '}'
                     FROM jsonb_each(outer_level.value) AS inner_level)
                              WHEN 'array' THEN public.ledger_canonical(outer_level.value, 15)
                              ELSE outer_level.value::text
                          END, ',' ORDER BY outer_level.key COLLATE "C"), '') || '}'
                     FROM jsonb_each(e -> 'body') AS outer_level) END
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

-- For whoever has written many events in one transaction: the right to ANALYZE would bring the right to lock the table along.
CREATE FUNCTION public.ledger_tell_planner() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    ANALYZE public.ledger_event, public.ledger_leaf, public.ledger_seal;
END
$$;

-- Nobody else may use a door; in a database that has the application's role it may.
REVOKE EXECUTE ON FUNCTION public.ledger_record(text[], text),
    public.ledger_grow(timestamptz, integer, bigint),
    public.ledger_tell_planner() FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'web') THEN
        GRANT EXECUTE ON FUNCTION public.ledger_record(text[], text),
            public.ledger_grow(timestamptz, integer, bigint),
            public.ledger_tell_planner() TO web;
    END IF;
END
$$;
