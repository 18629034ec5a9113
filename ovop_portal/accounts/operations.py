"""What becomes of people: an owner registers, name and address are written, a role is given and ended.

Roles are given and ended in the Django admin, whose door is open to the system's administrator alone (`admin_site.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ovop_portal.accounts import contact_codes, letters
from ovop_portal.accounts.models import ContactChannel, Membership, Purpose, User
from ovop_portal.accounts.roles import DINAS_ROLES, OFFICE_ROLES, Role, at_odds_with
from ovop_portal.common.printed import demand_printable
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger.journal import actor_of, record, record_many
from regions.models import Level, Office

Actor = User | str
CHANGE_EMAIL = Purpose.CHANGE_EMAIL
# The column of the contact that a code is about; when it was proved stands beside it.
CONTACTS: dict[str, str] = {Purpose.CHANGE_EMAIL: "email", Purpose.CHANGE_PHONE: "phone"}
# What makes a membership the same one: user, role, office.
Key = tuple[int, str, int | None]


class Grant(NamedTuple):
    """A role for a user; `office` where the role belongs to one."""

    user: User
    role: str
    office: Office | None = None

    @property
    def key(self) -> Key:
        return self.user.pk, self.role, self.office.pk if self.office else None


@verb
def register_owner(*, name: str, phone: str, password: str, now: datetime, email: str = "") -> User | None:
    """Make an account for the owner of a firm, who registers without anybody's help; `phone` is E.164.

    None where the number has an account already: its holder is told, and whoever asks learns nothing from here. An e-mail address waits until its holder
    answers from it (`ask_for_contact`), whosever it is.
    """
    demand_good(name=name, phone=phone, email=email, password=password)
    holder = User.objects.filter(phone=phone).first()
    try:
        user = None if holder else new_user(name=name, phone=phone, email="", password=password)
    except Refused:
        # Two registered at once: the number went to the other one.
        holder = User.objects.filter(phone=phone).first()
        if holder is None:
            raise
        user = None
    if holder is not None:
        letters.registered_again.send(None, user=holder, now=now)
    if user is None:
        return None
    record("account.registered", user.actor, by=user, now=now)
    grant_role(user, Role.OWNER, by=user, now=now)
    if email:
        ask_for_email(user, email, now=now)
    return user


@verb
def change_account(
    user: User, *, name: str, by: Actor, now: datetime, email: str | None = None, phone: str | None = None
) -> list[str]:
    """Write the name and (unless it is None) the e-mail address and the number of a person. Returns which of them changed. The person is told, also at the
    former address. A new address has nobody's word (`confirm_contact` writes one that has).

    Refuses with the code `email_taken` or `phone_taken`, or `email_needed` for an account that would have neither. When somebody else changes the
    address or number with which a person signs in, earlier sessions end.
    """
    # Fetched anew, for the user of a request is a lazy wrapper.
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.email or ""
    after = before if email is None else email.lower()
    if name != user.name:
        demand_printable({"name": name}, "name")
    number = user.phone if phone is None else phone or None
    news = (("name", name != user.name), ("email", after != before), ("phone", number != user.phone))
    changed = [field for field, is_new in news if is_new]
    if not changed:
        return []
    if not after and not number:
        raise Refused(Missing("email_needed", _("Isi e-mail: akun ini tidak memakai nomor WhatsApp"), "email"))
    if after != before and after and User.objects.filter(email__iexact=after).exclude(pk=user.pk).exists():
        raise _email_taken()
    user.name, user.email, user.phone = name, after or None, number
    if "email" in changed:
        user.email_verified_at = None
        contact_codes.void(user, CHANGE_EMAIL)
    if "phone" in changed:
        user.phone_verified_at = None
        contact_codes.void(user, Purpose.CHANGE_PHONE)
    if actor_of(by) != user.actor and {"email", "phone"} & set(changed):
        user.sessions_end_at = now
    try:
        with transaction.atomic():
            user.save(
                update_fields=["name", "email", "email_verified_at", "phone", "phone_verified_at", "sessions_end_at"]
            )
    except IntegrityError as race:
        if "email" not in str(race) and "phone" not in str(race):
            raise
        raise (_email_taken() if "email" in str(race) else _phone_taken()) from race
    record("account.changed", user.actor, by=by, now=now, body={"fields": changed})
    left = before if "email" in changed else ""
    for fact in ("email", "phone"):
        if fact in changed:
            letters.account_changed.send(None, user=user, fact=fact, before=left, by=by, now=now)
    return changed


def ask_for_email(user: User, email: str, *, now: datetime) -> None:
    """A person wants `email` as the address of the account (`ask_for_contact`)."""
    ask_for_contact(user, CHANGE_EMAIL, ContactChannel.EMAIL, email.lower(), now=now)


@verb
def ask_for_contact(user: User, purpose: str, channel: str, contact: str, *, now: datetime) -> None:
    """A person wants `contact` as the address or the number of the account: a code goes there. Whose it is, is not looked up here: the answer is the same, and
    as quick. The one who has it reads in the message that somebody wanted it.
    """
    code = contact_codes.make_code(user, purpose, channel, contact, now=now)
    letters.code_wanted.send(None, code=code, now=now)


@verb
def confirm_contact(user: User, purpose: str, typed: str, *, left: int, by: Actor, now: datetime) -> None:
    """Write the contact that waits, for whoever typed the code has read a message there. The former one is told. `left` is what `count_try` said.

    Refuses what `contact_codes.demand` refuses; a contact that went to another account meanwhile is refused like a wrong code.
    """
    held, field = User.objects.select_for_update().get(pk=user.pk), CONTACTS[purpose]
    code = contact_codes.demand(held, purpose, typed, left=left, now=now)
    if User.objects.filter(**{field: code.contact}).exclude(pk=held.pk).exists():
        raise contact_codes.wrong(left)
    former, proved = getattr(held, field) or "", getattr(held, f"{field}_verified_at")
    setattr(held, field, code.contact)
    setattr(held, f"{field}_verified_at", now)
    try:
        with transaction.atomic():
            held.save(update_fields=[field, f"{field}_verified_at"])
    except IntegrityError as race:
        if field not in str(race):
            raise
        raise contact_codes.wrong(left) from race
    code.delete()
    if former == code.contact:
        record("account.contact_proved", held.actor, by=by, now=now, body={"fields": [field]})
        return
    record("account.changed", held.actor, by=by, now=now, body={"fields": [field]})
    # A number that nobody had proved may be a stranger's: nothing is written there.
    left_number = former if field == "phone" and proved else ""
    before = former if field == "email" else ""
    letters.account_changed.send(None, user=held, fact=field, before=before, left_number=left_number, by=by, now=now)


@verb
def open_account(*, name: str, email: str, phone: str, password: str, by: Actor, now: datetime) -> User:
    """Make an account for a person of an office, a juror or an officer, with a first password. It has no role yet, and never the administrator's rights."""
    demand_good(name=name, phone=phone, email=email, password=password)
    user = new_user(name=name, phone=phone, email=email, password=password)
    record("account.opened", user.actor, by=by, now=now)
    return user


