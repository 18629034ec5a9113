import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
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
        ('auth', '0012_alter_user_first_name_max_length'),
        ('common', '0001_name_key'),
        ('regions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=150, verbose_name='nama')),
                ('name_key', models.GeneratedField(db_persist=True, expression=ovop_portal.common.names.NameKey(models.F('name')), output_field=models.TextField())),
                ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='e-mail')),
                ('email_verified_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='e-mail dipastikan')),
                ('phone', models.CharField(blank=True, max_length=16, null=True, unique=True, verbose_name='nomor WhatsApp')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('is_staff', models.BooleanField(default=False, verbose_name='boleh membuka pengelola')),
                ('sessions_end_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sesi diakhiri')),
                ('joined_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='terdaftar')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'pengguna',
                'verbose_name_plural': 'pengguna',
                'indexes': [models.Index(fields=['name_key', 'id'], name='user_name_key')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique'), models.CheckConstraint(condition=models.Q(('email__isnull', False), ('phone__isnull', False), _connector='OR'), name='user_can_be_reached'), models.CheckConstraint(condition=models.Q(models.Q(('phone__isnull', False), _negated=True), ('phone__regex', '^\\+[1-9][0-9]{7,14}$'), _connector='OR'), name='user_phone_e164'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='user_has_name'), models.CheckConstraint(condition=models.Q(models.Q(('email_verified_at__isnull', False), _negated=True), ('email__isnull', False), _connector='OR'), name='user_verified_has_email')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='accounts_user_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."uuid") IS DISTINCT FROM ROW(OLD."id", OLD."uuid") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'accounts_user_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='4657adc1fdf3d989952b096118f2927fe398f8bb', operation='UPDATE', pgid='pgtrigger_accounts_user_fixed_8e493', table='accounts_user', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='pengguna')),
                ('role', models.CharField(choices=[('owner', 'Pemilik IKM'), ('dinas_operator', 'Operator dinas'), ('dinas_signer', 'Penandatangan dinas'), ('province_officer', 'Petugas provinsi'), ('screener', 'Pemeriksa administrasi'), ('secretariat', 'Sekretariat'), ('juror', 'Juri'), ('curator', 'Kurator Go Global'), ('auditor', 'Pengawas')], max_length=20, verbose_name='peran')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='regions.office', verbose_name='kantor')),
                ('starts_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='mulai')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='berakhir')),
                ('granted_by', models.CharField(max_length=80, verbose_name='diberikan oleh')),
            ],
            options={
                'verbose_name': 'keanggotaan',
                'verbose_name_plural': 'keanggotaan',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['auditor', 'curator', 'dinas_operator', 'dinas_signer', 'juror', 'owner', 'province_officer', 'screener', 'secretariat'])), name='membership_role_known'), models.CheckConstraint(condition=models.Q(models.Q(('office__isnull', False), ('role__in', ['dinas_operator', 'dinas_signer', 'province_officer'])), models.Q(models.Q(('role__in', ['dinas_operator', 'dinas_signer', 'province_officer']), _negated=True), ('office__isnull', True)), _connector='OR'), name='membership_office_fits_role'), models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('ends_at__isnull', True), ('starts_at__lte', models.F('ends_at')), _connector='OR'), name='membership_dates_in_order'), models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('user', 'role', 'office'), name='membership_held_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('granted_by__regex', '^(user|system):')), name='membership_granted_by_actor')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='accounts_membership_fixed', sql=ovop_portal.common.guards.FencedSql(func='\n            IF ROW(NEW."id", NEW."user_id", NEW."role", NEW."office_id", NEW."starts_at", NEW."granted_by") IS DISTINCT FROM ROW(OLD."id", OLD."user_id", OLD."role", OLD."office_id", OLD."starts_at", OLD."granted_by") THEN\n                RAISE EXCEPTION \'row of % keeps what it was born with\', TG_TABLE_NAME USING ERRCODE = \'check_violation\', CONSTRAINT = \'accounts_membership_fixed\';\n            END IF;\n            RETURN NEW;\n        ', hash='4b2601c59a9da274e13b2a84f156d5c69b9b2c2f', operation='UPDATE', pgid='pgtrigger_accounts_membership_fixed_ae98b', table='accounts_membership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='accounts_membership_locked', sql=ovop_portal.common.guards.FencedSql(condition='WHEN (OLD."ends_at" IS NOT NULL)', func="RAISE EXCEPTION 'row of % is locked', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_membership_locked';", hash='79cece9fec477b09798ccd3bbd3a81ef7e671664', operation='UPDATE OR DELETE', pgid='pgtrigger_accounts_membership_locked_e4495', table='accounts_membership', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='HolderCode',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('seed', models.UUIDField()),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('ends_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('fingerprint__regex', '^[0-9a-f]{64}$')), name='holder_code_is_fingerprint')],
            },
        ),
        migrations.CreateModel(
            name='TryCount',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('key__regex', '^[0-9a-f]{64}$')), name='try_count_key_is_fingerprint')],
            },
        ),
    ]
