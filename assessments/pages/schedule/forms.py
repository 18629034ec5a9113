"""Forms of the dates: other dates for one stage, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.models import Edition, Nomination, Window
from awards.operations.editions import Dates
from ovop_portal.common.clock import WIB, minute_of
from ovop_portal.common.fields import JamField, TanggalField
from ovop_portal.common.forms import OvopForm

NOTHING: Mapping[str, Any] = {}


class StepForm(OvopForm):
    """A button with nothing but its key."""


class WindowForm(OvopForm):
    """From when to when, by WIB, and why. `seen` names the dates that stood on the page."""

    opens_on = TanggalField(label=_("Dibuka tanggal"))
    opens_hour = JamField(label=_("Dibuka pukul"))
    closes_on = TanggalField(label=_("Ditutup tanggal"))
    closes_hour = JamField(label=_("Ditutup pukul"), help_text=_("Menit yang tertulis masih termasuk"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca semua orang yang diberi tahu"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, window: Window, initial: Mapping[str, Any] = NOTHING, **kwargs: Any) -> None:
        self.window = window
        opens, closes = (moment.astimezone(WIB) for moment in window.dates)
        stored = {
            "opens_on": opens.date(),
            "opens_hour": opens.time(),
            "closes_on": closes.date(),
            "closes_hour": closes.time(),
            "seen": window.seen,
        }
        super().__init__(*args, initial=stored | dict(initial), **kwargs)

    @property
    def dates(self) -> Dates:
        """What was chosen. A minute that stands as it was keeps its second, too: nothing changes that nobody changed."""
        said = self.cleaned_data
        return (
            _moment(said["opens_on"], said["opens_hour"], self.window.opens_at),
            _moment(said["closes_on"], said["closes_hour"], self.window.closes_at),
        )

    def as_sent(self) -> list[tuple[str, str]]:
        """Name and value of everything that was sent, but for the key and the button: the next page carries it."""
        carried = {*self.fields, *(f"{name}_{part}" for name in ("opens_on", "closes_on") for part in range(3))}
        return [(name, value) for name, value in self.data.items() if name in carried and name != "kunci"]

    def show_newest(self) -> None:
        """Let the next sending be about the dates that the page shows now; what was typed stays."""
        self.put_back("seen", self.window.seen)
        self.renew_key()


def _moment(day: date, hour: time, stored: datetime) -> datetime:
    chosen = datetime.combine(day, hour, WIB)
    return stored if chosen == minute_of(stored) else chosen


class HourForm(OvopForm):
    """One hour by WIB, and perhaps one file."""

    with_key = False

    tanggal = TanggalField(label=_("Tanggal"))
    jam = JamField(label=_("Pukul"))
    nomor = forms.CharField(
        label=_("Nomor pengajuan"), required=False, max_length=20, help_text=_("Bila yang ditanyakan satu berkas")
    )

    def __init__(self, *args: Any, edition: Edition, now: datetime, **kwargs: Any) -> None:
        self.edition = edition
        self.file: Nomination | None = None
        local = now.astimezone(WIB)
        super().__init__(*args, initial={"tanggal": local.date(), "jam": local.time()}, **kwargs)

    def clean_nomor(self) -> str:
        number = str(self.cleaned_data["nomor"]).upper()
        if number:
            files = Nomination.objects.filter(edition=self.edition)
            self.file = files.filter(number=number).first()
            if self.file is None:
                raise ValidationError(gettext("Tidak ada pengajuan dengan nomor ini pada penyelenggaraan ini"))
            self.file.edition = self.edition
        return number

    @property
    def hour(self) -> datetime:
        """The hour that is asked about."""
        return datetime.combine(self.cleaned_data["tanggal"], self.cleaned_data["jam"], WIB)
