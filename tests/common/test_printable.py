"""Names that are to stand on a certificate."""

import pytest

from awards.forms.dinas import CandidateForm
from awards.forms.registration import AccountForm
from ikm.forms.firm import ProfileForm
from ikm.forms.product import ProductForm
from ovop_portal.common.text import validate_printable


@pytest.mark.parametrize("name", ["UD Sekar", "Łódź", "Kopi ☕", "ᬩᬮᬶ Bali", "Йогья", ""])
def test_a_name_of_which_something_can_be_printed_is_taken(name: str) -> None:
    validate_printable(name)


@pytest.mark.parametrize(
    ("form", "field", "label"),
    [
        (CandidateForm, "name", "Nama usaha"),
        (CandidateForm, "product_name", "Nama produk"),
        (AccountForm, "usaha", "Nama usaha"),
        (AccountForm, "produk", "Nama produk"),
        (ProfileForm, "name", "Nama usaha"),
        (ProductForm, "name", "Nama produk"),
    ],
)
def test_a_firm_or_product_in_a_script_that_no_certificate_shows_is_told_at_the_field(
    form: type, field: str, label: str
) -> None:
    checked = form.base_fields[field]  # type: ignore[attr-defined]
    assert validate_printable in checked.validators, label
