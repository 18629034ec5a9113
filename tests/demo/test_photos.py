"""Pictures and papers of made seasons: drawn, small, and the same each time."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from ikm.models import PhotoSlot
from ovop_portal.demo.season.papers import PAPERS, sheet
from ovop_portal.demo.season.photos import SHOWN, VARIANTS, picture
from ovop_portal.demo.season.words import BATIK, FOOD, POTTERY, WEAVING, WICKER


@pytest.mark.parametrize("slot", PhotoSlot.values)
@pytest.mark.parametrize("commodity", [FOOD, WEAVING, BATIK, WICKER, POTTERY])
def test_a_picture_is_small_and_full_of_colour(commodity, slot):
    data = picture(commodity, slot, 0)

    image = Image.open(io.BytesIO(data))
    assert image.size == SHOWN
    assert len(data) < 80_000
    assert len(image.resize((40, 30)).getcolors(1200)) > 20


def test_a_picture_comes_out_the_same_each_time_and_variants_differ():
    made = [picture(WEAVING, PhotoSlot.WHOLE, variant) for variant in range(VARIANTS[PhotoSlot.WHOLE])]

    assert made[0] == picture(WEAVING, PhotoSlot.WHOLE, 0)
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("title", PAPERS.values())
def test_a_paper_is_one_page_that_says_what_it_is(title):
    with pikepdf.open(io.BytesIO(sheet(title))) as pdf:
        assert len(pdf.pages) == 1
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")

    assert "(CONTOH)" in content
    assert f"({title})" in content
