"""Forms of the jury's book: a body, a juror, a decree, and why an appointment ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Appointment, Institution, Juror
from assessments.pages.jurors.replacing import Absence, Left
from ikm.models import CommodityGroup
from ovop_portal.common import words
from ovop_portal.common.fields import AngkaField, PrintedField, TanggalField
from ovop_portal.common.formats import angka
from ovop_portal.common.forms import OvopForm
from regions.models import Province, Regency

SELECTION, WORKING = "tim_seleksi", "kelompok_kerja"


class InstitutionForm(OvopForm):
    """A body, the province that it belongs to, and its teams."""

    name = PrintedField(label=_("Nama lembaga"), max_length=Institution._meta.get_field("name").max_length)
    province = forms.ModelChoiceField(
        label=_("Provinsi"),
        queryset=Province.objects.order_by("code"),
        empty_label=_("Lembaga nasional"),
        required=False,
        help_text=_("Juri dari lembaga sebuah provinsi tidak menilai berkas dari provinsi itu"),
    )
    teams = forms.MultipleChoiceField(
        label=_("Anggota"),
        choices=[(SELECTION, _("Tim seleksi")), (WORKING, _("Kelompok kerja OVOP"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hanya lembaga tim seleksi yang mengirim juri"),
        error_messages={"required": _("Pilih tim seleksi, kelompok kerja, atau keduanya")},
    )

    @classmethod
    def of(cls, institution: Institution, data: Any = None) -> InstitutionForm:
        """The form with what is recorded."""
        belongs = ((SELECTION, institution.in_selection_team), (WORKING, institution.in_working_group))
        teams = [team for team, is_member in belongs if is_member]
        initial = {"name": institution.name, "province": institution.province_id, "teams": teams}
        return cls(data, initial=initial if institution.pk else {"teams": [SELECTION]})

    def fill(self, institution: Institution) -> None:
        """Write the answers into the row, which is not saved."""
        institution.name, institution.province = self.cleaned_data["name"], self.cleaned_data["province"]
        teams = self.cleaned_data["teams"]
        institution.in_selection_team, institution.in_working_group = SELECTION in teams, WORKING in teams


class JurorForm(OvopForm):
    """What is recorded of a juror. Where they come from decides whom they never judge."""

    institution = forms.ModelChoiceField(
        label=_("Lembaga"), queryset=Institution.objects.none(), empty_label=_("Pilih lembaga")
    )
    home = forms.ChoiceField(
        label=_("Kabupaten/kota asal"),
        required=False,
        help_text=_("Berkas dari provinsi asal tidak dinilai juri ini"),
    )
    expertise = forms.ModelMultipleChoiceField(
        label=_("Ahli kelompok komoditi"),
        queryset=CommodityGroup.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Kosongkan bila ahli umum"),
    )
    techniques = forms.CharField(
        label=_("Teknik yang dikuasai"),
        max_length=Juror._meta.get_field("techniques").max_length,
        required=False,
        help_text=_("Misalnya tenun gedogan, batik tulis"),
    )
    capacity = AngkaField(
        label=_("Paling banyak berkas"),
        min_value=1,
        max_value=500,
        required=False,
        suffix=_("berkas"),
        help_text=_("Usulan pembagian tidak melewatinya. Kosongkan bila tidak dibatasi"),
    )

    def __init__(self, *args: Any, held: Institution | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Institution.objects.sending()
        if held is not None:
            offered |= Institution.objects.filter(pk=held.pk)
        self.fit("institution", queryset=offered.order_by("name_key"))
        self.fit("home", choices=[("", _("Tidak dicatat")), *Regency.objects.for_grouped_select()])

    @classmethod
    def of(cls, juror: Juror, data: Any = None) -> JurorForm:
        """The form with what is recorded; of somebody who is not recorded yet it is empty."""
        if juror.pk is None:
            return cls(data)
        initial = {
            "institution": juror.institution_id,
            "home": juror.home_regency_id or "",
            "expertise": list(juror.expertise.all()),
            "techniques": juror.techniques,
            "capacity": juror.capacity,
        }
        return cls(data, initial=initial, held=juror.institution)

    def fill(self, juror: Juror) -> None:
        """Write the answers into the row, which is not saved."""
        values = self.cleaned_data
        juror.institution, juror.home_regency_id = values["institution"], values["home"] or None
        juror.techniques, juror.capacity = values["techniques"], values["capacity"]


class AppointForm(OvopForm):
    """A decree, its days, and whom it appoints."""

    decree_number = PrintedField(
        label=_("Nomor keputusan"), max_length=Appointment._meta.get_field("decree_number").max_length
    )
    decree_date = TanggalField(label=_("Tanggal keputusan"))
    starts_on = TanggalField(label=_("Bertugas mulai"))
    ends_on = TanggalField(
        label=_("Bertugas sampai"),
        required=False,
        help_text=_("Hari terakhir. Kosongkan bila keputusan tidak menyebutnya"),
    )
    jurors = forms.MultipleChoiceField(
        label=_("Juri yang diangkat"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih juri yang diangkat")},
    )

    def __init__(self, *args: Any, jurors: Iterable[Juror], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(juror.user.uuid): juror for juror in jurors}
        self.fit("jurors", choices=[(key, f"{juror}, {juror.institution}") for key, juror in self.offered.items()])

    @property
    def chosen(self) -> list[Juror]:
        """The jurors that were ticked."""
        return [self.offered[key] for key in dict.fromkeys(self.cleaned_data["jurors"])]

    @property
    def decree(self) -> dict[str, Any]:
        """Number and days, as the verb takes them."""
        return {name: self.cleaned_data[name] for name in ("decree_number", "decree_date", "starts_on", "ends_on")}


class EndAppointmentForm(OvopForm):
    """Why somebody is no juror any more."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        max_length=Appointment._meta.get_field("ended_because").max_length,
        help_text=_("Misalnya pindah tugas, atau salah catat. Hanya dibaca panitia"),
    )


