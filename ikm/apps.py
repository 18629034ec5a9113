from django.apps import AppConfig


class IkmConfig(AppConfig):
    name = "ikm"
    label = "ikm"
    verbose_name = "IKM"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import ikm.readers  # noqa: F401  (registers who may open the files)
        from ikm import words
        from ikm.models import Joining
        from ikm.reference import load
        from ovop_portal.common import reference
        from ovop_portal.documents import letting_go

        letting_go.names_documents(Joining, "before")
        reference.register("ikm", load)
        words.register_all()