@verb
def close_account(user: User, *, by: Actor, now: datetime) -> None:
    """Close an account: nobody signs in with it any more, and its open sessions end for good, even if it is opened again."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if not held.is_active:
        raise Stale(held, "closed")
    held.is_active, held.sessions_end_at = False, now
    held.save(update_fields=["is_active", "sessions_end_at"])
    record("account.closed", held.actor, by=by, now=now)


@verb
def reopen_account(user: User, *, by: Actor, now: datetime) -> None:
    """The person may sign in again, with the roles that have not ended meanwhile."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_active:
        raise Stale(held, "open")
    held.is_active = True
    held.save(update_fields=["is_active"])
    record("account.reopened", held.actor, by=by, now=now)


@verb
def change_password(user: User, password: str, *, by: Actor, now: datetime, by_link: bool = False) -> None:
    """Give a person a new password; their sessions end, and they are told. `by_link`: they have thereby proved the e-mail address of the account."""
    held = User.objects.select_for_update().get(pk=user.pk)
    held.set_password(password)
    if by_link and held.email:
        held.email_verified_at = now
    held.save(update_fields=["password", "email_verified_at"])
    # Whoever knew the password before may have asked for another address.
    contact_codes.void(held)
    user.password = held.password  # what was loaded before no longer holds
    record("account.password_changed", held.actor, by=by, now=now, body={"by": "link" if by_link else "password"})
    letters.account_changed.send(None, user=held, fact="password", before="", by=by, now=now)


@verb
def ask_for_link(email: str, *, now: datetime) -> None:
    """Somebody wants a link for a new password at this address. Nothing is looked up here: the answer is the same whoever has it, and as quick."""
    letters.link_wanted.send(None, email=email.lower(), now=now)