class ReplaceForm(OvopForm):
    """Why a juror does not come, and for each draft who judges the file instead: the proposal, until somebody chooses otherwise."""

    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        max_length=300,
        help_text=_("Misalnya sakit atau dipindahtugaskan. Dibaca juri di daftar berkasnya"),
    )
    # What was shown: only that is done.
    dilihat = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args: Any, absence: Absence, **kwargs: Any) -> None:
        super().__init__(*args, initial={"dilihat": absence.fingerprint}, **kwargs)
        self.absence = absence
        for row in absence.left:
            field = forms.ChoiceField(label=_replaced(row), help_text=_on_it(row))
            names = [(str(one.user.uuid), _offered(one)) for one in row.offered]
            field.choices = [*names, (NOBODY, _("Belum ada pengganti") if row.is_needed else _("Tanpa pengganti"))]
            field.initial = str(row.proposed.user.uuid) if row.proposed else NOBODY
            words.teach(field, f"ganti_{row.code}")
            self.fields[f"ganti_{row.code}"] = field

    @property
    def replacements(self) -> dict[Any, Juror | None]:
        """Each draft with who judges instead."""
        return {
            row.sheet: next((one for one in row.offered if str(one.user.uuid) == self._chosen(row)), None)
            for row in self.absence.left
        }

    def _chosen(self, row: Left) -> str:
        return str(self.cleaned_data[f"ganti_{row.code}"])


NOBODY = "nanti"


def _replaced(row: Left) -> str:
    nomination = row.sheet.entry.nomination
    return gettext("{code}, {product}").format(code=row.code, product=nomination.product.name)


def _on_it(row: Left) -> str:
    """What was written on the sheet, and whether the file needs somebody else."""
    begun = ngettext("{n} kriteria sudah diisi", "{n} kriteria sudah diisi", row.sheet.cells).format(
        n=angka(row.sheet.cells)
    )
    parts = [gettext("Belum dinilai") if row.sheet.is_untouched else begun]
    if row.sheet.round > 1:
        parts.append(gettext("nilai yang terkunci pada putaran sebelumnya juga tidak dihitung lagi"))
    if not row.is_needed:
        parts.append(gettext("jumlah jurinya cukup tanpa pengganti"))
    elif not row.offered:
        parts.append(gettext("tidak ada anggota panel lain yang boleh menilai"))
    return "; ".join(parts)


def _offered(juror: Any) -> str:
    said = ngettext("{name}, {house} ({n} berkas)", "{name}, {house} ({n} berkas)", juror.load)
    most = gettext("{name}, {house} ({n} dari paling banyak {most} berkas)")
    words_of = most if juror.capacity else said
    return words_of.format(name=juror, house=juror.institution, n=angka(juror.load), most=angka(juror.capacity or 0))
