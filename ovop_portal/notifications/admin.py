"""Inbox and outbox in the Django admin, to be read: what was sent, what waits, what was given up and why."""

from django.contrib import admin

from ovop_portal.common.admin import ReadOnlyAdmin
from ovop_portal.notifications.models import Notice, Outbox


@admin.register(Outbox)
class OutboxAdmin(ReadOnlyAdmin):
    list_display = [
        "created_at",
        "kind",
        "channel",
        "recipient",
        "attempts",
        "sent_at",
        "delivered_at",
        "handed_on_at",
        "parked_at",
        "error",
    ]
    list_filter = [
        "channel",
        "kind",
        ("parked_at", admin.EmptyFieldListFilter),
        ("sent_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["=dedup_key", "=address"]
    list_select_related = ["recipient"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind", "recipient", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["recipient"]
