"""How much of a dossier is filled, in a list and in the dossier itself."""

from __future__ import annotations

import pytest

from awards.dossier.completeness import missing_sections, with_completeness
from awards.models import Nomination
from tests.awards.dossier.drafts import bare, lacking
from tests.scene import Scene
from tests.support.standing import standing

pytestmark = pytest.mark.django_db


@standing
def scene() -> Scene:
    return Scene.begin()


@pytest.mark.parametrize("whole", [True, False])
def test_a_list_and_a_dossier_agree_about_what_is_missing(scene: Scene, whole: bool) -> None:
    nomination = scene.draft() if whole else bare(scene)
    row = with_completeness(Nomination.objects.filter(pk=nomination.pk)).get()
    papers = list(scene.edition.required_papers.all())

    codes = {section.code for section in missing_sections(row, papers)}

    assert codes == set(lacking(nomination))
