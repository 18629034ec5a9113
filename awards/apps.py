from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    label = "awards"
    verbose_name = "Penghargaan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from awards import invariants, menu, models, notices, readers, vouchers, words  # noqa: F401  They register what they say and who may read.
        from awards.reference import load
        from ovop_portal.common import reference, shared_pages
        from ovop_portal.documents import letting_go

        reference.register("awards", load)
        vouchers.register_all()
        invariants.register_all()
        menu.register_all()
        words.register_all()
        letting_go.names_documents(models.Submission, "documents")
        letting_go.names_documents(models.Submission, "dossier")
        letting_go.names_documents(models.OfficeCheck, "dossier")
        letting_go.names_documents(models.PublishedAward, "photos")
        shared_pages.depends_on(
            models.Edition.objects.all,
            models.Window.objects.all,
            models.Publication.objects.all,
            models.PublishedAward.objects.all,
            models.Certificate.objects.all,
            models.Revocation.objects.all,
            models.PublishedClaim.objects.all,
            # Consent stands in them and is withdrawn at any time.
            lambda: models.Nomination.objects.filter(edition__publication__isnull=False),
        )
