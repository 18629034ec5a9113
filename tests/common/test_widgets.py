"""Fields, groups, files and error summaries as they are written: in the order people and screen readers need them."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.http import QueryDict

from ovop_portal.common import styleguide
from ovop_portal.common.forms import OvopForm, layout
from tests.common.rendering import render, style_guide


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
