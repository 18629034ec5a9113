"""What this room says to whom. Each kind is one fact (`kinds`); the inbox keeps it, and an e-mail carries a copy.

notices.tell_owners([nomination], kinds.RETURNED, now=now, besides=by)
"""

from awards.notices.dates import Audience, audiences_of_nominations, tell_of_dates
from awards.notices.dinas import (
    tell_dinas,
    tell_dinas_once_a_day,
    tell_dinas_results,
    tell_of_changed_contact,
    tell_signers,
)
from awards.notices.extensions import tell_of_more_time, tell_of_no_more_time
from awards.notices.ministry import tell_of_decline, tell_of_parked_certificates, tell_screeners, tell_second_person
from awards.notices.owners import (
    Line,
    tell_former_owners,
    tell_of_acting_for_owners,
    tell_of_changes,
    tell_of_wrong_link,
    tell_owners,
    tell_unlinked,
)
from awards.notices.telling import OF, mark_of

__all__ = [
    "OF",
    "Audience",
    "Line",
    "audiences_of_nominations",
    "mark_of",
    "tell_dinas",
    "tell_dinas_once_a_day",
    "tell_dinas_results",
    "tell_former_owners",
    "tell_of_acting_for_owners",
    "tell_of_changed_contact",
    "tell_of_changes",
    "tell_of_dates",
    "tell_of_decline",
    "tell_of_more_time",
    "tell_of_no_more_time",
    "tell_of_parked_certificates",
    "tell_of_wrong_link",
    "tell_owners",
    "tell_screeners",
    "tell_second_person",
    "tell_signers",
    "tell_unlinked",
]
