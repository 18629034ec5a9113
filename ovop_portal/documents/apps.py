from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ovop_portal.documents"
    label = "documents"
    verbose_name = "Dokumen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Forms that are sent again bring their files along."""
        from ovop_portal.accounts import typed
        from ovop_portal.documents import invariants, kept

        invariants.register_all()
        typed.keep_files_by(kept.keep_sent)
