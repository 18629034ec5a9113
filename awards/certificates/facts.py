"""The facts of a certificate that a correction may set right: what was printed wrongly, not what was judged.

Commodity group and region are not among them: the jury judged in the one, and the regional head of the other nominated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import PublishedAward
from ovop_portal.common.formats import tanggal
from ovop_portal.common.printed import missing_letters
from ovop_portal.common.verbs import Missing

FACTS: Mapping[str, Any] = {
    "firm": gettext_lazy("Nama penerima"),
    "product_name": gettext_lazy("Nama produk"),
    "stars": gettext_lazy("Bintang"),
    "valid_from": gettext_lazy("Berlaku sejak"),
    "valid_until": gettext_lazy("Berlaku sampai"),
    "decree_number": gettext_lazy("Nomor keputusan"),
    "decree_date": gettext_lazy("Tanggal keputusan"),
    "signatory_name": gettext_lazy("Nama penanda tangan"),
    "signatory_title": gettext_lazy("Jabatan penanda tangan"),
}
DAYS = ("valid_from", "valid_until", "decree_date")


def as_text(award: PublishedAward) -> dict[str, str]:
    """The facts of `award` as a correction writes them: days by ISO."""
    return {name: str(getattr(award, name)) for name in FACTS}


def as_values(facts: Mapping[str, str]) -> dict[str, Any]:
    """The same as values of `PublishedAward`. Raises `ValidationError` for what is none."""
    fields: Any = {name: PublishedAward._meta.get_field(name) for name in facts}
    return {name: fields[name].to_python(text) for name, text in facts.items()}


def in_words(name: str, text: str) -> str:
    """A fact as people read it."""
    return tanggal(as_values({name: text})[name]) if name in DAYS else text


def missing_for_facts(award: PublishedAward, changed: Mapping[str, str]) -> list[Missing]:
    """What keeps `award` from reading as `changed` says: too many stars, days out of order, letters that cannot be printed, nothing changed at all."""
    if not changed:
        return [Missing("nothing", _("Ubah paling sedikit satu keterangan piagam"))]
    lacking = [
        Missing("empty", _("Isi {fact}").format(fact=FACTS[name]), name) for name in changed if not changed[name]
    ]
    lacking += missing_letters({name: text for name, text in changed.items() if name not in DAYS}, *changed)
    try:
        after = as_values({**as_text(award), **changed})
    except ValidationError:
        return [*lacking, Missing("unreadable", _("Sebagian keterangan tidak terbaca"))]
    if not 1 <= after["stars"] <= award.max_stars:
        words = _("Bintang paling sedikit 1 dan paling banyak {n}. Untuk menghapus semuanya, cabut bintangnya")
        lacking.append(Missing("stars", words.format(n=award.max_stars), "stars"))
    if after["valid_from"] > after["valid_until"]:
        lacking.append(Missing("order", _("Hari terakhir tidak boleh sebelum hari pertama"), "valid_until"))
    return lacking
