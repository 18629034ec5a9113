from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "ovop_portal.common"
    label = "common"
    verbose_name = "Dasar bersama"
    default_auto_field = "django.db.models.BigAutoField"
