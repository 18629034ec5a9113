"""The HTML of a form field: label, hint, error, control, in this order.

Written in Python because Django's widget templates are nine tenths of the cost of a long form. The crispy pack's
`field.html` calls `field`; everything about how a field looks stands here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .widgets import flat, value_attribute

NOTHING = SafeString("")


def field(bound: BoundField) -> SafeString:
    """A whole field. Hidden ones are their control alone."""
    widget = bound.field.widget
    if widget.is_hidden:
        return control(bound)
    if isinstance(widget, forms.CheckboxInput):
        inside = _tick(bound)
    elif widget.use_fieldset:
        inside = _group(bound)
    else:
        inside = _single(bound)
    css = "field" + (" question" if _is_question(bound) else "") + (" has-error" if bound.errors else "")
    return format_html('<div class="{}" id="div_{}">{}</div>', css, bound.auto_id, inside)


def _is_question(bound: BoundField) -> bool:
    return getattr(bound.field, "is_question", False)


def _single(bound: BoundField) -> SafeString:
    label = format_html('<label for="{}">{}{}</label>', bound.id_for_label, bound.label, _optional(bound))
    if _is_question(bound):
        label = format_html("<h1>{}</h1>", label)
    return format_html("{}{}{}", label, hint_and_error(bound), _affixed(bound))


def _group(bound: BoundField) -> SafeString:
    label = format_html("<h1>{}</h1>", bound.label) if _is_question(bound) else bound.label
    described = described_by(bound)
    return format_html(
        "<fieldset{}><legend>{}{}</legend>{}{}</fieldset>",
        format_html(' aria-describedby="{}"', described) if described else NOTHING,
        label,
        _optional(bound),
        hint_and_error(bound),
        options(bound) if _has_options(bound) else str(bound),
    )


def _tick(bound: BoundField) -> SafeString:
    line = format_html(
        '<label class="choice" for="{}">{}<span>{}</span></label>', bound.id_for_label, bound, bound.label
    )
    return format_html("{}{}", hint_and_error(bound), line)


def _optional(bound: BoundField) -> SafeString:
    # In a filter everything may be left out, and saying so at every field would be noise.
    is_filter = not getattr(bound.form, "with_key", True)
    # `field.is_conditional = True`: another answer may demand this one, and its hint says when.
    is_conditional = getattr(bound.field, "is_conditional", False)
    # A file that lies here already is neither asked for again nor left out: its own line says what may be done.
    return (
        NOTHING
        if bound.field.required or is_filter or is_conditional or _holds_a_file(bound)
        else format_html(' <span class="optional">{}</span>', _("(opsional)"))
    )


def _holds_a_file(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, forms.FileInput) and getattr(bound.value(), "kept", None) is not None


def hint_and_error(bound: BoundField) -> SafeString:
    """The paragraphs that Django's `aria-describedby` names."""
    parts = []
    if bound.help_text:
        parts.append(format_html('<p class="hint" id="{}_helptext">{}</p>', bound.auto_id, bound.help_text))
    if bound.errors:
        lines = format_html_join(mark_safe("<br>"), "{}", ((message,) for message in bound.errors))
        spoken = format_html('<span class="visually-hidden">{} </span>', _("Kesalahan:"))
        parts.append(format_html('<p class="error" id="{}_error">{}{}</p>', bound.auto_id, spoken, lines))
    return mark_safe("".join(parts))


def described_by(bound: BoundField) -> str:
    """Ids of hint and error, for the fieldset: Django names them on single controls only."""
    ids = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    return " ".join([*ids, f"{bound.auto_id}_error"] if bound.errors else ids)


def _affixed(bound: BoundField) -> SafeString:
    before, after = getattr(bound.field, "prefix", ""), getattr(bound.field, "suffix", "")
    if not (before or after):
        return control(bound)
    sign = '<span aria-hidden="true">{}</span>'
    return format_html(
        '<div class="affix">{}{}{}</div>',
        format_html(sign, before) if before else NOTHING,
        control(bound),
        format_html(sign, after) if after else NOTHING,
    )


def control(bound: BoundField) -> SafeString:
    """The input itself. Kinds that are not known here are left to their own widget."""
    widget = bound.field.widget
    if type(widget).render is not forms.Widget.render or bound.field.show_hidden_initial:
        return SafeString(str(bound))
    kind = type(widget)
    if kind is forms.Textarea:
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>', bound.html_name, _attributes(bound), bound.value() or ""
        )
    if kind is forms.Select:
        return _select(bound)
    # A widget that decides for itself what it shows (a password shows nothing) is asked.
    if isinstance(widget, Input) and kind.get_context is Input.get_context and widget.template_name in PLAIN_INPUTS:
        value = widget.format_value(bound.value())
        return format_html(
            '<input type="{}" name="{}"{}{}>',
            widget.input_type,
            bound.html_name,
            value_attribute(value),
            _attributes(bound),
        )
    return SafeString(str(bound))


PLAIN_INPUTS = {
    f"django/forms/widgets/{name}.html" for name in ("text", "number", "email", "url", "hidden", "file", "input")
}  # fmt: skip


def _attributes(bound: BoundField) -> SafeString:
    own = bound.field.widget.attrs
    attrs = bound.build_widget_attrs({"id": own.get("id") or bound.auto_id})
    return flat({**own, **attrs})


def _select(bound: BoundField) -> SafeString:
    groups = bound.field.widget.optgroups(bound.html_name, _values(bound))
    inside = format_html_join("", "{}", ((_choices(name, options),) for name, options, _index in groups))
    return format_html('<select name="{}"{}>{}</select>', bound.html_name, _attributes(bound), inside)


def _choices(group: Any, options: Iterable[dict[str, Any]]) -> SafeString:
    lines = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (("" if each["value"] is None else each["value"], flat(each["attrs"]), each["label"]) for each in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', group, lines) if group else lines


def _has_options(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def options(bound: BoundField) -> SafeString:
    """The options of a radio or checkbox group as whole-row labels.

    `field.cards = True` makes level cards of them; `field.hints = {value: text}` adds a line to an option.
    """
    hints, cards = getattr(bound.field, "hints", {}), getattr(bound.field, "cards", False)
    groups = bound.field.widget.optgroups(
        bound.html_name, _values(bound), bound.build_widget_attrs({"id": bound.auto_id})
    )
    rows = (_option(each, hints.get(each["value"], ""), cards) for _name, group, _index in groups for each in group)
    css = "choices-inline" if getattr(bound.field, "inline", False) else "choices"
    return format_html('<div class="{}">{}</div>', css, format_html_join("", "{}", ((row,) for row in rows)))


def _values(bound: BoundField) -> list[str]:
    return bound.field.widget.format_value(bound.value())


def _option(option: dict[str, Any], hint: Any, cards: bool) -> SafeString:
    attrs = {**option["attrs"], "checked": bool(option["selected"]), "aria-invalid": None}
    return format_html(
        '<label class="{}" for="{}"><input type="{}" name="{}" value="{}"{}><span>{}{}</span></label>',
        "opt" if cards else "choice",
        attrs.get("id", ""),
        option["type"],
        option["name"],
        "" if option["value"] is None else option["value"],
        flat(attrs),
        option["label"],
        format_html('<span class="hint">{}</span>', hint) if hint else NOTHING,
    )
