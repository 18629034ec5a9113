"""A firm that the dinas recorded and its owner registered becomes one record: the owner asks for it, the dinas does it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import notices
from awards.models import Nomination
from awards.notices import kinds
from awards.operations._steps import By
from awards.operations.candidates import open_drafts
from awards.operations.consent import carry_consent
from awards.operations.office_writing import answers_of, end_what_was_declared
from awards.operations.sending import withdraw
from awards.states import NOT_LIVE, OPEN_TO_DINAS
from ikm.joining import join_firms
from ikm.models import Ikm, Joining, JoinRefusal
from ikm.operations import ASKED, CODE
from ovop_portal.accounts.holder_codes import holder_of, use_code
from ovop_portal.accounts.models import User
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of
from ovop_portal.ledger.vouching import hidden

NOT_ASKED = gettext_lazy(
    "Isi kode dari pemilik, atau minta pemilik memilih “Dinas sudah pernah mencatat usaha ini?” di berkasnya lebih dahulu"
)


@verb
def ask_to_join(nomination: Nomination, *, by: By, now: datetime) -> None:
    """The owner asks the dinas to join the record that it made with the owner's own; the dinas is told. Asked again only after the dinas has answered.

    Refuses anybody but the owner: this request is what allows the dinas to join.
    """
    lock(nomination.ikm)
    if not isinstance(by, User) or not nomination.ikm.owner_links.filter(user=by, ends_at__isnull=True).exists():
        raise Refused(Missing("not_owner", _("Hanya pemilik yang dapat meminta penggabungan")))
    if nomination.ikm.waits_to_be_joined:
        return
    Ikm.objects.filter(pk=nomination.ikm_id).update(join_asked_at=now, join_declined_at=None)
    journal.record("ikm.join_asked", nomination.ikm.subject, by=by, now=now)
    notices.tell_dinas_once_a_day(nomination, kinds.JOIN_ASKED, now=now)


@verb
def decline_to_join(nomination: Nomination, reason: str, *, by: By, now: datetime) -> None:
    """The dinas has no record of this firm, or another firm's: the owner is told why, goes on with the own file, and may ask again.

    Raises `Stale` when nobody asks any more: it was joined, or answered by somebody else.
    """
    lock(nomination.ikm)
    if not nomination.ikm.waits_to_be_joined or Joining.objects.filter(gone=nomination.ikm_id).exists():
        raise Stale(nomination.ikm)
    Ikm.objects.filter(pk=nomination.ikm_id).update(join_declined_at=now)
    answer = JoinRefusal.objects.create(ikm=nomination.ikm, reason=reason, refused_by=actor_of(by), refused_at=now)
    answer.refresh_from_db(fields=["salt"])
    body = {"reason_sha256": hidden(reason, answer.salt)}
    journal.record("ikm.join_declined", nomination.ikm.subject, by=by, now=now, body=body)
    notices.tell_owners([nomination], kinds.JOIN_DECLINED, now=now, also={"reason": reason})


@verb
def join_with_record(
    nomination: Nomination, record: Ikm, theirs: Collection[str], *, by: By, now: datetime, code: str = ""
) -> Nomination:
    """Join the owner's firm of `nomination` with the `record` of the dinas; returns the file that goes on.

    The owner's own file ends; the file of the record goes on, or is begun, one for each product. An officer alone decides nothing: refuses unless the owner has
    asked (`ask_to_join`) or told the `code` of the account. Refuses once a file of the owner's was sent on.
    """
    for ikm in sorted((record, nomination.ikm), key=lambda one: one.pk):
        lock(ikm)
    owner = _proven(nomination.ikm, code, now) if code else None
    if owner is None and not nomination.ikm.waits_to_be_joined:
        raise Refused(Missing("not_asked", str(NOT_ASKED), "kode"))
    own = Nomination.objects.filter(ikm=nomination.ikm_id).exclude(state__in=NOT_LIVE).select_related("edition", "ikm")
    files = list(own.select_related("product", "regency").order_by("pk"))
    if not any(file.pk == nomination.pk for file in files) or any(file.state not in OPEN_TO_DINAS for file in files):
        raise Refused(
            Missing("sent_on", _("Berkas pemilik sudah diusulkan atau berhenti, jadi tidak dapat digabungkan"))
        )
    before = answers_of(record, now)
    products = {
        product.pk: into
        for product, into in join_firms(
            record, nomination.ikm, theirs, by=by, now=now, proof=CODE if owner else ASKED
        ).items()
    }
    # The owner declared a file of their own, or a paper in the office: neither says what stands in the joined one.
    end_what_was_declared(record, before, by=by, now=now)
    withdraw(files, _("Digabungkan dengan catatan dinas"), by=by, now=now)
    goes_on = nomination
    for file in files:
        product = products[file.product_id]
        there = Nomination.objects.filter(product=product, edition=file.edition_id).exclude(state__in=NOT_LIVE).first()
        product.ikm = record
        going = there or open_drafts([product], file.edition, by=by, now=now)[0]
        carry_consent(file, going, by=by, now=now)
        goes_on = going if file.pk == nomination.pk else goes_on
    notices.tell_owners([goes_on], kinds.LINKED, now=now)
    return goes_on


def _proven(ikm: Ikm, code: str, now: datetime) -> User:
    """The account that shows this code, which must be the owner's; the code serves once."""
    owner = holder_of(code, now=now)
    if owner is None or not ikm.owner_links.filter(user=owner, ends_at__isnull=True).exists():
        words = _("Kode ini bukan dari akun yang ditunjukkan, atau sudah lewat. Minta pemilik membuat kode baru")
        raise Refused(Missing("no_code", words, "kode"))
    use_code(owner, now=now)
    return owner
