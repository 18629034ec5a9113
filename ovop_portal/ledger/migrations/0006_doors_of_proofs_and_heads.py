"""Proofs and signed heads are written through functions, too. What they keep names a sealed root, has the hour of the database and the length of a signature;
whether the signature holds says the program, which has the key: a row that it did not sign counts for nothing and takes no day.
"""

from django.db import migrations, models

DOORS = r"""
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

CREATE FUNCTION public.ledger_refuse_signature(with_key bytea, given bytea) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF octet_length(with_key) = 32 AND octet_length(given) = 64 THEN
        RETURN;
    END IF;
    RAISE EXCEPTION 'this is no signature'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_signature_has_its_length';
END
$$;

CREATE FUNCTION public.ledger_keep_proof(
    about text, hour timestamptz, proved integer, of_size bigint, of_root bytea, lines text[], with_key bytea, given bytea
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    kept bigint;
BEGIN
    PERFORM public.ledger_refuse_hour(hour), public.ledger_refuse_root(of_size, of_root), public.ledger_refuse_signature(with_key, given);
    INSERT INTO public.ledger_proof (subject, at, rows, size, root, differences, key, signature)
    VALUES (about, hour, proved, of_size, of_root, lines, with_key, given) RETURNING id INTO kept;
    RETURN kept;
END
$$;

-- Its day is that of the hour, as the ministry reads it.
CREATE FUNCTION public.ledger_keep_head(hour timestamptz, of_size bigint, of_root bytea, with_key bytea, given bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    kept bigint;
BEGIN
    PERFORM public.ledger_refuse_hour(hour), public.ledger_refuse_root(of_size, of_root), public.ledger_refuse_signature(with_key, given);
    INSERT INTO public.ledger_signedhead (day, size, root, at, key, signature)
    VALUES ((hour AT TIME ZONE 'Asia/Jakarta')::date, of_size, of_root, hour, with_key, given) RETURNING id INTO kept;
    RETURN kept;
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

REVOKE EXECUTE ON FUNCTION public.ledger_tell_planner(), public.ledger_keep_proof(text, timestamptz, integer, bigint, bytea, text[], bytea, bytea),
    public.ledger_keep_head(timestamptz, bigint, bytea, bytea, bytea) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'web') THEN
        GRANT EXECUTE ON FUNCTION public.ledger_tell_planner(), public.ledger_keep_proof(text, timestamptz, integer, bigint, bytea, text[], bytea, bytea),
            public.ledger_keep_head(timestamptz, bigint, bytea, bytea, bytea) TO web;
    END IF;
END
$$;
"""
WALLED_UP = """
DROP FUNCTION public.ledger_tell_planner();
DROP FUNCTION public.ledger_keep_head(timestamptz, bigint, bytea, bytea, bytea);
DROP FUNCTION public.ledger_keep_proof(text, timestamptz, integer, bigint, bytea, text[], bytea, bytea);
DROP FUNCTION public.ledger_refuse_signature(bytea, bytea);
DROP FUNCTION public.ledger_refuse_root(bigint, bytea);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_whoever_acts_goes_through_the_door'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='proof',
            options={'ordering': ['-at', '-pk'], 'verbose_name': 'pembuktian', 'verbose_name_plural': 'pembuktian'},
        ),
        migrations.AlterModelOptions(
            name='signedhead',
            options={'ordering': ['-day', 'pk'], 'verbose_name': 'kepala bertanda tangan', 'verbose_name_plural': 'kepala bertanda tangan'},
        ),
        migrations.RemoveIndex(
            model_name='proof',
            name='ledger_proof_subject',
        ),
        migrations.AddField(
            model_name='proof',
            name='key',
            field=models.BinaryField(null=True, verbose_name='kunci umum'),
        ),
        migrations.AddField(
            model_name='proof',
            name='signature',
            field=models.BinaryField(null=True, verbose_name='tanda tangan'),
        ),
        migrations.AlterField(
            model_name='signedhead',
            name='day',
            field=models.DateField(db_index=True, verbose_name='tanggal'),
        ),
        migrations.AddIndex(
            model_name='proof',
            index=models.Index(fields=['subject', '-at', '-id'], name='ledger_proof_newest'),
        ),
        migrations.RunSQL(DOORS, WALLED_UP),
    ]
