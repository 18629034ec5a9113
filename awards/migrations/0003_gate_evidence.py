"""What a gate is read from stands in its row. Until now the program knew it by the code of the gate."""

from django.db import migrations, models

# Gates of an edition that has files are guarded against every UPDATE. A change of the columns' type fills them all the same, and touches nothing else.
FILLED = """
ALTER TABLE awards_gate
    ALTER COLUMN evidence TYPE varchar(20) USING CASE code
        WHEN 'G01' THEN 'group' WHEN 'G02' THEN 'sentra' WHEN 'G03' THEN 'act' WHEN 'G10' THEN 'sentra_size'
        WHEN 'G04' THEN 'paper' WHEN 'G05' THEN 'paper' WHEN 'G06' THEN 'paper' WHEN 'G07' THEN 'paper' WHEN 'G09' THEN 'paper'
        ELSE evidence END,
    ALTER COLUMN paper TYPE varchar(20) USING CASE code
        WHEN 'G04' THEN 'nib' WHEN 'G05' THEN 'izin_edar' WHEN 'G06' THEN 'halal' WHEN 'G07' THEN 'uji_lab' WHEN 'G09' THEN 'nib'
        ELSE paper END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0002_declared_anew'),
        ('ikm', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='gate',
            name='evidence',
            field=models.CharField(choices=[('reader', 'hanya pembaca'), ('group', 'kelompok komoditi'), ('sentra', 'keputusan sentra'), ('sentra_size', 'jumlah unit usaha sentra'), ('act', 'surat kepala daerah'), ('paper', 'dokumen yang diminta')], default='reader', help_text='Isian yang lebih dahulu dibaca portal. Ini saran: putusan tetap milik pemeriksa.', max_length=20, verbose_name='terbaca dari'),
        ),
        migrations.AddField(
            model_name='gate',
            name='paper',
            field=models.CharField(blank=True, max_length=20, verbose_name='dokumen'),
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='gate',
            constraint=models.CheckConstraint(condition=models.Q(('evidence__in', ['act', 'group', 'paper', 'reader', 'sentra', 'sentra_size'])), name='gate_evidence_known'),
        ),
        migrations.AddConstraint(
            model_name='gate',
            constraint=models.CheckConstraint(condition=models.Q(('evidence', 'paper'), ('paper', ''), _connector='XOR'), name='gate_paper_with_evidence'),
        ),
    ]
