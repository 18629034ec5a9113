"""Between owner and dinas: every step with what it writes and what it refuses, and what a file lacks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from awards.dossier.changes import Change, notes_of
from awards.dossier.contents import Dossier, compose, with_dossier
from awards.models import Nomination, Remark
from awards.operations import sending
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Permit, PhotoSlot, Product, ProductPhoto
from ovop_portal.common.verbs import Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.dinas import state_of
from tests.awards.verbs import heard, kinds, refusal, sent_back
from tests.documents.factories import document
from tests.scene import NOW, Scene, mended
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


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
