"""What is always true of people and their duties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ovop_portal.accounts.roles import AT_ODDS
from ovop_portal.common.invariants import Invariant, register, words


def register_all() -> None:
    """Make them known."""
    judging, judged = AT_ODDS
    register(
        Invariant(
            "whoever_acted_is_known",
            _("Setiap orang yang disebut buku jejak sebagai pelaku masih dikenal portal"),
            """
            SELECT acted.actor FROM (SELECT DISTINCT actor FROM ledger_event WHERE starts_with(actor, 'user:')) acted
             WHERE NOT EXISTS (SELECT FROM accounts_user u WHERE 'user:' || u.uuid = acted.actor)
            """,
        ),
        Invariant(
            "whoever_judges_has_no_part",
            _("Tidak seorang pun sekaligus menilai dan dinilai"),
            f"""
            SELECT DISTINCT 'user:' || u.uuid
              FROM accounts_membership a JOIN accounts_membership b ON b.user_id = a.user_id JOIN accounts_user u ON u.id = a.user_id
             WHERE a.role IN ({words(judging)}) AND b.role IN ({words(judged)})
               AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
            """,
        ),
    )
