import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
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
        ('documents', '0001_initial'),
        ('ikm', '0001_initial'),
        ('regions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StarScheme',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=100, verbose_name='nama')),
                ('max_stars', models.PositiveSmallIntegerField(verbose_name='bintang tertinggi')),
                ('go_global_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Go Global mulai bintang')),
                ('packaging_mark_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tanda kemasan mulai bintang')),
                ('provenance', models.TextField(verbose_name='asal-usul')),
            ],
            options={
                'verbose_name': 'skema bintang',
                'verbose_name_plural': 'skema bintang',
                'constraints': [models.CheckConstraint(condition=models.Q(('max_stars__isnull', True), ('max_stars__range', (1, 5)), _connector='OR'), name='scheme_max_stars'), models.CheckConstraint(condition=models.Q(('go_global_from__isnull', True), ('go_global_from__lte', models.F('max_stars')), _connector='OR'), name='scheme_go_global_within')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starscheme',
            trigger=pgtrigger.compiler.Trigger(name='awards_scheme_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."code", NEW."max_stars", NEW."go_global_from", NEW."packaging_mark_from") IS DISTINCT FROM ROW(OLD."code", OLD."max_stars", OLD."go_global_from", OLD."packaging_mark_from") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_scheme_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='2c11f4d78009465bf34aefd0af42e0f6cd821132', operation='UPDATE', pgid='pgtrigger_awards_scheme_fixed_01b99', table='awards_starscheme', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starscheme',
            trigger=pgtrigger.compiler.Trigger(name='awards_scheme_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_scheme_no_delete';", hash='2a64615c357d6ff9eeb45abe1d714bd45a24282d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_awards_scheme_no_delete_fe76f', table='awards_starscheme', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='starscheme',
            trigger=pgtrigger.compiler.Trigger(name='awards_scheme_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_scheme_no_truncate';", hash='d4e901eef6d4c229242fcc042a9bedd411ac186d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_scheme_no_truncate_2f739', table='awards_starscheme', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='tahun')),
                ('kind', models.CharField(choices=[('real', 'Penghargaan'), ('rehearsal', 'Latihan')], default='real', max_length=10, verbose_name='sifat')),
                ('planned_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='tahun rencana')),
                ('name', models.CharField(max_length=100, verbose_name='nama')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='awards.starscheme', verbose_name='skema bintang')),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='awards.edition', verbose_name='penyelenggaraan sebelumnya')),
                ('validity_months', models.PositiveSmallIntegerField(default=24, verbose_name='masa berlaku piagam (bulan)')),
            ],
            options={
                'verbose_name': 'penyelenggaraan',
                'verbose_name_plural': 'penyelenggaraan',
                'ordering': ['-year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('year__isnull', True), ('year__range', (2007, 2200)), _connector='OR'), name='edition_year_plausible'), models.CheckConstraint(condition=models.Q(('planned_year__isnull', True), ('year__isnull', True), ('planned_year__lte', models.F('year')), _connector='OR'), name='edition_after_previous'), models.CheckConstraint(condition=models.Q(('validity_months__isnull', True), ('validity_months__range', (1, 120)), _connector='OR'), name='edition_validity_plausible'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='edition_has_name'), models.CheckConstraint(condition=models.Q(('kind__in', ['real', 'rehearsal'])), name='edition_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'rehearsal'), _negated=True), ('name__startswith', 'Latihan'), _connector='OR'), name='edition_rehearsal_says_so')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='awards_edition_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_edition_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_edition_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='9be76e6ebdf22c42c659db6b94fa5b04ccfb30db', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_edition_frozen_31a1a', table='awards_edition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='awards_edition_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."year", NEW."kind") IS DISTINCT FROM ROW(OLD."id", OLD."year", OLD."kind") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_edition_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='795f2dd32b61c913669ac9ec844b8d00e924bbe9', operation='UPDATE', pgid='pgtrigger_awards_edition_fixed_47b89', table='awards_edition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='awards_edition_follows_its_kind', sql=ovop_portal.common.guards.FencedSql(func="\n            IF NEW.previous_id IS NOT NULL\n               AND NOT EXISTS (SELECT FROM public.awards_edition WHERE id = NEW.previous_id AND kind = NEW.kind) THEN\n                RAISE EXCEPTION 'an edition follows one of its own kind' USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_edition_follows_its_kind';\n            END IF;\n            RETURN NEW;\n        ", hash='2af62241150ea3aa8877f301c1e1e86e221b6d1c', operation='INSERT OR UPDATE', pgid='pgtrigger_awards_edition_follows_its_kind_d61e8', table='awards_edition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='awards_edition_scheme_kept', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' AND ROW(NEW."scheme_id") IS DISTINCT FROM ROW(OLD."scheme_id") THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.id) FOR UPDATE;\n                IF EXISTS (\n                    SELECT FROM public.awards_submission s JOIN public.awards_nomination n ON n.id = s.nomination_id WHERE n.edition_id = OLD.id\n                ) THEN\n                    RAISE EXCEPTION \'% of an edition in which files have been sent\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_edition_scheme_kept\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' AND ROW(NEW."scheme_id") IS DISTINCT FROM ROW(OLD."scheme_id") THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.id) FOR UPDATE;\n                IF EXISTS (\n                    SELECT FROM public.awards_submission s JOIN public.awards_nomination n ON n.id = s.nomination_id WHERE n.edition_id = NEW.id\n                ) THEN\n                    RAISE EXCEPTION \'% of an edition in which files have been sent\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_edition_scheme_kept\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='28997bfbdbb6f212af41bdb3ca0d12d06371d1b3', operation='UPDATE', pgid='pgtrigger_awards_edition_scheme_kept_80fbc', table='awards_edition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='awards_edition_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_edition_no_delete';", hash='2bbb1dcdfe520fc93143fca7768b656d8e1e4caf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_awards_edition_no_delete_51a03', table='awards_edition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='awards_edition_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_edition_no_truncate';", hash='7dcff8e98c8eb3669dd1c44a58150be7a7f255c5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_edition_no_truncate_dc3cc', table='awards_edition', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='windows', to='awards.edition', verbose_name='penyelenggaraan')),
                ('kind', models.CharField(choices=[('nomination', 'Pengusulan'), ('screening', 'Seleksi administrasi'), ('assessment', 'Penilaian'), ('plenary', 'Pleno')], max_length=12, verbose_name='tahap')),
                ('opens_at', models.DateTimeField(verbose_name='dibuka')),
                ('closes_at', models.DateTimeField(verbose_name='ditutup')),
            ],
            options={
                'verbose_name': 'jadwal',
                'verbose_name_plural': 'jadwal',
                'ordering': ['opens_at'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'kind'), name='window_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['assessment', 'nomination', 'plenary', 'screening'])), name='window_kind_known'), models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('opens_at__lt', models.F('closes_at')), _connector='OR'), name='window_in_order')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='window',
            trigger=pgtrigger.compiler.Trigger(name='awards_window_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_window_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_window_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='b2801b1a9af88fb2c609fb767000ea36683f2c2b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_window_frozen_50a03', table='awards_window', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='window',
            trigger=pgtrigger.compiler.Trigger(name='awards_window_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_window_no_truncate';", hash='90baba19100c76324fe2899ad7faa3fa3af6b84d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_window_no_truncate_58fa2', table='awards_window', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Gate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gates', to='awards.edition', verbose_name='penyelenggaraan')),
                ('code', models.CharField(max_length=8, verbose_name='kode')),
                ('label', models.CharField(max_length=150, verbose_name='syarat')),
                ('label_en', models.CharField(max_length=150, verbose_name='syarat (Inggris)')),
                ('commodity_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ikm.commoditygroup', verbose_name='hanya untuk kelompok')),
                ('effect', models.CharField(choices=[('reject', 'menggugurkan'), ('hold_scoring', 'menahan pengiriman nilai'), ('cap_below_top_star', 'membatasi di bawah bintang tertinggi'), ('warn', 'hanya peringatan')], max_length=20, verbose_name='akibat')),
                ('provenance', models.CharField(max_length=200, verbose_name='asal-usul')),
            ],
            options={
                'verbose_name': 'syarat',
                'verbose_name_plural': 'syarat',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='gate_once'), models.CheckConstraint(condition=models.Q(('effect__in', ['cap_below_top_star', 'hold_scoring', 'reject', 'warn'])), name='gate_effect_known'), models.CheckConstraint(condition=models.Q(('code__regex', '^G[0-9]{2}$')), name='gate_code_shape')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gate',
            trigger=pgtrigger.compiler.Trigger(name='awards_gate_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_gate_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_gate_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='e09d7351fa55caa2fa00582acf914de14fd940de', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_gate_frozen_373e6', table='awards_gate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gate',
            trigger=pgtrigger.compiler.Trigger(name='awards_gate_kept', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' AND true THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR UPDATE;\n                IF EXISTS (\n                    SELECT FROM public.awards_submission s JOIN public.awards_nomination n ON n.id = s.nomination_id WHERE n.edition_id = OLD.edition_id\n                ) THEN\n                    RAISE EXCEPTION \'% of an edition in which files have been sent\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_gate_kept\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' AND true THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR UPDATE;\n                IF EXISTS (\n                    SELECT FROM public.awards_submission s JOIN public.awards_nomination n ON n.id = s.nomination_id WHERE n.edition_id = NEW.edition_id\n                ) THEN\n                    RAISE EXCEPTION \'% of an edition in which files have been sent\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_gate_kept\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='6302e6ad77a16ad421d2fadac77da5a66921e3fd', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_gate_kept_1a6bf', table='awards_gate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gate',
            trigger=pgtrigger.compiler.Trigger(name='awards_gate_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_gate_no_truncate';", hash='0fdf6250ba3c36bca9462226753ec448c6fa3a3c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_gate_no_truncate_9f5fa', table='awards_gate', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='RequiredPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='required_papers', to='awards.edition', verbose_name='penyelenggaraan')),
                ('code', models.CharField(max_length=20, verbose_name='kode')),
                ('label', models.CharField(max_length=150, verbose_name='dokumen')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('nib', 'Nomor Induk Berusaha (NIB)'), ('pirt', 'Izin P-IRT'), ('bpom', 'Izin BPOM RI MD'), ('halal', 'Sertifikat halal'), ('lab', 'Hasil uji laboratorium'), ('merek', 'Merek terdaftar'), ('sni', 'Sertifikat SNI')], max_length=10), size=None, verbose_name='jenis yang diterima')),
                ('commodity_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ikm.commoditygroup', verbose_name='hanya untuk kelompok')),
            ],
            options={
                'verbose_name': 'dokumen wajib',
                'verbose_name_plural': 'dokumen wajib',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='required_paper_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requiredpaper',
            trigger=pgtrigger.compiler.Trigger(name='awards_paper_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_paper_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_paper_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='e4b70136bd25a36782037d7311a68aea485adc12', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_paper_frozen_eef38', table='awards_requiredpaper', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requiredpaper',
            trigger=pgtrigger.compiler.Trigger(name='awards_paper_kept', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' AND true THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR UPDATE;\n                IF EXISTS (\n                    SELECT FROM public.awards_submission s JOIN public.awards_nomination n ON n.id = s.nomination_id WHERE n.edition_id = OLD.edition_id\n                ) THEN\n                    RAISE EXCEPTION \'% of an edition in which files have been sent\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_paper_kept\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' AND true THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR UPDATE;\n                IF EXISTS (\n                    SELECT FROM public.awards_submission s JOIN public.awards_nomination n ON n.id = s.nomination_id WHERE n.edition_id = NEW.edition_id\n                ) THEN\n                    RAISE EXCEPTION \'% of an edition in which files have been sent\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_paper_kept\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='344a689af6ba75716aa9ca587b0a68ff37210216', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_paper_kept_de0bc', table='awards_requiredpaper', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requiredpaper',
            trigger=pgtrigger.compiler.Trigger(name='awards_paper_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_paper_no_truncate';", hash='4131b91a2eda02586bd86d2a6e02615e5a268fa0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_paper_no_truncate_df5cc', table='awards_requiredpaper', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='awards.edition', verbose_name='penyelenggaraan')),
                ('regency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='regions.regency', verbose_name='kabupaten/kota')),
                ('number', models.CharField(max_length=80, verbose_name='nomor surat')),
                ('date', models.DateField(verbose_name='tanggal surat')),
                ('signatory_title', models.CharField(max_length=100, verbose_name='jabatan penanda tangan')),
                ('signatory_name', models.CharField(max_length=150, verbose_name='nama penanda tangan')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas surat')),
                ('recorded_by', models.CharField(editable=False, max_length=80)),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'surat kepala daerah',
                'verbose_name_plural': 'surat kepala daerah',
                'ordering': ['-date', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'regency', 'number', 'document'), name='endorsement_once'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='endorsement_has_number'), models.CheckConstraint(condition=models.Q(('signatory_name', ''), _negated=True), name='endorsement_has_signatory')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='endorsement',
            trigger=pgtrigger.compiler.Trigger(name='awards_endorsement_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_endorsement_append_only';", hash='a2ac6e854cff9d06e06c11f21cb7f49c700f18bd', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_endorsement_append_only_d1851', table='awards_endorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='endorsement',
            trigger=pgtrigger.compiler.Trigger(name='awards_endorsement_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_endorsement_no_truncate';", hash='3f4225d369d4e6c42b6f8af59f92c542eb8c1cea', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_endorsement_no_truncate_a60eb', table='awards_endorsement', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='NumberCounter',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='awards.edition')),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'penghitung nomor',
                'verbose_name_plural': 'penghitung nomor',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='numbercounter',
            trigger=pgtrigger.compiler.Trigger(name='awards_number_counter_rises', sql=ovop_portal.common.guards.FencedSql(func='\n            IF NEW."last" < OLD."last" THEN\n                RAISE EXCEPTION \'% counts forward only\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_number_counter_rises\';\n            END IF;\n            RETURN NEW;\n        ', hash='663f25f1047f84919893d058636f681b9e030d45', operation='UPDATE', pgid='pgtrigger_awards_number_counter_rises_b2a70', table='awards_numbercounter', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Determination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='determinations', to='awards.edition', verbose_name='penyelenggaraan')),
                ('number', models.CharField(max_length=80, verbose_name='nomor keputusan')),
                ('date', models.DateField(verbose_name='tanggal keputusan')),
                ('title', models.CharField(max_length=250, verbose_name='tentang')),
                ('signatory_name', models.CharField(max_length=150, verbose_name='nama penanda tangan')),
                ('signatory_title', models.CharField(max_length=100, verbose_name='jabatan penanda tangan')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas keputusan')),
                ('entered_by', models.CharField(max_length=80)),
                ('entered_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'keputusan penetapan',
                'verbose_name_plural': 'keputusan penetapan',
                'constraints': [models.UniqueConstraint(fields=('edition', 'number'), name='determination_once'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='determination_has_number')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='determination',
            trigger=pgtrigger.compiler.Trigger(name='awards_determination_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_determination_append_only';", hash='e9c630a8acccb9684d7dcd74a18fd172bfb4d2c1', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_determination_append_only_a2339', table='awards_determination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='determination',
            trigger=pgtrigger.compiler.Trigger(name='awards_determination_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_determination_no_truncate';", hash='b28066ea585aafaf8fe5acc9292ba223cef04a11', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_determination_no_truncate_48520', table='awards_determination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='determination',
            trigger=pgtrigger.compiler.Trigger(name='awards_determination_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_determination_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_determination_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='ffbb04e6b3fb340826300fb12df7b7ae48d0d0a8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_determination_frozen_7cd3e', table='awards_determination', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='awards.edition', verbose_name='penyelenggaraan')),
                ('visible_from', models.DateTimeField(verbose_name='terlihat sejak')),
                ('published_by', models.CharField(max_length=80)),
                ('published_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('ledger_size', models.BigIntegerField(verbose_name='ukuran buku jejak')),
                ('ledger_root', models.CharField(max_length=64, verbose_name='akar buku jejak')),
            ],
            options={
                'verbose_name': 'pengumuman',
                'verbose_name_plural': 'pengumuman',
                'constraints': [models.CheckConstraint(condition=models.Q(('ledger_root__regex', '^[0-9a-f]{64}$')), name='publication_root_shape')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='awards_publication_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_publication_append_only';", hash='c3112ad8ee18c9daac80d560ae12a97eb002ed82', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_publication_append_only_7c4a3', table='awards_publication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='awards_publication_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_publication_no_truncate';", hash='c0d1412bb636799ba7a2137f0adc8a233ef45347', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_publication_no_truncate_70268', table='awards_publication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='awards_publication_alone', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR UPDATE;\n            IF NOT EXISTS (SELECT FROM public.awards_determination WHERE edition_id = NEW.edition_id) THEN\n                RAISE EXCEPTION \'no decree has determined the results of this edition\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_publication_alone\';\n            END IF;\n            RETURN NEW;\n        ', hash='68451634dafa73e2f8256b380741a5c868c85f51', operation='INSERT', pgid='pgtrigger_awards_publication_alone_d580d', table='awards_publication', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='PublishedClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('measure', models.CharField(max_length=40, verbose_name='ukuran')),
                ('label', models.CharField(max_length=120, verbose_name='keterangan')),
                ('part_of', models.CharField(blank=True, max_length=40, verbose_name='bagian dari')),
                ('value', models.IntegerField(verbose_name='angka')),
                ('source', models.CharField(max_length=250, verbose_name='sumber')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'angka yang pernah terbit',
                'verbose_name_plural': 'angka yang pernah terbit',
                'ordering': ['year', 'order'],
                'constraints': [models.UniqueConstraint(fields=('year', 'measure', 'source'), name='claim_once'), models.CheckConstraint(condition=models.Q(('year__isnull', True), ('year__range', (2007, 2200)), _connector='OR'), name='claim_year_plausible')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedclaim',
            trigger=pgtrigger.compiler.Trigger(name='awards_publishedclaim_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_publishedclaim_append_only';", hash='1e51f4a446db0febc950319003aaa61dc26cf9d1', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_publishedclaim_append_only_cc5a1', table='awards_publishedclaim', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedclaim',
            trigger=pgtrigger.compiler.Trigger(name='awards_publishedclaim_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_publishedclaim_no_truncate';", hash='cb49e7858abf8619dcb69a2b1a08733fb6f6022b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_publishedclaim_no_truncate_39ccc', table='awards_publishedclaim', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='awards.edition', verbose_name='penyelenggaraan')),
                ('name', models.CharField(max_length=100, verbose_name='nama angkatan')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='jumlah tempat')),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'angkatan Go Global',
                'verbose_name_plural': 'angkatan Go Global',
                'constraints': [models.UniqueConstraint(fields=('edition', 'name'), name='cohort_named_once'), models.CheckConstraint(condition=models.Q(('seats__isnull', True), ('seats__range', (1, 500)), _connector='OR'), name='cohort_seats_plausible'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='cohort_has_name')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cohort',
            trigger=pgtrigger.compiler.Trigger(name='awards_cohort_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."uuid", NEW."edition_id", NEW."opened_at") IS DISTINCT FROM ROW(OLD."id", OLD."uuid", OLD."edition_id", OLD."opened_at") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_cohort_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='d158911ea31a92c0acbc4e91121f7e93fc250567', operation='UPDATE', pgid='pgtrigger_awards_cohort_fixed_3fdf5', table='awards_cohort', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='nomor pengajuan')),
                ('blind_code', models.CharField(max_length=8, unique=True, verbose_name='kode juri')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='awards.edition', verbose_name='penyelenggaraan')),
                ('ikm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='ikm.ikm', verbose_name='IKM')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='ikm.product', verbose_name='produk')),
                ('regency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='regions.regency', verbose_name='kabupaten/kota pengusul')),
                ('entry', models.CharField(choices=[('new', 'Usulan baru'), ('reassessment', 'Penilaian ulang')], max_length=12, verbose_name='jalur')),
                ('state', models.CharField(choices=[('draft', 'Draf'), ('with_office', 'Di dinas'), ('returned_to_owner', 'Dikembalikan dinas'), ('ready', 'Siap diusulkan'), ('not_nominated', 'Tidak diusulkan'), ('submitted', 'Usulan diterima'), ('screening', 'Diperiksa'), ('returned_to_office', 'Dikembalikan ke dinas'), ('passed', 'Lolos, menunggu penugasan'), ('failed', 'Tidak lolos'), ('invited', 'Diundang penilaian ulang'), ('lapsed', 'Lewat tenggat'), ('in_assessment', 'Dinilai juri'), ('determined', 'Ditetapkan'), ('withdrawn', 'Ditarik'), ('disqualified', 'Digugurkan')], max_length=20, verbose_name='status')),
                ('endorsement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='awards.endorsement', verbose_name='surat kepala daerah')),
                ('may_publish', models.BooleanField(default=False, verbose_name='foto, cerita, dan kontak boleh ditampilkan')),
                ('owner_refuses', models.BooleanField(default=False, verbose_name='pemilik menolak ditampilkan')),
                ('office_refuses', models.BooleanField(default=False, verbose_name='dinas menolak ditampilkan')),
                ('declared_at', models.DateTimeField(blank=True, null=True, verbose_name='pernyataan kebenaran')),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='batas perbaikan')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='pembaruan terakhir')),
            ],
            options={
                'verbose_name': 'pengajuan',
                'verbose_name_plural': 'pengajuan',
                'ordering': ['number'],
                'indexes': [models.Index(fields=['edition', 'state'], name='nomination_edition_state'), models.Index(fields=['regency', 'edition'], name='nomination_regency_edition')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['lapsed', 'not_nominated', 'withdrawn']), _negated=True), fields=('edition', 'product'), name='nomination_one_live'), models.CheckConstraint(condition=models.Q(('state__in', ['determined', 'disqualified', 'draft', 'failed', 'in_assessment', 'invited', 'lapsed', 'not_nominated', 'passed', 'ready', 'returned_to_office', 'returned_to_owner', 'screening', 'submitted', 'with_office', 'withdrawn'])), name='nomination_state_known'), models.CheckConstraint(condition=models.Q(('entry__in', ['new', 'reassessment'])), name='nomination_entry_known'), models.CheckConstraint(condition=models.Q(('number__regex', '^OVOP-[0-9]{4}-[0-9]{4,}$')), name='nomination_number_shape'), models.CheckConstraint(condition=models.Q(models.Q(('may_publish', True), _negated=True), models.Q(('office_refuses', False), ('owner_refuses', False)), _connector='OR'), name='nomination_shown_when_nobody_refuses'), models.CheckConstraint(condition=models.Q(models.Q(('entry', 'new'), ('state__in', ['determined', 'disqualified', 'failed', 'in_assessment', 'passed', 'returned_to_office', 'screening', 'submitted']), _negated=True), models.Q(('declared_at__isnull', False), ('endorsement__isnull', False)), _connector='OR'), name='nomination_sent_with_endorsement'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['invited', 'lapsed']), _negated=True), ('entry', 'reassessment'), _connector='OR'), name='nomination_only_holders_invited'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['not_nominated', 'failed', 'withdrawn', 'disqualified']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='nomination_end_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='awards_nomination_moves', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW."state" NOT IN (\'draft\', \'invited\') THEN RAISE EXCEPTION \'row of % cannot be born as %\', TG_TABLE_NAME, NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_nomination_moves\'; END IF;\n            ELSIF NEW."state" IS DISTINCT FROM OLD."state" AND (OLD."state", NEW."state") NOT IN ((\'draft\', \'with_office\'), (\'draft\', \'withdrawn\'), (\'in_assessment\', \'determined\'), (\'in_assessment\', \'disqualified\'), (\'invited\', \'in_assessment\'), (\'invited\', \'lapsed\'), (\'invited\', \'withdrawn\'), (\'passed\', \'disqualified\'), (\'passed\', \'in_assessment\'), (\'ready\', \'failed\'), (\'ready\', \'not_nominated\'), (\'ready\', \'returned_to_owner\'), (\'ready\', \'submitted\'), (\'ready\', \'withdrawn\'), (\'returned_to_office\', \'failed\'), (\'returned_to_office\', \'ready\'), (\'returned_to_office\', \'returned_to_owner\'), (\'returned_to_office\', \'withdrawn\'), (\'returned_to_owner\', \'failed\'), (\'returned_to_owner\', \'with_office\'), (\'returned_to_owner\', \'withdrawn\'), (\'screening\', \'failed\'), (\'screening\', \'passed\'), (\'screening\', \'returned_to_office\'), (\'screening\', \'withdrawn\'), (\'submitted\', \'screening\'), (\'submitted\', \'withdrawn\'), (\'with_office\', \'failed\'), (\'with_office\', \'not_nominated\'), (\'with_office\', \'ready\'), (\'with_office\', \'returned_to_owner\'), (\'with_office\', \'withdrawn\')) THEN\n                RAISE EXCEPTION \'illegal move of %: % to %\', TG_TABLE_NAME, OLD."state", NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_nomination_moves\';\n            END IF;\n            RETURN NEW;\n        ', hash='a3ca800578fdfbe0a1a4e8f3fe8b2f2fe557cb2c', operation='INSERT OR UPDATE', pgid='pgtrigger_awards_nomination_moves_420f5', table='awards_nomination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='awards_nomination_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_nomination_no_delete';", hash='64ab1d6c7d6074723a52448807eed66805dd3e7f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_awards_nomination_no_delete_95d4d', table='awards_nomination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='awards_nomination_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_nomination_no_truncate';", hash='ed06612022f57ef0b32be4f2aee0e145fd7fdc8b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_nomination_no_truncate_faaab', table='awards_nomination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='awards_nomination_two_persons', sql=ovop_portal.common.guards.FencedSql(func="\n            IF NEW.state = 'disqualified' AND OLD.state <> 'disqualified' THEN\n                IF current_setting('transaction_isolation') <> 'read committed' THEN RAISE EXCEPTION 'a guard reads what is committed now, and cannot under %', current_setting('transaction_isolation') USING ERRCODE = 'check_violation', CONSTRAINT = 'guards_read_what_is_committed'; END IF;\n                PERFORM FROM public.awards_proposal\n                  WHERE nomination_id = (NEW.id) AND act = 'disqualify' AND state = 'confirmed' FOR KEY SHARE;\n                IF NOT FOUND THEN\n                    RAISE EXCEPTION 'this takes two persons: no proposal of it was confirmed' USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_nomination_two_persons';\n                END IF;\n            END IF;\n            RETURN NEW;\n        ", hash='76c97216054c8c77bf8053537c7c0341d48ca027', operation='UPDATE', pgid='pgtrigger_awards_nomination_two_persons_04417', table='awards_nomination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='awards_nomination_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."number", NEW."blind_code", NEW."edition_id", NEW."ikm_id", NEW."product_id", NEW."regency_id", NEW."entry", NEW."previous_award_id", NEW."created_at") IS DISTINCT FROM ROW(OLD."id", OLD."number", OLD."blind_code", OLD."edition_id", OLD."ikm_id", OLD."product_id", OLD."regency_id", OLD."entry", OLD."previous_award_id", OLD."created_at") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_nomination_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='93cf5dbaef0165e6138dbb3acef91891308287f3', operation='UPDATE', pgid='pgtrigger_awards_nomination_fixed_7552e', table='awards_nomination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='awards_nomination_kept', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW.endorsement_id, NEW.declared_at) IS DISTINCT FROM ROW(OLD.endorsement_id, OLD.declared_at)\n               AND OLD.state IN (\'in_assessment\', \'determined\')\n               OR ROW(NEW.reason, NEW.changed_at, NEW.answer_by) IS DISTINCT FROM ROW(OLD.reason, OLD.changed_at, OLD.answer_by)\n               AND OLD.state IN (\'determined\', \'disqualified\', \'failed\', \'lapsed\', \'not_nominated\', \'withdrawn\') THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = OLD.edition_id) THEN\n                    RAISE EXCEPTION \'this nomination belongs to a published edition\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_nomination_kept\';\n                END IF;\n            END IF;\n            RETURN NEW;\n        ', hash='fc57873e125c107e895e23ece1aa9682ae39c426', operation='UPDATE', pgid='pgtrigger_awards_nomination_kept_bcc8a', table='awards_nomination', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='awards_nomination_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (OLD.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (OLD.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_nomination_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (NEW.edition_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (NEW.edition_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_nomination_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='1642806c413c7a9a664702a2d34311bc7a88ca09', operation='INSERT', pgid='pgtrigger_awards_nomination_frozen_c293a', table='awards_nomination', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='awards.nomination', verbose_name='pengajuan')),
                ('n', models.PositiveSmallIntegerField(verbose_name='kiriman ke')),
                ('dossier', models.JSONField(verbose_name='berkas')),
                ('documents', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='dokumen')),
                ('sha256', models.CharField(max_length=64, verbose_name='sidik')),
                ('sent_at', models.DateTimeField(verbose_name='dikirim')),
                ('sent_by', models.CharField(max_length=80)),
            ],
            options={
                'verbose_name': 'kiriman',
                'verbose_name_plural': 'kiriman',
                'ordering': ['nomination', '-n'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['documents'], name='submission_documents')],
                'constraints': [models.UniqueConstraint(fields=('nomination', 'n'), name='submission_numbered_once'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='submission_sha256_shape')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='awards_submission_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_submission_append_only';", hash='fa119c59e16c0585c4c0346e8779ddffe7344645', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_submission_append_only_17213', table='awards_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='awards_submission_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_submission_no_truncate';", hash='207d97e706dd93e23173c3c5315c0fc12740b85a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_submission_no_truncate_7591f', table='awards_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='awards_submission_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_submission_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_submission_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='279ba01602be273052beff7177b7bf1b3ed839ba', operation='INSERT', pgid='pgtrigger_awards_submission_frozen_6e6bb', table='awards_submission', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='OfficeCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='awards.nomination', verbose_name='pengajuan')),
                ('dossier', models.JSONField(verbose_name='berkas')),
                ('sha256', models.CharField(max_length=64, verbose_name='sidik')),
                ('checked_at', models.DateTimeField(verbose_name='diperiksa')),
                ('checked_by', models.CharField(max_length=80)),
            ],
            options={
                'verbose_name': 'pemeriksaan dinas',
                'verbose_name_plural': 'pemeriksaan dinas',
                'ordering': ['nomination', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='office_check_sha256_shape')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officecheck',
            trigger=pgtrigger.compiler.Trigger(name='awards_officecheck_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_officecheck_append_only';", hash='9240da873757094dafeca26fa9855f19ab0027bf', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_officecheck_append_only_0a3ff', table='awards_officecheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officecheck',
            trigger=pgtrigger.compiler.Trigger(name='awards_officecheck_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_officecheck_no_truncate';", hash='aad17ad8820843424c2c918a915732cbf737d554', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_officecheck_no_truncate_06ce3', table='awards_officecheck', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='awards.nomination', verbose_name='pengajuan')),
                ('section', models.CharField(max_length=30, verbose_name='bagian')),
                ('words', models.TextField(verbose_name='catatan')),
                ('written_by', models.CharField(max_length=80)),
                ('written_at', models.DateTimeField()),
                ('to_office', models.BooleanField(default=False, verbose_name='untuk dinas')),
                ('check_read', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='awards.officecheck')),
                ('submission_read', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='awards.submission')),
                ('answer', models.CharField(blank=True, choices=[('mended', 'Sudah diperbaiki'), ('disagreed', 'Tidak setuju, alasannya')], max_length=10, verbose_name='jawaban')),
                ('answer_words', models.TextField(blank=True, verbose_name='alasan')),
                ('answered_by', models.CharField(blank=True, max_length=80)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'catatan perbaikan',
                'verbose_name_plural': 'catatan perbaikan',
                'ordering': ['written_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='remark_has_words'), models.CheckConstraint(condition=models.Q(('answer__in', ['', 'disagreed', 'mended'])), name='remark_answer_known'), models.CheckConstraint(condition=models.Q(('answer', ''), ('answered_at__isnull', False), _connector='OR'), name='remark_answered_at_an_hour'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'disagreed'), _negated=True), models.Q(('answer_words', ''), _negated=True), _connector='OR'), name='remark_disagreed_with_words')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remark',
            trigger=pgtrigger.compiler.Trigger(name='awards_remark_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."nomination_id", NEW."section", NEW."words", NEW."written_by", NEW."written_at", NEW."to_office", NEW."check_read_id", NEW."submission_read_id") IS DISTINCT FROM ROW(OLD."id", OLD."nomination_id", OLD."section", OLD."words", OLD."written_by", OLD."written_at", OLD."to_office", OLD."check_read_id", OLD."submission_read_id") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_remark_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='116f3b4b5ea1fd93f078d42a94181c46e28809b7', operation='UPDATE', pgid='pgtrigger_awards_remark_fixed_53024', table='awards_remark', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remark',
            trigger=pgtrigger.compiler.Trigger(name='awards_remark_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."answered_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_remark_locked';", hash='9a4e6e34c23eff90ac1a2095bf8ce41ef8df2aab', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_remark_locked_d2fef', table='awards_remark', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remark',
            trigger=pgtrigger.compiler.Trigger(name='awards_remark_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_remark_no_delete';", hash='618774491b24b81c0c968ba30baa0d425b69ba0b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_awards_remark_no_delete_2ce6b', table='awards_remark', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remark',
            trigger=pgtrigger.compiler.Trigger(name='awards_remark_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_remark_no_truncate';", hash='85f8ca8de66ef8b5ddae3c325a503d81b956c852', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_remark_no_truncate_74dd1', table='awards_remark', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='awards.nomination', verbose_name='pengajuan')),
                ('code', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('words', models.CharField(max_length=250)),
            ],
            options={
                'verbose_name': 'tonggak',
                'verbose_name_plural': 'tonggak',
                'ordering': ['at', 'pk'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='awards_milestone_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_milestone_append_only';", hash='289deb3c8e6c0d881343011260833c43f5a470b0', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_milestone_append_only_7a9cc', table='awards_milestone', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='awards_milestone_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_milestone_no_truncate';", hash='cc1a1f8554a949cd061297f48d8a9cbd3eceb03c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_milestone_no_truncate_535dd', table='awards_milestone', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='awards.nomination', verbose_name='pengajuan')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='bintang')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('made_by', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'rekomendasi',
                'verbose_name_plural': 'rekomendasi',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (0, 5)), _connector='OR'), name='recommendation_stars')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='awards_recommendation_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_recommendation_append_only';", hash='af6b16bc105bf0bf7a854159d77ccd694348e4b4', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_recommendation_append_only_a5dbe', table='awards_recommendation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='awards_recommendation_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_recommendation_no_truncate';", hash='47847ecff839cec9ad1959453929c083e249161c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_recommendation_no_truncate_4e238', table='awards_recommendation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='awards_recommendation_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_recommendation_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_recommendation_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='a9f8db3b664dcd6cc76e4924eb617ce0de0a660b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_recommendation_frozen_066e1', table='awards_recommendation', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='awards.nomination', verbose_name='pengajuan')),
                ('act', models.CharField(choices=[('revoke', 'Pencabutan bintang'), ('correct', 'Koreksi piagam'), ('disqualify', 'Pengguguran berkas')], max_length=12, verbose_name='tindakan')),
                ('basis', models.CharField(max_length=80, verbose_name='nomor keputusan atau berita acara')),
                ('basis_date', models.DateField(verbose_name='tanggalnya')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('seen', models.CharField(editable=False, max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'Menunggu pengesahan'), ('confirmed', 'Disahkan'), ('declined', 'Tidak disahkan')], max_length=10, verbose_name='status')),
                ('proposed_by', models.CharField(max_length=80, verbose_name='disusun oleh')),
                ('proposed_at', models.DateTimeField(verbose_name='disusun')),
                ('decided_by', models.CharField(blank=True, max_length=80, null=True, verbose_name='diputuskan oleh')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='diputuskan')),
                ('answer', models.TextField(blank=True, db_default='', default='', verbose_name='jawaban')),
            ],
            options={
                'verbose_name': 'rancangan',
                'verbose_name_plural': 'rancangan',
                'constraints': [models.CheckConstraint(condition=models.Q(('act__in', ['correct', 'disqualify', 'revoke'])), name='proposal_act_known'), models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'declined', 'waiting'])), name='proposal_state_known'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='proposal_has_basis'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='proposal_has_reason'), models.CheckConstraint(condition=models.Q(('seen__regex', '^[0-9a-f]{64}$')), name='proposal_seen_shape'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='proposal_decision_whole'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='proposal_decided_means_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='proposal_declined_has_answer'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('nomination',), name='proposal_waits_alone')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='awards_proposal_moves', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW."state" NOT IN (\'waiting\') THEN RAISE EXCEPTION \'row of % cannot be born as %\', TG_TABLE_NAME, NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_proposal_moves\'; END IF;\n            ELSIF NEW."state" IS DISTINCT FROM OLD."state" AND (OLD."state", NEW."state") NOT IN ((\'waiting\', \'confirmed\'), (\'waiting\', \'declined\')) THEN\n                RAISE EXCEPTION \'illegal move of %: % to %\', TG_TABLE_NAME, OLD."state", NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_proposal_moves\';\n            END IF;\n            RETURN NEW;\n        ', hash='e378ce5f1cc93a346053e21c24151f8b23029162', operation='INSERT OR UPDATE', pgid='pgtrigger_awards_proposal_moves_b45d2', table='awards_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='awards_proposal_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_proposal_no_delete';", hash='20be47fe7d4dcdb2c5939259553af54095d7dbc8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_awards_proposal_no_delete_a6787', table='awards_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='awards_proposal_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_proposal_no_truncate';", hash='0aec654ea84f9c2ffc654ed12080a95b85d227a2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_proposal_no_truncate_555c9', table='awards_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='awards_proposal_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."uuid", NEW."nomination_id", NEW."act", NEW."basis", NEW."basis_date", NEW."reason", NEW."seen", NEW."proposed_by", NEW."proposed_at", NEW."salt") IS DISTINCT FROM ROW(OLD."id", OLD."uuid", OLD."nomination_id", OLD."act", OLD."basis", OLD."basis_date", OLD."reason", OLD."seen", OLD."proposed_by", OLD."proposed_at", OLD."salt") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_proposal_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='7cf91c95d2a5e687729c1c8825d6e0718d9c3173', operation='UPDATE', pgid='pgtrigger_awards_proposal_fixed_d80e4', table='awards_proposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='awards_proposal_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."decided_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_proposal_locked';", hash='4bf242bfdc44a5ca48b878b5c5ed6a316e12ac4d', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_proposal_locked_b0cb9', table='awards_proposal', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='awards.proposal', verbose_name='rancangan')),
                ('what', models.CharField(max_length=20, verbose_name='yang dikoreksi')),
                ('before', models.CharField(max_length=150, verbose_name='sebelumnya')),
                ('after', models.CharField(max_length=150, verbose_name='sesudahnya')),
            ],
            options={
                'verbose_name': 'koreksi',
                'verbose_name_plural': 'koreksi',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'what'), name='correction_once'), models.CheckConstraint(condition=models.Q(('after', ''), _negated=True), name='correction_has_words'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='correction_changes_something')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='awards_correction_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_correction_append_only';", hash='162934c8c263687a431e481e546dd53866d0d60d', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_correction_append_only_a26ea', table='awards_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='awards_correction_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_correction_no_truncate';", hash='98f786bff8c6f706193bd008887abae93e20bfe2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_correction_no_truncate_d38cf', table='awards_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='awards_correction_while_waiting', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF;\n            IF TG_OP <> \'INSERT\' AND (SELECT "state" FROM public."awards_proposal" WHERE id = OLD.proposal_id FOR SHARE) NOT IN (\'waiting\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_correction_while_waiting\'; END IF;\n            IF TG_OP <> \'DELETE\' AND (SELECT "state" FROM public."awards_proposal" WHERE id = NEW.proposal_id FOR SHARE) NOT IN (\'waiting\') THEN RAISE EXCEPTION \'what this row of % hangs on is closed\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_correction_while_waiting\'; END IF;\n            IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ', hash='a5d78cd690a2f34dbf56b7c1881390383601b8d2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_correction_while_waiting_74c26', table='awards_correction', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='awards.nomination', verbose_name='pengajuan')),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.determination', verbose_name='keputusan')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='bintang')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='kode piagam')),
                ('valid_from', models.DateField(verbose_name='berlaku sejak')),
                ('valid_until', models.DateField(verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'bintang OVOP',
                'verbose_name_plural': 'bintang OVOP',
                'ordering': ['nomination__number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (1, 5)), _connector='OR'), name='award_stars'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_from__lte', models.F('valid_until')), _connector='OR'), name='award_dates_in_order'), models.CheckConstraint(condition=models.Q(('code__regex', '^[A-HJ-NP-Z2-9]{11}$')), name='award_code_shape')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='award',
            trigger=pgtrigger.compiler.Trigger(name='awards_award_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_award_append_only';", hash='702ee7612116c11c91f54dc926fee1fc8deb76bf', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_award_append_only_b8781', table='awards_award', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='award',
            trigger=pgtrigger.compiler.Trigger(name='awards_award_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_award_no_truncate';", hash='d7c76f9a4cd74946869b419841b6194d6e31a3b0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_award_no_truncate_b3aad', table='awards_award', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='award',
            trigger=pgtrigger.compiler.Trigger(name='awards_award_frozen', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP <> \'INSERT\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = OLD.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_award_frozen\';\n                END IF;\n            END IF;\n            IF TG_OP <> \'DELETE\' THEN\n                IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_edition" WHERE id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id) FOR KEY SHARE;\n                IF EXISTS (SELECT FROM public.awards_publication WHERE edition_id = (SELECT edition_id FROM public.awards_nomination WHERE id = NEW.nomination_id)) THEN\n                    RAISE EXCEPTION \'% belongs to a published edition\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_award_frozen\';\n                END IF;\n            END IF; IF TG_OP = \'DELETE\' THEN RETURN OLD; END IF; RETURN NEW;', hash='60727281f62fd58f4d82318a0059326986b8ce43', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_awards_award_frozen_242ef', table='awards_award', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='nomination',
            name='previous_award',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reassessments', to='awards.award', verbose_name='bintang sebelumnya'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry', 'new'), ('previous_award__isnull', True)), models.Q(('endorsement__isnull', True), ('entry', 'reassessment'), ('previous_award__isnull', False)), _connector='OR'), name='nomination_entry_has_its_papers'),
        ),
        migrations.CreateModel(
            name='PublishedAward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='awards.award', verbose_name='bintang')),
                ('issue', models.PositiveSmallIntegerField(default=1, verbose_name='terbitan ke')),
                ('proposal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published', to='awards.proposal', verbose_name='koreksi')),
                ('visible_from', models.DateTimeField(verbose_name='terlihat sejak')),
                ('is_rehearsal', models.BooleanField(verbose_name='latihan')),
                ('code', models.CharField(max_length=12, verbose_name='kode piagam')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('edition_name', models.CharField(max_length=100, verbose_name='penyelenggaraan')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='awards.starscheme', verbose_name='skema bintang')),
                ('max_stars', models.PositiveSmallIntegerField(verbose_name='bintang tertinggi')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='bintang')),
                ('valid_from', models.DateField(verbose_name='berlaku sejak')),
                ('valid_until', models.DateField(verbose_name='berlaku sampai')),
                ('firm', models.CharField(max_length=150, verbose_name='penerima')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='ikm.product', verbose_name='produk')),
                ('product_name', models.CharField(max_length=150, verbose_name='nama produk')),
                ('product_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('product_name')), output_field=models.TextField())),
                ('commodity_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ikm.commoditygroup', verbose_name='komoditi')),
                ('group', models.CharField(max_length=60, verbose_name='kelompok komoditi')),
                ('group_en', models.CharField(max_length=60, verbose_name='kelompok komoditi (Inggris)')),
                ('regency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.regency', verbose_name='kabupaten/kota')),
                ('region', models.CharField(max_length=220, verbose_name='daerah')),
                ('place', models.CharField(max_length=160, verbose_name='daerah, disingkat')),
                ('province', models.CharField(max_length=100, verbose_name='provinsi')),
                ('decree_number', models.CharField(max_length=80, verbose_name='nomor keputusan')),
                ('decree_date', models.DateField(verbose_name='tanggal keputusan')),
                ('signatory_name', models.CharField(max_length=150, verbose_name='nama penanda tangan')),
                ('signatory_title', models.CharField(max_length=100, verbose_name='jabatan penanda tangan')),
                ('told', models.JSONField(default=dict, verbose_name='yang tampil dengan izin')),
                ('photos', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='foto')),
                ('photo_words', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None, verbose_name='keterangan foto')),
                ('card', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(django.db.models.functions.text.Concat(models.F('place'), models.Value(' Provinsi '), models.F('province'), models.Value(' '), models.F('product_name'), models.Value(' '), models.F('firm'), models.Value(' '), django.db.models.functions.comparison.Cast('year', models.TextField()), output_field=models.TextField())), output_field=models.TextField())),
            ],
            options={
                'verbose_name': 'bintang yang diumumkan',
                'verbose_name_plural': 'bintang yang diumumkan',
                'ordering': ['award_id', 'issue'],
                'indexes': [models.Index(fields=['product', '-year'], name='published_award_of_product'), models.Index(fields=['code'], name='published_award_code'), django.contrib.postgres.indexes.GinIndex(fields=['photos'], name='published_award_photos')],
                'constraints': [models.UniqueConstraint(fields=('award', 'issue'), name='published_award_issued_once'), models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (1, 5)), _connector='OR'), name='published_award_stars'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_from__lte', models.F('valid_until')), _connector='OR'), name='published_award_dates_in_order'), models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('max_stars__isnull', True), ('stars__lte', models.F('max_stars')), _connector='OR'), name='published_award_stars_of_scheme'), models.CheckConstraint(condition=models.Q(('firm', ''), _negated=True), name='published_award_has_firm'), models.CheckConstraint(condition=models.Q(('product_name', ''), _negated=True), name='published_award_has_product')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedaward',
            trigger=pgtrigger.compiler.Trigger(name='awards_publishedaward_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_publishedaward_append_only';", hash='0e243f21aaa1bb4d81477bb9887e7a983c89a637', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_publishedaward_append_only_72107', table='awards_publishedaward', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedaward',
            trigger=pgtrigger.compiler.Trigger(name='awards_publishedaward_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_publishedaward_no_truncate';", hash='431011f375cbb28e0700533059e16c866bad69d5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_publishedaward_no_truncate_c680e', table='awards_publishedaward', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedaward',
            trigger=pgtrigger.compiler.Trigger(name='awards_publishedaward_issued', sql=ovop_portal.common.guards.FencedSql(func='\n            IF current_setting(\'transaction_isolation\') <> \'read committed\' THEN RAISE EXCEPTION \'a guard reads what is committed now, and cannot under %\', current_setting(\'transaction_isolation\') USING ERRCODE = \'check_violation\', CONSTRAINT = \'guards_read_what_is_committed\'; END IF; PERFORM FROM public."awards_award" WHERE id = (NEW.award_id) FOR UPDATE;\n            IF NOT EXISTS (\n                SELECT FROM public.awards_award a JOIN public.awards_nomination n ON n.id = a.nomination_id\n                JOIN public.awards_publication p ON p.edition_id = n.edition_id\n                WHERE a.id = NEW.award_id AND NEW.issue = 1 AND NEW.proposal_id IS NULL\n                  AND ROW(a.code, a.stars, a.valid_from, a.valid_until, n.product_id, n.regency_id, p.visible_from)\n                    = ROW(NEW.code, NEW.stars, NEW.valid_from, NEW.valid_until, NEW.product_id, NEW.regency_id, NEW.visible_from)\n            ) AND NOT EXISTS (\n                SELECT FROM public.awards_publishedaward former JOIN public.awards_award a ON a.id = former.award_id\n                JOIN public.awards_proposal p ON p.nomination_id = a.nomination_id\n                WHERE former.award_id = NEW.award_id AND former.issue = NEW.issue - 1 AND former.visible_from <= NEW.visible_from\n                  AND p.id = NEW.proposal_id AND p.act = \'correct\' AND p.state = \'confirmed\'\n                  AND ROW(former."code", former."is_rehearsal", former."year", former."edition_name", former."scheme_id", former."max_stars", former."product_id", former."commodity_group_id", former."group", former."group_en", former."regency_id", former."region", former."place", former."province", former."told", former."photos", former."photo_words") = ROW(NEW."code", NEW."is_rehearsal", NEW."year", NEW."edition_name", NEW."scheme_id", NEW."max_stars", NEW."product_id", NEW."commodity_group_id", NEW."group", NEW."group_en", NEW."regency_id", NEW."region", NEW."place", NEW."province", NEW."told", NEW."photos", NEW."photo_words")\n            ) THEN\n                RAISE EXCEPTION \'what is published of an award is what its decree gave, or a confirmed correction of it\' USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_publishedaward_issued\';\n            END IF;\n            RETURN NEW;\n        ', hash='37464607227d835686dcfc92b362a34bc640c83e', operation='INSERT', pgid='pgtrigger_awards_publishedaward_issued_86357', table='awards_publishedaward', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Revocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='revocation', to='awards.award', verbose_name='bintang')),
                ('decree_number', models.CharField(max_length=80, verbose_name='nomor keputusan')),
                ('date', models.DateField(verbose_name='tanggal')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('entered_by', models.CharField(max_length=80)),
                ('entered_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'pencabutan',
                'verbose_name_plural': 'pencabutan',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='revocation_has_reason'), models.CheckConstraint(condition=models.Q(('decree_number', ''), _negated=True), name='revocation_has_decree')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revocation',
            trigger=pgtrigger.compiler.Trigger(name='awards_revocation_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_revocation_append_only';", hash='b6e12792f8b32685eede9376318d042b58749da1', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_revocation_append_only_5d4b6', table='awards_revocation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revocation',
            trigger=pgtrigger.compiler.Trigger(name='awards_revocation_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_revocation_no_truncate';", hash='c01949ec9fde7ddf039fb66317328d46b9b0bae9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_revocation_no_truncate_7877e', table='awards_revocation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revocation',
            trigger=pgtrigger.compiler.Trigger(name='awards_revocation_two_persons', sql=ovop_portal.common.guards.FencedSql(func="\n            IF true THEN\n                IF current_setting('transaction_isolation') <> 'read committed' THEN RAISE EXCEPTION 'a guard reads what is committed now, and cannot under %', current_setting('transaction_isolation') USING ERRCODE = 'check_violation', CONSTRAINT = 'guards_read_what_is_committed'; END IF;\n                PERFORM FROM public.awards_proposal\n                  WHERE nomination_id = (SELECT nomination_id FROM public.awards_award WHERE id = NEW.award_id) AND act = 'revoke' AND state = 'confirmed' FOR KEY SHARE;\n                IF NOT FOUND THEN\n                    RAISE EXCEPTION 'this takes two persons: no proposal of it was confirmed' USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_revocation_two_persons';\n                END IF;\n            END IF;\n            RETURN NEW;\n        ", hash='b22f3b4fd0e58abe78937c0bb9d198b953bf4028', operation='INSERT', pgid='pgtrigger_awards_revocation_two_persons_b8039', table='awards_revocation', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='percobaan')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='giliran')),
                ('parked_at', models.DateTimeField(blank=True, null=True, verbose_name='dihentikan')),
                ('error', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='kendala')),
                ('published', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='awards.publishedaward', verbose_name='terbitan')),
                ('state', models.CharField(choices=[('being_made', 'Sedang dibuat'), ('ready', 'Siap diunduh')], max_length=12, verbose_name='status')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas')),
                ('sha256', models.CharField(blank=True, max_length=64, null=True, verbose_name='sidik berkas')),
                ('made_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'piagam',
                'verbose_name_plural': 'piagam',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['being_made', 'ready'])), name='certificate_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('made_at__isnull', True), ('sha256__isnull', True)), models.Q(('document__isnull', False), ('made_at__isnull', False), ('sha256__isnull', False)), _connector='OR'), name='certificate_file_whole'), models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('state', 'ready')), models.Q(('document__isnull', True), ('state', 'being_made')), _connector='OR'), name='certificate_ready_means_file'), models.CheckConstraint(condition=models.Q(('attempts__isnull', True), ('attempts__range', (0, 5)), _connector='OR'), name='certificate_attempts_few'), models.CheckConstraint(condition=models.Q(models.Q(('parked_at__isnull', False), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='certificate_parked_has_error')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='awards_certificate_moves', sql=ovop_portal.common.guards.FencedSql(func='\n            IF TG_OP = \'INSERT\' THEN\n                IF NEW."state" NOT IN (\'being_made\') THEN RAISE EXCEPTION \'row of % cannot be born as %\', TG_TABLE_NAME, NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_certificate_moves\'; END IF;\n            ELSIF NEW."state" IS DISTINCT FROM OLD."state" AND (OLD."state", NEW."state") NOT IN ((\'being_made\', \'ready\')) THEN\n                RAISE EXCEPTION \'illegal move of %: % to %\', TG_TABLE_NAME, OLD."state", NEW."state" USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_certificate_moves\';\n            END IF;\n            RETURN NEW;\n        ', hash='35436356e68956ab317c4920711f03fb54d900fa', operation='INSERT OR UPDATE', pgid='pgtrigger_awards_certificate_moves_31323', table='awards_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='awards_certificate_no_delete', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_certificate_no_delete';", hash='ee5e7ee73b514ec8f15809774a3ba427db0e6800', level='STATEMENT', operation='DELETE', pgid='pgtrigger_awards_certificate_no_delete_ccaea', table='awards_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='awards_certificate_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_certificate_no_truncate';", hash='4e8a940c1c8654dbcdc8c09ecf123ae9996f5398', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_certificate_no_truncate_f5e56', table='awards_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='awards_certificate_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."published_id") IS DISTINCT FROM ROW(OLD."id", OLD."published_id") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'awards_certificate_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='ebb54275fe17ee692c34426d585686c4500b6bbf', operation='UPDATE', pgid='pgtrigger_awards_certificate_fixed_0ec87', table='awards_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='awards_certificate_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."made_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_certificate_locked';", hash='3a00a6bd81ae8160e7af4b1194c521a43ed0a150', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_certificate_locked_69f3f', table='awards_certificate', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Curation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='curations', to='awards.cohort', verbose_name='angkatan')),
                ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='curation', to='awards.award', verbose_name='bintang')),
                ('reason', models.TextField(verbose_name='alasan')),
                ('decided_by', models.CharField(max_length=80)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'kurasi',
                'verbose_name_plural': 'kurasi',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='curation_has_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='curation',
            trigger=pgtrigger.compiler.Trigger(name='awards_curation_append_only', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_curation_append_only';", hash='cebd6f1c4f1974f96e273dbcaa497d5703da8f00', level='STATEMENT', operation='UPDATE OR DELETE', pgid='pgtrigger_awards_curation_append_only_6b66a', table='awards_curation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='curation',
            trigger=pgtrigger.compiler.Trigger(name='awards_curation_no_truncate', sql=ovop_portal.common.guards.FencedSql(func="RAISE EXCEPTION '% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_curation_no_truncate';", hash='9f8788419e7dab8c902b5f43a34b77e90ed29a5f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_awards_curation_no_truncate_c62f4', table='awards_curation', when='BEFORE')),
        ),
    ]
