"""The commodity groups of the award, from `fixtures/rubric.json`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from ikm.models import CommodityGroup
from ovop_portal.common.reference import Difference, compare, document

SOURCE = "rubric.json"


def load(*, by: str, now: datetime) -> Iterator[Difference]:
    """One table. A group that the source drops stays: products hang on it."""
    wanted = [
        CommodityGroup(
            code=group["code"],
            label=group["label_id"],
            label_en=group["label_en"],
            kbli_prefixes=group["kbli_2020_prefixes"],
            order=order,
        )
        for order, group in enumerate(document(SOURCE)["commodity_groups"], start=1)
    ]
    yield compare(
        _("Kelompok komoditi"),
        CommodityGroup.objects.all(),
        wanted,
        key=["code"],
        fields=["label", "label_en", "kbli_prefixes", "order"],
    )
