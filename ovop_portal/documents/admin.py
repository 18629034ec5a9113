"""Documents in the Django admin: what is there and what was found, without the bytes."""

from django.contrib import admin

from ovop_portal.common.admin import ReadOnlyAdmin
from ovop_portal.documents.models import Document, Inspection


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["uploaded_at", "kind", "name", "content_type", "size", "pages"]
    list_filter = ["kind", "content_type"]
    search_fields = ["=uuid", "=blob__sha256"]
    show_full_result_count = False


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ["at", "verdict", "blob"]
    list_filter = ["verdict"]
