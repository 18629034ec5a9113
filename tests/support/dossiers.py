"""Dossiers without a database: the text of one that was sent in the first format, and others like it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from awards.dossier.snapshot import Snapshot, read


def document(place: int) -> str:
    """The key of the document at a place of the dossier, as its text has it."""
    return str(UUID(int=place))


def a_permit(kind: str, number: str, **values: Any) -> dict[str, Any]:
    """A paper with its copy."""
    return {"kind": kind, "number": number, "issued_on": None, "valid_until": None, "document": document(9)} | values


TEXT: dict[str, Any] = {
    "composed_on": "2026-06-01",
    "ikm": {
        "name": "UD Griya Tenun Wastra",
        "legal_form": "perorangan",
        "owner_name": "Ni Wayan Sari",
        "nib": "9120001234567",
        "npwp": "091234567812345",
        "siinas_account": "",
        "phone": "+6281234567890",
        "email": "",
        "address": "Jl. Melati 3",
        "village": "Desa Tenganan",
        "district": "Manggis",
        "regency": {"code": "51.07", "name": "Kab. Karangasem, Bali"},
        "sentra_since": 2010,
        "is_anchor": False,
        "founded_in": 1998,
    },
    "sentra": {
        "name": "Sentra Tenun Gringsing",
        "commodity_group": {"code": "kain_tenun", "name": "Kain tenun"},
        "unit_count": 12,
        "decrees": [{"number": "188/12/2020", "date": "2020-03-04", "document": document(1)}],
    },
    "product": {
        "name": "Kain Gringsing",
        "commodity_group": "kain_tenun",
        "kbli": "13121",
        "story": "Ditenun tiga generasi.",
        "distinction": "Ikat ganda",
        "raw_material": "benang kapas",
        "local_material_pct": 80,
        "supply_years": 4,
        "value_added_pct": "62.5",
        "capacity": "40 helai",
        "market_reach": "nasional",
        "sales_channels": "",
    },
    "permits": [a_permit("nib", "9120001234567", issued_on="2019-02-01", document=document(2))],
    "photos": [{"slot": "utuh", "alt": "Kain Gringsing, produk utuh", "document": document(3)}],
    "figures": [
        {
            "year": 2025,
            "workers_male": 4,
            "workers_female": 9,
            "workers_local": 10,
            "investment": 150_000_000,
            "turnover": 900_000_000,
            "production_value": None,
        }
    ],
}


def text_of(**parts: Any) -> dict[str, Any]:
    """The text with other parts; what is itself a part of several words is written over word by word."""
    text = deepcopy(TEXT)
    return text | {
        name: text[name] | part if isinstance(part, Mapping) and isinstance(text[name], Mapping) else part
        for name, part in parts.items()
    }


def a_dossier(**parts: Any) -> Snapshot:
    """What is read of that text."""
    return read(text_of(**parts))
