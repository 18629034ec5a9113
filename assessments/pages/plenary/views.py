"""The plenary (P8, A5.4): stars fixed group by group, looked at once more before they are, and the panels closed."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import TallyRow
from assessments.operations.tally import close_panels, decide_stars, newest_sealed
from assessments.pages.editions import jury_of, season_of
from assessments.pages.plenary.forms import DecisionForm, StepForm, as_sent, put_back
from assessments.pages.plenary.plenary import PlenaryDesk
from awards.models import WindowKind
from ovop_portal.accounts.carrying_out import carry_out
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common.clock import now
from ovop_portal.common.formats import angka
from ovop_portal.common.forms import OvopForm
from ovop_portal.common.policies import allow, page_and_form, require


@page_and_form
@allow("assessments.watch_jury")
def plenary(request: SignedIn, year: int) -> HttpResponse:
    """P8: a page repeats what was chosen, and only there it is decided, because nothing can undo it."""
    edition = season_of(year)
    desk = PlenaryDesk(edition, newest_sealed(edition), request.GET, jury_of(edition, request.user))
    if request.method == "POST":
        require(request.user, "assessments.decide_stars", edition)
        return _step(request, desk)
    return _page(request, desk)


def _step(request: SignedIn, desk: PlenaryDesk) -> HttpResponse:
    step = request.POST.get("langkah", "")
    if step == "tutup":
        return _close(request, desk)
    if step == "kembali":
        put_back(desk.open_rows, request.POST)
        return _page(request, desk)
    if step == "garis":
        return _look_again(request, desk, _by_the_line(desk))
    form = DecisionForm(request.POST, rows=desk.open_rows, most=desk.edition.scheme.max_stars)
    return _decide(request, desk, form) if step == "tetapkan" else _look_again(request, desk, form)


def _by_the_line(desk: PlenaryDesk) -> DecisionForm:
    """The rows that are not near a line, with the stars of the rule."""
    sent = QueryDict(mutable=True)
    sent.setlist("putus", [row.code for row in desk.clear_rows])
    for row in desk.clear_rows:
        sent[f"bintang_{row.code}"] = str(row.stars)
    return DecisionForm(sent, rows=desk.open_rows, most=desk.edition.scheme.max_stars)


def _look_again(request: SignedIn, desk: PlenaryDesk, form: DecisionForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, desk, form)
    departures = sum(stars != row.stars for row, stars, _reason in form.decisions)
    context = {
        "desk": desk,
        "decisions": form.decisions,
        "departures": departures,
        "key": StepForm()["kunci"],
        "as_sent": as_sent(desk.open_rows, request.POST),
    }
    return render(request, "assessments/plenary/confirm.html", context)


def _decide(request: SignedIn, desk: PlenaryDesk, form: DecisionForm) -> HttpResponse:
    moment = now()

    def work() -> tuple[str, str]:
        chosen = {row.pk: (stars, reason) for row, stars, reason in form.decisions}
        related = ("tally__edition__scheme", "tally__star_lines", "entry__nomination__edition__scheme")
        rows = TallyRow.objects.filter(pk__in=chosen).select_related(*related).order_by("entry__nomination__number")
        decide_stars([(row, *chosen[row.pk]) for row in rows], by=request.user, now=moment)
        n = len(chosen)
        return _path(desk), ngettext("{n} berkas diputuskan", "{n} berkas diputuskan", n).format(n=angka(n))

    return carry_out(request, form, work, now=moment) or _page(request, desk, form)


def _close(request: SignedIn, desk: PlenaryDesk) -> HttpResponse:
    form, moment = StepForm(request.POST), now()

    def work() -> tuple[str, str]:
        close_panels(desk.edition, by=request.user, now=moment)
        return _path(desk), _("Panel ditutup. Juri sekarang dapat membaca lembar rekannya")

    return carry_out(request, form, work, now=moment) or _page(request, desk, form)


def _page(request: SignedIn, desk: PlenaryDesk, form: OvopForm | None = None) -> HttpResponse:
    if isinstance(form, DecisionForm):
        form.show_in(desk.open_rows)
    prefetch_related_objects([desk.edition], "windows")
    takes = desk.edition.is_open(WindowKind.PLENARY, now()) or desk.edition.has_results
    context = {
        "desk": desk,
        "shut": None if takes else desk.edition.window(WindowKind.PLENARY),
        "identities": desk.identities,
        "form": form,
        "may_decide": request.user.has_perm("assessments.decide_stars", desk.edition),
        "key": StepForm()["kunci"],
    }
    return render(request, "assessments/plenary/plenary.html", context, status=422 if form is not None else 200)


def _path(desk: PlenaryDesk) -> str:
    path = reverse("assessments:plenary", args=[desk.edition.year])
    return f"{path}?kelompok={desk.group.code}" if desk.group else path
