"""The dates of an edition (A1): all of them on one line, and one stage given other dates after its effect was looked at."""

from __future__ import annotations

from datetime import datetime

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.operations.schedule import reschedule, touched_by
from assessments.pages.editions import edition_of
from assessments.pages.schedule.at_hour import AtHour
from assessments.pages.schedule.forms import HourForm, StepForm, WindowForm
from assessments.pages.schedule.schedule import BY_SLUG, SchedulePage, preview
from awards.models import Edition, Window
from awards.operations.editions import missing_for_dates
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.answers import conflict
from ovop_portal.common.clock import now
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.policies import allow, page_and_form, require
from ovop_portal.common.stages import standing
from ovop_portal.common.verbs import Missing, Refused, Stale

SET_DATES = "assessments.set_dates"
MOVED = "moved"


@require_safe
@allow(SET_DATES)
def schedule(request: SignedIn, year: int) -> HttpResponse:
    """A1.jadwal: every stage of the edition, where two overlap or leave a gap, and what was changed."""
    page = SchedulePage(edition_of(year, **standing()), now())
    return render(request, "assessments/schedule/schedule.html", {"page": page, "edition": page.edition})


@require_safe
@allow(SET_DATES)
def at_hour(request: SignedIn, year: int) -> HttpResponse:
    """A1.jadwal.saat: who may do what at one hour, this one where none is named, by the predicates that open the doors."""
    edition, moment = edition_of(year, **standing()), now()
    prefetch_related_objects([edition], "windows")
    asked = request.GET if "jam" in request.GET else None
    form = HourForm(asked, edition=edition, now=moment)
    page = None
    if not form.is_bound:
        page = AtHour(edition, moment)
    elif form.is_valid():
        page = AtHour(edition, form.hour, form.file)
    return render_form(request, "assessments/schedule/at_hour.html", {"edition": edition, "page": page}, form)


@page_and_form
@allow(SET_DATES)
def change(request: SignedIn, year: int, stage: str) -> HttpResponse:
    """A1.jadwal.ubah: other dates for one stage. They are looked at once more, with what they touch, before they hold."""
    if stage not in BY_SLUG:
        raise Http404
    edition, moment = edition_of(year), now()
    window = edition.window(BY_SLUG[stage])
    if window is None:
        raise Http404
    if edition.has_results:
        return conflict(
            request,
            _("Hasil penyelenggaraan ini sudah diumumkan, jadi jadwalnya tidak berubah lagi."),
            path=reverse("assessments:schedule", args=[year]),
        )
    form = WindowForm(sent_by(request), window=window)
    if request.method == "POST":
        require(request.user, SET_DATES, edition)
        return _step(request, edition, window, form, moment)
    return _page(request, edition, window, form)


def _step(request: SignedIn, edition: Edition, window: Window, form: WindowForm, moment: datetime) -> HttpResponse:
    step = request.POST.get("langkah", "")
    if step == "simpan":
        return _save(request, edition, window, form, moment)
    if form.is_valid():
        if step == "kembali":
            return _page(request, edition, window, WindowForm(window=window, initial=form.answers))
        lacking = _missing(window, form, moment)
        if not lacking:
            return _look_again(request, edition, window, form)
        form.add_refused(Refused(*lacking))
    return _page(request, edition, window, form)


def _missing(window: Window, form: WindowForm, moment: datetime) -> list[Missing]:
    return [_moved()] if form.cleaned_data["seen"] != window.seen else missing_for_dates(window, form.dates, moment)


def _moved() -> Missing:
    return Missing(
        MOVED,
        _("Orang lain mengubah jadwal ini sejak halaman dibuka. Bandingkan isian Anda dengan jadwal terbaru"),
    )


def _look_again(request: SignedIn, edition: Edition, window: Window, form: WindowForm) -> HttpResponse:
    context = {
        "edition": edition,
        "window": window,
        "preview": preview(edition, window, form.dates, touched_by(edition, window.kind)),
        "reason": form.cleaned_data["reason"],
        "as_sent": form.as_sent(),
        "key": StepForm()["kunci"],
    }
    return render(request, "assessments/schedule/window_sure.html", context)


def _save(request: SignedIn, edition: Edition, window: Window, form: WindowForm, moment: datetime) -> HttpResponse:
    def work() -> tuple[str, str]:
        said = form.cleaned_data
        try:
            reschedule(
                edition,
                window.kind,
                form.dates,
                reason=said["reason"],
                seen=said["seen"],
                by=request.user,
                now=moment,
            )
        except Stale as stale:
            raise Refused(_moved()) from stale
        back = reverse("assessments:schedule", args=[edition.year])
        return back, _("Jadwal {stage} diubah").format(stage=window.get_kind_display())

    done = carry_out(request, form, work, now=moment)
    if done is None:
        window.refresh_from_db()
    return done or _page(request, edition, window, form)


def _page(request: SignedIn, edition: Edition, window: Window, form: WindowForm) -> HttpResponse:
    """The form; where somebody else was faster with 409, the newest dates beside what was typed."""
    moved = any(item.code == MOVED for item in form.refused)
    if moved:
        form.show_newest()
    context = {"edition": edition, "window": window, "moved": moved}
    return render_form(request, "assessments/schedule/window.html", context, form, refusal=409 if moved else 422)
