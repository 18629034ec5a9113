"""An invitation to hold a role: a link for one use, by e-mail or on a printed slip, with which somebody opens an account or brings their own.

    made = invite(name="Ni Luh", email="niluh@contoh.go.id", phone="", role=Role.SCREENER, office=None, by=officer, now=now)
    agree(made, by=colleague, now=now)               # a role that judges is given by two; only now the letter goes out
    path_of(made)                                    # what the letter and the slip lead to
    found = find(token, now=now)                     # None: nobody's, used, withdrawn or too old
    take_with_new_account(found, password=…, now=now)

The table holds a seed and a fingerprint, as with `holder_codes`: nobody reads a link from a copy of the database. A role that is given so was given by
whoever invited; the person only takes it. Record 43 says why.
"""

from __future__ import annotations

import base64
import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ovop_portal.accounts import letters
from ovop_portal.accounts.models import Invitation, Membership, User
from ovop_portal.accounts.operations import Grant, demand_good, grant_roles, new_user
from ovop_portal.accounts.roles import Role
from ovop_portal.accounts.rules import roles_to_give
from ovop_portal.common.printed import demand_printable
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger.journal import actor_of, record
from regions.models import Office

VALID_FOR = timedelta(days=14)
SALT = "ovop_portal.accounts.invitations"


