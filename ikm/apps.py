from django.apps import AppConfig


class IkmConfig(AppConfig):
    name = "ikm"
    label = "ikm"
    verbose_name = "IKM"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import ikm.readers  # noqa: F401  (registers who may open the files)
        from ikm.reference import load
        from ovop_portal.common import reference

        reference.register("ikm", load)
