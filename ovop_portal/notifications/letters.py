"""Letters about accounts: the link for a new password, and what was changed. The room of accounts asks for them by its signals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models.functions import Now
from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts import invitations, reaching, recovering
from ovop_portal.accounts import letters as accounts
from ovop_portal.accounts.contact_codes import digits_of
from ovop_portal.accounts.models import ContactCode, Invitation, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import pukul, waktu
from ovop_portal.notifications.kinds import Channel, Kind, Settled, register
from ovop_portal.notifications.operations import notify, write_to

LINK = register(
    Kind(
        "accounts.link",
        _("Buat kata sandi baru untuk Portal OVOP"),
        _(
            "Kami menerima permintaan untuk membuat kata sandi baru bagi akun Anda di Portal OVOP. Tautan di bawah ini berlaku 3 hari dan hanya bisa"
            " dipakai satu kali. Bila Anda tidak memintanya, abaikan surat ini: kata sandi Anda tidak berubah."
        ),
    )
)
UNKNOWN = register(
    Kind(
        "accounts.unknown",
        _("Alamat belum terdaftar di Portal OVOP"),
        _(
            "Seseorang, mungkin Anda sendiri, meminta kata sandi baru di Portal OVOP dengan alamat ini. Alamat ini belum terdaftar pada akun mana pun."
            " Bila Anda memakai alamat lain atau nomor WhatsApp, coba dengan itu. Bila Anda tidak memintanya, abaikan surat ini."
        ),
    )
)


def settle_link(address: str, _context: Mapping[str, str]) -> Settled:
    """Find whose address it is and make the link only now, so that it never lies in a table. For an address that nobody has, the letter says so."""
    user = User.objects.filter(email=address, is_active=True).first()
    if user is None:
        return Settled(UNKNOWN, "", reverse("accounts:sign_in"))
    key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return Settled(LINK, user.name, reverse("accounts:password_reset_key", args=key))


LINK_WANTED = register(Kind("accounts.link_wanted", _("Kata sandi baru"), "", settle=settle_link))
CHANGED = {
    "password": register(
        Kind(
            "accounts.password_changed",
            _("Kata sandi Portal OVOP diganti"),
            _(
                "Kata sandi akun Anda baru saja diganti. Bila bukan Anda yang menggantinya, segera tulis kepada {contact}."
            ),
            is_owed=True,
            at_any_hour=True,
        )
    ),
    "email": register(
        Kind(
            "accounts.email_changed",
            _("E-mail akun Portal OVOP diganti"),
            _(
                "Alamat e-mail akun Anda baru saja diganti. Bila bukan Anda yang menggantinya, segera tulis kepada {contact}."
            ),
            is_owed=True,
            at_any_hour=True,
        )
    ),
    "phone": register(
        Kind(
            "accounts.phone_changed",
            _("Nomor WhatsApp akun Portal OVOP diganti"),
            _(
                "Nomor WhatsApp akun Anda baru saja diganti. Bila bukan Anda yang menggantinya, segera tulis kepada {contact}."
            ),
            is_owed=True,
            at_any_hour=True,
        )
    ),
}
LEFT = register(
    Kind(
        "accounts.address_left",
        _("E-mail akun Portal OVOP diganti"),
        _(
            "Alamat e-mail akun Anda di Portal OVOP baru saja diganti. Alamat ini tidak lagi dipakai untuk akun itu. Bila bukan Anda yang menggantinya,"
            " segera tulis kepada {contact}."
        ),
    )
)

BE_QUICK = _("Bila bukan Anda yang melakukannya, segera ganti kata sandi dan tulis kepada {contact}.")
SECOND_STEP = {
    fact: register(
        Kind(
            f"accounts.second_step_{fact}",
            subject,
            format_lazy("{} {}", words, BE_QUICK),
            is_owed=True,
            at_any_hour=True,
        )
    )
    for fact, subject, words in (
        (
            "added",
            _("Langkah kedua dipasang di Portal OVOP"),
            _("Kunci sandi atau aplikasi kode baru dipasang untuk masuk ke akun Anda."),
        ),
        (
            "removed",
            _("Langkah kedua dilepas di Portal OVOP"),
            _("Kunci sandi atau aplikasi kode dilepas dari akun Anda."),
        ),
        (
            "paper_used",
            _("Kode cadangan akun Portal OVOP dipakai"),
            _("Seseorang, mungkin Anda sendiri, masuk ke akun Anda dengan salah satu kode cadangan."),
        ),
        (
            "guessed",
            _("Ada yang menebak kode masuk Portal OVOP"),
            _("Seseorang mengetik kata sandi akun Anda dengan benar, lalu kode langkah kedua yang salah berkali-kali."),
        ),
        (
            "reset",
            _("Langkah kedua Anda dilepas petugas"),
            _(
                "Petugas melepas semua kunci sandi dan aplikasi kode dari akun Anda, dan sesi Anda diakhiri. Alasannya: {reason}\n\nMasuk lagi dengan kata"
                " sandi; bila peran Anda memerlukannya, langkah kedua yang baru dipasang saat itu juga."
            ),
        ),
    )
}

CODE = register(
    Kind(
        "accounts.contact_code",
        _("Kode untuk e-mail baru di Portal OVOP"),
        _(
            "Kode Anda: {code}\n\nSeseorang, mungkin Anda sendiri, ingin memakai alamat ini untuk akunnya di Portal OVOP. Bila itu Anda, ketik kode ini di"
            " halaman di bawah. Kode berlaku sampai {until}, untuk satu kali pakai. Bila bukan Anda, abaikan surat ini dan jangan berikan kodenya kepada"
            " siapa pun: tanpa kode itu alamat ini tidak dipakai."
        ),
    )
)
NO_CODE = register(
    Kind(
        "accounts.contact_taken",
        _("Ada yang ingin memakai e-mail Anda"),
        _(
            "Seseorang, mungkin Anda sendiri, ingin memakai alamat ini untuk akun lain di Portal OVOP. Alamat ini tetap milik akun Anda, dan akun Anda tidak"
            " berubah. Satu alamat hanya untuk satu akun: bila itu Anda, pakai alamat lain untuk akun yang satunya."
        ),
    )
)
VOID_CODE = register(
    Kind(
        "accounts.contact_code_void",
        _("Kode e-mail baru tidak berlaku lagi"),
        _(
            "Kode yang diminta untuk alamat ini sudah diganti dengan kode yang lebih baru, atau permintaannya dibatalkan. Abaikan surat ini bila Anda tidak"
            " sedang mengganti e-mail akun di Portal OVOP."
        ),
    )
)


def settle_code(address: str, context: Mapping[str, str]) -> Settled:
    """Make the code only now, so that it never lies in a table. The address of another account gets none: its holder hears that somebody wanted it."""
    code = ContactCode.objects.filter(seed=context["seed"], contact=address).first()
    holder = User.objects.filter(email=address).first()
    if holder is not None and str(holder.uuid) != context["account"]:
        return Settled(NO_CODE, holder.name, reverse("accounts:sign_in"))
    if code is None:
        return Settled(VOID_CODE, "", reverse("accounts:email_code"))
    # Nobody is named at an address that nobody has answered from.
    said = {"code": digits_of(code), "until": pukul(code.ends_at)}
    return Settled(CODE, "", reverse("accounts:email_code"), said)


CODE_WANTED = register(Kind("accounts.code_wanted", _("Kode untuk e-mail baru"), "", settle=settle_code))

TO_NUMBERS = (Channel.WHATSAPP, Channel.SMS)
NUMBER_CODE = register(
    Kind(
        "accounts.number_code",
        _("Kode Portal OVOP"),
        _("Kode Anda: {code}. Jangan berikan kepada siapa pun."),
        TO_NUMBERS,
        is_code=True,
    )
)
NUMBER_TAKEN = register(
    Kind(
        "accounts.number_taken",
        _("Ada yang ingin memakai nomor Anda"),
        _("Nomor ini tetap milik akun Anda. Satu nomor hanya untuk satu akun."),
        TO_NUMBERS,
    )
)
NUMBER_LEFT = register(
    Kind(
        "accounts.number_left",
        _("Nomor akun diganti. Bukan Anda? Tulis {contact}"),
        _("Nomor ini tidak lagi dipakai untuk akun itu."),
        TO_NUMBERS,
        at_any_hour=True,
    )
)


def settle_number_code(number: str, context: Mapping[str, str]) -> Settled | None:
    """The same for a number. Nothing is said of a code that was replaced or is over: nobody pays for that."""
    holder = User.objects.filter(phone=number).first()
    if holder is not None and str(holder.uuid) != context["account"]:
        return Settled(NUMBER_TAKEN, "", reverse("accounts:sign_in"))
    code = ContactCode.objects.filter(seed=context["seed"], contact=number, ends_at__gt=Now()).first()
    return Settled(NUMBER_CODE, "", reverse("accounts:phone_code"), {"code": digits_of(code)}) if code else None


NUMBER_CODE_WANTED = register(
    Kind(
        "accounts.number_code_wanted",
        _("Kode untuk nomor"),
        "",
        TO_NUMBERS,
        settle=settle_number_code,
        at_any_hour=True,
    )
)


def settle_recovery(number: str, context: Mapping[str, str]) -> Settled | None:
    """Make the code that recovers only now. A number that recovers nothing is not written to."""
    asked, seed = datetime.fromisoformat(context["asked"]), UUID(context["seed"])
    code = recovering.code_for(number, context["channel"], seed, asked=asked)
    return Settled(NUMBER_CODE, "", reverse("accounts:recover_code"), {"code": digits_of(code)}) if code else None


RECOVERY_WANTED = register(
    Kind(
        "accounts.recovery_wanted",
        _("Kode untuk kata sandi baru"),
        "",
        TO_NUMBERS,
        settle=settle_recovery,
        at_any_hour=True,
    )
)

AGAIN = register(
    Kind(
        "accounts.registered_again",
        _("Ada yang mendaftar dengan nomor Anda"),
        _(
            "Seseorang, mungkin Anda sendiri, mendaftar lagi di Portal OVOP dengan nomor akun Anda. Akun Anda tidak berubah dan tidak ada yang"
            " dibuka. Bila itu Anda, masuk dengan kata sandi akun ini; bila lupa, pilih Lupa kata sandi di halaman Masuk."
        ),
        is_owed=True,
    )
)
INVITATION = register(
    Kind(
        "accounts.invitation",
        _("Undangan Portal OVOP: {peran}"),
        _(
            "Anda diundang menjadi {peran} di Portal OVOP, {tempat}. Buka tautan di bawah ini dari ponsel atau komputer, lalu buat kata sandi. Tautan ini untuk"
            " Anda sendiri, dipakai satu kali, dan berlaku sampai {batas}. Bila Anda merasa undangan ini bukan untuk Anda, abaikan."
        ),
    )
)
INVITATION_GONE = register(
    Kind(
        "accounts.invitation_gone",
        _("Undangan Portal OVOP sudah tidak berlaku"),
        _(
            "Undangan menjadi {peran} sudah diterima, ditarik, atau diganti undangan lain. Tidak ada yang perlu Anda lakukan."
        ),
    )
)


def settle_invitation(_address: str, context: Mapping[str, str]) -> Settled:
    """Make the link only now, so that it never lies in a table."""
    invitation = Invitation.objects.open().filter(uuid=context["undangan"]).first()
    if invitation is None:
        return Settled(INVITATION_GONE, "", reverse("accounts:sign_in"), context)
    return Settled(INVITATION, invitation.name, invitations.path_of(invitation), context)


INVITED = register(Kind("accounts.invited", _("Undangan Portal OVOP: {peran}"), "", settle=settle_invitation))


SECOND_WANTED = register(
    Kind(
        "accounts.second_wanted",
        _("Undangan menunggu persetujuan Anda"),
        _(
            "{siapa} akan diundang menjadi {peran}. Peran yang menilai diberikan oleh dua orang: undangan baru dikirim setelah seorang rekan sekretariat"
            " memeriksa nama dan alamatnya, lalu menyetujuinya."
        ),
    )
)


@receiver(accounts.second_wanted)
def tell_colleagues(sender: object, *, invitation: Invitation, now: datetime, **_more: object) -> None:
    """Tell the others of the secretariat that an invitation waits for one of them."""
    people = [user for user in User.objects.holding(Role.SECRETARIAT) if user.actor != invitation.made_by]
    context = {"siapa": invitation.name, "peran": str(invitation.get_role_display())}
    path = reverse("accounts:invitation", args=[invitation.uuid])
    notify(people, SECOND_WANTED, context=context, path=path, now=now, key=f"{invitation.subject}:second")


@receiver(accounts.invited)
def write_invitation(sender: object, *, invitation: Invitation, now: datetime, **_more: object) -> None:
    """The letter tells the role and the place; the link is made when it goes out."""
    context = {
        "undangan": str(invitation.uuid),
        "peran": str(invitation.get_role_display()),
        "tempat": invitation.office.label if invitation.office else str(_("tingkat nasional")),
        "batas": waktu(invitation.ends_at),
    }
    key = f"{invitation.subject}:{uuid4()}"
    write_to(invitation.email or "", INVITED, context=context, path=reverse("accounts:sign_in"), now=now, key=key)


@receiver(accounts.link_wanted)
def write_link(sender: object, *, email: str, now: datetime, **_more: object) -> None:
    write_to(email, LINK_WANTED, context={}, path=reverse("accounts:password_reset"), now=now, key=f"link:{uuid4()}")


@receiver(accounts.recovery_wanted)
def write_recovery(sender: object, *, number: str, channel: str, now: datetime, **_more: object) -> None:
    seed, path = str(uuid4()), reverse("accounts:recover_code")
    context = {"seed": seed, "asked": now.isoformat(), "channel": channel}
    key, way = f"recovery:{seed}", Channel(channel)
    write_to(number, RECOVERY_WANTED, context=context, path=path, now=now, key=key, channel=way)


@receiver(accounts.code_wanted)
def write_code(sender: object, *, code: ContactCode, now: datetime, **_more: object) -> None:
    key, context = f"contact_code:{code.seed}", {"seed": str(code.seed), "account": str(code.user.uuid)}
    channel = Channel(code.channel)
    kind, page = (
        (CODE_WANTED, "accounts:email_code")
        if channel == Channel.EMAIL
        else (NUMBER_CODE_WANTED, "accounts:phone_code")
    )
    write_to(code.contact, kind, context=context, path=reverse(page), now=now, key=key, channel=channel)


@receiver(accounts.account_changed)
def write_changed(
    sender: object, *, user: User, fact: str, before: str, now: datetime, left_number: str = "", **_more: object
) -> None:
    """Tell the person, and the contact that was left: somebody whose account was taken over must hear of it. The new one is not named to the old."""
    key, context = f"account:{fact}:{uuid4()}", {"contact": settings.CONTACT_EMAIL}
    notify([user], CHANGED[fact], context=context, path=reverse("accounts:profile"), now=now, key=key)
    if before:
        left = LEFT if fact == "email" else CHANGED[fact]
        write_to(
            before, left, context=context, path=reverse("accounts:sign_in"), now=now, key=f"{key}:left", name=user.name
        )

    if left_number and (ways := reaching.to_numbers()):
        path = reverse("accounts:sign_in")
        write_to(left_number, NUMBER_LEFT, context=context, path=path, now=now, key=f"{key}:left", channel=ways[0])


@receiver(accounts.second_step_changed)
def write_second_step(sender: object, *, user: User, fact: str, reason: str, now: datetime, **_more: object) -> None:
    """Tell the person, whoever did it."""
    context = {"contact": settings.CONTACT_EMAIL, "reason": reason}
    which = day_in_wib(now) if fact == "guessed" else uuid4()
    key = f"second_step:{fact}:{user.uuid}:{which}"
    notify([user], SECOND_STEP[fact], context=context, path=reverse("accounts:second_step"), now=now, key=key)


@receiver(accounts.registered_again)
def write_registered_again(sender: object, *, user: User, now: datetime, **_more: object) -> None:
    """Tell the holder once a day, however often somebody tries."""
    key = f"account:again:{user.uuid}:{day_in_wib(now)}"
    notify([user], AGAIN, context={}, path=reverse("accounts:profile"), now=now, key=key)
