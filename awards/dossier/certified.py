"""What an award was given for: the dossier as it was sent for the last time.

Certificate, verification, catalogue and product page read firm and product here and nowhere else, so that they cannot differ. The record of the firm
stays live and says later things: drafts of the next edition, corrections, another name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import slugify

from awards.models import Award
from ikm.models import PermitKind


@dataclass(frozen=True)
class Photo:
    """A photo that was sent, and what a reader who does not see it is told."""

    document_id: UUID
    alt: str

    def address(self, width: int) -> str:
        """The address of a small picture, `width` being 320, 640 or 1280."""
        return f"{reverse('documents:file', args=[self.document_id])}?lebar={width}"


@dataclass(frozen=True)
class Permit:
    """A paper that was sent."""

    kind: PermitKind
    number: str
    valid_until: date | None

    def stands(self, today: date) -> bool:
        return self.valid_until is None or self.valid_until >= today


class Certified:
    """Firm and product of `award` (from `Award.objects.for_catalogue()`)."""

    def __init__(self, award: Award) -> None:
        self._dossier, self._group = award.sent, award.sent_group

    @property
    def firm(self) -> str:
        return str(self._dossier["ikm"]["name"])

    @property
    def product(self) -> str:
        return str(self._dossier["product"]["name"])

    @property
    def slug(self) -> str:
        return slug_of(self.product)

    @property
    def group(self) -> str:
        """The commodity group in words."""
        return self._group["label"]

    @property
    def group_en(self) -> str:
        return self._group["label_en"]

    def told(self, name: str) -> str:
        """What the dossier says of the product: its story, its distinction, its raw material."""
        return self._dossier["product"].get(name) or ""

    @property
    def sentra(self) -> str:
        return (self._dossier.get("sentra") or {}).get("name", "")

    @property
    def phone(self) -> str:
        return self._dossier["ikm"].get("phone") or ""

    @cached_property
    def photos(self) -> list[Photo]:
        """In the order of the guided places; the first shows the whole product."""
        return [photo for sent in self._dossier.get("photos", []) if (photo := photo_of(sent))]

    def photos_in(self, shown: Sequence[UUID] | None) -> list[Photo]:
        """Those of the photos that are among the documents `shown` to everybody."""
        return [photo for photo in self.photos if photo.document_id in (shown or ())]

    @property
    def permits(self) -> list[Permit]:
        return [
            Permit(PermitKind(sent["kind"]), sent["number"], _day(sent.get("valid_until")))
            for sent in self._dossier.get("permits", [])
        ]


def photo_of(sent: dict[str, Any] | None) -> Photo | None:
    """A photo of a dossier."""
    return Photo(UUID(sent["document"]), sent.get("alt") or "") if sent and sent.get("document") else None


def slug_of(product: str) -> str:
    """The readable part of a product's address."""
    return slugify(product) or "produk"


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
