"""One proof for everything published: who holds the database itself, with every guard off, still cannot change a row unseen."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from assessments.models import ConflictKind, Scoresheet, Tally, TallyRow
from assessments.operations import assigning
from assessments.scoring.totals import digests_of, totals_of
from assessments.tally import calculation
from awards.certificates import files
from awards.models import Award, Certificate, Nomination, Submission
from awards.operations import certifying, programme
from awards.states import NominationState as S
from ovop_portal.common.canonical import digest, parsed
from ovop_portal.documents.files import blob_path, delete, put, read
from ovop_portal.front import proving
from ovop_portal.ledger import heads, journal, proof, sealing, signing, vouching
from ovop_portal.ledger.models import Event, Proof, Salted
from ovop_portal.ledger.vouching import all_vouched
from ovop_portal.notifications.models import Notice
from tests.scene import NOW, Scene, document
from tests.support import doors, second_person
from tests.support.owner import as_owner_of_the_database
from tests.support.second_person import disqualify
from tests.support.standing import standing


def whole_season() -> Scene:
    """A published edition with everything that a season can leave behind: awards, one without a star, one failed, a conflict, a revocation, a cohort."""
    scene = Scene.begin()
    p = scene.people
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
    return awarded


# --- The hand of the owner ----------------------------------------------------------------------------------------------------


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


# --- The command, the task, the page ------------------------------------------------------------------------------------------


@standing
def awarded() -> Scene:
    """One award, published."""
    scene = Scene.begin()
    scene.award()
    return scene


@pytest.fixture
def published(awarded: Scene) -> Scene:
    """Its certificate is made for each test anew: some spoil the file, and a file is not taken back."""
    for pk in certifying.due(NOW):
        assert certifying.make_certificate(pk, by="system:certificates", now=NOW)
    sealing.seal_all(NOW)
    return awarded


def test_the_command_says_that_all_is_as_the_journal_tells(published: Scene) -> None:
    out = io.StringIO()

    call_command("verify_edition", 2026, stdout=out)

    assert "rows stand as the journal tells them" in out.getvalue()
    assert str(sealing.head()) in out.getvalue()


def test_the_command_ends_with_1_and_names_each_difference(published: Scene) -> None:
    Nomination.objects.update(may_publish=False, office_refuses=True)

    with pytest.raises(CommandError, match="pengajuan OVOP-2026-0001: berbeda dari yang dicatat") as caught:
        call_command("verify_edition", 2026)

    assert caught.value.returncode == 1
    with pytest.raises(CommandError, match="There is no edition of 1999"):
        call_command("verify_edition", 1999)


def test_each_edition_is_proved_once_a_day_and_what_differs_is_told(published: Scene) -> None:
    [first] = proving.prove_due(now=NOW)
    assert (first.differences, proving.prove_due(now=NOW)) == ([], [])

    Nomination.objects.update(may_publish=False, office_refuses=True)
    [second] = proving.prove_due(now=NOW + timedelta(days=1))

    assert len(second.differences) == 1
    assert Proof.objects.count() == 2
    told = Notice.objects.filter(kind="front.differs").values_list("recipient", flat=True)
    assert set(told) == {published.auditor.pk, published.secretariat.pk}


def test_proofs_under_a_former_key_are_made_again(published: Scene) -> None:
    proving.prove_due(now=NOW)
    with doors.told(LEDGER_SIGNING_KEY="1" * 64, LEDGER_FORMER_KEYS=[signing.public_key().hex()]):
        assert proving.last_outcomes() == proving.Outcomes([], None)
        assert len(proving.prove_due(now=NOW)) == 1
        call_command("verify_ledger", stdout=io.StringIO())


def test_auditor_and_secretariat_read_the_last_outcome(published: Scene, client: Client) -> None:
    client.force_login(published.auditor)
    assert "Belum ada pembuktian" in client.get("/panitia/jejak/").content.decode()

    proving.prove_due(now=NOW)
    assert "baris dibandingkan" in client.get("/panitia/jejak/").content.decode()

    Nomination.objects.update(may_publish=False, office_refuses=True)
    proving.prove_due(now=NOW + timedelta(days=1))
    client.force_login(published.secretariat)
    page = client.get("/panitia/jejak/").content.decode()
    assert "OVOP 2026: 1 hal berbeda dari catatan" in page
    assert "pengajuan OVOP-2026-0001: berbeda dari yang dicatat" in page


def test_everybody_reads_the_signed_heads_and_the_key(
    published: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    for day in range(3):
        proving.publish_head(now=NOW + timedelta(days=day))
        with django_assert_num_queries(1):
            page = client.get("/segel/").content.decode()

    assert page.count("OVOP-JEJAK 2026-06-") == 3
    assert signing.public_key().hex() in page
    assert [signed.is_genuine for signed in heads.heads_in(page)[1]] == [True] * 3


# --- Certificates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_a_certificate_whose_file_is_lost_or_changed_is_made_again_with_the_same_bytes(
    published: Scene, damage: str
) -> None:
    certificate = Certificate.objects.get()
    path = blob_path(certificate.sha256)
    original = read(path)
    delete(path)
    if damage == "changed":
        put(path, original + b"%")

    words = {"lost": "berkasnya hilang", "changed": "isi berkasnya berubah"}[damage]
    assert proof.prove(2026, now=NOW).differences == [f"Piagam {certificate.published.code}: {words}"]

    call_command("verify_edition", 2026, mend=True, stdout=io.StringIO())

    assert read(path) == original
    assert Event.objects.filter(kind="certificate.restored", subject=f"award:{certificate.published.code}").count() == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"engine": "typst 0.1"}, "program pembuatnya lain (typst 0.15.2, sekarang typst 0.1)"),
        ({"template": "0" * 64}, "bentuk piagamnya sudah diganti"),
        ({"content": "0" * 64}, "kata-kata di atasnya lain dari waktu itu"),
    ],
)
def test_a_certificate_that_would_not_be_the_same_is_not_made_and_says_why(
    published: Scene, changed: dict[str, str], reason: str, settings: Any
) -> None:
    """Made by another engine, from another template or with other words: the journal knows from what it was made."""
    certificate = Certificate.objects.get()
    delete(blob_path(certificate.sha256))
    made = Event.objects.get(kind="certificate.made")
    today = {name: made.body[name] for name in ("engine", "template", "content")}

    said = files.what_differs(made.body, today | changed)

    assert reason in said
    assert files.what_differs(made.body, today) == ""


def test_a_certificate_with_other_words_is_left_alone(published: Scene, settings: Any) -> None:
    certificate = Certificate.objects.get()
    delete(blob_path(certificate.sha256))
    settings.PORTAL_URL = "https://lain.example"

    assert certifying.mend_certificates(published.edition, by="system:tests", now=NOW) == []
    [line] = proof.prove(2026, now=NOW).differences
    assert line.endswith("Tidak dapat dibuat lagi: kata-kata di atasnya lain dari waktu itu")


# --- Every table has its voucher ----------------------------------------------------------------------------------------------

# What vouches for each table of ours: the code under which events carry the digests of its rows; `part of` such a row; or why the proof leaves it out.
# A new table without a line here fails.
VOUCHERS = {
    "ledger.Event": "the tree: leaf hash and seal (verify_ledger), heads that left the house",
    "ledger.Leaf": "the tree",
    "ledger.Seal": "the tree, and the heads that left the house",
    "ledger.SignedHead": "its signature, and its copy in the auditors' mail",
    "ledger.Proof": "its signature; made again by verify_edition at any time",
    "ledger.DoneOperation": "forgotten after a month: answers to forms that were sent twice",
    "regions.Province": "reference: load_reference --dry-run shows each difference from the decree's list",
    "regions.Regency": "reference",
    "regions.District": "reference",
    "regions.Office": "who may act, not what was decided: office.opened and office.changed tell of it",
    "regions.OutreachSession": "no result hangs on it",
    "accounts.User": "people are not in the journal: only their account's key",
    "accounts.Membership": "who may act: role.granted and role.ended tell of it",
    "accounts.HolderCode": "valid for minutes: ikm.owner_linked tells that one was brought",
    "accounts.TryCount": "counts of tries, forgotten after a while",
    "documents.Blob": "the hash that is its key; submission, certificate, determination, endorsement name it",
    "documents.Document": "submission, certificate, determination and endorsement carry the hash of its bytes",
    "documents.Inspection": "made again from the bytes at any time",
    "documents.FileCheck": "made again from the bytes each night",
    "documents.KeptUpload": "waits for its form, then goes",
    "documents.Release": "made again from the rows each night",
    "notifications.Notice": "news, not decisions",
    "notifications.Outbox": "news, not decisions",
    "ikm.CommodityGroup": "reference",
    "ikm.Sentra": "live: what was judged stands in the submission",
    "ikm.Joining": "live: what was judged stands in the submission",
    "ikm.JoinRefusal": "talk between owner and dinas: no result hangs on it",
    "ikm.SentraDecree": "live: what was judged stands in the submission",
    "ikm.Ikm": "live: what was judged stands in the submission",
    "ikm.OwnerLink": "who may write: ikm.owner_linked and ikm.owner_unlinked tell of it",
    "ikm.YearlyFigures": "live: what was judged stands in the submission",
    "ikm.Permit": "live: what was judged stands in the submission",
    "ikm.Product": "live: what was judged stands in the submission",
    "ikm.ProductPhoto": "live: what was judged stands in the submission",
    "awards.PublishedClaim": "reference: figures that others published, with their source",
    "awards.StarScheme": "its numbers stand in the digest of the edition",
    "awards.Edition": "edition",
    "awards.Window": "part of edition",
    "awards.Gate": "part of edition",
    "awards.RequiredPaper": "part of edition",
    "awards.Endorsement": "endorsement",
    "awards.Nomination": "nomination",
    "awards.OfficeCheck": "what a dinas had read before it sent: what was sent stands in the submission",
    "awards.NumberCounter": "a counter: numbers are unique by a constraint",
    "awards.Submission": "submission",
    "awards.Remark": "talk between owner, dinas and panel: no result hangs on it",
    "awards.Milestone": "words for the owner, each beside an event of the nomination",
    "awards.Recommendation": "recommendation",
    "awards.Determination": "determination",
    "awards.Award": "award",
    "awards.PublishedAward": "published",
    "awards.Revocation": "revocation",
    "awards.Proposal": "proposal",
    "awards.Correction": "part of proposal",
    "awards.Publication": "publication",
    "awards.Certificate": "certificate",
    "awards.Cohort": "cohort",
    "awards.Curation": "curation",
    "assessments.Institution": "no result hangs on it: whom its province bars is decided when a sheet is assigned",
    "assessments.Juror": "seats, conflicts and sheets name the juror's account",
    "assessments.Panel": "panel",
    "assessments.PanelMember": "part of panel",
    "assessments.Conflict": "conflict",
    "assessments.Rubric": "its code, hash and content stand in the digest of the plan",
    "assessments.Aspect": "in the digest of the plan",
    "assessments.Criterion": "in the digest of the plan",
    "assessments.Level": "in the digest of the plan",
    "assessments.StarLineSet": "in the digest of the plan",
    "assessments.StarLine": "in the digest of the plan",
    "assessments.AssessmentPlan": "plan",
    "assessments.ScreeningClaim": "who has a file on the desk right now",
    "assessments.Reading": "reading",
    "assessments.GateVerdict": "part of reading",
    "assessments.Entry": "entry",
    "assessments.Scoresheet": "sheet",
    "assessments.ReopeningRequest": "reopening",
    "assessments.Score": "made again from the saves, whose digest stands in that of the locked sheet",
    "assessments.ScoreEvent": "its digest stands in that of the locked sheet",
    "assessments.Tally": "tally",
    "assessments.TallyRow": "part of tally",
    "assessments.PlenaryDecision": "decision",
}
ROOMS = {"ledger", "regions", "accounts", "documents", "notifications", "ikm", "awards", "assessments", "front"}


def test_every_table_has_a_voucher_or_says_why_it_needs_none():
    tables = {
        model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS and not model._meta.proxy
    }

    assert tables == VOUCHERS.keys()


def test_words_of_people_are_hashed_with_a_salt_of_their_row():
    with_words = [rows.model for vouched in all_vouched() for rows in (vouched, *vouched.parts) if rows.words]
    assert [model.__name__ for model in with_words if not issubclass(model, Salted)] == []
    assert vouching.hidden("Sakit", UUID(int=1)) != vouching.hidden("Sakit", UUID(int=2))


def test_the_table_of_vouchers_is_what_the_rooms_have_registered():
    codes = {vouched.code: vouched for vouched in all_vouched()}
    said = {label: words for label, words in VOUCHERS.items() if words in codes or words.startswith("part of ")}

    registered = {vouched.model._meta.label: vouched.code for vouched in codes.values()}
    registered |= {
        part.model._meta.label: f"part of {vouched.code}" for vouched in codes.values() for part in vouched.parts
    }
    assert registered == said
