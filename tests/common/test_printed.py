"""Names that are to stand on a certificate, a letter or a receipt: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Institution
from awards.models import Edition
from awards.operations.editions import change_edition
from awards.pages.dinas.forms.desk import CandidateForm, EndorsementForm
from awards.pages.dinas.forms.sentras import SentraForm
from awards.pages.owner.forms.registration import AccountForm
from awards.pages.programme.forms import CohortForm
from awards.pages.secretariat.forms import DeterminationForm
from ikm import operations as firms
from ikm import sentras
from ikm.forms.firm import PlaceForm, ProfileForm
from ikm.forms.product import ProductForm
from ikm.intake import Record, add_products, register
from ikm.models import Ikm
from ovop_portal.accounts.forms import AccountForm as OwnAccountForm
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import change_account, open_account, register_owner
from ovop_portal.common.fields import PrintedField
from ovop_portal.common.forms import OvopForm
from ovop_portal.common.text import printable, tidy_line, validate_printable
from ovop_portal.common.verbs import Refused
from regions.models import Office
from regions.operations import keep_office
from tests.accounts.factories import PASSWORD
from tests.scene import Scene


@pytest.mark.parametrize(
    "name", ["UD Sekar", "Łódź", "Йогья", "", "Ma’ruf – “Jaya” № 1", "Kopi\u00a0Gayo", "Batik\tTulis"]
)
def test_a_name_that_can_be_printed_whole_is_taken(name: str) -> None:
    validate_printable(name)


@pytest.mark.parametrize(
    ("name", "lost"), [("Kopi ☕", "☕"), ("ᬩᬮᬶ Bali", "ᬩᬮᬶ"), ("🧵", "🧵"), ("茶 dan 茶", "茶"), ("ꦱꦸꦂꦪ" * 9, "ꦱꦸꦂꦪ")]
)
def test_a_name_of_which_a_letter_would_be_lost_is_refused_and_the_letter_named(name: str, lost: str) -> None:
    class Form(OvopForm):
        name = PrintedField(label="Bagian 100% nama")

    form = Form({"name": name})

    assert form.errors["name"] == [
        f"Bagian 100% nama harus ditulis dengan huruf Latin, supaya dapat dicetak pada piagam. Ganti {lost}"
    ]


@given(st.text(max_size=30))
def test_what_is_taken_is_printed_letter_by_letter(name: str) -> None:
    name = tidy_line(name)
    try:
        validate_printable(name)
    except ValidationError:
        return

    assert printable(name) == " ".join(name.split())


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (CandidateForm, ["name", "owner_name", "product_name"]),
        (SentraForm, ["name", "number"]),
        (EndorsementForm, ["number", "signatory_title", "signatory_name"]),
        (AccountForm, ["nama", "usaha", "produk"]),
        (OwnAccountForm, ["name"]),
        (ProfileForm, ["name", "owner_name"]),
        (PlaceForm, ["village", "address"]),
        (ProductForm, ["name"]),
        (DeterminationForm, ["number", "title", "signatory_name", "signatory_title"]),
        (CohortForm, ["name"]),
    ],
)
def test_every_door_for_a_printed_name_asks_for_letters_that_can_be_printed(form: type, fields: list[str]) -> None:
    doors: dict[str, object] = form.base_fields  # type: ignore[attr-defined]

    assert [name for name in fields if not isinstance(doors[name], PrintedField)] == []


@pytest.mark.parametrize(
    ("model", "fields"),
    [(Office, ["name", "address", "head_name"]), (Edition, ["name"]), (Institution, ["name"]), (User, ["name"])],
)
def test_the_admin_asks_the_same(model: type, fields: list[str]) -> None:
    desk = admin.site._registry[model]
    request = SimpleNamespace(user=SimpleNamespace(has_perm=lambda *_args: True))
    for name in fields:
        field = desk.formfield_for_dbfield(model._meta.get_field(name), request)  # type: ignore[attr-defined, arg-type]
        with pytest.raises(ValidationError, match="Ganti ☕"):
            field.clean("Kopi ☕")


LOST = "Kopi ☕"
WORDS = "ulis dengan huruf Latin, supaya dapat dicetak pada piagam. Ganti ☕"


def firm_of(scene: Scene, **changes: Any) -> dict[str, Any]:
    return {"name": "Kopi", "owner_name": "Ayu", "regency": scene.regency} | changes


VERBS: dict[str, Callable[[Scene], Any]] = {
    "a firm is registered": lambda s: firms.register_ikm(
        **firm_of(s, owner_name=LOST), product_name="Kopi", commodity_group=s.commodity, by=s.owner, now=s.now
    ),
    "its product, too": lambda s: firms.register_ikm(
        **firm_of(s), product_name=LOST, commodity_group=s.commodity, by=s.owner, now=s.now
    ),
    "a firm is written": lambda s: firms.write(s.product().ikm, {"village": LOST}, seen=1, by=s.owner, now=s.now),
    "a product is written": lambda s: firms.write(s.product(), {"name": LOST}, seen=1, by=s.owner, now=s.now),
    "a further product": lambda s: add_products(
        [(s.product().ikm, {"name": LOST, "commodity_group": s.commodity}, {})], by=s.owner, now=s.now
    ),
    "a sentra": lambda s: sentras.add_sentra(
        name=LOST, regency=s.regency, commodity_group=s.commodity, unit_count=7, number="1", date=s.now.date(),
        document=None, by=s.dinas_operator, now=s.now,
    ),
    "a sentra is written": lambda s: sentras.write_sentra(
        s.sentra, {"name": LOST}, seen=s.sentra.version, by=s.dinas_operator, now=s.now
    ),
    "a decree": lambda s: sentras.record_decree(
        s.sentra, number=LOST, date=s.now.date(), document=None, by=s.dinas_operator, now=s.now
    ),
    "an act of the regional head": lambda s: s.endorsement(signatory_name=LOST),
    "an owner registers": lambda s: register_owner(name=LOST, phone="+6281200000001", password=PASSWORD, now=s.now),
    "an account is opened": lambda s: open_account(
        name=LOST, email="a@contoh.test", phone="", password=PASSWORD, by=s.secretariat, now=s.now
    ),
    "an account is changed": lambda s: change_account(
        s.owner, name=LOST, email=str(s.owner.email), by=s.owner, now=s.now
    ),
    "an edition is named": lambda s: change_edition(
        s.edition, name=LOST, previous=None, validity_months=24, by=s.secretariat, now=s.now
    ),
    "an office is kept": lambda s: keep_office(
        Office(name=LOST, regency=s.regency), by=s.secretariat, now=s.now
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_a_name_that_would_lose_a_letter(verb: str) -> None:
    with pytest.raises(Refused, match=WORDS):
        VERBS[verb](Scene.begin())


@pytest.mark.django_db
def test_many_records_at_once_are_answered_row_by_row_and_none_is_made() -> None:
    scene = Scene.begin()
    product = {"name": "Kopi", "commodity_group": scene.commodity}
    rows = [
        Record(firm_of(scene, name="Kopi Satu"), product),
        Record(firm_of(scene, name="Kopi Dua", address="Jl. 茶"), product),
        Record(firm_of(scene, name="Kopi Tiga"), product | {"name": LOST}),
    ]

    with pytest.raises(Refused) as refusal:
        register(rows, by=scene.dinas_operator, now=scene.now)

    assert [(item.field, item.message) for item in refusal.value.missing] == [
        ("address", "Kopi Dua: t" + WORDS.replace("☕", "茶")),
        ("product_name", "Kopi Tiga: t" + WORDS),
    ]
    assert not Ikm.objects.filter(name__startswith="Kopi").exists()
