"""What an owner sees first: their files, what each asks of them, and products that could be entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import Edition, EntryKind, Nomination
from awards.models.award import award_now
from awards.operations.candidates import open_edition
from awards.states import ASSESSED, NOT_LIVE, OPEN_TO_OWNER
from awards.states import NominationState as S
from awards.status.outside import Tag, tag_of_row
from ikm.models import OwnerLink, Product
from ovop_portal.accounts.models import User
from ovop_portal.common import formats


@dataclass(frozen=True)
class Row:
    """One file on the list."""

    nomination: Nomination
    tag: Tag
    url: str
    hint: str
    asks: bool

    @classmethod
    def of(cls, nomination: Any, now: datetime) -> Row:
        """The row at `now`; stars are looked at only where everybody may see them."""
        tag = tag_of_row(nomination, now, closes_at=nomination.takes_until)
        asks = nomination.state in OPEN_TO_OWNER and nomination.may_be_sent(now)
        page = "awards:tasks" if asks else "awards:status"
        return cls(
            nomination, tag, reverse(page, args=[nomination.number]), _hint(nomination, now) if asks else "", asks
        )


def _hint(nomination: Nomination, now: datetime) -> str:
    deadline = nomination.deadline
    until = formats.batas(deadline, now, nomination.regency.zone) if deadline else ""
    words = {
        S.DRAFT: _("Lengkapi dan kirim ke dinas, {until}"),
        S.RETURNED_TO_OWNER: _("Dinas menunggu perbaikan Anda, {until}"),
        S.INVITED: _("Terima undangan penilaian ulang, {until}"),
    }
    return words[S(nomination.state)].format(until=until)


@dataclass(frozen=True)
class OwnerHome:
    """Everything on the first page of an owner."""

    now: datetime
    rows: list[Row]
    edition: Edition | None
    products: list[Product]

    @classmethod
    def of(cls, user: User, now: datetime) -> OwnerHome:
        """Five statements, whatever the number of files."""
        firms = OwnerLink.objects.filter(user=user, ends_at__isnull=True).values("ikm")
        nominations = (
            Nomination.objects.filter(ikm__in=firms)
            .select_related("product", "ikm", "regency__province", "edition__scheme", "edition__publication")
            .annotate(**award_now())
            .with_extension()
            .prefetch_related("edition__windows")
            .order_by("-edition__year", "number")
        )
        rows = sorted((Row.of(nomination, now) for nomination in nominations), key=lambda row: not row.asks)
        edition = open_edition(now, regencies=firms.values("ikm__regency"))
        return cls(now, rows, edition, list(_not_entered(firms, edition, now)))

    def product(self, uuid: UUID) -> Product | None:
        """The product called `uuid`, if it may be entered."""
        return next((product for product in self.products if product.uuid == uuid), None)

    @property
    def asks(self) -> int:
        """How many files wait for the owner."""
        return sum(row.asks for row in self.rows)


def _not_entered(firms: QuerySet[Any, Any], edition: Edition | None, now: datetime) -> QuerySet[Product]:
    """Products of the firms without a live file in the open edition. Holders of the last edition are invited, they do not enter anew; while its results are not
    out, nobody whom the jury has judged does, or what is offered here would tell them.
    """
    products = Product.objects.filter(ikm__in=firms).select_related("ikm").order_by("name_key", "pk")
    if edition is None:
        return products.exclude(nominations__edition__in=Edition.objects.real())
    live = Nomination.objects.filter(edition=edition).exclude(state__in=NOT_LIVE)
    is_out = Q(edition__in=Edition.objects.published(now))
    before = Nomination.objects.filter(edition=edition.previous_id)
    holders = before.filter(is_out & Q(award__isnull=False) | ~is_out & Q(state__in=ASSESSED))
    invited = Nomination.objects.filter(edition=edition, entry=EntryKind.REASSESSMENT)
    entered = live.values("product").union(holders.values("product"), invited.values("product"))
    return products.exclude(pk__in=entered)
