"""Results without a jury: recommended, determined and published by the verbs alone."""

from __future__ import annotations

from typing import Any

from awards.models import Award, Nomination
from awards.operations import outcome
from awards.states import NominationState as S
from tests.scene import NOW, Scene
from tests.support import second_person


def recommend(scene: Scene, *stars: int) -> list[Nomination]:
    """Files before the jury, each with the stars that the plenary recommends."""
    files = scene.bring(*[S.IN_ASSESSMENT] * len(stars))
    stars_of = [(file, n, "") for file, n in zip(files, stars, strict=True)]
    outcome.recommend_star(stars_of, by=scene.secretariat, now=scene.now)
    return files


def determined(scene: Scene, *stars: int) -> list[Nomination]:
    files = recommend(scene, *stars)
    scene.determine()
    return files


def published(scene: Scene, *stars: int) -> list[Award]:
    """Awards of a published edition, in the order of `stars`."""
    files = determined(scene, *stars)
    scene.publish()
    return [Award.objects.for_list().get(nomination=file) for file, n in zip(files, stars, strict=True) if n]


def revoke(scene: Scene, award: Award, reason: str = "Usaha tutup") -> Any:
    return second_person.revoke(
        award, decree_number="12 Tahun 2026", date=NOW.date(), reason=reason, by=scene.secretariat, now=NOW
    )
