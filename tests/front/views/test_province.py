"""The page of the province."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from awards.states import NominationState as S
from ovop_portal.common.clock import now
from tests.accounts.factories import person
from tests.regions.factories import OfficeFactory
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client: Client) -> Scene:
    scene = Scene.begin(now())
    client.force_login(scene.people["province_officer"])
    return scene


def seen(client: Client, query: str = "") -> list[tuple[str, str]]:
    """(product, status code) of the lines on the page."""
    return [(row.product.name, tag.code) for row, tag in client.get(f"/provinsi/{query}").context.get("lines", [])]


def test_the_province_sees_the_files_of_its_regencies_in_the_words_for_outside(client: Client, scene: Scene) -> None:
    scene.at(S.DRAFT, "Tenun Satu")
    scene.at(S.SUBMITTED, "Tenun Dua")

    assert seen(client) == [("Tenun Satu", "draft"), ("Tenun Dua", "nominated")]
    assert seen(client, "?wilayah=51.07") == [("Tenun Satu", "draft"), ("Tenun Dua", "nominated")]


def test_a_regency_of_another_province_is_no_choice(client: Client, scene: Scene) -> None:
    scene.at(S.DRAFT, "Tenun Satu")

    page = client.get("/provinsi/")
    assert [code for code, _label in page.context["form"].fields["wilayah"].choices] == ["", "51.07"]
    assert seen(client, "?wilayah=33.75") == [("Tenun Satu", "draft")]


def test_files_of_other_provinces_are_not_there(client: Client, scene: Scene) -> None:
    scene.regency, scene.other_regency = scene.other_regency, scene.regency
    scene.at(S.DRAFT)

    assert seen(client) == []
    assert "Belum ada berkas" in client.get("/provinsi/").content.decode()


def test_a_result_is_not_seen_before_it_is_out(client: Client, scene: Scene) -> None:
    nomination = scene.at(S.IN_ASSESSMENT, "Tenun Satu")
    scene.score(nomination)
    scene.decide(scene.sealed_tally())
    scene.determine()

    assert seen(client) == [("Tenun Satu", "in_assessment")]
    scene.publish()
    assert seen(client) == [("Tenun Satu", "awarded")]


def test_the_page_costs_the_same_with_one_file_and_with_three(
    client: Client, scene: Scene, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    scene.at(S.DRAFT)
    with django_assert_max_num_queries(12) as first:
        client.get("/provinsi/")
    scene.at(S.DRAFT)
    scene.at(S.DRAFT)
    with django_assert_num_queries(len(first.captured_queries)):
        client.get("/provinsi/")


def test_without_an_edition_the_page_says_that_nothing_is_there_yet(client: Client) -> None:
    client.force_login(person("Gede", "province_officer", office=OfficeFactory(code="51")))

    assert "Belum ada berkas" in client.get("/provinsi/").content.decode()
