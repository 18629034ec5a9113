"""Between owner, dinas and ministry: who comes second when two act at once, and what a published edition still takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessments.operations.screening import FileReading, read_files
from awards.models import Edition, Nomination, Submission
from awards.operations import sending
from awards.operations.candidates import invite_holders, open_drafts, open_edition
from awards.pages.owner.edition_notice import opening
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Ikm
from tests.awards.dinas import state_of
from tests.awards.editions import recommend
from tests.awards.verbs import heard, kinds, own, refusal, sent_back
from tests.documents.factories import document
from tests.scene import NOW, Scene
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


@pytest.mark.django_db(transaction=True)
def test_of_two_signers_who_send_the_same_files_one_does_and_one_learns_it(scene):
    files, act = scene.bring(S.READY, S.READY), scene.endorsement()
    sets = [[own(file) for file in order] for order in (files, files[::-1])]

    outcomes = at_once(
        *(lambda mine=mine: sending.submit_nominations(mine, act, by=scene.dinas_signer, now=NOW) for mine in sets)
    )

    assert outcomes == ["Stale", "done"]
    assert [submission.n for submission in Submission.objects.all()] == [1, 1]
    assert [kinds(file).count("nomination.submitted") for file in files] == [1, 1]
    assert heard(scene.owner).count("awards.nominated") == 2


@pytest.mark.django_db(transaction=True)
def test_a_file_is_not_sent_on_and_sent_back_in_the_same_moment(scene):
    nomination, act = scene.at(S.READY), scene.endorsement()
    one, two = own(nomination), own(nomination)

    outcomes = at_once(
        lambda: sending.submit_nominations([one], act, by=scene.dinas_signer, now=NOW),
        lambda: sending.return_to_owner([two], [("foto", "Gelap")], by=scene.dinas_operator, now=NOW),
    )

    assert outcomes == ["Stale", "done"]
    went_on = state_of(nomination) == S.SUBMITTED
    assert (nomination.submissions.count(), nomination.remarks.count()) == ((1, 0) if went_on else (0, 1))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_check_the_same_file_the_second_is_told(scene):
    nomination = scene.at(S.WITH_OFFICE)
    one, two = own(nomination), own(nomination)

    outcomes = at_once(
        lambda: sending.decline_to_nominate([one], "Bukan produk sentra", by=scene.dinas_signer, now=NOW),
        lambda: sending.return_to_owner([two], [("foto", "Gelap")], by=scene.dinas_operator, now=NOW),
    )

    assert outcomes == ["Stale", "done"]


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_and_a_return_by_the_screeners_do_not_both_happen(scene):
    nomination = scene.at(S.SCREENING)
    one, two = own(nomination), own(nomination)

    outcomes = at_once(
        lambda: sending.withdraw([one], "Pemilik sakit", by=scene.owner, now=NOW),
        lambda: read_files(
            [FileReading(two, "return", scene.verdicts("return"), "Surat tidak terbaca")],
            by=scene.screener,
            now=NOW,
            answer_by=NOW + timedelta(days=7),
        ),
    )

    # A file that came back may still be withdrawn; one that was withdrawn does not come back.
    assert outcomes == ["Stale", "done"] or (outcomes == ["done", "done"] and state_of(nomination) == S.WITHDRAWN)


def published_in_its_window(scene: Scene) -> None:
    """The edition ends while its window for nominations is open."""
    [*held] = Nomination.objects.filter(state=S.IN_ASSESSMENT)
    recommend(scene, dict.fromkeys(held, 3))
    scene.determine()
    scene.publish()
    scene.edition = Edition.objects.get(pk=scene.edition.pk)


def test_a_published_edition_takes_nothing_although_its_window_is_open(scene):
    scene.at(S.IN_ASSESSMENT)
    draft, ready, product = scene.draft(), scene.at(S.READY), scene.product()
    act, award_before = scene.endorsement(), scene.edition
    published_in_its_window(scene)
    scan = document("awards.endorsement")
    assert award_before.window("nomination").opens_at < NOW < award_before.window("nomination").closes_at

    def record() -> None:
        sending.record_endorsement(
            scene.edition, scene.regency, number="9", date=NOW.date(), signatory_title="Bupati", signatory_name="I Gede",
            document=scan, by=scene.dinas_operator, now=NOW,
        )  # fmt: skip

    found = [
        refusal(open_drafts, [product], scene.edition, by=scene.owner, now=NOW),
        refusal(sending.send_to_office, [draft], by=scene.owner, now=NOW),
        refusal(sending.submit_nominations, [ready], act, by=scene.dinas_signer, now=NOW),
        refusal(record),
        refusal(invite_holders, [], scene.edition, by=scene.secretariat, now=NOW),
    ]

    assert found == [[("closed", "")]] * 5
    assert open_edition(NOW) is None
    notice = opening(NOW)
    assert notice is not None
    assert (notice.is_open, notice.is_ahead) == (False, False)
    assert not Edition.objects.in_window("assessment", NOW).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_the_same_note_one_is_heard(scene):
    nomination, [note] = sent_back(scene, "foto")
    mine, theirs = own(nomination), own(nomination)

    outcomes = at_once(
        lambda: sending.send_to_office([mine], {note.pk: ("mended", "")}, by=scene.owner, now=NOW),
        lambda: sending.send_to_office([theirs], {note.pk: ("disagreed", "Sudah jelas")}, by=scene.owner, now=NOW),
    )

    note.refresh_from_db()
    assert outcomes == ["Stale", "done"]
    assert (note.answer, note.answer_words) in {("mended", ""), ("disagreed", "Sudah jelas")}
    assert kinds(nomination).count("nomination.remarks_answered") == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_changed_while_it_is_sent_goes_as_it_was_checked_or_not_at_all(scene):
    nomination, act = scene.at(S.READY), scene.endorsement()
    mine, ikm = own(nomination), Ikm.objects.get(pk=nomination.ikm_id)

    outcomes = at_once(
        lambda: sending.submit_nominations([mine], act, by=scene.dinas_signer, now=NOW),
        lambda: firms.write(ikm, {"name": "Usaha Lain"}, seen=ikm.version, by=scene.owner, now=NOW),
    )

    sent = list(nomination.submissions.values_list("dossier__ikm__name", flat=True))
    assert (outcomes, len(sent)) in [(["done", "done"], 1), (["Refused", "done"], 0)]
    assert "Usaha Lain" not in sent
