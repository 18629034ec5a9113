from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AccountsConfig(AppConfig):
    default = True
    name = "ovop_portal.accounts"
    label = "accounts"
    verbose_name = "Akun"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A session that begins before the first request, as a test's does, notes its hour too.
        from ovop_portal.accounts import invariants, menu, rules, security, sessions, words  # noqa: F401

        invariants.register_all()
        menu.register_all()
        words.register_all()


class PengelolaConfig(admin_apps.AdminConfig):
    """The Django admin with our door (`admin.Pengelola`); stands in INSTALLED_APPS instead of "django.contrib.admin"."""

    default = False
    default_site = "ovop_portal.accounts.admin_site.Pengelola"
