"""Editions that follow one another, and stars given without a jury where only the result is asked about."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from awards.models import Award, Determination, Edition, Nomination
from awards.operations import candidates, outcome, sending
from tests.accounts.factories import SYSTEM
from tests.scene import NOW, Scene, open_the_edition


def following(scene: Scene, year: int = 2028, **options: Any) -> Scene:
    """The same people and places in the next edition."""
    edition = open_the_edition(year, scene.now, previous=scene.edition, **options)
    later = Scene(scene.now, edition, scene.regency, scene.other_regency, scene.commodity, scene.people)
    later.__dict__.update(jurors=scene.jurors, sentra=scene.sentra)
    return later


def again(scene: Scene, award: Award, *, may_publish: bool = True) -> Nomination:
    """The holder of `award` takes part in the edition of `scene`; the dossier is frozen as it is now."""
    [nomination] = candidates.invite_holders([award], scene.edition, by=scene.secretariat, now=scene.now)
    sending.declare([nomination], may_publish=may_publish, by=scene.owner, now=scene.now)
    candidates.accept_invitation([nomination], by=scene.owner, now=scene.now)
    nomination.refresh_from_db()
    return nomination


def recommend(scene: Scene, stars: dict[Nomination, int]) -> None:
    rows = [(nomination, number, "") for nomination, number in stars.items()]
    outcome.recommend_star(rows, by=scene.secretariat, now=scene.now)


def publish(scene: Scene, stars: dict[Nomination, int]) -> None:
    """The edition ends with these stars."""
    recommend(scene, stars)
    scene.determine()
    scene.publish()


def decree(edition: Edition) -> Determination:
    """By hand, without what it determines."""
    values = {"date": NOW.date(), "title": "x", "signatory_name": "x", "signatory_title": "x", "entered_by": SYSTEM}
    return Determination.objects.create(edition=edition, number=f"{uuid4()}", entered_at=NOW, **values)
