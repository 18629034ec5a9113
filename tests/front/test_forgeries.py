"""Who holds the database itself, with every guard off, still cannot change a published row unseen."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from assessments.models import Scoresheet, Tally, TallyRow
from assessments.scoring.totals import digests_of, totals_of
from assessments.tally import calculation
from awards.models import Award, Certificate, Nomination, Submission
from awards.states import NominationState as S
from ovop_portal.common.canonical import digest, parsed
from ovop_portal.ledger import journal, proof, sealing
from ovop_portal.ledger.models import Event
from tests.documents.factories import document
from tests.front.seasons import whole_season
from tests.scene import NOW
from tests.support.owner import as_owner_of_the_database


def sql(statement: str) -> Callable[[Any], None]:
    def tamper(cursor: Any) -> None:
        cursor.execute(statement)
        assert cursor.rowcount, "nothing was changed"

    return tamper


def change_dossier(cursor: Any) -> None:
    sent = Submission.objects.order_by("pk").first()
    sent.dossier["product"]["name"] = "Tenun lain"
    Submission.objects.filter(pk=sent.pk).update(dossier=sent.dossier)


def change_dossier_with_its_hash(cursor: Any) -> None:
    change_dossier(cursor)
    sent = Submission.objects.order_by("pk").first()
    Submission.objects.filter(pk=sent.pk).update(sha256=digest(sent.dossier))


def point_certificate_elsewhere(cursor: Any) -> None:
    other = document("awards.certificate")
    Certificate.objects.filter(pk=Certificate.objects.order_by("pk").first().pk).update(
        document=other, sha256=other.sha256
    )


def insert_an_award(cursor: Any) -> None:
    given = Award.objects.first()
    Award.objects.bulk_create(
        [
            Award(
                nomination=Nomination.objects.get(state=S.DETERMINED, award__isnull=True),
                determination=given.determination,
                stars=1,
                code="ABCDEFGHJK2",
                valid_from=given.valid_from,
                valid_until=given.valid_until,
            )
        ]
    )


def change_everything_consistently(cursor: Any) -> None:
    """Cells, saves, totals, digests, tally, its hashes, decision, recommendation and award: as if the jury had given the worst file the best points."""
    cursor.execute(
        "SELECT id FROM assessments_entry WHERE nomination_id = (SELECT id FROM awards_nomination WHERE number = 'OVOP-2026-0003')"
    )
    (entry,) = cursor.fetchone()
    keys = list(Scoresheet.objects.filter(entry=entry).values_list("pk", flat=True))
    best = dict(_rows(cursor, "SELECT criterion_id, max(points) FROM assessments_level GROUP BY criterion_id"))
    for sheet in keys:
        for criterion, points in best.items():
            cursor.execute(
                "UPDATE assessments_score SET points = %s WHERE sheet_id = %s AND criterion_id = %s",
                [points, sheet, criterion],
            )
        for event, cells in _rows(cursor, f"SELECT id, cells FROM assessments_scoreevent WHERE sheet_id = {sheet}"):
            given = json.loads(cells) if isinstance(cells, str) else cells
            better = [{**cell, "points": str(best[cell["criterion"]])} for cell in given]
            cursor.execute("UPDATE assessments_scoreevent SET cells = %s WHERE id = %s", [json.dumps(better), event])
    totals, digests = totals_of(keys), digests_of(keys)
    for sheet in keys:
        Scoresheet.objects.filter(pk=sheet).update(total=totals[sheet], digest=digests[sheet])
    tally = Tally.objects.select_related("rubric", "star_lines", "edition__scheme").get()
    votes = calculation.ballots(tally.edition, tally.caps_of_holders)
    made = calculation.results(votes, lines=tally.star_lines.whole(), combine=tally.combine, max_stars=3)
    for row in made:
        TallyRow.objects.filter(tally=tally, entry=row.entry).update(
            official=row.official, lowest=row.lowest, highest=row.highest, stars=row.stars
        )
    Tally.objects.filter(pk=tally.pk).update(
        inputs_sha256=calculation.inputs_digest(votes, tally),
        results_sha256=calculation.results_digest(made, tally),
    )
    cursor.execute("UPDATE assessments_plenarydecision SET stars = 3, rule_stars = 3 WHERE entry_id = %s", [entry])
    cursor.execute("UPDATE awards_recommendation SET stars = 3")
    assert (
        calculation.remake(Tally.objects.select_related("rubric", "star_lines", "edition__scheme").get()).differences
        == []
    )


def _rows(cursor: Any, statement: str) -> list[tuple[Any, ...]]:
    cursor.execute(statement)
    return cursor.fetchall()


def forge(
    kind: str, subject: str, body: dict[str, Any], *, at: Any = NOW, sealed: bool = True
) -> Callable[[Any], None]:
    """Write an event as the journal does, with its right leaf, and seal it."""

    def tamper(cursor: Any) -> None:
        event = Event(uuid=uuid.uuid4(), at=at, kind=kind, subject=subject, actor="system:tests", body=parsed(body))
        event.leaf = journal.leaf_of(event)
        event.save(force_insert=True)
        if sealed:
            sealing.seal_all(NOW)

    return tamper


@dataclass(frozen=True)
class Forgery:
    """What is done, and the words by which the proof names it."""

    tamper: Callable[[Any], None]
    named: tuple[str, ...] = field(default_factory=tuple)


FORGERIES = {
    "stars of an award raised": Forgery(sql("UPDATE awards_award SET stars = 2 WHERE stars = 3"), ("bintang OVOP", "ditetapkan 2")),
    "an award inserted": Forgery(insert_an_award, ("bintang OVOP ABCDEFGHJK2: tidak ada peristiwa", "ditetapkan 1")),
    "an award removed": Forgery(sql("DELETE FROM awards_award WHERE id = (SELECT max(id) FROM awards_award)"), ("tetapi tidak ada lagi",)),
    "validity prolonged": Forgery(sql("UPDATE awards_award SET valid_until = valid_until + 365"), ("bintang OVOP",)),
    "stars of a published award raised": Forgery(sql("UPDATE awards_publishedaward SET stars = 2 WHERE stars = 3"), ("bintang yang diumumkan", "bukan yang ditetapkan")),
    "firm of a published award changed": Forgery(sql("UPDATE awards_publishedaward SET firm = 'Usaha lain'"), ("bintang yang diumumkan", "bukan yang ditetapkan")),
    "photos of a published award changed": Forgery(sql("UPDATE awards_publishedaward SET photos = '{}'"), ("bintang yang diumumkan",)),
    "a published award removed": Forgery(
        sql("DELETE FROM awards_publishedaward WHERE id NOT IN (SELECT published_id FROM awards_certificate WHERE id = (SELECT min(id) FROM awards_certificate))"),
        ("bintang yang diumumkan", "tidak ada lagi", "bukan yang ditetapkan"),
    ),
    "a corrected certificate changed once more": Forgery(
        sql("UPDATE awards_publishedaward SET signatory_name = 'Lain' WHERE issue = 2"), ("bintang yang diumumkan", "terbitan ke-2: bukan yang disahkan")
    ),
    "a correction's words changed": Forgery(sql("UPDATE awards_correction SET after = 'Lain'"), ("rancangan", "terbitan ke-2: bukan yang disahkan")),
    "a correction removed": Forgery(sql("DELETE FROM awards_correction"), ("rancangan", "terbitan ke-2: bukan yang disahkan")),
    "who confirmed a proposal": Forgery(sql("UPDATE awards_proposal SET decided_by = 'system:other' WHERE act = 'revoke'"), ("rancangan",)),
    "the reason of other dates": Forgery(sql("UPDATE awards_windowchange SET reason = 'Lain'"), ("perubahan jadwal",)),
    "a change of dates removed": Forgery(sql("DELETE FROM awards_windowchange"), ("perubahan jadwal", "tidak ada lagi")),
    "reason of a proposal": Forgery(sql("UPDATE awards_proposal SET reason = 'Lain'"), ("rancangan",)),
    "a proposal that nobody confirmed": Forgery(
        sql("UPDATE awards_proposal SET state = 'declined', answer = 'x' WHERE act = 'disqualify'"), ("rancangan", "tanpa pengesahan orang kedua")
    ),
    "code of an award changed": Forgery(sql("UPDATE awards_award SET code = 'ABCDEFGHJK2' WHERE id = (SELECT max(id) FROM awards_award)"), ("ABCDEFGHJK2: tidak ada peristiwa",)),
    "a revocation removed": Forgery(sql("DELETE FROM awards_revocation"), ("pencabutan", "tidak ada lagi")),
    "a revocation's reason changed": Forgery(sql("UPDATE awards_revocation SET reason = 'Lain'"), ("pencabutan",)),
    "a revocation inserted": Forgery(
        sql(
            "INSERT INTO awards_revocation (award_id, decree_number, date, reason, entered_by, entered_at)"
            " SELECT id, '1', now(), 'x', 'system:x', now() FROM awards_award WHERE id NOT IN (SELECT award_id FROM awards_revocation)"
        ),
        ("pencabutan", "tidak ada peristiwa"),
    ),
    "a plenary decision changed": Forgery(sql("UPDATE assessments_plenarydecision SET stars = 1, reason = 'x' WHERE stars = 3"), ("keputusan pleno",)),
    "a plenary reason changed": Forgery(sql("UPDATE assessments_plenarydecision SET reason = 'Lain'"), ("keputusan pleno",)),
    "a recommendation changed": Forgery(sql("UPDATE awards_recommendation SET stars = 1 WHERE stars = 3"), ("rekomendasi",)),
    "a certificate pointed to another PDF": Forgery(point_certificate_elsewhere, ("piagam",)),
    "a dossier changed": Forgery(change_dossier, ("kiriman OVOP-2026-", "isinya tidak cocok dengan sidiknya")),
    "a dossier changed with its hash": Forgery(change_dossier_with_its_hash, ("kiriman OVOP-2026-",)),
    "a paper of a dossier pointed to other bytes": Forgery(
        sql(
            "UPDATE documents_document SET blob_id = (SELECT min(sha256) FROM documents_blob b WHERE b.sha256 <> documents_document.blob_id)"
            " WHERE kind = 'ikm.permit'"
        ),
        ("kiriman OVOP-2026-",),
    ),
    "number of the decree": Forgery(sql("UPDATE awards_determination SET number = '1 Tahun 2026'"), ("keputusan penetapan",)),
    "date of the decree": Forgery(sql("UPDATE awards_determination SET date = date - 1"), ("keputusan penetapan",)),
    "hour of the publication": Forgery(sql("UPDATE awards_publication SET visible_from = visible_from - interval '1 hour'"), ("pengumuman",)),
    "head on the publication": Forgery(sql(f"UPDATE awards_publication SET ledger_root = '{'0' * 64}'"), ("pengumuman", "Akar buku jejak")),
    "state of a nomination": Forgery(sql("UPDATE awards_nomination SET state = 'in_assessment' WHERE state = 'failed'"), ("pengajuan OVOP-2026-0004",)),
    "a salt changed": Forgery(sql("UPDATE awards_nomination SET salt = gen_random_uuid() WHERE state = 'failed'"), ("pengajuan OVOP-2026-0004",)),
    "reason of a failed nomination": Forgery(sql("UPDATE awards_nomination SET reason = 'Lain' WHERE state = 'failed'"), ("pengajuan OVOP-2026-0004",)),
    "consent of an owner": Forgery(sql("UPDATE awards_nomination SET may_publish = NOT may_publish"), ("pengajuan",)),
    "act of the regional head": Forgery(sql("UPDATE awards_endorsement SET number = 'x'"), ("surat kepala daerah",)),
    "a gate verdict": Forgery(sql("UPDATE assessments_gateverdict SET verdict = 'met', reason = '' WHERE verdict = 'unmet'"), ("pembacaan OVOP-2026-0004",)),
    "outcome of a reading": Forgery(sql("UPDATE assessments_reading SET outcome = 'pass' WHERE outcome = 'fail'"), ("pembacaan OVOP-2026-0004",)),
    "a cell": Forgery(
        sql("UPDATE assessments_score SET points = 1 WHERE id = (SELECT min(id) FROM assessments_score WHERE points > 1)"),
        ("nilai tidak sama dengan yang disimpan juri", "jumlah tidak sama dengan nilainya"),
    ),
    "a juror's remark on a cell": Forgery(
        sql("UPDATE assessments_score SET note = 'Lain' WHERE id = (SELECT min(id) FROM assessments_score)"),
        ("nilai tidak sama dengan yang disimpan juri",),
    ),
    "a save of scores": Forgery(sql("UPDATE assessments_scoreevent SET cells = '[]'"), ("sidik tidak sama dengan simpanannya",)),
    "total of a sheet": Forgery(sql("UPDATE assessments_scoresheet SET total = 99 WHERE id = (SELECT min(id) FROM assessments_scoresheet)"), ("lembar nilai", "jumlah tidak sama")),
    "a whole sheet given to another round": Forgery(sql("UPDATE assessments_scoresheet SET round = 2, reopened_because = 'x'"), ("lembar nilai",)),
    "cells, saves, totals, digests, tally and both its hashes at once": Forgery(change_everything_consistently, ("lembar nilai OVOP-2026-0003", "rekap nilai 1", "keputusan pleno OVOP-2026-0003")),
    "a row of the tally": Forgery(sql("UPDATE assessments_tallyrow SET official = 50, stars = 0"), ("rekap nilai 1", "keputusan pleno")),
    "hash of the tally": Forgery(sql(f"UPDATE assessments_tally SET results_sha256 = '{'0' * 64}'"), ("rekap nilai 1",)),
    "a star line lowered": Forgery(sql("UPDATE assessments_starline SET lower = 10 WHERE stars = 3"), ("rencana penilaian", "Rekap ke-1")),
    "a level of the rubric": Forgery(sql("UPDATE assessments_level SET points = points + 1 WHERE id = (SELECT max(id) FROM assessments_level)"), ("rencana penilaian",)),
    "a window of the edition": Forgery(sql("UPDATE awards_window SET closes_at = closes_at + interval '1 day'"), ("penyelenggaraan 2026",)),
    "screening rule of the edition": Forgery(sql("UPDATE awards_edition SET screening_rule = 'all_by_two'"), ("penyelenggaraan 2026",)),
    "day that a reader gave": Forgery(
        sql("UPDATE assessments_reading SET answer_by = now(), outcome = 'return' WHERE outcome = 'fail'"), ("pembacaan OVOP-2026-0004",)
    ),
    "a gate of the edition": Forgery(sql("UPDATE awards_gate SET effect = 'warn'"), ("penyelenggaraan 2026",)),
    "a conflict removed": Forgery(sql("DELETE FROM assessments_conflict"), ("benturan kepentingan", "tidak ada lagi")),
    "a seat in a panel": Forgery(sql("DELETE FROM assessments_panelmember WHERE id = (SELECT min(id) FROM assessments_panelmember)"), ("panel",)),
    "seats of a cohort": Forgery(sql("UPDATE awards_cohort SET seats = 99"), ("angkatan Go Global",)),
    "a curation removed": Forgery(sql("DELETE FROM awards_curation"), ("kurasi", "tidak ada lagi")),
    "a sample that never came": Forgery(sql("UPDATE assessments_entry SET sample_received_at = NULL"), ("berkas penilaian",)),
    # --- events ---
    "an event of a publication that never was": Forgery(forge("edition.published", "edition:2026", {}), ("tidak menyebut baris yang ditulisnya",)),
    "an event of an award that is not there": Forgery(
        forge("nomination.determined", "nomination:OVOP-2026-0003", {"rows": {"2026:award:ABCDEFGHJK2": "0" * 64}}),
        ("bintang OVOP ABCDEFGHJK2: dicatat peristiwa", "tidak menyebut baris"),
    ),
    "an event that says another digest": Forgery(
        forge("edition.published", "edition:2026", {"rows": {"2026:publication": "0" * 64}}), ("pengumuman 2026: berbeda",)
    ),
    "an event that nobody seals": Forgery(
        forge("sheet.drawn", "edition:2026", {}, at=NOW - timedelta(minutes=2), sealed=False), ("not sealed since",)
    ),
    "an event changed": Forgery(sql("UPDATE ledger_event SET actor = 'system:other' WHERE id = (SELECT max(id) FROM ledger_event)"), ("its content is not what was recorded",)),
    "the tail cut off": Forgery(
        sql("DELETE FROM ledger_leaf WHERE position = (SELECT max(position) FROM ledger_leaf)"), ("leaves are there",)
    ),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_every_forgery_by_the_owner_of_the_database_is_named():
    whole_season()
    assert proof.prove(2026, now=NOW).differences == []

    found = {}
    with as_owner_of_the_database() as cursor:
        for name, forgery in FORGERIES.items():
            with transaction.atomic():
                forgery.tamper(cursor)
                found[name] = proof.prove(2026, now=NOW).differences
                transaction.set_rollback(True)

    unnamed = {
        name: (words, found[name])
        for name, forgery in FORGERIES.items()
        for words in forgery.named
        if words not in "\n".join(found[name])
    }
    assert unnamed == {}
    assert proof.prove(2026, now=NOW).differences == []
