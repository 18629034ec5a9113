"""What all verbs of this room do the same way. Verbs take sets of nominations: one file on a desk is a set of one, a season is a set of hundreds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from awards.models import Edition, Milestone, Nomination
from ikm.models import OwnerLink
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import DINAS_ROLES
from ovop_portal.common.verbs import Stale, move_all
from ovop_portal.ledger import journal
from ovop_portal.ledger.vouching import hidden

By = User | str
NOTHING: Mapping[int, Sequence[Model]] = {}


def advance(
    nominations: Sequence[Nomination],
    to: str,
    *,
    kind: str,
    by: By,
    now: datetime,
    body: Mapping[str, object] | None = None,
    also: Mapping[int, Sequence[Model]] = NOTHING,
    **values: Any,
) -> None:
    """Move all of `nominations` to the state `to` and journal each; `values` are written beside the state. `also` are rows, by nomination, that the same
    event vouches for.

    A reason may name people, so the journal keeps only its hash, salted by the nomination: enough to show that the words beside the state are those that were
    given.

    All or nothing: raises `Stale` with the first nomination that is not where the running verb may start from.
    """
    rows = Nomination.objects.filter(pk__in=[nomination.pk for nomination in nominations])
    held = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "state", "salt"))
    came_from, salts = {pk: state for pk, state, _salt in held}, {pk: salt for pk, _state, salt in held}
    if move_all(rows, to, changed_at=now, **values) != len(nominations):
        now_at = dict(rows.values_list("pk", "state"))
        # A row that did not move may stand at `to` already: somebody else was faster.
        stuck = next(
            nomination for nomination in nominations if now_at.get(nomination.pk) == came_from.get(nomination.pk)
        )
        raise Stale(stuck, came_from.get(stuck.pk, ""))
    reason = values.get("reason")
    journal.record_many(
        kind,
        [
            (
                nomination.subject,
                {
                    "from": came_from[nomination.pk],
                    "to": to,
                    **(body or {}),
                    **({} if reason is None else {"reason_sha256": hidden(reason, salts[nomination.pk])}),
                },
            )
            for nomination in nominations
        ],
        by=by,
        now=now,
        rows=[[nomination, *also.get(nomination.pk, ())] for nomination in nominations],
    )
    for nomination in nominations:
        nomination.state, nomination.changed_at = to, now
        for name, value in values.items():
            setattr(nomination, name, value)


def demand_unpublished(nominations: Sequence[Nomination]) -> None:
    """Raise `Refused` when the results of one of these nominations' editions are out. Asks the rows as they are at this moment."""
    keys = {nomination.edition_id for nomination in nominations}
    published = Edition.objects.filter(pk__in=keys, publication__isnull=False).select_related("publication").first()
    if published is not None:
        published.demand_unpublished()


def by_owner(nominations: Sequence[Nomination]) -> tuple[list[Nomination], list[Nomination]]:
    """The nominations whose firm has an owner's account, and those whose firm has none, of which only the dinas hears."""
    links = OwnerLink.objects.filter(ikm__in=[nomination.ikm_id for nomination in nominations], ends_at__isnull=True)
    owned = set(links.values_list("ikm_id", flat=True))
    return (
        [nomination for nomination in nominations if nomination.ikm_id in owned],
        [nomination for nomination in nominations if nomination.ikm_id not in owned],
    )


def by_whom(nominations: Sequence[Nomination], by: By) -> tuple[list[Nomination], list[Nomination]]:
    """The nominations in which `by` acts as the owner, and those in which an officer of the dinas acts in the owner's place."""
    if not isinstance(by, User) or not by.duties.has(*DINAS_ROLES):
        return list(nominations), []
    links = OwnerLink.objects.filter(user=by, ends_at__isnull=True)
    own = set(links.filter(ikm__in=[nomination.ikm_id for nomination in nominations]).values_list("ikm_id", flat=True))
    return (
        [nomination for nomination in nominations if nomination.ikm_id in own],
        [nomination for nomination in nominations if nomination.ikm_id not in own],
    )


def add_milestone(nominations: Sequence[Nomination], code: str, words: str, *, at: datetime) -> None:
    """Put a milestone, in words for outside, on the owner's status page of each nomination."""
    Milestone.objects.bulk_create(
        Milestone(nomination=nomination, code=code, at=at, words=words) for nomination in nominations
    )
