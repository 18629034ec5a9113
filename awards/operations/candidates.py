"""Verbs at the birth of a nomination: drafts, their owners, and holders of the last edition who are invited back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from awards import notices
from awards.certificates.codes import fresh_blind_codes
from awards.models import Award, Edition, EntryKind, Extension, Nomination, NumberCounter, WindowKind
from awards.models.extension import Places
from awards.notices import kinds
from awards.operations._steps import By, add_milestone, advance, by_owner, by_whom
from awards.operations.consent import refused_by_owners
from awards.operations.sending import freeze, refuse_if_closed
from awards.states import NOT_LIVE
from awards.states import NominationState as S
from ikm import operations as firms
from ikm.models import Joining, OwnerLink, Product, Sentra
from ovop_portal.accounts.holder_codes import holder_of, use_code
from ovop_portal.accounts.letters import unlinked
from ovop_portal.accounts.models import User
from ovop_portal.accounts.operations import register_owner
from ovop_portal.accounts.roles import Role
from ovop_portal.common.formats import tanggal
from ovop_portal.common.verbs import Missing, Refused, lock, verb
from ovop_portal.ledger import journal


def open_edition(now: datetime, *, regencies: Places | None = None, or_rehearsal: bool = False) -> Edition | None:
    """The edition that takes nominations at `now`, if there is one; for those of `regencies` also one that gave them more time. A rehearsal is returned only for
    a dinas (`or_rehearsal`) and only while no real edition is open: nobody who registers by themselves lands in one.
    """
    taking = Edition.objects.in_window(WindowKind.NOMINATION, now)
    if regencies is not None:
        taking |= Edition.objects.filter(pk__in=Extension.objects.taking(now).of_places(regencies).values("edition"))
    return (taking if or_rehearsal else taking.real()).real_first().first()


@verb
def open_drafts(
    products: Sequence[Product], edition: Edition, *, by: By, now: datetime, blind_codes: Sequence[str] | None = None
) -> list[Nomination]:
    """Begin a nomination for each product. The products come with their firms. Numbers follow the order of `products`.

    Raises `Refused` when a product already has a live nomination in the edition, its firm went into another record, or the window is closed.
    """
    # Held first: of two who begin the same product, the second learns that it is begun.
    lock(edition)
    _demand_open_in({product.ikm.regency_id for product in products}, edition, now)
    taken = set(
        Nomination.objects.filter(edition=edition, product__in=products)
        .exclude(state__in=NOT_LIVE)
        .values_list("product_id", flat=True)
    )
    if taken:
        raise Refused(
            Missing(
                "twice", _("Produk ini sudah diajukan pada penyelenggaraan {year}").format(year=edition.year), "produk"
            )
        )
    if Joining.objects.filter(gone__in={product.ikm_id for product in products}).exists():
        words = _("Catatan usaha ini sudah digabungkan dengan catatan lain. Ajukan produk dari catatan itu")
        raise Refused(Missing("joined", words, "produk"))
    nominations = _births(products, edition, S.DRAFT, EntryKind.NEW, now, blind_codes)
    journal.record_many(
        "nomination.opened",
        [(nomination.subject, None) for nomination in nominations],
        by=by,
        now=now,
        rows=[[nomination] for nomination in nominations],
    )
    return nominations


# The words to which owners agree when they register (templates/awards/owner/register_account.html). New words get a new name.
CONSENT = "2026-3"


@verb
def register_candidate(
    *, name: str, phone: str, password: str, firm: Mapping[str, Any], now: datetime, email: str = ""
) -> tuple[User | None, Nomination | None]:
    """An owner registers: account, consent, firm, product, and a draft nomination while an edition takes nominations.

    `firm` holds what `ikm.operations.register_ikm` asks for besides the owner. Returns the account and the draft, if there is one; no account where the
    number has one already (`register_owner`), and then nothing else is made.
    """
    owner = register_owner(name=name, phone=phone, email=email, password=password, now=now)
    if owner is None:
        return None, None
    journal.record("account.consented", owner.actor, by=owner, now=now, body={"words": CONSENT})
    product = firms.register_ikm(owner_name=name, phone=phone, owner=owner, by=owner, now=now, **firm)
    edition = open_edition(now, regencies=[product.ikm.regency_id])
    return owner, open_drafts([product], edition, by=owner, now=now)[0] if edition else None


@verb
def add_candidate(
    firm: Mapping[str, Any], edition: Edition, *, sentra: Sentra | None = None, by: By, now: datetime
) -> Nomination:
    """The dinas adds a firm, places it in its `sentra` if it is in one, and begins its nomination."""
    [nomination] = open_drafts([firms.register_ikm(by=by, now=now, **firm)], edition, by=by, now=now)
    if sentra is not None:
        firms.place_in_sentra(nomination.ikm, sentra, {}, seen=nomination.ikm.version, by=by, now=now)
    return nomination


def account_for(nomination: Nomination, *, phone: str = "", code: str = "", by: By, now: datetime) -> User:
    """The owner's account that shows this `code` now or, without one, has exactly this number (E.164). Shown before anything is linked.

    Refused as `ikm.operations.missing_for_link` says.
    """
    owner = holder_of(code, now=now) if code else User.objects.holding(Role.OWNER).filter(phone=phone).first()
    if owner is None and code:
        words = _("Kode ini belum cocok atau sudah lewat. Minta pemilik membuat kode baru di Akun saya")
        raise Refused(Missing("no_code", words, "kode"))
    if owner is None:
        words = _("Tidak ada akun pemilik dengan nomor ini. Minta pemilik mendaftar lebih dahulu di {address}")
        address = settings.PORTAL_URL.split("://", 1)[-1] + reverse("awards:register")
        raise Refused(Missing("no_account", words.format(address=address), "phone"))
    missing = firms.missing_for_link(nomination.ikm, owner, by=by)
    if missing:
        raise Refused(*missing)
    return owner


def another_by_now(code: str) -> str:
    """What an officer is told when the `code` (or, without one, the number) no longer leads to the account that the page shows."""
    if code:
        return _("Akun dengan kode ini sudah berganti, atau kodenya sudah dipakai. Cari lagi")
    return _("Akun dengan nomor ini sudah berganti. Cari lagi")


@verb
def open_again(product: Product, edition: Edition, *, by: By, now: datetime) -> Nomination:
    """The dinas begins a nomination for a product that is in the registry; an owner who has an account hears of it."""
    [nomination] = open_drafts([product], edition, by=by, now=now)
    notices.tell_owners([nomination], kinds.OPENED_FOR_OWNER, now=now, besides=by)
    return nomination


@verb
def link_owner(nomination: Nomination, *, account: str, by: By, now: datetime, phone: str = "", code: str = "") -> None:
    """The dinas links a firm that it added to an owner's account. The page has shown whose account it is (`account_for`); the verb refuses if it is another by
    now.

    The owner is told, and so is everybody who owned the firm before. A code serves once.
    """
    lock(nomination.ikm)
    owner = account_for(nomination, phone=phone, code=code, by=by, now=now)
    if str(owner.uuid) != account:
        raise Refused(Missing("other_account", another_by_now(code), ""))
    if code:
        use_code(owner, now=now)
    wrongly = OwnerLink.objects.filter(ikm=nomination.ikm).exclude(reason="").exclude(user=owner).order_by("pk").last()
    firms.link_owner(nomination.ikm, owner, by=by, now=now, proof=firms.CODE if code else firms.ASKED)
    notices.tell_owners([nomination], kinds.LINKED, now=now)
    notices.tell_former_owners(nomination, now=now)
    if wrongly is not None and wrongly.ends_at is not None:
        notices.tell_of_wrong_link(nomination, since=wrongly.starts_at, until=wrongly.ends_at, now=now)


@verb
def unlink_owner(nomination: Nomination, account: User, reason: str, *, by: By, now: datetime) -> None:
    """The dinas takes a firm back from the wrong account. The account is told, with the reason, and so is the dinas; the right owner hears of it when the
    firm is linked with their account. Which files were opened meanwhile stands in the security log under the account.
    """
    link = firms.unlink_owner(nomination.ikm, account, reason, by=by, now=now)
    notices.tell_unlinked(nomination, account, reason, now=now)
    zone = nomination.regency.zone
    also = {"since": tanggal(link.starts_at, zone), "until": tanggal(link.ends_at, zone)}
    notices.tell_dinas([nomination], kinds.UNLINKED_FOR_DINAS, now=now, besides=by, also=also)
    unlinked.send(None, user=account, ikm=str(nomination.ikm.uuid), since=link.starts_at)


@verb
def invite_holders(
    awards: Sequence[Award], edition: Edition, *, by: By, now: datetime, blind_codes: Sequence[str] | None = None
) -> list[Nomination]:
    """Invite the holders of the last edition to be assessed again. The awards come with nomination, product and firm.

    They need no new endorsement; the invitation lapses when it is not accepted in the nomination window.
    """
    # The edition is held first, as the publication holds it: nobody is invited to an edition that is over.
    lock(edition)
    edition.demand_open(now)
    if edition.previous is not None and not edition.previous.is_published(now):
        words = _("Hasil {edition} belum diumumkan, jadi penerimanya belum dapat diundang")
        raise Refused(Missing("unpublished", words.format(edition=edition.previous.name)))
    wrong = [award for award in awards if award.nomination.edition_id != edition.previous_id]
    if wrong:
        raise Refused(Missing("not_holder", _("Hanya penerima penyelenggaraan sebelumnya yang dapat diundang")))
    if (
        Nomination.objects.filter(edition=edition, product__in=[award.nomination.product_id for award in awards])
        .exclude(state__in=NOT_LIVE)
        .exists()
    ):
        raise Refused(
            Missing("twice", _("Sebagian penerima ini sudah diundang atau sudah diajukan. Muat ulang halaman"))
        )
    products = [award.nomination.product for award in awards]
    nominations = _births(products, edition, S.INVITED, EntryKind.REASSESSMENT, now, blind_codes, awards)
    journal.record_many(
        "nomination.invited",
        [(nomination.subject, None) for nomination in nominations],
        by=by,
        now=now,
        rows=[[nomination] for nomination in nominations],
    )
    add_milestone(nominations, "invited", _("Diundang untuk penilaian ulang"), at=now)
    owned, unowned = by_owner(nominations)
    notices.tell_owners(owned, kinds.INVITED, now=now)
    notices.tell_dinas(unowned, kinds.INVITED_FOR_DINAS, now=now)
    return nominations


@verb
def accept_invitation(nominations: Sequence[Nomination], *, by: By, now: datetime) -> None:
    """The holders take part: their dossier is frozen as it is now and goes to the jury. Needs a whole dossier and the owner's declaration."""
    for edition in sorted({nomination.edition for nomination in nominations}, key=lambda edition: edition.pk):
        lock(edition)
    refuse_if_closed(nominations, now)
    sent = freeze(nominations, by=by, now=now)
    advance(nominations, S.IN_ASSESSMENT, kind="nomination.accepted_invitation", by=by, now=now, also=sent)
    own, for_owner = by_whom(nominations, by)
    add_milestone(own, "accepted", _("Ikut penilaian ulang"), at=now)
    add_milestone(for_owner, "accepted", _("Ikut penilaian ulang: dinas menerima undangannya untuk pemilik"), at=now)
    notices.tell_dinas(nominations, kinds.ACCEPTED, now=now, besides=by)
    notices.tell_owners(own, kinds.ACCEPTED, now=now, besides=by)
    notices.tell_of_acting_for_owners(for_owner, kinds.ACCEPTED_FOR_OWNER, now=now)


