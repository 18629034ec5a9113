import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import ovop_portal.common.guards
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(verbose_name='waktu')),
                ('kind', models.CharField(max_length=60, verbose_name='peristiwa')),
                ('subject', models.CharField(max_length=120, verbose_name='perihal')),
                ('actor', models.CharField(max_length=80, verbose_name='pelaku')),
                ('body', models.JSONField(verbose_name='isi')),
                ('leaf', models.BinaryField(verbose_name='sidik')),
            ],
            options={
                'verbose_name': 'peristiwa',
                'verbose_name_plural': 'peristiwa',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['subject', 'id'], name='ledger_event_subject'), models.Index(fields=['kind', 'id'], name='ledger_event_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='event_has_kind'), models.CheckConstraint(condition=models.Q(('subject', ''), _negated=True), name='event_has_subject'), models.CheckConstraint(condition=models.Q(('actor__regex', '^(user|system):.')), name='event_has_actor'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('leaf'), 32), name='event_leaf_is_sha256')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='ledger_event_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_event_append_only';", hash='654738669679988146e6e2cc27144a81f5187b35', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ledger_event_append_only_e8d8e', table='ledger_event', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='ledger_event_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_event_no_truncate';", hash='d6d3bfb29cd5fa8060cce9025cbf92f6f78a73fb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ledger_event_no_truncate_51e5e', table='ledger_event', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='urutan')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='place', to='ledger.event', verbose_name='peristiwa')),
                ('hash', models.BinaryField(verbose_name='sidik')),
            ],
            options={
                'verbose_name': 'daun',
                'verbose_name_plural': 'daun',
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('position__isnull', True), ('position__range', (0, 4611686018427387904)), _connector='OR'), name='leaf_position_from_zero'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('hash'), 32), name='leaf_hash_is_sha256')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaf',
            trigger=pgtrigger.compiler.Trigger(name='ledger_leaf_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_leaf_append_only';", hash='4288451841dd12b2a26bf9d8b04dc4c6ac7facf2', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ledger_leaf_append_only_712ae', table='ledger_leaf', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leaf',
            trigger=pgtrigger.compiler.Trigger(name='ledger_leaf_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_leaf_no_truncate';", hash='7397820c5ebf226070dc7ec8e99c78f75e54f7c9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ledger_leaf_no_truncate_db069', table='ledger_leaf', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(unique=True, verbose_name='jumlah')),
                ('root', models.BinaryField(verbose_name='akar')),
                ('frontier', models.BinaryField(verbose_name='tepi')),
                ('at', models.DateTimeField(verbose_name='waktu')),
            ],
            options={
                'verbose_name': 'segel',
                'verbose_name_plural': 'segel',
                'ordering': ['size'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__isnull', True), ('size__range', (1, 4611686018427387904)), _connector='OR'), name='seal_is_not_empty'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('root'), 32), name='seal_root_is_sha256')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='ledger_seal_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_seal_append_only';", hash='3c86a0bad5ca3ff31e0e7c6f3c9038e01d0eea87', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ledger_seal_append_only_54a9c', table='ledger_seal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='ledger_seal_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_seal_no_truncate';", hash='46aea65328108fd2d4e62fa5d6e90ea6805797cc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ledger_seal_no_truncate_3cd5d', table='ledger_seal', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120, verbose_name='perihal')),
                ('at', models.DateTimeField(verbose_name='waktu')),
                ('rows', models.PositiveIntegerField(verbose_name='jumlah baris')),
                ('size', models.BigIntegerField(verbose_name='ukuran buku jejak')),
                ('root', models.BinaryField(verbose_name='akar')),
                ('differences', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None, verbose_name='perbedaan')),
                ('key', models.BinaryField(null=True, verbose_name='kunci umum')),
                ('signature', models.BinaryField(null=True, verbose_name='tanda tangan')),
            ],
            options={
                'verbose_name': 'pembuktian',
                'verbose_name_plural': 'pembuktian',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['subject', '-at', '-id'], name='ledger_proof_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('subject', ''), _negated=True), name='proof_has_subject'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('root'), 32), name='proof_root_is_sha256'), models.UniqueConstraint(fields=('signature',), name='proof_kept_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proof',
            trigger=pgtrigger.compiler.Trigger(name='ledger_proof_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_proof_append_only';", hash='285fd960d08fd55cd579f77eec6cba1602ab2185', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ledger_proof_append_only_ec9db', table='ledger_proof', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proof',
            trigger=pgtrigger.compiler.Trigger(name='ledger_proof_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_proof_no_truncate';", hash='b26bc5b00bd537588509d8b9bbb19c4ad033e6ba', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ledger_proof_no_truncate_fa5c7', table='ledger_proof', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='SignedHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='tanggal')),
                ('size', models.BigIntegerField(verbose_name='jumlah')),
                ('root', models.BinaryField(verbose_name='akar')),
                ('at', models.DateTimeField(verbose_name='waktu')),
                ('key', models.BinaryField(verbose_name='kunci umum')),
                ('signature', models.BinaryField(verbose_name='tanda tangan')),
            ],
            options={
                'verbose_name': 'kepala bertanda tangan',
                'verbose_name_plural': 'kepala bertanda tangan',
                'ordering': ['-day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('day', 'key'), name='signed_head_once_a_day'), models.CheckConstraint(condition=models.Q(('size__isnull', True), ('size__range', (1, 4611686018427387904)), _connector='OR'), name='signed_head_is_not_empty'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('root'), 32), name='signed_head_root_is_sha256')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signedhead',
            trigger=pgtrigger.compiler.Trigger(name='ledger_signed_head_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_signed_head_append_only';", hash='e556094decb5ef0b74167d2d930872686e07ff48', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ledger_signed_head_append_only_ad765', table='ledger_signedhead', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signedhead',
            trigger=pgtrigger.compiler.Trigger(name='ledger_signed_head_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_signed_head_no_truncate';", hash='fd125e973f5894001ef48292240d54045c8a9a8d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ledger_signed_head_no_truncate_bdcda', table='ledger_signedhead', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='DoneOperation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=36, verbose_name='kunci')),
                ('actor', models.CharField(max_length=80, verbose_name='pelaku')),
                ('request_hash', models.CharField(max_length=64, verbose_name='sidik isian')),
                ('response', models.JSONField(null=True, verbose_name='jawaban')),
                ('at', models.DateTimeField(db_index=True, verbose_name='waktu')),
            ],
            options={
                'verbose_name': 'isian yang sudah diproses',
                'verbose_name_plural': 'isian yang sudah diproses',
                'constraints': [models.UniqueConstraint(fields=('actor', 'key'), name='operation_done_once'), models.CheckConstraint(condition=models.Q(('actor__regex', '^(user|system):.')), name='operation_has_actor')],
            },
        ),
    ]
