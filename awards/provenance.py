"""How sure a rule is: what stands in a public source, what was inferred, what was proposed for this portal.

Rows keep the words of the source data and the keys of its sources ("verified [S12, S27]"); pages show them through `Provenance.of`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ovop_portal.common.reference import document

SOURCE = "rubric.json"
VERIFIED, PARTLY, PROPOSED = "verified", "partly", "proposed"

# Every status of the source data that reaches a row (a test looks for missing ones).
WORDS: dict[str, str | Promise] = {
    "verified": _("ada dalam sumber"),
    "inferred": _("disimpulkan dari sumber"),
    "proposed": _("usulan portal"),
    "proposed default, editable": _("usulan portal, dapat diganti"),
    "heading and level 1 verified; levels 2-3 proposed": _(
        "judul dan tingkat 1 ada dalam sumber; tingkat 2 dan 3 usulan portal"
    ),
    "verified for 8 of 10 criteria headings (7 with all levels, 1 in part); 2 headings and 2 levels proposed": _(
        "8 dari 10 judul kriteria ada dalam sumber (7 dengan semua tingkat, 1 sebagian); 2 judul dan 2 tingkat usulan portal"
    ),
    "aspect name verified (S02); criteria, levels and points proposed": _(
        "nama aspek ada dalam sumber; kriteria, tingkat, dan poin usulan portal"
    ),
    "proposed; built on the verified A = 30 and the verified 25 indicators for batik (10 + 5 + 10)": _(
        "usulan portal, dibangun di atas aspek A yang 30 poin dan 25 indikator batik dari sumber"
    ),
    "verified; the exact papers are unknown": _("ada dalam sumber; jenis dokumennya tidak disebut"),
    "requirement verified; which permit kinds count is inferred": _(
        "syaratnya ada dalam sumber; jenis izin yang berlaku disimpulkan"
    ),
    "sample requirement verified; effect proposed": _("syarat contoh produk ada dalam sumber; akibatnya usulan portal"),
    "verified as practice in 2014-2015": _("dijalankan pada 2014–2015 menurut sumber"),
    "stars verified, score ranges unknown": _("jumlah bintang ada dalam sumber; rentang nilainya tidak diketahui"),
    "stars verified for 2024 (S10: recommendation of one, two or three stars); 3 stars verified for a 2022 holder; score ranges unknown": _(
        "tiga bintang ada dalam sumber untuk 2024 dan seorang penerima 2022; rentang nilainya tidak diketahui"
    ),
}  # fmt: skip

_TEXT = re.compile(r"(?P<status>.*?)(?: \[(?P<keys>S\d+(?:, S\d+)*)\])?\Z", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """A public source by its key, with its address."""

    key: str
    address: str


@dataclass(frozen=True)
class Provenance:
    """What a page shows about the origin of a rule: a tag, a sentence, the sources."""

    mark: str
    words: str | Promise
    sources: list[Source]

    @classmethod
    def of(cls, text: str) -> Provenance:
        """Read the text that a row keeps."""
        found = _TEXT.match(text)
        status, keys = (found["status"], found["keys"]) if found else (text, None)
        known = addresses()
        sources = [Source(key, known.get(key, "")) for key in keys.split(", ")] if keys else []
        return cls(mark_of(status), WORDS.get(status, status), sources)


def mark_of(status: str) -> str:
    """One of three marks: whole in the sources, partly, or ours."""
    if "verified" not in status:
        return PROPOSED if "proposed" in status else PARTLY
    return PARTLY if re.search("proposed|inferred|unknown", status) else VERIFIED


def text_of(part: Mapping[str, Any]) -> str:
    """What a row keeps of a part of the source data: its status and the keys of its sources."""
    keys = part.get("source", [])
    return f"{part['status']} [{', '.join(keys)}]" if keys else str(part["status"])


@cache
def addresses() -> dict[str, str]:
    """The address of each source, by its key."""
    sources: dict[str, str] = document(SOURCE)["sources"]
    return sources
