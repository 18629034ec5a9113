"""Reminders before something ends: the day for sending a file, the day for an answer, the validity of a paper.

remind(now=now)     # by the clock, several times an hour: each person is told once for each step, by day and on no holiday
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import Edition, Nomination, WindowKind
from awards.notices import kinds
from awards.notices.dinas import dinas_of
from awards.notices.telling import context_of
from awards.states import OPEN_TO_DINAS, OPEN_TO_OWNER, PROPOSED
from awards.states import NominationState as S
from ikm.models import OwnerLink, Permit
from ovop_portal.accounts.models import Membership, User
from ovop_portal.accounts.roles import Role
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.formats import angka, tanggal, tenggat
from ovop_portal.common.reminders import due_step, left_in_words
from ovop_portal.notifications.operations import News, notify_many
from regions.models import Holiday, Level, Office, Province, Regency

OF_FILES, OF_SILENCE, OF_PAPERS = (30, 7, 1), (30, 7), (90, 30)
LONGEST = timedelta(days=100)
# Names that a sentence bears.
MOST_NAMES = 8


class Due(NamedTuple):
    """A file whose reminder's turn it is: until when it may be sent, and which reminder it is."""

    nomination: Nomination
    ends: datetime
    step: int


def holidays_around(now: datetime) -> frozenset[date]:
    """The holidays that matter to whatever is reminded of now."""
    today = day_in_wib(now)
    days = Holiday.objects.filter(day__range=(today - LONGEST, today + LONGEST))
    return frozenset(days.values_list("day", flat=True))


def remind(*, now: datetime) -> None:
    """Tell everybody what ends soon and still waits for them."""
    holidays = holidays_around(now)
    due = list(_due_files(now, holidays))
    owners = _owners_of(each.nomination.ikm_id for each in due)
    _remind_owners([each for each in due if each.nomination.state in OPEN_TO_OWNER], owners, now)
    # What has no owner in the portal is filled in by the dinas.
    at_dinas = [
        each for each in due if each.nomination.state not in OPEN_TO_OWNER or not owners[each.nomination.ikm_id]
    ]
    _remind_dinas(at_dinas, now)
    for edition in Edition.objects.running().prefetch_related("windows"):
        _remind_provinces(edition, holidays, now)
    _remind_of_papers(holidays, now)


def _due_files(now: datetime, holidays: frozenset[date]) -> Iterator[Due]:
    """Files that can still be sent in an edition that is held."""
    reach = (now, now + LONGEST)
    soon = (
        Q(answer_by__range=reach)
        | Q(extended_to__range=reach)
        | Q(edition__windows__kind=WindowKind.NOMINATION, edition__windows__closes_at__range=reach)
    )
    waiting = Nomination.objects.with_extension().filter(state__in=OPEN_TO_DINAS)
    files = waiting.filter(soon, edition__in=Edition.objects.running()).distinct()
    rows = files.select_related("product", "ikm", "edition", "regency__province").prefetch_related("edition__windows")
    for nomination in rows.order_by("pk"):
        ends = nomination.deadline
        step = ends and due_step(ends, OF_FILES, now=now, zone=nomination.regency.zone, holidays=holidays)
        if ends and step:
            yield Due(nomination, ends, step)


def _owners_of(firms: Iterable[int]) -> dict[int, list[User]]:
    owners: dict[int, list[User]] = defaultdict(list)
    for link in OwnerLink.objects.filter(ikm__in=set(firms), ends_at__isnull=True).select_related("user"):
        owners[link.ikm_id].append(link.user)
    return owners


def _remind_owners(due: Sequence[Due], owners: dict[int, list[User]], now: datetime) -> None:
    waits = {
        S.DRAFT: _("belum dikirim ke dinas"),
        S.RETURNED_TO_OWNER: _("menunggu perbaikan Anda"),
        S.INVITED: _("menunggu jawaban Anda atas undangan penilaian ulang"),
    }
    news = [
        News(
            owner,
            reverse("awards:status", args=[file.number]),
            _key(file.subject, ends, step),
            context_of(file)
            | {
                "left": left_in_words(ends, now=now, zone=file.regency.zone),
                "what": waits[S(file.state)],
                "ends": tenggat(ends, file.regency.zone),
            },
        )
        for file, ends, step in due
        for owner in owners[file.ikm_id]
    ]
    notify_many(kinds.REMINDED_OWNER, news, now=now)


