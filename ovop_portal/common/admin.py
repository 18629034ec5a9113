"""Admin pages that only show, or at least never delete."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, Model
from django.http import HttpRequest

from .forms import PortalFormMixin
from .text import validate_printable


class AdminForm(PortalFormMixin, forms.ModelForm):
    """A form of the admin, which reads what is typed as every form of the portal does."""

    with_key = False


class KeptAdmin(admin.ModelAdmin):
    """Rows that stay: no delete, neither single nor by action. `printed` names the fields that stand on certificates and letters."""

    form = AdminForm
    printed: Sequence[str] = ()

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A printed name is refused where it is typed if it cannot be printed whole."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.printed:
            field.validators.append(validate_printable)
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that verbs write and the admin shows: no adding, no changing, no deleting."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
