from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "ovop_portal.notifications"
    label = "notifications"
    verbose_name = "Pemberitahuan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ovop_portal.notifications import invariants, letters, menu, words  # noqa: F401  Letters listen to the room of accounts.

        invariants.register_all()
        menu.register_all()
        words.register_all()
