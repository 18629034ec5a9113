"""What the house itself says to whom: the head of the day to those who keep it elsewhere, and what a proof found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.models import Edition
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import angka, tanggal
from ovop_portal.ledger.heads import Signed
from ovop_portal.notifications.kinds import Channel, Kind, register
from ovop_portal.notifications.operations import notify

HEAD = register(
    Kind(
        "front.head",
        _("Segel buku jejak {day}"),
        _(
            "Simpan e-mail ini di luar portal. Baris berikut membuktikan kelak bahwa catatan sampai hari ini tidak diganti:\n\n{line}\n\n"
            "Untuk memeriksanya, simpan e-mail ini sebagai teks lalu jalankan verify_ledger --heads dengan nama berkasnya."
        ),
        # It is kept outside the portal, word by word.
        channels=(Channel.EMAIL,),
        is_owed=True,
    )
)
DIFFERS = register(
    Kind(
        "front.differs",
        _("Pembuktian menemukan {count} perbedaan: {edition}"),
        _("Data {edition} tidak sama dengan yang dicatat buku jejak. Daftarnya ada di halaman jejak keputusan."),
    )
)
BROKEN = register(
    Kind(
        "front.broken",
        _("Pemeriksaan malam menemukan {count} pelanggaran aturan data"),
        _("Ada data yang melanggar aturan yang selalu berlaku di portal. Daftarnya ada di halaman jejak keputusan."),
    )
)


def tell_head(head: Signed, *, now: datetime) -> None:
    """The head of a day to every auditor."""
    notify(
        User.objects.holding(Role.AUDITOR),
        HEAD,
        context={"day": tanggal(head.day), "line": head.line},
        path=reverse("front:heads"),
        now=now,
        key=f"ledger:head:{head.day}",
    )


def tell_differences(edition: Edition, differences: Sequence[str], *, now: datetime) -> None:
    """What a proof found, to auditors and secretariat, once a day."""
    notify(
        User.objects.holding(Role.AUDITOR, Role.SECRETARIAT),
        DIFFERS,
        context={"edition": edition.name, "count": angka(len(differences))},
        path=reverse("front:audit"),
        now=now,
        key=f"edition:{edition.year}:{DIFFERS.code}:{day_in_wib(now)}",
    )


def tell_breaches(breaches: Sequence[str], *, now: datetime) -> None:
    """What breaks an invariant, to auditors and secretariat, once a day."""
    notify(
        User.objects.holding(Role.AUDITOR, Role.SECRETARIAT),
        BROKEN,
        context={"count": angka(len(breaches))},
        path=reverse("front:audit"),
        now=now,
        key=f"{BROKEN.code}:{day_in_wib(now)}",
    )
