"""What differs between two dossiers: whatever it is, somebody reads it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from awards.dossier.changes import Change, changes_between
from awards.dossier.contents import Dossier, compose, with_dossier
from awards.dossier.snapshot import read
from awards.models import Nomination
from awards.states import NominationState as S
from ikm.models import CommodityGroup
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
# By what parts of a dossier are found again, and what no answer changes alone.
NAMES = {"composed_on", "kind", "slot", "code"}
OTHERS = {
    "legal_form": "",
    "market_reach": "",
    "production_value": 7,
    "investment": 7,
    "turnover": 7,
    "local_material_pct": 7,
    "value_added_pct": 7,
    **dict.fromkeys(("founded_in", "sentra_since", "supply_years"), 7),
    **dict.fromkeys(("date", "issued_on", "valid_until"), "2020-02-02"),
    "document": "00000000-0000-0000-0000-000000000007",
}


@standing
def scene() -> Scene:
    return Scene.begin()


def composed(scene: Scene) -> Any:
    """The text of a whole dossier, with two papers of one kind."""
    nomination = scene.at(S.WITH_OFFICE)
    [held] = with_dossier(Nomination.objects.filter(pk=nomination.pk))
    found = compose(Dossier.of(held), scene.now.date()).text
    return {**found, "permits": [*found["permits"], *({**one, "number": "LAIN-2"} for one in found["permits"])]}


def leaves(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(part, dict | list):
        for name, inner in part.items() if isinstance(part, dict) else enumerate(part):
            yield from leaves(inner, (*path, name))
    elif not NAMES.intersection(path):
        yield path, part


def another(name: Any, value: Any) -> Any:
    if name in OTHERS:
        return OTHERS[name]
    if name == "commodity_group":
        return CommodityGroup.objects.exclude(pk=value).values_list("pk", flat=True)[0]
    return not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else "lain"


def test_whatever_differs_is_a_change(scene: Scene) -> None:
    before, unseen = composed(scene), []
    for path, value in leaves(before):
        after = copy.deepcopy(before)
        place = after
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = another(path[-1], value)
        if not changes_between(read(before), read(after), scene.commodity):
            unseen.append(path)

    assert unseen == []


@pytest.mark.parametrize("part", ["permits", "photos", "figures"])
def test_whatever_is_taken_away_is_a_change(scene: Scene, part: str) -> None:
    before = composed(scene)
    for place in range(len(before[part])):
        after = copy.deepcopy(before)
        after[part].pop(place)
        assert "tidak ada" in [change.after for change in changes_between(read(before), read(after), scene.commodity)]


def test_what_was_not_filled_in_is_called_so(scene: Scene) -> None:
    before = composed(scene)
    after = {**before, "product": {**before["product"], "sales_channels": "Toko"}}

    assert changes_between(read(before), read(after), scene.commodity) == [
        Change("bahan", "Saluran penjualan", "belum diisi", "Toko")
    ]
