from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "ovop_portal.common"
    label = "common"
    verbose_name = "Dasar bersama"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ovop_portal.common import guards, invariants, rights

        # The signal comes once for each app with models, and this one has none: any that is always there will do.
        post_migrate.connect(rights.lay_down, sender=apps.get_app_config("contenttypes"))
        invariants.register(
            invariants.Invariant(
                "guards_stand", _("Semua penjaga basis data terpasang dan tidak dimatikan"), guards.lying_down
            )
        )
