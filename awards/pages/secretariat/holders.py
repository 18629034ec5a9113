"""Holders of the last edition on their way into this one: who is invited, who takes part, who is not asked yet. The groups add up to all holders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Award, Edition, Nomination, WindowKind
from awards.states import ASSESSED, NOT_LIVE
from awards.states import NominationState as S

PER_PAGE = 50


@dataclass(frozen=True)
class HolderGroup:
    """Where a holder stands: the code in the address, the words, the tint of the tag."""

    code: str
    label: str | Promise
    tint: str


WAITING = HolderGroup("belum", _("Belum diundang"), "arang")
GROUPS = [
    HolderGroup("ikut", _("Ikut penilaian ulang"), "daun"),
    HolderGroup("menunggu", _("Menunggu jawaban"), "kunyit"),
    HolderGroup("lewat", _("Lewat tenggat"), "soga"),
    HolderGroup("tarik", _("Tidak ikut"), "arang"),
    HolderGroup("baru", _("Diajukan sebagai usulan baru"), "nila"),
    HolderGroup("dicabut", _("Piagam dicabut"), "mengkudu"),
    WAITING,
]
GROUP_BY_CODE = {group.code: group for group in GROUPS}


def holders_of(edition: Edition) -> QuerySet[Any]:
    """The awards of the edition before, each with its `group`, and the number of its nomination in this edition."""
    again = Nomination.objects.filter(previous_award=OuterRef("pk"), edition=edition).order_by("-pk")
    as_new = Nomination.objects.filter(
        product=OuterRef("nomination__product"), edition=edition, previous_award__isnull=True
    ).exclude(state__in=NOT_LIVE)
    took_part = [*ASSESSED, S.DISQUALIFIED]
    group = Case(
        When(again_state__in=took_part, then=Value("ikut")),
        When(again_state=S.INVITED, then=Value("menunggu")),
        When(again_state=S.LAPSED, then=Value("lewat")),
        When(again_state__isnull=False, then=Value("tarik")),
        When(as_new=True, then=Value("baru")),
        When(revocation__isnull=False, then=Value("dicabut")),
        default=Value(WAITING.code),
        output_field=CharField(),
    )
    return (
        Award.objects.for_list()
        .filter(nomination__edition=edition.previous_id)
        .annotate(
            again_state=Subquery(again.values("state")[:1]),
            again_number=Subquery(again.values("number")[:1]),
            as_new=Exists(as_new),
        )
        .annotate(group=group)
    )


def to_invite(edition: Edition) -> list[Award]:
    """Holders who are not asked yet, with what `invite_holders` reads."""
    rows = holders_of(edition).filter(group=WAITING.code)
    return list(rows.select_related("nomination__product__ikm", "nomination__edition").order_by("nomination__number"))


def counted(edition: Edition) -> list[tuple[HolderGroup, int]]:
    """The groups that hold somebody, in their order."""
    rows = holders_of(edition).order_by().values("group").annotate(n=Count("pk"))
    numbers = {row["group"]: row["n"] for row in rows}
    return [(group, numbers[group.code]) for group in GROUPS if numbers.get(group.code)]


def holders_page(edition: Edition, asked: Mapping[str, str], moment: datetime) -> dict[str, object]:
    """The groups, and the holders of the one that is `asked` for."""
    groups = counted(edition) if edition.previous_id else []
    numbers = {group.code: n for group, n in groups}
    shown = GROUP_BY_CODE.get(asked.get("keadaan", ""))
    rows = holders_of(edition)
    if shown is not None:
        rows = rows.filter(group=shown.code)
    paginator = Paginator(rows.order_by("nomination__regency_id", "nomination__number"), PER_PAGE)
    paginator.count = numbers.get(shown.code, 0) if shown else sum(numbers.values())
    page = paginator.get_page(asked.get("laman"))
    return {
        "edition": edition,
        "groups": groups,
        "shown": shown,
        "total": sum(numbers.values()),
        "waiting": numbers.get(WAITING.code, 0),
        "page": page,
        "rows": [(award, GROUP_BY_CODE[award.group]) for award in page.object_list],
        "may_invite": edition.is_open(WindowKind.NOMINATION, moment),
    }
