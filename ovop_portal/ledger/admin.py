"""The ledger in the Django admin: to be read, never to be written."""

from django.contrib import admin

from ovop_portal.common.admin import ReadOnlyAdmin
from ovop_portal.ledger.models import Event, Seal


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["id", "at", "kind", "subject", "actor"]
    list_filter = ["kind"]
    search_fields = ["=subject", "=actor"]
    fields = ["uuid", "at", "kind", "subject", "actor", "body"]
    show_full_result_count = False


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["size", "at", "root_in_hex"]
    fields = ["size", "at", "root_in_hex"]

    @admin.display(description="akar")
    def root_in_hex(self, seal: Seal) -> str:
        return bytes(seal.root).hex()
