"""Components of the templates: stars, tags, the thread, pages and ways back."""

from __future__ import annotations

import re

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import RequestContext, Template
from django.test import RequestFactory

from ovop_portal.common import styleguide
from tests.common.rendering import render


@pytest.mark.parametrize(
    ("call", "words", "full", "empty"),
    [
        ("2 3 2024", "Bintang 2 dari 3 (2024)", 2, 1),
        ("4 5 2018", "Bintang 4 dari 5 (2018)", 4, 1),
        ("4 5", "Bintang 4 dari 5 (skala 5, 2013–2018)", 4, 1),
        ("0 3 2026", "Bintang 0 dari 3 (2026)", 0, 3),
    ],
)
def test_stars_belong_to_an_edition_and_can_be_counted(call, words, full, empty):
    html = render(f"{{% bintang {call} %}}")
    assert [html.count("star is-full"), html.count('"star"')] == [full, empty]
    assert f"<span>{words}</span>" in html


def test_stars_without_words_have_a_name():
    assert 'role="img" aria-label="Bintang 2 dari 3 (2024)"' in render("{% bintang 2 3 2024 words=False %}")


def test_a_tag_carries_its_code_and_only_known_tints():
    assert (
        render("{% tag_status 'draft' words 'merah' %}", words="<b>")
        == '<span class="tag tag-arang" data-status="draft">&lt;b&gt;</span>'
    )


def test_the_thread_says_where_the_file_is():
    html = render("{% benang steps %}", steps=styleguide.STEPS)
    assert [
        html.count(mark) for mark in ("is-done", "is-now", "is-later", 'aria-current="step"', "Sedang berjalan")
    ] == [2, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, [1, 2, 0, 10]), (5, [1, 0, 4, 5, 6, 0, 10]), (3, [1, 2, 3, 4, 0, 10]), (10, [1, 0, 9, 10])],
)
def test_pages_show_the_ends_and_the_neighbours(number, shown):
    html = render(
        "{% page_numbers page as numbers %}{{ numbers|join:' ' }}", page=Paginator(range(100), 10).page(number)
    )
    assert [int(part) for part in html.split()] == shown


def test_turning_the_page_keeps_the_filters():
    request = RequestFactory().get("/katalog", {"q": "ulos & songket", "laman": "2"})
    html = Template("{% load ovop %}{% laman 3 %}").render(RequestContext(request, {}))
    assert QueryDict(html.replace("&amp;", "&").removeprefix("?")).dict() == {"q": "ulos & songket", "laman": "3"}


@pytest.mark.parametrize(
    ("came_from", "shown"),
    [
        ("http://testserver/katalog/?q=ulos&laman=2", "/katalog/?q=ulos&amp;laman=2"),
        ("http://testserver/katalog/", "/katalog/"),
        ("http://testserver/antrean/?q=ulos", "/katalog/"),
        ("http://elsewhere.example/katalog/?q=ulos", "/katalog/"),
        ('http://testserver/katalog/?q="><script>', "/katalog/?q=&quot;&gt;&lt;script&gt;"),
        ("http://[broken", "/katalog/"),
        ("", "/katalog/"),
    ],
)
def test_the_way_back_keeps_the_filters_of_the_list_one_came_from(came_from, shown):
    request = RequestFactory().get("/produk/ulos-1/", headers={"referer": came_from})
    source = '{% include "components/kembali.html" with url="/katalog/" label="Katalog" %}'
    html = Template(source).render(RequestContext(request, {}))
    assert re.search('href="([^"]*)"', html)[1] == shown


def test_a_block_for_search_engines_is_plain_json_in_which_no_sign_opens_anything():
    text = render("{{ data|json_ld }}", data={"name": "<!-- </SCRIPT> & é"})

    assert text == '{"name": "\\u003c!-- \\u003c/SCRIPT\\u003e \\u0026 é"}'
