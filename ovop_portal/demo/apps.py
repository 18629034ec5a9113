from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ovop_portal.demo"
    label = "demo"
    verbose_name = "Demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ovop_portal.demo import checks  # noqa: F401  (registers its check)
