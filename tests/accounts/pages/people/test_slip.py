"""The slip of an invitation: its picture holds the very link that stands below it."""

from __future__ import annotations

import pytest
import segno
from django.conf import settings

from ovop_portal.accounts.invitations import find, invite
from ovop_portal.accounts.pages.people.slip import slip_of
from ovop_portal.accounts.roles import Role
from tests.accounts.factories import NOW, person
from tests.regions.factories import OfficeFactory

pytestmark = pytest.mark.django_db


def test_picture_and_text_are_one_link_that_opens_the_invitation() -> None:
    by = person("Rina", Role.SECRETARIAT)
    office = OfficeFactory(code="51.07")
    said = {"name": "Made", "email": "", "phone": "+6281234567890", "office": office}
    made = invite(role=Role.DINAS_OPERATOR, by=by, now=NOW, **said)

    slip = slip_of(made)

    assert slip.url.startswith(f"{settings.PORTAL_URL}/undangan/")
    assert find(slip.url.rstrip("/").rpartition("/")[2], now=NOW) == made
    assert slip.picture == segno.make_qr(slip.url, error="m").svg_data_uri(border=2)
