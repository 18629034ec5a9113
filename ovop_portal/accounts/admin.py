"""People in the Django admin: a door for the system's administrator, and for nobody else. Nothing is deleted here; roles change through the verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.forms import NewPasswordField
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.operations import (
    change_account,
    close_account,
    end_role,
    grant_role,
    missing_for_grant,
    open_account,
    reopen_account,
    weak_words,
)
from ovop_portal.common.admin import AdminForm, KeptAdmin
from ovop_portal.common.clock import now
from ovop_portal.common.verbs import Stale


class NewUserForm(AdminForm):
    """A person of an office, a juror or an officer, with a first password to be changed by them."""

    password = NewPasswordField(label=_("Kata sandi pertama"))

    class Meta:
        model = User
        fields = ["name", "email", "phone"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        about = User(name=values.get("name", ""), email=values.get("email"), phone=values.get("phone"))
        try:
            validate_password(values.get("password", ""), about)
        except ValidationError as weak:
            if "password" not in self.errors:
                self.add_error("password", weak_words(weak))
        return values


@admin.register(User)
class UserAdmin(KeptAdmin):
    list_display = ["name", "email", "phone", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["name", "email", "phone"]
    ordering = ["name_key", "pk"]
    printed = ("name",)
    fields = ["name", "email", "phone", "is_active", "is_staff", "is_superuser", "uuid", "joined_at", "last_login"]
    # System administrators are named from the shell alone; the actions decide who may sign in.
    readonly_fields = ["is_active", "is_staff", "is_superuser", "uuid", "joined_at", "last_login"]
    actions = ["close_selected", "reopen_selected"]

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **({} if obj else {"form": NewUserForm}), **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fields if obj else ["name", "email", "phone", "password"]

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        given = {"name": obj.name, "email": obj.email or "", "phone": obj.phone or ""}
        if change:
            change_account(obj, **given, by=request.user, now=now())  # type: ignore[arg-type]
        else:
            made = open_account(**given, password=form.cleaned_data["password"], by=request.user, now=now())  # type: ignore[arg-type]
            obj.pk = made.pk

    @admin.action(description=_("Tutup akun yang dipilih"), permissions=["change"])
    def close_selected(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen.filter(is_active=True).exclude(pk=request.user.pk or 0):
            close_account(user, by=request.user, now=now())  # type: ignore[arg-type]

    @admin.action(description=_("Buka lagi akun yang dipilih"), permissions=["change"])
    def reopen_selected(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen.filter(is_active=False):
            reopen_account(user, by=request.user, now=now())  # type: ignore[arg-type]


class MembershipForm(AdminForm):
    """What the verb would refuse is said at the fields."""

    class Meta:
        model = Membership
        fields = ["user", "role", "office"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            for item in missing_for_grant(values["user"], values["role"], values.get("office")):
                self.add_error(item.field, item.message)
        return values


@admin.register(Membership)
class MembershipAdmin(KeptAdmin):
    """Granting adds a row, ending dates it; nothing else changes."""

    list_display = ["user", "role", "office", "starts_at", "ends_at", "granted_by"]
    list_filter = ["role"]
    list_select_related = ["user", "office__regency", "office__province"]
    search_fields = ["user__name", "user__email", "user__phone", "office__name"]
    autocomplete_fields = ["user", "office"]
    form = MembershipForm
    ordering = ["-starts_at", "-pk"]
    actions = ["end_selected"]

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Membership, form: forms.ModelForm, change: bool) -> None:
        granted = grant_role(obj.user, obj.role, office=obj.office, by=request.user, now=now())  # type: ignore[arg-type]
        obj.pk = granted.pk

    @admin.action(description=_("Akhiri peran yang dipilih"), permissions=["view"])
    def end_selected(self, request: HttpRequest, chosen: QuerySet[Membership]) -> None:
        for membership in chosen:
            try:
                end_role(membership, by=request.user, now=now())  # type: ignore[arg-type]
            except Stale:
                messages.info(
                    request, _("Peran ini sudah berakhir: %(role)s.") % {"role": membership.get_role_display()}
                )
