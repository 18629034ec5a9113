"""What is still wanted of the answers to notes."""

from __future__ import annotations

import pytest

from awards.dossier.replies import missing_answers
from awards.models import Remark


@pytest.mark.parametrize(
    ("answer", "reason", "missing"),
    [
        ("mended", "", []),
        ("mended", "Sudah diganti kemarin", []),
        ("disagreed", "Memang begitu", []),
        ("disagreed", "  ", [("no_reason", "alasan_7")]),
        ("", "", [("unanswered", "jawab_7")]),
        ("apa saja", "", [("unanswered", "jawab_7")]),
        # Who gave a reason is asked for the answer only: nothing typed is called missing.
        ("", "Memang begitu", [("orphan_reason", "jawab_7")]),
    ],
)
def test_a_note_wants_an_answer_and_a_denial_its_reason(
    answer: str, reason: str, missing: list[tuple[str, str]]
) -> None:
    found = missing_answers([Remark(pk=7, words="Foto gelap")], {7: (answer, reason)})

    assert [(item.code, item.field) for item in found] == missing


def test_a_note_that_nobody_spoke_of_is_named_by_its_words() -> None:
    found = missing_answers([Remark(pk=7, words="Foto gelap"), Remark(pk=8, words="Tahun keliru")], {7: ("mended", "")})

    assert [str(item.message) for item in found] == ["Jawab catatan: Tahun keliru"]
