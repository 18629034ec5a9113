"""Holders of the last edition on their way into this one: who is invited, who takes part, who is not asked yet. The groups add up to all holders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Award, Edition, Nomination
from awards.states import ASSESSED, NOT_LIVE
from awards.states import NominationState as S


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
