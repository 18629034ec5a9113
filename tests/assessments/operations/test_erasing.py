"""Erasing a rehearsal takes it whole, touches nothing else, and is refused for everything real."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import environ
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from assessments.operations.erasing import erase_rehearsal
from awards.models import Edition, EditionKind, Nomination
from awards.operations import certifying
from ovop_portal.common.clock import now
from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from ovop_portal.ledger.sealing import verify
from tests.scene import Scene, open_the_edition
from tests.support.database import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_owner() -> Iterator[Any]:
    """From the middle of a test on, the owner of the database: `as_owner()`."""
    web = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    login = environ.Env().db("DATABASE_OWNER_URL")
    yield lambda: sign_in({"USER": login["USER"], "PASSWORD": login["PASSWORD"]})
    sign_in(web)


def census() -> dict[str, int]:
    """How many rows each table has, but for the ledger."""
    models = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return {model._meta.label: model._base_manager.count() for model in models if model._meta.app_label != "ledger"}


def guards() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def erase(year: int, *options: str) -> str:
    out = io.StringIO()
    call_command("erase_rehearsal", str(year), *options, stdout=out)
    return out.getvalue()


def test_a_rehearsal_goes_whole_and_nothing_else_does(as_owner: Any) -> None:
    scene = Scene.begin(now())
    real = scene.at("submitted")
    scene.jurors  # noqa: B018  made before the census
    before, firms = census(), set(Nomination.objects.values_list("ikm", flat=True))
    edition = open_the_edition(2025, scene.now, kind=EditionKind.REHEARSAL)
    rehearsal = Scene(scene.now, edition, scene.regency, scene.other_regency, scene.commodity, scene.people)
    rehearsal.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    award = rehearsal.award()
    certifying.make_certificate(award.in_force().certificate.pk, by="system:tests", now=scene.now)
    with pytest.raises(CommandError, match="pemilik basis data"):
        erase(2025, "--yes")
    as_owner()
    standing = guards()

    shown = erase(2025)
    assert "Nothing was erased" in shown
    assert "awards.Nomination" in shown
    assert Nomination.objects.filter(edition=edition).count() == 1
    erase(2025, "--yes")

    after = census()
    assert {label: (n, after[label]) for label, n in before.items() if after[label] != n} == {}
    assert set(Nomination.objects.values_list("ikm", flat=True)) == firms
    assert list(Nomination.objects.all()) == [real]
    erased = Event.objects.get(kind="edition.erased")
    assert (erased.subject, erased.body["erased"]["awards.Award"]) == ("edition:2025", 1)
    assert Event.objects.filter(kind="edition.published", subject="edition:2025").exists()
    assert not verify().breach
    assert guards() == standing
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.all().delete()


def test_a_real_edition_is_never_erased_not_even_by_the_owner(as_owner: Any) -> None:
    scene = Scene.begin(now())
    scene.at("draft")
    as_owner()
    for options in ((), ("--yes",)):
        with pytest.raises(CommandError, match="bukan latihan"):
            erase(2026, *options)
    with pytest.raises(Refused, match="bukan latihan"):
        erase_rehearsal(scene.edition, by="system:tests", now=scene.now)
    assert Nomination.objects.count() == 1


def test_the_one_before_goes_after_the_one_that_follows_it(as_owner: Any) -> None:
    scene = Scene.begin(now())
    first = open_the_edition(2023, scene.now, kind=EditionKind.REHEARSAL)
    open_the_edition(2025, scene.now, kind=EditionKind.REHEARSAL, previous=first)
    as_owner()
    with pytest.raises(CommandError, match="Hapus dahulu"):
        erase(2023, "--yes")
    erase(2025, "--yes")
    erase(2023, "--yes")
    assert list(Edition.objects.values_list("year", flat=True)) == [2026]
