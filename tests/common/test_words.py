"""Labels inside sentences."""

from __future__ import annotations

from django import forms

from ovop_portal.common import words
from tests.common.answers import read


def test_a_label_inside_a_sentence_loses_only_its_own_capital():
    labels = ["Nama pemilik", "NIB", "WhatsApp pemilik", "E-mail", "Apakah ada merek?", "Rp setahun"]
    assert [words.inner(label) for label in labels] == [
        "nama pemilik",
        "NIB",
        "WhatsApp pemilik",
        "e-mail",
        "apakah ada merek",
        "Rp setahun",
    ]


def test_a_per_cent_sign_in_a_label_does_no_harm():
    assert read(forms.CharField(label="Bahan 100% lokal", max_length=2), "xxx").startswith("Bahan 100% lokal harus")
