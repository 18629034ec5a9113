"""A dossier as it is frozen: the words in which it is sealed, and the types through which everybody reads them.

What was sent stays as it was written, by its SHA-256, while the portal goes on. So this file alone knows how a snapshot is written: whoever reads one gets
a `Snapshot`, whatever the format of its text, and nobody else looks into the JSON.

A text names its format under `format`; the first format has no such word, because it was there before the question. A change of meaning is a new format:
its number in the text, another reader in `_READERS`, and values for the fields that older texts do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import TextChoices
from django.db.models.fields.json import KT

from ikm.models import LegalForm, MarketReach, PermitKind, PhotoSlot
from ovop_portal.common.canonical import digest, parsed
from ovop_portal.common.formats import ujung

if TYPE_CHECKING:
    from awards.models import Nomination
    from ovop_portal.accounts.models import User

# The same texts as SQL, for a nightly proof or a list that needs one of them without the dossier. `s` is the submission.
NAME_OF_FIRM, NAME_OF_PRODUCT = KT("dossier__ikm__name"), KT("dossier__product__name")
SQL_GROUP = "s.dossier #>> '{product,commodity_group}'"
SQL_KINDS_WITH_COPY = "SELECT sent ->> 'kind' FROM jsonb_array_elements(s.dossier -> 'permits') AS sent WHERE sent ->> 'document' IS NOT NULL"


class UnreadableDossier(ValueError):
    """The text is no dossier in any format that this program knows."""


@dataclass(frozen=True)
class Named:
    """Something by its code and by the name that it had."""

    code: str
    name: str


@dataclass(frozen=True)
class Firm:
    """The firm, its owner and where they are. Empty texts and None mean that nothing was said."""

    name: str
    legal_form: str
    owner_name: str
    nib: str
    npwp: str
    siinas_account: str
    phone: str
    email: str
    address: str
    village: str
    district: str
    regency: Named
    sentra_since: int | None
    is_anchor: bool
    founded_in: int | None
    # The owner does not know the sentra, and left it to the dinas. No file goes to the ministry like that.
    sentra_by_office: bool = False

    @property
    def legal_form_label(self) -> str:
        return _label(LegalForm, self.legal_form)


@dataclass(frozen=True)
class Decree:
    """The regional head's act by which the sentra exists."""

    number: str
    date: date
    document: UUID | None


@dataclass(frozen=True)
class Sentra:
    """The sentra of the firm. What it makes is None in texts that are older than the question."""

    name: str
    unit_count: int
    decrees: tuple[Decree, ...]
    commodity_group: Named | None = None


@dataclass(frozen=True)
class Product:
    """The product that is nominated. Shares are percentages."""

    name: str
    commodity_group: str
    kbli: str
    story: str
    distinction: str
    raw_material: str
    local_material_pct: Decimal | None
    supply_years: int | None
    value_added_pct: Decimal | None
    capacity: str
    market_reach: str
    sales_channels: str

    @property
    def market_reach_label(self) -> str:
        return _label(MarketReach, self.market_reach)


@dataclass(frozen=True)
class Permit:
    """A paper of the firm, with its copy where there is one."""

    kind: str
    number: str
    issued_on: date | None
    valid_until: date | None
    document: UUID | None

    @property
    def label(self) -> str:
        return _label(PermitKind, self.kind)


@dataclass(frozen=True)
class Photo:
    """A photo in one of the guided places, and its description for a reader who does not see it."""

    slot: str
    alt: str
    document: UUID

    @property
    def label(self) -> str:
        return _label(PhotoSlot, self.slot)


@dataclass(frozen=True)
class Figures:
    """Workers and money of one year. Money in whole rupiah."""

    year: int
    workers_male: int
    workers_female: int
    workers_local: int
    investment: int
    turnover: int
    production_value: int | None

    @property
    def workers(self) -> int:
        return self.workers_male + self.workers_female


