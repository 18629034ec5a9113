"""The sections of a file that are answered in a form: on the firm's row, on the product's, or as the figures of a year.

`views.file.section` has asked already who may write. Two writers at one section are reconciled: see `RowForm.save`.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from awards.dossier.sections import SECTION_BY_CODE, Filling
from awards.dossier.warnings import doubts_at
from awards.pages.doors import open_file
from awards.pages.owner.file import File
from awards.pages.owner.forms.file import choices_between
from ikm.forms.figures import YEARS_OF_FIGURES
from ikm.forms.parts import PartForm
from ovop_portal.accounts.requests import SignedIn
from ovop_portal.common import formats
from ovop_portal.common.clock import day_in_wib
from ovop_portal.common.forms import render_form, sent_by
from ovop_portal.common.verbs import Refused, Stale
from ovop_portal.ledger.idempotency import KeyReused, new_key, once

LATER = "kembali"  # the second button: lay aside, back to the list
OTHER_YEAR = "pindah"  # the tabs of the figures: lay aside, on to that year
CHOSEN, STORED = "pakai-", "tersimpan"
ASKED_ABOUT = {"profil", "usaha"}  # sections whose answers are compared with others
HELPERS = {"csrfmiddlewaretoken", "kunci", "versi", "dilihat"}


def context_of(file: File, code: str, **more: object) -> dict[str, object]:
    """What every section page prints."""
    remarks = [remark for remark in file.remarks if remark.section == code]
    return {"file": file, "section": SECTION_BY_CODE[code], "remarks": remarks, **more}


def reading_page(request: SignedIn, file: File, code: str) -> HttpResponse:
    """A section that is closed for the reader."""
    part = next(part for part in file.parts if part.code == code)
    return render(
        request, "awards/owner/section_read.html", {"file": file, "section": SECTION_BY_CODE[code], "part": part}
    )


def answers_page(request: SignedIn, file: File, code: str) -> HttpResponse:
    """A form of answers with two buttons that keep them; the tabs of the years keep them, too."""
    year = _year(request, file) if code == "usaha" else None
    partial = not {LATER, OTHER_YEAR}.isdisjoint(request.POST)
    form = SECTION_BY_CODE[code].form(Filling(file.nomination, sent_by(request), file.now, year, partial))
    if OTHER_YEAR in request.POST and not form.has_changed():
        return redirect(_other_year(request, file, code))
    if form.is_valid():
        try:
            return _save(request, file, code, form)
        except Refused as refused:
            form.add_refused(refused)
            if isinstance(refused, KeyReused):
                # The writer knows what they sent first, but not what others wrote afterwards.
                form.go_on_from(refused.response["stamp"])
        except Stale:
            return _choose(request, file, code, form, year)
    years = _years(file) if year else []
    return render_form(request, "awards/owner/section.html", context_of(file, code, year=year, years=years), form)


def say_doubts(request: SignedIn, file: File, code: str) -> None:
    """Say at once what does not go together with the answers just written. It hinders nothing."""
    for doubt in doubts_at(code, file.dossier, day_in_wib(file.now)):
        messages.warning(request, _("{doubt}. Bila sudah sesuai, biarkan saja").format(doubt=doubt.message))


def _save(request: SignedIn, file: File, code: str, form: PartForm) -> HttpResponse:
    by, now = request.user, file.now
    with once(form.key, by=by, request=request, now=now) as turn:
        if turn.first:
            kept = {name: value for name, value in form.values.items() if request.POST.get(CHOSEN + name) != STORED}
            form.save(kept, by=by, now=now)
            turn.keep(path=request.get_full_path(), stamp=list(form.stamp))
    messages.success(request, _("Tersimpan {pukul}.").format(pukul=formats.pukul(now, file.zone)))
    if code in ASKED_ABOUT:
        say_doubts(request, open_file(request, file.nomination.number), code)
    if OTHER_YEAR in request.POST:
        return redirect(_other_year(request, file, code))
    if LATER in request.POST:
        return redirect(file.url("tasks"))
    return redirect(onward(request, open_file(request, file.nomination.number), code))


def onward(request: SignedIn, file: File, code: str) -> str:
    """Where the reader goes after this section: back to the check page if they came from there, else to what lacks something next."""
    if came_from_check(request):
        return f"{file.url('check')}#{code}"
    section = file.next_after(code)
    return file.url("section", section.code) if section else file.url("check")


def came_from_check(request: SignedIn) -> bool:
    return request.GET.get("dari") == "periksa"


def _choose(request: SignedIn, file: File, code: str, stale: PartForm, year: int | None) -> HttpResponse:
    """409: both answers side by side. The rest of what was typed is carried along as hidden fields."""
    theirs = stale.written_since()
    file = open_file(request, file.nomination.number)
    form = SECTION_BY_CODE[code].form(Filling(file.nomination, request.POST, file.now, year, stale.partial))
    form.is_valid()
    context = context_of(
        file,
        code,
        theirs=theirs,
        choices=choices_between(form, theirs.fields & stale.touched(stale.values).keys()),
        carried=[*_typed(request.POST), form.stamp, ("kunci", new_key())],
        chosen=CHOSEN,
    )
    return render(request, "awards/owner/section_conflict.html", context, status=409)


def _typed(sent: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in sent.lists()
        if name not in HELPERS and not name.startswith(CHOSEN)
        for value in values
    ]


def _other_year(request: SignedIn, file: File, code: str) -> str:
    query = request.GET.copy()
    query["tahun"] = request.POST[OTHER_YEAR]
    return f"{file.url('section', code)}?{query.urlencode()}"


def _years(file: File) -> list[int]:
    last = day_in_wib(file.now).year - 1
    return list(range(last, last - YEARS_OF_FIGURES, -1))


def _year(request: SignedIn, file: File) -> int:
    """The year asked for in the address, else the last one."""
    asked, years = request.GET.get("tahun", ""), _years(file)
    return next((year for year in years if asked == str(year)), years[0])
