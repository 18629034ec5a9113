"""The pictures of the guides in `docs/panduan/`: people, offices and jurors, as those see them who look after them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.models import Juror
from ovop_portal.accounts import invitations
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import now
from regions.models import Office
from tests.accounts.factories import invitation, person
from tests.screenshots.conftest import GUIDE_SHOTS, Shot, Visit, season

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]


def test_people_offices_and_jurors_in_the_midst_of_a_season(visit: Visit, shot: Shot) -> None:
    edition = season("scoring")
    secretariat = User.objects.holding(Role.SECRETARIAT).earliest("pk")
    moment = now() - timedelta(hours=2)
    waiting = invitations.invite(
        name="Rahmawati",
        email="rahmawati@contoh.go.id",
        phone="",
        role=Role.SCREENER,
        office=None,
        by=secretariat,
        now=moment,
    )
    office = Office.objects.filter(memberships__role=Role.DINAS_SIGNER).earliest("pk")
    signer = User.objects.holding(Role.DINAS_SIGNER, office=office).earliest("pk")
    invited = invitation(
        signer, Role.DINAS_OPERATOR, now=moment, office=office, name="Ni Luh Ayu", email="niluh@contoh.go.id"
    )
    second = person("Endang Paramita", Role.SECRETARIAT, now=moment)
    juror = Juror.objects.filter(sheets__state="draft").earliest("pk")

    for user, path, screen in (
        (secretariat, "/panitia/orang/", "orang"),
        (second, f"/kantor/undangan/{waiting.uuid}/", "undangan"),
        (secretariat, "/panitia/kantor/", "kantor"),
        (secretariat, "/panitia/juri/", "juri"),
        (secretariat, f"/panitia/jadwal/{edition.year}/", "jadwal"),
        (secretariat, f"/panitia/juri/{juror.user.uuid}/ganti/{edition.year}/", "ganti-juri"),
    ):
        shot(visit(user, path), "sekretariat", screen, readme=GUIDE_SHOTS[screen])
    shot(visit(signer, f"/kantor/{office.uuid}/"), "dinas", "orang-kantor", readme=GUIDE_SHOTS["orang-kantor"])
    shot(visit(None, invitations.path_of(invited)), "dinas", "diundang", readme=GUIDE_SHOTS["diundang"])
