from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "regions"
    label = "regions"
    verbose_name = "Wilayah"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ovop_portal.common import reference
        from regions import words
        from regions.reference import load

        reference.register("regions", load)
        words.register_all()
