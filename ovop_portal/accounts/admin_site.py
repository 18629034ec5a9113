"""The door of the Django admin."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.second_step.gate import stepped_up_when_sent


class Pengelola(AdminSite):
    """The admin at `/pengelola/`. Signing in happens at the portal's own page, with its limits and its second step."""

    site_header = site_title = _("Pengelola Portal OVOP")
    index_title = _("Data dasar")

    def register(
        self, model_or_iterable: Any, admin_class: type[ModelAdmin[Any]] | None = None, **options: Any
    ) -> None:
        """Tables of the libraries stay out: a row planted in one of them would be written past our verbs and the journal."""
        given: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in given if apps.get_app_config(model._meta.app_label).name in settings.ROOMS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """What is sent here may give a role: it is asked for the second step as at the pages of the portal."""
        return stepped_up_when_sent(super().admin_view(view, cacheable))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own page has the limits, the event and the letter."""
        return redirect("accounts:password_change")

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", resolve_url("admin:index")))
