"""What to look at for a criterion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from assessments.rubric.guides import GUIDES, guide


def named(data: Any) -> set[str]:
    """Every piece of evidence that the rubric names, wherever it stands."""
    if isinstance(data, dict):
        return set(data.get("evidence", [])).union(*map(named, data.values()))
    return set().union(*map(named, data)) if isinstance(data, list) else set()


def test_every_piece_of_evidence_that_the_rubric_names_has_words_and_none_besides():
    rubric = json.loads((Path(settings.BASE_DIR) / "fixtures" / "rubric.json").read_text())

    assert named(rubric["rubrics"]) == set(GUIDES)


@pytest.mark.parametrize(
    ("evidence", "pointers"),
    [
        ([], []),
        (["something_of_a_later_rubric"], []),
        (["sample", "unknown"], [("contoh produk", "")]),
        (["sample", "lab_report"], [("contoh produk", ""), ("hasil uji laboratorium", "dokumen")]),
    ],
)
def test_a_guide_names_what_it_knows(evidence, pointers):
    assert [(pointer.words, pointer.chapter) for pointer in guide(evidence)] == pointers
