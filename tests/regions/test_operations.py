"""Offices are opened and mended, and the journal says which region's it was."""

from __future__ import annotations

import pytest

from ovop_portal.common.verbs import Refused
from ovop_portal.ledger.models import Event
from regions.models import Level, Office
from regions.operations import keep_office
from tests.accounts.factories import NOW
from tests.regions.factories import RegencyFactory

pytestmark = pytest.mark.django_db


def test_an_office_is_opened_and_laid_down_and_never_deleted() -> None:
    office = Office(name="Dinas Perindustrian", level=Level.REGENCY, regency=RegencyFactory())

    keep_office(office, by="system:tests", now=NOW)
    office.is_active = False
    keep_office(office, by="system:tests", now=NOW)

    events = Event.objects.about(f"office:{office.uuid}").order_by("pk")
    assert list(events.values_list("kind", "body")) == [
        ("office.opened", {"regency": "33.73", "is_active": True}),
        ("office.changed", {"regency": "33.73", "is_active": False}),
    ]


def test_a_name_that_no_paper_can_show_is_refused() -> None:
    office = Office(name="Dinas 织造", level=Level.REGENCY, regency=RegencyFactory())

    with pytest.raises(Refused) as refused:
        keep_office(office, by="system:tests", now=NOW)

    assert [(item.code, item.field) for item in refused.value.missing] == [("unprintable", "name")]
    assert not Office.objects.exists()
