"""Components: what they write, in the order people and screen readers need it; the style guide shows them all."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from ovop_portal.common import charts, styleguide
from ovop_portal.common.forms import OvopForm, layout
from tests.support.accessibility import faults


def render(source, **context):
    return Template("{% load ovop crispy_forms_tags %}" + source).render(Context(context))


def style_guide():
    return render_to_string("components/gaya.html", styleguide.context(), request=RequestFactory().get("/gaya"))


# --- Fields -----------------------------------------------------------------------------------------------------------


def test_a_field_reads_label_then_hint_then_error_then_control():
    html = render("{{ form.nib|as_crispy_field }}", form=styleguide.SampleForm(QueryDict("nib=12")))
    parts = [
        html.index(mark) for mark in ("<label", "13 angka, tertulis di dokumen NIB", "Anda mengisi 2 angka", "<input")
    ]
    assert parts == sorted(parts)
    assert 'aria-describedby="id_nib_helptext id_nib_error"' in html
    assert 'id="id_nib_helptext"' in html
    assert 'id="id_nib_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="visually-hidden">Kesalahan: </span>' in html


@pytest.mark.parametrize("name", ["commodity", "in_sentra", "channels", "issued"])
def test_a_group_is_a_fieldset_with_its_legend_and_its_error(name):
    html = render(f"{{{{ form.{name}|as_crispy_field }}}}", form=styleguide.SampleForm(QueryDict("")))
    assert re.search(r"<fieldset[^>]*>\s*<legend>", html)
    assert 'for=""' not in html
    if name != "channels":
        assert f'id_{name}_error"' in re.search(r"<fieldset([^>]*)>", html)[1]


def test_optional_is_said_and_required_is_not():
    html = render("{{ form|crispy }}", form=styleguide.SampleForm())
    assert html.count("(opsional)") == sum(
        not field.required for field in styleguide.SampleForm().fields.values() if not field.widget.is_hidden
    )
    assert "required" not in html
    assert "maxlength" not in re.sub(r'maxlength="(?:2|4|12)"', "", html)


def test_a_field_that_another_answer_may_demand_is_not_called_optional():
    class Reasoned(OvopForm):
        reason = forms.CharField(label="Alasan", required=False, help_text="Wajib bila tidak sesuai")

    form = Reasoned()
    assert "(opsional)" in render("{{ form.reason|as_crispy_field }}", form=form)
    form.fields["reason"].is_conditional = True
    assert "(opsional)" not in render("{{ form.reason|as_crispy_field }}", form=form)


def test_money_has_its_sign_outside_the_control():
    html = render("{{ form.turnover|as_crispy_field }}", form=styleguide.SampleForm())
    assert '<span aria-hidden="true">Rp</span><input type="text" name="turnover" inputmode="numeric"' in html


def test_a_question_page_has_its_label_as_the_heading():
    class Question(OvopForm):
        name = forms.CharField(label="Apa nama usaha Anda?")
        kind = forms.ChoiceField(label="Apa komoditasnya?", choices=[("a", "A")], widget=forms.RadioSelect)

    form = Question()
    for field in form.fields.values():
        field.is_question = True
    html = render("{{ form.name|as_crispy_field }}{{ form.kind|as_crispy_field }}", form=form)
    assert '<h1><label for="id_name">Apa nama usaha Anda?</label></h1>' in html
    assert "<legend><h1>Apa komoditasnya?</h1></legend>" in html


def test_a_password_is_never_written_back():
    class SignIn(OvopForm):
        password = forms.CharField(label="Kata sandi", widget=forms.PasswordInput)
        kind = forms.CharField(label="Jenis")

    html = render("{{ form|crispy }}", form=SignIn(QueryDict("password=rahasia-sekali")))
    assert 'type="password"' in html
    assert "rahasia-sekali" not in html


def test_choices_in_groups_and_long_texts_keep_what_was_typed():
    class Place(OvopForm):
        regency = forms.ChoiceField(
            label="Kab/kota", choices=[("Bali", [("51.07", "Karangasem")]), ("33.74", "Semarang")]
        )
        note = forms.CharField(label="Catatan", widget=forms.Textarea)

    html = render("{{ form|crispy }}", form=Place(QueryDict("regency=51.07&note=</textarea><b>")))
    assert re.search(
        r'<optgroup label="Bali">\s*<option value="51.07" selected>Karangasem</option>\s*</optgroup>', html
    )
    assert "&lt;/textarea&gt;&lt;b&gt;</textarea>" in html


def test_options_may_be_cards_with_hints():
    html = render("{{ form|crispy }}", form=styleguide.LevelForm(initial={"level": "2"}))
    assert html.count('<label class="opt"') == 3
    assert html.count("checked") == 1
    assert '<span class="hint">Lihat nota pembelian dan foto 2</span>' in html


def test_a_layout_groups_fields_and_brings_the_hidden_ones():
    from crispy_forms.layout import Div, Fieldset, Row

    class Address(OvopForm):
        helper = layout(Fieldset("Alamat", Row("street", "village")), Div("note"))
        street = forms.CharField(label="Jalan")
        village = forms.CharField(label="Desa")
        note = forms.CharField(label="Catatan", required=False)

    html = render("{% crispy form %}", form=Address())
    assert [
        html.count(mark) for mark in ("<form", "csrf", "<legend>Alamat</legend>", "fields-row", 'name="kunci"')
    ] == [0, 0, 1, 1, 1]


def test_the_error_summary_leads_to_each_control_in_the_same_words():
    form = styleguide.SampleForm(QueryDict(styleguide.TYPED))
    html = style_guide()
    summary = re.search(r'<div class="errors".*?</div>', html, flags=re.S)[0]
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    assert [text.replace("&quot;", '"') for _target, text in links] == [text for _target, text in form.error_links()]
    for target, text in links:
        assert f'id="{target}"' in html
        assert html.count(text) >= 2
    assert html.index("Ada yang perlu diperbaiki") < html.index("<h1>")
    assert "<title>Kesalahan: Gaya dan komponen – Portal OVOP</title>" in html


def test_several_forms_share_one_summary():
    first, second = styleguide.LevelForm(QueryDict("")), styleguide.LevelForm(QueryDict(""), auto_id="dua_%s")
    html = render("{% ringkasan_kesalahan %}", error_forms=[first, second])
    assert re.findall(r'href="#([^"]+)"', html) == ["id_level_0", "dua_level_0"]


def test_no_summary_before_anything_was_sent():
    assert render("{% ringkasan_kesalahan %}", form=styleguide.SampleForm()).strip() == ""


# --- Small tags -------------------------------------------------------------------------------------------------------


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


# --- Charts -----------------------------------------------------------------------------------------------------------


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


def test_no_data_is_not_zero():
    html = charts.province_tiles([("51", "Bali", 0), ("33", "Jawa Tengah", None)])
    assert "<title>Bali: 0</title>" in html
    assert html.count("url(#arsir)") == 37


def test_names_in_charts_are_escaped():
    assert "<b>" not in charts.funnel_bars([{"label": "<b>", "count": 1}])


# --- In a browser -----------------------------------------------------------------------------------------------------


def serve(page):
    """Answer the browser from the template and the static folder, under the portal's content security policy."""
    policy = "; ".join(
        f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    )

    def answer(route):
        path = route.request.url.split("ovop.test", 1)[1].split("?")[0]
        if path.startswith("/static/"):
            file = Path(settings.BASE_DIR) / path.lstrip("/")
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
        else:
            route.fulfill(body=style_guide(), content_type="text/html", headers={"Content-Security-Policy": policy})

    page.route("**/*", answer)