def _remind_dinas(due: Sequence[Due], now: datetime) -> None:
    """Each dinas once for all files that end at the same hour."""
    together: dict[tuple[str, datetime, int], list[Nomination]] = defaultdict(list)
    for file, ends, step in due:
        together[file.regency_id, ends, step].append(file)
    staff = dinas_of(regency for regency, _ends, _step in together)
    news = [
        News(
            person,
            reverse("awards:dinas_home"),
            _key(f"regency:{regency}:{files[0].edition.subject}", ends, step),
            {
                "left": left_in_words(ends, now=now, zone=files[0].regency.zone),
                "count": angka(len(files)),
                "place": str(files[0].regency),
                "ends": tenggat(ends, files[0].regency.zone),
            },
        )
        for (regency, ends, step), files in together.items()
        for person in staff[regency]
    ]
    notify_many(kinds.REMINDED_DINAS, news, now=now)


def _remind_provinces(edition: Edition, holidays: frozenset[date], now: datetime) -> None:
    """Tell each province which of its dinas have proposed nothing yet."""
    ends = edition.end_of(WindowKind.NOMINATION)
    if ends is None or not edition.is_open(WindowKind.NOMINATION, now):
        return
    offices = Office.objects.active().filter(level=Level.REGENCY).values("regency")
    heard = Nomination.objects.filter(edition=edition, state__in=PROPOSED).values("regency")
    silent: dict[str, list[Regency]] = defaultdict(list)
    for regency in Regency.objects.filter(pk__in=offices).exclude(pk__in=heard).order_by("code"):
        silent[regency.province_id].append(regency)
    news = []
    for province in Province.objects.filter(pk__in=silent).order_by("code"):
        step = due_step(ends, OF_SILENCE, now=now, zone=province.zone, holidays=holidays)
        said = {
            "count": angka(len(silent[province.pk])),
            "names": _names(silent[province.pk]),
            "edition": edition.name,
            "ends": tenggat(ends, province.zone),
        }
        key, path = _key(f"{edition.subject}:{province.pk}", ends, step or 0), resolve_url(settings.LOGIN_REDIRECT_URL)
        offices_of = Office.objects.active().filter(level=Level.PROVINCE, province=province)
        people = User.objects.filter(
            pk__in=Membership.objects.current().filter(role=Role.PROVINCE_OFFICER, office__in=offices_of).values("user")
        )
        news += [News(person, path, key, said) for person in (people if step else ())]
    notify_many(kinds.REMINDED_PROVINCE, news, now=now)


def _remind_of_papers(holidays: frozenset[date], now: datetime) -> None:
    """Tell owners which of their papers end, unless a newer one of that kind is there."""
    today = day_in_wib(now)
    newer = Permit.objects.filter(ikm=OuterRef("ikm"), kind=OuterRef("kind")).filter(
        Q(valid_until__gt=OuterRef("valid_until")) | Q(valid_until__isnull=True)
    )
    ending = Permit.objects.filter(~Exists(newer), valid_until__range=(today, today + LONGEST))
    papers = list(ending.select_related("ikm__regency__province").order_by("pk"))
    owners = _owners_of(paper.ikm_id for paper in papers)
    news = []
    for paper in papers:
        regency = paper.ikm.regency
        # A day has no hour: noon of the reader's own day stands for it.
        ends = datetime.combine(paper.valid_until, time(12), regency.zone)  # type: ignore[arg-type]
        step = due_step(ends, OF_PAPERS, now=now, zone=regency.zone, holidays=holidays)
        said = {
            "paper": paper.get_kind_display(),
            "number": paper.number,
            "ikm": paper.ikm.name,
            "left": left_in_words(ends, now=now, zone=regency.zone),
            "day": tanggal(paper.valid_until),
        }
        key = _key(f"permit:{paper.pk}", ends, step or 0)
        news += [News(owner, reverse("awards:owner_home"), key, said) for owner in owners[paper.ikm_id] if step]
    notify_many(kinds.REMINDED_OF_PAPER, news, now=now)


def _names(regencies: Sequence[Regency]) -> str:
    named = ", ".join(str(regency) for regency in regencies[:MOST_NAMES])
    more = len(regencies) - MOST_NAMES
    return _("{names}, dan {n} lagi").format(names=named, n=angka(more)) if more > 0 else named


def _key(what: str, ends: datetime, step: int) -> str:
    """Another end is another fact: whoever gets more time is reminded before the new end, too."""
    return f"{what}:{ends:%Y%m%dT%H%M}:reminder:{step}"
