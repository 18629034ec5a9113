"""A file is open on the desk of a screener until that screener has read it. Until now the row stayed, and each page left out those whose holders had read."""

from django.db import migrations

READ = """
DELETE FROM assessments_screeningclaim c USING assessments_reading r
 WHERE r.nomination_id = c.nomination_id AND r.screener_id = c.screener_id AND r.read_at >= c.claimed_at
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0003_blind_readers'),
    ]

    operations = [
        migrations.RunSQL(READ, migrations.RunSQL.noop),
    ]
