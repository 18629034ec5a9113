"""The letters that were given up, as the secretariat reads them: what, for which kind of reader, since when, and why in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import Membership
from ovop_portal.accounts.roles import Role
from ovop_portal.notifications.kinds import Channel
from ovop_portal.notifications.models import Outbox, OutboxQuerySet

OUT_OF_REACH = _("Server surat tidak dapat dihubungi.")
REFUSED = _("Server surat menolak surat ini.")
CHANNEL_REFUSED = _("{channel} tidak dapat menyampaikan pesan ini ke nomor itu.")
# What an error is called, and what it means for whoever decides. The error itself may quote an address and stays in the row.
WHY: dict[str, str | Promise] = {
    "NoAddress": _("Akun ini tidak lagi mempunyai alamat e-mail atau sudah ditutup."),
    "UnknownKind": _("Portal belum mengenal jenis surat ini."),
    "SMTPRecipientsRefused": _("Server surat menolak alamat penerima."),
    "SMTPSenderRefused": _("Server surat menolak alamat pengirim portal."),
    "SMTPAuthenticationError": _("Server surat menolak kata sandi portal."),
    "SMTPDataError": REFUSED,
    "SMTPResponseException": REFUSED,
    "Unanswered": _("Server surat dua kali memutus sambungan sesudah menerima isi surat. Surat ini mungkin sudah sampai."),
    "SMTPServerDisconnected": OUT_OF_REACH,
    "SMTPConnectError": OUT_OF_REACH,
    "SMTPHeloError": OUT_OF_REACH,
    "ConnectionRefusedError": OUT_OF_REACH,
    "ConnectionResetError": OUT_OF_REACH,
    "TimeoutError": OUT_OF_REACH,
    "gaierror": OUT_OF_REACH,
    "OSError": OUT_OF_REACH,
    "NoSuchAddress": _("Server surat menolak alamat penerima."),
}  # fmt: skip
# The same for what goes to a telephone.
WHY_BY_PHONE: dict[str, str | Promise] = {
    "NoAddress": _("Akun ini tidak lagi mempunyai nomor yang dipastikan, atau sudah ditutup."),
    "UnknownKind": WHY["UnknownKind"],
    "Never": CHANNEL_REFUSED,
    "Undelivered": CHANNEL_REFUSED,
    "Misfit": _("{channel} menolak portal. Pengelola sistem perlu memeriksa kunci, templat, atau nomor pengirim."),
    "NotNow": _("{channel} sedang penuh atau tidak melayani."),
    "Unanswered": _("Sambungan putus sesudah pesan diserahkan kepada {channel}. Pesan ini mungkin sudah sampai."),
    "URLError": _("{channel} tidak dapat dihubungi."),
}  # fmt: skip
OTHERWISE = _("Pengiriman terhenti karena kendala lain. Pengelola sistem menemukannya di catatan surat.")


@dataclass(frozen=True)
class Held:
    """One letter that waits for somebody to decide."""

    letter: Outbox

    @property
    def title(self) -> str:
        return self.letter.notice_kind.title_for(self.letter.context)

    @property
    def readers(self) -> str:
        """What the reader is, never who: the roles of the account, or that the letter goes to a plain address."""
        if self.letter.recipient is None:
            return gettext("Alamat tanpa akun")
        held = dict.fromkeys(one.role for one in self.letter.recipient.memberships.all())
        return ", ".join(str(Role(role).label) for role in held) or gettext("Akun tanpa peran")

    @property
    def since(self) -> datetime:
        return self.letter.parked_at or self.letter.created_at

    @property
    def why(self) -> str:
        words = WHY if self.letter.channel == Channel.EMAIL else WHY_BY_PHONE
        return str(words.get(self.letter.error.partition(":")[0], OTHERWISE)).format(channel=self.channel)

    @property
    def channel(self) -> str:
        return str(Channel(self.letter.channel).label)


def held_letters() -> OutboxQuerySet:
    """The letters that wait for a decision, the latest first, with the roles of their readers. Two statements."""
    roles = Prefetch("recipient__memberships", Membership.objects.current().order_by("role"))
    return Outbox.objects.parked().select_related("recipient").prefetch_related(roles).order_by("-parked_at", "-id")
