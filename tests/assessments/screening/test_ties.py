"""Whoever has a part in a file does not read it: by rule, by verb, and in the next file that is handed out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from assessments.operations import screening
from assessments.screening.ties import tied_to
from awards.models import Nomination
from awards.states import NominationState as S
from ikm.models import OwnerLink
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.verbs import Refused
from regions.models import Level, Office
from tests.accounts.factories import SYSTEM, person
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.SCREENING)


def served(user: User, role: str, office: Office, scene: Scene, *, until_now: bool = False) -> None:
    """Written by hand: nobody may be both at one time, but somebody may have been one before the other."""
    Membership.objects.create(
        user=user,
        role=role,
        office=office,
        starts_at=scene.now - timedelta(days=900),
        ends_at=None if until_now else scene.now - timedelta(days=400),
        granted_by=SYSTEM,
    )


def owns(user: User, file: Nomination, scene: Scene) -> None:
    link = {"ikm": file.ikm, "user": user, "starts_at": scene.now - timedelta(days=900)}
    OwnerLink.objects.create(ends_at=scene.now - timedelta(days=400), **link)


TIES: dict[str, Callable[[User, Nomination, Scene], None]] = {
    "once owner": owns,
    "once of this dinas": lambda user, file, scene: served(
        user, Role.DINAS_OPERATOR, Office.objects.get(regency=file.regency), scene
    ),
    "of the dinas of the province": lambda user, file, scene: served(
        user, Role.PROVINCE_OFFICER, Office.objects.get(province="51", level=Level.PROVINCE), scene, until_now=True
    ),
}


@pytest.mark.parametrize("tie", TIES)
def test_whoever_has_or_had_a_part_in_a_file_is_refused_by_every_verb_of_the_desk(
    tie: str, scene: Scene, file: Nomination
) -> None:
    reader = scene.people["tied"] = person("Terkait", Role.SCREENER)
    TIES[tie](reader, file, scene)
    verbs = {
        "take up": lambda: screening.take_up([file], by=reader, now=scene.now),
        "read": lambda: scene.read(file, outcome="pass", by="tied"),
    }
    returned = scene.at(S.RETURNED_TO_OFFICE)
    week = scene.now + timedelta(days=90)
    if tie != "once owner":
        verbs["give time"] = lambda: screening.give_more_time([returned], week, by=reader, now=scene.now)
        verbs["close"] = lambda: screening.close_unanswered([returned], "Lama", by=reader, now=week)

    for name, work in verbs.items():
        with pytest.raises(Refused) as refused:
            work()
        assert [item.code for item in refused.value.missing][:1] == ["tied"], name
    assert not Nomination.objects.exclude(pk=returned.pk).filter(pk=file.pk, readings__screener=reader).exists()


def test_the_next_file_that_is_handed_out_is_one_in_which_the_reader_has_no_part(scene: Scene) -> None:
    reader = person("Terkait", Role.SCREENER)
    scene.at(S.SUBMITTED)
    served(reader, Role.DINAS_SIGNER, Office.objects.get(regency=scene.regency), scene)

    assert screening.take_up_next(scene.edition, by=reader, now=scene.now) is None
    assert screening.take_up_next(scene.edition, by=scene.screener, now=scene.now) is not None


def test_who_serves_elsewhere_is_not_tied(scene: Scene, file: Nomination) -> None:
    reader = person("Lain", Role.SCREENER)
    served(reader, Role.DINAS_OPERATOR, Office.objects.get(regency=scene.other_regency), scene)

    assert not Nomination.objects.filter(tied_to(reader), pk=file.pk).exists()
    screening.take_up([file], by=reader, now=scene.now)
