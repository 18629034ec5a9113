"""The first season in the Django admin: an edition with its dates and plan, institutions and jurors. What is published is only shown.

Editions stand here and not a room below, because beginning one also plans how it is judged.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest

from assessments.models import AssessmentPlan, Institution, Juror
from assessments.operations.editions import JURORS, begin_edition
from assessments.operations.jurors import keep_institution, keep_juror, missing_for_juror
from awards.models import Edition, Gate, RequiredPaper, Window, WindowKind
from awards.operations.editions import change_edition, missing_from_kind
from ovop_portal.common.admin import AdminForm, KeptAdmin
from ovop_portal.common.clock import now


class EditionForm(AdminForm):
    """What a new edition is asked; how many jurors read a file is asked once, at the beginning."""

    jurors_per_entry = forms.IntegerField(
        label=AssessmentPlan._meta.get_field("jurors_per_entry").verbose_name,
        min_value=1,
        max_value=15,
        initial=JURORS,
        required=False,
    )

    class Meta:
        model = Edition
        fields = ["year", "kind", "name", "scheme", "previous", "validity_months", "screening_rule"]

    def clean(self) -> dict[str, Any]:
        """What the verb would refuse is said at the fields."""
        said = super().clean() or {}
        kind = said.get("kind") or self.instance.kind
        for item in missing_from_kind(kind, said.get("name", ""), said.get("previous")):
            self.add_error(item.field or None, item.message)
        return said


class WindowFormSet(forms.BaseInlineFormSet):
    """The four stages: each once, each with its dates."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", [{"kind": kind} for kind in WindowKind.values])
        super().__init__(*args, **kwargs)

    @property
    def dates(self) -> dict[str, tuple[Any, Any]]:
        """The dates as sent, by stage."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        return {row["kind"]: (row["opens_at"], row["closes_at"]) for row in rows}


class WindowInline(admin.TabularInline):
    form = AdminForm
    model = Window
    formset = WindowFormSet
    fields = ["kind", "opens_at", "closes_at"]
    min_num = max_num = len(WindowKind)
    extra = 0
    can_delete = False

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, validate_min=True, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in ("opens_at", "closes_at"):
            field.widget.widgets[
                1
            ].format = "%H:%M:%S"  # Without its seconds a stage would end earlier each time the page is saved.
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class _Shown(admin.TabularInline):
    """Rows that came with the edition from the reference data."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PlanInline(_Shown):
    model = AssessmentPlan


class GateInline(_Shown):
    model = Gate
    fields = ["code", "label", "commodity_group", "effect", "evidence", "paper"]


class PaperInline(_Shown):
    model = RequiredPaper
    fields = ["code", "label", "kinds", "commodity_group"]


@admin.register(Edition)
class EditionAdmin(KeptAdmin):
    """Editions are begun and renamed by the verbs; plan, gates and papers come from the reference data. Dates are changed on the secretariat's page alone."""

    form = EditionForm
    list_display = ["name", "year", "kind", "scheme"]
    printed = ("name",)
    list_select_related = ["scheme"]
    ordering = ["-year"]

    def get_fields(self, request: HttpRequest, obj: Edition | None = None) -> Any:
        shared = ["year", "kind", "name", "scheme", "previous", "validity_months", "screening_rule"]
        return shared if obj else [*shared, "jurors_per_entry"]

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        return ["year", "kind", "scheme", "screening_rule"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Edition | None) -> list[Any]:
        return [WindowInline, PlanInline, GateInline, PaperInline] if obj else [WindowInline]

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return not _is_published(obj) and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Edition, form: forms.ModelForm, change: bool) -> None:
        """The verbs need the dates, too: see `save_related`."""

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        by: Any = request.user
        moment, values = now(), form.cleaned_data
        if change:
            edition = Edition.objects.get(pk=form.instance.pk)
            shared = {name: values[name] for name in ("name", "previous", "validity_months")}
            change_edition(edition, **shared, by=by, now=moment)
        else:
            [windows] = formsets
            values["jurors_per_entry"] = values["jurors_per_entry"] or JURORS
            form.instance.pk = begin_edition(**values, windows=windows.dates, by=by, now=moment).pk
        for formset in formsets:  # The admin's own log asks what was saved; the journal knows.
            formset.new_objects = formset.changed_objects = formset.deleted_objects = []


class JurorForm(AdminForm):
    """What the verb would refuse is said at the fields."""

    class Meta:
        model = Juror
        fields = ["user", "institution", "home_regency", "expertise", "techniques", "capacity"]

    def clean_user(self) -> Any:
        user = self.cleaned_data["user"]
        lacking = missing_for_juror(user)
        if lacking and self.instance.pk is None:
            raise ValidationError([item.message for item in lacking])
        return user


@admin.register(Institution)
class InstitutionAdmin(KeptAdmin):
    fields = ["name", "province", "in_selection_team", "in_working_group"]
    search_fields = ["name"]
    ordering = ["name_key"]
    printed = ("name",)

    def save_model(self, request: HttpRequest, obj: Institution, form: forms.ModelForm, change: bool) -> None:
        keep_institution(obj, by=request.user, now=now())  # type: ignore[arg-type]


@admin.register(Juror)
class JurorAdmin(KeptAdmin):
    """A person of the jury. Whose account it is stays."""

    form = JurorForm
    list_display = ["user", "institution", "home_regency"]
    list_select_related = ["user", "institution", "home_regency"]
    search_fields = ["user__name", "institution__name"]
    autocomplete_fields = ["user", "institution", "home_regency"]
    ordering = ["user__name_key", "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Juror | None = None) -> list[str]:
        return ["user"] if obj else []

    def save_model(self, request: HttpRequest, obj: Juror, form: forms.ModelForm, change: bool) -> None:
        keep_juror(obj, form.cleaned_data["expertise"], by=request.user, now=now())  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        """The verb has written the expertise."""


def _is_published(edition: Edition | None) -> bool:
    return edition is not None and hasattr(edition, "publication")
