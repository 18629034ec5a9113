"""From the dinas to the ministry: the regional head's act, what is frozen when it is sent, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from awards.models import Endorsement, Nomination, Submission, Window
from awards.operations import sending
from awards.states import NominationState as S
from ikm.models import Permit, Product
from ovop_portal.common.canonical import digest
from ovop_portal.common.verbs import Stale
from ovop_portal.ledger.models import Event
from tests.awards.dinas import state_of
from tests.awards.verbs import heard, refusal
from tests.documents.factories import document
from tests.scene import NOW, Scene, mended, open_the_edition
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


def close_the_window(scene: Scene) -> None:
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=NOW - timedelta(minutes=1))
    scene.edition.refresh_from_db()


def test_an_act_is_kept_as_data_and_file_and_the_journal_names_no_person(scene):
    act = scene.endorsement(number="005/77/2026")

    assert list(Endorsement.objects.values_list("number", "signatory_title", "signatory_name", "recorded_by")) == [
        ("005/77/2026", "Bupati Karangasem", "I Gede Contoh", scene.dinas_operator.actor)
    ]
    [event] = Event.objects.about(f"endorsement:{act.uuid}")
    assert event.said == {
        "edition": 2026,
        "regency": "51.07",
        "number": "005/77/2026",
        "document": str(act.document_id),
    }


def test_an_act_cannot_be_of_tomorrow(scene):
    # 20.00 UTC is the next day in WIB, by which the ministry reads the calendar.
    evening = NOW.replace(hour=20)

    scene.now = evening
    scene.endorsement(date=evening.date() + timedelta(days=1))
    assert refusal(scene.endorsement, date=evening.date() + timedelta(days=2)) == [("future", "date")]
    assert Endorsement.objects.count() == 1


def test_what_is_sent_is_frozen_with_its_hash_and_its_documents(scene):
    nomination, act = scene.at(S.READY), scene.endorsement()

    sending.submit_nominations([nomination], act, by=scene.dinas_signer, now=NOW)

    [submission] = nomination.submissions.all()
    assert (submission.n, submission.sent_at, submission.sent_by) == (1, NOW, scene.dinas_signer.actor)
    assert submission.sha256 == digest(submission.dossier)
    assert submission.dossier["product"]["story"] == "Ditenun tiga generasi."
    held = {
        *nomination.ikm.permits.values_list("document_id", flat=True),
        *nomination.product.photos.values_list("document_id", flat=True),
        *nomination.ikm.sentra.decrees.values_list("document_id", flat=True),
    }
    assert set(submission.documents) == held
    stored = Nomination.objects.get(pk=nomination.pk)
    assert (stored.state, stored.endorsement, stored.answer_by) == (S.SUBMITTED, act, None)
    assert Event.objects.about(nomination.subject)[0].body["endorsement"] == str(act.uuid)
    assert heard(scene.owner)[-1] == "awards.nominated"


def test_what_the_firm_writes_later_does_not_touch_what_was_sent(scene):
    nomination = scene.at(S.SUBMITTED)
    Product.objects.filter(pk=nomination.product_id).update(story="Cerita lain")

    assert nomination.submissions.get().dossier["product"]["story"] == "Ditenun tiga generasi."


def test_a_file_that_comes_again_is_the_second_submission_and_the_first_stays(scene):
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    Product.objects.filter(pk=nomination.product_id).update(story="Ditenun empat generasi.")
    sending.mark_ready([nomination], mended(nomination), by=scene.dinas_operator, now=NOW)

    sending.submit_nominations([nomination], scene.endorsement(), by=scene.dinas_signer, now=NOW)

    assert list(nomination.submissions.order_by("n").values_list("n", "dossier__product__story")) == [
        (1, "Ditenun tiga generasi."),
        (2, "Ditenun empat generasi."),
    ]


def test_nothing_is_sent_when_nobody_is_chosen(scene):
    assert refusal(sending.submit_nominations, [], scene.endorsement(), by=scene.dinas_signer, now=NOW) == [
        ("none", "calon")
    ]


def test_the_act_of_another_region_or_edition_serves_nobody(scene):
    nomination = scene.at(S.READY)
    elsewhere = sending.record_endorsement(
        scene.edition,
        scene.other_regency,
        number="1",
        date=NOW.date(),
        signatory_title="Bupati",
        signatory_name="Contoh",
        document=document("awards.endorsement"),
        by=scene.other_dinas,
        now=NOW,
    )
    other_year = Endorsement.objects.create(
        edition=open_the_edition(2028, NOW),
        regency=scene.regency,
        number="2",
        date=NOW.date(),
        signatory_title="Bupati",
        signatory_name="Contoh",
        document=document("awards.endorsement"),
        recorded_by="system:tests",
    )

    for act in (elsewhere, other_year):
        assert refusal(sending.submit_nominations, [nomination], act, by=scene.dinas_signer, now=NOW) == [
            ("foreign_act", "surat")
        ]
    assert (state_of(nomination), Submission.objects.count()) == (S.READY, 0)


def test_a_file_that_lost_a_paper_since_it_was_made_ready_is_not_sent(scene):
    whole, torn = scene.bring(S.READY, S.READY)
    Permit.objects.filter(ikm=torn.ikm_id, kind="nib").delete()
    Nomination.objects.filter(pk=torn.pk).update(declared_at=None)

    assert refusal(sending.submit_nominations, [whole, torn], scene.endorsement(), by=scene.dinas_signer, now=NOW) == [
        ("paper", "sertifikat"),
        ("declaration", "pernyataan"),
    ]
    assert (state_of(whole), state_of(torn), Submission.objects.count()) == (S.READY, S.READY, 0)


def test_of_several_files_one_that_is_not_ready_keeps_all_of_them(scene):
    ready, waiting = scene.bring(S.READY, S.WITH_OFFICE)

    with pytest.raises(Stale) as stale:
        sending.submit_nominations([ready, waiting], scene.endorsement(), by=scene.dinas_signer, now=NOW)

    assert stale.value.obj == waiting
    assert (state_of(ready), Submission.objects.count()) == (S.READY, 0)


def test_after_the_deadline_only_a_file_with_an_answer_date_to_come_is_sent(scene):
    new, returned, overdue = scene.bring(S.READY, S.RETURNED_TO_OFFICE, S.RETURNED_TO_OFFICE)
    sending.mark_ready([returned, overdue], mended(returned, overdue), by=scene.dinas_operator, now=NOW)
    Nomination.objects.filter(pk=overdue.pk).update(answer_by=NOW - timedelta(minutes=1))
    act = scene.endorsement()
    close_the_window(scene)

    def send(nomination: Nomination) -> None:
        fresh = Nomination.objects.select_related("edition").get(pk=nomination.pk)
        sending.submit_nominations([fresh], act, by=scene.dinas_signer, now=NOW)

    send(returned)
    assert refusal(send, new) == refusal(send, overdue) == [("closed", "")]
    assert [state_of(file) for file in (new, returned, overdue)] == [S.READY, S.SUBMITTED, S.READY]


def test_a_published_edition_takes_no_file_be_its_window_open_or_not(scene):
    late = scene.at(S.READY)
    scene.award()
    late = Nomination.objects.select_related("edition").get(pk=late.pk)

    assert not late.may_be_sent(NOW)
    refused = refusal(
        lambda file: sending.submit_nominations([file], scene.endorsement(), by=scene.dinas_signer, now=NOW), late
    )

    assert (refused, state_of(late)) == ([("closed", "")], S.READY)


@pytest.mark.parametrize("state", [S.DRAFT, S.WITH_OFFICE, S.READY, S.NOT_NOMINATED, S.WITHDRAWN])
def test_what_was_never_sent_is_out_of_sight_of_the_ministry_s_desks(scene, state):
    file = scene.at(state)

    seen = {name: file in Nomination.objects.visible_to(getattr(scene, name)) for name in ("screener", "curator")}

    assert seen == {"screener": False, "curator": False}


def test_what_was_sent_and_then_taken_back_stays_in_sight_of_its_screener(scene):
    file = scene.at(S.SCREENING)
    sending.withdraw([file], "Pemilik sakit", by=scene.owner, now=NOW)

    assert list(Nomination.objects.visible_to(scene.screener)) == [file]
