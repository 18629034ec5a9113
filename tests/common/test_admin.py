"""Admin pages that only show: of every room that has some."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from ovop_portal.accounts.models import User
from ovop_portal.common.admin import ReadOnlyAdmin

PAGES = {model._meta.label: page for model, page in admin.site._registry.items() if isinstance(page, ReadOnlyAdmin)}


@pytest.fixture
def request_of_administrator(db: None) -> Any:
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser(email="admin@contoh.id", password="x")
    return request


def test_the_core_rooms_show_their_rows() -> None:
    core = {
        "ledger.Event",
        "ledger.Seal",
        "documents.Document",
        "documents.Inspection",
        "notifications.Outbox",
        "notifications.Notice",
    }
    assert core <= set(PAGES)


@pytest.mark.parametrize("label", sorted(PAGES))
def test_nobody_adds_changes_or_deletes_there(label: str, request_of_administrator: Any) -> None:
    page, request = PAGES[label], request_of_administrator
    assert (
        page.has_view_permission(request),
        page.has_add_permission(request),
        page.has_change_permission(request),
        page.has_delete_permission(request),
        page.get_actions(request),
    ) == (True, False, False, False, {})


@pytest.mark.parametrize("label", sorted(PAGES))
def test_the_list_is_drawn(label: str, request_of_administrator: Any) -> None:
    response = PAGES[label].changelist_view(request_of_administrator)
    assert response.render().status_code == 200
