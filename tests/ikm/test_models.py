"""What PostgreSQL keeps of a firm's record: each promise is tried to be broken, and named by the one it breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from ikm.models import (
    CommodityGroup,
    Ikm,
    Joining,
    JoinRefusal,
    OwnerLink,
    Permit,
    Product,
    ProductPhoto,
    Sentra,
    SentraDecree,
    YearlyFigures,
)
from tests.accounts.factories import person
from tests.documents.factories import document
from tests.regions.factories import RegencyFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass
class Record:
    """One row of everything, all of it sound."""

    ikm: Ikm
    product: Product
    sentra: Sentra
    decree: SentraDecree
    permit: Permit
    photo: ProductPhoto
    figures: YearlyFigures
    link: OwnerLink
    commodity: CommodityGroup


@pytest.fixture
def record() -> Record:
    commodity = CommodityGroup.objects.create(code="anyaman", label="Anyaman", label_en="Wickerwork", order=4)
    regency = RegencyFactory(code="51.07")
    sentra = Sentra.objects.create(name="Sentra Bambu", regency=regency, commodity_group=commodity, unit_count=7)
    ikm = Ikm.objects.create(name="Bambu Jaya", owner_name="Made", regency=regency, nib="1234567890123")
    product = Product.objects.create(ikm=ikm, name="Keranjang", commodity_group=commodity)
    return Record(
        ikm,
        product,
        sentra,
        SentraDecree.objects.create(sentra=sentra, number="1/2020", date=date(2020, 1, 2), recorded_by="system:tests"),
        Permit.objects.create(ikm=ikm, kind="halal", number="ID1", issued_on=date(2024, 1, 1), valid_until=date(2026, 1, 1)),
        ProductPhoto.objects.create(product=product, slot="utuh", document=document("ikm.photo", photo=True)),
        YearlyFigures.objects.create(ikm=ikm, year=2025, workers_male=1, workers_female=2, workers_local=3, investment=1, turnover=2),
        OwnerLink.objects.create(ikm=ikm, user=person("Made"), starts_at=NOW),
        commodity,
    )  # fmt: skip


def write(part: str, **values: Any) -> Callable[[Record], object]:
    """Write straight into the row of `part`, past every form and verb."""

    def attempt(record: Record) -> object:
        row = getattr(record, part)
        return type(row)._base_manager.filter(pk=row.pk).update(**values)

    return attempt


def double(part: str, **values: Any) -> Callable[[Record], object]:
    """A second row like that of `part`, with a key of its own and `values`."""

    def attempt(record: Record) -> object:
        row = getattr(record, part)
        copy = type(row)(
            **{
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if not field.primary_key
            }
        )
        for name, value in values.items():
            setattr(copy, name, value)
        if hasattr(copy, "uuid"):
            copy.uuid = type(copy)._meta.get_field("uuid").default()
        copy.save(force_insert=True)
        return copy

    return attempt


def refuse_to_join(record: Any, **changes: str) -> JoinRefusal:
    values = {"reason": "Bukan", "refused_by": "system:tests"} | changes
    return JoinRefusal.objects.create(ikm=record.ikm, refused_at=NOW, **values)


BREAKS = {
    "commodity_code_shape": double("commodity", code="Anyaman 2"),
    "ikm_nib_unique": double("ikm"),
    "ikm_nib_shape": write("ikm", nib="12345"),
    "ikm_npwp_shape": write("ikm", npwp="12"),
    "ikm_phone_e164": write("ikm", phone="0812345678"),
    "ikm_legal_form_known": write("ikm", legal_form="firma"),
    "ikm_founded_plausible": write("ikm", founded_in=98),
    "ikm_sentra_since_plausible": write("ikm", sentra_since=3000),
    "ikm_office_fills_no_known_sentra": lambda record: write("ikm", sentra=record.sentra, sentra_by_office=True)(
        record
    ),
    "joining_of_two_firms": lambda record: Joining.objects.create(
        kept=record.ikm, gone=record.ikm, before={}, joined_by="system:tests", joined_at=NOW
    ),
    "ikm_declines_what_was_asked": write("ikm", join_declined_at=NOW),
    "join_refusal_has_reason": lambda record: refuse_to_join(record, reason=""),
    "join_refusal_refused_by_actor": lambda record: refuse_to_join(record, refused_by="Made"),
    "ikm_has_name": write("ikm", name=""),
    "ikm_has_owner": write("ikm", owner_name=""),
    "owner_link_once": double("link"),
    "owner_link_dates_in_order": write("link", ends_at=NOW - timedelta(days=1)),
    "owner_link_reason_of_an_end": write("link", reason="Keliru"),
    "owner_link_given_by_actor": lambda record: OwnerLink.objects.create(
        ikm=record.ikm, user=person("Ayu"), given_by="Made"
    ),
    "owner_link_ended_by_actor": write("link", ended_by="Made", ends_at=datetime(2036, 1, 1, tzinfo=UTC)),
    "figures_once_a_year": double("figures"),
    "figures_year_plausible": write("figures", year=1900),
    "figures_investment_plausible": write("figures", investment=-1),
    "figures_turnover_plausible": write("figures", turnover=10**15 + 1),
    "figures_production_plausible": write("figures", production_value=-5),
    "figures_local_workers_within_all": write("figures", workers_local=4),
    "permit_once": double("permit"),
    "permit_kind_known": write("permit", kind="iso"),
    "permit_dates_in_order": write("permit", valid_until=date(2023, 1, 1)),
    "permit_has_number": write("permit", number=""),
    "product_has_name": write("product", name=""),
    "product_kbli_shape": write("product", kbli="1312"),
    "product_local_material_pct": write("product", local_material_pct=101),
    "product_value_added_pct": write("product", value_added_pct=101),
    "product_supply_years": write("product", supply_years=101),
    "product_market_reach_known": write("product", market_reach="bulan"),
    "photo_once_a_slot": double("photo"),
    "photo_slot_known": write("photo", slot="samping"),
    "sentra_name_in_regency": double("sentra", name="SENTRA BAMBU"),
    "sentra_units_plausible": write("sentra", unit_count=0),
    "sentra_has_name": write("sentra", name=""),
    "sentra_decree_once": double("decree"),
    "sentra_decree_has_number": double("decree", number=""),
}


def test_every_promise_of_the_room_is_tried() -> None:
    promises = {
        constraint.name for model in apps.get_app_config("ikm").get_models() for constraint in model._meta.constraints
    }

    assert set(BREAKS) == promises


@pytest.mark.parametrize("promise", BREAKS)
def test_a_row_that_breaks_a_promise_is_refused_by_its_name(record: Record, promise: str) -> None:
    with pytest.raises(IntegrityError, match=f'"{promise}"'), transaction.atomic():
        BREAKS[promise](record)


@pytest.mark.parametrize("attempt", [write("decree", number="9/2020"), lambda record: record.decree.delete()])
def test_a_decree_of_a_sentra_is_never_rewritten(record: Record, attempt: Callable[[Record], object]) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempt(record)


def test_two_firms_without_a_nib_live_side_by_side(record: Record) -> None:
    Ikm.objects.filter(pk=record.ikm.pk).update(nib="")

    assert double("ikm", name="Bambu Dua", nib="")(record) in Ikm.objects.filter(nib="")


def test_a_link_that_ended_makes_room_for_a_new_one(record: Record) -> None:
    OwnerLink.objects.filter(pk=record.link.pk).update(ends_at=NOW)

    assert double("link", ends_at=None)(record) in OwnerLink.objects.filter(ends_at__isnull=True)


@pytest.mark.parametrize("change", ["ikm_id = 0", "user_id = 0", "starts_at = '2001-01-01'"])
def test_whose_file_it_was_is_never_rewritten(record: Record, change: str) -> None:
    with pytest.raises(IntegrityError, match="keeps what it was born with"), transaction.atomic():
        run(f"UPDATE ikm_ownerlink SET {change} WHERE id = {record.link.pk}")


def test_a_link_that_ended_does_not_begin_again(record: Record) -> None:
    OwnerLink.objects.filter(pk=record.link.pk).update(ends_at=NOW)
    with pytest.raises(IntegrityError, match="is locked"), transaction.atomic():
        run(f"UPDATE ikm_ownerlink SET ends_at = NULL WHERE id = {record.link.pk}")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
