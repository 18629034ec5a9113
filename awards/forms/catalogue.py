"""The catalogue's filters: a GET form whose address is the state, and the box for a certificate code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.catalogue import provinces_with_awards
from awards.models import Edition
from ikm.models import CommodityGroup
from ovop_portal.common.forms import OvopForm

ORDER_CHOICES = [("terbaru", _("Terbaru")), ("nama", _("Nama")), ("bintang", _("Bintang"))]


class CatalogueForm(OvopForm):
    """Keywords, commodity groups, stars, edition, province, order."""

    with_key = False

    q = forms.CharField(label=_("Kata kunci"), required=False, max_length=100)
    komoditas = forms.MultipleChoiceField(
        label=_("Kelompok komoditi"), required=False, widget=forms.CheckboxSelectMultiple
    )
    bintang = forms.MultipleChoiceField(
        label=_("Bintang"),
        required=False,
        choices=[(str(n), _("Bintang {n}").format(n=n)) for n in (3, 2, 1)],
        widget=forms.CheckboxSelectMultiple,
    )
    edisi = forms.ChoiceField(label=_("Penyelenggaraan"), required=False)
    provinsi = forms.ChoiceField(label=_("Provinsi"), required=False)
    urut = forms.ChoiceField(label=_("Urutkan"), required=False, choices=ORDER_CHOICES)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "komoditas": [(group.code, group.label) for group in CommodityGroup.objects.all()],
            "edisi": [
                ("", _("Semua")),
                *((str(year), str(year)) for year in Edition.objects.published(now).values_list("year", flat=True)),
            ],
            "provinsi": [("", _("Semua")), *((province.pk, province.name) for province in provinces_with_awards(now))],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values


class CodeForm(OvopForm):
    """The code printed on a certificate."""

    with_key = False

    kode = forms.CharField(label=_("Kode piagam"), max_length=40, help_text=_("11 huruf dan angka di bawah kode QR"))
