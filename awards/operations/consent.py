"""Who lets the catalogue show photos, story and contact. Each side refuses for itself and alone can take its refusal back; the other side is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from awards import notices
from awards.models import Nomination
from awards.notices import kinds
from awards.operations._steps import By, by_owner
from ikm.models import OwnerLink, Product
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Missing, Refused
from ovop_portal.ledger import journal


def write_consent(
    nominations: Sequence[Nomination], *, may_publish: bool, office_refuses: bool, by: By, now: datetime
) -> None:
    """Write, inside a verb, what `by` says of these nominations. An owner's no is always a refusal, one of the dinas where `office_refuses`, and where it
    goes against the yes of an owner who has an account. A box that it leaves open while it fills in for an owner who said nothing refuses nothing.

    Raises `Refused` where `by` would show what the other side refused.
    """
    owned = _firms_of(by)
    for is_owner in (True, False):
        side = [nomination for nomination in nominations if (nomination.ikm_id in owned) == is_owner]
        if side:
            refuses = not may_publish and (is_owner or office_refuses)
            _write(side, may_publish, refuses, is_owner=is_owner, by=by, now=now)


def carry_consent(own: Nomination, goes_on: Nomination, *, by: By, now: datetime) -> None:
    """Carry the consent given for the owner's `own` file over to the file of the dinas that goes on in its place. Inside a verb.

    A refusal in either file stands. A yes counts only where it was given for the owner's file: the owner had never seen the record of the dinas.
    """
    held = Nomination.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([own.pk, goes_on.pk])
    was = held[goes_on.pk]
    refusals = {
        name: any(getattr(file, name) for file in held.values()) for name in ("owner_refuses", "office_refuses")
    }
    values = refusals | {"may_publish": held[own.pk].may_publish and not any(refusals.values())}
    for name, value in values.items():
        setattr(goes_on, name, value)
    if all(getattr(was, name) == value for name, value in values.items()):
        return
    Nomination.objects.filter(pk=goes_on.pk).update(**values)
    body = {"may_publish": values["may_publish"]}
    journal.record("nomination.consent_changed", goes_on.subject, by=by, now=now, body=body, rows=[goes_on])


def refused_by_owners(products: Sequence[Product]) -> set[int]:
    """The keys of those `products` whose owner refused in their last file. A new file begins with that refusal, which only the owner takes back."""
    last = Nomination.objects.filter(product__in=products).order_by("product", "-pk").distinct("product")
    return {product for product, refused in last.values_list("product_id", "owner_refuses") if refused}


def _write(
    side: Sequence[Nomination], may_publish: bool, refuses: bool, *, is_owner: bool, by: By, now: datetime
) -> None:
    mine, theirs = ("owner_refuses", "office_refuses") if is_owner else ("office_refuses", "owner_refuses")
    rows = Nomination.objects.filter(pk__in=[nomination.pk for nomination in side])
    held = rows.select_for_update(of=("self",)).order_by("pk").values("pk", "may_publish", "declared_at", mine, theirs)
    known = {row["pk"]: row for row in held}
    if may_publish and any(row[theirs] for row in known.values()):
        words = (
            _("Dinas menolak foto, cerita, dan kontak ditampilkan, jadi hanya dinas yang dapat mengizinkannya lagi")
            if is_owner
            else _(
                "Pemilik menolak foto, cerita, dan kontak ditampilkan, jadi hanya pemilik yang dapat mengizinkannya lagi"
            )
        )
        raise Refused(Missing("refused", words, "tampilkan"))
    rows.update(may_publish=may_publish, **{mine: refuses})
    # A no of the dinas to what the owner allowed is its own, and stands until it says yes.
    owned = {one.pk for one in by_owner(side)[0]}
    stands = {
        pk for pk, row in known.items() if not may_publish and (row[mine] or (row["may_publish"] and pk in owned))
    }
    if not is_owner:
        rows.filter(pk__in=stands).update(**{mine: True})
    for nomination in side:
        nomination.may_publish = may_publish
        setattr(nomination, mine, refuses or (not is_owner and nomination.pk in stands))
    # The first word about it is no news to the other side.
    changed = [
        one
        for one in side
        if (was := known[one.pk])["may_publish"] != may_publish and (was["may_publish"] or was["declared_at"])
    ]
    kind = kinds.SHOWN if may_publish else kinds.NOT_SHOWN if is_owner else kinds.NOT_SHOWN_BY_DINAS
    tell = notices.tell_dinas if is_owner else notices.tell_owners
    tell(changed, kind, now=now, besides=by)


def _firms_of(by: By) -> set[int]:
    if not isinstance(by, User):
        return set()
    return set(OwnerLink.objects.filter(user=by, ends_at__isnull=True).values_list("ikm_id", flat=True))
