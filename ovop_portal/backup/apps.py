from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "ovop_portal.backup"
    label = "backup"
    verbose_name = "Cadangan"
    default_auto_field = "django.db.models.BigAutoField"
