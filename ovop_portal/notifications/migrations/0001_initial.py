import django.db.models.deletion
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
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='penerima')),
                ('kind', models.CharField(max_length=60, verbose_name='jenis')),
                ('key', models.CharField(max_length=160, verbose_name='kunci')),
                ('context', models.JSONField(verbose_name='isian')),
                ('path', models.CharField(max_length=200, verbose_name='alamat')),
                ('created_at', models.DateTimeField(verbose_name='dikirim')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='dibaca')),
            ],
            options={
                'verbose_name': 'kabar',
                'verbose_name_plural': 'kabar',
                'indexes': [models.Index(fields=['recipient', '-created_at', '-id'], name='notice_inbox'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'key'), name='notice_told_once'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='notice_has_kind'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='notice_has_key'), models.CheckConstraint(condition=models.Q(('path__regex', '^/([^/\\\\].*)?$')), name='notice_path_is_ours')],
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('dedup_key', models.CharField(max_length=240, unique=True, verbose_name='kunci')),
                ('kind', models.CharField(max_length=60, verbose_name='jenis')),
                ('channel', models.CharField(choices=[('email', 'e-mail')], max_length=10, verbose_name='saluran')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='penerima')),
                ('to', models.EmailField(blank=True, max_length=254, verbose_name='alamat tetap')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='nama')),
                ('address', models.CharField(blank=True, max_length=254, verbose_name='alamat saat dikirim')),
                ('context', models.JSONField(verbose_name='isian')),
                ('path', models.CharField(max_length=200, verbose_name='alamat halaman')),
                ('created_at', models.DateTimeField(verbose_name='dibuat')),
                ('due_at', models.DateTimeField(verbose_name='giliran')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                ('unanswered', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='tanpa jawaban')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='terkirim')),
                ('parked_at', models.DateTimeField(blank=True, null=True, verbose_name='dihentikan')),
                ('error', models.TextField(blank=True, verbose_name='kendala')),
                ('set_aside_at', models.DateTimeField(blank=True, null=True, verbose_name='disisihkan')),
                ('set_aside_by', models.CharField(blank=True, max_length=80, null=True, verbose_name='disisihkan oleh')),
                ('set_aside_because', models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='alasan disisihkan')),
            ],
            options={
                'verbose_name': 'surat keluar',
                'verbose_name_plural': 'surat keluar',
                'indexes': [models.Index(condition=models.Q(('parked_at__isnull', True), ('sent_at__isnull', True)), fields=['due_at', 'id'], name='outbox_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email'])), name='outbox_channel_known'), models.CheckConstraint(condition=models.Q(('path__regex', '^/([^/\\\\].*)?$')), name='outbox_path_is_ours'), models.CheckConstraint(condition=models.Q(('attempts__isnull', True), ('attempts__range', (0, 20)), _connector='OR'), name='outbox_attempts_few'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('parked_at__isnull', True), _connector='OR'), name='outbox_sent_or_parked'), models.CheckConstraint(condition=models.Q(models.Q(('recipient__isnull', False), ('to', '')), models.Q(('recipient__isnull', True), models.Q(('to', ''), _negated=True)), _connector='OR'), name='outbox_person_or_address'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), _negated=True), models.Q(('address', ''), _negated=True), _connector='OR'), name='outbox_sent_has_address'), models.CheckConstraint(condition=models.Q(models.Q(('parked_at__isnull', False), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='outbox_parked_has_error'), models.CheckConstraint(condition=models.Q(('unanswered__isnull', True), ('unanswered__range', (0, 20)), _connector='OR'), name='outbox_unanswered_few'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at__isnull', True), ('set_aside_by__isnull', True)), models.Q(('set_aside_at__isnull', False), ('set_aside_by__isnull', False)), _connector='OR'), name='outbox_set_aside_whole'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at__isnull', False), _negated=True), ('parked_at__isnull', False), _connector='OR'), name='outbox_set_aside_when_parked'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at__isnull', False), _negated=True), models.Q(('set_aside_because', ''), _negated=True), _connector='OR'), name='outbox_set_aside_has_reason')],
            },
        ),
    ]
