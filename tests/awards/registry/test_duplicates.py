"""Is this firm there already? One name in five spellings is one firm, whatever door it came by."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from awards.registry.duplicates import like, look_up
from ikm.models import Ikm, Sentra
from tests.common.test_names import SPELLINGS
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


def firm(scene: Scene, name: str, phone: str = "") -> Ikm:
    product = scene.product("Tenun")
    Ikm.objects.filter(pk=product.ikm_id).update(name=name, phone=phone)
    return Ikm.objects.get(pk=product.ikm_id)


@pytest.mark.parametrize("typed", SPELLINGS)
def test_each_spelling_finds_the_firm_and_is_warned_of(scene: Scene, typed: str) -> None:
    known = firm(scene, "UD. Ma'ruf")
    here, elsewhere = [scene.regency.pk], ["33.10"]

    assert [product.ikm for product in look_up(typed, here, scene.edition).own] == [known]
    assert look_up(typed, elsewhere, scene.edition).elsewhere == [scene.regency]
    assert [product.ikm for product in like(scene.edition, phone="", name=typed, regencies=here).own] == [known]


def test_a_part_of_a_name_finds_only_in_the_own_region(scene: Scene) -> None:
    known = firm(scene, "UD. Ma'ruf Jaya")

    assert [product.ikm for product in look_up("maruf", [scene.regency.pk], scene.edition).own] == [known]
    assert not look_up("maruf", ["33.10"], scene.edition)
    assert not look_up("' - '", [scene.regency.pk], scene.edition)


@pytest.mark.parametrize("typed", ["0812–3456–7890", "+62\u00a0812 3456‑7890", "WA 0812 3456 7890"])
def test_a_number_finds_the_firm_however_it_is_written(scene: Scene, typed: str) -> None:
    known = firm(scene, "Tenun Ayu", "+6281234567890")

    assert [product.ikm for product in look_up(typed, [scene.regency.pk], scene.edition).own] == [known]


def test_no_door_leaves_the_normal_form_behind(scene: Scene) -> None:
    known = firm(scene, "UD. Ma'ruf")
    twin = Ikm(name="CV Sari – Rasa", owner_name="Sari", regency=scene.regency)
    [made] = Ikm.objects.bulk_create([twin])
    made.name = "PT Sari & Rasa"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ikm_ikm SET name = 'Koperasi Résam' WHERE id = %s", [known.pk])
    Ikm.objects.bulk_update([made], ["name"])

    keys = dict(Ikm.objects.filter(pk__in=[known.pk, made.pk]).values_list("name", "name_key"))
    assert keys == {"Koperasi Résam": "resam", "PT Sari & Rasa": "sari dan rasa"}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ikm_ikm SET name_key = 'lain' WHERE id = %s", [known.pk])


def test_a_sentra_has_its_name_once_in_a_region_in_whatever_spelling(scene: Scene) -> None:
    Sentra.objects.create(
        uuid=uuid.uuid4(),
        name="Sentra “Sari-Rasa”",
        regency=scene.regency,
        commodity_group=scene.commodity,
        unit_count=9,
    )

    with pytest.raises(IntegrityError, match="sentra_name_in_regency"), transaction.atomic():
        Sentra.objects.create(
            name="SENTRA sari rasa", regency=scene.regency, commodity_group=scene.commodity, unit_count=5
        )
