"""Watching the scoring (A4): jurors and entries, one entry with its sheets, a sheet opened again or taken back, requests answered."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import Juror, ReopeningRequest, Scoresheet
from assessments.models.reopening import waiting_in_edition
from assessments.operations.seats import withdraw_sheets
from assessments.operations.sheets import decline_reopening, reopen_sheet
from assessments.pages.editions import edition_of, jury_of, season_of
from assessments.pages.monitor.forms import DeclineForm, ReopenForm, WithdrawForm
from assessments.pages.monitor.progress import EntryDesk, Monitor, entries_to_watch, newest_sheet, replacements_for
from assessments.states import SheetState
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require


@require_safe
@allow("assessments.watch_jury")
def progress(request: SignedIn, year: int) -> HttpResponse:
    """A4: who has how much to do, and which files lack what."""
    edition = season_of(year, reopenings=waiting_in_edition())
    identities = jury_of(edition, request.user)
    monitor = Monitor(edition, request.user, request.GET, identities)
    return render(request, "assessments/monitor/monitor.html", {"monitor": monitor, "identities": identities})


@require_safe
@allow("assessments.watch_jury")
def entry(request: SignedIn, year: int, code: str) -> HttpResponse:
    """A4.1: the sheets of one file, their states and locked totals."""
    edition = season_of(year)
    file = get_object_or_404(entries_to_watch(edition), nomination__blind_code=code)
    desk = EntryDesk(file, edition, request.user, jury_of(edition, request.user))
    return render(request, "assessments/monitor/entry.html", {"desk": desk, "identities": desk.identities})


@page_and_form
@allow("assessments.reopen_sheet")
def reopen(request: SignedIn, year: int, code: str, juror: UUID) -> HttpResponse:
    """A4.2: a locked sheet is opened again as a new round, with a reason."""
    edition = edition_of(year)
    file = get_object_or_404(entries_to_watch(edition), nomination__blind_code=code)
    sheet = get_object_or_404(newest_sheet(file, juror, request.user))
    require(request.user, "assessments.reopen_sheet", sheet)
    back = reverse("assessments:entry", args=[year, code])
    form = ReopenForm(sent_by(request))
    if request.method == "POST":
        moment = now()

        def work() -> tuple[str, str]:
            reopen_sheet(sheet, form.cleaned_data["reason"], by=request.user, now=moment)
            return back, _("Lembar {name} dibuka kembali").format(name=sheet.juror)

        if done := carry_out(request, form, work, now=moment):
            return done
    elif sheet.state != SheetState.LOCKED:
        return conflict(request, _("Lembar ini belum terkunci, jadi juri masih dapat mengubahnya sendiri."), path=back)
    asked = ReopeningRequest.objects.unanswered().filter(sheet=sheet).first()
    context = {"sheet": sheet, "file": file, "back": back, "asked": asked, "edition": edition}
    return render_form(request, "assessments/monitor/reopen.html", context, form)


@require_safe
@allow("assessments.watch_jury")
def reopenings(request: SignedIn, year: int) -> HttpResponse:
    """A4.4: what jurors ask to have opened again, those that wait first."""
    edition = season_of(year)
    rows = Paginator(ReopeningRequest.objects.of_edition(edition).for_list(), 50).get_page(request.GET.get("laman"))
    context = {"edition": edition, "page": rows, "identities": jury_of(edition, request.user)}
    return render(request, "assessments/monitor/reopenings.html", context)


@page_and_form
@allow("assessments.reopen_sheet")
def decline(request: SignedIn, year: int, code: str, juror: UUID) -> HttpResponse:
    """A4.5: a juror's request is declined, with a reason; the sheet stays locked."""
    edition = edition_of(year)
    rows = ReopeningRequest.objects.of_edition(edition).select_related(
        "sheet__juror__user", "sheet__entry__nomination__product", "sheet__entry__nomination__edition"
    )
    of_sheet = rows.filter(sheet__entry__nomination__blind_code=code, sheet__juror__user__uuid=juror)
    asked = of_sheet.order_by("-asked_at", "-pk").first()
    if asked is None:
        raise Http404
    back = reverse("assessments:reopenings", args=[year])
    form = DeclineForm(sent_by(request))
    if request.method == "POST":
        moment = now()

        def work() -> tuple[str, str]:
            decline_reopening(asked, form.cleaned_data["reason"], by=request.user, now=moment)
            return back, _("Permintaan {name} ditolak").format(name=asked.sheet.juror)

        if done := carry_out(request, form, work, now=moment):
            return done
    elif asked.answered_at is not None:
        return conflict(request, _("Permintaan ini sudah dijawab."), path=back)
    return render_form(request, "assessments/monitor/reopening_decline.html", {"asked": asked, "back": back}, form)


@page_and_form
@allow("assessments.withdraw_sheet")
def withdraw(request: SignedIn, year: int, code: str, juror: UUID) -> HttpResponse:
    """A4.3: a sheet that its juror does not come to is taken back, with a reason, and goes to somebody else."""
    edition = edition_of(year)
    file = get_object_or_404(entries_to_watch(edition).select_related("panel"), nomination__blind_code=code)
    sheet = get_object_or_404(newest_sheet(file, juror, request.user).annotate(cells=Count("scores")))
    back = reverse("assessments:entry", args=[year, code])
    instead = replacements_for(file)
    form = WithdrawForm(sent_by(request), jurors=instead.offered)
    if request.method == "POST":
        moment = now()

        def work() -> tuple[str, str]:
            given: dict[Scoresheet, Juror] = {sheet: form.chosen} if form.chosen else {}
            withdraw_sheets([sheet], form.cleaned_data["reason"], replacements=given, by=request.user, now=moment)
            return back, _("Lembar {name} ditarik").format(name=sheet.juror)

        if done := carry_out(request, form, work, now=moment):
            return done
    elif sheet.state != SheetState.DRAFT:
        return conflict(request, _("Lembar ini bukan draf lagi, jadi tidak dapat ditarik."), path=back)
    context = {
        "sheet": sheet,
        "file": file,
        "back": back,
        "kept_apart": instead.kept_apart,
        "identities": jury_of(edition, request.user),
    }
    return render_form(request, "assessments/monitor/withdraw.html", context, form)