@verb
def grant_roles(
    grants: Sequence[Grant], *, by: Actor, now: datetime, given_by: Actor | None = None
) -> list[Membership]:
    """Give each of these people a role. Returns the memberships in the order of `grants`. Granting what is already held changes nothing.

    `given_by` is who gave it where that is another than `by`: somebody who takes up an invitation.
    """
    people = {grant.user.pk for grant in grants}
    # Simultaneous grants are handled one after the other.
    list(User.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    open_ones = Membership.objects.filter(user__in=people, ends_at__isnull=True).select_related("office")
    held = {(membership.user_id, membership.role, membership.office_id): membership for membership in open_ones}
    new = {grant.key: grant for grant in grants if grant.key not in held}
    if missing := [one for grant in new.values() for one in _missing(grant, beside=new.values())]:
        raise Refused(*missing)
    held |= _grant(new, by=by, given_by=given_by or by, now=now)
    return [held[grant.key] for grant in grants]


def grant_role(user: User, role: str, *, by: Actor, now: datetime, office: Office | None = None) -> Membership:
    """Give `user` a role, for `office` where the role belongs to one (see `grant_roles`)."""
    [membership] = grant_roles([Grant(user, role, office)], by=by, now=now)
    return membership


@verb
def end_role(membership: Membership, *, by: Actor, now: datetime) -> Membership:
    """End a membership now. It stays as a record; a new one may be granted later. Nobody ends a role of their own: somebody must be left to give it again."""
    lock(membership)
    if actor_of(by) == membership.user.actor:
        raise Refused(Missing("own", _("Peran sendiri diakhiri oleh orang lain")))
    if membership.ends_at is not None:
        raise Stale(membership, "ended")
    membership.ends_at = max(now, membership.starts_at)
    membership.save(update_fields=["ends_at"])
    record("role.ended", membership.user.actor, by=by, now=now, body=_body(membership))
    return membership


def demand_good(*, name: str, phone: str, email: str, password: str) -> None:
    """Raise `Refused` for a name that cannot be printed, or a weak password."""
    demand_printable({"name": name}, "name")
    try:
        validate_password(password, User(name=name, phone=phone, email=email))
    except ValidationError as weak:
        raise Refused(Missing("password_weak", weak_words(weak), "password")) from None


def new_user(*, name: str, phone: str, email: str, password: str) -> User:
    """The account, of a name and a password that are good. Raises `Refused` where number or address are taken."""
    if phone and User.objects.filter(phone=phone).exists():
        raise _phone_taken()
    if email and User.objects.filter(email=email.lower()).exists():
        raise _email_taken()
    try:
        with transaction.atomic():
            return User.objects.create_user(name=name, phone=phone or None, email=email or None, password=password)
    except IntegrityError as race:
        # Two requests with one number: the second one lost the race after the look above.
        if "phone" not in str(race) and "email" not in str(race):
            raise
        raise Refused(
            Missing("phone_taken", _("Nomor atau e-mail ini sudah dipakai. Masuk dengan akun itu"), "phone")
        ) from race


# Our words for the refusals of Django's validators, true of a first password and of one that is changed.
WEAK = {
    "password_too_short": gettext_lazy("Kata sandi harus paling sedikit 10 karakter"),
    "password_too_common": gettext_lazy("Kata sandi harus lebih sulit ditebak. Yang ini dipakai banyak orang"),
    "password_too_similar": gettext_lazy(
        "Kata sandi harus lebih sulit ditebak. Yang ini mirip dengan nama, nomor, atau e-mail Anda"
    ),
}


def weak_words(refusal: ValidationError) -> str:
    """The first thing that is wrong with a password, in the portal's words."""
    first = refusal.error_list[0]
    return str(WEAK.get(first.code or "", first.message))


def _phone_taken() -> Refused:
    words = _("Nomor ini sudah dipakai. Masuk dengan nomor ini, atau pakai nomor lain")
    return Refused(Missing("phone_taken", words, "phone"))


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
    beside = user.memberships.filter(role__in=at_odds_with(role)).filter(Q(ends_at=None) | Q(ends_at__gt=Now())).first()
    if beside is not None:
        missing.append(_at_odds(user, beside.role))
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


def _missing(grant: Grant, beside: Iterable[Grant]) -> list[Missing]:
    others = [other.role for other in beside if other.user == grant.user and other.role in at_odds_with(grant.role)]
    return [*missing_for_grant(*grant), *(_at_odds(grant.user, role) for role in others)]


def _at_odds(user: User, role: str) -> Missing:
    words = _("{name} memegang peran {role}. Akhiri peran itu dahulu: yang menilai tidak boleh ikut dinilai")
    return Missing("at_odds", words.format(name=user.name, role=Role(role).label), "role")


def _fits(role: str, office: Office) -> bool:
    return office.level == (Level.REGENCY if role in DINAS_ROLES else Level.PROVINCE)


def _grant(grants: Mapping[Key, Grant], *, by: Actor, given_by: Actor, now: datetime) -> dict[Key, Membership]:
    memberships = Membership.objects.bulk_create(
        Membership(user=user, role=role, office=office, starts_at=now, granted_by=actor_of(given_by))
        for user, role, office in grants.values()
    )
    for membership in memberships:
        membership.user.__dict__.pop("duties", None)  # what was loaded before no longer holds
    record_many("role.granted", [(each.user.actor, _body(each)) for each in memberships], by=by, now=now)
    return dict(zip(grants, memberships, strict=True))


def _body(membership: Membership) -> dict[str, str]:
    office = membership.office
    return {"role": str(membership.role), "office": str(office.uuid) if office else ""}
