import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import ovop_portal.common.guards
import ovop_portal.common.names
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('common', '0001_name_key'),
    ]

    operations = [
        migrations.CreateModel(
            name='Province',
            fields=[
                ('code', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='kode')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('short_name', models.CharField(max_length=30, verbose_name='singkatan')),
                ('island_group', models.CharField(choices=[('sumatera', 'Sumatera'), ('jawa', 'Jawa'), ('bali_nusa_tenggara', 'Bali-Nusa Tenggara'), ('kalimantan', 'Kalimantan'), ('sulawesi', 'Sulawesi'), ('maluku', 'Maluku'), ('papua', 'Papua')], max_length=20, verbose_name='kelompok pulau')),
                ('time_zone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], max_length=20, verbose_name='zona waktu')),
                ('tile_column', models.PositiveSmallIntegerField(verbose_name='kolom pada peta kotak')),
                ('tile_row', models.PositiveSmallIntegerField(verbose_name='baris pada peta kotak')),
                ('scheme', models.CharField(choices=[('kemendagri-300.2.2-2430-2025', 'Kepmendagri 300.2.2-2430 Tahun 2025')], default='kemendagri-300.2.2-2430-2025', max_length=40, verbose_name='sumber kode')),
            ],
            options={
                'verbose_name': 'provinsi',
                'verbose_name_plural': 'provinsi',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[1-9][0-9]$')), name='province_code_shaped'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='province_has_name'), models.CheckConstraint(condition=models.Q(('island_group__in', ['bali_nusa_tenggara', 'jawa', 'kalimantan', 'maluku', 'papua', 'sulawesi', 'sumatera'])), name='province_island_group_known'), models.CheckConstraint(condition=models.Q(('time_zone__in', ['Asia/Jakarta', 'Asia/Jayapura', 'Asia/Makassar'])), name='province_time_zone_known'), models.CheckConstraint(condition=models.Q(('scheme__in', ['kemendagri-300.2.2-2430-2025'])), name='province_scheme_known'), models.CheckConstraint(condition=models.Q(('tile_column__isnull', True), ('tile_column__range', (0, 17)), _connector='OR'), name='province_tile_column_on_map'), models.CheckConstraint(condition=models.Q(('tile_row__isnull', True), ('tile_row__range', (0, 6)), _connector='OR'), name='province_tile_row_on_map'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('scheme', 'name'), name='province_name_own'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('scheme', 'short_name'), name='province_short_name_own'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('scheme', 'tile_column', 'tile_row'), name='province_tile_own')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='province',
            trigger=pgtrigger.compiler.Trigger(name='regions_province_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."code") IS DISTINCT FROM ROW(OLD."code") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'regions_province_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='ad16ddcbfcf89307eaf47fdc340c61dfe28cb87e', operation='UPDATE', pgid='pgtrigger_regions_province_fixed_6c4f9', table='regions_province', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Regency',
            fields=[
                ('code', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='kode')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regencies', to='regions.province', verbose_name='provinsi')),
                ('kind', models.CharField(choices=[('kabupaten', 'Kabupaten'), ('kota', 'Kota')], max_length=10, verbose_name='jenis')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('head_title', models.CharField(choices=[('Bupati', 'Bupati'), ('Wali Kota', 'Wali Kota')], max_length=10, verbose_name='sebutan kepala daerah')),
                ('is_administrative', models.BooleanField(default=False, verbose_name='wilayah administrasi')),
                ('scheme', models.CharField(choices=[('kemendagri-300.2.2-2430-2025', 'Kepmendagri 300.2.2-2430 Tahun 2025')], default='kemendagri-300.2.2-2430-2025', max_length=40, verbose_name='sumber kode')),
            ],
            options={
                'verbose_name': 'kabupaten/kota',
                'verbose_name_plural': 'kabupaten/kota',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[1-9][0-9]\\.[0-9]{2}$')), name='regency_code_shaped'), models.CheckConstraint(condition=models.Q(('province', django.db.models.functions.text.Left(models.F('code'), 2))), name='regency_code_starts_with_province'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='regency_has_name'), models.CheckConstraint(condition=models.Q(models.Q(('code__regex', '\\.[0-6][0-9]$'), ('head_title', 'Bupati'), ('kind', 'kabupaten')), models.Q(('code__regex', '\\.[7-9][0-9]$'), ('head_title', 'Wali Kota'), ('kind', 'kota')), _connector='OR'), name='regency_kind_code_and_head_agree'), models.CheckConstraint(condition=models.Q(('scheme__in', ['kemendagri-300.2.2-2430-2025'])), name='regency_scheme_known'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('scheme', 'province', 'kind', 'name'), name='regency_name_own')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='regency',
            trigger=pgtrigger.compiler.Trigger(name='regions_regency_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."code") IS DISTINCT FROM ROW(OLD."code") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'regions_regency_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='adfe98d103bea0a81a35e1ef1f374d4f57f9775c', operation='UPDATE', pgid='pgtrigger_regions_regency_fixed_a0440', table='regions_regency', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='District',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name='kode')),
                ('regency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='districts', to='regions.regency', verbose_name='kabupaten/kota')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('scheme', models.CharField(choices=[('kemendagri-300.2.2-2430-2025', 'Kepmendagri 300.2.2-2430 Tahun 2025')], default='kemendagri-300.2.2-2430-2025', max_length=40, verbose_name='sumber kode')),
            ],
            options={
                'verbose_name': 'kecamatan',
                'verbose_name_plural': 'kecamatan',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[1-9][0-9]\\.[0-9]{2}\\.[0-9]{2}$')), name='district_code_shaped'), models.CheckConstraint(condition=models.Q(('regency', django.db.models.functions.text.Left(models.F('code'), 5))), name='district_code_starts_with_regency'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='district_has_name'), models.CheckConstraint(condition=models.Q(('scheme__in', ['kemendagri-300.2.2-2430-2025'])), name='district_scheme_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='district',
            trigger=pgtrigger.compiler.Trigger(name='regions_district_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."code") IS DISTINCT FROM ROW(OLD."code") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'regions_district_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='b47ccba49a5364d603ae04b47a847eedc2011dec', operation='UPDATE', pgid='pgtrigger_regions_district_fixed_28c97', table='regions_district', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='nama dinas')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('level', models.CharField(choices=[('regency', 'Kabupaten/kota'), ('province', 'Provinsi')], max_length=10, verbose_name='tingkat')),
                ('regency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='regions.regency', verbose_name='kabupaten/kota')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='regions.province', verbose_name='provinsi')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='alamat')),
                ('phone', models.CharField(blank=True, max_length=16, verbose_name='telepon kantor')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail kantor')),
                ('head_name', models.CharField(blank=True, max_length=150, verbose_name='nama kepala dinas')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
            ],
            options={
                'verbose_name': 'dinas',
                'verbose_name_plural': 'dinas',
                'ordering': ['level', 'regency', 'province', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='office_has_name'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'regency'), ('province__isnull', True), ('regency__isnull', False)), models.Q(('level', 'province'), ('province__isnull', False), ('regency__isnull', True)), _connector='OR'), name='office_serves_one_place_of_its_level'), models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('regency',), name='office_one_active_per_regency'), models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('province',), name='office_one_active_per_province'), models.CheckConstraint(condition=models.Q(('phone__regex', '^\\+[1-9][0-9]{7,14}$'), ('phone', ''), _connector='OR'), name='office_phone_e164')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='regions_office_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."uuid") IS DISTINCT FROM ROW(OLD."id", OLD."uuid") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'regions_office_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='57329cfa01dc14e5ee2668271a25d3bee08994f4', operation='UPDATE', pgid='pgtrigger_regions_office_fixed_66fe0', table='regions_office', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OutreachSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='judul')),
                ('held_on', models.DateField(verbose_name='tanggal')),
                ('mode', models.CharField(blank=True, choices=[('online', 'Daring'), ('on_site', 'Luring'), ('hybrid', 'Daring dan luring')], max_length=10, verbose_name='cara')),
                ('notes', models.TextField(blank=True, verbose_name='catatan')),
                ('provinces', models.ManyToManyField(related_name='outreach_sessions', to='regions.province', verbose_name='provinsi')),
            ],
            options={
                'verbose_name': 'sosialisasi',
                'verbose_name_plural': 'sosialisasi',
                'ordering': ['-held_on', 'title'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='outreach_has_title'), models.CheckConstraint(condition=models.Q(('mode__in', ['', 'online', 'on_site', 'hybrid'])), name='outreach_mode_known'), models.UniqueConstraint(fields=('held_on', 'title'), name='outreach_once')],
            },
        ),
    ]
