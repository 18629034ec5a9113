"""What nobody sees stands in no name, by whatever door it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from assessments.models import Institution
from ikm import operations as firms
from ikm import sentras
from ikm.intake import Record, register
from ikm.models import Ikm, Product, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.common.names import NameField
from regions.models import Office
from tests.project.test_rooms import LABELS
from tests.regions.factories import OfficeFactory
from tests.scene import NOW, Scene

# A zero-width space, a mark that turns the direction, a soft hyphen, a Hangul filler, a byte order mark, and a tab of a spreadsheet.
DIRTY = "Te\u200bnun\u202e A\u00adyu\u3164\ufeff\tJaya"
CLEAN = "Tenun Ayu Jaya"
# Names of files have a rule of their own (`documents/naming.py`); names of places come from the decree that the reference data follows.
OTHERS = {
    # Copied from an edition, whose name is clean.
    "awards.PublishedAward.edition_name",
    "documents.Document.name",
    "documents.KeptUpload.name",
    "regions.Province.name",
    "regions.Province.short_name",
    "regions.Regency.name",
    "regions.District.name",
    "regions.Village.name",
    # From the decree that fixes the day.
    "regions.Holiday.name",
}


def is_name(field: Any) -> bool:
    return (
        isinstance(field, models.CharField)
        and not field.choices
        and (field.name == "name" or field.name[-5:] == "_name")
    )


def test_every_column_of_a_name_takes_out_what_nobody_sees() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in LABELS]
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.fields
        if is_name(field) and not isinstance(field, NameField)
    }

    assert plain - OTHERS == set()


def by_registration(scene: Scene) -> list[str]:
    product = firms.register_ikm(
        name=DIRTY, owner_name=DIRTY, regency=scene.regency, product_name=DIRTY, commodity_group=scene.commodity,
        by=scene.owner, now=NOW,
    )  # fmt: skip
    assert product.name == CLEAN, "what the verb answers is what is stored"
    return [product.ikm.name, product.ikm.owner_name]


def by_import(scene: Scene) -> list[str]:
    firm = {"name": DIRTY, "owner_name": DIRTY, "regency": scene.regency}
    register([Record(firm, {"name": DIRTY, "commodity_group": scene.commodity})], by=scene.dinas_operator, now=NOW)
    return [*Ikm.objects.values_list("name", "owner_name").get(), Product.objects.get().name]


def by_writing(scene: Scene) -> list[str]:
    product = scene.product()
    firms.write(product, {"name": DIRTY}, seen=product.version, by=scene.owner, now=NOW)
    return [product.name]


def by_a_sentra(scene: Scene) -> list[str]:
    made = sentras.add_sentra(
        name=DIRTY, regency=scene.regency, commodity_group=scene.commodity, unit_count=9, number="7/2019",
        date=NOW.date(), document=None, by=scene.dinas_operator, now=NOW,
    )  # fmt: skip
    return [Sentra.objects.get(pk=made.pk).name]


def by_an_account(scene: Scene) -> list[str]:
    return [User.objects.create_user(name=DIRTY, email="x@contoh.test", password=None).name]


def by_an_institution(scene: Scene) -> list[str]:
    Institution.objects.bulk_create([Institution(name=DIRTY)])
    return list(Institution.objects.values_list("name", flat=True))


def by_an_office(scene: Scene) -> list[str]:
    office = OfficeFactory(code="33")
    Office.objects.filter(pk=office.pk).update(name=DIRTY, head_name=DIRTY)
    return list(Office.objects.values_list("name", "head_name").get(pk=office.pk))


def by_an_act(scene: Scene) -> list[str]:
    act = scene.endorsement(signatory_name=DIRTY, signatory_title=DIRTY)
    return [act.signatory_name, act.signatory_title]


DOORS = [
    by_registration,
    by_import,
    by_writing,
    by_a_sentra,
    by_an_account,
    by_an_institution,
    by_an_office,
    by_an_act,
]


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_name_with_invisible_characters_is_stored_as_it_is_seen(door: Callable[[Scene], list[str]]) -> None:
    assert set(door(Scene.begin())) == {CLEAN}


@pytest.mark.django_db
def test_a_name_of_nothing_but_invisible_characters_is_no_name() -> None:
    scene = Scene.begin()
    for owner in (DIRTY, "\u200b\u3164"):
        firm = {"name": "\u200b\u3164", "owner_name": owner, "regency": scene.regency}
        with pytest.raises(IntegrityError, match="ikm_has_"), transaction.atomic():
            register([Record(firm, {"name": "Tenun", "commodity_group": scene.commodity})], by=scene.owner, now=NOW)


@pytest.mark.django_db
def test_names_are_found_by_what_was_typed_with_invisible_characters() -> None:
    scene = Scene.begin()
    product = scene.product("Tenun Ayu Jaya")

    assert Product.objects.filter(name=DIRTY).get() == product
