"""`{% load ovop %}`: the filters of `common.formats`, and the small components of the portal."""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString, mark_safe

from .. import charts, formats, jinja, markup, stages
from ..forms import PortalFormMixin, first_id

register = template.Library()

for _name, _filter in jinja.FILTERS.items():
    register.filter(_name, _filter)
register.simple_tag(formats.rentang, name="rentang")
register.simple_tag(formats.batas, name="batas")

for _name in ("ikon", "tag_status", "bintang"):
    register.simple_tag(partial(jinja.component, _name), name=_name)
register.simple_tag(jinja.rendered, name="jinja")


@register.simple_block_tag
def fakta(content: str, label: object, kind: str = "") -> str:
    """A line of a list of facts or figures (`<dl>`): what it is called, and between the tags what is so. `kind` is a class of the fact."""
    return jinja.component("fakta", label, content, kind)


@register.inclusion_tag("components/benang.html")
def benang(steps: object) -> dict[str, object]:
    """The thread of a file's way.

    `steps`: mappings or objects with `name`, `state` ("done", "now", "later") and, as they have them, `date`, `note`.
    """
    return {"steps": steps}


@register.inclusion_tag("components/tahap.html", takes_context=True)
def tahap(context: template.Context, edition: Any, here: str = "") -> dict[str, Any]:
    """The small rail: the stages of `edition` (read with `stages.standing()`), each leading to its page, the stage `here` marked as the page's own."""
    steps = stages.rail(edition, context["request"].user, here)
    own = next((number for number, step in enumerate(steps, start=1) if step.is_here), 0)
    return {"steps": steps, "own": own, "label": steps[own - 1].label if own else ""}


@register.inclusion_tag("components/ringkasan_kesalahan.html", takes_context=True)
def ringkasan_kesalahan(context: template.Context, *forms: Any) -> dict[str, Any]:
    """The error summary of the forms given, or of `form` / `error_forms` in the context. Base already calls it."""
    return {"links": error_links(context, *forms)}


@register.simple_tag(takes_context=True)
def error_links(context: template.Context, *forms: Any) -> list[tuple[str, str]]:
    """(id, message) of everything that keeps the forms of this page from being taken."""
    found = forms or context.get("error_forms") or [context.get("form")]
    links: list[tuple[str, str]] = []
    for form in found:
        links += _links_of(form)
    return links


def _links_of(form: Any) -> list[tuple[str, str]]:
    if isinstance(form, BaseFormSet):
        own = [("", str(message)) for message in form.non_form_errors()] if form.is_bound else []
        return own + [link for each in form.forms for link in _links_of(each)]
    if not isinstance(form, BaseForm) or not form.is_bound or not form.errors:
        return []
    if hasattr(form, "error_links"):
        return form.error_links()
    links = [("", str(message)) for message in form.non_field_errors()]
    return links + [(first_id(form[name]), str(m)) for name in form.fields for m in form.errors.get(name, ())]


@register.simple_tag(takes_context=True)
def keeps_typed(context: template.Context) -> bool:
    """Has this page a form whose text the device keeps? Forms lie in the context by themselves or in a dictionary."""
    values: list[Any] = list(context.flatten().values())
    forms = values + [each for value in values if issubclass(type(value), dict) for each in value.values()]
    # By their types: to be asked for its class makes the lazy token of the page, and no copy of a page with a token is kept.
    return any(issubclass(type(form), PortalFormMixin) and form.keeps_typed for form in forms)


register.simple_tag(markup.field, name="field")


@register.filter
def json_ld(data: object) -> SafeString:
    """`data` for a block that search engines read. No text of it can end the block, and no browser runs a block of this type."""
    signs = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(signs))  # noqa: S308


@register.simple_tag(takes_context=True)
def laman(context: template.Context, number: object) -> str:
    """The query string of page `number`, with the filters as they are."""
    query = context["request"].GET.copy()
    query["laman"] = str(number)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def way_back(context: template.Context, url: str) -> str:
    """`url`, or the address that the reader came from where that is the same page with its filters."""
    request = context.get("request")
    if request is None:
        return url
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # nobody's browser, but somebody's script
        return url
    is_that_page = came_from.netloc == request.get_host() and came_from.path == url
    return f"{url}?{came_from.query}" if is_that_page and came_from.query else url


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int]:
    """First, last and the neighbours of the page shown; 0 stands for a gap."""
    last, here = page.paginator.num_pages, page.number
    shown = sorted({1, last, *(number for number in (here - 1, here, here + 1) if 1 <= number <= last)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] > 1:
            numbers.append(number - 1 if number - numbers[-1] == 2 else 0)
        numbers.append(number)
    return numbers


register.simple_tag(charts.dot_plot, name="grafik_titik")
register.simple_tag(charts.aspect_bars, name="grafik_aspek")
register.simple_tag(charts.funnel_bars, name="grafik_corong")
register.simple_tag(charts.count_bars, name="grafik_batang")
register.simple_tag(charts.province_tiles, name="peta_provinsi")
register.simple_tag(charts.histogram, name="grafik_sebaran")
register.simple_tag(charts.time_line, name="garis_waktu")
