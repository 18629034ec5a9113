from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ovop_portal.ledger"
    label = "ledger"
    verbose_name = "Buku jejak"
    default_auto_field = "django.db.models.BigAutoField"
