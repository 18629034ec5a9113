from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    label = "assessments"
    verbose_name = "Penilaian"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from assessments import invariants, menu, readers, vouchers, words
        from assessments import notices as notices  # registers its kinds
        from assessments.reference import load
        from ovop_portal.common import reference

        reference.register("assessments", load)
        readers.register()
        vouchers.register_all()
        invariants.register_all()
        menu.register_all()
        words.register_all()
