from django.db import migrations

from ovop_portal.common.names import function_sql


class Migration(migrations.Migration):
    """The normal form of names (`common/names.py`), for the generated columns of the rooms above."""

    initial = True

    dependencies = []

    operations = [migrations.RunSQL(function_sql(), "DROP FUNCTION public.name_key(text)")]
