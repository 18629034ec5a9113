"""Forms of the portal: our words, cleaned text, a key against double sending, the version the reader saw.

class WithdrawForm(OvopForm):
    alasan = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea)

How a view binds one (`sent_by`), carries out what it asks, and shows it again: `accounts.carrying_out`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Unpack

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.contrib import messages
from django.core import validators
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from . import text, words
from .fields import BEING_CHECKED, BerkasField, Traits, fit
from .verbs import KEY_REUSED, Missing, Refused


def sent_by(request: HttpRequest) -> QueryDict | None:
    """The fields that a form was sent with; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def render_form(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    form: Any = None,
    *,
    refusal: int = 422,
) -> HttpResponse:
    """The page of a form: `refusal` when the form was sent and cannot be taken (429: too often), 200 otherwise.

    A file that is good stays with a form that is refused for something else, and is named on its page. A form that only waits until a file was looked at
    is answered with 202, and its page goes on by itself (`static/js/berkas.js`).
    """
    status = 200
    if form is not None and form.is_bound and not form.is_valid():
        waits = _keep_files(request, form)
        status = refusal if form.errors or not waits else HTTPStatus.ACCEPTED
    return render(request, template, {**(context or {}), "form": form}, status=status)


def _keep_files(request: HttpRequest, form: forms.BaseForm) -> bool:
    """Keep each file that has nothing wrong with it. Returns whether one is still being looked at, which is no error of the form."""
    waits = False
    for name, field in form.fields.items():
        upload = form.files.get(form.add_prefix(name))
        if not upload or not isinstance(field, BerkasField):
            continue
        if not _is_good(form, name, field):
            # A kept file that was refused now is not offered again, either.
            upload.kept = None  # type: ignore[attr-defined]
            continue
        checked = not form.has_error(name, BEING_CHECKED)
        is_kept = field.keep(upload, request, checked=checked)
        if not checked:
            del form.errors[name]
            waits = waits or is_kept
        if not is_kept and name not in form.errors:
            form.add_error(name, _("Berkas {name} belum tersimpan. Pilih lagi").format(name=upload.name))
    if waits:
        messages.info(
            request,
            _("Berkas Anda sedang diperiksa. Halaman ini melanjutkan sendiri begitu selesai: jangan ditutup dulu."),
        )
    return waits


def _is_good(form: forms.BaseForm, name: str, field: BerkasField) -> bool:
    """Is nothing wrong with the file itself?"""
    return all(problem.code in field.passing for problem in form.errors.as_data().get(name, []))


def layout(*parts: Any) -> FormHelper:
    """A crispy helper for forms that want groups: `helper = layout(Fieldset(_("Alamat"), "street", Row("village", "code")), …)`.

    The page writes the form tag, the token and the buttons; hidden fields come by themselves.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.layout = Layout(*parts)
    return helper


class _KeyField(forms.UUIDField):
    """The idempotency key: never a change of its own, and made anew where a form came without."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data or initial