@dataclass(frozen=True)
class Snapshot:
    """A whole dossier on the day on which it was composed."""

    composed_on: date
    ikm: Firm
    sentra: Sentra | None
    product: Product
    permits: tuple[Permit, ...]
    photos: tuple[Photo, ...]
    figures: tuple[Figures, ...]  # the newest year first

    @property
    def decrees(self) -> tuple[Decree, ...]:
        return self.sentra.decrees if self.sentra else ()

    @property
    def documents(self) -> list[UUID]:
        """All documents that the dossier names, each once, in order of appearance."""
        rows: Iterable[Permit | Photo | Decree] = [*self.permits, *self.photos, *self.decrees]
        return list(dict.fromkeys(row.document for row in rows if row.document))

    @property
    def trade_of_sentra(self) -> str:
        """What the sentra makes, where that differs from the product; empty otherwise, and where the text does not say what it makes."""
        group = self.sentra.commodity_group if self.sentra else None
        return group.name if group and group.code != self.product.commodity_group else ""

    @cached_property
    def text(self) -> dict[str, Any]:
        """The text that is sealed, in the newest format, as it comes back from the database."""
        said = _words(self)
        product = said["product"]
        for name in ("local_material_pct", "value_added_pct"):
            product[name] = _share_in_text(product[name])
        if not self.ikm.sentra_by_office:
            del said["ikm"]["sentra_by_office"]
        if self.sentra and self.sentra.commodity_group is None:
            del said["sentra"]["commodity_group"]
        text: dict[str, Any] = parsed(said)
        return text

    @cached_property
    def content_sha256(self) -> str:
        """The digest of what the dossier says, whatever the day on which it was composed."""
        return digest({name: value for name, value in self.text.items() if name != "composed_on"})

    def without_numbers(self) -> Snapshot:
        """The same with only the last figures of its numbers of identity: for the jury, for lists of changes, for everybody who need not compare them."""
        permits = tuple(
            replace(permit, number=ujung(permit.number)) if permit.kind == PermitKind.NIB else permit
            for permit in self.permits
        )
        return replace(self, ikm=replace(self.ikm, nib=ujung(self.ikm.nib), npwp=ujung(self.ikm.npwp)), permits=permits)


def read(text: object) -> Snapshot:
    """The dossier that a sealed text says. Raises `UnreadableDossier`."""
    if not isinstance(text, Mapping):
        raise UnreadableDossier(f"a dossier is an object, not {type(text).__name__}")
    number = text.get("format", 1)
    reader = _READERS.get(number) if isinstance(number, int) else None
    if reader is None:
        raise UnreadableDossier(f"a dossier of format {number!r}; known are {sorted(_READERS)}")
    try:
        return reader(text)
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise UnreadableDossier(f"no dossier of format {number}: {problem!r}") from problem


def with_numbers(snapshot: Snapshot, nomination: Nomination, reader: User) -> Snapshot:
    """A dossier as `reader` reads it: those who check or own NIB and NPWP see them whole, everybody else sees their last figures."""
    return snapshot if reader.has_perm("awards.read_numbers", nomination) else snapshot.without_numbers()


def _first(text: Mapping[str, Any]) -> Snapshot:
    """The first format: texts without a number, whose words are the names of the fields."""
    ikm, product, sentra = text["ikm"], text["product"], text["sentra"]
    shares = {name: _share(product[name]) for name in ("local_material_pct", "value_added_pct")}
    return Snapshot(
        date.fromisoformat(text["composed_on"]),
        Firm(**{**ikm, "regency": Named(**ikm["regency"])}),
        _sentra(sentra) if sentra else None,
        Product(**{**product, **shares}),
        tuple(map(_permit, text["permits"])),
        tuple(Photo(**{**row, "document": UUID(row["document"])}) for row in text["photos"]),
        tuple(Figures(**row) for row in text["figures"]),
    )


_READERS: dict[int, Callable[[Mapping[str, Any]], Snapshot]] = {1: _first}


def _sentra(said: Mapping[str, Any]) -> Sentra:
    group = said.get("commodity_group")
    decrees = tuple(
        Decree(row["number"], date.fromisoformat(row["date"]), _document(row["document"])) for row in said["decrees"]
    )
    return Sentra(**{**said, "decrees": decrees, "commodity_group": Named(**group) if group else None})


def _permit(said: Mapping[str, Any]) -> Permit:
    days = {name: _day(said[name]) for name in ("issued_on", "valid_until")}
    return Permit(**{**said, **days, "document": _document(said["document"])})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _document(written: str | None) -> UUID | None:
    return UUID(written) if written else None


def _share(written: int | str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _words(part: Any) -> Any:
    """A part of a dossier as plain data under the names of its fields. (`dataclasses.asdict` copies every value, which costs ten times as much.)"""
    if isinstance(part, tuple):
        return [_words(each) for each in part]
    names = getattr(part, "__dataclass_fields__", None)
    return part if names is None else {name: _words(getattr(part, name)) for name in names}


def _share_in_text(value: Decimal | None) -> int | str | None:
    """A whole share is a number, as it was in every text before shares could have decimals; any other is text, without idle zeros."""
    if value is None or value == int(value):
        return value if value is None else int(value)
    return format(value.normalize(), "f")


def _label(choices: type[TextChoices], code: str) -> str:
    """The words of a choice, or the code itself where a later portal no longer knows it."""
    return str(choices(code).label) if code in choices.values else code
