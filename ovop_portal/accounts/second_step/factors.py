"""What somebody takes the second step with, and what becomes of it. The rows are allauth's (`Authenticator`); secrets lie in them sealed (`adapter`).

An account has an application, passkeys, or both, and then ten codes on paper for the day on which they are lost. Every verb holds the account's row, so
that two tries with one code come one after the other and the second finds it used.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from fido2.webauthn import AttestedCredentialData

from ovop_portal.accounts import letters
from ovop_portal.accounts.models import FactorReset, User
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.second_step import passkeys, totp
from ovop_portal.accounts.second_step.adapter import resealed
from ovop_portal.common.verbs import Missing, Refused, Stale, verb
from ovop_portal.ledger.journal import actor_of, record
from ovop_portal.ledger.vouching import hidden

APP, PASSKEY, PAPER = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
ADMINISTRATOR = "administrator"
MOST_KEYS = 10


@dataclass(frozen=True)
class Key:
    """A passkey as its holder sees it."""

    row: Authenticator

    @property
    def mark(self) -> str:
        """Names it on a page."""
        return str(self.row.data["mark"])

    @property
    def name(self) -> str:
        return str(self.row.data["name"])


@dataclass(frozen=True)
class Factors:
    """What an account has."""

    rows: list[Authenticator]

    @property
    def app(self) -> Authenticator | None:
        return self._one(APP)

    @property
    def paper(self) -> Authenticator | None:
        return self._one(PAPER)

    @cached_property
    def keys(self) -> list[Key]:
        return [Key(row) for row in self.rows if row.type == PASSKEY]

    @property
    def credentials(self) -> list[AttestedCredentialData]:
        """The public halves of the passkeys."""
        data = (passkeys.data_of(key.row.data["credential"]).credential_data for key in self.keys)
        return [credential for credential in data if credential]

    @property
    def are_there(self) -> bool:
        return bool(self.app or self.keys)

    @property
    def count(self) -> int:
        return len(self.keys) + bool(self.app)

    @property
    def codes_left(self) -> int:
        return len(self._codes)

    @property
    def codes_to_show(self) -> list[str]:
        """The codes on paper, until their holder says that they are kept."""
        return [] if self.paper is None or self.paper.data.get("kept") else self._codes

    @property
    def _codes(self) -> list[str]:
        """The codes on paper that are not used up; none where another secret of the settings sealed them."""
        try:
            codes: list[str] = self.paper.wrap().get_unused_codes() if self.paper else []
        except InvalidToken:
            return []
        return codes

    def _one(self, kind: str) -> Authenticator | None:
        return next((row for row in self.rows if row.type == kind), None)


def factors_of(user: User) -> Factors:
    """One query."""
    return Factors(list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk")))


def has_factor(user: User) -> bool:
    """Must whoever signs in as `user` take a second step, because there is one?"""
    return Authenticator.objects.filter(user_id=user.pk).exists()


def is_demanded_of(user: User) -> bool:
    """Do the settings demand a second step of this person?"""
    demanded: Iterable[str] = settings.SECOND_STEP_ROLES
    return bool(demanded) and (
        (ADMINISTRATOR in demanded and user.is_superuser) or user.duties.has(*(Role(r) for r in demanded if r in Role))
    )


@verb
def add_app(user: User, secret: str, code: str, *, now: datetime) -> None:
    """The person has an application that knows `secret`, and shows it by the code of this minute. It takes the place of one before."""
    had = _hold(user)
    step = totp.step_of(secret, code, now=now)
    if step is None:
        raise _refused(
            "code_wrong", _("Kode belum cocok. Pastikan jam ponsel diatur otomatis, lalu ketik kode yang baru")
        )
    if had.app:
        had.app.delete()
    data = {"secret": get_adapter().encrypt(secret), "step": step}
    Authenticator.objects.create(user_id=user.pk, type=APP, data=data, created_at=now, last_used_at=now)
    _added(user, APP, had, now)


@verb
def add_passkey(user: User, name: str, state: dict[str, Any] | None, answer: str, *, now: datetime) -> None:
    """A device of the person made a key, and answers the challenge of `state` with it."""
    had = _hold(user)
    if len(had.keys) >= MOST_KEYS:
        raise _refused("too_many", _("Sudah ada {n} kunci sandi. Lepas dahulu yang tidak dipakai").format(n=MOST_KEYS))
    try:
        said = passkeys.made(state or {}, answer)
    except passkeys.NotSigned:
        raise _refused("not_signed", _("Perangkat belum membuat kunci sandi. Tekan tombolnya lagi")) from None
    credential = passkeys.data_of(said).credential_data
    if credential is None or any(one.credential_id == credential.credential_id for one in had.credentials):
        raise _refused("there", _("Kunci sandi ini sudah terpasang"))
    data = {"name": name, "credential": said, "mark": str(uuid.uuid4()), "counter": passkeys.data_of(said).counter}
    Authenticator.objects.create(user_id=user.pk, type=PASSKEY, data=data, created_at=now, last_used_at=now)
    _added(user, PASSKEY, had, now)


@verb
def take_code(user: User, code: str, *, now: datetime) -> None:
    """The second step by the application's code. Each code is taken once: neither it nor an older one again."""
    app = _hold(user).app
    step = _step_of(app, code, now) if app else None
    if app is None or step is None:
        raise _refused("code_wrong", _("Kode belum cocok, atau sudah dipakai. Tunggu kode berikutnya, lalu ketik"))
    app.data["step"] = step
    _used(app, now)


