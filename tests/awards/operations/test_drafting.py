"""A draft of an edition: its dates, what keeps it from being laid out or opened, and who knows of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from awards.models import Edition, Window, WindowKind
from awards.operations.drafting import lay_out_like, missing_for_draft, missing_for_opening, years_later
from awards.pages.owner.edition_notice import opening
from ovop_portal.common.clock import WIB
from ovop_portal.common.verbs import Missing, Refused
from tests.scene import Scene, open_the_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene.begin()


def laid_out(scene: Scene, year: int = 2028) -> Edition:
    return lay_out_like(scene.edition, year=year, name=f"OVOP {year}", by=scene.secretariat)


def codes(lacking: list[Missing]) -> list[tuple[str, str]]:
    return [(item.code, item.field) for item in lacking]


@pytest.mark.parametrize(
    ("before", "years", "after"),
    [
        (datetime(2026, 2, 1, 0, 0, tzinfo=WIB), 2, datetime(2028, 2, 1, 0, 0, tzinfo=WIB)),
        (datetime(2026, 3, 31, 23, 59, 59, tzinfo=WIB), 2, datetime(2028, 3, 31, 23, 59, 59, tzinfo=WIB)),
        (datetime(2028, 2, 29, 8, 0, tzinfo=WIB), 2, datetime(2030, 2, 28, 8, 0, tzinfo=WIB)),
        (datetime(2028, 2, 29, 8, 0, tzinfo=WIB), 4, datetime(2032, 2, 29, 8, 0, tzinfo=WIB)),
    ],
)
def test_an_hour_is_moved_by_whole_years_of_the_calendar_in_wib(before: datetime, years: int, after: datetime) -> None:
    assert years_later(before, years) == after


def test_a_draft_takes_dates_gates_and_papers_of_the_edition_before(scene: Scene) -> None:
    last = scene.edition
    last.gates.filter(code="G01").update(label="Syarat yang sudah diubah")

    made = laid_out(scene)

    assert (made.previous, made.scheme, made.validity_months) == (last, last.scheme, last.validity_months)
    for old in last.windows.all():
        new = made.windows.get(kind=old.kind)
        assert (new.opens_at, new.closes_at) == (years_later(old.opens_at, 2), years_later(old.closes_at, 2))
    of_gate = ("code", "label", "label_en", "commodity_group", "effect", "evidence", "paper", "provenance")
    assert list(made.gates.values_list(*of_gate)) == list(last.gates.values_list(*of_gate))
    of_paper = ("code", "label", "kinds", "commodity_group")
    assert list(made.required_papers.values_list(*of_paper)) == list(last.required_papers.values_list(*of_paper))
    assert "Syarat yang sudah diubah" in made.gates.values_list("label", flat=True)


def test_what_keeps_a_draft_from_being_laid_out_is_said(scene: Scene) -> None:
    last = scene.edition
    open_the_edition(2024, scene.now)

    assert codes(missing_for_draft(last, 2026, "OVOP")) == [("not_later", "year")]
    assert codes(missing_for_draft(Edition.objects.get(year=2024), 2026, "OVOP")) == [("year_taken", "year")]
    assert codes(missing_for_draft(last, 2028, "奖")) == [("unprintable", "name")]
    made = laid_out(scene)
    assert codes(missing_for_draft(last, 2030, "OVOP 2030")) == [("sister", "")]
    assert codes(missing_for_draft(made, 2030, "OVOP 2030")) == [("not_opened", "")]
    with pytest.raises(Refused):
        laid_out(scene, 2030)


def test_what_keeps_a_draft_from_being_opened_is_said(scene: Scene) -> None:
    made, colleague = laid_out(scene), "user:00000000-0000-0000-0000-000000000001"

    assert missing_for_opening(made, " OVOP  2028 ", colleague, scene.now) == []
    assert codes(missing_for_opening(made, "ovop", colleague, scene.now)) == [("other_name", "typed")]
    assert codes(missing_for_opening(made, "OVOP 2028", scene.secretariat, scene.now)) == [("same_person", "")]
    late = made.windows.get(kind=WindowKind.NOMINATION).closes_at + timedelta(minutes=1)
    assert codes(missing_for_opening(made, "OVOP 2028", colleague, late)) == [("over", "")]


def test_the_table_wants_two_persons_and_neither_is_changed(scene: Scene) -> None:
    made = laid_out(scene)
    rows = Edition.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError, match="edition_opened_by_another"), transaction.atomic():
        rows.update(opened_by=scene.secretariat.actor)
    with pytest.raises(IntegrityError, match="edition_opened_was_drafted"), transaction.atomic():
        Edition.objects.filter(pk=scene.edition.pk).update(opened_by="user:x")
    with pytest.raises(IntegrityError, match="awards_edition_fixed"), transaction.atomic():
        rows.update(drafted_by="user:x")
    rows.update(opened_by="user:x")
    with pytest.raises(IntegrityError, match="awards_edition_opened"), transaction.atomic():
        rows.update(opened_by=None)


def test_nothing_is_taken_in_a_draft_and_nobody_outside_reads_of_it(client: Client, scene: Scene) -> None:
    made = laid_out(scene)
    Window.objects.filter(edition=made).update(
        opens_at=scene.now - timedelta(days=1), closes_at=scene.now + timedelta(days=1)
    )
    made = Edition.objects.get(pk=made.pk)

    assert not made.is_open(WindowKind.NOMINATION, scene.now)
    assert list(Edition.objects.in_window(WindowKind.NOMINATION, scene.now)) == [scene.edition]
    assert list(Edition.objects.running()) == [scene.edition]
    with pytest.raises(Refused):
        made.demand_open(scene.now)
    seen = opening(scene.now)
    assert seen is not None
    assert seen.edition == scene.edition
    for name in ("owner", "dinas_operator", "screener", "auditor"):
        client.force_login(scene.people[name])
        for at in ("front:home", "awards:owner_home", "awards:dinas_home", "assessments:desk_home"):
            assert "OVOP 2028" not in client.get(reverse(at)).content.decode()
