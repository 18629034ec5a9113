"""Names that are to stand on a certificate, a letter or a receipt: whole, or not at all."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Institution
from awards.forms.dinas import CandidateForm, EndorsementForm
from awards.forms.programme import CohortForm
from awards.forms.registration import AccountForm
from awards.forms.results import DeterminationForm
from awards.forms.sentras import SentraForm
from awards.models import Edition
from ikm.forms.firm import PlaceForm, ProfileForm
from ikm.forms.product import ProductForm
from ovop_portal.accounts.forms import AccountForm as OwnAccountForm
from ovop_portal.accounts.models import User
from ovop_portal.common.fields import PrintedField
from ovop_portal.common.forms import OvopForm
from ovop_portal.common.text import printable, tidy_line, validate_printable
from regions.models import Office


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
