"""The doors of the ledger: the application writes events, leaves and seals through these functions only, and has no right to INSERT (`models.py`).

`ledger_record` takes events as their canonical texts (`common/canonical.py`) and no other text that says the same. It makes each text anew from what it is
about to write and compares, so that columns and leaf hash cannot say different things. Whole numbers of up to 18 digits and sixteen levels: what the
program could not read again, or not with one text, is not taken. The hour must be the database's within the tolerance, and the actor whoever the program
says it acts for (`acting.py`). `ledger_grow` alone gives places and roots.

`ledger_tolerance` is written anew after each migration from the setting LEDGER_TOLERANCE (`apps.py`): only the owner can do that.
"""

from pathlib import Path

from django.db import migrations

DOORS = Path(__file__).with_suffix(".sql").read_text()
WALLED_UP = """
DROP FUNCTION public.ledger_record(text[], text), public.ledger_grow(timestamptz, integer, bigint), public.ledger_tell_planner(),
    public.ledger_refuse_hour(timestamptz), public.ledger_canonical(jsonb, integer), public.ledger_tolerance();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(DOORS, WALLED_UP)]
