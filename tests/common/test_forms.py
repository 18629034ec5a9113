"""Forms: nothing typed is lost, nothing is sent twice, and what a verb misses stands where it is missing."""

from __future__ import annotations

import re
import uuid
from datetime import date
from decimal import Decimal

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from ovop_portal.common.fields import (
    BerkasField,
    NilaiField,
    RupiahField,
    TanggalField,
)
from ovop_portal.common.forms import OvopForm, render_form
from ovop_portal.common.markup import Shown
from ovop_portal.common.styleguide import SampleForm
from ovop_portal.common.verbs import Missing, Refused
from tests.common.answers import form_of


def test_nothing_typed_is_lost_when_a_form_comes_back():
    html = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(
        Context({"form": SampleForm(QueryDict("turnover=1,2 juta&issued_1=Februari&phone=0812 abc&commodity=gerabah"))})
    )
    for kept in ('value="1,2 juta"', 'value="Februari"', 'value="0812 abc"'):
        assert kept in html
    assert re.search(r'value="gerabah"[^>]* checked', html)


def test_stored_values_come_back_as_people_write_them():
    form = SampleForm(initial={"phone": "+6281234567890", "turnover": 125_000_000, "nib": "9120001234567"})
    assert [form[name].value() for name in ("phone", "turnover", "nib")] == [
        "0812-3456-7890",
        "125.000.000",
        "9120 0012 3456 7",
    ]


def test_a_stored_number_is_shown_as_it_is_read_whatever_language_the_page_speaks():
    with translation.override("en"):
        form = form_of(RupiahField(label="Omzet"), answer="x")
        shown = [
            field.prepare_value(value) for field, value in [(RupiahField(), 1_250_000), (NilaiField(), Decimal("87.5"))]
        ]

    assert (shown, form.is_valid()) == (["1.250.000", "87,5"], False)


def test_an_unchanged_answer_in_another_spelling_is_no_change():
    form = form_of(RupiahField(label="Omzet"), answer="Rp1.250.000")
    form.initial = {"answer": 1250000}
    assert form.changed_data == []


class DayForm(OvopForm):
    day = TanggalField(label="Hari", required=False)


def test_a_form_fits_its_own_fields_and_no_other_form_s():
    early, late = (DayForm({"day_0": "2", "day_1": "Mei", "day_2": "2026"}) for _ in range(2))
    early.fit("day", latest=date(2026, 5, 1), is_conditional=True)

    assert (early.is_valid(), late.is_valid()) == (False, True)
    assert [Shown(form["day"]).is_optional for form in (early, late)] == [False, True]


def test_the_key_comes_with_the_form_and_comes_back():
    fresh = SampleForm()
    key = str(fresh["kunci"].value())
    assert uuid.UUID(key).version == 4
    sent = form_of(forms.CharField(label="Nama"), answer="Sari", kunci=key)
    assert sent.is_valid()
    assert sent.key == key
    assert sent.body == {"answer": ["Sari"]}
    assert sent.answers == {"answer": "Sari"}


def test_a_form_without_its_key_gets_one_when_it_comes_back():
    returned = form_of(forms.CharField(label="Nama"))
    assert not returned.is_valid()
    assert uuid.UUID(str(returned["kunci"].value()))


def test_the_version_the_reader_saw_comes_back():
    cls = type("Versioned", (OvopForm,), {})
    assert cls(version=7)["versi"].value() == 7
    sent = cls(QueryDict("versi=7"), version=9)
    assert sent.is_valid()
    assert sent.base_version == 7


def test_files_are_part_of_what_was_sent():
    cls = type("WithFile", (OvopForm,), {"letter": BerkasField(label="Surat")})
    form = cls(QueryDict(""), MultiValueDict({"letter": [SimpleUploadedFile("surat.pdf", b"%PDF")]}))
    assert form.is_valid()
    assert list(form.body) == ["letter"]


def test_what_a_verb_misses_is_shown_where_it_is_missing():
    form = form_of(forms.CharField(label="Nama"), answer="Sari")
    assert form.is_valid()
    form.add_refused(
        Refused(Missing("a", "Nama harus nama lengkap", "answer"), Missing("b", "Unggah surat usulan", "letter"))
    )
    assert form.error_links() == [("", "Unggah surat usulan"), ("id_answer", "Nama harus nama lengkap")]


def test_the_answer_to_a_form_that_cannot_be_taken_is_422():
    request = RequestFactory().post("/")
    good = form_of(forms.CharField(label="Nama"), answer="Sari")
    bad = form_of(forms.CharField(label="Nama"))
    fresh = SampleForm()
    statuses = [render_form(request, "400.html", {}, form).status_code for form in (good, bad, fresh, None)]
    assert statuses == [200, 422, 200, 200]
