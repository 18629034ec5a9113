"""A code that the holder of an account shows to an officer: whoever can see it is signed in to the account, and that is more than a number can say.

    code = make_code(user, now=now)              # eight digits, on a page of the holder alone
    owner = holder_of("1234 5678", now=now)      # None: nobody's, used, or too old
    use_code(owner, now=now)                     # in the verb that rests on it

The table holds a seed and a fingerprint; the code itself is made of the seed and the secret of the settings, so that nobody reads it from a copy of the
database. An officer who guesses is stopped by the limit of the page where codes are typed.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ovop_portal.accounts.models import HolderCode, User
from ovop_portal.common.verbs import Missing, Refused, verb

DIGITS = 8
VALID_FOR = timedelta(minutes=15)
SALT = "ovop_portal.accounts.holder_codes"


@verb
def make_code(user: User, *, now: datetime) -> str:
    """A fresh code of the account; the one before is void."""
    # Two codes of one account are made one after the other, even if asked for at once.
    User.objects.select_for_update().get(pk=user.pk)
    seed = uuid.uuid4()
    while HolderCode.objects.filter(fingerprint=_fingerprint(_digits(seed))).exists():
        seed = uuid.uuid4()
    values = {"seed": seed, "fingerprint": _fingerprint(_digits(seed)), "ends_at": now + VALID_FOR, "used_at": None}
    HolderCode.objects.update_or_create(user=user, defaults=values)
    return _digits(seed)


def code_of(user: User, *, now: datetime) -> tuple[str, datetime] | None:
    """The code of the account that still holds, and until when."""
    row = _valid(now).filter(user=user).first()
    return (_digits(row.seed), row.ends_at) if row else None


def holder_of(code: str, *, now: datetime) -> User | None:
    """The account that shows this code now."""
    row = _valid(now).filter(fingerprint=_fingerprint(code)).select_related("user").first()
    return row.user if row else None


@verb
def use_code(user: User, *, now: datetime) -> None:
    """Use the code up, in the verb that rests on it. Refuses a code that served something else in the same moment."""
    if not _valid(now).filter(user=user).update(used_at=now):
        words = _("Kode ini sudah dipakai atau sudah lewat. Minta pemilik membuat kode baru di Akun saya")
        raise Refused(Missing("no_code", words, "kode"))


def _valid(now: datetime) -> QuerySet[HolderCode]:
    return HolderCode.objects.filter(used_at__isnull=True, ends_at__gt=now)


def _digits(seed: uuid.UUID) -> str:
    made = salted_hmac(f"{SALT}.seed", str(seed), algorithm="sha256").hexdigest()
    return f"{int(made, 16) % 10**DIGITS:0{DIGITS}}"


def _fingerprint(code: str) -> str:
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()
