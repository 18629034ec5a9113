"""What is done with sentras and their decrees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from ikm import sentras
from ikm.models import CommodityGroup, Sentra, SentraDecree
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from tests.documents.factories import document
from tests.scene import NOW, Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(item.code, item.field) for item in error.value.missing]


def in_force(sentra: Sentra) -> list[tuple[str, date, bool]]:
    rows = SentraDecree.objects.in_force().filter(sentra=sentra)
    return [(row.number, row.date, row.document is not None) for row in rows]


@standing
def scene() -> Scene:
    return Scene.begin(NOW)


@standing
def bare(scene: Scene) -> Sentra:
    """A sentra whose decree was recorded without its copy."""
    return sentras.add_sentra(
        name="Sentra Ata",
        regency=scene.regency,
        commodity_group=scene.commodity,
        unit_count=9,
        number="7/2019",
        date=date(2019, 5, 6),
        document=None,
        by=scene.dinas_operator,
        now=NOW,
    )


def decree(scene: Scene, sentra: Sentra, **changes: Any) -> SentraDecree:
    values = {"number": "7/2019", "date": date(2019, 5, 6), "document": None, "by": scene.dinas_operator, "now": NOW}
    return sentras.record_decree(sentra, **(values | changes))


def test_a_sentra_is_added_once_and_with_a_decree_of_the_past(scene: Scene) -> None:
    values = {
        "regency": scene.regency,
        "commodity_group": scene.commodity,
        "unit_count": 6,
        "number": "9/2021",
        "document": None,
        "by": scene.dinas_operator,
        "now": NOW,
    }
    sentras.add_sentra(name="Sentra Ata", date=date(2021, 2, 3), **values)

    with pytest.raises(Refused) as twice:
        sentras.add_sentra(name="SENTRA ATA", date=date(2021, 2, 3), **values)
    with pytest.raises(Refused) as future:
        sentras.add_sentra(name="Sentra Lain", date=NOW.date() + timedelta(days=1), **values)

    assert codes(twice) + codes(future) == [("twice", "name"), ("future", "date")]


def test_the_copy_that_was_not_at_hand_is_added_by_a_row_that_corrects_the_old(scene: Scene, bare: Sentra) -> None:
    [old] = bare.decrees.all()

    assert list(Sentra.objects.without_copy()) == [bare]
    new = decree(scene, bare, document=document("ikm.sentra_decree"), corrects=old)

    assert list(Sentra.objects.without_copy()) == []
    assert (in_force(bare), new.corrects) == ([("7/2019", date(2019, 5, 6), True)], old)
    assert list(bare.decrees.order_by("pk")) == [old, new]
    # Whoever mends the number afterwards sends no copy again.
    decree(scene, bare, number="7/KEP/2019", corrects=new)
    assert in_force(bare) == [("7/KEP/2019", date(2019, 5, 6), True)]
    assert [event.kind for event in Event.objects.about(sentras.subject_of(bare))] == [
        "sentra.decree_corrected",
        "sentra.decree_corrected",
        "sentra.added",
    ]


def test_a_sentra_has_several_decrees_each_number_once(scene: Scene, bare: Sentra) -> None:
    second = decree(scene, bare, number="9/2023", date=date(2023, 1, 2))

    with pytest.raises(Refused) as taken:
        decree(scene, bare, number="9/2023")
    with pytest.raises(Refused) as mended_into_another:
        decree(scene, bare, number="7/2019", corrects=second)
    with pytest.raises(Refused) as future:
        decree(scene, bare, number="10/2026", date=NOW.date() + timedelta(days=1))
    with pytest.raises(IntegrityError, match="sentra_decree_once"):
        SentraDecree.objects.create(sentra=bare, number="9/2023", date=date(2023, 1, 2), recorded_by="system:tests")

    assert codes(taken) + codes(mended_into_another) + codes(future) == [
        ("number_taken", "number"),
        ("number_taken", "number"),
        ("future", "date"),
    ]


def test_of_two_who_mend_one_decree_the_second_is_told_and_who_changes_nothing_writes_nothing(
    scene: Scene, bare: Sentra
) -> None:
    [old] = bare.decrees.all()

    assert decree(scene, bare, corrects=old) == old
    decree(scene, bare, number="7/KEP/2019", corrects=old)
    with pytest.raises(Stale):
        decree(scene, bare, number="8/2019", corrects=old)

    assert [number for number, _day, _copy in in_force(bare)] == ["7/KEP/2019"]


def test_the_data_of_a_sentra_change_once_for_each_version_seen(scene: Scene, bare: Sentra) -> None:
    written = {"by": scene.dinas_operator, "now": NOW}
    sentras.write_sentra(bare, {"name": "Sentra Anyaman Ata", "unit_count": 14}, seen=1, **written)

    with pytest.raises(Stale):
        sentras.write_sentra(bare, {"unit_count": 15}, seen=1, **written)
    with pytest.raises(Refused) as twice:
        sentras.write_sentra(scene.sentra, {"name": "SENTRA ANYAMAN, ATA"}, seen=1, **written)

    bare.refresh_from_db()
    assert (bare.name, bare.unit_count, bare.version, codes(twice)) == (
        "Sentra Anyaman Ata",
        14,
        2,
        [("twice", "name")],
    )
    last = Event.objects.about(sentras.subject_of(bare)).first()
    assert last is not None
    assert (last.kind, last.body) == ("sentra.written", {"fields": ["name", "unit_count"]})


def test_a_sentra_keeps_its_trade_while_a_firm_in_it_makes_that_only(scene: Scene, bare: Sentra) -> None:
    firm = scene.draft().ikm
    written = {"by": scene.dinas_operator, "now": NOW}

    with pytest.raises(Refused) as other_trade:
        sentras.write_sentra(firm.sentra, {"commodity_group": kilns()}, seen=1, **written)
    sentras.write_sentra(bare, {"commodity_group": kilns()}, seen=1, **written)

    assert [str(item.message) for item in other_trade.value.missing] == [
        f"{firm.name}: Sentra ini untuk gerabah, sedangkan produknya kain tenun"
    ]
    assert bare.commodity_group == kilns()


def kilns() -> CommodityGroup:
    return CommodityGroup.objects.get(pk="gerabah")
