"""What is done with sentras and the decrees that name them. Nothing here knows of an award.

A decree on record is never changed: whoever mends it, or adds the copy that was not at hand, records a row that corrects the old one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from ikm.models import CommodityGroup, Sentra, SentraDecree
from ikm.models.sentra import other_trade
from ovop_portal.accounts.models import User
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.names import same_as
from ovop_portal.common.printed import demand_printable
from ovop_portal.common.verbs import Missing, Refused, Stale, lock, verb
from ovop_portal.documents.models import Document
from ovop_portal.ledger import journal
from ovop_portal.ledger.journal import actor_of
from regions.models import Regency

By = User | str


@verb
def add_sentra(
    *,
    name: str,
    regency: Regency,
    commodity_group: CommodityGroup,
    unit_count: int,
    number: str,
    date: date,
    document: Document | None,
    by: By,
    now: datetime,
) -> Sentra:
    """Record a sentra with the decree that names it."""
    lock(regency)  # The second of two who record the same name at once is told.
    demand_printable({"name": name, "number": number}, "name", "number")
    _refuse_taken_name(name, regency)
    _refuse_future(date, now)
    sentra = Sentra.objects.create(name=name, regency=regency, commodity_group=commodity_group, unit_count=unit_count)
    SentraDecree.objects.create(
        sentra=sentra, number=number, date=date, document=document, recorded_by=actor_of(by), recorded_at=now
    )
    journal.record("sentra.added", subject_of(sentra), by=by, now=now, body={"regency": regency.pk, "decree": number})
    return sentra


@verb
def write_sentra(sentra: Sentra, values: dict[str, Any], *, seen: int, by: By, now: datetime) -> Sentra:
    """Write name, commodity or size, if the version is still the one that was `seen`; raises `Stale` otherwise.

    Refuses a name that another sentra of the region has, and a commodity that leaves a firm of the sentra without a product of it.
    """
    lock(sentra.regency)
    changed = {name: value for name, value in values.items() if getattr(sentra, name) != value}
    if not changed:
        return sentra
    demand_printable(changed, "name")
    if "name" in changed:
        _refuse_taken_name(changed["name"], sentra.regency, besides=sentra)
    if "commodity_group" in changed:
        _refuse_other_trade(sentra, changed["commodity_group"])
    if not Sentra.objects.filter(pk=sentra.pk, version=seen).update(**changed, version=F("version") + 1):
        raise Stale(sentra)
    sentra.refresh_from_db()
    journal.record("sentra.written", subject_of(sentra), by=by, now=now, body={"fields": sorted(changed)})
    return sentra


@verb
def record_decree(
    sentra: Sentra,
    *,
    number: str,
    date: date,
    document: Document | None,
    corrects: SentraDecree | None = None,
    by: By,
    now: datetime,
) -> SentraDecree:
    """Record a further decree of the sentra, or one that `corrects` another; without a new copy it keeps the one that is there.

    Raises `Stale` where somebody corrected the same one meanwhile. Refuses a number that another decree in force has, and a day to come.
    """
    lock(sentra)
    demand_printable({"number": number}, "number")
    _refuse_future(date, now)
    in_force = SentraDecree.objects.in_force().filter(sentra=sentra)
    if corrects is not None:
        if not in_force.filter(pk=corrects.pk).exists():
            raise Stale(corrects)
        document = document or corrects.document
        if (number, date, document) == (corrects.number, corrects.date, corrects.document):
            return corrects
    others = in_force.exclude(pk=corrects.pk) if corrects else in_force
    if others.filter(number=number).exists():
        raise Refused(Missing("number_taken", _("Keputusan dengan nomor ini sudah dicatat untuk sentra ini"), "number"))
    decree = SentraDecree.objects.create(
        sentra=sentra,
        number=number,
        date=date,
        document=document,
        corrects=corrects,
        recorded_by=actor_of(by),
        recorded_at=now,
    )
    body = {"decree": number, "document": document and str(document.pk)}
    if corrects:
        journal.record("sentra.decree_corrected", subject_of(sentra), by=by, now=now, body=body)
    else:
        journal.record("sentra.decree_added", subject_of(sentra), by=by, now=now, body=body)
    return decree


def subject_of(sentra: Sentra) -> str:
    """How the ledger names a sentra."""
    return f"sentra:{sentra.uuid}"


def _refuse_taken_name(name: str, regency: Regency, besides: Sentra | None = None) -> None:
    others = Sentra.objects.exclude(pk=besides.pk) if besides else Sentra.objects.all()
    if others.filter(same_as(name), regency=regency).exists():
        words = _("Sentra dengan nama ini sudah ada di {regency}")
        raise Refused(Missing("twice", words.format(regency=regency), "name"))


def _refuse_future(day: date, now: datetime) -> None:
    if day > day_in_wib(now):
        raise Refused(Missing("future", _("Tanggal keputusan tidak boleh sesudah hari ini"), "date"))


def _refuse_other_trade(sentra: Sentra, group: CommodityGroup) -> None:
    """Refuse a commodity that leaves a firm of the sentra without a product of it: the same rule keeps a firm of another trade out."""
    stranger = sentra.firms.exclude(products__commodity_group=group).order_by("name_key").first()
    if stranger is not None:
        made = ", ".join(str(one.commodity_group) for one in stranger.products.select_related("commodity_group"))
        words = f"{stranger.name}: {other_trade(group, made)}"
        raise Refused(Missing("other_trade", words, "commodity_group"))
