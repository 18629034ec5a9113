"""What the parts of the record share: laid aside half done, two writers, and values in words."""

from __future__ import annotations

import pytest

from ikm import operations as firms
from ikm.forms.firm import PlaceForm
from ikm.forms.parts import in_words
from ikm.forms.product import MaterialForm
from ikm.models import Ikm, Product
from ovop_portal.common.verbs import Stale
from tests.ikm.sending import PROFILE, errors, profile, sent
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db


def test_a_part_that_is_laid_aside_keeps_what_there_is(product: Product) -> None:
    blank = dict.fromkeys(PROFILE, "")

    assert errors(profile(product.ikm, partial=True, **blank)) == {
        "name": ["Isi nama usaha"],
        "owner_name": ["Isi nama pemilik"],
    }
    waiting = profile(product.ikm, partial=True, legal_form="", founded_in="", phone="")
    assert waiting.is_valid()
    assert (waiting.values["legal_form"], waiting.values["founded_in"], waiting.values["phone"]) == ("", None, "")
    # The page still calls the answers what they are.
    assert waiting.fields["founded_in"].required


def test_an_answer_of_yes_or_no_is_said_in_words(scene: Scene, product: Product) -> None:
    form = PlaceForm(None, row=product.ikm, group=scene.commodity, now=NOW)

    assert [form.wording("is_anchor", value) for value in (True, False, None)] == ["Ya", "Tidak", ""]
    assert form["is_anchor"].value() == "tidak"


def test_another_answer_than_yes_or_no_is_refused(scene: Scene, product: Product) -> None:
    data = sent(sentra=scene.sentra.uuid, sentra_since="2005", address="Jl. Kapas 1", is_anchor="mungkin")

    assert list(errors(PlaceForm(data, row=product.ikm, group=scene.commodity, now=NOW))) == ["is_anchor"]


def test_two_writers_of_different_answers_are_merged(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    mine = profile(Ikm.objects.get(pk=ikm.pk), name="Tenun Baru", phone="0812 3456 7890")
    assert mine.is_valid()
    firms.write(ikm, {"address": "Jl. Dinas 2"}, seen=ikm.version, by=scene.dinas_operator, now=NOW)

    mine.save(mine.values, by=scene.owner, now=NOW)

    ikm.refresh_from_db()
    assert (ikm.name, ikm.address) == ("Tenun Baru", "Jl. Dinas 2")


def test_two_writers_of_one_answer_must_choose(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    mine = profile(Ikm.objects.get(pk=ikm.pk), name="Nama saya")
    assert mine.is_valid()
    firms.write(ikm, {"name": "Nama dinas"}, seen=ikm.version, by=scene.dinas_operator, now=NOW)

    with pytest.raises(Stale):
        mine.save(mine.values, by=scene.owner, now=NOW)

    assert Ikm.objects.get(pk=ikm.pk).name == "Nama dinas"


def test_two_writers_of_the_same_words_agree(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    mine = profile(Ikm.objects.get(pk=ikm.pk), name="Nama bersama", owner_name="Ibu Ayu")
    assert mine.is_valid()
    firms.write(ikm, {"name": "Nama bersama"}, seen=ikm.version, by=scene.dinas_operator, now=NOW)

    mine.save(mine.values, by=scene.owner, now=NOW)

    ikm.refresh_from_db()
    assert (ikm.name, ikm.owner_name) == ("Nama bersama", "Ibu Ayu")


def test_a_form_without_its_version_counts_as_the_oldest(scene: Scene, product: Product) -> None:
    firms.write(product.ikm, {"legal_form": "pt"}, seen=product.ikm.version, by=scene.dinas_operator, now=NOW)
    mine = profile(product.ikm, versi="", name="Nama lain")
    assert mine.is_valid()

    # Everything the journal knows of this row was written "since": only answers that nobody ever wrote go through.
    with pytest.raises(Stale):
        mine.save({"legal_form": "cv"}, by=scene.owner, now=NOW)


def test_values_are_told_in_words(product: Product) -> None:
    form = MaterialForm(None, row=product)

    said = {name: in_words(form.fields[name], form.stored()[name]) for name in form.fields if name in form.stored()}
    assert said == {
        "raw_material": "Kapas", "local_material_pct": "85%", "supply_years": "4 tahun", "capacity": "40 helai", "value_added_pct": "65%",
        "market_reach": "Antarprovinsi atau nasional", "sales_channels": "",
    }  # fmt: skip
