"""Registration: five questions about eligibility, one on each page, and the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ikm.models import CommodityGroup
from ikm.models.sentra import BY_OFFICE
from ovop_portal.accounts.forms import NewPasswordField
from ovop_portal.common.fields import PrintedField, TeleponField, fit
from ovop_portal.common.forms import OvopForm, PortalFormMixin
from regions.models import Province, Regency

OTHER = "lainnya"
YES, UNKNOWN, NO = "ya", "tidak_tahu", "tidak"
# Names in the address: the question that is asked again, and the question of the page that was sent.
AGAIN, FROM = "ubah", "dari"
STEPS = ["komoditi", "sentra", "provinsi", "daerah", "nib"]


class _Asked(forms.Form):
    def __init__(self, *args: Any, step: str, answers: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[step] = fit(_FIELDS[step](answers), is_question=True)


class QuestionForm(PortalFormMixin, _Asked):
    """One question; its label is the heading of the page. The regencies offered are those of the province answered before."""

    with_key = False


def _radios(
    label: str, pick: str, choices: list[tuple[str, Any]], hints: dict[str, Any] | None = None, **kwargs: Any
) -> forms.Field:
    asked = forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=_picking(pick), **kwargs
    )
    return fit(asked, cards=True, hints=hints or {})


def _picking(words: str) -> dict[str, str]:
    return {"required": words, "invalid_choice": words}


def _commodity(answers: Mapping[str, str]) -> forms.Field:
    groups = list(CommodityGroup.objects.values_list("code", "label"))
    return _radios(
        _("Apa produk utama usaha Anda?"), _("Pilih produk utama usaha Anda"), [*groups, (OTHER, _("Lainnya"))]
    )


def _sentra(answers: Mapping[str, str]) -> forms.Field:
    hint = _("Sentra adalah kumpulan usaha sejenis di satu tempat, yang ditetapkan bupati atau wali kota")
    return _radios(
        _("Apakah usaha Anda berada di sentra IKM?"),
        _("Pilih Ya, Belum tahu, atau Tidak"),
        [(YES, _("Ya")), (UNKNOWN, BY_OFFICE), (NO, _("Tidak"))],
        {UNKNOWN: _("Anda tetap dapat mengirim berkas; sentranya dipilih dinas")},
        help_text=hint,
    )


def _province(answers: Mapping[str, str]) -> forms.Field:
    choices = [("", _("Pilih provinsi")), *Province.objects.for_select()]
    return forms.ChoiceField(
        label=_("Di provinsi mana usaha Anda?"), choices=choices, error_messages=_picking(_("Pilih provinsi"))
    )


def _regency(answers: Mapping[str, str]) -> forms.Field:
    choices = [("", _("Pilih kabupaten atau kota")), *Regency.objects.for_select(answers["provinsi"])]
    return forms.ChoiceField(
        label=_("Di kabupaten atau kota mana?"),
        choices=choices,
        help_text=_("Dinas daerah ini yang memeriksa berkas Anda"),
        error_messages=_picking(_("Pilih kabupaten atau kota")),
    )


def _nib(answers: Mapping[str, str]) -> forms.Field:
    return _radios(
        _("Apakah usaha Anda memiliki NIB?"),
        _("Pilih Ya, Sedang diurus, atau Belum"),
        [(YES, _("Ya")), ("diurus", _("Sedang diurus")), ("belum", _("Belum"))],
        {"diurus": _("Anda boleh mendaftar sekarang dan mengisinya nanti")},
        help_text=_("Nomor Induk Berusaha, 13 angka, dari oss.go.id"),
    )


_FIELDS = {"komoditi": _commodity, "sentra": _sentra, "provinsi": _province, "daerah": _regency, "nib": _nib}


@dataclass(frozen=True)
class Answers:
    """What has been answered so far, read from the address: good answers in the order of the questions, up to the first that is missing.

    `later` are the answers from there on, not checked yet: whoever goes back to a question finds its answer, and keeps the later answers that still fit.
    """

    given: dict[str, str]
    later: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Answers:
        """Read the answers up to the first that is none of the choices, or up to the question that is asked again."""
        given: dict[str, str] = {}
        for step in STEPS:
            if not query.get(step) or step == query.get(AGAIN):
                break
            form = QuestionForm({step: query[step]}, step=step, answers=given)
            if not form.is_valid():
                break
            given[step] = form.cleaned_data[step]
        return cls(given, {step: query[step] for step in STEPS if step not in given and query.get(step)})

    @property
    def next_step(self) -> str | None:
        """The question to ask now; None when all are answered."""
        return next((step for step in STEPS if step not in self.given), None)

    @property
    def query(self) -> str:
        """The answers as the end of an address."""
        return "?" + urlencode(self.given)

    def ask_again(self, step: str) -> str:
        """The end of the address at which `step` is asked once more, with all answers."""
        return "?" + urlencode({**self.given, **self.later, AGAIN: step})

    def before(self, step: str) -> str:
        """The address of the question before `step`."""
        return self.ask_again(STEPS[STEPS.index(step) - 1])

    @property
    def last_question(self) -> str:
        """The address of the last question that was answered."""
        return self.ask_again(STEPS[len(self.given) - 1])

    @property
    def place_question(self) -> str:
        """The address of the question about the province."""
        return self.ask_again("provinsi")

    @property
    def trade_question(self) -> str:
        """The address of the question about the product."""
        return self.ask_again("komoditi")

    @property
    def hindrances(self) -> list[str]:
        """The answers that keep a firm from being nominated now. Not knowing hinders nobody."""
        blocking = {"komoditi": OTHER, "sentra": NO, "nib": "belum"}
        return [step for step, answer in blocking.items() if self.given.get(step) == answer]

    @cached_property
    def regency(self) -> Regency | None:
        code = self.given.get("daerah")
        return Regency.objects.for_labels().filter(pk=code).first() if code else None

    @cached_property
    def commodity_group(self) -> CommodityGroup | None:
        return CommodityGroup.objects.filter(pk=self.given.get("komoditi")).first()


class AccountForm(OvopForm):
    """Asks for everything that makes an account and a draft."""

    nama = PrintedField(
        label=gettext_lazy("Nama pemilik"),
        max_length=150,
        help_text=gettext_lazy("Nama lengkap, gelar boleh ditulis"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    telepon = TeleponField(
        label=gettext_lazy("Nomor WhatsApp"), help_text=gettext_lazy("Dipakai untuk masuk, misalnya 0812-3456-7890")
    )
    surel = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Untuk memulihkan akun dan menerima kabar"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    usaha = PrintedField(
        label=gettext_lazy("Nama usaha"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    produk = PrintedField(
        label=gettext_lazy("Nama produk"),
        max_length=150,
        help_text=gettext_lazy("Produk yang ingin diajukan, bisa diubah nanti"),
    )
    sandi = NewPasswordField(label=gettext_lazy("Kata sandi"))
    setuju = forms.BooleanField(
        label=gettext_lazy("Saya setuju data saya dipakai untuk penghargaan OVOP"),
        error_messages={"required": gettext_lazy("Beri tanda centang bila Anda setuju data Anda dipakai")},
    )
