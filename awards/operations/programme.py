"""Verbs after the award: cohorts of Go Global."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from awards import notices
from awards.models import Award, Cohort, Curation, Edition, Standing
from awards.notices import kinds
from awards.operations._steps import By, add_milestone
from awards.operations.consent import write_consent
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.printed import demand_printable
from ovop_portal.common.verbs import Missing, Refused, lock, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of


@verb
def change_consent(awards: Sequence[Award], *, may_publish: bool, by: By, now: datetime) -> None:
    """Owner or dinas allows, or no longer allows, photos, story and contact in the catalogue. Names and stars stand in the decree and stay.

    The awards come with their nominations (Undang-Undang Pelindungan Data Pribadi, Pasal 9: consent may be taken back).
    """
    nominations = [award.nomination for award in awards]
    write_consent(nominations, may_publish=may_publish, office_refuses=True, by=by, now=now)
    journal.record_many(
        "nomination.consent_changed",
        [(nomination.subject, {"may_publish": may_publish}) for nomination in nominations],
        by=by,
        now=now,
        rows=[[nomination] for nomination in nominations],
    )


@verb
def open_cohort(edition: Edition, *, name: str, seats: int, by: By, now: datetime) -> Cohort:
    """Open a Go Global cohort for the holders of a published edition."""
    if edition.is_rehearsal:
        raise Refused(Missing("rehearsal", _("Latihan tidak membuka angkatan Go Global")))
    demand_printable({"name": name}, "name")
    if not edition.is_published(now):
        raise Refused(Missing("not_published", _("Angkatan dibuka sesudah hasil diumumkan")))
    lock(edition)
    if Cohort.objects.filter(edition=edition, name=name).exists():
        raise Refused(
            Missing("twice", _("Angkatan dengan nama ini sudah ada pada {edition}").format(edition=edition), "name")
        )
    cohort = Cohort.objects.create(edition=edition, name=name, seats=seats, opened_at=now)
    body = {"edition": edition.year, "seats": seats}
    journal.record("cohort.opened", f"cohort:{cohort.uuid}", by=by, now=now, body=body, rows=[cohort])
    return cohort


def missing_for_curation(award: Award, cohort: Cohort, now: datetime) -> list[Missing]:
    """What keeps the holder of `award` from being taken into `cohort`: stars, standing, seats, an earlier decision."""
    nomination, lacking = award.nomination, []
    scheme = nomination.edition.scheme
    published = award.in_force()
    if (
        nomination.edition_id != cohort.edition_id
        or scheme.go_global_from is None
        or published.stars < scheme.go_global_from
    ):
        lacking.append(
            Missing(
                "stars",
                _("Go Global terbuka bagi penerima bintang {n} ke atas").format(
                    n=scheme.go_global_from or scheme.max_stars
                ),
            )
        )
    if published.standing(day_in_wib(now)) != Standing.VALID:
        lacking.append(Missing("standing", _("Piagam ini sudah tidak berlaku")))
    if hasattr(award, "curation"):
        lacking.append(Missing("twice", _("Penerima ini sudah masuk angkatan Go Global")))
    if cohort.curations.count() >= cohort.seats:
        lacking.append(Missing("full", _("Angkatan ini sudah penuh ({n} tempat)").format(n=cohort.seats)))
    return lacking


@verb
def curate(award: Award, cohort: Cohort, reason: str, *, by: By, now: datetime) -> Curation:
    """Take the holder of `award` into `cohort`, for a reason that the owner may read."""
    lock(cohort)
    lock(award)
    lacking = missing_for_curation(award, cohort, now)
    if not reason.strip():
        lacking.append(Missing("no_reason", _("Isi alasan"), "alasan"))
    if lacking:
        raise Refused(*lacking)
    curation = Curation.objects.create(
        cohort=cohort, award=award, reason=reason, decided_by=actor_of(by), decided_at=now
    )
    body = {"cohort": str(cohort.uuid)}
    journal.record("award.curated", award.subject, by=by, now=now, body=body, rows=[curation])
    add_milestone([award.nomination], "curated", _("Terpilih masuk angkatan Go Global"), at=now)
    notices.tell_owners([award.nomination], kinds.CURATED, now=now)
    return curation