@verb
def take_passkey(user: User, state: dict[str, Any] | None, answer: str, *, now: datetime) -> None:
    """The second step by a signature. A key that counts its signatures and counts back was copied, and opens nothing."""
    had = _hold(user)
    try:
        credential, counter = passkeys.signed(state or {}, had.credentials, answer)
    except passkeys.NotSigned:
        raise _refused("not_signed", _("Kunci sandi belum dikenali. Coba lagi, atau pakai cara lain")) from None
    pairs = zip(had.keys, had.credentials, strict=True)
    row = next(key.row for key, data in pairs if data.credential_id == credential)
    before = row.data["counter"]
    if (before or counter) and counter <= before:
        raise _refused("copied", _("Kunci sandi ini mungkin pernah disalin. Pakai cara lain, lalu lepas kunci ini"))
    row.data["counter"] = counter
    _used(row, now)


@verb
def take_paper(user: User, code: str, *, now: datetime) -> int:
    """The second step by a code on paper, which is thereby used up: the person is told. Returns how many are left."""
    had = _hold(user)
    if had.paper is None or not had.codes_left or not had.paper.wrap().validate_code(code):
        raise _refused("code_wrong", _("Kode cadangan belum cocok, atau sudah dipakai"))
    left = factors_of(user).codes_left
    record("second_step.paper_used", user.actor, by=user, now=now, body={"left": left})
    letters.second_step_changed.send(None, user=user, fact="paper_used", reason="", now=now)
    return left


@verb
def tell_of_guesses(user: User, *, now: datetime) -> None:
    """Somebody knows the password and types one wrong code after the other: its holder is told, once a day."""
    letters.second_step_changed.send(None, user=user, fact="guessed", reason="", now=now)


@verb
def make_codes(user: User, *, now: datetime) -> None:
    """Ten fresh codes; those before are void."""
    had = _hold(user)
    if not had.are_there:
        raise _refused("nothing", _("Pasang kunci sandi atau aplikasi dahulu"))
    _make_codes(user, had, now)
    record("second_step.codes_made", user.actor, by=user, now=now)


@verb
def keep_codes(user: User) -> None:
    """The person has the codes on paper: no page shows them again."""
    paper = _hold(user).paper
    if paper is not None:
        paper.data["kept"] = True
        paper.save(update_fields=["data"])


