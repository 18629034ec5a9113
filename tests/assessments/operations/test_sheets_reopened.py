"""A juror asks for a locked sheet to be opened again: once, with a reason, and the secretariat learns of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import ReopeningRequest, Scoresheet
from assessments.operations import assigning, sheets
from awards.states import NominationState as S
from ovop_portal.common import clock
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.kinds import get as kind_of
from ovop_portal.notifications.models import Notice
from tests.assessments.officers import get, post, signed_in, words
from tests.scene import Scene, sheets_for_sending
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
REASON = "Saya keliru membaca tingkat pada A.I.1"


@pytest.fixture
def juror(scene: Scene) -> Client:
    return signed_in(scene, "juror1")


@standing
def locked(scene: Scene) -> Scoresheet:
    nomination = scene.at(S.IN_ASSESSMENT)
    scene.score(nomination)
    return sheet_of(scene)


def sheet_of(scene: Scene) -> Scoresheet:
    related = ("juror__user", "entry__nomination__edition")
    return Scoresheet.objects.newest_round().select_related(*related).get(juror__user=scene.juror1)


def code_of(sheet: Scoresheet) -> str:
    return str(sheet.entry.nomination.blind_code)


def page(juror: Client, sheet: Scoresheet, name: str = "jury_send") -> Any:
    return juror.get(reverse(f"assessments:{name}", args=[code_of(sheet)]))


def ask(juror: Client, sheet: Scoresheet, reason: str = REASON, key: str = "", **more: Any) -> Any:
    url = reverse("assessments:jury_ask_reopening", args=[code_of(sheet)])
    return juror.post(url, {"kunci": key or str(uuid4()), "reason": reason}, **more)


def test_the_secretariat_is_told_and_reads_the_reason_where_the_sheet_is_opened(juror, scene, locked, officer):
    assert "Minta buka kunci" in words(page(juror, locked))

    answer = ask(juror, locked, follow=True)

    assert answer.redirect_chain == [(reverse("assessments:jury_send", args=[code_of(locked)]), 302)]
    assert "Permintaan terkirim." in words(answer)
    notice = Notice.objects.get(recipient=scene.secretariat, kind="assessments.reopening_asked")
    text = kind_of(notice.kind).title_for(notice.context) + kind_of(notice.kind).body_for(notice.context)
    assert code_of(locked) in text
    assert REASON not in text, "a mail carries nothing that could be a score"
    assert REASON in words(officer.get(notice.path))


def test_who_has_asked_reads_when_and_why_and_is_not_asked_again(juror, scene, locked):
    ask(juror, locked)

    text = words(page(juror, locked))

    assert "Anda meminta buka kunci" in text
    assert REASON in text
    assert reverse("assessments:jury_ask_reopening", args=[code_of(locked)]) not in page(juror, locked).content.decode()
    assert page(juror, locked, "jury_ask_reopening").status_code == 302
    again = ask(juror, locked, "Sekali lagi")
    assert (again.status_code, "Anda sudah meminta lembar ini dibuka" in words(again)) == (422, True)
    assert Notice.objects.filter(kind="assessments.reopening_asked").count() == 1


def test_a_request_sent_twice_with_one_key_is_one(juror, locked):
    key = str(uuid4())

    assert [ask(juror, locked, key=key).status_code for _twice in range(2)] == [302, 302]

    assert Event.objects.about(locked.subject).filter(kind="sheet.reopening_asked").count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "\u200b", "a\x00b", "x" * 1001])
def test_a_request_wants_a_reason_that_can_be_read(juror, locked, reason):
    answer = ask(juror, locked, reason)

    assert (answer.status_code, ReopeningRequest.objects.exists()) == (422, False)


def test_a_new_round_may_be_asked_for_anew_once_it_is_locked(juror, scene, locked):
    ask(juror, locked)
    sheets.reopen_sheet(locked, "Disetujui", by=scene.secretariat, now=clock.now() + timedelta(minutes=1))
    assert page(juror, locked, "jury_ask_reopening").status_code == 302
    with pytest.raises(Stale):
        sheets.ask_reopening(locked, REASON, by=scene.juror1, now=scene.now)
    assert ask(juror, locked).status_code == 409

    scene.score(locked.entry.nomination)

    assert "Minta buka kunci" in words(page(juror, locked))
    assert ask(juror, locked).status_code == 302
    assert Notice.objects.filter(kind="assessments.reopening_asked").count() == 2


@pytest.mark.parametrize("sent", [False, True])
def test_a_sheet_that_is_not_locked_is_not_asked_for(juror, scene, sent):
    nomination = scene.at(S.IN_ASSESSMENT)
    sheet = sheets_for_sending(nomination).get(juror__user=scene.juror1)
    if sent:
        scene.fill(sheet)
        sheets.send_sheet([sheet], by=scene.juror1, now=scene.now)

    assert page(juror, sheet, "jury_ask_reopening").status_code == 302
    assert (ask(juror, sheet).status_code, ReopeningRequest.objects.exists()) == (409, False)


def test_after_the_plenary_nothing_can_be_asked_for(juror, scene, locked):
    scene.decide(scene.sealed_tally())

    assert "Pleno sudah memutuskan berkas ini." in words(page(juror, locked))
    assert "Minta buka kunci" not in words(page(juror, locked))
    with pytest.raises(Refused):
        sheets.ask_reopening(locked, REASON, by=scene.juror1, now=scene.now)
    assert ask(juror, locked).status_code == 422


def test_a_colleague_s_request_is_neither_seen_nor_in_the_way(juror, scene, locked):
    other = signed_in(scene, "juror2")

    assert ask(other, locked, "Alasan lain").status_code == 302

    assert "Alasan lain" not in words(page(juror, locked))
    assert ask(juror, locked).status_code == 302


def test_a_juror_with_a_conflict_cannot_ask(juror, scene, locked):
    again = sheets.reopen_sheet(locked, "Benturan", by=scene.secretariat, now=scene.now)
    assigning.declare_conflict(again.juror, [locked.entry.nomination], "firm", by=scene.juror1, now=scene.now)

    assert (page(juror, locked, "jury_ask_reopening").status_code, ask(juror, locked).status_code) == (404, 404)


def test_the_minutes_for_taking_back_are_those_of_the_settings(juror, scene, settings):
    sheet = sheets_for_sending(scene.at(S.IN_ASSESSMENT)).get(juror__user=scene.juror1)
    scene.fill(sheet)
    assert "Anda bisa membatalkan dalam 5 menit." in words(page(juror, sheet))

    settings.SHEET_UNDO_MINUTES = 12

    assert "Anda bisa membatalkan dalam 12 menit." in words(page(juror, sheet))


# --- The answer -----------------------------------------------------------------------------------------------------------


def asked(sheet: Scoresheet) -> ReopeningRequest:
    related = ("sheet__juror__user", "sheet__entry__nomination__edition")
    return ReopeningRequest.objects.select_related(*related).get(sheet=sheet)


def test_a_request_is_a_row_and_nothing_that_was_written_stands_in_the_journal(juror, scene, locked):
    ask(juror, locked)

    event = Event.objects.about(locked.subject).get(kind="sheet.reopening_asked")
    row = asked(locked)
    assert (row.reason, row.answered_at, list(event.body)) == (REASON, None, ["rows"])
    assert REASON not in str(event.body)


def test_the_secretariat_lists_what_waits_and_declines_with_a_reason_that_the_juror_reads(
    juror, scene, locked, officer
):
    ask(juror, locked)
    assert "1 permintaan buka kunci menunggu jawaban." in words(get(officer, "monitor"))
    assert "1 permintaan buka kunci menunggu jawaban" in words(officer.get(reverse("assessments:desk_home")))
    assert REASON in words(get(officer, "reopenings"))
    args = [code_of(locked), scene.juror1.uuid]

    assert post(officer, "reopening_decline", *args, reason=" ").status_code == 422
    done = post(officer, "reopening_decline", *args, reason="Nilai sudah dibahas panel")

    row = asked(locked)
    assert (done.status_code, row.is_granted, row.answer) == (302, False, "Nilai sudah dibahas panel")
    assert row.answered_by == scene.secretariat.actor
    assert Notice.objects.get(kind="assessments.reopening_declined").recipient == scene.juror1
    text = words(page(juror, locked))
    assert ("Permintaan buka kunci Anda ditolak" in text, "Nilai sudah dibahas panel" in text) == (True, True)
    assert "permintaan buka kunci menunggu" not in words(get(officer, "monitor"))
    assert get(officer, "reopening_decline", *args).status_code == 409
    assert locked.state == "locked"


def test_a_declined_juror_may_ask_once_more_and_opening_the_sheet_is_the_answer(juror, scene, locked, officer):
    ask(juror, locked)
    sheets.decline_reopening(asked(locked), "Belum jelas", by=scene.secretariat, now=clock.now())
    assert ask(juror, locked, "Kriteria A.I.1 salah baca").status_code == 302

    again = sheets.reopen_sheet(locked, "Disetujui", by=scene.secretariat, now=clock.now())

    answers = ReopeningRequest.objects.filter(sheet=locked).order_by("pk").values_list("is_granted", "answer")
    assert list(answers) == [(False, "Belum jelas"), (True, "Disetujui")]
    assert (again.round, "Disetujui" in words(get(officer, "reopenings"))) == (2, True)
    assert not ReopeningRequest.objects.unanswered().exists()


def test_a_request_is_answered_once(juror, scene, locked):
    ask(juror, locked)
    first, second = asked(locked), asked(locked)
    sheets.decline_reopening(first, "Tidak", by=scene.secretariat, now=clock.now())

    with pytest.raises(Stale):
        sheets.decline_reopening(second, "Ya", by=scene.secretariat, now=clock.now())


def test_the_list_costs_the_same_for_one_request_and_for_three(
    juror, scene, locked, officer, django_assert_num_queries
):
    ask(juror, locked)
    with django_assert_num_queries(6):
        get(officer, "reopenings")
    for name in ("juror2", "juror3"):
        ask(signed_in(scene, name), locked)
    with django_assert_num_queries(6):
        get(officer, "reopenings")
