"""The rulebook as officers read it."""

from __future__ import annotations

import re

import pytest

from assessments.rubric.rulebook import bands
from tests.assessments.officers import words
from tests.assessments.pages.screening.asking import get

pytestmark = pytest.mark.django_db


def test_the_rulebook_shows_sums_gates_lines_and_where_they_come_from(screener, scene):
    page = get(screener, "rubric")
    book, text = page.context["book"], words(page)

    assert [(form.label, form.sum, form.total) for form in book.forms] == [
        (label, "30 + 20 + 50", 100)
        for label in ("Makanan dan minuman", "Kain tenun", "Kain batik", "Anyaman", "Gerabah")
    ]
    assert [view.sum for view in book.aspects][:2] == ["15 + 6 + 9", "12 + 8"]
    assert "menahan pengiriman nilai" in text
    assert "mulai 75,00, di bawah 85,00" in text
    assert {"dari sumber", "sebagian dari sumber", "usulan portal"} <= set(
        re.findall(r'data-status="\w+">([^<]+)<', page.content.decode())
    )


def test_bands_are_half_open_and_leave_no_gap():
    assert bands([]) == []
    assert bands([(1, 50)]) == [(1, "mulai 50,00"), (0, "di bawah 50,00")]