@verb
def remove(user: User, which: str, *, now: datetime) -> None:
    """Take the application (`which` is "aplikasi") or the passkey with that mark off the account. The last one stays where the settings demand one.

    Raises `Stale` for what is not there any more.
    """
    had = _hold(user)
    rows = {key.mark: key.row for key in had.keys} | ({"aplikasi": had.app} if had.app else {})
    if which not in rows:
        raise Stale(user, "removed")
    if had.count == 1 and is_demanded_of(user):
        raise _refused("last", _("Peran Anda memerlukan langkah kedua. Pasang yang lain dahulu, lalu lepas yang ini"))
    gone = rows[which]
    kind = gone.type
    gone.delete()
    if had.count == 1 and had.paper:
        had.paper.delete()
    record("second_step.removed", user.actor, by=user, now=now, body={"kind": kind})
    letters.second_step_changed.send(None, user=user, fact="removed", reason="", now=now)


@verb
def reset(user: User, reason: str, *, by: User | str, now: datetime) -> None:
    """Take everything off the account of somebody who lost it, end their sessions, and tell them who and why. Nobody does it for themselves.

    Raises `Stale` where there is nothing.
    """
    had = _hold(user)
    if actor_of(by) == user.actor:
        raise Refused(Missing("own", _("Langkah kedua Anda sendiri dilepas oleh orang lain")))
    if not had.are_there:
        raise Stale(user, "removed")
    Authenticator.objects.filter(user_id=user.pk).delete()
    User.objects.filter(pk=user.pk).update(sessions_end_at=now)
    row = FactorReset.objects.create(user=user, reason=reason, reset_by=actor_of(by), reset_at=now)
    row.refresh_from_db(fields=["salt"])
    record("second_step.reset", user.actor, by=by, now=now, body={"reason_sha256": hidden(reason, row.salt)})
    letters.second_step_changed.send(None, user=user, fact="reset", reason=reason, now=now)


def reseal() -> int:
    """Seal with the secret of today what a former one sealed, so that the former one can be forgotten. Returns how many rows that were."""
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    rows = Authenticator.objects.filter(type__in=(APP, PAPER)).values_list("pk", flat=True)
    return sum(_reseal(pk) for pk in list(rows))


@transaction.atomic
def _reseal(pk: int) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    name = "secret" if row and row.type == APP else "seed"
    fresh = resealed(row.data[name]) if row else None
    if row and fresh:
        row.data[name] = fresh
        row.save(update_fields=["data"])
    return bool(fresh)


def _hold(user: User) -> Factors:
    """What the account has, held until the verb ends."""
    User.objects.select_for_update().get(pk=user.pk)
    return factors_of(user)


def _step_of(app: Authenticator, code: str, now: datetime) -> int | None:
    """None as well where another secret of the settings sealed what the application knows: nobody comes in by it then (docs/operasi.md)."""
    try:
        secret = get_adapter().decrypt(app.data["secret"])
    except InvalidToken:
        return None
    return totp.step_of(secret, code, now=now, after=app.data["step"])


def _added(user: User, kind: str, had: Factors, now: datetime) -> None:
    if had.paper is None:
        _make_codes(user, had, now)
    record("second_step.added", user.actor, by=user, now=now, body={"kind": kind})
    letters.second_step_changed.send(None, user=user, fact="added", reason="", now=now)


def _make_codes(user: User, had: Factors, now: datetime) -> None:
    if had.paper:
        had.paper.delete()
    seed = get_adapter().encrypt(uuid.uuid4().hex + uuid.uuid4().hex)
    Authenticator.objects.create(
        user_id=user.pk, type=PAPER, data={"seed": seed, "used_mask": 0}, created_at=now, last_used_at=None
    )


def _used(row: Authenticator, now: datetime) -> None:
    row.last_used_at = now
    row.save(update_fields=["data", "last_used_at"])


def _refused(code: str, words: str) -> Refused:
    return Refused(Missing(code, words, "kode"))
