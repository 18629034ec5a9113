"""Files on the screening desk."""

from __future__ import annotations

from awards.models import Edition, Nomination, ScreeningRule
from awards.states import NominationState as S
from tests.scene import Scene
from tests.support.standing import standing


@standing
def file(scene: Scene) -> Nomination:
    return scene.at(S.SCREENING)


@standing
def strict(scene: Scene) -> Nomination:
    """A file of an edition in which every outcome takes two readers."""
    Edition.objects.filter(pk=scene.edition.pk).update(screening_rule=ScreeningRule.ALL_BY_TWO)
    return scene.at(S.SCREENING)
