"""One firm, recorded by the dinas and registered by its owner, becomes one: asked by the owner, done by the dinas."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from awards import notices
from awards.models import Nomination
from awards.operations._steps import By
from awards.operations.candidates import open_drafts
from awards.operations.sending import withdraw
from awards.states import NOT_LIVE, OPEN_TO_DINAS
from ikm.joining import join_firms
from ikm.models import Ikm
from ikm.operations import subject_of
from ovop_portal.common.verbs import Missing, Refused, lock, verb
from ovop_portal.ledger import journal


@verb
def ask_to_join(nomination: Nomination, *, by: By, now: datetime) -> None:
    """The owner asks the dinas to join the record that it made with the owner's own. Asked once; the dinas is told."""
    lock(nomination.ikm)
    if nomination.ikm.join_asked_at is not None:
        return
    Ikm.objects.filter(pk=nomination.ikm_id).update(join_asked_at=now)
    journal.record("ikm.join_asked", subject_of(nomination.ikm), by=by, now=now)
    notices.tell_dinas([nomination], notices.JOIN_ASKED, now=now, besides=by)


@verb
def join_with_record(
    nomination: Nomination, record: Ikm, theirs: Collection[str], *, by: By, now: datetime
) -> Nomination:
    """Join the owner's firm of `nomination` with the `record` of the dinas; returns the file that goes on.

    The owner's own file ends, and the record's goes on, or is begun: for each product one. Refuses once a file of the owner's was sent on.
    """
    own = Nomination.objects.filter(ikm=nomination.ikm_id).exclude(state__in=NOT_LIVE).select_related("edition", "ikm")
    files = list(own.select_related("product", "regency").order_by("pk"))
    if not any(file.pk == nomination.pk for file in files) or any(file.state not in OPEN_TO_DINAS for file in files):
        raise Refused(
            Missing("sent_on", _("Berkas pemilik sudah diusulkan atau berhenti, jadi tidak dapat digabungkan"))
        )
    products = {
        product.pk: into for product, into in join_firms(record, nomination.ikm, theirs, by=by, now=now).items()
    }
    withdraw(files, _("Digabungkan dengan catatan dinas"), by=by, now=now)
    goes_on = nomination
    for file in files:
        product = products[file.product_id]
        there = Nomination.objects.filter(product=product, edition=file.edition_id).exclude(state__in=NOT_LIVE).first()
        product.ikm = record
        going = there or open_drafts([product], file.edition, by=by, now=now)[0]
        goes_on = going if file.pk == nomination.pk else goes_on
    notices.tell_owners([goes_on], notices.LINKED, now=now)
    return goes_on
