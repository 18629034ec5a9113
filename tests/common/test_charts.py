"""Charts: each with a name, a description and its numbers as a table."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from ovop_portal.common import charts
from tests.common.rendering import style_guide


def test_every_chart_has_a_name_a_description_and_its_numbers_as_a_table():
    html = style_guide()
    figures = re.findall(r'<figure class="chart">.*?</figure>', html, flags=re.S)
    assert len(figures) == 4
    for chart in figures:
        assert re.search(r"<title id=.+?>[^<]+</title>\s*<desc id=.+?>[^<]+</desc>", chart)
        assert "Lihat sebagai tabel" in chart
        assert "<table" in chart
        assert "NaN" not in chart
    names = re.findall(r'<title id="([^"]+)"', html)
    assert len(names) == len(set(names))


def test_a_candidate_within_a_point_of_a_line_is_marked_in_words_too():
    rows = [
        {"label": "T-001", "scores": [69, 71], "value": "69.50"},
        {"label": "T-002", "scores": [60, 64], "value": "62"},
    ]
    html = charts.dot_plot(rows, [(70, "Bintang 2")])
    assert [html.count("◆"), html.count("Dekat batas bintang")] == [1, 1]


@pytest.mark.parametrize(
    ("low", "ticks"), [(50, [50, 60, 70, 80, 90, 100]), (0, list(range(0, 101, 10))), (55, [60, 70, 80, 90, 100])]
)
def test_a_tick_of_the_plot_stands_where_its_number_is(low, ticks):
    html = charts.dot_plot([], [], low=low)
    axis = re.findall(r'<text x="([\d.]+)%"[^>]* text-anchor="middle">(\d+)</text>', html)
    assert [(round(low + float(x) * (100 - low) / 100, 1), int(number)) for x, number in axis] == [
        (tick, tick) for tick in ticks
    ]


def test_a_plot_of_nothing_is_still_a_plot():
    assert "<svg" in charts.dot_plot([], [(70, "Bintang 2")])
    assert "<svg" in charts.funnel_bars([])
    assert "<svg" in charts.province_tiles([])


def test_thirty_eight_provinces_have_each_their_tile():
    assert len(charts.TILES) == 38
    assert len(set(charts.TILES.values())) == 38


@pytest.mark.parametrize(
    ("short_name", "shown"), [("Bali", "Bali"), ("DKI Jakarta", "DKI"), ("Papua Barat Daya", "PBD")]
)
def test_a_tile_names_its_province_in_the_letters_that_it_has_room_for(short_name, shown):
    html = charts.province_tiles([charts.InProvince("51", "Sebuah provinsi", short_name, 7)])
    assert f">{shown}</text>" in html


def test_no_data_is_not_zero():
    html = charts.province_tiles(
        [charts.InProvince("51", "Bali", "Bali", 0), charts.InProvince("33", "Jawa Tengah", "Jateng", None)]
    )
    assert "<title>Bali: 0</title>" in html
    assert html.count("url(#arsir)") == 37


def test_names_in_charts_are_escaped():
    assert "<b>" not in charts.funnel_bars([{"label": "<b>", "count": 1}])


def test_times_stand_above_one_another_with_the_hour_in_those_that_run():
    day = datetime(2026, 2, 26, tzinfo=UTC)
    spans = [
        {"label": "Pengusulan", "first": day, "last": day + timedelta(days=50), "words": "50 hari", "tone": "done"},
        {
            "label": "Pleno",
            "first": day + timedelta(days=75),
            "last": day + timedelta(days=100),
            "words": "25 hari",
            "tone": "now",
        },
    ]

    drawn = charts.time_line(spans, day + timedelta(days=80), title="Jadwal", head=["Tahap", "Tanggal"])

    bars = re.findall(r'<rect class="([a-z-]+)" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', drawn)
    assert bars == [("bar-rest", "0", "50"), ("bar", "75", "25")]
    assert set(re.findall(r'class="mark" x1="([\d.]+)%"', drawn)) == {"80"}
    assert re.findall(r'class="faint">(Mar|Apr|Mei|Jun)<', drawn) == ["Mar", "Apr", "Mei", "Jun"]
    assert re.findall(r'<th scope="row">([^<]*)</th>', drawn) == ["Pengusulan", "Pleno"]
    assert charts.time_line([], day, title="Jadwal", head=["Tahap", "Tanggal"]) == ""


def test_of_many_months_only_as_many_are_named_as_have_room():
    day = datetime(2026, 1, 15, tzinfo=UTC)
    span = {"label": "Pengusulan", "first": day, "last": day + timedelta(days=700), "words": "", "tone": "later"}

    drawn = charts.time_line([span], day - timedelta(days=1), title="Jadwal", head=["Tahap", "Tanggal"])

    assert len(re.findall(r'class="rule"', drawn)) <= charts.MONTHS
    assert 'class="mark"' not in drawn
