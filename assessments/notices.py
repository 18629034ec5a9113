"""What this room says to whom. Nothing here can carry a score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Juror, Scoresheet
from ovop_portal.accounts.models import User
from ovop_portal.accounts.roles import Role
from ovop_portal.notifications.kinds import Kind, register
from ovop_portal.notifications.operations import News, notify, notify_many

ASSIGNED = register(
    Kind(
        "assessments.assigned",
        _("Berkas baru untuk dinilai: {count}"),
        _("Panitia menugaskan {count} berkas kepada Anda."),
    )
)
REOPENED = register(
    Kind(
        "assessments.reopened",
        _("Lembar nilai dibuka kembali: {code}"),
        _("Panitia membuka kembali lembar nilai {code}. Alasannya ada di lembar."),
    )
)
REOPENING_ASKED = register(
    Kind(
        "assessments.reopening_asked",
        _("Juri meminta buka kunci: {code}"),
        _("{juror} meminta lembar nilai {code} dibuka kembali. Alasannya ada di halaman pembukaan lembar."),
    )
)
TALLIED = register(
    Kind(
        "assessments.tallied",
        _("Rekap nilai selesai: {edition}"),
        _("Rekap nilai ke-{n} sudah tersegel dan siap dibawa ke pleno."),
    )
)
TALLY_REFUSED = register(Kind("assessments.tally_refused", _("Rekap nilai belum dapat dihitung"), _("{reason}")))


def tell_jurors_of_work(counts: Mapping[Juror, int], *, now: datetime) -> None:
    """Tell each juror how many files were assigned."""
    notify_many(
        ASSIGNED,
        [
            News(
                juror.user,
                reverse("assessments:jury_queue"),
                f"{juror.subject}:assigned:{now:%Y%m%dT%H%M%S}",
                {"count": str(count)},
            )
            for juror, count in counts.items()
        ],
        now=now,
    )


def tell_juror_reopened(sheet: Scoresheet, *, now: datetime) -> None:
    """Tell the juror that a sheet is open again, as a new round."""
    code = sheet.entry.nomination.blind_code
    notify(
        [sheet.juror.user],
        REOPENED,
        context={"code": code},
        path=reverse("assessments:jury_sheet", args=[code]),
        now=now,
        key=f"{sheet.subject}:reopened",
    )


def tell_secretariat_asked(sheet: Scoresheet, *, now: datetime) -> None:
    """Tell the secretariat that a juror would like to change a locked sheet."""
    nomination = sheet.entry.nomination
    notify(
        User.objects.holding(Role.SECRETARIAT),
        REOPENING_ASKED,
        context={"juror": sheet.juror.user.name, "code": nomination.blind_code},
        path=reverse(
            "assessments:reopen", args=[nomination.edition.year, nomination.blind_code, sheet.juror.user.uuid]
        ),
        now=now,
        key=f"{sheet.subject}:reopening_asked",
    )


def tell_secretariat(kind: Kind, context: dict[str, str], *, year: int, key: str, now: datetime) -> None:
    """Tell the secretariat what came of a tally."""
    notify(
        User.objects.holding(Role.SECRETARIAT),
        kind,
        context=context,
        path=reverse("assessments:recap", args=[year]),
        now=now,
        key=key,
    )
