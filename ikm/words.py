"""What the trail says of firms, sentras and their papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ikm.models import Ikm, PermitKind, PhotoSlot, Product
from ovop_portal.ledger import words

RECORDS = (Ikm, Product)


def register_all() -> None:
    """Tell the ledger's phrase book."""
    words.tell(
        kinds={
            "account.firm_linked": _("Usaha dihubungkan dengan akun"),
            "account.firm_unlinked": _("Usaha dilepas dari akun"),
            "ikm.registered": _("IKM didaftarkan"),
            "ikm.owner_linked": _("Pemilik dihubungkan"),
            "ikm.owner_unlinked": _("Akun yang keliru dilepas"),
            "ikm.written": _("Data usaha diubah"),
            "ikm.joined": _("Dua catatan satu usaha digabungkan"),
            "product.added": _("Produk ditambahkan"),
            "sentra.added": _("Sentra dicatat"),
            "sentra.written": _("Data sentra diubah"),
            "sentra.decree_added": _("Keputusan sentra dicatat"),
            "sentra.decree_corrected": _("Keputusan sentra diperbaiki"),
            "permit.added": _("Izin ditambahkan"),
            "permit.removed": _("Izin dihapus dari berkas"),
            "photo.put": _("Foto dipasang"),
            "photo.removed": _("Foto dihapus dari berkas"),
            "figures.recorded": _("Angka tahunan dicatat"),
        },
        subjects={
            "ikm": _("IKM"),
            "sentra": _("Sentra"),
        },
        keys={
            "owner": _("pemilik"),
            "permits": _("izin"),
            "photos": _("foto"),
            "product": _("produk"),
            "sections": _("bagian"),
            "slot": _("foto"),
        },
        values={
            **{("of", model._meta.model_name or ""): model._meta.verbose_name or "" for model in RECORDS},
            **{("fields", field.name): field.verbose_name for model in RECORDS for field in model._meta.fields},
            **{(key, code): label for key in ("kind", "permits") for code, label in PermitKind.choices},
            **{(key, code): label for key in ("slot", "photos") for code, label in PhotoSlot.choices},
        },
    )
