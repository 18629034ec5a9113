"""A forgotten password, given anew by a code that goes to a number which its holder has proved. (To an address of e-mail goes a link: `letters.link_wanted`.)

Nobody learns who has an account: asking looks nothing up. The code is made when the message goes out, and a number that opens nothing gets no message, because
a stranger should not be written to at somebody's wish. A wrong code, one for nobody and one that is over are told in the same words.

A number can be taken over together with its card. Whoever holds a role of the whole season recovers by e-mail alone.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from ovop_portal.accounts import contact_codes, letters
from ovop_portal.accounts.models import ContactCode, Membership, Purpose, User
from ovop_portal.accounts.operations import change_password, weak_words
from ovop_portal.accounts.rules import NATIONAL
from ovop_portal.common.verbs import Missing, Refused, verb

NO_MATCH = "no_match"


@verb
def ask_for_recovery(number: str, channel: str, *, now: datetime) -> None:
    """Somebody wants a code for a new password at this number."""
    letters.recovery_wanted.send(None, number=number, channel=channel, now=now)


def account_of(number: str) -> User | None:
    """The account that this number recovers. One statement, whoever has it."""
    proved = User.objects.filter(phone=number, phone_verified_at__isnull=False, is_active=True, is_superuser=False)
    held = Membership.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now()), role__in=NATIONAL)
    return proved.exclude(pk__in=held.values("user")).first()


def code_for(number: str, channel: str, seed: UUID, *, asked: datetime) -> ContactCode | None:
    """The code of a message that goes out now; the same however often it goes. None where there is nothing to send: the number recovers nothing, the code is
    over or used, or another one was asked for since.
    """
    user = account_of(number)
    code = contact_codes.make_late(user, Purpose.RECOVER, channel, number, seed=seed, asked=asked) if user else None
    return ContactCode.objects.filter(pk=code.pk, ends_at__gt=Now()).first() if code else None


@verb
def recover(user: User | None, typed: str, password: str, *, left: int, now: datetime) -> User:
    """Give the account a new password, for whoever typed the code has read a message at its number. `left` is what `count_try` said.

    Refuses whatever does not fit with one code, `no_match`; a password that is like the person's own data with `password_weak`.
    """
    try:
        # Nobody's code is looked for as well: the answer takes as long.
        code = contact_codes.demand(user, Purpose.RECOVER, typed, left=left, now=now)
        user = code.user
        if code.contact != user.phone:  # The number was changed since, and the former one recovers nothing.
            raise contact_codes.wrong(left)
    except Refused:
        words = _("Kode belum cocok atau sudah lewat waktunya. Periksa lagi, atau minta kode baru")
        raise Refused(Missing(NO_MATCH, words, "kode")) from None
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refused(Missing("password_weak", weak_words(weak), "password")) from None
    change_password(user, password, by=user, now=now)
    return user
