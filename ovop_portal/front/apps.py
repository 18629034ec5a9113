from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontConfig(AppConfig):
    name = "ovop_portal.front"
    label = "front"
    verbose_name = "Beranda"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ovop_portal.common import shared_pages
        from ovop_portal.front import menu, notices  # noqa: F401  It registers what the house says.
        from ovop_portal.ledger import words
        from ovop_portal.ledger.models import SignedHead

        menu.register_all()
        words.tell(actors={"proof": _("Pembuktian")})
        shared_pages.depends_on(SignedHead.objects.all)
