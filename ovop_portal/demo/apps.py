from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ovop_portal.demo"
    label = "demo"
    verbose_name = "Demo"
    default_auto_field = "django.db.models.BigAutoField"
