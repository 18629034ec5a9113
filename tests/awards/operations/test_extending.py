"""More time for one file, one regency or one province: it binds at every door, is told to whom it touches, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from awards.models import Edition, Extension, Nomination, WindowKind
from awards.operations import candidates, extending, sending
from awards.operations.extending import Reach
from awards.states import NominationState as S
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.models import Event
from ovop_portal.notifications.models import Notice
from tests.awards.extensions import DAY, close, more_time
from tests.scene import NOW, Scene
from tests.support.rivals import at_once
from tests.support.standing import standing

pytestmark = pytest.mark.django_db

CLOSED = ["closed"]
MINUTE = timedelta(minutes=1)


@standing
def scene() -> Scene:
    return Scene.begin()


def refusal(function: Callable[..., Any], *args: Any, **options: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        function(*args, **{"now": NOW} | options)
    return [item.code for item in caught.value.missing]


def told(kind: str) -> set[User]:
    return {notice.recipient for notice in Notice.objects.filter(kind=kind).select_related("recipient")}


def send(scene: Scene, file: Nomination, now: Any = NOW) -> None:
    sending.send_to_office([Nomination.objects.get(pk=file.pk)], by=scene.owner, now=now)


# --- It binds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whom", ["nomination", "regency", "province"])
def test_whom_more_time_is_given_to_may_send_until_its_last_minute_is_over_and_nobody_else(scene, whom):
    file, late = scene.draft(), scene.draft()
    sending.declare([file, late], may_publish=True, by=scene.owner, now=NOW)
    close(scene)
    assert refusal(sending.send_to_office, [file], by=scene.owner) == CLOSED
    reach = {"nomination": file, "regency": file.regency, "province": file.regency.province}[whom]
    given = more_time(scene, **{whom: reach})

    end = given.closes_at
    assert (
        refusal(sending.send_to_office, [Nomination.objects.get(pk=file.pk)], by=scene.owner, now=end + MINUTE)
        == CLOSED
    )
    send(scene, file, now=end + timedelta(seconds=59))
    if whom == "nomination":
        assert refusal(sending.send_to_office, [Nomination.objects.get(pk=late.pk)], by=scene.owner) == CLOSED
    else:
        send(scene, late)


def test_an_extension_of_another_region_opens_nothing(scene):
    file = scene.draft()
    sending.declare([file], may_publish=True, by=scene.owner, now=NOW)
    close(scene)
    more_time(scene, regency=scene.other_regency)
    more_time(scene, province=scene.other_regency.province)

    assert refusal(sending.send_to_office, [file], by=scene.owner) == CLOSED


def test_the_dinas_begins_and_endorses_and_sends_while_its_region_has_more_time(scene):
    product, ready = scene.product(), scene.at(S.READY)
    close(scene)
    assert refusal(candidates.open_drafts, [product], scene.edition, by=scene.dinas_operator) == CLOSED
    assert not sending.takes_acts(scene.edition, {scene.regency.pk}, NOW)
    more_time(scene)

    assert candidates.open_edition(NOW) is None
    assert candidates.open_edition(NOW, regencies=[scene.other_regency.pk]) is None
    assert candidates.open_edition(NOW, regencies=[scene.regency.pk]) == scene.edition
    [draft] = candidates.open_drafts([product], scene.edition, by=scene.dinas_operator, now=NOW)
    assert draft.state == S.DRAFT
    assert sending.takes_acts(scene.edition, {scene.regency.pk}, NOW)
    assert not sending.takes_acts(scene.edition, {scene.other_regency.pk}, NOW)
    sending.submit_nominations(
        [Nomination.objects.get(pk=ready.pk)], scene.endorsement(), by=scene.dinas_signer, now=NOW
    )
    ready.refresh_from_db()
    assert ready.state == S.SUBMITTED


def test_an_extension_for_one_file_gives_its_dinas_an_act_for_it_but_no_new_file(scene):
    product, ready = scene.product(), scene.at(S.READY)
    close(scene)
    more_time(scene, nomination=ready)

    assert sending.takes_acts(scene.edition, {scene.regency.pk}, NOW)
    assert refusal(candidates.open_drafts, [product], scene.edition, by=scene.dinas_operator) == CLOSED


def test_the_deadline_that_pages_print_is_the_one_that_binds(scene):
    file = scene.draft()
    close(scene)
    given = more_time(scene)

    [with_it] = Nomination.objects.filter(pk=file.pk).with_extension().select_related("edition")
    asked = Nomination.objects.get(pk=file.pk)
    assert with_it.deadline == asked.deadline == given.closes_at
    assert with_it.may_be_sent(given.closes_at)
    assert not with_it.may_be_sent(given.closes_at + MINUTE)


def test_the_longest_of_several_counts_and_the_window_where_it_is_longer(scene):
    file = scene.draft()
    close(scene)
    short = more_time(scene, nomination=file, days=3)
    long = more_time(scene, province=file.regency.province, days=9)
    assert Nomination.objects.get(pk=file.pk).deadline == long.closes_at > short.closes_at

    later = NOW + 30 * DAY
    scene.edition.windows.filter(kind=WindowKind.NOMINATION).update(closes_at=later)
    assert Nomination.objects.get(pk=file.pk).deadline == later


def test_what_a_page_has_read_of_an_extension_does_not_outlast_its_withdrawal(scene):
    file = scene.draft()
    sending.declare([file], may_publish=True, by=scene.owner, now=NOW)
    close(scene)
    given = more_time(scene, nomination=file)
    seen = Nomination.objects.select_related("edition").get(pk=file.pk)
    assert seen.may_be_sent(NOW)
    extending.withdraw_extension(given, "Salah berkas", by=scene.secretariat, now=NOW)

    assert refusal(sending.send_to_office, [seen], by=scene.owner) == CLOSED


def test_an_invitation_does_not_lapse_while_its_holder_has_more_time(scene):
    from tests.awards.editions import following

    award = scene.award()
    later = following(scene)
    [invited] = candidates.invite_holders([award], later.edition, by=scene.secretariat, now=NOW)
    close(later)
    assert list(Nomination.objects.invited_in_vain(NOW)) == [invited]
    given = more_time(later, nomination=invited)

    assert not Nomination.objects.invited_in_vain(given.closes_at).exists()
    assert list(Nomination.objects.invited_in_vain(given.closes_at + MINUTE)) == [invited]
    sending.declare([invited], may_publish=True, by=scene.owner, now=NOW)
    candidates.accept_invitation([Nomination.objects.get(pk=invited.pk)], by=scene.owner, now=NOW)


# --- What is not given ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"days": -1}, ["past"]),
        ({"days": 201}, ["too_late"]),
        ({"reason": " "}, ["no_reason"]),
        ({"basis": ""}, ["no_basis"]),
        ({"basis": "KEP \N{GRINNING FACE}"}, ["unprintable"]),
        ({"basis_date": NOW.date() + DAY}, ["future"]),
    ],
    ids=[
        "in the past",
        "when nobody reads any more",
        "no reason",
        "no document",
        "not printable",
        "document of tomorrow",
    ],
)
def test_more_time_is_not_given(scene, values, codes):
    close(scene)

    assert refusal(more_time, scene, **{"now": NOW} | values) == codes
    assert not Extension.objects.exists()


def test_more_time_is_later_than_what_already_stands(scene):
    close(scene)
    more_time(scene, province=scene.regency.province, days=9)

    assert refusal(more_time, scene, regency=scene.regency, days=9) == ["no_later"]
    assert more_time(scene, regency=scene.regency, days=10)


def test_a_file_that_was_sent_or_ended_gets_no_more_time(scene):
    files = [scene.at(state) for state in (S.SUBMITTED, S.WITHDRAWN)]
    close(scene)

    for file in files:
        assert refusal(more_time, scene, nomination=file) == ["not_waiting"]


def test_before_the_window_opens_its_dates_are_changed_and_nothing_is_extended(scene):
    scene.edition.windows.filter(kind=WindowKind.NOMINATION).update(opens_at=NOW + DAY, closes_at=NOW + 2 * DAY)

    assert refusal(more_time, scene) == ["ahead"]


def test_a_published_edition_is_neither_extended_nor_is_an_extension_of_it_withdrawn(scene):
    close(scene, ago=-DAY)
    given = more_time(scene)
    scene.award()
    edition = Edition.objects.get(pk=scene.edition.pk)
    scene.edition = edition

    assert refusal(more_time, scene, days=20) == ["published"]
    assert refusal(extending.withdraw_extension, given, "Keliru", by=scene.secretariat) == ["published"]


# --- Withdrawn --------------------------------------------------------------------------------------------------------


def test_withdrawn_the_window_counts_again_and_what_was_sent_stays_sent(scene):
    sent, waiting = scene.draft(), scene.draft()
    sending.declare([sent, waiting], may_publish=True, by=scene.owner, now=NOW)
    close(scene)
    given = more_time(scene)
    send(scene, sent)
    extending.withdraw_extension(given, "Keputusan dibatalkan", by=scene.secretariat, now=NOW + MINUTE)

    sent.refresh_from_db()
    assert sent.state == S.WITH_OFFICE
    assert refusal(sending.send_to_office, [Nomination.objects.get(pk=waiting.pk)], by=scene.owner) == CLOSED
    with pytest.raises(Stale):
        extending.withdraw_extension(Extension.objects.get(), "Sekali lagi", by=scene.secretariat, now=NOW)


def test_what_is_over_is_not_withdrawn_and_nothing_is_without_a_reason(scene):
    close(scene)
    given = more_time(scene)

    late = given.closes_at + MINUTE
    assert refusal(extending.withdraw_extension, given, "Keliru", by=scene.secretariat, now=late) == ["over"]
    assert refusal(extending.withdraw_extension, given, " ", by=scene.secretariat) == ["no_reason"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_at_once_the_second_learns_that_it_is_done():
    scene = Scene.begin()
    close(scene)
    key = more_time(scene).pk

    def withdraw() -> None:
        held = Extension.objects.select_related("edition").get(pk=key)
        extending.withdraw_extension(held, "Keliru", by=scene.secretariat, now=NOW)

    assert at_once(withdraw, withdraw) == ["Stale", "done"]
    assert Event.objects.filter(kind="extension.withdrawn").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_same_at_once_the_second_learns_that_it_stands():
    scene = Scene.begin()
    close(scene)

    assert at_once(lambda: more_time(scene), lambda: more_time(scene)) == ["Refused", "done"]
    assert Extension.objects.count() == 1


# --- Told -------------------------------------------------------------------------------------------------------------


def test_owners_dinas_and_province_are_told_and_nobody_else(scene):
    scene.draft()
    close(scene)
    given = more_time(scene)

    people = {scene.owner, scene.dinas_operator, scene.dinas_signer, scene.province_officer}
    assert told("awards.more_time") == people
    extending.withdraw_extension(given, "Keputusan dibatalkan", by=scene.secretariat, now=NOW)
    assert told("awards.no_more_time") == people
    [notice] = Notice.objects.filter(kind="awards.no_more_time", recipient=scene.owner)
    assert notice.context["reason"] == "Keputusan dibatalkan"
    assert notice.path == f"/perpanjangan/{given.uuid}/"


def test_one_extension_is_read_by_whom_it_touches(scene):
    scene.draft()
    close(scene)
    own, other = more_time(scene), more_time(scene, province=scene.other_regency.province)

    reads = {
        name: set(Extension.objects.visible_to(scene.people[name]))
        for name in (
            "owner",
            "other_owner",
            "dinas_operator",
            "other_dinas",
            "province_officer",
            "secretariat",
            "juror1",
        )
    }
    assert reads == {
        "owner": {own},
        "other_owner": set(),
        "dinas_operator": {own},
        "other_dinas": {other},
        "province_officer": {own},
        "secretariat": {own, other},
        "juror1": set(),
    }


def test_the_journal_tells_of_both_without_the_words(scene):
    close(scene)
    given = more_time(scene)
    extending.withdraw_extension(given, "Keputusan dibatalkan", by=scene.secretariat, now=NOW)

    events = Event.objects.filter(subject=given.subject).order_by("pk")
    assert [event.kind for event in events] == ["extension.granted", "extension.withdrawn"]
    assert events[0].body["place"] == scene.regency.pk
    assert "Banjir" not in str(events[0].body)
    assert "dibatalkan" not in str(events[1].body)


def test_only_files_that_wait_are_touched(scene):
    files = {state: scene.at(state) for state in (S.DRAFT, S.READY, S.SUBMITTED, S.WITHDRAWN)}

    found = set(extending.touched(scene.edition, Reach(regency=scene.regency)))
    assert found == {files[S.DRAFT], files[S.READY]}
    assert not extending.touched(scene.edition, Reach(regency=scene.other_regency)).exists()