class _VersionField(forms.IntegerField):
    """The version of a row, as the page was drawn with it; what no row can have was not drawn by us."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = INCOMPLETE
        self.validators = [
            validators.MinValueValidator(0, INCOMPLETE),
            validators.MaxValueValidator(2**63 - 1, INCOMPLETE),
        ]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


# A field that the page itself carries came back changed.
INCOMPLETE = _("Halaman ini tidak lengkap. Muat ulang halaman, lalu kirim lagi")
# Other values (a number, a day, a choice) are never longer.
ANY_ANSWER = 250

if TYPE_CHECKING:
    _Form = forms.BaseForm
else:
    _Form = object


class PortalFormMixin(_Form):
    """What every form of the portal does; mixed into `OvopForm`.

    `kunci` is the idempotency key, sent back with the form; set `with_key = False` for forms that only ask (GET).
    Given `version=`, the form carries the version the reader saw as `versi`; read it from `form.base_version`.
    """

    use_required_attribute = False
    with_key = True
    # Places on the page, outside this form's fields, where something that a verb finds missing is mended: ids by the verb's names.
    places: Mapping[str, str] = {}

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        # What a verb found missing, for a page that leads to another one where it is mended.
        self.refused: list[Missing] = []
        for name, field in self.fields.items():
            _harden(field)
            words.teach(field, name)
        if self.with_key:
            self.fields["kunci"] = _KeyField(
                required=False, widget=forms.HiddenInput({"data-isian": ""}), initial=uuid.uuid4
            )
        if version is not None:
            self.fields["versi"] = _VersionField(required=False, widget=forms.HiddenInput, initial=version)

    def fit(self, name: str, **traits: Unpack[Traits]) -> None:
        """Fit a field to what this form is about: `self.fit("date", latest=today)`."""
        fit(self.fields[name], **traits)

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """The sent value in one spelling. Passwords stay byte for byte."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if isinstance(widget, forms.PasswordInput):
            return value
        clean = text.tidy if isinstance(widget, forms.Textarea) else text.tidy_line
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            return [clean(item) if isinstance(item, str) else item for item in value]
        return value

    @cached_property
    def _overlong(self) -> dict[str, int]:
        """Fields that hold more than any answer could, with the length that an answer may have. Nothing reads them further."""
        if not self.is_bound:
            return {}
        most = {name: getattr(field, "max_length", None) or ANY_ANSWER for name, field in self.fields.items()}
        return {name: most[name] for name in most if self._raw_length(name) > text.most_raw(most[name])}

    def _raw_length(self, name: str) -> int:
        widget = self.fields[name].widget
        value = super()._widget_data_value(widget, self.add_prefix(name))  # type: ignore[misc]
        parts = value if isinstance(value, list) else [value]
        return max((len(part) for part in parts if isinstance(part, str)), default=0)

    def _bound_items(self) -> Iterator[tuple[str, forms.BoundField]]:
        """The value that Django cleans and compares."""
        return ((name, bound) for name, bound in super()._bound_items() if name not in self._overlong)  # type: ignore[misc]

    def _clean_fields(self) -> None:
        for name, most in self._overlong.items():
            bound = self[name]
            # Values that the page itself put there cannot be shortened by a person.
            says = INCOMPLETE if bound.is_hidden else words.too_long(bound.label, most)
            self.add_error(name, ValidationError(str(says), code="max_length"))
        super()._clean_fields()  # type: ignore[misc]

    @property
    def keeps_typed(self) -> bool:
        """Has it text or files of which the device takes care until the server has them (`static/js/isian.js`)?"""
        precious = (forms.TextInput, forms.Textarea, forms.FileInput)
        return self.with_key and any(isinstance(field.widget, precious) for field in self.fields.values())

    @property
    def key(self) -> str:
        """The idempotency key that came with the form; a new one where none came."""
        return str(getattr(self, "cleaned_data", {}).get("kunci") or uuid.uuid4())

    @property
    def base_version(self) -> int | None:
        """The version the reader saw, None where the form carried none."""
        return getattr(self, "cleaned_data", {}).get("versi")

    def has_shown(self, version: int) -> None:
        """Let the next sending overwrite `version` knowingly: the answer shows what somebody else wrote meanwhile."""
        self.put_back("versi", version)

    @property
    def body(self) -> dict[str, list[str]]:
        """What was sent, for comparing a repeated key: without the tokens, files by name and size."""
        sent = {
            name: values
            for name, values in self.data.lists()  # type: ignore[attr-defined]
            if name not in ("csrfmiddlewaretoken", self.add_prefix("kunci"))
        }
        for name, files in self.files.lists() if self.files else []:
            sent[name] = [f"{file.name}:{file.size}" for file in files]
        return sent

    @property
    def answers(self) -> dict[str, Any]:
        """`cleaned_data` without the hidden helpers: what a verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("kunci", "versi")}

    def add_refused(self, refused: Refused) -> None:
        """Show what a verb found missing: at the field where there is one, else at the top. A key that was used gives way to a new one."""
        self.refused += refused.missing
        for item in refused.missing:
            if item.code == KEY_REUSED:
                self.renew_key()
            problem = ValidationError(item.message, code=item.code)
            self.add_error(item.field if item.field in self.fields else None, problem)
            if item.field not in self.fields and item.field in self.places:
                self._led_to[str(item.message)] = self.places[item.field]

    @cached_property
    def _led_to(self) -> dict[str, str]:
        """Ids of `places`, by the message that leads there."""
        return {}

    def renew_key(self) -> None:
        """Give the form a new key for its next sending; what was typed stays."""
        self.put_back("kunci", uuid.uuid4())

    def put_back(self, helper: str, value: object) -> None:
        """Send the form back with another value in a hidden `helper`; what was typed stays."""
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix(helper)] = str(value)
        self.data = data

    def error_links(self) -> list[tuple[str, str]]:
        """(id of the control, message) for each error, in the order of the page; the id is empty for the form's own."""
        links = [(self._led_to.get(str(message), ""), str(message)) for message in self.non_field_errors()]
        for name in self.fields:
            if name in self.errors:
                links += [(first_id(self[name]), str(message)) for message in self.errors[name]]
        return links


class OvopForm(PortalFormMixin, forms.Form):
    """A form of the portal."""


def first_id(bound: forms.BoundField) -> str:
    """The id of the first control of a field: for groups the first option, for dates the day."""
    auto_id = bound.auto_id
    return f"{auto_id}_0" if bound.field.widget.use_fieldset else auto_id


def _harden(field: forms.Field) -> None:
    if not isinstance(field, forms.CharField):
        return
    # A browser cuts a longer paste without a word; ours says how long it may be.
    field.widget.attrs.pop("maxlength", None)
    long = isinstance(field.widget, forms.Textarea)
    if long and field.widget.attrs.pop("cols", ""):
        field.widget.attrs["rows"] = min(int(field.widget.attrs.get("rows", 5)), 5)
    field.validators.append(text.validate_text if long else text.validate_line)
    if field.max_length is None and not isinstance(field.widget, forms.PasswordInput):
        field.max_length = text.LONGEST
        field.validators.append(validators.MaxLengthValidator(text.LONGEST))
