"""What keeps a record of a firm from standing as somebody wants to write it. Each rule once: the door for whole records asks it for every row, the verbs that
write one part ask it for that part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from ikm.models import CommodityGroup, Sentra
from ikm.models.sentra import other_trade
from ovop_portal.common.verbs import Missing
from regions.models import District, Regency


def nib_taken(*, by_owner: bool) -> Missing:
    """A NIB belongs to one firm in the country; whose it is stays unsaid."""
    words = _("NIB ini sudah terdaftar")
    if by_owner:
        words = _("NIB ini sudah terdaftar. Minta dinas Anda menghubungkan akun Anda dengan data yang ada")
    return Missing("nib_taken", words, "nib")


def missing_from_place(regency: Regency, sentra: Sentra | None, district: District | None) -> list[Missing]:
    """Sentra and district lie in the regency or city of the firm."""
    missing = []
    if sentra is not None and sentra.regency_id != regency.pk:
        missing.append(Missing("foreign_sentra", _("Pilih sentra di {regency}").format(regency=regency), "sentra"))
    if district is not None and district.regency_id != regency.pk:
        missing.append(
            Missing("foreign_district", _("Pilih kecamatan di {regency}").format(regency=regency), "district")
        )
    return missing


def missing_from_trade(sentra: Sentra, groups: Collection[CommodityGroup]) -> list[Missing]:
    """A sentra is one of what the firm makes. `groups` are those of its products."""
    if sentra.commodity_group in groups:
        return []
    return [Missing("other_trade", other_trade(sentra.commodity_group, ", ".join(map(str, groups))), "sentra")]


def missing_from_dates(issued_on: date | None, valid_until: date | None, today: date) -> list[Missing]:
    """The dates of a paper are in order, and none lies after `today`."""
    missing = []
    if issued_on is not None and issued_on > today:
        missing.append(Missing("future", _("Tanggal terbit tidak boleh sesudah hari ini"), "issued_on"))
    if issued_on is not None and valid_until is not None and valid_until < issued_on:
        missing.append(Missing("order", _("Tanggal berlaku sampai harus sesudah tanggal terbit"), "valid_until"))
    return missing


def missing_from_figures(figures: Mapping[str, int | None]) -> list[Missing]:
    """No more workers come from nearby than there are."""
    everybody = (figures["workers_male"] or 0) + (figures["workers_female"] or 0)
    if (figures["workers_local"] or 0) <= everybody:
        return []
    words = _("Tenaga kerja setempat harus paling banyak sejumlah seluruh tenaga kerja")
    return [Missing("local", words, "workers_local")]
