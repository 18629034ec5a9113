"""Offices in the Django admin. Regions come from the reference data and are only shown, so that an office can find its own."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from ovop_portal.common.admin import KeptAdmin, ReadOnlyAdmin
from ovop_portal.common.clock import now
from regions.models import Office, Province, Regency
from regions.operations import keep_office


@admin.register(Province)
class ProvinceAdmin(ReadOnlyAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(Regency)
class RegencyAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "province"]
    list_select_related = ["province"]
    search_fields = ["code", "name"]


@admin.register(Office)
class OfficeAdmin(KeptAdmin):
    list_display = ["name", "level", "regency", "province", "is_active"]
    list_filter = ["level", "is_active"]
    list_select_related = ["regency", "province"]
    search_fields = ["name", "regency__name", "regency__code", "province__name"]
    autocomplete_fields = ["regency", "province"]
    fields = ["name", "level", "regency", "province", "address", "phone", "email", "head_name", "is_active"]
    printed = ("name", "address", "head_name")

    def save_model(self, request: HttpRequest, obj: Office, form: forms.ModelForm, change: bool) -> None:
        keep_office(obj, by=request.user, now=now())  # type: ignore[arg-type]