@pytest.fixture
def guide(page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    serve(page)
    yield page
    assert complaints == []


@pytest.mark.parametrize("width", [320, 360, 820, 1280])
def test_the_style_guide_is_accessible_and_fits(guide, width):
    guide.set_viewport_size({"width": width, "height": 800})
    guide.goto("http://ovop.test/gaya")
    assert faults(guide) == []
    assert guide.evaluate("document.documentElement.scrollWidth") <= width


def test_the_summary_takes_the_focus_and_leads_to_the_field(guide):
    guide.goto("http://ovop.test/gaya")
    assert guide.evaluate("document.activeElement.id") == "ringkasan"
    guide.get_by_role("link", name="NIB harus 13 angka. Anda mengisi 12 angka").click()
    assert guide.evaluate("document.activeElement.id") == "id_nib"


def test_the_menu_opens_and_closes_by_keys_on_a_phone(guide):
    guide.set_viewport_size({"width": 360, "height": 740})
    guide.goto("http://ovop.test/gaya")
    button = guide.get_by_role("button", name="Menu", exact=True)
    button.focus()
    guide.keyboard.press("Enter")
    assert guide.get_by_role("link", name="Surat dan pengiriman").is_visible()
    guide.keyboard.press("Escape")
    assert not guide.get_by_role("link", name="Surat dan pengiriman").is_visible()
    assert guide.evaluate("document.activeElement.className") == "menu-button"


def test_without_script_menu_and_filters_still_open(browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    serve(page)
    page.goto("http://ovop.test/gaya")
    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.get_by_role("link", name="Surat dan pengiriman").is_visible()
    context.close()


def test_a_chosen_file_is_named_with_its_size(guide):
    guide.goto("http://ovop.test/gaya")
    field = guide.locator("#id_letter")
    field.set_input_files({"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"x" * 340_000})
    assert guide.locator(".file-box", has=field).inner_text() == "Pilih berkas\nsurat.pdf (340 KB)"


def test_a_focused_control_is_never_covered_by_the_dock(guide):
    guide.set_viewport_size({"width": 360, "height": 740})
    guide.goto("http://ovop.test/gaya")
    covered = []
    for _step in range(120):
        guide.keyboard.press("Tab")
        hidden = guide.evaluate(
            """() => {
                const dock = document.querySelector(".dock").getBoundingClientRect();
                const active = document.activeElement;
                if (active === document.body || active.closest(".dock, .foot, .file-box")) return "";
                const box = active.getBoundingClientRect();
                return box.height > 0 && box.top >= dock.top && box.bottom <= dock.bottom ? active.outerHTML : "";
            }"""
        )
        if hidden:
            covered.append(hidden)
    assert covered == []


def test_a_block_for_search_engines_is_plain_json_in_which_no_sign_opens_anything():
    text = render("{{ data|json_ld }}", data={"name": "<!-- </SCRIPT> & é"})

    assert text == '{"name": "\\u003c!-- \\u003c/SCRIPT\\u003e \\u0026 é"}'
