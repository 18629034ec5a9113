"""The five commodity groups as `load_reference` writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ikm.models import CommodityGroup
from ikm.reference import load
from ovop_portal.common.reference import Difference

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def loaded() -> Difference:
    [difference] = load(by="system:test", now=NOW)
    difference.apply()
    return difference


def test_the_five_groups_of_the_award_stand_in_the_order_of_the_form() -> None:
    loaded()
    assert list(CommodityGroup.objects.values_list("order", "code", "label", "label_en", "kbli_prefixes")) == [
        (1, "makanan_minuman", "Makanan dan minuman", "Food and beverages", ["10", "11"]),
        (2, "kain_tenun", "Kain tenun", "Woven fabric", ["1312"]),
        (3, "kain_batik", "Kain batik", "Batik fabric", ["13134"]),
        (4, "anyaman", "Anyaman", "Wickerwork", ["16291", "16292"]),
        (5, "gerabah", "Gerabah", "Pottery", ["2393"]),
    ]


def test_a_second_loading_changes_nothing() -> None:
    loaded()
    assert (bool(loaded()), CommodityGroup.objects.count()) == (False, 5)


def test_a_changed_label_is_mended() -> None:
    loaded()
    CommodityGroup.objects.filter(code="gerabah").update(label="Keramik")
    assert loaded().changed == ["Gerabah (label: Keramik → Gerabah)"]
    assert CommodityGroup.objects.get(code="gerabah").label == "Gerabah"
