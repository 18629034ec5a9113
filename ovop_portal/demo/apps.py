from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "ovop_portal.demo"
    label = "demo"
    verbose_name = "Demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ovop_portal.demo import checks  # noqa: F401  (registers its check)
        from ovop_portal.ledger import words

        words.tell(actors={"demo": _("Data contoh")})
