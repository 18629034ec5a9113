import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
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
        ('awards', '0001_initial'),
        ('common', '0001_name_key'),
        ('ikm', '0001_initial'),
        ('regions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='nama')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('province', models.ForeignKey(blank=True, help_text='Kosongkan bagi lembaga nasional. Jurinya tidak menilai berkas dari provinsi ini', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.province', verbose_name='provinsi')),
            ],
            options={
                'verbose_name': 'lembaga',
                'verbose_name_plural': 'lembaga',
            },
        ),
        migrations.CreateModel(
            name='Juror',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='juror', to=settings.AUTH_USER_MODEL, verbose_name='pengguna')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jurors', to='assessments.institution', verbose_name='lembaga')),
                ('home_regency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.regency', verbose_name='kabupaten/kota asal')),
                ('expertise', models.ManyToManyField(blank=True, related_name='experts', to='ikm.commoditygroup', verbose_name='keahlian')),
            ],
            options={
                'verbose_name': 'juri',
                'verbose_name_plural': 'juri',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='juror',
            trigger=pgtrigger.compiler.Trigger(name='assessments_juror_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."user_id") IS DISTINCT FROM ROW(OLD."id", OLD."user_id") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_juror_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='81e39619e62daf09575995ed4191013f1037b1b9', operation='UPDATE', pgid='pgtrigger_assessments_juror_fixed_db0f6', table='assessments_juror', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Panel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panels', to='awards.edition', verbose_name='penyelenggaraan')),
                ('commodity_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ikm.commoditygroup', verbose_name='kelompok komoditi')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ditutup')),
            ],
            options={
                'verbose_name': 'panel',
                'verbose_name_plural': 'panel',
                'constraints': [models.UniqueConstraint(fields=('edition', 'commodity_group'), name='panel_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panel',
            trigger=pgtrigger.compiler.Trigger(name='assessments_panel_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."edition_id", NEW."commodity_group_id") IS DISTINCT FROM ROW(OLD."id", OLD."edition_id", OLD."commodity_group_id") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_panel_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='49fe3e65bc25cd8a5efa7cf0df5dce3aba417867', operation='UPDATE', pgid='pgtrigger_assessments_panel_fixed_35fdf', table='assessments_panel', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panel',
            trigger=pgtrigger.compiler.Trigger(name='assessments_panel_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."closed_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_panel_locked';", hash='bf26c7196093ac2fb9647c41a64950e968b6b196', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_panel_locked_57ac7', table='assessments_panel', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PanelMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='assessments.panel', verbose_name='panel')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='assessments.juror', verbose_name='juri')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='berakhir')),
                ('ended_because', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='alasan berakhir')),
            ],
            options={
                'verbose_name': 'anggota panel',
                'verbose_name_plural': 'anggota panel',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('panel', 'juror'), name='panel_seat_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), _negated=True), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='panel_seat_ended_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelmember',
            trigger=pgtrigger.compiler.Trigger(name='assessments_panel_member_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."panel_id", NEW."juror_id") IS DISTINCT FROM ROW(OLD."id", OLD."panel_id", OLD."juror_id") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_panel_member_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='2a5c8a6381957eba3e616a9995b0de2648e0ad5d', operation='UPDATE', pgid='pgtrigger_assessments_panel_member_fixed_c5497', table='assessments_panelmember', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='panelmember',
            trigger=pgtrigger.compiler.Trigger(name='assessments_panelmember_ended', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_panelmember_ended';", hash='3cf24d6a06a080b8db9168eab3dcfe32b2746450', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_panelmember_ended_733e1', table='assessments_panelmember', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='assessments.juror', verbose_name='juri')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='awards.nomination', verbose_name='pengajuan')),
                ('kind', models.CharField(choices=[('region', 'Berasal dari daerah yang sama'), ('firm', 'Hubungan keluarga atau usaha'), ('coached', 'Pernah membina IKM ini'), ('other', 'Lainnya')], max_length=10, verbose_name='hubungan')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='keterangan')),
                ('declared_by', models.CharField(max_length=80)),
                ('declared_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'benturan kepentingan',
                'verbose_name_plural': 'benturan kepentingan',
                'constraints': [models.UniqueConstraint(fields=('juror', 'nomination'), name='conflict_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['coached', 'firm', 'other', 'region'])), name='conflict_kind_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='assessments_conflict_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_conflict_append_only';", hash='b73650e761e78f8ec5d0ba547e6503f2fae68506', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_conflict_append_only_65bb4', table='assessments_conflict', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='assessments_conflict_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_conflict_no_truncate';", hash='5e40a32b01939ee2fef6205885eaa7af238538eb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_conflict_no_truncate_c95c7', table='assessments_conflict', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='assessments_conflict_no_open_sheet', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_juror" WHERE id = (NEW.juror_id) FOR UPDATE;\n            IF EXISTS (\n                SELECT FROM public.assessments_scoresheet s JOIN public.assessments_entry e ON e.id = s.entry_id\n                 WHERE e.nomination_id = NEW.nomination_id AND s.juror_id = NEW.juror_id AND s.state IN (\'draft\', \'sent\')\n            ) THEN\n                RAISE EXCEPTION \'the juror still has an open sheet for this file\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_conflict_no_open_sheet\';\n            END IF;\n            RETURN NEW;\n        ', hash='83adfb2918d49fa935ad423f0a5b9785d0548c18', operation='INSERT', pgid='pgtrigger_assessments_conflict_no_open_sheet_690a6', table='assessments_conflict', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='kode')),
                ('title', models.CharField(max_length=200, verbose_name='nama')),
                ('total_points', models.PositiveSmallIntegerField(verbose_name='jumlah poin')),
                ('provenance', models.TextField(verbose_name='asal-usul')),
                ('sha256', models.CharField(max_length=64, verbose_name='sidik')),
                ('loaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'rubrik',
                'verbose_name_plural': 'rubrik',
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='rubric_sha256_shape')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rubric',
            trigger=pgtrigger.compiler.Trigger(name='assessments_rubric_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_rubric_append_only';", hash='d4b3ad461b7cd9ba72743da5e2d1d530b0e855ec', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_rubric_append_only_dc006', table='assessments_rubric', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rubric',
            trigger=pgtrigger.compiler.Trigger(name='assessments_rubric_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_rubric_no_truncate';", hash='d613362f77dcaa0d6bf18d0c496d33dd79130d2b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_rubric_no_truncate_d941e', table='assessments_rubric', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Aspect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aspects', to='assessments.rubric', verbose_name='rubrik')),
                ('code', models.CharField(max_length=8, verbose_name='kode')),
                ('commodity_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ikm.commoditygroup', verbose_name='hanya untuk kelompok')),
                ('label', models.CharField(max_length=150, verbose_name='nama')),
                ('label_en', models.CharField(max_length=150, verbose_name='nama Inggris')),
                ('max_points', models.DecimalField(decimal_places=3, max_digits=6, verbose_name='poin tertinggi')),
                ('provenance', models.CharField(max_length=300, verbose_name='asal-usul')),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'aspek',
                'verbose_name_plural': 'aspek',
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('rubric', 'code', 'commodity_group'), name='aspect_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('max_points__gt', 0)), name='aspect_worth_something')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aspect',
            trigger=pgtrigger.compiler.Trigger(name='assessments_aspect_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_aspect_append_only';", hash='2a439cb2d04c555cdf6ebbecede7cb6fdc4ca810', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_aspect_append_only_7a440', table='assessments_aspect', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aspect',
            trigger=pgtrigger.compiler.Trigger(name='assessments_aspect_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_aspect_no_truncate';", hash='6c731d7b5e735655deccc960a2e3fadf06028af8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_aspect_no_truncate_80f55', table='assessments_aspect', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aspect',
            trigger=pgtrigger.compiler.Trigger(name='assessments_aspect_whole', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_rubric" WHERE id = (NEW.rubric_id) FOR KEY SHARE;\n            IF EXISTS (SELECT FROM public.assessments_assessmentplan WHERE "rubric_id" = (NEW.rubric_id)) THEN\n                RAISE EXCEPTION \'% would be added to what an edition is judged by\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_aspect_whole\';\n            END IF;\n            RETURN NEW;\n        ', hash='e0fc78cc731e6223d69f894cbbc6b8c6857b1bf3', operation='INSERT', pgid='pgtrigger_assessments_aspect_whole_f4537', table='assessments_aspect', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='assessments.aspect', verbose_name='aspek')),
                ('code', models.CharField(max_length=12, verbose_name='kode')),
                ('group_code', models.CharField(max_length=8, verbose_name='kode kelompok')),
                ('group_label', models.CharField(max_length=150, verbose_name='kelompok')),
                ('label', models.CharField(max_length=200, verbose_name='kriteria')),
                ('label_en', models.CharField(max_length=200, verbose_name='kriteria (Inggris)')),
                ('max_points', models.DecimalField(decimal_places=3, max_digits=6, verbose_name='poin tertinggi')),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None, verbose_name='bukti')),
                ('provenance', models.CharField(max_length=300, verbose_name='asal-usul')),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'kriteria',
                'verbose_name_plural': 'kriteria',
                'ordering': ['aspect__order', 'order'],
                'constraints': [models.UniqueConstraint(fields=('aspect', 'code'), name='criterion_once'), models.CheckConstraint(condition=models.Q(('max_points__gt', 0)), name='criterion_worth_something')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='assessments_criterion_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_criterion_append_only';", hash='ccd1383d4808a57a25527f0007a4fd23de2b03a0', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_criterion_append_only_2334b', table='assessments_criterion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='assessments_criterion_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_criterion_no_truncate';", hash='0a1aa136f7046f592d23af8fe3dd2fe94ad84270', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_criterion_no_truncate_3b445', table='assessments_criterion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='assessments_criterion_whole', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_rubric" WHERE id = (SELECT rubric_id FROM public.assessments_aspect WHERE id = NEW.aspect_id) FOR KEY SHARE;\n            IF EXISTS (SELECT FROM public.assessments_assessmentplan WHERE "rubric_id" = (SELECT rubric_id FROM public.assessments_aspect WHERE id = NEW.aspect_id)) THEN\n                RAISE EXCEPTION \'% would be added to what an edition is judged by\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_criterion_whole\';\n            END IF;\n            RETURN NEW;\n        ', hash='c8bdcd196b58079e5bf4159670bffba96cbd0248', operation='INSERT', pgid='pgtrigger_assessments_criterion_whole_24f3f', table='assessments_criterion', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='assessments.criterion', verbose_name='kriteria')),
                ('points', models.DecimalField(decimal_places=3, max_digits=6, verbose_name='poin')),
                ('label', models.CharField(max_length=300, verbose_name='uraian')),
                ('label_en', models.CharField(max_length=300, verbose_name='uraian (Inggris)')),
            ],
            options={
                'verbose_name': 'tingkat',
                'verbose_name_plural': 'tingkat',
                'ordering': ['points'],
                'constraints': [models.UniqueConstraint(fields=('criterion', 'points'), name='level_once'), models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__range', (0, 100)), _connector='OR'), name='level_points_plausible')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='level',
            trigger=pgtrigger.compiler.Trigger(name='assessments_level_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_level_append_only';", hash='0f8bbf9bc519690178e3c00a880a8d3526849b61', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_level_append_only_6261b', table='assessments_level', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='level',
            trigger=pgtrigger.compiler.Trigger(name='assessments_level_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_level_no_truncate';", hash='a91d1d22d4bee2ceec92fd08ff30862816409d9a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_level_no_truncate_b2863', table='assessments_level', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='level',
            trigger=pgtrigger.compiler.Trigger(name='assessments_level_whole', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_rubric" WHERE id = (\n    SELECT a.rubric_id FROM public.assessments_criterion c JOIN public.assessments_aspect a ON a.id = c.aspect_id WHERE c.id = NEW.criterion_id\n) FOR KEY SHARE;\n            IF EXISTS (SELECT FROM public.assessments_assessmentplan WHERE "rubric_id" = (\n    SELECT a.rubric_id FROM public.assessments_criterion c JOIN public.assessments_aspect a ON a.id = c.aspect_id WHERE c.id = NEW.criterion_id\n)) THEN\n                RAISE EXCEPTION \'% would be added to what an edition is judged by\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_level_whole\';\n            END IF;\n            RETURN NEW;\n        ', hash='d14bcbfcd8673f1a95cb6e3ddb5dce5756c73dde', operation='INSERT', pgid='pgtrigger_assessments_level_whole_35883', table='assessments_level', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='StarLineSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='kode')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='awards.starscheme', verbose_name='skema bintang')),
                ('provenance', models.CharField(max_length=200, verbose_name='asal-usul')),
            ],
            options={
                'verbose_name': 'garis bintang',
                'verbose_name_plural': 'garis bintang',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starlineset',
            trigger=pgtrigger.compiler.Trigger(name='assessments_star_line_set_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_star_line_set_append_only';", hash='7ff50151597248b7f42f3cf84ca212ce6d647af1', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_star_line_set_append_only_7dbd8', table='assessments_starlineset', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starlineset',
            trigger=pgtrigger.compiler.Trigger(name='assessments_star_line_set_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_star_line_set_no_truncate';", hash='467e256e60405bd4ec391b8313d8dc43a22a48cb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_star_line_set_no_truncate_30d8c', table='assessments_starlineset', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='StarLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='assessments.starlineset', verbose_name='garis bintang')),
                ('commodity_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ikm.commoditygroup', verbose_name='hanya untuk kelompok')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='bintang')),
                ('lower', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='mulai nilai')),
            ],
            options={
                'verbose_name': 'garis',
                'verbose_name_plural': 'garis',
                'ordering': ['-stars'],
                'constraints': [models.UniqueConstraint(fields=('line_set', 'commodity_group', 'stars'), name='star_line_once', nulls_distinct=False), models.UniqueConstraint(fields=('line_set', 'commodity_group', 'lower'), name='star_line_bound_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (1, 5)), _connector='OR'), name='star_line_stars'), models.CheckConstraint(condition=models.Q(('lower__isnull', True), ('lower__range', (0, 100)), _connector='OR'), name='star_line_lower')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starline',
            trigger=pgtrigger.compiler.Trigger(name='assessments_star_line_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_star_line_append_only';", hash='b7667d05612d1f682a9d9919ac1f509516a09647', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_star_line_append_only_c1b42', table='assessments_starline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starline',
            trigger=pgtrigger.compiler.Trigger(name='assessments_star_line_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_star_line_no_truncate';", hash='51925ef90cb7092b241fd3c46177ee8bbe8d90be', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_star_line_no_truncate_15925', table='assessments_starline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starline',
            trigger=pgtrigger.compiler.Trigger(name='assessments_star_line_whole', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_starlineset" WHERE id = (NEW.line_set_id) FOR KEY SHARE;\n            IF EXISTS (SELECT FROM public.assessments_assessmentplan WHERE "star_lines_id" = (NEW.line_set_id)) THEN\n                RAISE EXCEPTION \'% would be added to what an edition is judged by\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_star_line_whole\';\n            END IF;\n            RETURN NEW;\n        ', hash='85e6a6b9c5aba703a6f6e731edca5345eb857471', operation='INSERT', pgid='pgtrigger_assessments_star_line_whole_ba7e6', table='assessments_starline', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='AssessmentPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='awards.edition', verbose_name='penyelenggaraan')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='assessments.rubric', verbose_name='rubrik')),
                ('star_lines', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='assessments.starlineset', verbose_name='garis bintang')),
                ('jurors_per_entry', models.PositiveSmallIntegerField(default=5, verbose_name='juri tiap berkas')),
                ('combine', models.CharField(choices=[('mean', 'rata-rata'), ('median', 'median'), ('trimmed_mean_drop_high_low', 'rata-rata tanpa nilai tertinggi dan terendah')], default='mean', max_length=30, verbose_name='cara menggabungkan')),
                ('caps_of_holders', models.CharField(choices=[('exempt', 'tidak berlaku bagi penerima lama, karena berkasnya tidak melalui seleksi'), ('last_screening', 'berlaku bagi penerima lama menurut seleksi terakhir atas produknya')], db_default='exempt', default='exempt', max_length=20, verbose_name='syarat pembatas bintang')),
                ('divergence_points', models.PositiveSmallIntegerField(default=15, verbose_name='selisih yang dibahas (poin)')),
                ('is_blind', models.BooleanField(default=True, verbose_name='nama usaha disembunyikan dari juri')),
            ],
            options={
                'verbose_name': 'rencana penilaian',
                'verbose_name_plural': 'rencana penilaian',
                'constraints': [models.CheckConstraint(condition=models.Q(('combine__in', ['mean', 'median', 'trimmed_mean_drop_high_low'])), name='plan_combine_known'), models.CheckConstraint(condition=models.Q(('caps_of_holders__in', ['exempt', 'last_screening'])), name='plan_caps_of_holders_known'), models.CheckConstraint(condition=models.Q(('jurors_per_entry__isnull', True), ('jurors_per_entry__range', (1, 15)), _connector='OR'), name='plan_jurors_plausible'), models.CheckConstraint(condition=models.Q(models.Q(('combine', 'trimmed_mean_drop_high_low'), _negated=True), ('jurors_per_entry__gte', 3), _connector='OR'), name='plan_trimmed_leaves_one')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessmentplan',
            trigger=pgtrigger.compiler.Trigger(name='assessments_plan_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_plan_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_plan_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='8b575756b442c2a39a29caff364c2e05d945b441', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_assessments_plan_frozen_82a8a', table='assessments_assessmentplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessmentplan',
            trigger=pgtrigger.compiler.Trigger(name='assessments_plan_whole_versions', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_rubric" WHERE id = (NEW.rubric_id) FOR UPDATE;\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_starlineset" WHERE id = (NEW.star_lines_id) FOR UPDATE;\n            RETURN NEW;\n        ', hash='7717e2d50be79308a7b7467110b4a3598888ba72', operation='INSERT OR UPDATE', pgid='pgtrigger_assessments_plan_whole_versions_89ccd', table='assessments_assessmentplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessmentplan',
            trigger=pgtrigger.compiler.Trigger(name='assessments_plan_kept', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR UPDATE;\n            IF (TG_OP = \'DELETE\' OR ROW(NEW.rubric_id, NEW.edition_id) IS DISTINCT FROM ROW(OLD.rubric_id, OLD.edition_id)) AND EXISTS (\n            SELECT FROM public.assessments_entry e JOIN public.awards_nomination n ON n.id = e.nomination_id WHERE n.edition_id = OLD.edition_id\n        ) THEN\n                RAISE EXCEPTION \'files are being judged by this rubric\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_plan_kept\';\n            END IF;\n            IF TG_OP = \'UPDATE\' AND ROW(NEW.star_lines_id, NEW.combine, NEW.caps_of_holders)\n                                IS DISTINCT FROM ROW(OLD.star_lines_id, OLD.combine, OLD.caps_of_holders) AND EXISTS (SELECT FROM public.assessments_tally WHERE edition_id = OLD.edition_id AND state = \'sealed\') THEN\n                RAISE EXCEPTION \'a tally was sealed by these lines\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_plan_kept\';\n            END IF;\n            IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ', hash='828c0438a24c566889353a279fe77816cf5bfd89', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_plan_kept_c0053', table='assessments_assessmentplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessmentplan',
            trigger=pgtrigger.compiler.Trigger(name='assessments_plan_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_plan_no_truncate';", hash='7bb59fe98d4fb60c094f8bb3d1db16ff70e5f1e9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_plan_no_truncate_a7647', table='assessments_assessmentplan', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='assessment_entry', to='awards.nomination', verbose_name='pengajuan')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='awards.submission', verbose_name='kiriman')),
                ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='assessments.panel', verbose_name='panel')),
                ('state', models.CharField(choices=[('open', 'Sedang dinilai'), ('scored', 'Nilai lengkap, terkunci'), ('decided', 'Diputuskan pleno')], max_length=10, verbose_name='status')),
                ('sample_received_at', models.DateTimeField(blank=True, null=True, verbose_name='contoh produk diterima')),
                ('sample_waybill', models.CharField(blank=True, max_length=60, verbose_name='nomor resi')),
            ],
            options={
                'verbose_name': 'berkas penilaian',
                'verbose_name_plural': 'berkas penilaian',
                'ordering': ['nomination__number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['decided', 'open', 'scored'])), name='entry_state_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='assessments_entry_moves', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW."state" NOT IN (\'open\') THEN RAISE EXCEPTION \'row of % cannot be born as %\', TG_TABLE_NAME, NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_entry_moves\'; END IF;\n            ELSIF NEW."state" IS DISTINCT FROM OLD."state" AND (OLD."state", NEW."state") NOT IN ((\'open\', \'scored\'), (\'scored\', \'decided\'), (\'scored\', \'open\')) THEN\n                RAISE EXCEPTION \'illegal move of %: % to %\', TG_TABLE_NAME, OLD."state", NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_entry_moves\';\n            END IF;\n            RETURN NEW;\n        ', hash='f7359c30f370c4b1e2dd78ca25209fa80559ae68', operation='INSERT OR UPDATE', pgid='pgtrigger_assessments_entry_moves_5c9dd', table='assessments_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='assessments_entry_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_entry_no_delete';", hash='4338f95689bd7a8759a00b81cd0594715db8d86c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_assessments_entry_no_delete_dbbca', table='assessments_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='assessments_entry_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_entry_no_truncate';", hash='a7e7e5e8e0762189313b708963e0bf2d5be4b51a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_entry_no_truncate_7d554', table='assessments_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='assessments_entry_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_entry_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_entry_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='6e16d3a3223af5cdcaf7b13647dc6cbc00acd5f0', operation='INSERT', pgid='pgtrigger_assessments_entry_frozen_606b9', table='assessments_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='assessments_entry_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."nomination_id", NEW."submission_id", NEW."panel_id") IS DISTINCT FROM ROW(OLD."id", OLD."nomination_id", OLD."submission_id", OLD."panel_id") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_entry_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='26d2089789b00826950a204173ca54f9dd752751', operation='UPDATE', pgid='pgtrigger_assessments_entry_fixed_98253', table='assessments_entry', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Scoresheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='assessments.entry', verbose_name='berkas')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='assessments.juror', verbose_name='juri')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='putaran')),
                ('state', models.CharField(choices=[('draft', 'Draf'), ('sent', 'Terkirim'), ('locked', 'Terkunci'), ('recused', 'Benturan kepentingan'), ('withdrawn', 'Ditarik panitia')], max_length=10, verbose_name='status')),
                ('version', models.PositiveIntegerField(default=0)),
                ('assigned_at', models.DateTimeField(verbose_name='ditugaskan')),
                ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='tersimpan')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='terkirim')),
                ('locked_at', models.DateTimeField(blank=True, null=True, verbose_name='terkunci')),
                ('total', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='nilai')),
                ('digest', models.CharField(blank=True, max_length=64, null=True, verbose_name='sidik')),
                ('reopened_because', models.TextField(blank=True, verbose_name='alasan dibuka kembali')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ditarik')),
                ('withdrawn_because', models.TextField(blank=True, db_default='', default='', verbose_name='alasan ditarik')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacement', to='assessments.scoresheet', verbose_name='menggantikan lembar')),
            ],
            options={
                'verbose_name': 'lembar nilai',
                'verbose_name_plural': 'lembar nilai',
                'indexes': [models.Index(fields=['juror', 'state'], name='sheet_juror_state')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'juror', 'round'), name='sheet_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'sent'])), fields=('entry', 'juror'), name='sheet_open_once'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'locked', 'recused', 'sent', 'withdrawn'])), name='sheet_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('digest__isnull', True), ('locked_at__isnull', True), ('total__isnull', True)), models.Q(('digest__isnull', False), ('locked_at__isnull', False), ('total__isnull', False)), _connector='OR'), name='sheet_lock_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'locked'), _negated=True), ('locked_at__isnull', False), _connector='OR'), name='sheet_locked_means_total'), models.CheckConstraint(condition=models.Q(models.Q(('locked_at__isnull', False), _negated=True), ('state', 'locked'), _connector='OR'), name='sheet_total_means_locked'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'locked']), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sheet_sent_has_hour'), models.CheckConstraint(condition=models.Q(models.Q(('round__gt', 1), _negated=True), models.Q(('reopened_because', ''), _negated=True), _connector='OR'), name='sheet_reopened_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', False), _connector='OR'), name='sheet_withdrawn_has_hour'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', False), _negated=True), ('state', 'withdrawn'), _connector='OR'), name='sheet_hour_means_withdrawn'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', False), _negated=True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='sheet_withdrawn_has_reason'), models.CheckConstraint(condition=models.Q(('total__isnull', True), ('total__range', (0, 100)), _connector='OR'), name='sheet_total_plausible')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoresheet',
            trigger=pgtrigger.compiler.Trigger(name='assessments_scoresheet_moves', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW."state" NOT IN (\'draft\') THEN RAISE EXCEPTION \'row of % cannot be born as %\', TG_TABLE_NAME, NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_scoresheet_moves\'; END IF;\n            ELSIF NEW."state" IS DISTINCT FROM OLD."state" AND (OLD."state", NEW."state") NOT IN ((\'draft\', \'recused\'), (\'draft\', \'sent\'), (\'draft\', \'withdrawn\'), (\'sent\', \'draft\'), (\'sent\', \'locked\')) THEN\n                RAISE EXCEPTION \'illegal move of %: % to %\', TG_TABLE_NAME, OLD."state", NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_scoresheet_moves\';\n            END IF;\n            RETURN NEW;\n        ', hash='b236aa77e3f67db25476c9cdae449515059433f4', operation='INSERT OR UPDATE', pgid='pgtrigger_assessments_scoresheet_moves_eb85b', table='assessments_scoresheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoresheet',
            trigger=pgtrigger.compiler.Trigger(name='assessments_scoresheet_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_scoresheet_no_delete';", hash='e6e3924312d43e44c1ca6aded7af13cac3f2d5ec', level='STATEMENT', operation='DELETE', pgid='pgtrigger_assessments_scoresheet_no_delete_8759c', table='assessments_scoresheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoresheet',
            trigger=pgtrigger.compiler.Trigger(name='assessments_scoresheet_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_scoresheet_no_truncate';", hash='767eda691ac268509b76bd7f31867a4e34fb54e1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_scoresheet_no_truncate_eddce', table='assessments_scoresheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoresheet',
            trigger=pgtrigger.compiler.Trigger(name='assessments_scoresheet_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."locked_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_scoresheet_locked';", hash='212e7e6dfa70df9c7d657e9c14ccdd3b1e391432', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_scoresheet_locked_c184d', table='assessments_scoresheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoresheet',
            trigger=pgtrigger.compiler.Trigger(name='assessments_scoresheet_no_conflict', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."assessments_juror" WHERE id = (NEW.juror_id) FOR KEY SHARE;\n            IF EXISTS (\n                SELECT FROM public.assessments_conflict c JOIN public.assessments_entry e ON e.nomination_id = c.nomination_id\n                 WHERE e.id = NEW.entry_id AND c.juror_id = NEW.juror_id\n            ) THEN\n                RAISE EXCEPTION \'the juror has a conflict with this entry\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_scoresheet_no_conflict\';\n            END IF;\n            RETURN NEW;\n        ', hash='06ad4ad37339f3fe1cb4c20551b182f78f6dc55c', operation='INSERT', pgid='pgtrigger_assessments_scoresheet_no_conflict_24ecc', table='assessments_scoresheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoresheet',
            trigger=pgtrigger.compiler.Trigger(name='assessments_scoresheet_of_open_entry', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF;\n            IF TG_OP <> \'INSERT\' AND (SELECT "state" FROM public."assessments_entry" WHERE id = OLD.entry_id FOR SHARE) NOT IN (\'open\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_scoresheet_of_open_entry\'; END IF;\n            IF TG_OP <> \'DELETE\' AND (SELECT "state" FROM public."assessments_entry" WHERE id = NEW.entry_id FOR SHARE) NOT IN (\'open\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_scoresheet_of_open_entry\'; END IF;\n            IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ', hash='fbceef77915c1d4db31831fb830c9e80c8eec556', operation='INSERT', pgid='pgtrigger_assessments_scoresheet_of_open_entry_b96f6', table='assessments_scoresheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoresheet',
            trigger=pgtrigger.compiler.Trigger(name='assessments_scoresheet_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."entry_id", NEW."juror_id", NEW."round", NEW."assigned_at", NEW."reopened_because") IS DISTINCT FROM ROW(OLD."id", OLD."entry_id", OLD."juror_id", OLD."round", OLD."assigned_at", OLD."reopened_because") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_scoresheet_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='e55bedac0753c15e2f04476984fc3a5d55f37769', operation='UPDATE', pgid='pgtrigger_assessments_scoresheet_fixed_31d15', table='assessments_scoresheet', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='assessments.scoresheet', verbose_name='lembar')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='assessments.criterion', verbose_name='kriteria')),
                ('points', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='poin')),
                ('cannot_assess', models.BooleanField(default=False, verbose_name='tidak dapat dinilai')),
                ('note', models.TextField(blank=True, verbose_name='catatan')),
                ('version', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'nilai',
                'verbose_name_plural': 'nilai',
                'constraints': [models.UniqueConstraint(fields=('sheet', 'criterion'), name='score_once'), models.CheckConstraint(condition=models.Q(models.Q(('cannot_assess', True), _negated=True), models.Q(('points__isnull', True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='score_cannot_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='score',
            trigger=pgtrigger.compiler.Trigger(name='assessments_score_open_sheet', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF;\n            IF TG_OP <> \'INSERT\' AND (SELECT "state" FROM public."assessments_scoresheet" WHERE id = OLD.sheet_id FOR SHARE) NOT IN (\'draft\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_score_open_sheet\'; END IF;\n            IF TG_OP <> \'DELETE\' AND (SELECT "state" FROM public."assessments_scoresheet" WHERE id = NEW.sheet_id FOR SHARE) NOT IN (\'draft\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_score_open_sheet\'; END IF;\n            IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ', hash='a4bca0f96ef97cc75393da52953686e9a6eeb969', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_assessments_score_open_sheet_7e10b', table='assessments_score', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='score',
            trigger=pgtrigger.compiler.Trigger(name='assessments_score_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_score_no_truncate';", hash='9b09e35dbdba5179709a954304a913d32b925fdf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_score_no_truncate_e5a09', table='assessments_score', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='ScoreEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='assessments.scoresheet', verbose_name='lembar')),
                ('version', models.PositiveIntegerField()),
                ('op_id', models.UUIDField(default=uuid.uuid4)),
                ('base_version', models.PositiveIntegerField()),
                ('cells', models.JSONField()),
                ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('saved_by', models.CharField(max_length=80)),
            ],
            options={
                'verbose_name': 'perubahan nilai',
                'verbose_name_plural': 'perubahan nilai',
                'ordering': ['sheet', 'version'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'version'), name='score_event_numbered_once'), models.UniqueConstraint(fields=('sheet', 'op_id'), name='score_event_operation_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='score_event_from_one'), models.CheckConstraint(condition=models.Q(('saved_by__regex', '^(user|system):')), name='score_event_saved_by_actor')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoreevent',
            trigger=pgtrigger.compiler.Trigger(name='assessments_score_event_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_score_event_append_only';", hash='922c9ac27210f1729316829ac66354e32ae18a77', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_score_event_append_only_913af', table='assessments_scoreevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoreevent',
            trigger=pgtrigger.compiler.Trigger(name='assessments_score_event_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_score_event_no_truncate';", hash='1da6d73ebbeebdaaddfe5db6207486d9b0c5abfe', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_score_event_no_truncate_1d96a', table='assessments_scoreevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoreevent',
            trigger=pgtrigger.compiler.Trigger(name='assessments_score_event_open_sheet', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF;\n            IF TG_OP <> \'INSERT\' AND (SELECT "state" FROM public."assessments_scoresheet" WHERE id = OLD.sheet_id FOR SHARE) NOT IN (\'draft\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_score_event_open_sheet\'; END IF;\n            IF TG_OP <> \'DELETE\' AND (SELECT "state" FROM public."assessments_scoresheet" WHERE id = NEW.sheet_id FOR SHARE) NOT IN (\'draft\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_score_event_open_sheet\'; END IF;\n            IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ', hash='6b9736723430dc907c95736c0fd096f5a0f72007', operation='INSERT', pgid='pgtrigger_assessments_score_event_open_sheet_f3283', table='assessments_scoreevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='ReopeningRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopening_requests', to='assessments.scoresheet', verbose_name='lembar')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('asked_at', models.DateTimeField(verbose_name='diminta')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='dijawab')),
                ('answered_by', models.CharField(blank=True, max_length=80, null=True, verbose_name='dijawab oleh')),
                ('is_granted', models.BooleanField(blank=True, null=True, verbose_name='disetujui')),
                ('answer', models.TextField(blank=True, db_default='', default='', verbose_name='jawaban')),
            ],
            options={
                'verbose_name': 'permintaan buka kunci',
                'verbose_name_plural': 'permintaan buka kunci',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reopening_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('is_granted__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('is_granted__isnull', False)), _connector='OR'), name='reopening_answer_whole'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='reopening_answer_has_words'), models.CheckConstraint(condition=models.Q(('asked_at__isnull', True), ('answered_at__isnull', True), ('asked_at__lte', models.F('answered_at')), _connector='OR'), name='reopening_dates_in_order'), models.CheckConstraint(condition=models.Q(('answered_by__regex', '^(user|system):')), name='reopening_answered_by_actor'), models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('sheet',), name='reopening_waits_once'), models.UniqueConstraint(condition=models.Q(('is_granted', True)), fields=('sheet',), name='reopening_granted_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reopeningrequest',
            trigger=pgtrigger.compiler.Trigger(name='assessments_reopening_answered', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."answered_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_reopening_answered';", hash='f7142cdc7721b47f55569952347956fe88f42a13', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_reopening_answered_8508e', table='assessments_reopeningrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reopeningrequest',
            trigger=pgtrigger.compiler.Trigger(name='assessments_reopening_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."sheet_id", NEW."reason", NEW."asked_at") IS DISTINCT FROM ROW(OLD."id", OLD."sheet_id", OLD."reason", OLD."asked_at") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_reopening_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='25161da81474be87464a38cea1ceeec26c12510a', operation='UPDATE', pgid='pgtrigger_assessments_reopening_fixed_7d4d2', table='assessments_reopeningrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reopeningrequest',
            trigger=pgtrigger.compiler.Trigger(name='assessments_reopening_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_reopening_no_delete';", hash='79dd072f19bada92b8c63005a50cd3db3da75fc4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_assessments_reopening_no_delete_853c5', table='assessments_reopeningrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reopeningrequest',
            trigger=pgtrigger.compiler.Trigger(name='assessments_reopening_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_reopening_no_truncate';", hash='e1d98e58d3ff6a5162634b3740a7a9a31fd7c1cd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_reopening_no_truncate_8d692', table='assessments_reopeningrequest', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='ScreeningClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='screening_claim', to='awards.nomination', verbose_name='pengajuan')),
                ('screener', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='pemeriksa')),
                ('claimed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'berkas diperiksa',
                'verbose_name_plural': 'berkas diperiksa',
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='awards.nomination', verbose_name='pengajuan')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='awards.submission', verbose_name='kiriman')),
                ('turn', models.PositiveSmallIntegerField(verbose_name='pembacaan ke')),
                ('screener', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to=settings.AUTH_USER_MODEL, verbose_name='pemeriksa')),
                ('outcome', models.CharField(choices=[('pass', 'Lolos'), ('return', 'Dikembalikan untuk dilengkapi'), ('fail', 'Tidak lolos')], max_length=8, verbose_name='hasil')),
                ('note', models.TextField(blank=True, verbose_name='catatan')),
                ('read_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'pembacaan',
                'verbose_name_plural': 'pembacaan',
                'ordering': ['nomination', 'read_at'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'turn'), name='reading_turn_once'), models.UniqueConstraint(fields=('submission', 'screener'), name='reading_by_another_person'), models.CheckConstraint(condition=models.Q(('turn__isnull', True), ('turn__range', (1, 2)), _connector='OR'), name='reading_turn'), models.CheckConstraint(condition=models.Q(('outcome__in', ['fail', 'pass', 'return'])), name='reading_outcome_known'), models.CheckConstraint(condition=models.Q(('outcome', 'pass'), models.Q(('note', ''), _negated=True), _connector='OR'), name='reading_rejection_has_note')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reading',
            trigger=pgtrigger.compiler.Trigger(name='assessments_reading_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_reading_append_only';", hash='73cf96932e1fde991a345a201ebca5ef8eca897b', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_reading_append_only_f5a8b', table='assessments_reading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reading',
            trigger=pgtrigger.compiler.Trigger(name='assessments_reading_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_reading_no_truncate';", hash='97a96fc555b022a630112d735e04f5d11a04434b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_reading_no_truncate_f52b4', table='assessments_reading', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='GateVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='assessments.reading', verbose_name='pembacaan')),
                ('gate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='awards.gate', verbose_name='syarat')),
                ('verdict', models.CharField(choices=[('met', 'Sesuai'), ('missing', 'Perlu diperbaiki'), ('unmet', 'Tidak sesuai'), ('na', 'Tidak berlaku')], max_length=8, verbose_name='hasil')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='alasan')),
            ],
            options={
                'verbose_name': 'hasil syarat',
                'verbose_name_plural': 'hasil syarat',
                'constraints': [models.UniqueConstraint(fields=('reading', 'gate'), name='gate_verdict_once'), models.CheckConstraint(condition=models.Q(('verdict__in', ['met', 'missing', 'na', 'unmet'])), name='gate_verdict_known'), models.CheckConstraint(condition=models.Q(models.Q(('verdict__in', ['missing', 'unmet']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='gate_verdict_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gateverdict',
            trigger=pgtrigger.compiler.Trigger(name='assessments_gate_verdict_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_gate_verdict_append_only';", hash='f54727206b5869d9724ef7e6cc5f22dbea4e298b', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_gate_verdict_append_only_1606c', table='assessments_gateverdict', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gateverdict',
            trigger=pgtrigger.compiler.Trigger(name='assessments_gate_verdict_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_gate_verdict_no_truncate';", hash='338e044baa336b2d988b221c7c38b8538cc598d7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_gate_verdict_no_truncate_60f6e', table='assessments_gateverdict', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='percobaan')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='giliran')),
                ('parked_at', models.DateTimeField(blank=True, null=True, verbose_name='dihentikan')),
                ('error', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='kendala')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='awards.edition', verbose_name='penyelenggaraan')),
                ('n', models.PositiveSmallIntegerField(verbose_name='rekap ke')),
                ('state', models.CharField(choices=[('running', 'Sedang dihitung'), ('sealed', 'Tersegel'), ('refused', 'Belum dapat dihitung')], max_length=8, verbose_name='status')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.rubric', verbose_name='rubrik')),
                ('star_lines', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.starlineset', verbose_name='garis bintang')),
                ('combine', models.CharField(choices=[('mean', 'rata-rata'), ('median', 'median'), ('trimmed_mean_drop_high_low', 'rata-rata tanpa nilai tertinggi dan terendah')], max_length=30, verbose_name='cara menggabungkan')),
                ('caps_of_holders', models.CharField(choices=[('exempt', 'tidak berlaku bagi penerima lama, karena berkasnya tidak melalui seleksi'), ('last_screening', 'berlaku bagi penerima lama menurut seleksi terakhir atas produknya')], db_default='exempt', default='exempt', max_length=20, verbose_name='syarat pembatas bintang')),
                ('format', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='bentuk teks tersegel')),
                ('last_sheet', models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ('requested_by', models.CharField(max_length=80)),
                ('requested_at', models.DateTimeField()),
                ('inputs_sha256', models.CharField(blank=True, max_length=64, null=True, verbose_name='sidik masukan')),
                ('results_sha256', models.CharField(blank=True, max_length=64, null=True, verbose_name='sidik hasil')),
                ('sealed_at', models.DateTimeField(blank=True, null=True, verbose_name='disegel')),
                ('refusal', models.TextField(blank=True, verbose_name='alasan belum dapat dihitung')),
            ],
            options={
                'verbose_name': 'rekap nilai',
                'verbose_name_plural': 'rekap nilai',
                'ordering': ['edition', '-n'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'n'), name='tally_numbered_once'), models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('edition',), name='tally_one_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['refused', 'running', 'sealed'])), name='tally_state_known'), models.CheckConstraint(condition=models.Q(('combine__in', ['mean', 'median', 'trimmed_mean_drop_high_low'])), name='tally_combine_known'), models.CheckConstraint(condition=models.Q(('caps_of_holders__in', ['exempt', 'last_screening'])), name='tally_caps_of_holders_known'), models.CheckConstraint(condition=models.Q(('format__isnull', True), ('format__range', (1, 3)), _connector='OR'), name='tally_format_known'), models.CheckConstraint(condition=models.Q(models.Q(('inputs_sha256__isnull', True), ('results_sha256__isnull', True), ('sealed_at__isnull', True)), models.Q(('inputs_sha256__isnull', False), ('results_sha256__isnull', False), ('sealed_at__isnull', False)), _connector='OR'), name='tally_seal_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sealed'), _negated=True), ('sealed_at__isnull', False), _connector='OR'), name='tally_sealed_means_seal'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='tally_refused_has_reason'), models.CheckConstraint(condition=models.Q(('attempts__isnull', True), ('attempts__range', (0, 5)), _connector='OR'), name='tally_attempts_few'), models.CheckConstraint(condition=models.Q(models.Q(('parked_at__isnull', False), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='tally_parked_has_error')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tally',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_moves', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW."state" NOT IN (\'running\') THEN RAISE EXCEPTION \'row of % cannot be born as %\', TG_TABLE_NAME, NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_tally_moves\'; END IF;\n            ELSIF NEW."state" IS DISTINCT FROM OLD."state" AND (OLD."state", NEW."state") NOT IN ((\'running\', \'refused\'), (\'running\', \'sealed\')) THEN\n                RAISE EXCEPTION \'illegal move of %: % to %\', TG_TABLE_NAME, OLD."state", NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_tally_moves\';\n            END IF;\n            RETURN NEW;\n        ', hash='37de013fae5b8106f0d8291ffb259300e6b4a0fa', operation='INSERT OR UPDATE', pgid='pgtrigger_assessments_tally_moves_de86b', table='assessments_tally', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tally',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_tally_no_delete';", hash='a566d4a6e321e56f75e33e7cdb823dbe68a28ebe', level='STATEMENT', operation='DELETE', pgid='pgtrigger_assessments_tally_no_delete_03640', table='assessments_tally', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tally',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_tally_no_truncate';", hash='0a8b1d0197726b7fa655842f5249c5046113c3ec', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_tally_no_truncate_2a4dd', table='assessments_tally', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tally',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."sealed_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_tally_locked';", hash='b4dae57f2d85dca4e0c06f59ca0d247edc04ca75', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_tally_locked_4b462', table='assessments_tally', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tally',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_tally_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_tally_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='7b2acef134217262e373fe579a405f2395c0a924', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_assessments_tally_frozen_f2cbb', table='assessments_tally', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tally',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."edition_id", NEW."n", NEW."rubric_id", NEW."star_lines_id", NEW."combine", NEW."caps_of_holders", NEW."format", NEW."requested_by", NEW."requested_at") IS DISTINCT FROM ROW(OLD."id", OLD."edition_id", OLD."n", OLD."rubric_id", OLD."star_lines_id", OLD."combine", OLD."caps_of_holders", OLD."format", OLD."requested_by", OLD."requested_at") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_tally_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='bff485cfd2d1dad970bdd8307d64b8bffb08876d', operation='UPDATE', pgid='pgtrigger_assessments_tally_fixed_fc4c3', table='assessments_tally', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='TallyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tally', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='assessments.tally', verbose_name='rekap')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tally_rows', to='assessments.entry', verbose_name='berkas')),
                ('jurors', models.PositiveSmallIntegerField(verbose_name='jumlah juri')),
                ('official', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='nilai resmi')),
                ('lowest', models.DecimalField(decimal_places=3, max_digits=6, verbose_name='nilai terendah')),
                ('highest', models.DecimalField(decimal_places=3, max_digits=6, verbose_name='nilai tertinggi')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='bintang menurut garis')),
                ('is_capped', models.BooleanField(default=False, verbose_name='dibatasi syarat')),
            ],
            options={
                'verbose_name': 'hasil rekap',
                'verbose_name_plural': 'hasil rekap',
                'constraints': [models.UniqueConstraint(fields=('tally', 'entry'), name='tally_row_once'), models.CheckConstraint(condition=models.Q(('official__isnull', True), ('official__range', (0, 100)), _connector='OR'), name='tally_row_official'), models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (0, 5)), _connector='OR'), name='tally_row_stars')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tallyrow',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_row_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_tally_row_append_only';", hash='b78ba12733cbb49f1cc00ba9b24732cfd0638920', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_tally_row_append_only_73d97', table='assessments_tallyrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tallyrow',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_row_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_tally_row_no_truncate';", hash='204d5dc4516e9b86c6940cf8b51595969a2a155f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_tally_row_no_truncate_591c8', table='assessments_tallyrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tallyrow',
            trigger=pgtrigger.compiler.Trigger(name='assessments_tally_row_while_running', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF;\n            IF TG_OP <> \'INSERT\' AND (SELECT "state" FROM public."assessments_tally" WHERE id = OLD.tally_id FOR SHARE) NOT IN (\'running\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_tally_row_while_running\'; END IF;\n            IF TG_OP <> \'DELETE\' AND (SELECT "state" FROM public."assessments_tally" WHERE id = NEW.tally_id FOR SHARE) NOT IN (\'running\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'assessments_tally_row_while_running\'; END IF;\n            IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ', hash='15295b7c80d1516ed38bed7bec5dabbdb208b2dc', operation='INSERT', pgid='pgtrigger_assessments_tally_row_while_running_4db16', table='assessments_tallyrow', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PlenaryDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='assessments.entry', verbose_name='berkas')),
                ('tally_row', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='assessments.tallyrow', verbose_name='hasil rekap')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='bintang')),
                ('rule_stars', models.PositiveSmallIntegerField(verbose_name='bintang menurut garis')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('decided_by', models.CharField(max_length=80)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'keputusan pleno',
                'verbose_name_plural': 'keputusan pleno',
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (0, 5)), _connector='OR'), name='plenary_stars'), models.CheckConstraint(condition=models.Q(('stars', models.F('rule_stars')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='plenary_departure_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plenarydecision',
            trigger=pgtrigger.compiler.Trigger(name='assessments_plenary_decision_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_plenary_decision_append_only';", hash='75a03acf159a6940321a603f864d2e0920974d54', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_assessments_plenary_decision_append_only_8aeb9', table='assessments_plenarydecision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plenarydecision',
            trigger=pgtrigger.compiler.Trigger(name='assessments_plenary_decision_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_plenary_decision_no_truncate';", hash='81d8c7316b02de9f50e7a23102345901a847fce5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_assessments_plenary_decision_no_truncate_a2a94', table='assessments_plenarydecision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plenarydecision',
            trigger=pgtrigger.compiler.Trigger(name='assessments_plenary_decision_of_its_row', sql=ovop_portal.common.guards.FencedSql(func="\n            IF NOT EXISTS (\n                SELECT FROM public.assessments_tallyrow r JOIN public.assessments_tally t ON t.id = r.tally_id\n                 WHERE r.id = NEW.tally_row_id AND r.entry_id = NEW.entry_id AND r.stars = NEW.rule_stars AND t.state = 'sealed'\n            ) THEN\n                RAISE EXCEPTION 'the decision is not about what a sealed tally says of this entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'assessments_plenary_decision_of_its_row';\n            END IF;\n            RETURN NEW;\n        ", hash='e550cbd4fcd50f1950dd5be7f6885efb28c7836c', operation='INSERT', pgid='pgtrigger_assessments_plenary_decision_of_its_row_127e1', table='assessments_plenarydecision', when='BEFORE')),
        ),
    ]
