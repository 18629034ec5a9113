"""How a file leaves its owner: the data are declared to be true, and the file goes where it is awaited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from awards.dossier.replies import NO_REPLIES, Replies
from awards.models import Nomination
from awards.operations._steps import By
from awards.operations.candidates import accept_invitation
from awards.operations.sending import declare, send_to_office
from ovop_portal.common.verbs import verb


@verb
def declare_and_send(
    nominations: Sequence[Nomination], replies: Replies = NO_REPLIES, *, may_publish: bool, by: By, now: datetime
) -> None:
    """The owner, or the dinas in the owner's place, declares and sends: a holder's file straight to the jury, every other to the dinas."""
    declare(nominations, may_publish=may_publish, by=by, now=now)
    holders = [nomination for nomination in nominations if nomination.is_reassessment]
    others = [nomination for nomination in nominations if not nomination.is_reassessment]
    if holders:
        accept_invitation(holders, by=by, now=now)
    if others:
        send_to_office(others, replies, by=by, now=now)
