"""Between owner and dinas: every step with what it writes, what it refuses, and who comes second when two act at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assessments.operations.screening import FileReading, read_files
from awards.dossier.changes import Change, notes_of
from awards.dossier.checked import changed_since_check
from awards.dossier.contents import Dossier, compose, with_dossier
from awards.models import Edition, Endorsement, Nomination, Remark, Submission, Window
from awards.operations import outcome, sending
from awards.operations.candidates import accept_invitation, invite_holders, open_drafts, open_edition
from awards.pages.owner.edition_notice import opening
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Ikm, Permit, PhotoSlot, Product, ProductPhoto
from ovop_portal.common.canonical import digest
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.editions import following, recommend
from tests.scene import NOW, Scene, document, mended, open_the_edition
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


def refusal(call: Any, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
    """What a verb finds missing: codes and fields."""
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return [(item.code, item.field) for item in refused.value.missing]


def state_of(nomination: Nomination) -> str:
    return Nomination.objects.values_list("state", flat=True).get(pk=nomination.pk)


def kinds(nomination: Nomination) -> list[str]:
    """What the journal says of a nomination, oldest first."""
    return [event.kind for event in Event.objects.about(nomination.subject)][::-1]


def heard(user: Any) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def close_the_window(scene: Scene) -> None:
    Window.objects.filter(edition=scene.edition, kind="nomination").update(closes_at=NOW - timedelta(minutes=1))
    scene.edition.refresh_from_db()


# --- What a file lacks --------------------------------------------------------------------------------------------------


def test_a_whole_and_declared_file_lacks_nothing(scene):
    assert sending.missing_from([scene.draft()]) == []


def test_what_is_missing_is_named_section_by_section_with_the_declaration_last(scene):
    nomination = scene.draft()
    Product.objects.filter(pk=nomination.product_id).update(story="", raw_material="")
    ProductPhoto.objects.filter(product=nomination.product_id, slot="detail").delete()
    Permit.objects.filter(ikm=nomination.ikm_id, kind="nib").update(document=None)
    Nomination.objects.filter(pk=nomination.pk).update(declared_at=None)

    assert [(item.code, item.field) for item in sending.missing_from([nomination])] == [
        ("empty", "cerita"),
        ("empty", "bahan"),
        ("photo", "foto"),
        ("paper", "sertifikat"),
        ("declaration", "pernyataan"),
    ]


def test_a_declaration_keeps_the_hour_and_what_may_be_shown(scene):
    nomination = scene.draft()
    later = NOW + timedelta(hours=1)

    sending.declare([nomination], may_publish=False, by=scene.owner, now=later)

    stored = Nomination.objects.get(pk=nomination.pk)
    assert (stored.declared_at, stored.may_publish, stored.changed_at) == (later, False, later)
    assert Event.objects.about(nomination.subject)[0].said == {"may_publish": False}


# --- Owner to dinas -----------------------------------------------------------------------------------------------------


def test_a_file_that_is_sent_lies_with_the_dinas_whose_people_hear_of_it(scene):
    nomination = scene.draft()

    sending.send_to_office([nomination], by=scene.owner, now=NOW)

    assert (state_of(nomination), nomination.state) == (S.WITH_OFFICE, S.WITH_OFFICE)
    assert kinds(nomination) == ["nomination.opened", "nomination.declared", "nomination.sent_to_office"]
    assert Event.objects.about(nomination.subject)[0].said == {"from": "draft", "to": "with_office"}
    assert [milestone.code for milestone in nomination.milestones.all()] == ["sent"]
    assert (heard(scene.dinas_operator), heard(scene.dinas_signer), heard(scene.other_dinas)) == (
        ["awards.arrived"],
        ["awards.arrived"],
        [],
    )


def sent_back(scene: Scene, *sections: str) -> tuple[Nomination, list[Remark]]:
    """A file with a note of the dinas at each of these sections."""
    nomination = scene.at(S.WITH_OFFICE)
    notes = [(section, f"Perbaiki {section}") for section in sections]
    sending.return_to_owner([nomination], notes, by=scene.dinas_operator, now=NOW)
    return nomination, list(nomination.remarks.order_by("pk"))


def test_each_note_is_answered_by_itself_and_none_by_the_sending_alone(scene):
    nomination, [photo, story] = sent_back(scene, "foto", "cerita")

    def send(replies: dict[int, tuple[str, str]]) -> None:
        sending.send_to_office([nomination], replies, by=scene.owner, now=NOW)

    assert [
        refusal(send, {}),
        refusal(send, {photo.pk: ("mended", "")}),
        refusal(send, {photo.pk: ("mended", ""), story.pk: ("disagreed", "  ")}),
        refusal(send, {photo.pk: ("mended", ""), story.pk: ("apa saja", "")}),
        refusal(send, {photo.pk: ("mended", ""), story.pk: ("", "Ceritanya memang begitu")}),
    ] == [
        [("unanswered", f"jawab_{photo.pk}"), ("unanswered", f"jawab_{story.pk}")],
        [("unanswered", f"jawab_{story.pk}")],
        [("no_reason", f"alasan_{story.pk}")],
        [("unanswered", f"jawab_{story.pk}")],
        [("orphan_reason", f"jawab_{story.pk}")],
    ]
    assert (state_of(nomination), Remark.open_for(nomination).count()) == (S.RETURNED_TO_OWNER, 2)

    send({photo.pk: ("mended", ""), story.pk: ("disagreed", "Ceritanya memang begitu")})

    assert list(nomination.remarks.order_by("pk").values_list("section", "answer", "answer_words", "answered_at")) == [
        ("foto", "mended", "", NOW),
        ("cerita", "disagreed", "Ceritanya memang begitu", NOW),
    ]
    assert Event.objects.about(nomination.subject).get(kind="nomination.remarks_answered").body == {
        "answers": ["foto: mended", "cerita: disagreed"]
    }


def test_what_is_returned_to_a_firm_without_an_account_is_returned_to_the_dinas(scene):
    owned, unowned = scene.bring(S.WITH_OFFICE, S.WITH_OFFICE)
    unowned.ikm.owner_links.update(ends_at=NOW)

    sending.return_to_owner([owned, unowned], [("foto", "Gelap")], by=scene.dinas_operator, now=NOW)

    told = Notice.objects.filter(kind__startswith="awards.returned").values_list("kind", "recipient", "path")
    assert set(told) == {
        ("awards.returned", scene.owner.pk, f"/usulan/{owned.number}/status/"),
        ("awards.returned_to_dinas", scene.dinas_signer.pk, f"/dinas/berkas/{unowned.number}/"),
    }
    said = [nomination.milestones.order_by("pk").last().words for nomination in (owned, unowned)]
    assert said == ["Dinas meminta perbaikan", "Dinas mencatat perbaikan, dan mengerjakannya untuk pemilik"]


def test_a_note_tells_whether_its_own_section_changed_since_it_was_written(scene):
    nomination, notes = sent_back(scene, "foto", "cerita", "umum")
    Product.objects.filter(pk=nomination.product_id).update(story="Ditenun empat generasi.")
    [held] = with_dossier(Nomination.objects.filter(pk=nomination.pk))

    found = notes_of(notes, compose(Dossier.of(held), NOW.date()), scene.commodity)

    story = Change("cerita", "Cerita", "Ditenun tiga generasi.", "Ditenun empat generasi.")
    assert [(note.remark.section, note.changes) for note in found] == [
        ("foto", []),
        ("cerita", [story]),
        ("umum", [story]),
    ]


def test_a_photo_in_the_place_of_another_is_a_change(scene):
    nomination, [note] = sent_back(scene, "foto")
    firms.put_photo(nomination.product, PhotoSlot.DETAIL, document("ikm.photo", photo=True), by=scene.owner, now=NOW)
    [held] = with_dossier(Nomination.objects.filter(pk=nomination.pk))

    [found] = notes_of([note], compose(Dossier.of(held), NOW.date()), scene.commodity)

    assert [(change.section, change.before, change.after) for change in found.changes or []] == [
        ("foto", "ada", "diganti")
    ]


def test_a_request_of_the_screeners_is_not_completed_by_calling_the_file_ready(scene):
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    asked = list(nomination.remarks.order_by("pk"))

    assert refusal(sending.mark_ready, [nomination], by=scene.dinas_operator, now=NOW) == [
        ("unanswered", f"jawab_{remark.pk}") for remark in asked
    ]
    assert (state_of(nomination), Remark.open_for(nomination).count()) == (S.RETURNED_TO_OFFICE, len(asked))


# --- What changed after the check ---------------------------------------------------------------------------------------


def test_what_changed_after_the_check_goes_only_when_the_signer_has_read_it(scene):
    nomination, act = scene.at(S.READY), scene.endorsement()
    Ikm.objects.filter(pk=nomination.ikm_id).update(name="Usaha Lain", owner_name="Orang Lain", nib="9" * 13)

    def send(*confirmed: str) -> None:
        sending.submit_nominations([nomination], act, confirmed=confirmed, by=scene.dinas_signer, now=NOW)

    assert refusal(send) == [("changed", "confirmed")]
    [changed] = changed_since_check([nomination], NOW)
    assert {change.label for change in changed.changes} == {"Nama usaha", "Nama pemilik", "NIB"}

    # What changes after the reading was not read either.
    Ikm.objects.filter(pk=nomination.ikm_id).update(name="Usaha Ketiga")
    assert refusal(send, changed.sha256) == [("changed", "confirmed")]

    [changed] = changed_since_check([nomination], NOW)
    send(changed.sha256)
    assert (state_of(nomination), nomination.submissions.get().dossier["ikm"]["name"]) == (S.SUBMITTED, "Usaha Ketiga")


def test_what_is_as_it_was_checked_is_not_asked_about_on_a_later_day(scene):
    nomination = scene.at(S.READY)

    assert changed_since_check([nomination], NOW + timedelta(days=3)) == []
    sending.submit_nominations([nomination], scene.endorsement(), by=scene.dinas_signer, now=NOW + timedelta(days=3))
    assert state_of(nomination) == S.SUBMITTED


def test_a_file_is_sent_until_the_end_of_the_minute_that_is_printed_and_not_after_it(scene):
    in_time, too_late = scene.bring(S.DRAFT, S.DRAFT)
    closes_at = scene.edition.window("nomination").closes_at

    sending.send_to_office([in_time], by=scene.owner, now=closes_at + timedelta(minutes=1, microseconds=-1))
    assert refusal(sending.send_to_office, [too_late], by=scene.owner, now=closes_at + timedelta(minutes=1)) == [
        ("closed", "")
    ]
    assert refusal(
        sending.send_to_office,
        [too_late],
        by=scene.owner,
        now=scene.edition.window("nomination").opens_at - timedelta(seconds=1),
    ) == [("closed", "")]
    assert (state_of(in_time), state_of(too_late)) == (S.WITH_OFFICE, S.DRAFT)


def test_a_file_that_is_not_whole_is_not_sent(scene):
    nomination = scene.draft()
    Product.objects.filter(pk=nomination.product_id).update(story="")

    assert refusal(sending.send_to_office, [nomination], by=scene.owner, now=NOW) == [("empty", "cerita")]
    assert state_of(nomination) == S.DRAFT


def test_of_several_files_one_that_moved_keeps_all_of_them(scene):
    first, second = scene.draft(), scene.at(S.WITH_OFFICE)

    with pytest.raises(Stale) as stale:
        sending.send_to_office([first, second], by=scene.owner, now=NOW)

    assert (stale.value.obj, stale.value.current) == (second, "with_office")
    assert (state_of(first), state_of(second)) == (S.DRAFT, S.WITH_OFFICE)


def test_an_owner_hears_of_what_the_dinas_sent_and_answered_for_them_and_not_of_the_own_sending(scene):
    for by, hears in ((scene.dinas_operator, ["awards.sent_for_owner"]), (scene.owner, [])):
        nomination = scene.at(S.RETURNED_TO_OWNER)
        before = len(heard(scene.owner))
        replies = {remark.pk: ("mended", "") for remark in nomination.remarks.filter(answered_at=None)}

        sending.send_to_office([nomination], replies, by=by, now=NOW)

        assert heard(scene.owner)[before:] == hears


# --- On the desk of the dinas -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.WITH_OFFICE, S.READY, S.RETURNED_TO_OFFICE])
def test_the_dinas_sends_a_file_back_with_remarks_that_the_owner_hears_of(scene, state):
    nomination = scene.at(state)

    sending.return_to_owner(
        [nomination], [("foto", "Terlalu gelap"), ("profil", "Tahun berdiri keliru")], by=scene.dinas_operator, now=NOW
    )

    assert state_of(nomination) == S.RETURNED_TO_OWNER
    assert list(
        nomination.remarks.filter(to_office=False).values_list("section", "words", "written_by", "answered_at")
    ) == [
        ("foto", "Terlalu gelap", scene.dinas_operator.actor, None),
        ("profil", "Tahun berdiri keliru", scene.dinas_operator.actor, None),
    ]
    # The journal tells which sections, not the words.
    assert Event.objects.about(nomination.subject)[0].said == {
        "from": state,
        "to": "returned_to_owner",
        "sections": ["foto", "profil"],
    }
    assert heard(scene.owner)[-1] == "awards.returned"


def test_a_file_is_not_sent_back_without_a_word(scene):
    nomination = scene.at(S.WITH_OFFICE)

    assert refusal(sending.return_to_owner, [nomination], [], by=scene.dinas_operator, now=NOW) == [
        ("no_remark", "catatan")
    ]
    assert (state_of(nomination), nomination.remarks.count()) == (S.WITH_OFFICE, 0)


def test_what_lies_with_the_owner_cannot_be_sent_back_and_keeps_no_remark(scene):
    nomination = scene.draft()

    with pytest.raises(Stale) as stale:
        sending.return_to_owner([nomination], [("foto", "Gelap")], by=scene.dinas_operator, now=NOW)

    assert (stale.value.current, nomination.remarks.count()) == ("draft", 0)


def test_a_file_is_made_ready_only_when_it_is_whole(scene):
    nomination = scene.at(S.WITH_OFFICE)
    Permit.objects.filter(ikm=nomination.ikm_id, kind="nib").delete()

    assert refusal(sending.mark_ready, [nomination], by=scene.dinas_operator, now=NOW) == [("paper", "sertifikat")]
    assert state_of(nomination) == S.WITH_OFFICE


def test_a_file_completed_for_the_screeners_is_ready_again_and_their_remarks_are_answered(scene):
    nomination = scene.at(S.RETURNED_TO_OFFICE)
    assert Remark.open_for(nomination).filter(to_office=True).count() == 2

    sending.mark_ready([nomination], mended(nomination), by=scene.dinas_operator, now=NOW)

    assert (state_of(nomination), Remark.open_for(nomination).count()) == (S.READY, 0)


@pytest.mark.parametrize("state", [S.WITH_OFFICE, S.READY])
def test_a_product_that_is_not_nominated_keeps_the_reason_and_the_owner_hears_it(scene, state):
    nomination = scene.at(state)

    sending.decline_to_nominate([nomination], "Sentra belum ditetapkan", by=scene.dinas_signer, now=NOW)

    assert list(Nomination.objects.values_list("state", "reason")) == [(S.NOT_NOMINATED, "Sentra belum ditetapkan")]
    assert heard(scene.owner)[-1] == "awards.declined"


@pytest.mark.parametrize(("verb", "state"), [(sending.decline_to_nominate, S.READY), (sending.withdraw, S.READY)])
def test_an_end_without_a_reason_is_refused(scene, verb, state):
    nomination = scene.at(state)

    assert refusal(verb, [nomination], "  ", by=scene.dinas_signer, now=NOW) == [("no_reason", "alasan")]
    assert state_of(nomination) == state


def test_what_was_sent_on_can_no_longer_be_declined(scene):
    nomination = scene.at(S.SUBMITTED)

    with pytest.raises(Stale):
        sending.decline_to_nominate([nomination], "Terlambat", by=scene.dinas_signer, now=NOW)
    assert state_of(nomination) == S.SUBMITTED


def test_a_nomination_is_withdrawn_before_the_jury_has_it_and_not_after(scene):
    early, late = scene.bring(S.SCREENING, S.PASSED)

    sending.withdraw([early], "Pemilik sakit", by=scene.owner, now=NOW)
    with pytest.raises(Stale):
        sending.withdraw([late], "Pemilik sakit", by=scene.owner, now=NOW)

    assert (state_of(early), state_of(late)) == (S.WITHDRAWN, S.PASSED)
    assert heard(scene.dinas_operator)[-1] == "awards.withdrawn"


# --- The regional head's act --------------------------------------------------------------------------------------------


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


# --- The sending --------------------------------------------------------------------------------------------------------


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


# --- Two at once --------------------------------------------------------------------------------------------------------


def own(nomination: Nomination) -> Nomination:
    """The file as another session has loaded it."""
    return Nomination.objects.select_related("edition", "product", "ikm").get(pk=nomination.pk)


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


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_the_same_product_one_does_and_one_learns_it(scene):
    product = scene.draft().product
    sending.withdraw(list(Nomination.objects.all()), "Salah produk", by=scene.owner, now=NOW)
    rows = [type(product).objects.select_related("ikm__regency").get(pk=product.pk) for _rival in range(2)]
    editions = [Edition.objects.get(pk=scene.edition.pk) for _rival in range(2)]

    outcomes = at_once(
        *(
            lambda row=row, edition=edition: open_drafts([row], edition, by=scene.owner, now=NOW)
            for row, edition in zip(rows, editions, strict=True)
        )
    )

    assert outcomes == ["Refused", "done"]
    assert Nomination.objects.filter(product=product, state=S.DRAFT).count() == 1


# --- Windows and the publication ----------------------------------------------------------------------------------------


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


def test_an_invitation_is_not_accepted_once_the_edition_is_published(scene):
    award = scene.award()
    later = following(scene)
    [invited] = invite_holders([award], later.edition, by=scene.secretariat, now=NOW)
    sending.declare([invited], may_publish=True, by=scene.owner, now=NOW)
    later.at(S.IN_ASSESSMENT)
    recommend(later, dict.fromkeys(Nomination.objects.filter(edition=later.edition, state=S.IN_ASSESSMENT), 3))
    later.determine()
    later.publish()
    mine = own(invited)

    assert refusal(accept_invitation, [mine], by=scene.owner, now=NOW) == [("closed", "")]
    assert list(Nomination.objects.invited_in_vain(NOW)) == [invited]


@pytest.mark.django_db(transaction=True)
def test_a_draft_and_the_publication_of_its_edition_do_not_both_come_in_time(scene):
    nomination, product = scene.at(S.IN_ASSESSMENT), scene.product()
    recommend(scene, {nomination: 3})
    scene.determine()
    mine, theirs = (Edition.objects.get(pk=scene.edition.pk) for _rival in range(2))
    row = Product.objects.select_related("ikm__regency").get(pk=product.pk)

    outcomes = at_once(
        lambda: outcome.publish(mine, by=scene.secretariat, now=NOW),
        lambda: open_drafts([row], theirs, by=scene.owner, now=NOW),
    )

    begun = Nomination.objects.filter(product=product).count()
    assert outcomes == (["done", "done"] if begun else ["Refused", "done"])
    assert refusal(open_drafts, [scene.product()], Edition.objects.get(pk=scene.edition.pk), by=scene.owner, now=NOW)


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
