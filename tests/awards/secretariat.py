"""What tests of the pages of the result share: stars without a jury, a form that is sent, and what comes back."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags

from awards.models import Award, Nomination
from awards.operations import outcome
from awards.states import NominationState as S
from tests.scene import Scene


def words(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def errors(response: Any) -> list[str]:
    return [message for _id, message in response.context["form"].error_links()]


def recommend(scene: Scene, *stars: int) -> list[Nomination]:
    files = scene.bring(*[S.IN_ASSESSMENT] * len(stars))
    outcome.recommend_star(
        [(file, n, "") for file, n in zip(files, stars, strict=True)], by=scene.secretariat, now=scene.now
    )
    return files


def published(scene: Scene, *stars: int) -> list[Award]:
    """Awards of a published edition, in the order of `stars`."""
    files = recommend(scene, *stars)
    scene.determine()
    scene.publish()
    return [Award.objects.for_list().get(nomination=file) for file, n in zip(files, stars, strict=True) if n]