@verb
def invite(
    *, name: str, email: str, phone: str, role: str, office: Office | None, by: User, now: datetime
) -> Invitation:
    """Ask somebody to hold `role`, for `office` where it belongs to one. With an e-mail address a letter brings the link; without one the slip does. For a
    role that judges the colleagues are told instead, and the letter waits for one of them.

    Refuses with the codes `not_yours`, `contact_needed`, `held` (an account with that contact holds the role) or `invited` (there is an open invitation).
    """
    demand_printable({"name": name}, "name")
    if role not in roles_to_give(by, office):
        raise Refused(Missing("not_yours", _("Peran ini tidak dapat Anda berikan untuk kantor itu"), "role"))
    if not email and not phone:
        raise Refused(Missing("contact_needed", _("Isi e-mail atau nomor WhatsApp"), "email"))
    if office is None and not email:
        # Whoever prints a slip could take the role, too; a letter goes to its reader alone.
        raise Refused(
            Missing("letter_needed", _("Isi e-mail: undangan tingkat nasional hanya dikirim lewat surat"), "email")
        )
    email = email.lower()
    for field, contact in (("email", email), ("phone", phone)):
        if contact and _holds(field, contact, role, office):
            raise Refused(Missing("held", _("Pemilik kontak ini sudah memegang peran itu"), field))
    seed = uuid.uuid4()
    made = Invitation(
        name=name,
        email=email or None,
        phone=phone or None,
        role=role,
        office=office,
        made_at=now,
        made_by=actor_of(by),
        seed=seed,
        fingerprint=_fingerprint(_token(seed)),
        sent_at=now,
        ends_at=now + VALID_FOR,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        if "invitation_open_once" not in str(twice):
            raise
        words = _("Sudah ada undangan yang terbuka untuk kontak ini. Kirim ulang undangan itu")
        raise Refused(Missing("invited", words, "email" if "email" in str(twice) else "phone")) from twice
    record("invitation.made", made.subject, by=by, now=now, body=_body(made))
    if made.waits_for_second:
        letters.second_wanted.send(None, invitation=made, now=now)
    else:
        _write(made, now)
    return made


@verb
def agree(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Another person agrees that this one shall judge, and the letter goes out.

    Refuses with `same_person` or `not_yours`. Raises `Stale` for one that is not open or has been agreed to.
    """
    lock(invitation)
    if not (invitation.is_open and invitation.waits_for_second):
        raise _gone(invitation)
    if invitation.made_by == by.actor:
        raise Refused(Missing("same_person", _("Undangan disetujui oleh orang lain, bukan oleh yang membuatnya")))
    if invitation.role not in roles_to_give(by, invitation.office):
        raise Refused(Missing("not_yours", _("Peran ini tidak dapat Anda berikan untuk kantor itu")))
    invitation.agreed_at, invitation.agreed_by = now, by.actor
    invitation.save(update_fields=["agreed_at", "agreed_by"])
    record("invitation.agreed", invitation.subject, by=by, now=now, body=_body(invitation))
    _renew(invitation, now)


@verb
def send_again(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Send a fresh link; the one before is void. Raises `Stale` for an invitation that is not open, or waits for a second person."""
    _lock_valid(invitation)
    record("invitation.sent_again", invitation.subject, by=by, now=now)
    _renew(invitation, now)


@verb
def withdraw(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Take an invitation back: its link opens nothing any more. Raises `Stale` for one that is not open."""
    lock(invitation)
    if not invitation.is_open:
        raise _gone(invitation)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", invitation.subject, by=by, now=now)


def find(token: str, *, now: datetime) -> Invitation | None:
    """The invitation to which this link leads now."""
    rows = Invitation.objects.open().filter(fingerprint=_fingerprint(token), ends_at__gt=now)
    found = rows.select_related("office__regency__province", "office__province").first()
    return None if found is None or found.waits_for_second else found


def was_taken_by(user: User, token: str) -> bool:
    """Has this person taken up the invitation of this link before?"""
    return Invitation.objects.filter(fingerprint=_fingerprint(token), taken_by=user).exists()


def path_of(invitation: Invitation) -> str:
    """The link of an open invitation, for its letter and its slip."""
    return reverse("accounts:invited", args=[_token(invitation.seed)])


def has_account(invitation: Invitation) -> bool:
    """Is there an account with a contact of the invitation? Then it is that account which takes the role."""
    return any(
        User.objects.filter(**{field: contact}).exists()
        for field in ("email", "phone")
        if (contact := getattr(invitation, field))
    )


@verb
def take_with_new_account(invitation: Invitation, *, name: str, password: str, now: datetime) -> User:
    """Open an account with the contacts of the invitation, and give it the role. Refuses with `has_account` where there is one already."""
    _lock_valid(invitation)
    if has_account(invitation):
        raise Refused(Missing("has_account", _("Kontak ini sudah mempunyai akun. Masuk dengan akun itu, lalu terima")))
    contacts = {"phone": invitation.phone or "", "email": invitation.email or ""}
    demand_good(name=name, password=password, **contacts)
    user = new_user(name=name, password=password, **contacts)
    if user.email:
        # The link of an invitation with an address went there and nowhere else.
        user.email_verified_at = now
        user.save(update_fields=["email_verified_at"])
    record("account.opened", user.actor, by=user, now=now)
    _take(invitation, user, now)
    return user


@verb
def take(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Give the role to the account of `by`, who has the link. Refuses what `grant_roles` refuses."""
    _lock_valid(invitation)
    _take(invitation, by, now)


def _take(invitation: Invitation, user: User, now: datetime) -> None:
    """Give the role, if those who gave it may still give it; to nobody by their own hand."""
    givers = {actor for actor in (invitation.made_by, invitation.agreed_by) if actor}
    if user.actor in givers:
        raise Refused(Missing("own", _("Undangan yang Anda buat atau setujui sendiri diterima oleh orang lain")))
    people = User.objects.by_actor(givers)
    if not all(_may_give(people.get(actor), invitation) for actor in givers):
        raise Stale(invitation, "void")
    grant_roles([Grant(user, invitation.role, invitation.office)], by=user, given_by=invitation.made_by, now=now)
    invitation.taken_at, invitation.taken_by = now, user
    invitation.save(update_fields=["taken_at", "taken_by"])
    record("invitation.taken", invitation.subject, by=user, now=now, body=_body(invitation))


def _may_give(giver: User | None, invitation: Invitation) -> bool:
    return giver is not None and giver.is_active and invitation.role in roles_to_give(giver, invitation.office)


def _lock_valid(invitation: Invitation) -> None:
    """Raises `Stale` for an invitation that is not open, or that waits for a second person."""
    lock(invitation)
    if not invitation.is_open or invitation.waits_for_second:
        raise _gone(invitation)


def _gone(invitation: Invitation) -> Stale:
    """Where the invitation stands instead."""
    if invitation.taken_at:
        return Stale(invitation, "taken")
    if invitation.withdrawn_at:
        return Stale(invitation, "withdrawn")
    return Stale(invitation, "waits" if invitation.waits_for_second else "agreed")


def _renew(invitation: Invitation, now: datetime) -> None:
    """A fresh link for another two weeks, and the letter that brings it."""
    invitation.seed = uuid.uuid4()
    invitation.fingerprint = _fingerprint(_token(invitation.seed))
    invitation.sent_at, invitation.ends_at = now, now + VALID_FOR
    invitation.save(update_fields=["seed", "fingerprint", "sent_at", "ends_at"])
    _write(invitation, now)


def _holds(field: str, contact: str, role: str, office: Office | None) -> bool:
    held = Membership.objects.current().filter(role=role, office=office)
    return held.filter(**{f"user__{field}": contact}).exists()


def _write(invitation: Invitation, now: datetime) -> None:
    if invitation.email:
        letters.invited.send(None, invitation=invitation, now=now)


def _token(seed: uuid.UUID) -> str:
    """Thirty-two letters and figures, 160 bits."""
    made = salted_hmac(f"{SALT}.seed", str(seed), algorithm="sha256").digest()[:20]
    return base64.b32encode(made).decode().lower()


def _fingerprint(token: str) -> str:
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest()


def _body(invitation: Invitation) -> dict[str, str]:
    office = invitation.office
    return {
        "role": str(Role(invitation.role)),
        "office": str(office.uuid) if office else "",
        "from": invitation.made_by,
    }