@verb
def lapse_invitations(nominations: Sequence[Nomination], *, by: By, now: datetime) -> None:
    """Invitations that were not accepted before the window closed."""
    advance(nominations, S.LAPSED, kind="nomination.lapsed", by=by, now=now)
    add_milestone(nominations, "lapsed", _("Undangan penilaian ulang tidak dijawab sampai batas waktu"), at=now)
    notices.tell_owners(nominations, kinds.LAPSED, now=now)


def _demand_open_in(regencies: set[str], edition: Edition, now: datetime) -> None:
    """Raise `Refused` unless the edition takes nominations of all these regencies."""
    if not edition.is_open(WindowKind.NOMINATION, now):
        edition.demand_open(now, until=Extension.objects.end_for_places(edition, regencies))


def _births(
    products: Sequence[Product],
    edition: Edition,
    state: str,
    entry: str,
    now: datetime,
    blind_codes: Sequence[str] | None,
    awards: Sequence[Award] | None = None,
) -> list[Nomination]:
    numbers = NumberCounter.draw(edition, len(products))
    blind_codes = blind_codes or _draw_blind_codes(len(products))
    refused = refused_by_owners(products)
    return Nomination.objects.bulk_create(
        Nomination(
            number=f"OVOP-{edition.year}-{number:04}",
            blind_code=blind_codes[place],
            edition=edition,
            ikm=product.ikm,
            product=product,
            regency_id=product.ikm.regency_id,
            entry=entry,
            state=state,
            previous_award=awards[place] if awards else None,
            owner_refuses=product.pk in refused,
            created_at=now,
            changed_at=now,
        )
        for place, (number, product) in enumerate(zip(numbers, products, strict=True))
    )


def _draw_blind_codes(count: int) -> list[str]:
    """Draw codes that are still free when they are written: each drawing waits until the files of the one before are committed or given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('awards_nomination.blind_code'))")
    return fresh_blind_codes(
        count,
        lambda codes: Nomination.objects.filter(blind_code__in=codes).values_list("blind_code", flat=True),
    )
