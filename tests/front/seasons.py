"""A season that leaves everything behind that a season can leave."""

from __future__ import annotations

from datetime import timedelta

from assessments.models import ConflictKind
from assessments.operations import assigning
from assessments.operations.schedule import reschedule
from awards.models import Award, WindowKind
from awards.operations import certifying, programme
from awards.states import NominationState as S
from ovop_portal.ledger import sealing
from tests.scene import NOW, Scene
from tests.support import second_person
from tests.support.second_person import disqualify


def whole_season() -> Scene:
    """A published edition with everything that a season can leave behind: awards, one without a star, one failed, a conflict, a revocation, a cohort."""
    scene = Scene.begin()
    p = scene.people
    window = scene.edition.window(WindowKind.PLENARY)
    dates = window.opens_at, window.closes_at + timedelta(days=1)
    reschedule(scene.edition, window.kind, dates, reason="Banjir", seen=window.seen, by=p["secretariat"], now=NOW)
    files = scene.bring(*[S.IN_ASSESSMENT] * 3)
    for file, level in zip(files, (-1, -1, 0), strict=True):
        scene.score(file, level=level)
    scene.at(S.FAILED)
    disqualified = scene.at(S.PASSED)
    assigning.declare_conflict(
        scene.jurors[0], [disqualified], ConflictKind.FIRM, note="Kerabat", by=p["juror1"], now=NOW
    )
    disqualify([disqualified], "Usaha berhenti", by=p["secretariat"], now=NOW)
    scene.decide(scene.sealed_tally())
    scene.determine()
    scene.publish()
    for pk in certifying.due(NOW):
        assert certifying.make_certificate(pk, by="system:certificates", now=NOW)
    first, second = Award.objects.for_list().order_by("code")
    cohort = programme.open_cohort(scene.edition, name="Angkatan 1", seats=3, by=p["secretariat"], now=NOW)
    programme.curate(first, cohort, "Siap ekspor", by=p["curator"], now=NOW)
    second_person.correct(first, firm="UD Nama Benar", by=p["secretariat"], now=NOW)
    second_person.revoke(
        second, decree_number="9 Tahun 2026", date=NOW.date(), reason="Pindah usaha", by=p["secretariat"], now=NOW
    )
    sealing.seal_all(NOW)
    return scene
