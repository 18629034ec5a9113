"""Who is told of what: each person once, and nobody of what they did themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessments.operations.screening import FileReading, read_files
from awards.operations import candidates, sending
from awards.states import NominationState as S
from ovop_portal.accounts.operations import change_account
from ovop_portal.accounts.roles import Role
from ovop_portal.notifications.models import Notice
from tests.accounts.factories import person
from tests.scene import Scene, open_the_edition
from tests.support import second_person
from tests.support.second_person import disqualify

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    """The names of those who were told; each of them once."""
    names = list(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))
    assert len(names) == len(set(names)), names
    return set(names)


def names(scene: Scene, *people: str) -> set[str]:
    return {scene.people[name].name for name in people}


def test_a_dinas_that_withdraws_tells_the_owner_and_its_own_people(scene: Scene) -> None:
    sending.withdraw([scene.at(S.READY)], "Sentra belum siap", by=scene.dinas_signer, now=scene.now)

    assert told("awards.withdrawn_by_office") == names(scene, "owner")
    assert told("awards.withdrawn") == names(scene, "dinas_operator")


def test_an_owner_who_withdraws_is_not_told_so(scene: Scene) -> None:
    sending.withdraw([scene.at(S.READY)], "Sakit", by=scene.owner, now=scene.now)

    assert told("awards.withdrawn_by_office") == set()
    assert told("awards.withdrawn") == names(scene, "dinas_operator", "dinas_signer")


def test_the_dinas_hears_of_an_owner_whose_number_somebody_else_changed(scene: Scene) -> None:
    scene.product()
    owner, boss = scene.owner, person("Pengelola")
    change_account(owner, name=owner.name, email="sendiri@contoh.test", by=owner, now=scene.now)
    assert told("awards.owner_contact_changed") == set()

    change_account(owner, name=owner.name, email="a@contoh.test", phone="+6281298765432", by=boss, now=scene.now)

    assert told("awards.owner_contact_changed") == names(scene, "dinas_operator", "dinas_signer")


def test_the_signer_learns_once_of_a_batch_that_is_ready(scene: Scene) -> None:
    files = scene.bring(*[S.WITH_OFFICE] * 3)

    sending.mark_ready(files, by=scene.dinas_operator, now=scene.now)

    assert told("awards.made_ready") == names(scene, "dinas_signer")
    notice = Notice.objects.get(kind="awards.made_ready")
    assert (notice.title, notice.path) == ("Siap diusulkan: 3 berkas", "/dinas/")


def test_the_screeners_learn_once_a_day_of_what_is_sent(scene: Scene) -> None:
    files = scene.bring(*[S.READY] * 3)

    for file in files:
        sending.submit_nominations([file], scene.endorsement(), by=scene.dinas_signer, now=scene.now)

    assert told("awards.submitted") == names(scene, "screener", "second_screener")
    notice = Notice.objects.filter(kind="awards.submitted").first()
    assert notice is not None
    assert notice.title == "Usulan baru masuk: OVOP 2026"
    later = scene.now + timedelta(days=1)
    sending.submit_nominations([scene.at(S.READY)], scene.endorsement(), by=scene.dinas_signer, now=later)
    assert Notice.objects.filter(kind="awards.submitted", recipient=scene.screener).count() == 2


def test_a_first_rejection_calls_the_other_screeners_for_a_second_reading(scene: Scene) -> None:
    other = person("Pemeriksa Lain", Role.SCREENER, now=scene.now)
    file = scene.at(S.SCREENING)
    reading = FileReading(file, "fail", scene.verdicts("fail"), "Tidak memenuhi syarat")

    read_files([reading], by=scene.screener, now=scene.now)

    assert other.name in told("assessments.second_reading")
    assert scene.screener.name not in told("assessments.second_reading")


def test_owners_learn_that_the_assessment_began(scene: Scene) -> None:
    scene.at(S.IN_ASSESSMENT)
    assert told("awards.assessment_began") == names(scene, "owner")


def test_a_disqualification_is_told_to_the_dinas_too(scene: Scene) -> None:
    disqualify([scene.at(S.PASSED)], "Usaha tutup", by=scene.secretariat, now=scene.now)
    assert told("awards.disqualified") == names(scene, "owner", "dinas_operator", "dinas_signer")


@pytest.mark.parametrize(
    ("by", "expected", "owner"),
    [("owner", ("dinas_operator", "dinas_signer"), ()), ("dinas_operator", ("dinas_signer",), ("owner",))],
)
def test_an_accepted_invitation_is_told_to_all_who_did_not_accept_it(
    scene: Scene, by: str, expected: tuple[str, ...], owner: tuple[str, ...]
) -> None:
    award, now = scene.award(), scene.now + timedelta(days=30)
    following = open_the_edition(2028, now, previous=scene.edition)
    [invited] = candidates.invite_holders([award], following, by=scene.secretariat, now=now)
    sending.declare([invited], may_publish=True, by=scene.owner, now=now)

    candidates.accept_invitation([invited], by=scene.people[by], now=now)

    assert told("awards.invitation_accepted") == names(scene, *expected)
    assert told("awards.accepted_for_owner") == names(scene, *owner)


def test_a_revocation_is_told_to_owner_and_dinas_and_stands_among_the_milestones(scene: Scene) -> None:
    award = scene.award()
    second_person.revoke(
        award,
        decree_number="12 Tahun 2026",
        date=date(2026, 9, 1),
        reason="Sertifikat palsu",
        by=scene.secretariat,
        now=scene.now + timedelta(days=90),
    )

    assert told("awards.revoked") == names(scene, "owner", "dinas_operator", "dinas_signer")
    assert "12 Tahun 2026" in Notice.objects.filter(kind="awards.revoked")[0].body
    last = award.nomination.milestones.last()
    assert last is not None
    assert last.code == "revoked"
