"""What the trail says of accounts and roles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import ContactChannel
from ovop_portal.accounts.roles import Role
from ovop_portal.ledger import words


def register_all() -> None:
    """Tell the ledger's phrase book."""
    words.tell(
        kinds={
            "account.registered": _("Akun didaftarkan"),
            "account.changed": _("Nama atau kontak akun diganti"),
            "account.contact_proved": _("Kontak akun dipastikan"),
            "account.password_changed": _("Kata sandi diganti"),
            "account.reached_by": _("Cara menerima kabar diganti"),
            "account.opened": _("Akun dibuka"),
            "account.closed": _("Akun ditutup"),
            "account.reopened": _("Akun dibuka lagi"),
            "invitation.made": _("Undangan dibuat"),
            "invitation.agreed": _("Undangan disetujui orang kedua"),
            "invitation.sent_again": _("Undangan dikirim ulang"),
            "invitation.withdrawn": _("Undangan ditarik"),
            "invitation.taken": _("Undangan diterima"),
            "account.sessions_ended": _("Keluar dari perangkat lain"),
            "second_step.added": _("Langkah kedua dipasang"),
            "second_step.removed": _("Langkah kedua dilepas"),
            "second_step.reset": _("Langkah kedua dilepas petugas"),
            "second_step.codes_made": _("Kode cadangan dibuat"),
            "second_step.paper_used": _("Kode cadangan dipakai"),
            "role.granted": _("Peran diberikan"),
            "role.ended": _("Peran diakhiri"),
        },
        subjects={
            "user": _("Akun"),
            "invitation": _("Undangan"),
        },
        keys={
            "role": _("peran"),
            "channels": _("saluran"),
        },
        values={
            **{("role", code): label for code, label in Role.choices},
            **{("channels", code): label for code, label in ContactChannel.choices},
        },
    )
