"""A code that goes to a contact which an account wants to call its own: whoever types it here receives what is sent there.

    code = make_code(user, CHANGE_EMAIL, EMAIL, "baru@contoh.id", now=now)   # the letter is written with `digits_of(code)` when it goes out
    left = count_try(user, CHANGE_EMAIL)                                     # in the view, outside the transaction of the work
    code = demand(user, CHANGE_EMAIL, "123456", left=left, now=now)          # in the verb that rests on it; refuses what is wrong

One code waits for each account and purpose; a fresh one takes its place. The table holds a seed: the code is made of it, of the contact and of the secret
of the settings, so that nobody reads it from a copy of the database. Tries are counted in the row, one after the other, whatever happens to the cache.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ovop_portal.accounts.models import ContactCode, Purpose, User
from ovop_portal.common.verbs import Missing, Refused, verb

DIGITS = 6
VALID_FOR = timedelta(minutes=10)
# The contact waits this long for a fresh code, then it is forgotten.
KEPT_FOR = timedelta(days=7)
# What `count_try` says of a try that was one too many.
NO_TRY = -1
SALT = "ovop_portal.accounts.contact_codes"


@verb
def make_code(user: User, purpose: str, channel: str, contact: str, *, now: datetime) -> ContactCode:
    """A fresh code for `contact`; the one before, whatever contact it was for, is void. Whose the contact is, is not asked."""
    # Two codes of one account are made one after the other, even if asked for at once.
    User.objects.select_for_update().get(pk=user.pk)
    values = {"channel": channel, "contact": contact, "seed": uuid.uuid4(), "ends_at": now + VALID_FOR, "tries": 0}
    return ContactCode.objects.update_or_create(user=user, purpose=purpose, defaults=values)[0]


@verb
def make_late(
    user: User, purpose: str, channel: str, contact: str, *, seed: uuid.UUID, asked: datetime
) -> ContactCode | None:
    """The code of a message that goes out later than it was asked for: the same for the same `seed`. None where it was used or voided, or where a later one
    was asked for.
    """
    User.objects.select_for_update().get(pk=user.pk)
    held = ContactCode.objects.filter(user=user, purpose=purpose).first()
    if held is not None and held.seed == seed:
        return held if held.tries < ContactCode.MOST_TRIES else None
    if held is not None and held.ends_at > asked + VALID_FOR:
        return None
    values = {"channel": channel, "contact": contact, "seed": seed, "ends_at": asked + VALID_FOR, "tries": 0}
    return ContactCode.objects.update_or_create(user=user, purpose=purpose, defaults=values)[0]


def waiting_for(user: User, purpose: str) -> ContactCode | None:
    """The contact that waits for the answer of its holder; its code may be over."""
    return ContactCode.objects.filter(user=user, purpose=purpose).first()


def all_waiting(user: User) -> dict[str, ContactCode]:
    """Every contact that waits, by its purpose."""
    return {code.purpose: code for code in ContactCode.objects.filter(user=user)}


def digits_of(code: ContactCode) -> str:
    """What the holder of the contact is told."""
    said = "\n".join([str(code.seed), code.purpose, code.channel, code.contact])
    return f"{int(salted_hmac(SALT, said, algorithm='sha256').hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"


@verb
def count_try(user: User | None, purpose: str) -> int:
    """Count one try, before it is known whether it is right. Returns how many are left after it, or `NO_TRY`: this one was one too many."""
    code = ContactCode.objects.select_for_update().filter(user=user, purpose=purpose).first()
    if code is None or code.tries >= ContactCode.MOST_TRIES:
        return NO_TRY
    code.tries += 1
    code.save(update_fields=["tries"])
    return ContactCode.MOST_TRIES - code.tries


def demand(user: User | None, purpose: str, typed: str, *, left: int, now: datetime) -> ContactCode:
    """The code that waits, held until the verb ends, if it is the one that was typed. Refuses an old one, one too many tries, one that was used in the moment
    since the try was counted, and what is wrong.
    """
    # The account first, as whoever makes a code holds them. Nobody's is looked for as well: the answer takes as long.
    list(User.objects.select_for_update().filter(pk=user.pk if user else 0).values_list("pk"))
    code = ContactCode.objects.select_for_update().filter(user=user, purpose=purpose).first()
    if code is None:
        raise _refused("no_code", _("Tidak ada kode yang menunggu. Isi lagi alamat atau nomornya"))
    if left == NO_TRY or (left and code.tries >= ContactCode.MOST_TRIES):
        raise _refused("code_exhausted", _("Percobaan untuk kode ini sudah habis. Minta kode baru"))
    if code.ends_at <= now:
        raise _refused("code_over", _("Kode ini sudah lewat waktunya. Minta kode baru"))
    if not constant_time_compare(typed, digits_of(code)):
        raise wrong(left)
    return code


def wrong(left: int) -> Refused:
    """What is said of a wrong code, and of a right one that opens nothing any more."""
    if not left:
        return _refused("code_wrong", _("Kode belum cocok, dan percobaan sudah habis. Minta kode baru"))
    return _refused("code_wrong", _("Kode belum cocok. Periksa lagi; tersisa {n} percobaan").format(n=left))


def void(user: User, purpose: str | None = None) -> int:
    """Let nothing wait any more, for this purpose or for any. Returns how many codes that were.

    A code that recovers stays, used up: its message may go out again by another channel, and must not make it anew.
    """
    codes = ContactCode.objects.filter(user=user)
    codes = codes.filter(purpose=purpose) if purpose else codes
    used_up = codes.filter(purpose=Purpose.RECOVER).update(tries=ContactCode.MOST_TRIES)
    return used_up + codes.exclude(purpose=Purpose.RECOVER).delete()[0]


def forget(now: datetime) -> int:
    """Drop contacts that were never answered from. Returns how many."""
    return ContactCode.objects.filter(ends_at__lte=now - KEPT_FOR).delete()[0]


def _refused(code: str, words: str) -> Refused:
    return Refused(Missing(code, words, "kode"))
