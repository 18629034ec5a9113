"""What a form field shows: label, hint, error, control, in this order. How it looks stands in `templates/ovop/field.jinja`.

The kinds of controls that a form has by the dozen are written there, because Django's widget templates are nine tenths of the cost of a long form.
The crispy pack's `field.html` calls `field`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString

from .jinja import rendered

PLAIN_INPUTS = {
    f"django/forms/widgets/{name}.html" for name in ("text", "number", "email", "url", "hidden", "file", "input")
}  # fmt: skip


def field(bound: BoundField) -> SafeString:
    """A whole field. Hidden ones are their control alone."""
    return rendered("ovop/field.jinja", shown=Shown(bound), bound=bound)


class Shown:
    """A bound field as its template prints it.

    A field may carry: `is_question` (its label is the heading of the page), `is_conditional` (another answer may demand it, and its hint says when),
    `prefix` and `suffix` (signs outside the control), `cards`, `inline` and `hints` (`{value: text}`) for options.
    """

    def __init__(self, bound: BoundField) -> None:
        self.bound, self.field, self.widget = bound, bound.field, bound.field.widget

    @property
    def kind(self) -> str:
        """How label and control stand to each other."""
        if self.widget.is_hidden:
            return "hidden"
        if isinstance(self.widget, forms.CheckboxInput):
            return "tick"
        return "group" if self.widget.use_fieldset else "single"

    @property
    def is_question(self) -> bool:
        return getattr(self.field, "is_question", False)

    @property
    def is_optional(self) -> bool:
        """Does the page say that the field may be left out?"""
        # In a filter everything may be left out, and saying so at every field would be noise.
        is_filter = not getattr(self.bound.form, "with_key", True)
        # A file that lies here already is neither asked for again nor left out: its own line says what may be done.
        is_said_otherwise = getattr(self.field, "is_conditional", False) or self._holds_a_file
        return not (self.field.required or is_filter or is_said_otherwise)

    @property
    def _holds_a_file(self) -> bool:
        return isinstance(self.widget, forms.FileInput) and getattr(self.bound.value(), "kept", None) is not None

    @property
    def described_by(self) -> str:
        """Ids of hint and error, for the fieldset: Django names them on single controls only."""
        ids = [f"{self.bound.auto_id}_helptext"] if self.bound.help_text else []
        return " ".join([*ids, f"{self.bound.auto_id}_error"] if self.bound.errors else ids)

    @property
    def prefix(self) -> str:
        return getattr(self.field, "prefix", "")

    @property
    def suffix(self) -> str:
        return getattr(self.field, "suffix", "")

    @property
    def control(self) -> str:
        """Which control it is; empty for the kinds that are left to their own widget."""
        kind = type(self.widget)
        if kind.render is not forms.Widget.render or self.field.show_hidden_initial:
            return ""
        if isinstance(self.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "options"
        if kind in (forms.Textarea, forms.Select):
            return kind.__name__.lower()
        # A widget that decides for itself what it shows (a password shows nothing) is asked.
        is_plain = isinstance(self.widget, Input) and kind.get_context is Input.get_context
        return "input" if is_plain and self.widget.template_name in PLAIN_INPUTS else ""

    @property
    def value(self) -> Any:
        """What stands in the control."""
        return self.widget.format_value(self.bound.value())

    @property
    def attributes(self) -> dict[str, Any]:
        own = self.widget.attrs
        return {**own, **self.bound.build_widget_attrs({"id": own.get("id") or self.bound.auto_id})}

    @property
    def groups(self) -> list[tuple[str | None, list[dict[str, Any]]]]:
        """The options of a select under their headings."""
        return [(name, options) for name, options, _index in self.widget.optgroups(self.bound.html_name, self.value)]

    @property
    def options(self) -> Iterable[dict[str, Any]]:
        """The options of a radio or checkbox group."""
        attrs, hints = self.bound.build_widget_attrs({"id": self.bound.auto_id}), getattr(self.field, "hints", {})
        for _name, group, _index in self.widget.optgroups(self.bound.html_name, self.value, attrs):
            for option in group:
                attributes = {**option["attrs"], "checked": bool(option["selected"]), "aria-invalid": None}
                yield {**option, "attrs": attributes, "hint": hints.get(option["value"], "")}

    @property
    def are_cards(self) -> bool:
        return getattr(self.field, "cards", False)

    @property
    def are_inline(self) -> bool:
        return getattr(self.field, "inline", False)
