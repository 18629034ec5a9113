"""For each page who asks for it, and where: always the one with the most rows, so that the figures are no luck of the seed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from assessments.models import Scoresheet
from assessments.rubric.questionnaire import questions
from assessments.states import SheetState
from awards.dossier.certified import slug_of
from awards.models import Edition, Nomination, PublishedAward
from bench.asking import Visit
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role


def newest_edition() -> Edition:
    return Edition.objects.order_by("-year")[0]


def holder(*roles: str) -> User:
    """Somebody who holds one of `roles`."""
    return User.objects.holding(*roles).order_by("pk")[0]


def signed_in_without_rows() -> Visit:
    """A list in which there is nothing."""
    reader = User.objects.holding(*Role.values).filter(notices__isnull=True).order_by("pk")[0]
    return Visit(reverse("notifications:inbox"), reader)


def newest_award() -> PublishedAward:
    return PublishedAward.objects.in_force().order_by("-year", "award_id")[0]


def product() -> Visit:
    award = newest_award()
    return Visit(reverse("awards:product", args=[slug_of(award.product_name), award.product_id]))


def status() -> Visit:
    """An owner's file before the jury, if there is one."""
    nomination = (
        Nomination.objects.filter(edition=newest_edition(), ikm__owner_links__ends_at__isnull=True)
        .filter(ikm__owner_links__user__isnull=False)
        .order_by("-state", "number")[0]
    )
    return Visit(
        reverse("awards:status", args=[nomination.number]), nomination.ikm.owner_links.get(ends_at__isnull=True).user
    )


def dinas() -> Visit:
    """The office with the most candidates."""
    busiest = Nomination.objects.filter(edition=newest_edition(), regency__offices__isnull=False)
    regency = busiest.values("regency").annotate(n=Count("pk")).order_by("-n", "regency")[0]["regency"]
    operator = User.objects.holding(Role.DINAS_OPERATOR).filter(memberships__office__regency=regency)
    return Visit(reverse("awards:dinas_home"), operator.order_by("pk")[0])


def busiest_juror(*states: str) -> User:
    counts = Count("juror__sheets", filter=Q(juror__sheets__state__in=states))
    return User.objects.annotate(n=counts).order_by("-n", "pk")[0]


def queue() -> Visit:
    return Visit(reverse("assessments:jury_queue"), busiest_juror(*SheetState.values))


def open_sheet() -> Scoresheet:
    """A draft in the middle of the queue of the juror who has the most."""
    juror = busiest_juror(SheetState.DRAFT)
    drafts = Scoresheet.objects.own(juror).filter(state=SheetState.DRAFT).order_by("entry__nomination__blind_code")
    rows = drafts.select_related("juror__user", "entry__nomination__product", "entry__nomination__edition__plan")
    return rows[rows.count() // 2]


def sheet() -> Visit:
    mine = open_sheet()
    return Visit(reverse("assessments:jury_sheet", args=[mine.entry.nomination.blind_code]), mine.juror.user)


def save() -> Visit:
    """All criteria at once, other levels each time: every request is a real change."""
    mine = open_sheet()
    nomination = mine.entry.nomination
    form = questions(nomination.edition.plan.rubric_id, nomination.product.commodity_group_id)

    def body(n: int) -> dict[str, Any]:
        cells = [{"criterion": row.pk, "choice": row.levels[n % len(row.levels)].value, "note": ""} for row in form]
        return {"op_id": str(uuid.uuid4()), "base_version": mine.version + n, "cells": cells}

    return Visit(reverse("assessments:jury_save", args=[nomination.blind_code]), mine.juror.user, body)


def of_edition(name: str) -> Callable[[], Visit]:
    return lambda: Visit(reverse(name, args=[newest_edition().year]), holder(Role.SECRETARIAT))


# Under the names of `goals.py`.
VISITS: dict[str, Callable[[], Visit]] = {
    # Words that are the same for everybody, in the frame of a juror.
    "frame": lambda: Visit(reverse("front:accessibility"), holder(Role.JUROR)),
    "empty": signed_in_without_rows,
    "home": lambda: Visit(reverse("front:home")),
    "catalogue": lambda: Visit(reverse("awards:catalogue")),
    "product": product,
    "verify": lambda: Visit(reverse("awards:verify", args=[newest_award().code])),
    "status": status,
    "dinas": dinas,
    "screening": lambda: Visit(reverse("assessments:screening_queue"), holder(Role.SCREENER)),
    "queue": queue,
    "sheet": sheet,
    "save": save,
    "recap": of_edition("assessments:recap"),
    "plenary": of_edition("assessments:plenary"),
}
