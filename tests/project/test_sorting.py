"""Lists of names are in the order that a reader expects, by one stored form of the name, and long ones are searched and sorted by an index."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from assessments.models import Institution
from ikm.models import Ikm, Product, Sentra
from ovop_portal.accounts.models import User
from ovop_portal.common.names import holding
from regions.models import District, Office, Province, Regency

NAMED = [User, Institution, Office, Province, Regency, District, Ikm, Product, Sentra]
BY_A_BARE_NAME = re.compile(
    r"""(?:order_by\(|ordering = \[)[^)\n]*(?:["'](?:\w+__)*-?name["']|Lower\(|NameKey\(["'](?:\w+__)*name)"""
)


def test_no_list_is_sorted_by_a_name_as_it_is_written() -> None:
    base = Path(settings.BASE_DIR)
    rooms = {Path(config.path) for config in apps.get_app_configs() if base in Path(config.path).parents}
    sources = {path for room in rooms for path in room.rglob("*.py") if not {"migrations", ".venv"} & set(path.parts)}
    found = [
        f"{path.relative_to(base)}: {line.strip()}"
        for path in sorted(sources)
        for line in path.read_text().splitlines()
        if BY_A_BARE_NAME.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("model", NAMED)
def test_every_thing_with_a_name_keeps_the_form_that_it_is_sorted_by(model: Any) -> None:
    assert model._meta.get_field("name_key").generated


@pytest.mark.django_db
def test_quotes_accents_and_capitals_put_nobody_out_of_the_alphabet() -> None:
    in_order = ["abdul Karim", "'Aisyah", "Élan", "I Made", "Ma’ruf", "ZULKIFLI"]
    Institution.objects.bulk_create(Institution(name=name) for name in reversed(in_order))
    User.objects.bulk_create(User(name=name, phone=f"+62812000{n}") for n, name in enumerate(reversed(in_order), 1000))

    for model in (Institution, User):
        assert list(model.objects.order_by("name_key").values_list("name", flat=True)) == in_order


def plan_of(rows: QuerySet[Any]) -> str:
    """How the database would find `rows` if it avoided reading whole tables, which in a test are small."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


@pytest.mark.django_db
def test_a_firm_is_found_by_a_part_of_its_name_through_an_index() -> None:
    assert "ikm_name_key_parts" in plan_of(Ikm.objects.filter(holding("tenun", "name_key")))
    assert "product_name_key_parts" in plan_of(Product.objects.filter(holding("tenun", "name_key")))


@pytest.mark.django_db
def test_people_are_read_in_the_order_of_their_names_from_an_index() -> None:
    assert "user_name_key" in plan_of(User.objects.order_by("name_key", "pk")[:20])
