import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import ovop_portal.common.guards
import ovop_portal.common.names
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('common', '0001_name_key'),
        ('documents', '0001_initial'),
        ('regions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommodityGroup',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='kode')),
                ('label', models.CharField(max_length=60, verbose_name='nama')),
                ('label_en', models.CharField(max_length=60, verbose_name='nama Inggris')),
                ('kbli_prefixes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), default=list, size=None, verbose_name='awalan KBLI 2020')),
                ('order', models.PositiveSmallIntegerField(unique=True, verbose_name='urutan')),
            ],
            options={
                'verbose_name': 'kelompok komoditi',
                'verbose_name_plural': 'kelompok komoditi',
                'ordering': ['order'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z_]+$')), name='commodity_code_shape')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commoditygroup',
            trigger=pgtrigger.compiler.Trigger(name='ikm_commodity_group_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."code") IS DISTINCT FROM ROW(OLD."code") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'ikm_commodity_group_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='d49c77735cdc50cdc6fe189254247bd341d9d7b3', operation='UPDATE', pgid='pgtrigger_ikm_commodity_group_fixed_9f5ab', table='ikm_commoditygroup', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Sentra',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=150, verbose_name='nama sentra')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('regency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sentras', to='regions.regency', verbose_name='kabupaten/kota')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.district', verbose_name='kecamatan')),
                ('commodity_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ikm.commoditygroup', verbose_name='kelompok komoditi')),
                ('unit_count', models.PositiveIntegerField(verbose_name='jumlah unit usaha')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'sentra',
                'verbose_name_plural': 'sentra',
                'constraints': [models.UniqueConstraint(fields=('regency', 'name_key'), name='sentra_name_in_regency'), models.CheckConstraint(condition=models.Q(('unit_count__isnull', True), ('unit_count__range', (1, 100000)), _connector='OR'), name='sentra_units_plausible'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='sentra_has_name')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentra',
            trigger=pgtrigger.compiler.Trigger(name='ikm_sentra_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."uuid") IS DISTINCT FROM ROW(OLD."id", OLD."uuid") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'ikm_sentra_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='43534335fbc9a3cc0b616cca85c8982850e3ac55', operation='UPDATE', pgid='pgtrigger_ikm_sentra_fixed_80e07', table='ikm_sentra', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='SentraDecree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True)),
                ('sentra', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decrees', to='ikm.sentra', verbose_name='sentra')),
                ('number', models.CharField(max_length=80, verbose_name='nomor keputusan')),
                ('date', models.DateField(verbose_name='tanggal keputusan')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='ikm.sentradecree', verbose_name='memperbaiki')),
                ('recorded_by', models.CharField(editable=False, max_length=80)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'keputusan sentra',
                'verbose_name_plural': 'keputusan sentra',
                'ordering': ['-date', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('corrects__isnull', True)), fields=('sentra', 'number'), name='sentra_decree_once'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='sentra_decree_has_number')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentradecree',
            trigger=pgtrigger.compiler.Trigger(name='ikm_sentra_decree_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ikm_sentra_decree_append_only';", hash='ac081850b6b7c1f237a38908ae3361709db2ebe0', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ikm_sentra_decree_append_only_63cd6', table='ikm_sentradecree', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentradecree',
            trigger=pgtrigger.compiler.Trigger(name='ikm_sentra_decree_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ikm_sentra_decree_no_truncate';", hash='b7e67732aad68c113bc2de4e5a0837cca726e274', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ikm_sentra_decree_no_truncate_f71f0', table='ikm_sentradecree', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Ikm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=150, verbose_name='nama usaha')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('legal_form', models.CharField(blank=True, choices=[('perorangan', 'Perorangan'), ('ud', 'UD'), ('cv', 'CV'), ('pt', 'PT'), ('koperasi', 'Koperasi'), ('po', 'PO'), ('pd', 'PD')], max_length=12, verbose_name='bentuk usaha')),
                ('owner_name', models.CharField(max_length=150, verbose_name='nama pemilik')),
                ('nib', models.CharField(blank=True, max_length=13, verbose_name='NIB')),
                ('npwp', models.CharField(blank=True, max_length=16, verbose_name='NPWP')),
                ('siinas_account', models.CharField(blank=True, max_length=60, verbose_name='akun SIINas')),
                ('phone', models.CharField(blank=True, max_length=16, verbose_name='nomor WhatsApp')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('regency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='firms', to='regions.regency', verbose_name='kabupaten/kota')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.district', verbose_name='kecamatan')),
                ('village', models.CharField(blank=True, max_length=100, verbose_name='desa/kelurahan')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='alamat')),
                ('sentra', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='firms', to='ikm.sentra', verbose_name='sentra')),
                ('sentra_by_office', models.BooleanField(db_default=False, default=False, verbose_name='sentra diisi dinas')),
                ('sentra_since', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tahun masuk sentra')),
                ('is_anchor', models.BooleanField(default=False, verbose_name='penghela sentra')),
                ('founded_in', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tahun berdiri')),
                ('join_asked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('join_declined_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('written', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'IKM',
                'verbose_name_plural': 'IKM',
                'indexes': [models.Index(fields=['regency', 'name_key'], name='ikm_regency_name_key'), models.Index(fields=['name_key'], name='ikm_name_key'), models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone'], name='ikm_phone'), django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='ikm_name_key_parts', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(condition=models.Q(('nib', ''), _negated=True), fields=('nib',), name='ikm_nib_unique'), models.CheckConstraint(condition=models.Q(('nib__regex', '^[0-9]{13}$'), ('nib', ''), _connector='OR'), name='ikm_nib_shape'), models.CheckConstraint(condition=models.Q(('npwp__regex', '^[0-9]{15,16}$'), ('npwp', ''), _connector='OR'), name='ikm_npwp_shape'), models.CheckConstraint(condition=models.Q(('phone__regex', '^\\+[1-9][0-9]{7,14}$'), ('phone', ''), _connector='OR'), name='ikm_phone_e164'), models.CheckConstraint(condition=models.Q(('legal_form__in', ['', 'cv', 'koperasi', 'pd', 'perorangan', 'po', 'pt', 'ud'])), name='ikm_legal_form_known'), models.CheckConstraint(condition=models.Q(('founded_in__isnull', True), ('founded_in__range', (1800, 2200)), _connector='OR'), name='ikm_founded_plausible'), models.CheckConstraint(condition=models.Q(('sentra_since__isnull', True), ('sentra_since__range', (1900, 2200)), _connector='OR'), name='ikm_sentra_since_plausible'), models.CheckConstraint(condition=models.Q(models.Q(('sentra_by_office', True), _negated=True), ('sentra__isnull', True), _connector='OR'), name='ikm_office_fills_no_known_sentra'), models.CheckConstraint(condition=models.Q(models.Q(('join_declined_at__isnull', False), _negated=True), ('join_asked_at__isnull', False), _connector='OR'), name='ikm_declines_what_was_asked'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='ikm_has_name'), models.CheckConstraint(condition=models.Q(('owner_name', ''), _negated=True), name='ikm_has_owner')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ikm',
            trigger=pgtrigger.compiler.Trigger(name='ikm_ikm_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."uuid") IS DISTINCT FROM ROW(OLD."id", OLD."uuid") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'ikm_ikm_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='e39c6cf902fe04c6b760563efa22e642e2e483cf', operation='UPDATE', pgid='pgtrigger_ikm_ikm_fixed_b537d', table='ikm_ikm', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OwnerLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('ikm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owner_links', to='ikm.ikm', verbose_name='IKM')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owner_links', to=settings.AUTH_USER_MODEL, verbose_name='pemilik')),
                ('starts_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('given_by', models.CharField(blank=True, db_default='', default='', max_length=80)),
                ('ended_by', models.CharField(blank=True, db_default='', max_length=80)),
                ('reason', models.TextField(blank=True, db_default='', verbose_name='alasan dilepas')),
            ],
            options={
                'verbose_name': 'pemilik akun',
                'verbose_name_plural': 'pemilik akun',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('ikm', 'user'), name='owner_link_once'), models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('ends_at__isnull', True), ('starts_at__lte', models.F('ends_at')), _connector='OR'), name='owner_link_dates_in_order'), models.CheckConstraint(condition=models.Q(('reason', ''), models.Q(models.Q(('ended_by', ''), _negated=True), ('ends_at__isnull', False)), _connector='OR'), name='owner_link_reason_of_an_end'), models.CheckConstraint(condition=models.Q(('given_by__regex', '^(user|system):'), ('given_by', ''), _connector='OR'), name='owner_link_given_by_actor'), models.CheckConstraint(condition=models.Q(('ended_by__regex', '^(user|system):'), ('ended_by', ''), _connector='OR'), name='owner_link_ended_by_actor')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownerlink',
            trigger=pgtrigger.compiler.Trigger(name='ikm_owner_link_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."ikm_id", NEW."user_id", NEW."starts_at", NEW."given_by") IS DISTINCT FROM ROW(OLD."id", OLD."ikm_id", OLD."user_id", OLD."starts_at", OLD."given_by") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'ikm_owner_link_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='dd38c19adadb5776fcbaf837378aa8ef963cedff', operation='UPDATE', pgid='pgtrigger_ikm_owner_link_fixed_e68e7', table='ikm_ownerlink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownerlink',
            trigger=pgtrigger.compiler.Trigger(name='ikm_owner_link_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."ends_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'ikm_owner_link_locked';", hash='944d41d0615be50eca08c7b6cf5fd79a4090886e', operation='UPDATE OR DELETE', pgid='pgtrigger_ikm_owner_link_locked_acea4', table='ikm_ownerlink', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='YearlyFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ikm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='ikm.ikm', verbose_name='IKM')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('workers_male', models.PositiveIntegerField(verbose_name='tenaga kerja laki-laki')),
                ('workers_female', models.PositiveIntegerField(verbose_name='tenaga kerja perempuan')),
                ('workers_local', models.PositiveIntegerField(verbose_name='tenaga kerja dari kecamatan sekitar')),
                ('investment', models.BigIntegerField(verbose_name='nilai investasi')),
                ('turnover', models.BigIntegerField(verbose_name='omzet setahun')),
                ('production_value', models.BigIntegerField(blank=True, null=True, verbose_name='nilai produksi setahun')),
                ('written_by', models.CharField(blank=True, db_default='', default='', editable=False, max_length=80)),
                ('written_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'angka tahunan',
                'verbose_name_plural': 'angka tahunan',
                'ordering': ['-year'],
                'constraints': [models.UniqueConstraint(fields=('ikm', 'year'), name='figures_once_a_year'), models.CheckConstraint(condition=models.Q(('year__isnull', True), ('year__range', (1990, 2200)), _connector='OR'), name='figures_year_plausible'), models.CheckConstraint(condition=models.Q(('investment__isnull', True), ('investment__range', (0, 1000000000000000)), _connector='OR'), name='figures_investment_plausible'), models.CheckConstraint(condition=models.Q(('turnover__isnull', True), ('turnover__range', (0, 1000000000000000)), _connector='OR'), name='figures_turnover_plausible'), models.CheckConstraint(condition=models.Q(('production_value__isnull', True), ('production_value__range', (0, 1000000000000000)), _connector='OR'), name='figures_production_plausible'), models.CheckConstraint(condition=models.Q(('workers_local__lte', django.db.models.expressions.CombinedExpression(models.F('workers_male'), '+', models.F('workers_female')))), name='figures_local_workers_within_all')],
            },
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joined_from', to='ikm.ikm', verbose_name='data yang dipakai')),
                ('gone', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='joining', to='ikm.ikm', verbose_name='data yang digabungkan')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='isi sebelumnya')),
                ('joined_by', models.CharField(max_length=80)),
                ('joined_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'penggabungan usaha',
                'verbose_name_plural': 'penggabungan usaha',
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='joining_of_two_firms')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joining',
            trigger=pgtrigger.compiler.Trigger(name='ikm_joining_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ikm_joining_append_only';", hash='ad20e84fee2cc8d38a1151735ed079a09f844941', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ikm_joining_append_only_a87b3', table='ikm_joining', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joining',
            trigger=pgtrigger.compiler.Trigger(name='ikm_joining_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ikm_joining_no_truncate';", hash='846f76c4daa208361121a83bb9732dd54356a725', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ikm_joining_no_truncate_18d12', table='ikm_joining', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='JoinRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('ikm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='join_refusals', to='ikm.ikm', verbose_name='IKM')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('refused_by', models.CharField(max_length=80)),
                ('refused_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'penolakan penggabungan',
                'verbose_name_plural': 'penolakan penggabungan',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='join_refusal_has_reason'), models.CheckConstraint(condition=models.Q(('refused_by__regex', '^(user|system):')), name='join_refusal_refused_by_actor')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joinrefusal',
            trigger=pgtrigger.compiler.Trigger(name='ikm_joinrefusal_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ikm_joinrefusal_append_only';", hash='e95a8055d44dd0849e5114135b8e2b0f3086727d', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_ikm_joinrefusal_append_only_0e0ed', table='ikm_joinrefusal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joinrefusal',
            trigger=pgtrigger.compiler.Trigger(name='ikm_joinrefusal_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'ikm_joinrefusal_no_truncate';", hash='c37068cc7c00ad69fdcd84ed02d52a534a193ca9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_ikm_joinrefusal_no_truncate_f6b7d', table='ikm_joinrefusal', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Permit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ikm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='ikm.ikm', verbose_name='IKM')),
                ('kind', models.CharField(choices=[('nib', 'Nomor Induk Berusaha (NIB)'), ('pirt', 'Izin P-IRT'), ('bpom', 'Izin BPOM RI MD'), ('halal', 'Sertifikat halal'), ('lab', 'Hasil uji laboratorium'), ('merek', 'Merek terdaftar'), ('sni', 'Sertifikat SNI')], max_length=10, verbose_name='jenis')),
                ('number', models.CharField(max_length=60, verbose_name='nomor')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='tanggal terbit')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'izin atau sertifikat',
                'verbose_name_plural': 'izin dan sertifikat',
                'ordering': ['kind', '-recorded_at'],
                'constraints': [models.UniqueConstraint(fields=('ikm', 'kind', 'number'), name='permit_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['bpom', 'halal', 'lab', 'merek', 'nib', 'pirt', 'sni'])), name='permit_kind_known'), models.CheckConstraint(condition=models.Q(('issued_on__isnull', True), ('valid_until__isnull', True), ('issued_on__lte', models.F('valid_until')), _connector='OR'), name='permit_dates_in_order'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='permit_has_number')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('ikm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='ikm.ikm', verbose_name='IKM')),
                ('name', models.CharField(max_length=150, verbose_name='nama produk')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('commodity_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='ikm.commoditygroup', verbose_name='kelompok komoditi')),
                ('kbli', models.CharField(blank=True, max_length=5, verbose_name='KBLI')),
                ('story', models.TextField(blank=True, verbose_name='cerita produk')),
                ('distinction', models.CharField(blank=True, max_length=300, verbose_name='kekhasan daerah')),
                ('raw_material', models.CharField(blank=True, max_length=150, verbose_name='bahan baku utama')),
                ('local_material_pct', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='porsi bahan dari kabupaten/kota sendiri')),
                ('supply_years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='jaminan pasokan bahan (tahun)')),
                ('value_added_pct', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='nilai tambah')),
                ('capacity', models.CharField(blank=True, max_length=100, verbose_name='kapasitas produksi sebulan')),
                ('market_reach', models.CharField(blank=True, choices=[('kabupaten', 'Dalam kabupaten/kota'), ('provinsi', 'Dalam provinsi'), ('nasional', 'Antarprovinsi atau nasional'), ('ekspor', 'Luar negeri')], max_length=12, verbose_name='pasar terjauh yang rutin')),
                ('sales_channels', models.CharField(blank=True, max_length=300, verbose_name='saluran penjualan')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('written', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'produk',
                'verbose_name_plural': 'produk',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='product_name_key_parts', opclasses=['gin_trgm_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='product_has_name'), models.CheckConstraint(condition=models.Q(('kbli__regex', '^[0-9]{5}$'), ('kbli', ''), _connector='OR'), name='product_kbli_shape'), models.CheckConstraint(condition=models.Q(('local_material_pct__isnull', True), ('local_material_pct__range', (0, 100)), _connector='OR'), name='product_local_material_pct'), models.CheckConstraint(condition=models.Q(('value_added_pct__isnull', True), ('value_added_pct__range', (0, 100)), _connector='OR'), name='product_value_added_pct'), models.CheckConstraint(condition=models.Q(('supply_years__isnull', True), ('supply_years__range', (0, 100)), _connector='OR'), name='product_supply_years'), models.CheckConstraint(condition=models.Q(('market_reach__in', ['', 'ekspor', 'kabupaten', 'nasional', 'provinsi'])), name='product_market_reach_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='product',
            trigger=pgtrigger.compiler.Trigger(name='ikm_product_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."uuid") IS DISTINCT FROM ROW(OLD."id", OLD."uuid") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'ikm_product_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='13e9adcd61bdae59fe86b96ef6d019bbe2d72b67', operation='UPDATE', pgid='pgtrigger_ikm_product_fixed_0dd04', table='ikm_product', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='ProductPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='ikm.product', verbose_name='produk')),
                ('slot', models.CharField(choices=[('utuh', 'Produk utuh'), ('detail', 'Detail motif atau tekstur'), ('kemasan', 'Kemasan dan label'), ('proses', 'Proses pembuatan'), ('tempat', 'Tempat produksi')], max_length=10, verbose_name='tempat foto')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas')),
                ('alt', models.CharField(blank=True, max_length=200, verbose_name='keterangan foto')),
            ],
            options={
                'verbose_name': 'foto produk',
                'verbose_name_plural': 'foto produk',
                'constraints': [models.UniqueConstraint(fields=('product', 'slot'), name='photo_once_a_slot'), models.CheckConstraint(condition=models.Q(('slot__in', ['detail', 'kemasan', 'proses', 'tempat', 'utuh'])), name='photo_slot_known')],
            },
        ),
    ]
