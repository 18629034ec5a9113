"""What notices of this room have in common: what is said of a file, and the key by which a fact is told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from awards.models import Edition, EditionKind, Nomination
from ovop_portal.common.formats import telepon, tenggat
from ovop_portal.notifications.kinds import MARK, Kind
from regions.models import Office

NOTHING: Mapping[str, str] = {}
OF = "of"


def office_names(regencies: Iterable[str]) -> dict[str, str]:
    """How the dinas of each of these regions is reached: its name with its telephone number or address, as far as they are known."""
    found = {code: str(_("dinas")) for code in regencies}
    for office in Office.objects.active().filter(regency__in=list(found)).for_labels():
        reached = [one for one in (telepon(office.phone) if office.phone else "", office.email) if one]
        found[str(office.regency_id)] = f"{office.label} ({', '.join(reached)})" if reached else office.label
    return found


def context_of(nomination: Nomination) -> dict[str, str]:
    names = {"product": nomination.product.name, "number": nomination.number, "edition": nomination.edition.name}
    due = {"answer_by": tenggat(nomination.answer_by, nomination.regency.zone)} if nomination.answer_by else {}
    return names | due | mark_of(nomination.edition)


def mark_of(edition: Edition) -> dict[str, str]:
    """What every notice about a rehearsal says before its title, and by what it is found when the rehearsal is erased (`OF`)."""
    return {MARK: str(EditionKind.REHEARSAL.label), OF: edition.subject} if edition.is_rehearsal else {}


def key_of(nomination: Nomination, kind: Kind, now: datetime) -> str:
    # The same file may be sent back twice: the hour tells the two facts apart.
    return f"{nomination.subject}:{kind.code}:{now:%Y%m%dT%H%M%S}"
