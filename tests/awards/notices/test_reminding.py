"""Who is reminded of what, by a season that ends soon."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from awards.models import EditionKind, Window, WindowKind
from awards.notices.reminding import remind
from awards.states import NominationState as S
from ikm.models import OwnerLink, Permit
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.formats import NBSP
from ovop_portal.notifications.models import Notice
from regions.models import Holiday
from tests.awards.extensions import by_hand
from tests.scene import Scene, open_the_edition

pytestmark = pytest.mark.django_db

# 12 November 2026, 15.59 WIB.
ENDS = datetime(2026, 11, 12, 8, 59, tzinfo=UTC)
WEEK_BEFORE = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def season() -> Scene:
    scene = Scene.begin()
    Window.objects.filter(edition=scene.edition, kind=WindowKind.NOMINATION).update(closes_at=ENDS)
    return scene


def told(kind: str) -> list[tuple[str, str]]:
    """Who was told, and under which title."""
    rows = Notice.objects.filter(kind=kind).select_related("recipient").order_by("recipient__name", "pk")
    return [(notice.recipient.name, notice.title) for notice in rows]


def test_an_owner_hears_of_each_file_that_waits_for_them_once_and_by_what_it_waits_for(season: Scene) -> None:
    draft, returned = season.bring(S.DRAFT, S.RETURNED_TO_OWNER)
    season.bring(S.WITH_OFFICE, S.SUBMITTED, S.WITHDRAWN)

    for hours in (0, 1, 24):
        remind(now=WEEK_BEFORE + timedelta(hours=hours))

    rows = Notice.objects.filter(kind="awards.reminded_owner").order_by("pk")
    assert [(notice.recipient, notice.title, notice.path) for notice in rows] == [
        (season.owner, f"Batas 7 hari lagi: {file.product.name}", f"/usulan/{file.number}/status/")
        for file in (draft, returned)
    ]
    assert [notice.body.split(". Batasnya ")[0] for notice in rows] == [
        f"Berkas {draft.number} belum dikirim ke dinas",
        f"Berkas {returned.number} menunggu perbaikan Anda",
    ]
    assert "pukul 15.59 WIB (16.59 WITA)" in rows[0].body.replace(NBSP, " ")


def test_the_dinas_hears_once_how_many_files_wait_for_it_and_of_those_whose_owner_has_no_account(season: Scene) -> None:
    season.bring(S.WITH_OFFICE, S.READY, S.SUBMITTED)
    alone = season.at(S.DRAFT)
    OwnerLink.objects.filter(ikm=alone.ikm).update(ends_at=season.now)

    remind(now=WEEK_BEFORE)

    people = sorted(season.people[name].name for name in ("dinas_operator", "dinas_signer"))
    assert told("awards.reminded_dinas") == [(name, "Batas 7 hari lagi: 3 berkas belum dikirim") for name in people]
    assert told("awards.reminded_owner") == []


def test_a_day_for_an_answer_counts_where_it_is_later(season: Scene) -> None:
    file = season.at(S.RETURNED_TO_OFFICE)
    file.answer_by = ENDS + timedelta(days=3)
    file.save(update_fields=["answer_by"])

    remind(now=WEEK_BEFORE)
    assert told("awards.reminded_dinas") == []
    remind(now=WEEK_BEFORE + timedelta(days=3))
    assert len(told("awards.reminded_dinas")) == 2


def test_whoever_gets_more_time_is_reminded_before_the_new_end_too(season: Scene) -> None:
    season.at(S.DRAFT)
    remind(now=WEEK_BEFORE)
    Window.objects.filter(edition=season.edition, kind=WindowKind.NOMINATION).update(closes_at=ENDS + timedelta(days=9))
    remind(now=WEEK_BEFORE + timedelta(days=9))

    assert len(told("awards.reminded_owner")) == 2


def test_a_province_hears_which_of_its_dinas_have_proposed_nothing(season: Scene) -> None:
    [officer] = User.objects.holding(Role.PROVINCE_OFFICER)

    remind(now=WEEK_BEFORE)
    assert told("awards.reminded_province") == [(officer.name, "Belum mengusulkan: 1 kabupaten/kota")]
    assert str(season.regency) in Notice.objects.get(kind="awards.reminded_province").body

    season.at(S.SUBMITTED)
    Window.objects.filter(edition=season.edition, kind=WindowKind.NOMINATION).update(closes_at=ENDS + timedelta(days=9))
    remind(now=WEEK_BEFORE + timedelta(days=9))
    assert len(told("awards.reminded_province")) == 1


def test_a_paper_that_ends_is_told_ninety_and_thirty_days_before_unless_a_newer_one_is_there(season: Scene) -> None:
    ikm = season.at(S.DRAFT).ikm
    ends = date(2027, 2, 3)  # 90 days after the week before
    Permit.objects.filter(ikm=ikm).delete()
    Permit.objects.create(ikm=ikm, kind="halal", number="ID1", valid_until=ends)
    Permit.objects.create(ikm=ikm, kind="pirt", number="P1", valid_until=ends)
    Permit.objects.create(ikm=ikm, kind="pirt", number="P2", valid_until=date(2030, 1, 1))

    remind(now=WEEK_BEFORE)
    remind(now=WEEK_BEFORE + timedelta(days=60))

    assert told("awards.reminded_of_paper") == [
        (season.owner.name, "Berakhir 90 hari lagi: Sertifikat halal"),
        (season.owner.name, "Berakhir 30 hari lagi: Sertifikat halal"),
    ]


def test_on_a_holiday_nobody_is_reminded_and_the_day_before_takes_its_place(season: Scene) -> None:
    season.at(S.DRAFT)
    Holiday.objects.create(day=date(2026, 11, 5), name="Hari raya", source="Keputusan")

    remind(now=WEEK_BEFORE)
    assert told("awards.reminded_owner") == []
    remind(now=WEEK_BEFORE - timedelta(days=1))
    assert len(told("awards.reminded_owner")) == 1


def test_nobody_is_reminded_of_an_edition_that_is_published_or_practised(season: Scene) -> None:
    season.award()
    owner = season.owner
    practised = open_the_edition(2028, season.now, kind=EditionKind.REHEARSAL)
    Window.objects.filter(edition=practised).update(closes_at=ENDS)
    season.edition = practised
    season.at(S.DRAFT)

    remind(now=WEEK_BEFORE)

    assert not Notice.objects.filter(kind="awards.reminded_owner", recipient=owner).exists()
    assert told("awards.reminded_dinas") == []


def test_whoever_has_more_time_is_reminded_before_its_end_too_and_nobody_else(season: Scene) -> None:
    [with_more, without] = season.bring(S.DRAFT, S.DRAFT)
    until = ENDS + timedelta(days=20)
    by_hand(season, regency=None, nomination=with_more, closes_at=until)

    remind(now=until - timedelta(days=7, hours=6))

    [notice] = Notice.objects.filter(kind="awards.reminded_owner")
    assert notice.path == f"/usulan/{with_more.number}/status/"
    assert "2 Desember 2026" in notice.body.replace(NBSP, " ")
    assert without.number not in notice.body
