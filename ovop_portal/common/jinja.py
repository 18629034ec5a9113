"""The second template engine: parts that one page prints hundreds of times are Jinja2 (`*.jinja`), which takes a quarter of the time of Django's.

Pages are Django templates and print such a part by `{% jinja "assessments/jury/_rows.jinja" rows=rows %}`. The small components that both engines use
(`ikon`, `tag_status`, `bintang`, …) are macros of `components/tanda.jinja`; a Django template has them as tags of the same names.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.template import engines
from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from jinja2 import Environment, StrictUndefined

from . import formats

ENGINE = "jinja"
COMPONENTS = "components/tanda.jinja"

# What writes values, under the same names in both engines.
FILTERS = {
    name: getattr(formats, name)
    for name in (
        "angka", "nilai", "persen", "rupiah", "rupiah_ringkas", "tanggal", "tanggal_pendek", "hari", "jam", "pukul", "waktu",
        "tenggat", "durasi", "telepon", "ukuran", "berkelompok", "nik_tersamar", "masa", "zone_label",
    )
}  # fmt: skip


def environment(**options: Any) -> Environment:
    """The environment for Django's Jinja2 backend. Autoescape is on, and an undefined name is a fault."""
    made = Environment(**options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    made.filters |= FILTERS | {"linebreaksbr": linebreaksbr}
    made.globals |= {"_": gettext, "static": static, "url": _url, "kept": kept, "star_words": formats.star_words}
    return made


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def rendered(template: str, **context: Any) -> SafeString:
    """A Jinja2 part as HTML. The engine has escaped every value that is not HTML already."""
    return mark_safe(engines[ENGINE].get_template(template).render(context))  # noqa: S308


def kept(template: str, **values: Hashable) -> SafeString:
    """The same for a part that depends on its values and the language only: made once for each combination in the life of a process."""
    return _kept(template, get_language(), *values.items())


@lru_cache(maxsize=8192)
def _kept(template: str, language: str | None, *values: tuple[str, Hashable]) -> SafeString:
    return rendered(template, **dict(values))


def component(name: str, *args: Any, **kwargs: Any) -> str:
    """A macro of `components/tanda.jinja`, as HTML."""
    macros: Any = engines[ENGINE].env.get_template(COMPONENTS).module  # type: ignore[attr-defined]
    return getattr(macros, name)(*args, **kwargs)
