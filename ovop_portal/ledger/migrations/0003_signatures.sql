-- The doors of proofs and signed heads, and Ed25519 (RFC 8032, section 5.1.7) in whole numbers, by which they check a signature.
-- Points are [X, Y, Z, T] with x = X/Z, y = Y/Z, xy = T/Z, modulo 2^255 - 19; numbers are bytes, lowest first.

CREATE FUNCTION public.ledger_signing_key() RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT NULL::bytea $$;

CREATE FUNCTION public.ledger_number(of_bytes bytea) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    made numeric := 0;
BEGIN
    FOR place IN REVERSE octet_length(of_bytes) - 1 .. 0 LOOP
        made := made * 256 + get_byte(of_bytes, place);
    END LOOP;
    RETURN made;
END
$$;

CREATE FUNCTION public.ledger_power(base numeric, exponent numeric, modulus numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    made numeric := 1;
BEGIN
    WHILE exponent > 0 LOOP
        IF exponent % 2 = 1 THEN
            made := made * base % modulus;
        END IF;
        base := base * base % modulus;
        exponent := div(exponent, 2);
    END LOOP;
    RETURN made;
END
$$;

CREATE FUNCTION public.ledger_sum(p numeric[], q numeric[]) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    prime CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    twice_d CONSTANT numeric := 16295367250680780974490674513165176452449235426866156013048779062215315747161;
    a numeric := (p[2] - p[1] + prime) * (q[2] - q[1] + prime) % prime;
    b numeric := (p[2] + p[1]) * (q[2] + q[1]) % prime;
    c numeric := p[4] * twice_d % prime * q[4] % prime;
    d numeric := 2 * p[3] * q[3] % prime;
    e numeric := b - a + prime;
    f numeric := d - c + prime;
    g numeric := d + c;
    h numeric := b + a;
BEGIN
    RETURN ARRAY[e * f % prime, g * h % prime, f * g % prime, e * h % prime];
END
$$;

-- Of the two points at this height the one whose x is odd or even; nothing where there is none.
CREATE FUNCTION public.ledger_point(of_bytes bytea) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    prime CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    d CONSTANT numeric := 37095705934669439343138083508754565189542113879843219016388785533085940283555;
    is_odd integer := get_bit(of_bytes, 255);
    y numeric := public.ledger_number(set_bit(of_bytes, 255, 0));
    u numeric := (y * y + prime - 1) % prime;
    v numeric := (d * y % prime * y + 1) % prime;
    x numeric := u * v % prime * v % prime * v % prime;
BEGIN
    x := x * public.ledger_power(x * v % prime * v % prime * v % prime * v % prime, div(prime - 5, 8), prime) % prime;
    IF v * x % prime * x % prime <> u THEN
        x := x * public.ledger_power(2, div(prime - 1, 4), prime) % prime;
    END IF;
    IF y >= prime OR v * x % prime * x % prime <> u OR x = 0 THEN
        RETURN NULL;
    END IF;
    IF x % 2 <> is_odd THEN
        x := prime - x;
    END IF;
    RETURN ARRAY[x, y, 1, x * y % prime];
END
$$;

CREATE FUNCTION public.ledger_is_signed(said text, with_key bytea, given bytea) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    prime CONSTANT numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    base_order CONSTANT numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
    base CONSTANT numeric[] := ARRAY[
        15112221349535400772501151409588531511454012693041857206046113283949847762202,
        46316835694926478169428394003475163141307993866256225615783033603165251855960, 1,
        46827403850823179245072216630277197565144205554125654976674165829533817101731];
    key_point numeric[];
    joined numeric[];
    found numeric[] := ARRAY[0, 1, 1, 0];
    s numeric;
    h numeric;
    s_bits integer[];
    h_bits integer[];
    y numeric;
BEGIN
    IF octet_length(with_key) IS DISTINCT FROM 32 OR octet_length(given) IS DISTINCT FROM 64 OR said IS NULL THEN
        RETURN false;
    END IF;
    key_point := public.ledger_point(with_key);
    s := public.ledger_number(substring(given FROM 33));
    IF key_point IS NULL OR s >= base_order THEN
        RETURN false;
    END IF;
    h := public.ledger_number(sha512(substring(given FOR 32) || with_key || convert_to(said, 'UTF8'))) % base_order;
    FOR place IN 1 .. 253 LOOP
        s_bits[place] := s % 2;
        h_bits[place] := h % 2;
        s := div(s, 2);
        h := div(h, 2);
    END LOOP;
    -- s times the base less h times the key must be the point that the signature begins with.
    key_point := ARRAY[prime - key_point[1], key_point[2], 1, prime - key_point[4]];
    joined := public.ledger_sum(base, key_point);
    FOR place IN REVERSE 253 .. 1 LOOP
        found := public.ledger_sum(found, found);
        CASE s_bits[place] + 2 * h_bits[place]
            WHEN 1 THEN found := public.ledger_sum(found, base);
            WHEN 2 THEN found := public.ledger_sum(found, key_point);
            WHEN 3 THEN found := public.ledger_sum(found, joined);
            ELSE NULL;
        END CASE;
    END LOOP;
    h := public.ledger_power(found[3], prime - 2, prime);
    y := found[2] * h % prime;
    RETURN get_bit(given, 255) = found[1] * h % prime % 2
       AND public.ledger_number(set_bit(substring(given FOR 32), 255, 0)) = y;
END
$$;

CREATE FUNCTION public.ledger_refuse_root(of_size bigint, of_root bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF of_size = 0 AND of_root = sha256('') OR EXISTS (SELECT FROM public.ledger_seal s WHERE s.size = of_size AND s.root = of_root) THEN
        RETURN;
    END IF;
    RAISE EXCEPTION 'no seal over % events has this root', of_size
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_root_is_sealed';
END
$$;

CREATE FUNCTION public.ledger_refuse_signature(said text, with_key bytea, given bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF with_key IS DISTINCT FROM public.ledger_signing_key() THEN
        RAISE EXCEPTION 'the portal signs with another key'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_key_is_of_today';
    END IF;
    IF NOT public.ledger_is_signed(said, with_key, given) THEN
        RAISE EXCEPTION 'the portal did not sign this'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_signature_holds';
    END IF;
END
$$;

-- As `datetime.isoformat` writes it in UTC.
CREATE FUNCTION public.ledger_moment(at timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
AS $$ SELECT to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS' || CASE WHEN date_trunc('second', at) <> at THEN '.US' ELSE '' END) || '+00:00' $$;

CREATE FUNCTION public.ledger_keep_proof(
    about text, hour timestamptz, proved integer, of_size bigint, of_root bytea, lines text[], with_key bytea, given bytea
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    found text := public.ledger_canonical(
        jsonb_build_array(about, public.ledger_moment(hour), proved, of_size, encode(of_root, 'hex'), to_jsonb(lines)), 16);
    kept bigint;
BEGIN
    PERFORM public.ledger_refuse_hour(hour), public.ledger_refuse_root(of_size, of_root),
            public.ledger_refuse_signature('OVOP-BUKTI ' || encode(sha256(convert_to(found, 'UTF8')), 'hex'), with_key, given);
    INSERT INTO public.ledger_proof (subject, at, rows, size, root, differences, key, signature)
    VALUES (about, hour, proved, of_size, of_root, lines, with_key, given) RETURNING id INTO kept;
    RETURN kept;
END
$$;

-- Its day is that of the hour, as the ministry reads it. Nothing is kept, and nothing returned, where the day has its head.
CREATE FUNCTION public.ledger_keep_head(hour timestamptz, of_size bigint, of_root bytea, with_key bytea, given bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    of_day date := (hour AT TIME ZONE 'Asia/Jakarta')::date;
    kept bigint;
BEGIN
    PERFORM public.ledger_refuse_hour(hour), public.ledger_refuse_root(of_size, of_root),
            public.ledger_refuse_signature(
                format('OVOP-JEJAK %s %s:%s', to_char(of_day, 'YYYY-MM-DD'), of_size, encode(of_root, 'hex')), with_key, given);
    INSERT INTO public.ledger_signedhead (day, size, root, at, key, signature)
    VALUES (of_day, of_size, of_root, hour, with_key, given) ON CONFLICT (day, key) DO NOTHING RETURNING id INTO kept;
    RETURN kept;
END
$$;

-- Nobody else may use a door; in a database that has the application's role it may.
REVOKE EXECUTE ON FUNCTION public.ledger_keep_proof(text, timestamptz, integer, bigint, bytea, text[], bytea, bytea),
    public.ledger_keep_head(timestamptz, bigint, bytea, bytea, bytea) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'web') THEN
        GRANT EXECUTE ON FUNCTION public.ledger_keep_proof(text, timestamptz, integer, bigint, bytea, text[], bytea, bytea),
            public.ledger_keep_head(timestamptz, bigint, bytea, bytea, bytea) TO web;
    END IF;
END
$$;
