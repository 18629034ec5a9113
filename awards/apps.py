from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    label = "awards"
    verbose_name = "Penghargaan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from awards import notices, readers, vouchers  # noqa: F401  They register what they say and who may read.
        from awards.reference import load
        from ovop_portal.common import reference

        reference.register("awards", load)
        vouchers.register_all()
