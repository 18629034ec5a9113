"""What the office does with people: register an owner, write name and address, give a role, end a role. Who may is in `rules.py`, asked by the doors."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ovop_portal.accounts import letters
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import DINAS_ROLES, OFFICE_ROLES, Role
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger.journal import actor_of, record
from regions.models import Level, Office

Actor = User | str


@verb
def register_owner(*, name: str, phone: str, password: str, now: datetime, email: str = "") -> User:
    """Make an account for the owner of a firm, who registers without anybody's help; `phone` is E.164.

    Refuses with the code `phone_taken` or `email_taken`; the words say no more than that, so that nobody learns whose it is.
    """
    user = _new_user(name=name, phone=phone, email=email, password=password)
    record("account.registered", user.actor, by=user, now=now)
    _grant(user, Role.OWNER, None, by=user, now=now)
    return user


@verb
def change_account(user: User, *, name: str, email: str, by: Actor, now: datetime) -> list[str]:
    """Write the name and the e-mail address of a person; which of the two changed. The address before is told of it.

    Refuses with the code `email_taken`, or `email_needed` for an account that has no number.
    """
    # Fetched anew, for the user of a request is a lazy wrapper.
    user = User.objects.select_for_update().get(pk=user.pk)
    before, after = user.email or "", email.lower()
    changed = [field for field, is_new in (("name", name != user.name), ("email", after != before)) if is_new]
    if not changed:
        return []
    if not after and not user.phone:
        raise Refused(Missing("email_needed", _("Isi e-mail: akun ini tidak memakai nomor WhatsApp"), "email"))
    if after != before and after and User.objects.filter(email__iexact=after).exclude(pk=user.pk).exists():
        raise _email_taken()
    user.name, user.email = name, after or None
    try:
        with transaction.atomic():
            user.save(update_fields=["name", "email"])
    except IntegrityError as race:
        if "email" not in str(race):
            raise
        raise _email_taken() from race
    record("account.changed", user.actor, by=by, now=now, body={"fields": changed})
    if "email" in changed and before:
        transaction.on_commit(lambda: letters.address_changed(user, before), robust=True)
    return changed


@verb
def grant_role(user: User, role: str, *, by: Actor, now: datetime, office: Office | None = None) -> Membership:
    """Give `user` a role, for `office` where the role belongs to one. Granting what is already held changes nothing."""
    held = user.memberships.filter(role=role, office=office, ends_at__isnull=True).first()
    if held is not None:
        return held
    missing = missing_for_grant(user, role, office)
    if missing:
        raise Refused(*missing)
    return _grant(user, role, office, by=by, now=now)


@verb
def end_role(membership: Membership, *, by: Actor, now: datetime) -> Membership:
    """End a membership now. It stays as a record; a new one may be granted later."""
    lock(membership)
    if membership.ends_at is not None:
        raise Stale(membership, "ended")
    membership.ends_at = max(now, membership.starts_at)
    membership.save(update_fields=["ends_at"])
    record("role.ended", membership.user.actor, by=by, now=now, body=_body(membership))
    return membership


def _new_user(*, name: str, phone: str, email: str, password: str) -> User:
    if User.objects.filter(phone=phone).exists():
        raise Refused(
            Missing("phone_taken", _("Nomor ini sudah dipakai. Masuk dengan nomor ini, atau pakai nomor lain"), "phone")
        )
    if email and User.objects.filter(email=email.lower()).exists():
        raise _email_taken()
    try:
        with transaction.atomic():
            return User.objects.create_user(name=name, phone=phone, email=email or None, password=password)
    except IntegrityError as race:
        # Two requests with one number: the second one lost the race after the look above.
        if "phone" not in str(race) and "email" not in str(race):
            raise
        raise Refused(
            Missing("phone_taken", _("Nomor atau e-mail ini sudah dipakai. Masuk dengan akun itu"), "phone")
        ) from race


def _email_taken() -> Refused:
    words = _("E-mail ini sudah dipakai. Masuk dengan e-mail ini, atau pakai e-mail lain")
    return Refused(Missing("email_taken", words, "email"))


def missing_for_grant(user: User, role: str, office: Office | None) -> list[Missing]:
    """What keeps `user` from being given `role` for `office`; the verb refuses with it, forms show it."""
    missing = []
    if not user.is_active:
        missing.append(
            Missing("user_inactive", _("Akun ini tidak aktif. Aktifkan dahulu sebelum memberi peran"), "user")
        )
    if role in OFFICE_ROLES and office is None:
        missing.append(Missing("office_needed", _("Pilih kantor untuk peran ini"), "office"))
    if role not in OFFICE_ROLES and office is not None:
        missing.append(
            Missing("office_not_needed", _("Kosongkan kantor: peran ini tidak terikat pada satu kantor"), "office")
        )
    if office is not None and role in OFFICE_ROLES and not _fits(role, office):
        missing.append(
            Missing(
                "office_level", _("Pilih kantor yang setingkat: dinas kabupaten/kota atau dinas provinsi"), "office"
            )
        )
    return missing


def _fits(role: str, office: Office) -> bool:
    return office.level == (Level.REGENCY if role in DINAS_ROLES else Level.PROVINCE)


def _grant(user: User, role: str, office: Office | None, *, by: Actor, now: datetime) -> Membership:
    membership = Membership.objects.create(user=user, role=role, office=office, starts_at=now, granted_by=actor_of(by))
    user.__dict__.pop("duties", None)  # what was loaded before no longer holds
    record("role.granted", user.actor, by=by, now=now, body=_body(membership))
    return membership


def _body(membership: Membership) -> dict[str, str]:
    office = membership.office
    return {"role": str(membership.role), "office": str(office.uuid) if office else ""}
