"""What changed after the dinas had checked a file is read by the signer before it is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from awards.dossier.checked import changed_since_check
from awards.operations import sending
from awards.states import NominationState as S
from ikm.models import Ikm
from tests.awards.dinas import state_of
from tests.awards.verbs import refusal
from tests.scene import NOW, Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


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
