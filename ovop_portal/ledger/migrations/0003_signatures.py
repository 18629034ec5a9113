"""Proofs and signed heads come in through doors that check the signature themselves: Ed25519 after RFC 8032, in the whole numbers of PostgreSQL.

Who runs SQL as the application can call the doors as often as they like, and would bury the true rows under false ones if these were kept at first and told
apart later. So nothing is kept but what the portal signed, with the key of today, and each of it once. A check takes some hundredths of a second; the
portal writes a handful of such rows a day. No promise hangs on this arithmetic alone: whoever shows a row checks it again with a library (`signing.py`).

`ledger_signing_key` is written anew after each migration from the setting LEDGER_SIGNING_KEY (`apps.py`), as the tolerance is: only the owner can do that.
"""

from pathlib import Path

from django.db import migrations

DOORS = Path(__file__).with_suffix(".sql").read_text()
WALLED_UP = """
DROP FUNCTION public.ledger_keep_proof(text, timestamptz, integer, bigint, bytea, text[], bytea, bytea),
    public.ledger_keep_head(timestamptz, bigint, bytea, bytea, bytea), public.ledger_moment(timestamptz),
    public.ledger_refuse_signature(text, bytea, bytea), public.ledger_refuse_root(bigint, bytea), public.ledger_is_signed(text, bytea, bytea),
    public.ledger_point(bytea), public.ledger_sum(numeric[], numeric[]), public.ledger_power(numeric, numeric, numeric),
    public.ledger_number(bytea), public.ledger_signing_key();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_doors")]

    operations = [migrations.RunSQL(DOORS, WALLED_UP)]
