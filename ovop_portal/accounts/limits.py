"""How often something may be tried.

    BY_ADDRESS = Limit("register.address", most=200, seconds=3600)
    BY_NUMBER = Limit("register.number", most=5, seconds=300)

    if not within_limits(BY_NUMBER.of(number, address), BY_ADDRESS.of(address)):
        form.add_error(None, WAIT)
        return render_form(request, template, context, form, refusal=429)

A limit that many share comes after the one of each: whoever is refused by their own uses up nothing of the others. Where two limits meet they stand in
the same order, so that two tries never wait for each other in a circle.

Tries are counted in PostgreSQL, all keys of one try in one statement, so that limits hold for every web process, whatever happens to the cache. A view
counts outside the transaction of its work: what is refused there must stay counted. The keys are kept as fingerprints, from which nobody reads an
address or a telephone number.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.models import TryCount

WAIT = _("Sudah terlalu banyak percobaan. Tunggu beberapa menit, lalu kirim lagi. Isian Anda masih ada di halaman ini")
# One IPv6 address comes with a whole network: mostly /56 for a house, /48 for a rented server or a tunnel.
IPV6_HOUSE, IPV6_SITE = 56, 48


@dataclass(frozen=True)
class Limit:
    """At most `most` tries under one key within `seconds`, counted from the first of them."""

    name: str
    most: int
    seconds: int

    def of(self, *key: object) -> Counted:
        """This limit for one `key`, such as an address, or an account and a device."""
        said = "\n".join([self.name, *(str(part).lower() for part in key)])
        return Counted(self, salted_hmac("ovop_portal.accounts.limits", said, algorithm="sha256").hexdigest())


@dataclass(frozen=True)
class Counted:
    """A limit and the fingerprint of the key under which it counts."""

    limit: Limit
    key: str


def within_limits(*counted: Counted) -> bool:
    """Count one try under each key in turn, until one refuses it. Returns whether none did. A refused try counts where it was refused, but prolongs nothing."""
    steps = ", ".join(
        COUNT.format(n=n, before=f"FROM tried_{n - 1} WHERE allowed" if n else "") for n in range(len(counted))
    )
    values = [value for one in counted for value in (one.key, one.limit.seconds, one.limit.most)]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {steps} SELECT allowed FROM tried_{len(counted) - 1}", values)
        return cursor.fetchone() == (True,)


def give_back(*counted: Counted) -> None:
    """Take back a try that `within_limits` counted and that turned out to be none, such as a sign-in that succeeded."""
    TryCount.objects.filter(key__in=[one.key for one in counted], count__gt=0).update(count=F("count") - 1)


def forget(now: datetime) -> int:
    """Drop the counts whose time is over. Returns how many."""
    return TryCount.objects.filter(ends_at__lte=now).delete()[0]


def address_of(request: HttpRequest, *, ipv6: int = IPV6_HOUSE) -> str:
    """Where a request comes from, behind the proxies that the settings name; for IPv6 the network, of so many bits."""
    said = get_adapter().get_client_ip(request)
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    if isinstance(address, ipaddress.IPv6Address):
        # Every IPv4 address as some proxies write it.
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, ipv6), strict=False).network_address)
    return said


def site_of(request: HttpRequest) -> str:
    """Where a request comes from, for limits by which several places together close an account to all others: nobody has several places cheaply."""
    return address_of(request, ipv6=IPV6_SITE)


# One limit after another: the next is counted only where the one before allowed it.
COUNT = """
    tried_{n} AS (
        INSERT INTO accounts_trycount AS held (key, count, ends_at)
        SELECT %s::text, 1, statement_timestamp() + make_interval(secs => %s) {before}
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN held.ends_at <= statement_timestamp() THEN 1 ELSE held.count + 1 END,
            ends_at = CASE WHEN held.ends_at <= statement_timestamp() THEN excluded.ends_at ELSE held.ends_at END
        RETURNING count <= %s AS allowed
    )
"""
