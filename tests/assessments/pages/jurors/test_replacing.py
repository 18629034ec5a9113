"""An absent juror is replaced: the page says first what becomes of every sheet, then one press does it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Entry, Juror, PanelMember, Scoresheet
from assessments.operations import assigning, seats, sheets
from awards.models import Nomination
from awards.states import NominationState as S
from ovop_portal.common.verbs import Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.assessments.factories import JurorFactory
from tests.assessments.officers import words
from tests.scene import Scene, sheets_for_sending
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
REASON = "Tidak dapat dihubungi sejak 3 Juni"


@standing
def files(scene: Scene) -> list[Nomination]:
    return scene.bring(S.IN_ASSESSMENT, S.IN_ASSESSMENT, S.IN_ASSESSMENT)


@standing
def spare(scene: Scene, files: list[Nomination]) -> Juror:
    """A sixth juror in the panel."""
    juror = JurorFactory(name="Juri 6", now=scene.now)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [juror], by=scene.secretariat, now=scene.now)
    return juror


def path(scene: Scene) -> str:
    return reverse("assessments:replace_juror", args=[scene.jurors[0].user.uuid, 2026])


def own(scene: Scene, file: Nomination) -> Scoresheet:
    rows = sheets_for_sending(file).select_related("entry__nomination__edition", "juror__user")
    sheet: Scoresheet = rows.get(juror=scene.jurors[0])
    return sheet


def form_of(client: Client, scene: Scene) -> dict[str, Any]:
    """What the browser would send of the page as it stands, with the reason."""
    form = client.get(path(scene)).context["form"]
    chosen = {name: form[name].value() for name in form.fields if name.startswith("ganti_")}
    return {"kunci": str(uuid4()), "dilihat": form["dilihat"].value(), "reason": REASON, **chosen}


def test_the_page_says_what_ends_what_is_taken_back_what_stays_and_who_would_judge(
    officer: Client, scene: Scene, files: list[Nomination], spare: Juror
) -> None:
    begun, sent, untouched = (own(scene, file) for file in files)
    scene.fill(begun), scene.fill(sent)
    sheets.send_sheet([sent], by=scene.jurors[0].user, now=scene.now)

    page = officer.get(path(scene))
    absence, shown = page.context["absence"], words(page)

    assert [seat.panel.commodity_group_id for seat in absence.seats] == ["kain_tenun"]
    assert {row.sheet.pk for row in absence.left} == {begun.pk, untouched.pk}
    assert [(row.proposed, row.is_needed) for row in absence.left] == [(spare, True)] * 2
    assert (absence.begun, absence.sent, absence.locked) == (1, [files[1].blind_code], [])
    assert "kriteria sudah diisi" in shown
    assert f"Juri 6, {spare.institution} (0 berkas)" in shown


def test_one_press_ends_the_seat_takes_the_drafts_back_and_gives_them_on(
    officer: Client, scene: Scene, files: list[Nomination], spare: Juror
) -> None:
    absent, sent = scene.jurors[0], own(scene, files[1])
    scene.fill(sent)
    sheets.send_sheet([sent], by=absent.user, now=scene.now)
    fields = form_of(officer, scene)

    answer = officer.post(path(scene), fields)
    again = officer.post(path(scene), fields)

    assert [one.url for one in (answer, again)] == [reverse("assessments:juror", args=[absent.user.uuid])] * 2
    assert not absent.seats.seated().exists()
    states = Scoresheet.objects.filter(juror=absent).order_by("state").values_list("state", flat=True)
    assert list(states) == ["sent", "withdrawn", "withdrawn"]
    made = Scoresheet.objects.filter(juror=spare)
    assert {sheet.replaces.juror for sheet in made} == {absent}
    assert {sheet.entry.nomination for sheet in made} == {files[0], files[2]}
    told = Event.objects.get(kind="juror.replaced")
    assert (told.subject, told.said) == (absent.subject, {"year": 2026, "sheets": 2, "replaced": 2})
    assert "Tidak dapat" not in str([event.body for event in Event.objects.all()])
    assert Notice.objects.filter(recipient=spare.user, kind="assessments.assigned").exists()
    assert officer.get(path(scene)).status_code == 409


def test_somebody_else_may_be_chosen_or_nobody(
    officer: Client, scene: Scene, files: list[Nomination], spare: Juror
) -> None:
    other = JurorFactory(name="Juri 7", now=scene.now)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [other], by=scene.secretariat, now=scene.now)
    first, second, third = (f"ganti_{file.blind_code}" for file in files)
    fields = form_of(officer, scene) | {first: str(other.user.uuid), second: "nanti", third: str(other.user.uuid)}

    assert officer.post(path(scene), fields).status_code == 302

    assert {sheet.entry.nomination for sheet in Scoresheet.objects.filter(juror=other)} == {files[0], files[2]}
    assert not Scoresheet.objects.filter(juror=spare).exists()


def test_a_file_that_has_enough_jurors_without_needs_nobody_and_one_without_colleagues_says_so(
    officer: Client, scene: Scene, files: list[Nomination]
) -> None:
    assert "tidak ada anggota panel lain yang boleh menilai" in words(officer.get(path(scene)))

    spare = JurorFactory(name="Juri 6", now=scene.now)
    assigning.seat_panel(scene.edition, scene.commodity.pk, [spare], by=scene.secretariat, now=scene.now)
    entry = Entry.objects.select_related("nomination__edition").get(nomination=files[0])
    assigning.assign_sheets([(entry, spare)], by=scene.secretariat, now=scene.now)

    left = {row.code: row for row in officer.get(path(scene)).context["absence"].left}
    assert (left[files[0].blind_code].is_needed, left[files[0].blind_code].proposed) == (False, None)
    assert left[files[1].blind_code].proposed == spare


def test_a_page_that_is_older_than_what_the_juror_wrote_changes_nothing(
    officer: Client, scene: Scene, files: list[Nomination], spare: Juror
) -> None:
    fields = form_of(officer, scene)
    scene.fill(own(scene, files[0]))

    assert officer.post(path(scene), fields).status_code == 409

    assert scene.jurors[0].seats.seated().exists()
    assert not Scoresheet.objects.filter(state="withdrawn").exists()
    assert officer.post(path(scene), form_of(officer, scene)).status_code == 302


def test_a_draft_that_was_sent_in_the_same_moment_stops_the_whole_press(
    scene: Scene, files: list[Nomination], spare: Juror
) -> None:
    absent, all_of_them = scene.jurors[0], [own(scene, file) for file in files]
    scene.fill(all_of_them[0])
    sheets.send_sheet([all_of_them[0]], by=absent.user, now=scene.now)

    with pytest.raises(Stale):
        seats.replace_juror(
            absent, scene.edition, REASON,
            replacements=dict.fromkeys(all_of_them, spare), by=scene.secretariat, now=scene.now,
        )  # fmt: skip

    assert PanelMember.objects.seated().filter(juror=absent).exists()
    assert not Scoresheet.objects.filter(state="withdrawn").exists()
    assert not Event.objects.filter(kind__in=["juror.replaced", "panel.seat_ended"]).exists()


def test_a_reason_is_asked_and_a_choice_that_is_not_offered_is_refused_without_losing_the_rest(
    officer: Client, scene: Scene, files: list[Nomination], spare: Juror
) -> None:
    first = f"ganti_{files[0].blind_code}"
    for wrong, field in (({"reason": ""}, "reason"), ({first: str(scene.jurors[1].user.uuid)}, first)):
        answer = officer.post(path(scene), form_of(officer, scene) | {first: "nanti"} | wrong)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert (REASON in answer.content.decode()) is ("reason" not in wrong)
    assert not Scoresheet.objects.filter(state="withdrawn").exists()


def test_the_page_costs_the_same_for_one_file_and_for_three(
    officer: Client,
    scene: Scene,
    files: list[Nomination],
    spare: Juror,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(12):
        officer.get(path(scene))
    kept = {"by": scene.secretariat, "now": scene.now}
    seats.withdraw_sheets([own(scene, file) for file in files[1:]], REASON, **kept)
    with django_assert_num_queries(12):
        officer.get(path(scene))


def test_the_juror_and_the_monitor_lead_there(officer: Client, scene: Scene, files: list[Nomination]) -> None:
    juror = reverse("assessments:juror", args=[scene.jurors[0].user.uuid])
    assert path(scene) in officer.get(juror).content.decode()
    assert juror in officer.get(reverse("assessments:monitor", args=[2026])).content.decode()
    officer.force_login(scene.auditor)
    assert juror not in officer.get(reverse("assessments:monitor", args=[2026])).content.decode()
