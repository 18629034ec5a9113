"""How often a password may be wrong.

Failures are counted for the name that was typed and the address they come from, so that nobody locks an account from afar. A browser in which the account has
signed in before has a count of its own and passes every lock that others have brought about. Whose name it is, if anybody's, is no part of the count: the
answer tells nobody who is registered, nor that a number and an address are one person's.
"""

from __future__ import annotations

from django.http import HttpRequest

from ovop_portal.accounts import typed
from ovop_portal.accounts.limits import Counted, Limit, address_of, site_of, within_limits
from ovop_portal.accounts.models import User

HERE = Limit("sign_in.here", most=5, seconds=900)
KNOWN = Limit("sign_in.known", most=10, seconds=900)
# Against guesses from many addresses at one account, and from one address at many accounts. An office or a hall shares one address. One address comes to
# twenty an hour (HERE), so that it never closes an account to all others by itself.
ANYWHERE = Limit("sign_in.anywhere", most=50, seconds=3600)
BY_ADDRESS = Limit("sign_in.address", most=100, seconds=900)

# For somebody signed in who is asked for the password once more.
AGAIN = Limit("password.again", most=10, seconds=300)
# Links for a new password: for one address of e-mail from one place, from one place, and from wherever into one letter box.
LINKS = Limit("reset.email", most=5, seconds=3600)
LINKS_ANYWHERE = Limit("reset.anywhere", most=20, seconds=3600)
LINKS_BY_ADDRESS = Limit("reset.address", most=60, seconds=3600)


# Codes for a new address of e-mail: for one account, from one place, and from wherever into one letter box.
CODES = Limit("contact_code.account", most=5, seconds=3600)
CODES_BY_ADDRESS = Limit("contact_code.address", most=60, seconds=3600)
CODES_ANYWHERE = Limit("contact_code.anywhere", most=10, seconds=3600)
# On a day: each message has its price, nobody should get many of them at a stranger's wish, and with five tries at each code these are 50 of a million.
CODES_A_DAY, CODES_TO_A_DAY = (
    Limit("contact_code.day", most=10, seconds=86_400),
    Limit("contact_code.to_day", most=10, seconds=86_400),
)
CODES_BY_ADDRESS_A_DAY = Limit("contact_code.address_day", most=200, seconds=86_400)


# Codes for a new password: for one number from one place, from one place, and from wherever to one number. With five tries at each code these are 50 of a
# million on a day, so whoever guesses at one account for a year opens it with one chance in 55, under the eyes of its holder.
RECOVERIES = Limit("recover.number", most=5, seconds=3600)
RECOVERIES_BY_ADDRESS = Limit("recover.address", most=60, seconds=3600)
RECOVERIES_ANYWHERE = Limit("recover.anywhere", most=10, seconds=86_400)
# Answers, whether there is an account or not.
ANSWERS = Limit("recover.answers", most=15, seconds=3600)
ANSWERS_BY_ADDRESS = Limit("recover.answers.address", most=200, seconds=3600)


def for_recovery(request: HttpRequest, number: str) -> tuple[Counted, ...]:
    """The counters for asking for a code that recovers."""
    return (
        RECOVERIES.of(number, site_of(request)),
        RECOVERIES_BY_ADDRESS.of(address_of(request)),
        RECOVERIES_ANYWHERE.of(number),
    )


def at_recovery(request: HttpRequest, number: str) -> tuple[Counted, ...]:
    """The counters for typing it."""
    return ANSWERS.of(number, site_of(request)), ANSWERS_BY_ADDRESS.of(address_of(request))


# Codes of a second step, typed by whoever knows the password. Three of a million are good at any time: with fifteen tries on a day a year of guessing opens
# one account in sixty, under the eyes of its holder, who is told on the first day.
STEPS, STEPS_A_DAY = Limit("second_step", most=5, seconds=900), Limit("second_step.day", most=15, seconds=86_400)


def at_second_step(user: User) -> tuple[Counted, ...]:
    """The counters for one code typed as a second step."""
    return STEPS.of(user.uuid), STEPS_A_DAY.of(user.uuid)


def for_code(request: HttpRequest, user: User, contact: str) -> tuple[Counted, ...]:
    """The counters for asking for a code."""
    return CODES.of(user.uuid), CODES_A_DAY.of(user.uuid), *_to(request, contact)


def _to(request: HttpRequest, contact: str) -> tuple[Counted, ...]:
    """Those that count whoever asks."""
    place = address_of(request)
    return (
        CODES_BY_ADDRESS.of(place),
        CODES_BY_ADDRESS_A_DAY.of(place),
        CODES_ANYWHERE.of(contact),
        CODES_TO_A_DAY.of(contact),
    )


def may_write_code_to(request: HttpRequest, contact: str) -> bool:
    """May another code go to `contact` for somebody who registers? Counted together with the codes that accounts ask for: a letter box is not filled from here."""
    return within_limits(*_to(request, contact))


def for_link(request: HttpRequest, email: str) -> tuple[Counted, ...]:
    """The counters for asking for a link."""
    return LINKS.of(email, site_of(request)), LINKS_BY_ADDRESS.of(address_of(request)), LINKS_ANYWHERE.of(email)


def at_sign_in(request: HttpRequest, name: str) -> tuple[Counted, ...]:
    """The counters for a try to sign in as `name` (an e-mail address or a number in E.164)."""
    user = User.objects.named(name)
    if user is not None and typed.is_known(request, user):
        return (KNOWN.of(user.uuid),)
    return HERE.of(name, site_of(request)), BY_ADDRESS.of(address_of(request)), ANYWHERE.of(name)
