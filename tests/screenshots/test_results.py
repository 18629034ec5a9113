"""The result, from the invitation of the holders to the Go Global cohort: secretariat and curator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.models import TallyRow
from assessments.operations import sheets
from awards.models import Award, Certificate, Edition, Nomination
from awards.operations import candidates, outcome, programme, sending
from awards.states import NominationState as S
from ovop_portal.common.clock import now
from tests.documents.factories import document
from tests.scene import Scene, open_the_edition, sheets_for_sending
from tests.screenshots.conftest import Shot, Visit

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]
ROLE = "sekretariat"
NAMES = [
    "Tenun Gringsing Wayan",
    "Tenun Endek Sidemen",
    "Tenun Rangrang Nusa",
    "Tenun Songket Karang",
    "Tenun Bebali Asak",
]


def assessed(scene: Scene) -> list[Nomination]:
    """Files before the jury, each with so many high sheets among its five."""
    files = [scene.at(S.IN_ASSESSMENT, name) for name in NAMES]
    for nomination, high in zip(files, (5, 4, 3, 2, 0), strict=True):
        for place, sheet in enumerate(list(sheets_for_sending(nomination))):
            scene.fill(sheet, level=-1 if place < high else 0)
            sheets.send_sheet([sheet], by=sheet.juror.user, now=scene.now)
        sheets.lock_sheets(now=scene.now + timedelta(minutes=6))
    return files


def decided(scene: Scene) -> list[Nomination]:
    files = assessed(scene)
    scene.decide(scene.sealed_tally())
    return files


def test_the_determination_and_the_publication(visit: Visit, shot: Shot) -> None:
    scene = Scene.begin(now())
    year = scene.edition.year
    shot(visit(scene.secretariat, f"/panitia/penetapan/{year}/"), ROLE, "penetapan", "kosong")
    assessed(scene)
    run = scene.sealed_tally()
    shot(visit(scene.secretariat, f"/panitia/penetapan/{year}/"), ROLE, "penetapan", "menunggu-pleno", widths=(1280,))
    shot(visit(scene.secretariat, f"/panitia/pengumuman/{year}/"), ROLE, "A6.1", "belum-siap")
    scene.decide(run)
    assert TallyRow.objects.filter(tally=run).count() == len(NAMES)
    shot(visit(scene.secretariat, f"/panitia/penetapan/{year}/"), ROLE, "penetapan")
    page = visit(scene.secretariat, f"/panitia/penetapan/{year}/?langkah=catat")
    shot(page, ROLE, "penetapan", "catat")
    page.click("text=Tetapkan bintang")
    shot(page, ROLE, "penetapan", "kesalahan")
    scene.determine()
    shot(visit(scene.secretariat, f"/panitia/penetapan/{year}/"), ROLE, "penetapan", "tercatat")
    page = visit(scene.secretariat, f"/panitia/pengumuman/{year}/")
    shot(page, ROLE, "A6.1")
    page.fill("#id_name", scene.edition.name)
    page.click("text=Umumkan hasil >> nth=-1")
    [first, *_others] = Certificate.objects.select_related("published").order_by("pk")
    outcome.finish_certificate(first, document("awards.certificate", now=scene.now), by="system:tests", now=scene.now)
    page.reload()
    shot(page, ROLE, "A6.5")


def test_the_holders(visit: Visit, shot: Shot) -> None:
    scene = Scene.begin(now())
    decided(scene)
    scene.determine()
    scene.publish()
    following = open_the_edition(scene.edition.year + 2, scene.now)
    shot(
        visit(scene.secretariat, f"/panitia/penerima/{following.year}/"),
        ROLE,
        "penerima",
        "tanpa-pendahulu",
        widths=(1280,),
    )
    Edition.objects.filter(pk=following.pk).update(previous=scene.edition)
    following.refresh_from_db()
    [first, second, *_others] = Award.objects.for_list().order_by("pk")
    invited = candidates.invite_holders([first, second], following, by=scene.secretariat, now=scene.now)
    sending.declare(invited[:1], may_publish=True, by=scene.owner, now=scene.now)
    candidates.accept_invitation(invited[:1], by=scene.owner, now=scene.now)
    page = visit(scene.secretariat, f"/panitia/penerima/{following.year}/")
    shot(page, ROLE, "penerima")
    page.click("main form .button")
    shot(page, ROLE, "penerima", "diundang")
    shot(visit(scene.dinas_signer, f"/dinas/berkas/{invited[1].number}/"), "dinas", "D5.1", "undangan", widths=(1280,))
    shot(visit(scene.dinas_signer, "/dinas/"), "dinas", "D2", "dengan-hasil-lalu")


def test_go_global(visit: Visit, shot: Shot) -> None:
    scene = Scene.begin(now())
    shot(visit(scene.curator, "/panitia/go-global/"), "kurator", "go-global", "kosong", widths=(1280,))
    decided(scene)
    scene.determine()
    scene.publish()
    shot(visit(scene.curator, "/panitia/go-global/"), "kurator", "go-global", "tanpa-angkatan")
    cohort = programme.open_cohort(scene.edition, name="Angkatan II 2026", seats=3, by=scene.curator, now=scene.now)
    shot(visit(scene.curator, f"/panitia/go-global/{cohort.uuid}/"), "kurator", "angkatan", "kosong")
    [first, *_others] = Award.objects.for_list().order_by("-stars", "pk")
    programme.curate(
        first,
        cohort,
        "Sanggup 400 helai sebulan dan sudah dua kali mengirim ke Jepang.",
        by=scene.curator,
        now=scene.now,
    )
    shot(visit(scene.curator, "/panitia/go-global/"), "kurator", "go-global")
    page = visit(scene.curator, f"/panitia/go-global/{cohort.uuid}/")
    page.click(".tasks a >> nth=0")
    shot(page, "kurator", "angkatan", "ambil")
    page.click("text=Masukkan ke angkatan")
    shot(page, "kurator", "angkatan", "kesalahan", widths=(1280,))
    shot(visit(scene.auditor, f"/panitia/go-global/{cohort.uuid}/"), "pengawas", "angkatan", widths=(1280,))
