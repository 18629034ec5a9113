import django.db.models.deletion
import ovop_portal.common.guards
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='sidik')),
                ('size', models.PositiveBigIntegerField(verbose_name='ukuran')),
                ('content_type', models.CharField(max_length=40, verbose_name='jenis isi')),
                ('stored_at', models.DateTimeField(verbose_name='disimpan')),
            ],
            options={
                'verbose_name': 'isi berkas',
                'verbose_name_plural': 'isi berkas',
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='blob_sha256_in_hex'), models.CheckConstraint(condition=models.Q(('content_type__in', ['application/pdf', 'image/jpeg', 'image/png'])), name='blob_type_known'), models.CheckConstraint(condition=models.Q(('size__isnull', True), ('size__range', (1, 1099511627776)), _connector='OR'), name='blob_is_not_empty')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blob',
            trigger=pgtrigger.compiler.Trigger(name='documents_blob_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_blob_append_only';", hash='d2e341100ee3c0c367df84e95d2fb7632c059ca1', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_documents_blob_append_only_fb1e8', table='documents_blob', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blob',
            trigger=pgtrigger.compiler.Trigger(name='documents_blob_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_blob_no_truncate';", hash='a459b2345cf828d5025f5a4a8286dc443c6e587c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_documents_blob_no_truncate_85d5c', table='documents_blob', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='FileCheck',
            fields=[
                ('blob', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='check_row', serialize=False, to='documents.blob', verbose_name='isi')),
                ('checked_at', models.DateTimeField(db_index=True, verbose_name='diperiksa')),
                ('condition', models.CharField(choices=[('whole', 'utuh'), ('damaged', 'rusak'), ('missing', 'hilang')], max_length=10, verbose_name='keadaan')),
                ('since', models.DateTimeField(verbose_name='sejak')),
            ],
            options={
                'verbose_name': 'pemeriksaan berkas',
                'verbose_name_plural': 'pemeriksaan berkas',
                'constraints': [models.CheckConstraint(condition=models.Q(('condition__in', ['damaged', 'missing', 'whole'])), name='file_check_condition_known'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('checked_at__isnull', True), ('since__lte', models.F('checked_at')), _connector='OR'), name='file_check_since_before')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('blob', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='release', serialize=False, to='documents.blob', verbose_name='isi')),
                ('since', models.DateTimeField(db_index=True, verbose_name='sejak')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='berkas dihapus')),
            ],
            options={
                'verbose_name': 'berkas yang dilepas',
                'verbose_name_plural': 'berkas yang dilepas',
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('removed_at__isnull', True), ('since__lte', models.F('removed_at')), _connector='OR'), name='release_noted_before')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40, verbose_name='jenis')),
                ('name', models.CharField(max_length=120, verbose_name='nama berkas')),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.blob', verbose_name='isi')),
                ('content_type', models.CharField(max_length=40, verbose_name='jenis isi')),
                ('size', models.PositiveBigIntegerField(verbose_name='ukuran')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='halaman')),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='pengunggah')),
                ('uploaded_at', models.DateTimeField(verbose_name='diunggah')),
            ],
            options={
                'verbose_name': 'berkas',
                'verbose_name_plural': 'berkas',
                'indexes': [models.Index(fields=['uploaded_at'], name='documents_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='document_has_kind'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='document_has_name')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='documents_document_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_document_append_only';", hash='82aeeb43f10dc944e50d6bea401c8b6dab0de800', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_documents_document_append_only_9b47e', table='documents_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='documents_document_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_document_no_truncate';", hash='311cd20fe6d13ebe402089aaca54e94e3f45f39c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_documents_document_no_truncate_68c47', table='documents_document', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='KeptUpload',
            fields=[
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='percobaan')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='giliran')),
                ('parked_at', models.DateTimeField(blank=True, null=True, verbose_name='dihentikan')),
                ('error', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='kendala')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.CharField(max_length=64, verbose_name='pemilik')),
                ('name', models.CharField(max_length=120, verbose_name='nama berkas')),
                ('signed_in', models.BooleanField(default=True, verbose_name='akun masih masuk')),
                ('size', models.PositiveBigIntegerField(verbose_name='ukuran')),
                ('sha256', models.CharField(max_length=64, verbose_name='sidik')),
                ('kept_at', models.DateTimeField(verbose_name='disimpan')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='diserahkan')),
                ('found', models.JSONField(blank=True, null=True, verbose_name='temuan')),
            ],
            options={
                'verbose_name': 'berkas titipan',
                'verbose_name_plural': 'berkas titipan',
                'indexes': [models.Index(fields=['owner', 'kept_at'], name='kept_by_owner'), models.Index(fields=['kept_at'], name='kept_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('owner__regex', '^[0-9a-f]{64}$')), name='kept_owner_in_hex'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='kept_sha256_in_hex'), models.CheckConstraint(condition=models.Q(('size__isnull', True), ('size__range', (1, 1099511627776)), _connector='OR'), name='kept_is_not_empty'), models.CheckConstraint(condition=models.Q(models.Q(('found__isnull', False), _negated=True), ('asked_at__isnull', False), _connector='OR'), name='kept_found_was_asked'), models.CheckConstraint(condition=models.Q(('attempts__isnull', True), ('attempts__range', (0, 5)), _connector='OR'), name='kept_attempts_few'), models.CheckConstraint(condition=models.Q(models.Q(('parked_at__isnull', False), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='kept_parked_has_error')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='documents.blob', verbose_name='isi')),
                ('at', models.DateTimeField(verbose_name='diperiksa')),
                ('verdict', models.CharField(choices=[('intact', 'utuh'), ('changed', 'berubah setelah ditandatangani'), ('unknown_issuer', 'penerbit tidak dikenal'), ('unsigned', 'tidak bertanda tangan'), ('unreadable', 'tidak dapat diperiksa')], max_length=20, verbose_name='hasil')),
                ('report', models.JSONField(verbose_name='laporan')),
            ],
            options={
                'verbose_name': 'pemeriksaan tanda tangan',
                'verbose_name_plural': 'pemeriksaan tanda tangan',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ['changed', 'intact', 'unknown_issuer', 'unreadable', 'unsigned'])), name='inspection_verdict_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='documents_inspection_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_inspection_append_only';", hash='82c25f68bfe1e3cf36d7c47e356efa16110e25d4', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_documents_inspection_append_only_27039', table='documents_inspection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inspection',
            trigger=pgtrigger.compiler.Trigger(name='documents_inspection_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_inspection_no_truncate';", hash='4fd6f2b2d3f453d513746b15979784b644c2f5c7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_documents_inspection_no_truncate_f5a82', table='documents_inspection', when='BEFORE')),
        ),
    ]
